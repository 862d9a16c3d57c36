//! From sources to a knowledge base.
//!
//! 1. [`merge`]: records that mean one entity come together, those whose names go before first.
//! 2. [`names`]: each entity gets its names with their roles and keys.
//! 3. [`generated`]: what transcription and reading add to them, where no given name has the key already.
//! 4. [`pool`]: all strings into one buffer; the automaton over all keys.

mod generated;
mod merge;
mod names;
mod pool;

use std::collections::{HashMap, HashSet};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use rayon::prelude::*;

use crate::base::{EntityIndex, KnowledgeBase, NameRef};
use crate::schema::EntityRecord;
use crate::source::{Sources, Written};
use crate::threads::Threads;
use generated::Family;
pub(crate) use merge::is_derived;
use merge::{Merged, merge};
use names::{Draft, Keyed};

/// Goes up when the same sources compile to another base.
pub(crate) const COMPILE_VERSION: u32 = 2;

/// Longest key in bytes; a longer one is no name, and would make the automaton of a hostile file grow without bound.
const LONGEST_KEY: usize = 300;

/// Compiles sources. Entities with one id, and places with one `cldr` code or entities with one `wikidata` number, become
/// one, the earlier base and the written entry first. Records with an unknown kind or without a label are left out;
/// [`crate::check`] reports them. The same sources give the same base on any number of threads.
pub fn compile(sources: &Sources) -> KnowledgeBase {
    Threads::start().run(|| compile_here(sources))
}

fn compile_here(sources: &Sources) -> KnowledgeBase {
    let merged = merge(&sources.written);
    // An id that was folded into another (cldr-us into united-states) still names it.
    let folded =
        merged.iter().enumerate().flat_map(|(at, m)| m.records.iter().map(move |w| (w.record.id.as_str(), at)));
    let index: HashMap<&str, EntityIndex> = folded.map(|(id, at)| (id, at as EntityIndex)).collect();
    let mut drafts: Vec<Draft> = merged.par_iter().map(Draft::given).collect();
    generate(&merged, &index, &mut drafts);
    let mut base = pool::pool(&merged, &index, &drafts, sources);
    let (keys, refs, starts) = group(drafts);
    (base.refs, base.starts) = (refs, starts);
    if !keys.is_empty() {
        let patterns = keys.iter().enumerate().map(|(value, key)| (key, value as u32));
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(patterns);
        base.automaton = Some(automaton.expect("keys are distinct, not empty and fewer than 2^31"));
    }
    base
}

/// Adds the generated names whose key no given name of any entity has: what people wrote down goes before.
fn generate(merged: &[Merged], index: &HashMap<&str, EntityIndex>, drafts: &mut [Draft]) {
    let given: HashSet<String> = drafts.iter().flat_map(|draft| draft.keys.iter().map(|k| k.key.clone())).collect();
    let family = Family::new(merged, index);
    drafts.par_iter_mut().zip(merged).enumerate().for_each(|(at, (draft, merged))| {
        for (name, lang) in generated::generated(draft, merged, at as EntityIndex, &family) {
            draft.add_generated(&name, lang, &given);
        }
    });
}

type Grouped = (Vec<String>, Vec<NameRef>, Vec<u32>);

/// All keys in order, and the names that have each: `refs[starts[k]..starts[k + 1]]`, one of an entity, its best.
fn group(drafts: Vec<Draft>) -> Grouped {
    let with_entity = |(entity, draft): (usize, Draft)| {
        draft.keys.into_iter().map(move |Keyed { key, name }| (key, NameRef { entity: entity as u32, name }))
    };
    let mut all: Vec<(String, NameRef)> = drafts.into_iter().enumerate().flat_map(with_entity).collect();
    all.par_sort_unstable();
    let (mut keys, mut refs, mut starts): Grouped = (Vec::new(), Vec::with_capacity(all.len()), vec![0]);
    for (key, found) in all {
        if keys.last() != Some(&key) {
            if !keys.is_empty() {
                starts.push(refs.len() as u32);
            }
            keys.push(key);
        } else if refs.last().is_some_and(|last: &NameRef| last.entity == found.entity) {
            continue;
        }
        refs.push(found);
    }
    if !keys.is_empty() {
        starts.push(refs.len() as u32);
    }
    (keys, refs, starts)
}

/// `03-31` as (3, 31).
pub(crate) fn month_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// The first value that a record of the entity has.
fn first<'m, T>(merged: &Merged<'m>, value: impl Fn(&'m EntityRecord) -> Option<T>) -> Option<T> {
    merged.records.iter().map(|w: &&'m Written| &w.record).find_map(value)
}
