//! Which files the inputs are.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One article, the whole file.
    Text,
    /// One JSON object a line.
    JsonLines,
    /// A list of objects, one object, or an object with a list `articles`.
    Json,
    /// Comma-separated, with a line of names.
    Csv,
    /// Tab-separated, with a line of names.
    Tsv,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not.
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// As the user named it, or the folder that the user named and the path below; `-` for standard input.
    pub name: String,
    /// The id of a `.txt` file: the path below the input without its ending; what ids of records without one begin with.
    pub id: String,
    /// Nothing for standard input.
    pub path: Option<PathBuf>,
    /// Nothing where the content decides (standard input).
    pub format: Option<Format>,
    /// How it is packed.
    pub packing: Packing,
}

/// What the inputs hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// In order of name, standard input last.
    pub files: Vec<InputFile>,
    /// Files in the folders whose form is none that is read.
    pub skipped: Vec<String>,
}

/// Why an input cannot be read at all.
#[derive(Debug, Error)]
pub enum InputError {
    /// There is no such file or folder.
    #[error("input `{0}` does not exist; give a file, a folder, or - for standard input")]
    Missing(String),
    /// Its ending is none of those known.
    #[error(
        "input `{0}` is of no form that is read; expected .txt, .jsonl, .json, .csv or .tsv, each also .gz or .zst"
    )]
    UnknownForm(String),
    /// The file system refuses.
    #[error("input `{0}`: {1}")]
    Io(String, std::io::Error),
    /// The folders hold nothing to read.
    #[error("the inputs hold no file to read; expected .txt, .jsonl, .json, .csv or .tsv, each also .gz or .zst")]
    Nothing,
}

/// Lists the files of the inputs: folders with all that lies below them, except hidden files and the results of runs. The order is that of the
/// names, so that it does not depend on how the inputs were given; a file that two inputs name is read once.
///
/// # Errors
/// When an input does not exist or is of no known form, or there is nothing to read.
pub fn find(inputs: &[String]) -> Result<Inputs, InputError> {
    let mut found = Inputs::default();
    for input in inputs {
        let path = Path::new(input);
        if input == "-" {
            let file =
                InputFile { name: "-".into(), id: "stdin".into(), path: None, format: None, packing: Packing::None };
            found.files.push(file);
        } else if path.is_dir() {
            walk(path, path, &mut found).map_err(|error| InputError::Io(input.clone(), error))?;
        } else if path.exists() {
            let root = path.parent().unwrap_or(Path::new(""));
            found.files.push(file(path, root).ok_or_else(|| InputError::UnknownForm(input.clone()))?);
        } else {
            return Err(InputError::Missing(input.clone()));
        }
    }
    if inputs.len() > 1 {
        read_once(&mut found.files);
    }
    found.files.sort_by(|a, b| (a.path.is_none(), &a.id, &a.name).cmp(&(b.path.is_none(), &b.id, &b.name)));
    found.skipped.sort();
    if found.files.is_empty() { Err(InputError::Nothing) } else { Ok(found) }
}

/// Keeps of the files that several inputs name those below the outermost input, which have the longest ids.
fn read_once(files: &mut Vec<InputFile>) {
    let place = |file: &InputFile| file.path.as_ref().map(|path| path.canonicalize().unwrap_or(path.clone()));
    files.sort_by_cached_key(|file| (place(file), std::cmp::Reverse(file.id.len()), file.name.clone()));
    files.dedup_by(|a, b| place(a) == place(b));
}

/// Whether a folder is what a run left or leaves: its files are results, not articles.
fn is_output(folder: &Path) -> bool {
    folder.join(".stages").is_dir()
}

fn walk(folder: &Path, root: &Path, found: &mut Inputs) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            if !is_output(&path) {
                walk(&path, root, found)?;
            }
        } else if let Some(file) = file(&path, root) {
            found.files.push(file);
        } else {
            found.skipped.push(path.display().to_string());
        }
    }
    Ok(())
}

fn file(path: &Path, root: &Path) -> Option<InputFile> {
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let (bare, packing) = match below.rsplit_once('.') {
        Some((bare, "gz")) => (bare, Packing::Gzip),
        Some((bare, "zst")) => (bare, Packing::Zstd),
        _ => (below.as_str(), Packing::None),
    };
    let (id, ending) = bare.rsplit_once('.')?;
    let format = match ending.to_ascii_lowercase().as_str() {
        "txt" => Format::Text,
        "jsonl" | "ndjson" => Format::JsonLines,
        "json" => Format::Json,
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        _ => return None,
    };
    Some(InputFile {
        name: path.display().to_string(),
        id: id.to_string(),
        path: Some(path.to_path_buf()),
        format: Some(format),
        packing,
    })
}
