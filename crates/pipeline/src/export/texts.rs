//! The input texts of the articles of a run, each with its mentions.

use std::collections::HashMap;
use std::iter::Peekable;

use newsbraid_text::{FieldName, Lang};

use super::ExportError;
use crate::config::Config;
use crate::input::{Articles, find};
use crate::output::{OutputFolder, Records};
use crate::records::{DocumentRecord, MentionRecord};

/// An article as one text: the title, where it is a field of its own, on a line before the input text.
pub struct ArticleText {
    pub id: String,
    pub lang: Lang,
    pub text: String,
    /// In order of place, none overlapping another.
    pub mentions: Vec<TextMention>,
}

/// A mention in an article's text.
pub struct TextMention {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// person, organization, product, place or event.
    pub kind: String,
    /// Id of the base, or `nil-…`.
    pub entity: String,
}

/// The articles of a run in order of id.
///
/// The run holds the text of an article whose input was not a file of its own; the others are read from the inputs again.
pub struct Texts {
    documents: Records<DocumentRecord>,
    mentions: Peekable<Records<MentionRecord>>,
    /// Texts of the inputs by id.
    inputs: HashMap<String, String>,
}

impl Texts {
    /// The articles of `run`. `inputs` are what was run, in the same words, read with the settings `config`; none are needed where
    /// `documents.jsonl` holds the texts.
    ///
    /// # Errors
    /// When the run or an input cannot be read.
    pub fn open(run: &OutputFolder, inputs: &[String], config: &Config) -> Result<Texts, ExportError> {
        let mut texts = HashMap::new();
        if !inputs.is_empty() {
            let articles = Articles::new(find(inputs)?.files, config).filter_map(Result::ok);
            texts.extend(articles.map(|article| (article.id, article.text)));
        }
        let mentions = run.records("mentions.jsonl")?.peekable();
        Ok(Texts { documents: run.records("documents.jsonl")?, mentions, inputs: texts })
    }

    fn article(&mut self, document: DocumentRecord) -> Result<ArticleText, ExportError> {
        let stored = document.text.or_else(|| self.inputs.remove(&document.id));
        let body = stored.ok_or_else(|| ExportError::NoText(document.id.clone()))?;
        let title = document.title_text.map(|title| title + "\n").unwrap_or_default();
        let shift = title.chars().count() as u32;
        let text = title + &body;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut mentions = Vec::new();
        while let Some(next) = self.mentions.next_if(|next| next.as_ref().map_or(true, |m| m.place.doc == document.id))
        {
            let mention = next?;
            let shift = if mention.place.field == FieldName::Text { shift } else { 0 };
            let (start, end) = (mention.place.start + shift, mention.place.end + shift);
            let place = |at: u32| places.get(at as usize).copied().unwrap_or(text.len());
            let found = &text[place(start)..place(end).max(place(start))];
            if found != mention.place.surface {
                let (expected, found) = (mention.place.surface, found.to_string());
                return Err(ExportError::OtherText { doc: document.id, start, expected, found });
            }
            let entity = mention.entity.or(mention.nil).unwrap_or_default();
            mentions.push(TextMention { start, end, kind: mention.kind.unwrap_or_default(), entity });
        }
        mentions.sort_by_key(|mention| mention.start);
        Ok(ArticleText { id: document.id, lang: document.lang.parse().unwrap_or(Lang::Und), text, mentions })
    }
}

impl Iterator for Texts {
    type Item = Result<ArticleText, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.documents.next()? {
            Ok(document) => self.article(document),
            Err(error) => Err(error.into()),
        })
    }
}
