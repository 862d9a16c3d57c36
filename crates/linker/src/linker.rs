//! All that one article says of names, figures and times.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use newsbraid_kb::{Entity, EntityIndex, Kind, KnowledgeBase};
use newsbraid_segmenter::Analysis;
use newsbraid_text::Document;

use crate::figures::{FigureContext, FigureFinder, Measures, Named};
use crate::{Annotations, Explanation, Mention, MentionFinder};

/// Annotates articles. Immutable; share it between threads.
pub struct Linker {
    base: Arc<KnowledgeBase>,
    mentions: MentionFinder,
    figures: FigureFinder,
    threshold: f32,
}

impl Linker {
    /// A linker over a knowledge base that leaves out mentions whose score is below `threshold`.
    pub fn new(base: Arc<KnowledgeBase>, threshold: f32) -> Linker {
        let figures = FigureFinder::new(&Measures::embedded());
        Linker { mentions: MentionFinder::new(base.clone()), figures, base, threshold }
    }

    /// Finds the mentions, figures and times of an article.
    pub fn annotate(&self, document: &Document, analysis: &Analysis) -> Annotations {
        let mut mentions = self.mentions.find_with_entities(document.text(), analysis);
        mentions.retain(|(mention, _)| mention.score >= self.threshold);
        let published = document.meta.published_at.map(|at| at.to_zoned(TimeZone::UTC).date());
        let context = Context::new(&self.base, &mentions);
        let (figures, times) = self.figures.find(document.text(), &analysis.normalized, published, &context);
        Annotations { mentions: mentions.into_iter().map(|(mention, _)| mention).collect(), figures, times }
    }

    /// Why the names of an article link to what they do, and why others that stand there do not.
    pub fn explain(&self, document: &Document, analysis: &Analysis) -> Explanation {
        self.mentions.explain(document.text(), analysis, self.threshold)
    }
}

/// The mentions of an article, for the figures that are about them.
struct Context<'a> {
    base: &'a KnowledgeBase,
    named: Vec<Named<'a>>,
    /// The entities of the article: few, and asked for again and again.
    known: BTreeMap<&'a str, EntityIndex>,
}

impl<'a> Context<'a> {
    fn new(base: &'a KnowledgeBase, mentions: &'a [(Mention, Option<EntityIndex>)]) -> Context<'a> {
        let linked = || mentions.iter().filter_map(|(mention, entity)| Some((mention.span, (*entity)?)));
        let named = linked().map(|(span, index)| {
            let entity = base.entity(index);
            Named { span, entity: &entity.id, kind: entity.kind.name() }
        });
        let named: Vec<Named> = named.collect();
        Context {
            base,
            known: named.iter().zip(linked()).map(|(named, (_, index))| (named.entity, index)).collect(),
            named,
        }
    }

    fn entity(&self, id: &str) -> Option<&'a Entity> {
        let index = self.known.get(id).copied().or_else(|| self.base.by_id(id))?;
        Some(self.base.entity(index))
    }
}

impl FigureContext for Context<'_> {
    fn mentions(&self) -> Vec<Named<'_>> {
        self.named.clone()
    }

    fn fiscal_year_end(&self, entity: &str) -> Option<(i8, i8)> {
        let entity = self.entity(entity)?;
        let calendar = (entity.kind == Kind::Organization).then_some((12, 31));
        let whole = || entity.of.iter().find_map(|&of| self.base.entity(of).fiscal_year_end);
        entity.fiscal_year_end.or_else(whole).map(|(month, day)| (month as i8, day as i8)).or(calendar)
    }

    fn whole(&self, entity: &str) -> Option<&str> {
        let entity = self.entity(entity)?;
        let wholes = entity.of.iter().map(|&of| self.base.entity(of));
        let mut companies = wholes.filter(|whole| whole.kind == Kind::Organization);
        companies.next().filter(|_| entity.kind == Kind::Organization).map(|whole| &*whole.id)
    }

    fn labels(&self, entity: &str) -> Vec<&str> {
        self.entity(entity).map(|entity| entity.labels.iter().map(|(_, label)| &**label).collect()).unwrap_or_default()
    }
}
