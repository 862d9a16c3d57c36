//! From files to raw articles.
//!
//! [`find`] lists the files of the inputs in one order, whatever order they were named in. [`Articles`] reads them one
//! after the other: what cannot be read is a [`Reject`] with its place and reason, and the reading goes on. JSON Lines are
//! read as they come; the other forms are read file by file, up to [`LARGEST_FILE`].

mod fields;
mod files;
mod json;
mod open;
mod packed;
mod tables;

use std::collections::HashSet;

use newsbraid_text::{Origin, RawDocument};

use crate::config::{Config, SourceFrom};
use crate::records::Reject;
pub use files::{Format, InputError, InputFile, Inputs, find};
pub use open::FileStats;
pub(crate) use open::hex;
pub use packed::Packed;

/// One article, or why there is none.
pub type Item = Result<RawDocument, Reject>;

/// Bytes of the largest file that is read at once (`.json`, `.csv`, `.tsv`), after unpacking; a `.txt` file is one article
/// and no longer than that may be.
pub const LARGEST_FILE: u64 = 1 << 30;

/// Bytes of a file that may become one of text: UTF-16 has two for an ASCII letter.
const SHRUNK: u64 = 2;

/// The articles of one file.
type FileArticles = Box<dyn Iterator<Item = Item> + Send>;

/// Reads all articles of a list of files, in order. Ids are unique: a repeated one is rejected.
pub struct Articles<'c> {
    config: &'c Config,
    files: std::vec::IntoIter<InputFile>,
    current: Option<(FileArticles, open::Tally)>,
    seen: HashSet<String>,
    stats: Vec<FileStats>,
}

impl<'c> Articles<'c> {
    /// A reader over `files`.
    pub fn new(files: Vec<InputFile>, config: &'c Config) -> Articles<'c> {
        Articles { config, files: files.into_iter(), current: None, seen: HashSet::new(), stats: Vec::new() }
    }

    /// What was read of each file. Complete once the iterator has ended.
    pub fn into_stats(self) -> Vec<FileStats> {
        self.stats
    }

    fn open(&self, file: &InputFile, tally: &open::Tally) -> Result<FileArticles, String> {
        let input = open::Input::open(file, tally, &self.config.input)?;
        let format = file.format.unwrap_or(input.sniffed());
        let context = Context {
            file: file.clone(),
            fields: fields::Fields::new(&self.config.input.fields),
            source: self.source_of(file),
        };
        let most = self.config.input.max_article_bytes;
        let whole = |input: open::Input| input.text(LARGEST_FILE, open::SPLIT);
        Ok(match format {
            Format::JsonLines => Box::new(json::Lines::new(input.by_lines(LARGEST_FILE)?, context, most)),
            Format::Text => {
                let limit = LARGEST_FILE.min((most as u64).saturating_mul(SHRUNK));
                let text = input.text(limit, "split the article, or raise input.max_article_bytes")?;
                Box::new(std::iter::once(Ok(context.plain(text))))
            }
            Format::Json => Box::new(json::list(&whole(input)?, &context)?.into_iter()),
            Format::Csv => Box::new(tables::rows(&whole(input)?, b',', &context)?.into_iter()),
            Format::Tsv => Box::new(tables::rows(&whole(input)?, b'\t', &context)?.into_iter()),
        })
    }

    /// The source that the configuration puts in place of a missing one.
    fn source_of(&self, file: &InputFile) -> Option<String> {
        match self.config.input.source_from {
            SourceFrom::None => None,
            SourceFrom::Folder => {
                let folder = file.path.as_ref()?.parent()?.file_name()?;
                Some(folder.to_string_lossy().into_owned())
            }
        }
    }

    /// Checks what every article must have, whatever its format.
    fn admit(&mut self, article: RawDocument) -> Item {
        let reject = |reason: String| Err(Reject::reading(&article.origin, Some(&article.id), reason));
        if article.id.trim().is_empty() {
            return reject("the id is empty".to_string());
        }
        // A headline alone is an article; nothing at all is none.
        if article.text.trim().is_empty() && article.title.as_deref().is_none_or(|title| title.trim().is_empty()) {
            return reject("the text is empty, and there is no title".to_string());
        }
        if article.text.contains('\0') || article.title.as_deref().is_some_and(|title| title.contains('\0')) {
            return reject("it holds a NUL character, so it is no text; remove it or leave the file out".to_string());
        }
        let (found, most) = (article.text.len(), self.config.input.max_article_bytes);
        if found > most {
            return reject(format!("it has {found} bytes, more than input.max_article_bytes = {most}"));
        }
        if !self.seen.insert(article.id.clone()) {
            return reject(format!("the id `{}` was met before; ids must be unique in a run", article.id));
        }
        Ok(article)
    }
}

impl Iterator for Articles<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some((articles, _)) = &mut self.current
                && let Some(next) = articles.next()
            {
                return Some(next.and_then(|article| self.admit(article)));
            }
            if let Some((_, tally)) = self.current.take() {
                self.stats.push(tally.finish());
            }
            let file = self.files.next()?;
            let tally = open::Tally::new(&file.name);
            match self.open(&file, &tally) {
                Ok(articles) => self.current = Some((articles, tally)),
                Err(reason) => {
                    self.stats.push(tally.finish());
                    let origin = Origin { input: file.name.clone(), line: None };
                    return Some(Err(Reject::reading(&origin, None, reason)));
                }
            }
        }
    }
}

/// What the readers of all formats need to know of a file.
pub(crate) struct Context {
    file: InputFile,
    fields: fields::Fields,
    source: Option<String>,
}

impl Context {
    fn origin(&self, line: u64) -> Origin {
        Origin { input: self.file.name.clone(), line: Some(line) }
    }

    fn reject(&self, line: u64, reason: String) -> Reject {
        Reject::reading(&self.origin(line), None, reason)
    }

    fn plain(&self, text: String) -> RawDocument {
        let origin = Origin { input: self.file.name.clone(), line: None };
        RawDocument { source: self.source.clone(), ..RawDocument::plain(&self.file.id, &text, origin) }
    }

    /// An article of a record: fields by their names, the id from its place where it has none.
    fn record(&self, line: u64, values: impl Iterator<Item = (String, String)>) -> Item {
        let mut raw = RawDocument { origin: self.origin(line), source: self.source.clone(), ..RawDocument::default() };
        let mut text = None;
        for (name, value) in values {
            match self.fields.get(&name) {
                Some(fields::Field::Text) => text = Some(value),
                _ if value.is_empty() => {}
                Some(fields::Field::Id) => raw.id = value,
                Some(fields::Field::Title) => raw.title = Some(value),
                Some(fields::Field::Lang) => raw.lang = Some(value),
                Some(fields::Field::PublishedAt) => raw.published_at = Some(value),
                Some(fields::Field::Source) => raw.source = Some(value),
                Some(fields::Field::Url) => raw.url = Some(value),
                None => {}
            }
        }
        if raw.id.is_empty() {
            raw.id = format!("{}:{line}", self.file.id);
        }
        match text {
            Some(text) => Ok(RawDocument { text, ..raw }),
            None => Err(Reject::reading(
                &raw.origin,
                Some(&raw.id),
                "it has no text; expected a field `text` (also articleBody, body, content, 본문, 正文), or map your own name in [input.fields]".to_string(),
            )),
        }
    }
}
