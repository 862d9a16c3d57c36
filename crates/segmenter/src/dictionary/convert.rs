//! From compiled MeCab files to a dictionary that lindera maps into memory.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use lindera::dictionary::{DictionaryBuilder, Metadata};

use super::mecab::{CharInfo, CharTable, Entry, Lexicon, Matrix, MecabFiles, read_mecab};
use super::{DictionaryError, io_error};

/// Version of what [`convert`] writes; a dictionary of another version is installed anew.
pub(crate) const CONVERTER_VERSION: u32 = 1;

/// How mecab-ko-dic is to be read: its columns, and what a space before a particle or ending costs.
static METADATA: &str = include_str!("../../data/ko_dic_metadata.json");
/// For each right and left identifier how often it occurs.
static CONTEXT_IDS: &str = include_str!("../../data/ko_dic_context_ids.txt");

/// Converts the compiled files in `from` (`sys.dic`, `unk.dic`, `matrix.bin`, `char.bin`) into the folder `to`.
/// Writes the text forms that the builder reads, 220 MB, into `scratch`.
pub(crate) fn convert(from: &Path, scratch: &Path, to: &Path) -> Result<(), DictionaryError> {
    fs::create_dir_all(scratch).map_err(io_error(scratch))?;
    let paths = ["sys.dic", "unk.dic", "matrix.bin", "char.bin"].map(|name| from.join(name));
    let read = |path: &PathBuf| fs::read(path).map_err(io_error(path));
    let [sys, unk, matrix, char] = [read(&paths[0])?, read(&paths[1])?, read(&paths[2])?, read(&paths[3])?];
    let files = MecabFiles { sys: &sys, unk: &unk, matrix: &matrix, char: &char };
    // lindera takes the contexts of a word on trust and fails at the first text that has the word.
    read_mecab(&files, from)?;
    write_lexicon(&Lexicon::new(&sys, &paths[0])?, &scratch.join("lexicon.csv"))?;
    write_lexicon(&Lexicon::new(&unk, &paths[1])?, &scratch.join("unk.def"))?;
    write_characters(&CharTable::new(&char, &paths[3])?, &scratch.join("char.def"))?;
    let sizes = write_matrix(&Matrix::new(&matrix, &paths[2])?, &scratch.join("matrix.def"))?;
    let built = builder(scratch, sizes)?.build_dictionary(scratch, to);
    built.map_err(|error| DictionaryError::Conversion { what: error.to_string() })
}

/// The builder for a matrix of `sizes`. The matrix of mecab-ko-dic is sorted so that frequent costs lie together.
fn builder(scratch: &Path, sizes: (usize, usize)) -> Result<DictionaryBuilder, DictionaryError> {
    let metadata = Metadata::load(METADATA.as_bytes());
    let mut metadata = metadata.map_err(|error| DictionaryError::Conversion { what: error.to_string() })?;
    let frequencies = CONTEXT_IDS.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    if !frequencies.starts_with(&format!("{} {}\n", sizes.1, sizes.0)) {
        return Ok(DictionaryBuilder::new(metadata));
    }
    metadata.connection_id_mapping = true;
    let path = scratch.join("context_ids.txt");
    fs::write(&path, frequencies).map_err(io_error(&path))?;
    Ok(DictionaryBuilder::new(metadata).with_context_id_freq(path))
}

fn write_lexicon(lexicon: &Lexicon, to: &Path) -> Result<(), DictionaryError> {
    let mut out = create(to)?;
    let write = |word: &str, entry: Entry| {
        let Entry { left, right, cost, features } = entry;
        let quoted = word.contains([',', '"', '\n', '\r']);
        let written = if quoted {
            writeln!(out, "\"{}\",{left},{right},{cost},{features}", word.replace('"', "\"\""))
        } else {
            writeln!(out, "{word},{left},{right},{cost},{features}")
        };
        written.map_err(io_error(to))
    };
    lexicon.each(write)?;
    out.flush().map_err(io_error(to))
}

fn write_matrix(matrix: &Matrix, to: &Path) -> Result<(usize, usize), DictionaryError> {
    let mut out = create(to)?;
    writeln!(out, "{} {}", matrix.left, matrix.right).map_err(io_error(to))?;
    for right in 0..matrix.right {
        for left in 0..matrix.left {
            writeln!(out, "{left} {right} {}", matrix.cost(left, right)).map_err(io_error(to))?;
        }
    }
    out.flush().map_err(io_error(to))?;
    Ok((matrix.left, matrix.right))
}

fn write_characters(table: &CharTable, to: &Path) -> Result<(), DictionaryError> {
    let mut out = create(to)?;
    for (class, name) in table.names.iter().enumerate() {
        let of_class = |code: &u16| table.info(*code).filter(|info| info.default_class() == class);
        let info = (0..u16::MAX).find_map(|code| of_class(&code));
        let (invoke, group, length) = info.map_or((0, 0, 0), |i| (i.invoke().into(), i.group().into(), i.length()));
        writeln!(out, "{name} {invoke} {group} {length}").map_err(io_error(to))?;
    }
    for (first, last, info) in ranges(table) {
        writeln!(out, "0x{first:04X}..0x{last:04X} {}", classes(table, info)).map_err(io_error(to))?;
    }
    out.flush().map_err(io_error(to))
}

/// Neighbouring characters of the same classes. Those of the default class alone are left out, and those that the
/// builder refuses: surrogates, the byte order mark and its mirror image.
fn ranges(table: &CharTable) -> Vec<(u16, u16, CharInfo)> {
    let mut found: Vec<(u16, u16, CharInfo)> = Vec::new();
    for code in 0..u16::MAX {
        let Some(info) = table.info(code) else { continue };
        let refused = matches!(code, 0xD800..=0xDFFF | 0xFEFF | 0xFFFE);
        if refused || classes(table, info) == "DEFAULT" {
            continue;
        }
        match found.last_mut() {
            Some((_, last, of)) if *last + 1 == code && *of == info => *last = code,
            _ => found.push((code, code, info)),
        }
    }
    found
}

/// The default class first, then the others.
fn classes(table: &CharTable, info: CharInfo) -> String {
    let default = info.default_class();
    let others = (0..table.names.len()).filter(|class| info.has(*class) && *class != default);
    let names = std::iter::once(default).chain(others).filter_map(|class| table.names.get(class).copied());
    names.collect::<Vec<_>>().join(" ")
}

fn create(path: &Path) -> Result<BufWriter<File>, DictionaryError> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(path).map_err(io_error(path))?))
}
