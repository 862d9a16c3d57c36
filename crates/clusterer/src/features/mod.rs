//! What of an article is kept for clustering.

mod actions;
mod boilerplate;
mod collect;
mod concepts;
mod figures;
mod glosses;
mod korean;
mod lexicon;
mod names;
mod numbers;
mod readings;
mod texts;
mod transcriptions;
mod words;

use std::sync::Arc;

use jiff::Timestamp;
use newsbraid_linker::Annotations;
use newsbraid_segmenter::{Analysis, Glosses};
use newsbraid_text::{Document, Lang, Span};
use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::sketch::Sketch;
use actions::Actions;
pub use concepts::Concepts;
pub use figures::Claim;
pub use names::NameUse;
pub use texts::Texts;

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Equal for equal features of any article, run and machine.
    pub hash: u64,
    /// What kind of evidence it is.
    pub family: Family,
    /// How often the title has it.
    pub title: f32,
    /// How often the text has it; less for what stands far down.
    pub body: f32,
}

/// What an article is compared by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleFeatures {
    /// Id of the article, unique in a run.
    pub id: String,
    /// The language of most of it.
    pub lang: Lang,
    /// Time of publication.
    pub date: Option<Timestamp>,
    /// Publisher.
    pub source: Option<String>,
    /// In order of family, then hash.
    pub features: Vec<Feature>,
    /// Hashes of its figures of three digits or more that are no years, sorted: two reports of one event full of figures
    /// share some of these, two reports of different quarters do not.
    pub exact_figures: Vec<u64>,
    /// Hashes of the persons that the title names, sorted.
    pub title_persons: Vec<u64>,
    /// Days about that of publication that title and lead name, in days since 1970, in order of the text.
    pub days: Vec<i32>,
    /// Hashes of what the title says was done (`config/actions.toml`), sorted.
    pub title_actions: Vec<u64>,
    /// The same of title and lead.
    pub actions: Vec<u64>,
    /// Whether the title says that something is not so.
    pub title_negated: bool,
    /// For finding near-duplicates.
    pub sketch: Sketch,
    /// What is told of it. Not written with the rest: a [`Collection`](crate::Collection) gives it by itself.
    #[serde(skip)]
    pub details: Details,
}

/// What is told of an article when its event is known, and takes no part in finding that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Title, for headlines.
    pub title: String,
    /// The features as people read them, in the order of [`ArticleFeatures::features`].
    pub texts: Texts,
    /// Entities with the number of their mentions, in order of id.
    pub entities: Vec<(String, u32)>,
    /// Names that the knowledge base does not have, in order of key.
    pub names: Vec<NameUse>,
    /// Figures that say what they measure, in order of the text.
    pub claims: Vec<Claim>,
}

impl ArticleFeatures {
    /// What has features but no text: no title, no figures, nothing that it could be a near-duplicate of.
    pub(crate) fn without_text(
        id: String,
        lang: Lang,
        date: Option<Timestamp>,
        features: Vec<Feature>,
    ) -> ArticleFeatures {
        ArticleFeatures {
            id,
            lang,
            date,
            source: None,
            features,
            exact_figures: Vec::new(),
            title_persons: Vec::new(),
            days: Vec::new(),
            title_actions: Vec::new(),
            actions: Vec::new(),
            title_negated: false,
            sketch: Sketch::default(),
            details: Details::default(),
        }
    }

    /// The same article as if it had no features of a family.
    pub(crate) fn without_family(&self, family: Family) -> ArticleFeatures {
        let kept: Vec<bool> = self.features.iter().map(|feature| feature.family != family).collect();
        let mut article = self.clone();
        let mut keep = kept.iter();
        article.features.retain(|_| *keep.next().unwrap_or(&true));
        let texts = self.details.texts.iter().zip(&kept).filter(|(_, kept)| **kept);
        article.details.texts = texts.map(|(text, _)| text).collect();
        article
    }
}

/// Turns articles into features. Immutable; share it between threads.
pub struct Features {
    concepts: Arc<Concepts>,
    actions: Actions,
    glosses: Option<Arc<Glosses>>,
}

impl Default for Features {
    fn default() -> Features {
        Features::new()
    }
}

impl Features {
    /// Loads the tables (some milliseconds).
    pub fn new() -> Features {
        Features::with_glosses(None)
    }

    /// The same with glosses, which give features of [`Family::Gloss`].
    pub fn with_glosses(glosses: Option<Arc<Glosses>>) -> Features {
        Features::sharing(Arc::new(Concepts::embedded()), glosses)
    }

    /// The same with tables that are loaded already.
    pub fn sharing(concepts: Arc<Concepts>, glosses: Option<Arc<Glosses>>) -> Features {
        Features { concepts, actions: Actions::embedded(), glosses }
    }

    /// The features of an article. Wire and broadcaster boilerplate is passed over.
    pub fn extract(&self, document: &Document, analysis: &Analysis, annotations: &Annotations) -> ArticleFeatures {
        let text = Article::new(document, analysis);
        let mut out = collect::Collector::new(&text);
        words::collect(&text, &mut out);
        korean::collect(&text, &mut out);
        readings::collect(&text, &mut out);
        numbers::collect(&text, annotations, &mut out);
        figures::collect(annotations, &text, &mut out);
        names::collect(annotations, &text, &mut out);
        transcriptions::collect(&text, annotations, &mut out);
        self.concepts.collect(&text, &mut out);
        if let Some(glosses) = &self.glosses {
            glosses::collect(glosses, &text, &mut out);
        }
        let meta = &document.meta;
        let exact_figures = numbers::exact(&text, annotations);
        let done = self.actions.find(&text);
        let (features, texts) = out.finish();
        ArticleFeatures {
            id: meta.id.clone(),
            lang: meta.lang,
            date: meta.published_at,
            source: meta.source.clone(),
            features,
            exact_figures,
            title_persons: names::persons(document, annotations),
            days: figures::days(&text, annotations),
            title_actions: done.title,
            actions: done.all,
            title_negated: done.negated,
            sketch: Sketch::of_article(text.title(), text.text(), text.body()),
            details: Details {
                title: meta.title.clone(),
                texts,
                entities: names::entities(annotations),
                names: names::uses(document, annotations),
                claims: figures::claims(document, annotations),
            },
        }
    }
}

/// An article with what the collectors ask of it.
pub(crate) struct Article<'a> {
    pub document: &'a Document,
    pub analysis: &'a Analysis,
    /// Normalised bytes that are boilerplate, in order.
    boilerplate: Vec<Span>,
    /// Where the title stands in the normalised text.
    title: Span,
}

impl<'a> Article<'a> {
    fn new(document: &'a Document, analysis: &'a Analysis) -> Article<'a> {
        let title = analysis.normalized.from_source(document.title_span);
        let boilerplate = boilerplate::find(analysis.normalized.text(), title);
        Article { document, analysis, boilerplate, title }
    }

    /// The normalised text.
    pub fn text(&self) -> &'a str {
        self.analysis.normalized.text()
    }

    /// The normalised title.
    fn title(&self) -> &'a str {
        self.text().get(self.title.start as usize..self.title.end as usize).unwrap_or_default()
    }

    /// The normalised text after the title; the whole text where there is nothing else.
    fn body(&self) -> &'a str {
        let body = self.text().get(self.title.end as usize..).unwrap_or_default();
        if body.trim().is_empty() { self.text() } else { body }
    }

    /// Where in the article the normalised byte `at` lies; nothing inside boilerplate.
    pub fn place(&self, at: u32) -> Option<Place> {
        let after = self.boilerplate.partition_point(|span| span.start <= at);
        if after.checked_sub(1).is_some_and(|i| at < self.boilerplate[i].end) {
            return None;
        }
        let title = self.title.start <= at && at < self.title.end;
        let distance = at.saturating_sub(if at < self.title.start { 0 } else { self.title.end });
        Some(match distance {
            _ if title => Place::Title,
            0..LEAD => Place::Lead,
            LEAD..REST => Place::Rest,
            _ => Place::Far,
        })
    }
}

/// Consonants from which an equal sound says that articles are alike.
const CONSONANTS: usize = 3;

/// Bytes after the title that count fully: about two paragraphs, where news says what happened.
pub const LEAD: u32 = 800;
/// Bytes after the title whose words still count; of what is below only names and figures do.
const REST: u32 = 6000;

/// Parts of an article by how much they say of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Lead,
    Rest,
    Far,
}

impl Place {
    /// What one occurrence here counts.
    pub fn weight(self) -> f32 {
        match self {
            Place::Title | Place::Lead => 1.0,
            Place::Rest => 0.3,
            Place::Far => 0.1,
        }
    }
}
