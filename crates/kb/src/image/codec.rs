//! The sections of an image. Numbers are little-endian.

use std::sync::Arc;
use std::thread;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::{Image, ImageError};
use crate::base::{Entity, Kind, KnowledgeBase, LabelLang, Name, NameLang, NameRef, NameRole, WrittenAt};
use crate::shared::SharedStr;

/// What does not fit, as a clause.
type Damage = &'static str;

const SHORT: Damage = "a section ends too early";
const STRAY: Damage = "a number points to nothing";

/// Places of the sections.
const FILES: usize = 0;
const IDS: usize = 1;
const POOL: usize = 2;
const NUMBERS: usize = 3;
const REFS: usize = 4;
const STARTS: usize = 5;
const AUTOMATON: usize = 6;
/// Sections of an image.
pub(crate) const SECTIONS: usize = 7;

/// The sections of a base, in order.
pub(crate) fn encode(base: &KnowledgeBase) -> [Vec<u8>; SECTIONS] {
    let ids: String = base.entities.iter().map(|entity| entity.id.as_str()).collect();
    let mut numbers = Numbers::default();
    base.entities.iter().for_each(|entity| numbers.entity(entity));
    let refs = base.refs.iter().flat_map(|found| [found.entity, found.name]);
    [
        base.files.join("\n").into_bytes(),
        ids.into_bytes(),
        base.pool.as_bytes().to_vec(),
        numbers.0,
        refs.flat_map(u32::to_le_bytes).collect(),
        base.starts.iter().flat_map(|at| at.to_le_bytes()).collect(),
        base.automaton.as_ref().map(CharwiseDoubleArrayAhoCorasick::serialize).unwrap_or_default(),
    ]
}

/// The numbers of the entities.
#[derive(Default)]
struct Numbers(Vec<u8>);

/// Stands for a string that is not there.
const NONE: u32 = u32::MAX;

impl Numbers {
    fn push(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn string(&mut self, text: Option<&SharedStr>) {
        let (start, end) = text.map_or((NONE, NONE), SharedStr::place);
        self.push(start);
        self.push(end);
    }

    fn entity(&mut self, entity: &Entity) {
        self.push(entity.id.len() as u32);
        let kind = Kind::ALL.iter().position(|&kind| kind == entity.kind).expect("ALL has every kind");
        self.push(kind as u32);
        let (month, day) = entity.fiscal_year_end.unwrap_or((0, 0));
        self.push(u32::from(month) << 8 | u32::from(day));
        [entity.prior, entity.rank].into_iter().for_each(|number| self.push(number));
        [&entity.wikidata, &entity.since, &entity.until].into_iter().for_each(|text| self.string(text.as_ref()));
        self.push(entity.labels.len() as u32);
        for (lang, label) in &entity.labels {
            self.push(*lang as u32);
            self.string(Some(label));
        }
        self.push(entity.of.len() as u32);
        entity.of.iter().for_each(|&of| self.push(of));
        self.push(entity.written.len() as u32);
        entity.written.iter().flat_map(|at| [at.file, at.line]).for_each(|number| self.push(number));
        self.push(entity.names.len() as u32);
        for name in &entity.names {
            self.string(Some(&name.text));
            self.push(name.lang as u32 | (name.role as u32) << 8 | u32::from(name.any_case) << 16);
        }
    }
}

/// Reads what [`encode`] wrote, the automaton beside the rest.
pub(crate) fn decode(image: &Image) -> Result<KnowledgeBase, ImageError> {
    thread::scope(|scope| {
        let automaton = scope.spawn(|| automaton_of(&image.section(AUTOMATON)?).map_err(|what| image.damaged(what)));
        let mut base = without_automaton(image)?;
        base.automaton = automaton.join().map_err(|_| image.damaged(NO_AUTOMATON))??;
        Ok(base)
    })
}

fn without_automaton(image: &Image) -> Result<KnowledgeBase, ImageError> {
    let [files, ids, pool] = [image.section(FILES)?, image.section(IDS)?, image.section(POOL)?];
    let [numbers, refs, starts] = [image.section(NUMBERS)?, image.section(REFS)?, image.section(STARTS)?];
    let read = move || {
        let files: Vec<String> =
            text(&files)?.split('\n').filter(|file| !file.is_empty()).map(str::to_string).collect();
        let pool: Arc<Box<str>> = Arc::new(String::from_utf8(pool).map_err(|_| NO_TEXT)?.into_boxed_str());
        let reader = Reader { numbers: &numbers, ids: text(&ids)?, pool: &pool, files: files.len() as u32 };
        let entities = reader.entities()?;
        let refs = refs_of(&refs, &entities)?;
        let starts = starts_of(&starts, refs.len())?;
        Ok(KnowledgeBase { pool, files, entities, refs, starts, automaton: None, hash: image.hash.clone() })
    };
    read().map_err(|what| image.damaged(what))
}

const NO_TEXT: Damage = "a text is not UTF-8";
const NO_AUTOMATON: Damage = "its automaton cannot be read";

fn text(bytes: &[u8]) -> Result<&str, Damage> {
    std::str::from_utf8(bytes).map_err(|_| NO_TEXT)
}

fn numbers_of(bytes: &[u8]) -> Result<impl Iterator<Item = u32> + '_, Damage> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    if rest.is_empty() { Ok(chunks.iter().map(|chunk| u32::from_le_bytes(*chunk))) } else { Err(SHORT) }
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
    let (pairs, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(SHORT);
    }
    let found = |pair: &[u8; 8]| {
        let [a, b, c, d, e, f, g, h] = *pair;
        let found = NameRef { entity: u32::from_le_bytes([a, b, c, d]), name: u32::from_le_bytes([e, f, g, h]) };
        let entity = entities.get(found.entity as usize).ok_or(STRAY)?;
        if (found.name as usize) < entity.names.len() { Ok(found) } else { Err(STRAY) }
    };
    pairs.iter().map(found).collect()
}

fn starts_of(bytes: &[u8], refs: usize) -> Result<Vec<u32>, Damage> {
    let starts: Vec<u32> = numbers_of(bytes)?.collect();
    let fits = starts.is_sorted() && starts.first() == Some(&0) && starts.last() == Some(&(refs as u32));
    if fits { Ok(starts) } else { Err(STRAY) }
}

/// Reads the numbers of the entities.
struct Reader<'b> {
    numbers: &'b [u8],
    ids: &'b str,
    pool: &'b Arc<Box<str>>,
    files: u32,
}

impl Reader<'_> {
    fn entities(mut self) -> Result<Vec<Entity>, Damage> {
        let mut entities = Vec::new();
        while !self.numbers.is_empty() {
            entities.push(self.entity()?);
        }
        let all = entities.len() as u32;
        let strays = entities.iter().any(|entity| entity.of.iter().any(|&of| of >= all));
        let sorted = entities.is_sorted_by(|a, b| a.id < b.id);
        if strays || !sorted || !self.ids.is_empty() { Err(STRAY) } else { Ok(entities) }
    }

    fn number(&mut self) -> Result<u32, Damage> {
        let (number, rest) = self.numbers.split_first_chunk::<4>().ok_or(SHORT)?;
        self.numbers = rest;
        Ok(u32::from_le_bytes(*number))
    }

    /// A number of things of at least `size` numbers each; no more than what is left can hold.
    fn count(&mut self, size: usize) -> Result<usize, Damage> {
        let count = self.number()? as usize;
        if count.saturating_mul(size * 4) <= self.numbers.len() { Ok(count) } else { Err(SHORT) }
    }

    fn list<T>(&mut self, size: usize, mut one: impl FnMut(&mut Self) -> Result<T, Damage>) -> Result<Vec<T>, Damage> {
        let count = self.count(size)?;
        (0..count).map(|_| one(self)).collect()
    }

    fn optional(&mut self) -> Result<Option<SharedStr>, Damage> {
        let (start, end) = (self.number()?, self.number()?);
        if (start, end) == (NONE, NONE) {
            return Ok(None);
        }
        SharedStr::part(self.pool, start, end).map(Some).ok_or(STRAY)
    }

    fn string(&mut self) -> Result<SharedStr, Damage> {
        self.optional()?.ok_or(STRAY)
    }

    fn id(&mut self) -> Result<String, Damage> {
        let length = self.number()? as usize;
        let (id, rest) = self.ids.split_at_checked(length).ok_or(SHORT)?;
        self.ids = rest;
        Ok(id.to_string())
    }

    fn label(&mut self) -> Result<(LabelLang, SharedStr), Damage> {
        let lang = *LabelLang::ALL.get(self.number()? as usize).ok_or(STRAY)?;
        Ok((lang, self.string()?))
    }

    fn written(&mut self) -> Result<WrittenAt, Damage> {
        let at = WrittenAt { file: self.number()?, line: self.number()? };
        if at.file < self.files { Ok(at) } else { Err(STRAY) }
    }

    fn name(&mut self) -> Result<Name, Damage> {
        let text = self.string()?;
        let rules = self.number()?;
        let [lang, role, any_case, _] = rules.to_le_bytes();
        let lang = *NAME_LANGS.get(lang as usize).ok_or(STRAY)?;
        let role = *NAME_ROLES.get(role as usize).ok_or(STRAY)?;
        Ok(Name { text, lang, role, any_case: any_case != 0 })
    }

    fn entity(&mut self) -> Result<Entity, Damage> {
        let id = self.id()?;
        let kind = *Kind::ALL.get(self.number()? as usize).ok_or(STRAY)?;
        let [day, month, ..] = self.number()?.to_le_bytes();
        Ok(Entity {
            id,
            kind,
            fiscal_year_end: (month != 0).then_some((month, day)),
            prior: self.number()?,
            rank: self.number()?,
            wikidata: self.optional()?,
            since: self.optional()?,
            until: self.optional()?,
            labels: self.list(3, Reader::label)?,
            of: self.list(1, Reader::number)?,
            written: self.list(2, Reader::written)?,
            names: self.list(3, Reader::name)?,
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
