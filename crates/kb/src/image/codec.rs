//! The sections of an image. Numbers are little-endian.

use std::sync::Arc;
use std::thread;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::{Image, ImageError};
use crate::base::{Entity, Kind, KnowledgeBase, LabelLang, Name, NameLang, NameRef, NameRole, WrittenAt};
use crate::shared::{Cutter, SharedStr, StrCutter};

/// What does not fit, as a clause.
type Damage = &'static str;

const SHORT: Damage = "a section ends too early";
const STRAY: Damage = "a number points to nothing";

/// Places of the sections.
const FILES: usize = 0;
const IDS: usize = 1;
const POOL: usize = 2;
const ENTITIES: usize = 3;
const LABELS: usize = 4;
const NAMES: usize = 5;
const OF: usize = 6;
const WRITTEN: usize = 7;
const REFS: usize = 8;
const STARTS: usize = 9;
const AUTOMATON: usize = 10;
/// Sections of an image.
pub(crate) const SECTIONS: usize = 11;

/// The sections of a base, in order. What entities have in lists stands in sections of its own, one entity behind the other.
pub(crate) fn encode(base: &KnowledgeBase) -> [Vec<u8>; SECTIONS] {
    let ids: String = base.entities.iter().map(|entity| &*entity.id).collect();
    let labels = base.entities.iter().flat_map(|entity| &entity.labels);
    let names = base.entities.iter().flat_map(|entity| &entity.names);
    let written = base.entities.iter().flat_map(|entity| &entity.written);
    [
        base.files.join("\n").into_bytes(),
        ids.into_bytes(),
        base.pool.as_bytes().to_vec(),
        bytes_of(base.entities.iter().flat_map(entity_numbers)),
        bytes_of(labels.flat_map(|(lang, label)| {
            let [start, end] = place(Some(label));
            [*lang as u32, start, end]
        })),
        bytes_of(names.flat_map(|name| {
            let [start, end] = place(Some(&name.text));
            [start, end, name.lang as u32 | (name.role as u32) << 8 | u32::from(name.any_case) << 16]
        })),
        bytes_of(base.entities.iter().flat_map(|entity| &entity.of).copied()),
        bytes_of(written.flat_map(|at| [at.file, at.line])),
        bytes_of(base.refs.iter().flat_map(|found| [found.entity, found.name])),
        bytes_of(base.starts.iter().copied()),
        base.automaton.as_ref().map(CharwiseDoubleArrayAhoCorasick::serialize).unwrap_or_default(),
    ]
}

fn bytes_of(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// Stands for a string that is not there.
const NONE: u32 = u32::MAX;

fn place(text: Option<&SharedStr>) -> [u32; 2] {
    text.map_or((NONE, NONE), SharedStr::place).into()
}

/// Numbers of an entity.
const ENTITY: usize = 15;

fn entity_numbers(entity: &Entity) -> [u32; ENTITY] {
    let kind = Kind::ALL.iter().position(|&kind| kind == entity.kind).expect("ALL has every kind");
    let (month, day) = entity.fiscal_year_end.unwrap_or((0, 0));
    let [wikidata, since, until] = [&entity.wikidata, &entity.since, &entity.until].map(|text| place(text.as_ref()));
    let counts = [entity.labels.len(), entity.names.len(), entity.of.len(), entity.written.len()];
    let [labels, names, of, written] = counts.map(|count| count as u32);
    [
        entity.id.len() as u32,
        kind as u32,
        u32::from(month) << 8 | u32::from(day),
        entity.prior,
        entity.rank,
        wikidata[0],
        wikidata[1],
        since[0],
        since[1],
        until[0],
        until[1],
        labels,
        names,
        of,
        written,
    ]
}

/// Reads what [`encode`] wrote, the automaton beside the rest.
pub(crate) fn decode(image: &Image) -> Result<KnowledgeBase, ImageError> {
    let automaton = image.section(AUTOMATON)?;
    thread::scope(|scope| {
        let automaton = scope.spawn(move || automaton_of(&automaton).map_err(|what| image.damaged(what)));
        let mut base = without_automaton(image)?;
        base.automaton = automaton.join().map_err(|_| image.damaged(NO_AUTOMATON))??;
        Ok(base)
    })
}

fn without_automaton(image: &Image) -> Result<KnowledgeBase, ImageError> {
    let section = |number| image.section(number);
    let [files, ids, pool] = [section(FILES)?, section(IDS)?, section(POOL)?];
    let [entities, labels, names] = [section(ENTITIES)?, section(LABELS)?, section(NAMES)?];
    let [of, written, refs, starts] = [section(OF)?, section(WRITTEN)?, section(REFS)?, section(STARTS)?];
    let read = move || {
        let files = string(files)?;
        let files: Vec<String> = files.split('\n').filter(|file| !file.is_empty()).map(str::to_string).collect();
        let pool: Arc<Box<str>> = Arc::new(string(pool)?.into_boxed_str());
        let lists = Lists {
            ids: StrCutter::new(string(ids)?),
            labels: Cutter::new(list(&labels, |numbers| label(&pool, numbers))?),
            names: Cutter::new(list(&names, |numbers| name(&pool, numbers))?),
            of: Cutter::new(list(&of, |[of]| below(of, entities.len() / (4 * ENTITY)))?),
            written: Cutter::new(list(&written, |[file, line]| {
                Ok(WrittenAt { file: below(file, files.len())?, line })
            })?),
            pool,
        };
        let (entities, pool) = lists.entities(&entities)?;
        let refs = refs_of(&refs, &entities)?;
        let starts = starts_of(&starts, refs.len())?;
        Ok(KnowledgeBase { pool, files, entities, refs, starts, automaton: None, hash: image.hash.clone() })
    };
    read().map_err(|what| image.damaged(what))
}

const NO_TEXT: Damage = "a text is not UTF-8";
const NO_AUTOMATON: Damage = "its automaton cannot be read";

fn string(bytes: Vec<u8>) -> Result<String, Damage> {
    String::from_utf8(bytes).map_err(|_| NO_TEXT)
}

/// A number that must be below a limit: a place in a list.
fn below(number: u32, limit: usize) -> Result<u32, Damage> {
    if (number as usize) < limit { Ok(number) } else { Err(STRAY) }
}

/// A section of things of `N` numbers each.
fn list<T, const N: usize>(bytes: &[u8], one: impl Fn([u32; N]) -> Result<T, Damage>) -> Result<Vec<T>, Damage> {
    let (numbers, rest) = bytes.as_chunks::<4>();
    let (things, over) = numbers.as_chunks::<N>();
    if !rest.is_empty() || !over.is_empty() {
        return Err(SHORT);
    }
    let mut list = Vec::with_capacity(things.len());
    for numbers in things {
        list.push(one(numbers.map(u32::from_le_bytes))?);
    }
    Ok(list)
}

fn automaton_of(bytes: &[u8]) -> Result<Option<CharwiseDoubleArrayAhoCorasick<u32>>, Damage> {
    if bytes.is_empty() {
        return Ok(None);
    }
    match CharwiseDoubleArrayAhoCorasick::deserialize(bytes) {
        Ok((automaton, [])) => Ok(Some(automaton)),
        _ => Err(NO_AUTOMATON),
    }
}

fn refs_of(bytes: &[u8], entities: &[Entity]) -> Result<Vec<NameRef>, Damage> {
    list(bytes, |[entity, name]| {
        let names = entities.get(entity as usize).ok_or(STRAY)?.names.len();
        Ok(NameRef { entity, name: below(name, names)? })
    })
}

fn starts_of(bytes: &[u8], refs: usize) -> Result<Vec<u32>, Damage> {
    let starts = list(bytes, |[at]| Ok(at))?;
    let fits = starts.is_sorted() && starts.first() == Some(&0) && starts.last() == Some(&(refs as u32));
    if fits { Ok(starts) } else { Err(STRAY) }
}

/// A string of the pool that may not be there.
fn optional(pool: &Arc<Box<str>>, start: u32, end: u32) -> Result<Option<SharedStr>, Damage> {
    if (start, end) == (NONE, NONE) {
        return Ok(None);
    }
    SharedStr::part(pool, start, end).map(Some).ok_or(STRAY)
}

fn label(pool: &Arc<Box<str>>, [lang, start, end]: [u32; 3]) -> Result<(LabelLang, SharedStr), Damage> {
    let lang = *LabelLang::ALL.get(lang as usize).ok_or(STRAY)?;
    Ok((lang, SharedStr::part(pool, start, end).ok_or(STRAY)?))
}

fn name(pool: &Arc<Box<str>>, [start, end, rules]: [u32; 3]) -> Result<Name, Damage> {
    let [lang, role, any_case, _] = rules.to_le_bytes();
    let text = SharedStr::part(pool, start, end).ok_or(STRAY)?;
    let lang = *NAME_LANGS.get(lang as usize).ok_or(STRAY)?;
    let role = *NAME_ROLES.get(role as usize).ok_or(STRAY)?;
    Ok(Name { text, lang, role, any_case: any_case != 0 })
}

/// What the entities have in lists, not yet handed out.
struct Lists {
    ids: StrCutter,
    labels: Cutter<(LabelLang, SharedStr)>,
    names: Cutter<Name>,
    of: Cutter<u32>,
    written: Cutter<WrittenAt>,
    pool: Arc<Box<str>>,
}

impl Lists {
    /// The entities, and the pool of their strings.
    fn entities(mut self, numbers: &[u8]) -> Result<(Vec<Entity>, Arc<Box<str>>), Damage> {
        let mut entities: Vec<Entity> = Vec::with_capacity(numbers.len() / (4 * ENTITY));
        for numbers in list(numbers, Ok::<[u32; ENTITY], Damage>)? {
            entities.push(self.entity(numbers)?);
        }
        let done = [self.ids.is_done(), self.labels.is_done(), self.names.is_done(), self.of.is_done()];
        let sorted = entities.is_sorted_by(|a, b| *a.id < *b.id);
        let whole = done == [true; 4] && self.written.is_done() && sorted;
        if whole { Ok((entities, self.pool)) } else { Err(STRAY) }
    }

    fn entity(&mut self, numbers: [u32; ENTITY]) -> Result<Entity, Damage> {
        let [id, kind, year_end, prior, rank, numbers @ ..] = numbers;
        let [wikidata, wikidata_end, since, since_end, until, until_end, labels, names, of, written] = numbers;
        let [day, month, ..] = year_end.to_le_bytes();
        Ok(Entity {
            id: self.ids.cut(id).ok_or(SHORT)?,
            kind: *Kind::ALL.get(kind as usize).ok_or(STRAY)?,
            fiscal_year_end: (month != 0).then_some((month, day)),
            prior,
            rank,
            wikidata: optional(&self.pool, wikidata, wikidata_end)?,
            since: optional(&self.pool, since, since_end)?,
            until: optional(&self.pool, until, until_end)?,
            labels: self.labels.cut(labels).ok_or(SHORT)?,
            names: self.names.cut(names).ok_or(SHORT)?,
            of: self.of.cut(of).ok_or(SHORT)?,
            written: self.written.cut(written).ok_or(SHORT)?,
        })
    }
}

/// In the order of their numbers, which `as u32` gives.
const NAME_LANGS: [NameLang; 4] = [NameLang::En, NameLang::Ko, NameLang::Zh, NameLang::Any];
const NAME_ROLES: [NameRole; 7] = [
    NameRole::Label,
    NameRole::Alias,
    NameRole::Title,
    NameRole::Generated,
    NameRole::Weak,
    NameRole::Code,
    NameRole::Ticker,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_role_is_its_place() {
        NAME_LANGS.iter().enumerate().for_each(|(at, &lang)| assert_eq!(lang as usize, at));
        LabelLang::ALL.iter().enumerate().for_each(|(at, &lang)| assert_eq!(lang as usize, at));
        NAME_ROLES.iter().enumerate().for_each(|(at, &role)| assert_eq!(role as usize, at));
    }
}
