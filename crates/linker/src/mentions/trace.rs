//! Why a name that stands in a text is no mention.

use newsbraid_kb::EntityIndex;
use newsbraid_text::Span;
use serde::Serialize;

use super::candidates::Candidate;

/// Why a candidate lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// It is part of another word (메타 in 메타버스).
    PartOfWord,
    /// A space that runs over two words (회의 중 국내).
    Gap,
    /// Its letters are in another case (meta).
    Case,
    /// A one-character code that does not stand alone (访美).
    BoundCode,
    /// A symbol without brackets, exchange or a word that says what it is.
    UnmarkedTicker,
    /// A letter of which no word says that it is a name.
    BareLetter,
    /// The name of a place in that of its currency (대만달러).
    Currency,
    /// It is part of an ordinary phrase (苹果汁).
    OrdinaryPhrase,
    /// It is the surname of somebody in this article (Christine Blasey Ford).
    Surname,
    /// It is an owner and a name of its own, which are two mentions (미국 연준).
    OwnerApart,
    /// A short form, or a generated name, of which the article names no full form and nothing related.
    Unsupported,
    /// Another entity of the same name has the better evidence.
    Rival,
    /// It lies in a longer mention.
    InsideLonger,
    /// It lies in the name of something unknown (布鲁克林 in 布鲁克林体育娱乐公司).
    InsideUnknown,
    /// Its score is below the threshold.
    BelowThreshold,
}

impl Lost {
    /// In words, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Lost::PartOfWord => "part of another word",
            Lost::Gap => "a space that runs over two words",
            Lost::Case => "letters in another case",
            Lost::BoundCode => "a code that does not stand alone",
            Lost::UnmarkedTicker => "a symbol without brackets or exchange",
            Lost::BareLetter => "a bare letter",
            Lost::Currency => "part of the name of a currency",
            Lost::OrdinaryPhrase => "part of an ordinary phrase",
            Lost::Surname => "the surname of somebody in this article",
            Lost::OwnerApart => "an owner and a name, two mentions",
            Lost::Unsupported => "a short form without its full name or anything related",
            Lost::Rival => "a rival has better evidence",
            Lost::InsideLonger => "inside a longer mention",
            Lost::InsideUnknown => "inside the name of something unknown",
            Lost::BelowThreshold => "score below the threshold",
        }
    }
}

/// A candidate that lost, in the normalised text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loss {
    pub(crate) span: Span,
    pub(crate) entity: EntityIndex,
    pub(crate) reason: Lost,
    /// Who won, where somebody did.
    pub(crate) winner: Option<EntityIndex>,
}

/// Collects what lost where somebody wants to know it.
#[derive(Default)]
pub(crate) struct Trace {
    losses: Option<Vec<Loss>>,
}

impl Trace {
    /// One that keeps nothing.
    pub(crate) fn off() -> Trace {
        Trace::default()
    }

    pub(crate) fn on() -> Trace {
        Trace { losses: Some(Vec::new()) }
    }

    pub(crate) fn lost(&mut self, span: Span, entity: EntityIndex, reason: Lost, winner: Option<EntityIndex>) {
        if let Some(losses) = &mut self.losses {
            losses.push(Loss { span, entity, reason, winner });
        }
    }

    /// Keeps the candidates for which `keeps` holds; the others lose for `reason`.
    pub(crate) fn retain(
        &mut self,
        candidates: &mut Vec<Candidate>,
        reason: Lost,
        mut keeps: impl FnMut(&Candidate) -> bool,
    ) {
        candidates.retain(|candidate| {
            let kept = keeps(candidate);
            if !kept {
                self.lost(candidate.span, candidate.entity, reason, None);
            }
            kept
        });
    }

    pub(crate) fn into_losses(self) -> Vec<Loss> {
        self.losses.unwrap_or_default()
    }
}
