//! Tells what speaks for each mention, and which candidates lost.

use newsbraid_kb::EntityIndex;
use newsbraid_segmenter::Analysis;

use super::MentionFinder;
use super::evidence::{Evidence, Model, Sign};
use super::short_forms::Settled;
use super::trace::{Lost, Trace};
use crate::annotations::Rule;
use crate::explanation::{Contribution, Explained, Explanation, LostCandidate};

impl MentionFinder {
    /// The mentions of a text with what speaks for each, and the candidates that lost with the reason. Mentions below
    /// `threshold` count as lost.
    pub fn explain(&self, text: &str, analysis: &Analysis, threshold: f32) -> Explanation {
        let mut trace = Trace::on();
        let resolved = self.resolve(text, analysis, &mut trace);
        let (kept, below): (Vec<&Settled>, Vec<&Settled>) =
            resolved.linked.iter().partition(|settled| settled.score >= threshold);
        below.iter().for_each(|m| trace.lost(m.span, m.entity, Lost::BelowThreshold, None));
        let losses = trace.into_losses();
        let id = |entity: EntityIndex| self.base.entity(entity).id.to_string();
        let rivals = |m: &Settled| {
            let of_place = losses.iter().filter(|l| l.span == m.span && l.reason == Lost::Rival);
            of_place.map(|l| id(l.entity)).collect()
        };
        let mut mentions: Vec<Explained> = kept
            .iter()
            .map(|m| Explained {
                mention: self.mention(m, analysis),
                evidence: contributions(m.rule, &m.evidence),
                rivals: rivals(m),
            })
            .collect();
        mentions.extend(resolved.unknown.into_iter().map(|u| {
            let mention = u.into_mention(analysis);
            Explained { evidence: contributions(mention.rule, &Evidence::default()), mention, rivals: Vec::new() }
        }));
        mentions.sort_by_key(|m| m.mention.span);
        let mut lost: Vec<LostCandidate> = losses
            .iter()
            .map(|l| LostCandidate {
                span: analysis.normalized.to_source(l.span),
                entity: id(l.entity),
                reason: l.reason,
                winner: l.winner.map(id),
            })
            .collect();
        lost.sort_by(|a, b| (a.span, a.reason, &a.entity).cmp(&(b.span, b.reason, &b.entity)));
        lost.dedup();
        Explanation { mentions, lost }
    }
}

/// What each weight adds to the log odds of a link, in the order of the model.
fn contributions(rule: Rule, evidence: &Evidence) -> Vec<Contribution> {
    let model = Model::embedded();
    let of_rule = Contribution { sign: "rule", value: 1.0, weight: model.rule(rule) };
    let signs = Sign::ALL.into_iter().filter(|sign| evidence.value(*sign) != 0.0).map(|sign| Contribution {
        sign: sign.name(),
        value: evidence.value(sign),
        weight: model.sign(sign),
    });
    std::iter::once(of_rule).chain(signs).collect()
}
