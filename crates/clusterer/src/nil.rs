//! Names that the knowledge base does not have, as entities shared by articles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::collection::Collection;
use crate::events::{name_text, new_id};
use crate::features::NameUse;
use crate::known::KnownName;
use crate::link::root;
use crate::sounds::sounds;

/// An entity that only its name is known of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NilEntity {
    /// `nil-` and the hash of the key and of the founding article's id.
    pub id: String,
    /// person, organization, product, place, event, where a text says so.
    pub kind: Option<String>,
    /// Spellings with counts, in order of spelling.
    pub surfaces: BTreeMap<String, u32>,
    /// Places of the articles with the key that each gives the name, sorted.
    pub names: Vec<(usize, String)>,
}

/// The unknown names of the articles of a collection; each spelling is kept once, whatever the number of articles.
#[derive(Default)]
pub(crate) struct Names {
    strings: Interner,
    uses: Vec<Use>,
    /// Spellings with counts, of one use after the other.
    surfaces: Vec<(u32, u32)>,
}

/// A name in an article.
#[derive(Clone, Copy)]
struct Use {
    article: usize,
    event: usize,
    key: u32,
    kind: Option<u32>,
    /// Where its spellings begin and end.
    surfaces: (usize, usize),
    confirmed: bool,
    in_title: bool,
}

impl Names {
    /// Adds a name of an article; names of one article come in order of key.
    pub fn add(&mut self, event: usize, article: usize, name: NameUse) {
        let start = self.surfaces.len();
        for (surface, count) in &name.surfaces {
            self.surfaces.push((self.strings.number(surface), *count));
        }
        self.uses.push(Use {
            article,
            event,
            key: self.strings.number(&name.key),
            kind: name.kind.as_deref().map(|kind| self.strings.number(kind)),
            surfaces: (start, self.surfaces.len()),
            confirmed: name.confirmed,
            in_title: name.in_title,
        });
    }

    /// Gives the names to entities, in order of id.
    ///
    /// An equal key alone is wrong half of the time (two people can sound alike). Two articles mean one entity if they also
    /// report one event, if brackets confirm the name in both, if both have it in their titles, or if both spell the name of a
    /// person alike in [`PARTS`] parts or more (Christine Blasey Ford). Names with different keys
    /// (Kenji Moriya, 모리야 겐지) are one entity if they are of one kind, sound alike in four consonants or more,
    /// and report one event. `order` is by date and id: the first article that uses the name is the
    /// founding one. An entity with a name that was known earlier keeps the id of the oldest of these.
    pub fn entities<C: Collection + ?Sized>(
        mut self,
        articles: &C,
        order: &[usize],
        earlier: &[KnownName],
    ) -> Vec<NilEntity> {
        let mut place = vec![0; articles.len()];
        order.iter().enumerate().for_each(|(at, &article)| place[article] = at);
        self.uses.sort_by_key(|one| place[one.article]);
        let parts = self.parted();
        let known: HashMap<(usize, &str), &str> =
            earlier.iter().map(|name| ((name.article, name.key.as_str()), name.id.as_str())).collect();
        let mut taken = HashSet::new();
        // Ids from earlier are given first, so that none of them goes to a new entity.
        let mut kept = |uses: &Vec<Use>| {
            let mut ids = uses.iter().filter_map(|one| known.get(&(one.article, self.strings.text(one.key))));
            ids.find(|id| taken.insert(id.to_string())).map(|id| id.to_string())
        };
        let kept: Vec<Option<String>> = parts.iter().map(&mut kept).collect();
        let entity = |(uses, kept): (&Vec<Use>, _)| self.entity(uses, kept, articles, &mut taken);
        let mut found: Vec<NilEntity> = parts.iter().zip(kept).map(entity).collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// The uses, parted by entity; in order of the first use. A use with a witness belongs to the entity of that witness; one
    /// use can bring two entities together.
    fn parted(&mut self) -> Vec<Vec<Use>> {
        let mut parents: Vec<usize> = (0..self.uses.len()).collect();
        let mut first: HashMap<Witness, usize> = HashMap::new();
        let mut heard: HashMap<(u32, bool), Vec<u32>> = HashMap::new();
        for (at, &one) in self.uses.iter().enumerate() {
            let mut witnesses = vec![Witness::Event(one.key, one.event)];
            witnesses.extend(one.confirmed.then_some(Witness::Brackets(one.key)));
            witnesses.extend(one.in_title.then_some(Witness::Titles(one.key)));
            let person = one.kind.is_some_and(|kind| self.strings.text(kind) == "person");
            for &(surface, _) in &self.surfaces[one.surfaces.0..one.surfaces.1] {
                let strings = &mut self.strings;
                let spelled_out = person && strings.text(surface).split([' ', '·']).count() >= PARTS;
                witnesses.extend(spelled_out.then_some(Witness::Spelling(surface)));
                let sounds = heard.entry((surface, person)).or_insert_with(|| {
                    let sounds = sounds(strings.text(surface), person, CONSONANTS);
                    sounds.iter().map(|sound| strings.number(sound)).collect()
                });
                witnesses.extend(sounds.iter().map(|&sound| Witness::Sound(one.kind, sound, one.event)));
            }
            for witness in witnesses {
                let other = *first.entry(witness).or_insert(at);
                let (a, b) = (root(&mut parents, at), root(&mut parents, other));
                parents[a.max(b)] = a.min(b);
            }
        }
        let mut found: BTreeMap<usize, Vec<Use>> = BTreeMap::new();
        for (at, &one) in self.uses.iter().enumerate() {
            found.entry(root(&mut parents, at)).or_default().push(one);
        }
        found.into_values().collect()
    }

    fn entity<C: Collection + ?Sized>(
        &self,
        uses: &[Use],
        kept: Option<String>,
        articles: &C,
        taken: &mut HashSet<String>,
    ) -> NilEntity {
        let mut surfaces = BTreeMap::new();
        for &(surface, count) in uses.iter().flat_map(|one| &self.surfaces[one.surfaces.0..one.surfaces.1]) {
            *surfaces.entry(self.strings.text(surface).to_string()).or_default() += count;
        }
        let name_in = |one: &Use| (one.article, self.strings.text(one.key).to_string());
        let names: BTreeSet<(usize, String)> = uses.iter().map(name_in).collect();
        let (founder, key) = name_in(&uses[0]);
        let id = kept.unwrap_or_else(|| new_id("nil", &name_text(&key, articles.id(founder)), taken));
        let kind = uses.iter().find_map(|one| one.kind).map(|kind| self.strings.text(kind).to_string());
        NilEntity { id, kind, surfaces, names: names.into_iter().collect() }
    }
}

/// What two uses of one entity have in common. Texts are numbered.
#[derive(PartialEq, Eq, Hash)]
enum Witness {
    /// The key and the event.
    Event(u32, usize),
    /// The key, which brackets confirm.
    Brackets(u32),
    /// The key in a title.
    Titles(u32),
    /// The kind, the sound and the event.
    Sound(Option<u32>, u32, usize),
    /// A name of a person in so many parts that hardly two bear it.
    Spelling(u32),
}

/// Consonants from which an equal sound joins names of one event: with fewer it is wrong half of the time.
const CONSONANTS: usize = 4;

/// Parts of a name that hardly two people share.
const PARTS: usize = 3;

/// Texts, each kept once.
#[derive(Default)]
struct Interner {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let (number, text) = (self.texts.len() as u32, Arc::<str>::from(text));
        self.numbers.insert(text.clone(), number);
        self.texts.push(text);
        number
    }

    fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uses as (event, key, spelling, marks): `(` for confirmed by a bracket, `^` for a title. Each is of an article of its own.
    #[track_caller]
    fn check(uses: &[(usize, &str, &str, &str)], expect: usize) {
        let mut names = Names::default();
        for (article, &(event, key, surface, marks)) in uses.iter().enumerate() {
            let name = NameUse {
                key: key.to_string(),
                kind: Some("person".to_string()),
                surfaces: vec![(surface.to_string(), 1)],
                spans: Vec::new(),
                confirmed: marks.contains('('),
                in_title: marks.contains('^'),
            };
            names.add(event, article, name);
        }
        assert_eq!(names.parted().len(), expect, "{uses:?}");
    }

    #[test]
    fn equal_names_need_a_witness() {
        let (key, name) = ("sun-haoran", "孙浩然");
        check(&[(0, key, name, ""), (1, key, name, "")], 2);
        check(&[(0, key, name, ""), (0, key, "쑨하오란", "")], 1);
        check(&[(0, key, name, "("), (1, key, name, "(")], 1);
        check(&[(0, key, name, "^"), (1, key, name, "^")], 1);
        check(&[(0, key, name, "^"), (1, key, name, "(")], 2);
    }

    #[test]
    fn a_name_in_three_parts_is_a_witness_of_its_own() {
        let of = |name, other| [(0, "a", name, ""), (1, "b", other, "")];
        check(&of("Christine Blasey Ford", "Christine Blasey Ford"), 1);
        check(&of("克里斯汀·布莱西·福特", "克里斯汀·布莱西·福特"), 1);
        check(&of("Christine Blasey Ford", "Catherine Blasey Ford"), 2);
        check(&of("Kenji Moriya", "Kenji Moriya"), 2);
    }

    #[test]
    fn names_that_sound_alike_are_one_in_one_event() {
        let of = |event| [(0, "a", "Dustin Lance", ""), (event, "b", "더스틴 랜스", "")];
        check(&of(0), 1);
        check(&of(1), 2);
    }
}
