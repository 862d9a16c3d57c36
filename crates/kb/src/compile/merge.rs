//! Which records mean one entity.

use std::collections::{BTreeMap, HashMap};

use crate::base::Kind;
use crate::schema::EntityRecord;
use crate::source::Written;

/// An entity with its records, those whose names go before first.
pub(crate) struct Merged<'s> {
    pub id: &'s str,
    pub kind: Kind,
    pub records: Vec<&'s Written>,
}

/// Whether an id is of an entity that was imported, from CLDR or Wikidata. What people wrote goes before it, whatever
/// base it is in.
pub(crate) fn is_derived(id: &str) -> bool {
    id.starts_with("cldr-") || id.starts_with("wd-")
}

/// What decides whose label and kind count, smaller first: written before imported, then the earlier base.
fn rank(written: &Written) -> (bool, usize) {
    (is_derived(&written.record.id), written.layer)
}

impl<'s> Merged<'s> {
    fn new(id: &'s str, records: Vec<&'s Written>) -> Merged<'s> {
        let kind = records[0].record.kind.parse().expect("usable records have a known kind");
        Merged { id, kind, records }
    }

    /// [`rank`] as one number.
    pub(crate) fn rank(&self) -> u32 {
        let (derived, layer) = rank(self.records[0]);
        (u32::from(derived) << 16) + (layer as u32).min(0xFFFF)
    }
}

/// Records by the id of the entity they make, in order of id. A place of CLDR goes to the written place that names its
/// code, an entity of Wikidata to the written one that names its number.
pub(crate) fn merge(written: &[Written]) -> Vec<Merged<'_>> {
    let mut usable: Vec<&Written> = written.iter().filter(|w| is_usable(&w.record)).collect();
    usable.sort_by_key(|w| rank(w));
    let mut holders: HashMap<(bool, &str), &str> = HashMap::new();
    for w in &usable {
        for outer in outer_ids(&w.record) {
            // Written records come first in `usable`, so a later imported one never takes their place.
            holders.entry(outer).or_insert(&w.record.id);
        }
    }
    let mut merged: BTreeMap<&str, Vec<&Written>> = BTreeMap::new();
    for w in usable {
        let holder = outer_ids(&w.record).find_map(|outer| holders.get(&outer).copied());
        let id = holder.filter(|_| is_derived(&w.record.id)).unwrap_or(&w.record.id);
        merged.entry(id).or_default().push(w);
    }
    merged.into_iter().map(|(id, records)| Merged::new(id, records)).collect()
}

fn is_usable(record: &EntityRecord) -> bool {
    record.kind.parse::<Kind>().is_ok() && record.label.values().any(|label| !label.is_empty())
}

/// What the entity is called elsewhere: (whether in CLDR, its code or number).
fn outer_ids(record: &EntityRecord) -> impl Iterator<Item = (bool, &str)> {
    let cldr = record.cldr.as_deref().map(|code| (true, code));
    cldr.into_iter().chain(record.wikidata.as_deref().map(|number| (false, number)))
}
