//! CoNLL-U (<https://universaldependencies.org/format.html>), as far as words need it.

use std::path::Path;

use crate::{EvalError, read};

/// A sentence with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The comment `# text = `.
    pub text: String,
    /// In order.
    pub words: Vec<Word>,
}

/// A surface token: a word, or the range of a multiword token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte of the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Column LEMMA; in Korean treebanks the morphemes, joined by `+` (`주관+하+고`).
    pub lemma: String,
}

/// Reads a treebank. The words of a multiword token are passed over for the token that holds them, empty nodes always.
///
/// # Errors
/// A file that cannot be read, a row of fewer than ten columns, words that are not in the text one after the other.
pub fn read_conllu(path: &Path) -> Result<Vec<Sentence>, EvalError> {
    let mut sentences: Vec<Sentence> = Vec::new();
    // The last word number of the multiword token that was read last.
    let mut covered = 0;
    read::each_line(path, |n, line| {
        let wrong = |expected: &str| read::wrong_form(path, n, format!("`{line}`"), expected);
        if let Some(text) = line.strip_prefix("# text = ") {
            sentences.push(Sentence { text: text.to_string(), words: Vec::new() });
            covered = 0;
        }
        if line.starts_with('#') {
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, ..] = columns.as_slice() else { return Err(wrong("ten columns")) };
        if columns.len() != 10 {
            return Err(wrong("ten columns"));
        }
        if let Some((_, last)) = id.split_once('-') {
            covered = last.parse().map_err(|_| wrong("a range of word numbers"))?;
        } else if id.contains('.') || id.parse::<usize>().map_err(|_| wrong("a word number"))? <= covered {
            return Ok(());
        }
        let sentence = sentences.last_mut().ok_or_else(|| wrong("a line `# text = ` before the words"))?;
        sentence.push(form, lemma).ok_or_else(|| wrong("a word of the text, after the ones before"))
    })?;
    Ok(sentences)
}

impl Sentence {
    /// Adds a word that stands after the ones before, spaces between; nothing if it does not.
    fn push(&mut self, form: &str, lemma: &str) -> Option<()> {
        let after = self.words.last().map_or(0, |word| word.end);
        let rest = &self.text[after..];
        let start = after + rest.len() - rest.trim_start().len();
        let end = start + form.len();
        self.text[start..].starts_with(form).then(|| self.words.push(Word { start, end, lemma: lemma.to_string() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Result<Vec<Sentence>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.conllu");
        std::fs::write(&path, content).unwrap();
        read_conllu(&path).map_err(|e| e.to_string().split("x.conllu").nth(1).unwrap().to_string())
    }

    fn row(id: &str, form: &str, lemma: &str) -> String {
        format!("{id}\t{form}\t{lemma}\t_\t_\t_\t_\t_\t_\t_\n")
    }

    #[test]
    fn words_are_placed_in_the_text() {
        let text = "# sent_id = 1\n# text = 도가 주관하고.\n".to_string();
        let sentences =
            read(&(text + &row("1", "도가", "도+가") + &row("2", "주관하고", "주관+하+고") + &row("3", ".", ".")))
                .unwrap();
        let places: Vec<_> = sentences[0].words.iter().map(|w| (w.start, w.end, w.lemma.as_str())).collect();
        assert_eq!(places, [(0, 6, "도+가"), (7, 19, "주관+하+고"), (19, 20, ".")]);
    }

    #[test]
    fn multiword_tokens_stand_for_their_words() {
        let rows = [
            row("1-2", "don't", "_"),
            row("1", "do", "do"),
            row("2", "n't", "not"),
            row("2.1", "x", "x"),
            row("3", "go", "go"),
        ];
        let sentences = read(&format!("# text = don't go\n{}", rows.concat())).unwrap();
        let places: Vec<_> = sentences[0].words.iter().map(|w| (w.start, w.end)).collect();
        assert_eq!(places, [(0, 5), (6, 8)]);
    }

    #[test]
    fn what_is_no_treebank() {
        for (content, expect) in [
            ("1\ta\ta\n", "`, line 1: expected ten columns, found `1\ta\ta`"),
            (row("1", "a", "a").as_str(), "`, line 1: expected a line `# text = ` before the words"),
            (format!("# text = ab\n{}", row("1", "b", "b")).as_str(), "`, line 2: expected a word of the text"),
            (format!("# text = ab\n{}", row("x", "a", "a")).as_str(), "`, line 2: expected a word number"),
        ] {
            let message = read(content).unwrap_err();
            assert!(message.starts_with(expect), "{message}");
        }
    }
}
