//! From the addresses that were found to hits that can be shown.

use std::io;

use jiff::Timestamp;
use newsbraid_text::Lang;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use crate::error::IndexError;
use crate::index::{Index, stored};
use crate::query::{Choice, Plan};
use crate::request::{Hit, Matched, Query};
use crate::snippet::{Finder, Snippet, cut};
use crate::surfaces::{self, Key};

impl Index {
    pub(crate) fn present(
        &self,
        found: &[(f32, DocAddress)],
        plan: &Plan,
        query: &Query,
    ) -> Result<Vec<Hit>, IndexError> {
        let finder = Finder::new(plan.patterns.clone());
        found.iter().map(|(score, address)| self.hit(*score, *address, &finder, plan, query)).collect()
    }

    fn hit(
        &self,
        score: f32,
        address: DocAddress,
        finder: &Finder,
        plan: &Plan,
        query: &Query,
    ) -> Result<Hit, IndexError> {
        let engine = |error| IndexError::engine(&self.dir)(error);
        let document: TantivyDocument = self.searcher.doc(address).map_err(engine)?;
        let dates = self.searcher.segment_reader(address.segment_ord).fast_fields().i64("date").map_err(engine)?;
        let matched = if query.explain { self.matched(plan, address).map_err(engine)? } else { Vec::new() };
        let text = stored(&document, self.fields.text);
        let packed = document.get_first(self.fields.surfaces).and_then(|value| value.as_bytes()).unwrap_or_default();
        let snippet = match &query.snippets {
            Some(options) => {
                let keys = self.keys(plan, address).map_err(IndexError::io(&self.dir))?;
                let names = keys.into_iter().flat_map(|key| surfaces::spellings(packed, text, key));
                cut(text, &finder.find(text, names), options)
            }
            None => Snippet::default(),
        };
        Ok(Hit {
            id: self.ids.get(address).map_err(IndexError::io(&self.dir))?,
            score,
            lang: stored(&document, self.fields.lang).parse().unwrap_or(Lang::Und),
            title: stored(&document, self.fields.title).to_string(),
            source: Some(stored(&document, self.fields.source_name)).filter(|s| !s.is_empty()).map(str::to_string),
            published: dates.first(address.doc_id).and_then(|second| Timestamp::from_second(second).ok()),
            snippet,
            matched,
        })
    }

    /// What tells the entities of a query from others of an article.
    fn keys(&self, plan: &Plan, address: DocAddress) -> io::Result<Vec<Key>> {
        let mut keys = Vec::with_capacity(plan.entities.len());
        for id in &plan.entities {
            let place = self.entities.place(id, address)?;
            keys.push(place.map_or_else(|| Key::of_id(id), Key::Place));
        }
        Ok(keys)
    }

    /// For each part of the query the best of the ways in which an article has it.
    fn matched(&self, plan: &Plan, address: DocAddress) -> tantivy::Result<Vec<Matched>> {
        let mut found = Vec::new();
        for (note, choices) in plan.choices.iter().enumerate() {
            let mut best: Option<(f32, &Choice)> = None;
            for choice in choices {
                let score = match choice.way.query().explain(&self.searcher, address) {
                    Ok(explanation) => explanation.value(),
                    // It does not match.
                    Err(tantivy::TantivyError::InvalidArgument(_)) => continue,
                    Err(error) => return Err(error),
                };
                if best.is_none_or(|(most, _)| score > most) {
                    best = Some((score, choice));
                }
            }
            let matched = |(score, choice): (f32, &Choice)| Matched {
                note,
                text: choice.text.clone(),
                why: choice.why.clone(),
                score,
            };
            found.extend(best.map(matched));
        }
        Ok(found)
    }
}
