//! How entities of the base hang together: which are related, and to which country each belongs.

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase};

/// Relations in both directions, and to what the owner belongs to in turn (a product to the group of its maker). That a
/// company belongs to a country is none: every article names a country.
pub(super) fn related(base: &KnowledgeBase) -> Vec<Vec<EntityIndex>> {
    let place = |index: EntityIndex| base.entity(index).kind == Kind::Place;
    let mut related = vec![Vec::new(); base.entities().len()];
    let mut relate = |a: EntityIndex, b: EntityIndex| {
        related[a as usize].push(b);
        related[b as usize].push(a);
    };
    for (index, entity) in base.entities().iter().enumerate() {
        let index = index as EntityIndex;
        for &of in entity.of.iter().filter(|&&of| place(of) == place(index)) {
            relate(index, of);
            let group = base.entity(of).of.iter().filter(|&&group| !place(group) && group != index);
            group.for_each(|&group| relate(index, group));
        }
    }
    for list in &mut related {
        list.sort_unstable();
        list.dedup();
    }
    related
}

/// The country that each entity belongs to in the end.
pub(super) fn countries(base: &KnowledgeBase, is_country: &[bool]) -> Vec<Option<EntityIndex>> {
    let country = |mut at: EntityIndex| {
        for _ in 0..STEPS_TO_COUNTRY {
            match base.entity(at).of.first() {
                Some(&of) if !is_country[at as usize] => at = of,
                _ => break,
            }
        }
        is_country[at as usize].then_some(at)
    };
    (0..base.entities().len() as EntityIndex).map(|at| country(at).filter(|country| *country != at)).collect()
}

/// Steps from an entity to its country: a product, its maker, the group, a city.
const STEPS_TO_COUNTRY: usize = 5;
