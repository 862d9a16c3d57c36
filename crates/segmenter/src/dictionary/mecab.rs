//! Reads the compiled files of a MeCab dictionary: `sys.dic`, `unk.dic`, `matrix.bin`, `char.bin`.
//!
//! The layouts are those of MeCab 0.996 (`dictionary.h`, `connector.h`, `char_property.h`, and the double array of Darts),
//! little-endian. Nothing in a file is trusted: every offset is checked, so that a damaged file gives an error.

use std::path::{Path, PathBuf};

/// The compiled files of a dictionary, as they are read from the disk.
#[derive(Clone, Copy, Debug)]
pub struct MecabFiles<'b> {
    /// Words (`sys.dic`).
    pub sys: &'b [u8],
    /// Templates of unknown words (`unk.dic`).
    pub unk: &'b [u8],
    /// Connection costs (`matrix.bin`).
    pub matrix: &'b [u8],
    /// Classes of characters (`char.bin`).
    pub char: &'b [u8],
}

/// How much a compiled dictionary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MecabContents {
    /// Entries of the word list.
    pub entries: usize,
    /// Entries for unknown words.
    pub templates: usize,
    /// Right identifiers of the word on the left, left identifiers of the word on the right.
    pub contexts: (usize, usize),
    /// Classes of characters.
    pub classes: usize,
}

/// Reads all of a compiled dictionary and checks that its files fit together: every entry has a row and a column in the
/// matrix, every template a class. `folder` is for errors. Any bytes may be given; the time it takes grows with their length.
pub fn read_mecab(files: &MecabFiles, folder: &Path) -> Result<MecabContents, MecabError> {
    let matrix = Matrix::new(files.matrix, &folder.join("matrix.bin"))?;
    let characters = CharTable::new(files.char, &folder.join("char.bin"))?;
    let count = |bytes: &[u8], name: &str, is_known: &dyn Fn(&str) -> bool| {
        let path = folder.join(name);
        let lexicon = Lexicon::new(bytes, &path)?;
        let mut entries = 0;
        lexicon.each(|word, entry| {
            entries += 1;
            match () {
                () if !is_known(word) => Err(lexicon.error(&format!("there is no class `{word}`"))),
                () if usize::from(entry.left) >= matrix.right || usize::from(entry.right) >= matrix.left => {
                    Err(lexicon.error(&format!("the contexts of `{word}` are outside the matrix")))
                }
                () => Ok(()),
            }
        })?;
        Ok::<usize, MecabError>(entries)
    };
    Ok(MecabContents {
        entries: count(files.sys, "sys.dic", &|_| true)?,
        templates: count(files.unk, "unk.dic", &|class| characters.names.contains(&class))?,
        contexts: (matrix.left, matrix.right),
        classes: characters.names.len(),
    })
}

/// What is wrong with a compiled MeCab file.
#[derive(Debug, thiserror::Error)]
#[error("`{file}` is no compiled MeCab dictionary that can be read: {what}; fetch it again")]
pub struct MecabError {
    file: PathBuf,
    what: String,
}

/// Word list of a compiled dictionary (`sys.dic`), or its unknown-word templates (`unk.dic`).
#[derive(Debug)]
pub struct Lexicon<'b> {
    array: &'b [u8],
    tokens: &'b [u8],
    features: &'b [u8],
    path: &'b Path,
}

/// One reading of a word.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'b> {
    /// Identifier of the word seen from the left.
    pub left: u16,
    /// Identifier of the word seen from the right.
    pub right: u16,
    /// Cost of the word.
    pub cost: i16,
    /// The remaining columns, as CSV.
    pub features: &'b str,
}

/// A node of the double array on the way to a word.
struct Node {
    base: u32,
    /// Bytes of the word up to here.
    depth: usize,
    /// The last of them.
    byte: u8,
}

/// Bytes of the header: ten numbers and the name of the character set.
const HEADER: usize = 72;
const MAGIC: u32 = 0xef71_8f77;
const VERSION: u32 = 102;
/// Bytes of a cell of the double array and of a token.
const CELL: usize = 8;
const TOKEN: usize = 16;
/// Longest word and longest features, in bytes. mecab-ko-dic stays below 200; in a damaged file each of a million words
/// could be as long as the file.
const LONGEST_WORD: usize = 1 << 10;
const LONGEST_FEATURES: usize = 1 << 12;

impl<'b> Lexicon<'b> {
    /// Reads the header of a `.dic` file; `path` is for errors.
    pub fn new(bytes: &'b [u8], path: &'b Path) -> Result<Lexicon<'b>, MecabError> {
        let fail = |what: String| Err(MecabError { file: path.into(), what });
        if bytes.len() < HEADER {
            return fail(format!("it has {} bytes, a header has {HEADER}", bytes.len()));
        }
        let field = |at: usize| u32_at(bytes, at * 4).unwrap_or_default();
        if field(0) ^ MAGIC != bytes.len() as u32 {
            return fail(format!("its header promises {} bytes, it has {}", field(0) ^ MAGIC, bytes.len()));
        }
        if field(1) != VERSION {
            return fail(format!("its version is {}, expected {VERSION}", field(1)));
        }
        let charset = String::from_utf8_lossy(&bytes[40..HEADER]).to_lowercase();
        if !charset.trim_end_matches('\0').replace('-', "").eq("utf8") {
            return fail(format!("its character set is {}, expected utf-8", charset.trim_end_matches('\0')));
        }
        let sizes = [6, 7, 8].map(|at| u64::from(field(at)));
        let [array, tokens, features] = sizes;
        if sizes.iter().sum::<u64>() != (bytes.len() - HEADER) as u64 {
            return fail(format!("sections of {array}, {tokens} and {features} bytes do not fill it"));
        }
        let (array, rest) = bytes[HEADER..].split_at(array as usize);
        let (tokens, features) = rest.split_at(tokens as usize);
        Ok(Lexicon { array, tokens, features, path })
    }

    /// Calls `visit` for each word, in the order of the double array, with all its entries.
    pub fn each<E: From<MecabError>>(&self, mut visit: impl FnMut(&str, Entry<'b>) -> Result<(), E>) -> Result<(), E> {
        let children = Children::of(self.array);
        let mut key = Vec::new();
        let mut todo = vec![Node { base: self.base(0)?, depth: 0, byte: 0 }];
        let (mut visited, mut entries) = (0, 0);
        while let Some(node) = todo.pop() {
            visited += 1;
            if visited > self.array.len() / CELL {
                return Err(self.error("its double array has a cycle").into());
            }
            if let Some(above) = node.depth.checked_sub(1) {
                key.truncate(above);
                key.push(node.byte);
            }
            if let Some(value) = self.value(node.base) {
                let word = str::from_utf8(&key).map_err(|_| self.error("a word is not UTF-8"))?;
                entries += value & 0xff;
                if entries > self.tokens.len() / TOKEN {
                    return Err(self.error("its words share tokens").into());
                }
                self.entries(value, |entry| visit(word, entry))?;
            }
            if node.depth == LONGEST_WORD {
                return Err(self.error("a word has no end").into());
            }
            for cell in children.of_base(node.base) {
                let byte = (cell - node.base - 1) as u8;
                todo.push(Node { base: self.base(cell)?, depth: node.depth + 1, byte });
            }
        }
        Ok(())
    }

    /// The value of the word that ends at a node: number of tokens in the low byte, the first token above it.
    fn value(&self, base: u32) -> Option<usize> {
        let at = base as usize * CELL;
        let (value, check) = (u32_at(self.array, at)? as i32, u32_at(self.array, at + 4)?);
        (check == base && value < 0).then(|| (-(i64::from(value)) - 1) as usize)
    }

    fn base(&self, cell: u32) -> Result<u32, MecabError> {
        let base = u32_at(self.array, cell as usize * CELL);
        base.filter(|base| (*base as usize) < self.array.len())
            .ok_or_else(|| self.error("its double array points outside itself"))
    }

    fn entries<E: From<MecabError>>(
        &self,
        value: usize,
        mut visit: impl FnMut(Entry<'b>) -> Result<(), E>,
    ) -> Result<(), E> {
        for index in value >> 8..(value >> 8) + (value & 0xff) {
            visit(self.entry(index)?)?;
        }
        Ok(())
    }

    fn entry(&self, index: usize) -> Result<Entry<'b>, MecabError> {
        let token = self.tokens.get(index * TOKEN..(index + 1) * TOKEN);
        let token = token.ok_or_else(|| self.error(&format!("there is no token {index}")))?;
        let feature = u32::from_le_bytes([token[8], token[9], token[10], token[11]]) as usize;
        let rest = self.features.get(feature..).unwrap_or_default();
        let text = rest[..rest.len().min(LONGEST_FEATURES)].split_inclusive(|b| *b == 0).next();
        let text = text.and_then(|text| text.strip_suffix(&[0]));
        let features = text.and_then(|text| str::from_utf8(text).ok()).filter(|text| !text.contains(['\n', '\r']));
        let features = features.ok_or_else(|| self.error(&format!("token {index} has no readable features")))?;
        Ok(Entry {
            left: u16::from_le_bytes([token[0], token[1]]),
            right: u16::from_le_bytes([token[2], token[3]]),
            cost: i16::from_le_bytes([token[6], token[7]]),
            features,
        })
    }

    fn error(&self, what: &str) -> MecabError {
        MecabError { file: self.path.into(), what: what.to_string() }
    }
}

/// The cells of a double array by the base of their parent: linked lists in two arrays, which is far less work than to
/// try 256 bytes at each node.
struct Children {
    first: Vec<u32>,
    next: Vec<u32>,
}

const NO_CELL: u32 = u32::MAX;

impl Children {
    fn of(array: &[u8]) -> Children {
        let cells = array.len() / CELL;
        let mut children = Children { first: vec![NO_CELL; cells], next: vec![NO_CELL; cells] };
        for cell in (0..cells).rev() {
            let parent = u32_at(array, cell * CELL + 4).unwrap_or(NO_CELL) as usize;
            // A child lies 1 to 256 cells behind the base: its byte plus one.
            if parent < cell && cell - parent <= 256 {
                children.next[cell] = children.first[parent];
                children.first[parent] = cell as u32;
            }
        }
        children
    }

    fn of_base(&self, base: u32) -> impl Iterator<Item = u32> {
        let first = self.first.get(base as usize).copied().filter(|cell| *cell != NO_CELL);
        std::iter::successors(first, |cell| Some(self.next[*cell as usize]).filter(|next| *next != NO_CELL))
    }
}

/// Connection costs (`matrix.bin`).
#[derive(Debug)]
pub struct Matrix<'b> {
    /// Right identifiers of the word on the left.
    pub left: usize,
    /// Left identifiers of the word on the right.
    pub right: usize,
    costs: &'b [u8],
}

impl<'b> Matrix<'b> {
    /// Reads the sizes; `path` is for errors.
    pub fn new(bytes: &'b [u8], path: &Path) -> Result<Matrix<'b>, MecabError> {
        let size = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
        let fail = |what: String| MecabError { file: path.into(), what };
        let (Some(left), Some(right)) = (size(0), size(2)) else {
            return Err(fail(format!("it has {} bytes", bytes.len())));
        };
        let expected = 4 + 2 * left as u64 * right as u64;
        if bytes.len() as u64 != expected || bytes.len() == 4 {
            return Err(fail(format!("{left} x {right} costs need {expected} bytes, it has {}", bytes.len())));
        }
        Ok(Matrix { left, right, costs: &bytes[4..] })
    }

    /// The cost of a word with right identifier `left` before one with left identifier `right`.
    pub fn cost(&self, left: usize, right: usize) -> i16 {
        let at = 2 * (left + self.left * right);
        i16::from_le_bytes([self.costs[at], self.costs[at + 1]])
    }
}

/// Classes of characters (`char.bin`).
#[derive(Debug)]
pub struct CharTable<'b> {
    /// Names of the classes.
    pub names: Vec<&'b str>,
    characters: &'b [u8],
}

/// What `char.bin` says of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharInfo(u32);

impl CharInfo {
    /// Whether class number `class` is one of the character's.
    pub fn has(self, class: usize) -> bool {
        class < 18 && self.0 >> class & 1 == 1
    }

    /// The class that its unknown words take.
    pub fn default_class(self) -> usize {
        (self.0 >> 18 & 0xff) as usize
    }

    /// Longest unknown word, in characters, beside the grouped one.
    pub fn length(self) -> u32 {
        self.0 >> 26 & 0xf
    }

    /// Whether neighbours of the same class are grouped.
    pub fn group(self) -> bool {
        self.0 >> 30 & 1 == 1
    }

    /// Whether unknown words are tried also where known ones begin.
    pub fn invoke(self) -> bool {
        self.0 >> 31 == 1
    }
}

/// Characters in the table: the basic plane less its last code point.
const CHARACTERS: usize = 0xffff;
const NAME: usize = 32;

impl<'b> CharTable<'b> {
    /// Reads the names of the classes; `path` is for errors.
    pub fn new(bytes: &'b [u8], path: &Path) -> Result<CharTable<'b>, MecabError> {
        let fail = |what: String| MecabError { file: path.into(), what };
        let count = u32_at(bytes, 0).unwrap_or_default() as usize;
        let expected = count.saturating_mul(NAME).saturating_add(4 + 4 * CHARACTERS);
        if count == 0 || bytes.len() != expected {
            return Err(fail(format!("{count} classes need {expected} bytes, it has {}", bytes.len())));
        }
        let (names, characters) = bytes[4..].split_at(count * NAME);
        let name = |raw: &'b [u8]| raw.split(|b| *b == 0).next().and_then(|name| str::from_utf8(name).ok());
        let names: Option<Vec<_>> = names.chunks(NAME).map(name).collect();
        let names = names.ok_or_else(|| fail("the name of a class is not UTF-8".into()))?;
        if let Some(class) = names.iter().position(|name| name.is_empty() || name.contains(char::is_whitespace)) {
            return Err(fail(format!("class {class} has no name of one word")));
        }
        let table = CharTable { names, characters };
        let nameless = |code: &u16| table.info(*code).is_some_and(|info| info.default_class() >= table.names.len());
        match (0..u16::MAX).find(nameless) {
            Some(code) => Err(fail(format!("U+{code:04X} is of a class that it does not name"))),
            None => Ok(table),
        }
    }

    /// What it says of the character with code point `code`.
    pub fn info(&self, code: u16) -> Option<CharInfo> {
        u32_at(self.characters, usize::from(code) * 4).map(CharInfo)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
