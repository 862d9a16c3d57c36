//! Which found mention answers which marked one, in one field of one article.

use std::collections::{BTreeMap, BTreeSet};

use super::found::FoundMention;
use super::gold::GoldMention;

/// The names of entities, folded: of gold and of the knowledge base.
pub(super) struct Names<'a> {
    pub gold: BTreeMap<&'a str, BTreeSet<String>>,
    pub found: BTreeMap<&'a str, BTreeSet<String>>,
}

impl Names<'_> {
    fn same(&self, gold: &GoldMention, found: &FoundMention) -> bool {
        let of_gold = self.gold.get(gold.entity.as_str());
        let of_found = found.entity.as_deref().and_then(|id| self.found.get(id));
        of_gold.zip(of_found).is_some_and(|(gold, found)| !gold.is_disjoint(found))
    }
}

/// A found mention that answers a marked one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Its place among the linked mentions.
    pub linked: usize,
    /// It has the very span.
    pub strong: bool,
}

/// The answers to the marked mentions, and the linked mentions that are too much.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// For each marked mention; nothing for the missed and for the optional.
    pub answers: Vec<Option<Answer>>,
    /// Places of linked mentions that answer nothing and overlap nothing optional.
    pub extra: Vec<usize>,
}

/// Goes through the marked mentions in order. Each takes, of the linked mentions that overlap it, name its entity and are
/// still free, the first with its very span, else the first.
pub(super) fn match_field(gold: &[GoldMention], linked: &[&FoundMention], names: &Names<'_>) -> Matching {
    let mut free = vec![true; linked.len()];
    let mut answers = Vec::with_capacity(gold.len());
    for mention in gold {
        if mention.optional {
            answers.push(None);
            continue;
        }
        let fits = |&i: &usize| free[i] && overlap(mention, linked[i]) && names.same(mention, linked[i]);
        let fitting: Vec<usize> = (0..linked.len()).filter(fits).collect();
        let exact = fitting.iter().copied().find(|&i| same_span(mention, linked[i]));
        let answer = exact.or(fitting.first().copied());
        if let Some(linked) = answer {
            free[linked] = false;
        }
        answers.push(answer.map(|linked| Answer { linked, strong: exact.is_some() }));
    }
    let neutral = |found: &FoundMention| gold.iter().any(|mention| mention.optional && overlap(mention, found));
    let extra = (0..linked.len()).filter(|&i| free[i] && !neutral(linked[i])).collect();
    Matching { answers, extra }
}

pub(super) fn overlap(gold: &GoldMention, found: &FoundMention) -> bool {
    found.start < gold.end && gold.start < found.end
}

pub(super) fn same_span(gold: &GoldMention, found: &FoundMention) -> bool {
    (found.start, found.end) == (gold.start, gold.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(mentions: &[(u32, u32, &str)]) -> Vec<GoldMention> {
        let mention = |&(start, end, entity): &(u32, u32, &str)| {
            let optional = entity.starts_with('?');
            GoldMention {
                start,
                end,
                entity: entity.trim_start_matches('?').to_string(),
                optional,
                ..Default::default()
            }
        };
        mentions.iter().map(mention).collect()
    }

    /// Marked and found mentions, the answers (`=` strong, `~` weak, `-` none) and the ones too much.
    #[track_caller]
    fn check(marked: &[(u32, u32, &str)], found: &[(u32, u32, &str)], expect: &str, extra: &[usize]) {
        let found: Vec<FoundMention> = found
            .iter()
            .map(|&(start, end, entity)| FoundMention {
                start,
                end,
                entity: Some(entity.to_string()),
                ..Default::default()
            })
            .collect();
        let names = |ids: &[&'static str]| ids.iter().map(|&id| (id, BTreeSet::from([id.to_string()]))).collect();
        let names = Names { gold: names(&["a", "b"]), found: names(&["a", "b"]) };
        let linked: Vec<&FoundMention> = found.iter().collect();
        let matching = match_field(&gold(marked), &linked, &names);
        let shown = |answer: &Option<Answer>| match answer {
            Some(Answer { linked, strong: true }) => format!("={linked}"),
            Some(Answer { linked, strong: false }) => format!("~{linked}"),
            None => "-".to_string(),
        };
        let answers: Vec<String> = matching.answers.iter().map(shown).collect();
        assert_eq!((answers.join(" ").as_str(), matching.extra.as_slice()), (expect, extra));
    }

    #[test]
    fn each_linked_mention_counts_once() {
        check(&[(0, 4, "a")], &[(0, 4, "a")], "=0", &[]);
        check(&[(0, 4, "a")], &[(0, 2, "a"), (0, 4, "a")], "=1", &[0]);
        check(&[(0, 4, "a")], &[(3, 9, "a")], "~0", &[]);
        check(&[(0, 4, "a")], &[(4, 9, "a")], "-", &[0]);
        check(&[(0, 4, "a")], &[(0, 4, "b")], "-", &[0]);
        check(&[(0, 2, "a"), (2, 4, "a")], &[(0, 4, "a")], "~0 -", &[]);
        check(&[(0, 2, "?a"), (5, 7, "b")], &[(0, 2, "b"), (5, 7, "b")], "- =1", &[]);
        check(&[(0, 2, "b")], &[(0, 2, "unlisted")], "-", &[0]);
    }
}
