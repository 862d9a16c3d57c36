//! What holds of a compiled MeCab file of any bytes whatever.

use std::path::Path;

use newsbraid_segmenter::dictionary::mecab::{CharTable, Lexicon, Matrix, MecabError};

/// Bytes of the header of a word list, its magic number and version.
const HEADER: usize = 72;
const MAGIC: u32 = 0xef71_8f77;
const VERSION: u32 = 102;

/// Reads the bytes as the file that the first of them chooses: a word list as it is, one with a fitting header, costs, or
/// classes of characters.
pub fn check_mecab(bytes: &[u8]) {
    let Some((&kind, rest)) = bytes.split_first() else { return };
    let path = Path::new("any.dic");
    match kind % 4 {
        0 => check_words(rest, path),
        1 => check_words(&with_header(rest), path),
        2 => check_costs(rest, path),
        _ => check_classes(rest, path),
    }
}

/// Each word is met once for each of its readings, and there are no more than the file has room for.
fn check_words(bytes: &[u8], path: &Path) {
    let Ok(lexicon) = Lexicon::new(bytes, path) else { return };
    let mut met = 0;
    let done: Result<(), MecabError> = lexicon.each(|word, entry| {
        met += 1;
        assert!(word.len() <= bytes.len() && entry.features.len() <= bytes.len());
        Ok(())
    });
    // A cell of the double array has eight bytes and at most 255 readings.
    assert!(met <= bytes.len() / 8 * 255);
    if let Err(error) = done {
        assert!(error.to_string().contains("any.dic"), "{error}");
    }
}

fn check_costs(bytes: &[u8], path: &Path) {
    let Ok(matrix) = Matrix::new(bytes, path) else { return };
    for right in 0..matrix.right {
        (0..matrix.left).for_each(|left| {
            matrix.cost(left, right);
        });
    }
}

fn check_classes(bytes: &[u8], path: &Path) {
    let Ok(table) = CharTable::new(bytes, path) else { return };
    for code in 0..=u16::MAX {
        let Some(info) = table.info(code) else { continue };
        assert!(info.length() < 16 && info.default_class() < 256);
    }
}

/// A word list whose sections have the sizes that the first two bytes ask for.
fn with_header(bytes: &[u8]) -> Vec<u8> {
    let (share, rest) = bytes.split_at(bytes.len().min(2));
    let part = |at: usize, of: usize| of * usize::from(share.get(at).copied().unwrap_or(0)) / 256;
    let array = part(0, rest.len());
    let tokens = part(1, rest.len() - array);
    let len = (HEADER + rest.len()) as u32;
    let sections = [array, tokens, rest.len() - array - tokens].map(|len| len as u32);
    let numbers = [len ^ MAGIC, VERSION, 0, 0, 0, 0, sections[0], sections[1], sections[2], 0];
    let mut file: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    file.extend_from_slice(b"utf-8");
    file.resize(HEADER, 0);
    file.extend_from_slice(rest);
    file
}
