//! Why a name links, and why others do not.

use newsbraid_text::Span;
use serde::Serialize;

use crate::Lost;
use crate::annotations::Mention;

/// What one weight adds to the log odds of a link.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// `rule`, or a sign of `config/linking.toml`.
    pub sign: &'static str,
    /// How far the sign holds; 1 for most that do.
    pub value: f32,
    /// Log odds for one unit.
    pub weight: f32,
}

/// A mention with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The mention.
    pub mention: Mention,
    /// What its score is the logistic function of the sum of.
    pub evidence: Vec<Contribution>,
    /// Ids of entities with the same name whose evidence is weaker.
    pub rivals: Vec<String>,
}

/// A place where a name stands that does not link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostCandidate {
    /// Bytes of the clean text.
    pub span: Span,
    /// Id of the entity.
    pub entity: String,
    /// Why it is no mention.
    pub reason: Lost,
    /// Id of the entity that won, where one did.
    pub winner: Option<String>,
}

/// The mentions of an article and the candidates that lost, in order of place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The mentions.
    pub mentions: Vec<Explained>,
    /// The others.
    pub lost: Vec<LostCandidate>,
}
