//! Organs of a state that news calls by what they are: 대법원, Senate, 国会. They are those of the state that the article is
//! about.

use std::collections::BTreeMap;

use newsbraid_kb::EntityIndex;

/// The words, normalised.
const ORGANS: &[&str] = &[
    "의회",
    "국회",
    "상원",
    "하원",
    "대법원",
    "헌법재판소",
    "국방부",
    "국무부",
    "재무부",
    "법무부",
    "중앙은행",
    "国会",
    "议会",
    "参议院",
    "众议院",
    "最高法院",
    "大法院",
    "国务院",
    "财政部",
    "国防部",
    "司法部",
    "央行",
    "congress",
    "parliament",
    "senate",
    "house",
    "supreme court",
    "treasury",
];

/// Whether a name says what organ it is and not of which state.
pub(crate) fn is_organ(name: &str) -> bool {
    ORGANS.contains(&name)
}

/// Least mentions of a state, and of what belongs to it, for an article to be about it.
const LEAST: u32 = 2;

/// The state that an article names oftenest, itself or by what belongs to it; none where two are named as often.
pub(crate) fn state_of_article(
    named: &BTreeMap<EntityIndex, u32>,
    country_of: impl Fn(EntityIndex) -> Option<EntityIndex>,
) -> Option<EntityIndex> {
    let mut counts: BTreeMap<EntityIndex, u32> = BTreeMap::new();
    for (&entity, &places) in named {
        if let Some(country) = country_of(entity) {
            *counts.entry(country).or_default() += places;
        }
    }
    let most = counts.values().copied().max().filter(|most| *most >= LEAST)?;
    let mut first = counts.iter().filter(|(_, count)| **count == most);
    first.next().filter(|_| first.next().is_none()).map(|(country, _)| *country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_about_the_state_it_names_oftenest() {
        // Entities 1 and 2 are states, 3 belongs to 1 and 4 to no state.
        let country = |entity| [None, Some(1), Some(2), Some(1), None][entity as usize];
        let check = |named: &[(EntityIndex, u32)], expect: Option<EntityIndex>| {
            assert_eq!(state_of_article(&named.iter().copied().collect(), country), expect, "{named:?}");
        };
        check(&[(1, 1), (3, 2), (2, 2)], Some(1));
        check(&[(1, 2), (2, 2)], None);
        check(&[(1, 1)], None);
        check(&[(4, 9)], None);
    }
}
