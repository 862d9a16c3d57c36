//! Unknown institutions and facilities in Chinese and Korean text: 海纳证券, 하이나증권, 上海港, 布鲁克林体育娱乐公司.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use newsbraid_kb::{Kind, KnowledgeBase};
use newsbraid_segmenter::{Layer, TokenClass};
use newsbraid_text::{Script, Span, script_of};

use super::{UnknownName, keys, taken};
use crate::mentions::boundary::Surroundings;
use crate::mentions::short_forms::Settled;
use crate::mentions::{particles, places};

/// Words that end names of institutions.
const INSTITUTIONS: &str = include_str!("../../data/institutions.tsv");

/// Words that stand before an institution without naming it.
const GENERIC: &str = include_str!("../../data/generic_modifiers.tsv");

/// Chinese words that stand in no name: verbs and prepositions of news.
const FUNCTION_WORDS: &str = include_str!("../../data/function_words.txt");

/// What must stand before the word for an institution.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Any name.
    Name,
    /// A place or organization of the base.
    Place,
}

/// A word that ends names of institutions.
type Word = (&'static str, Kind, Before);

/// Where words for institutions end in a text, in order: the longest at each place.
struct Ends(Vec<(u32, Word)>);

impl Ends {
    /// The word that ends at a place.
    fn at(&self, end: u32) -> Option<Word> {
        self.0.binary_search_by_key(&end, |(end, _)| *end).ok().map(|at| self.0[at].1)
    }

    /// The words that end behind `start` and no later than `last`.
    fn within(&self, start: u32, last: u32) -> &[(u32, Word)] {
        let place = |at: u32| self.0.partition_point(|(end, _)| *end <= at);
        &self.0[place(start)..place(last).max(place(start))]
    }
}

/// The tables.
pub(super) struct Institutions {
    /// By language, longest first.
    words: BTreeMap<&'static str, Vec<Word>>,
    /// The Chinese and the Korean words.
    patterns: Vec<Word>,
    /// Over `patterns`.
    automaton: AhoCorasick,
    generic: BTreeSet<(&'static str, &'static str)>,
    functions: HashSet<&'static str>,
}

impl Institutions {
    pub(super) fn new() -> Institutions {
        let mut words: BTreeMap<&'static str, Vec<Word>> = BTreeMap::new();
        for cells in rows(INSTITUTIONS) {
            let [lang, word, kind, before] = cells[..] else { unreachable!("a test reads the table") };
            let kind = kind.parse().expect("a test reads the table");
            let before = if before == "place" { Before::Place } else { Before::Name };
            words.entry(lang).or_default().push((word, kind, before));
        }
        words.values_mut().for_each(|list| list.sort_by_key(|(word, ..)| std::cmp::Reverse(word.len())));
        let patterns: Vec<Word> = words["zh"].iter().chain(&words["ko"]).copied().collect();
        let automaton =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(patterns.iter().map(|(word, ..)| *word));
        let automaton = automaton.expect("the table is small");
        let generic = rows(GENERIC).map(|cells| (cells[0], cells[1])).collect();
        let functions = rows(FUNCTION_WORDS).map(|cells| cells[0]).collect();
        Institutions { words, patterns, automaton, generic, functions }
    }

    /// The kind of what an English word ends the name of.
    pub(super) fn english(&self, word: &str) -> Option<Kind> {
        self.words["en"].iter().find(|(known, ..)| *known == word).map(|(_, kind, _)| *kind)
    }

    /// Whether an English word before an institution names nothing.
    pub(super) fn is_generic_english(&self, word: &str) -> bool {
        self.generic.contains(&("en", word))
    }

    fn ends(&self, text: &str) -> Ends {
        let mut ends: Vec<(u32, Word)> = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            let (end, word) = (hit.end() as u32, self.patterns[hit.pattern().as_usize()]);
            match ends.last_mut() {
                Some((last, longest)) if *last == end => {
                    if word.0.len() > longest.0.len() {
                        *longest = word;
                    }
                }
                _ => ends.push((end, word)),
            }
        }
        Ends(ends)
    }

    /// Names of institutions in Chinese and Korean text, outside linked mentions but for one that begins them.
    pub(super) fn find(&self, base: &KnowledgeBase, linked: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
        let mut found = Vec::new();
        let mut words: Vec<Span> = Vec::new();
        let ends = self.ends(around.text);
        let tokens = || around.analysis.tokens.iter().filter(|t| t.layer == Layer::Surface);
        let spans = around.analysis.normalized.from_source_in_order(tokens().map(|token| token.span));
        for (token, span) in tokens().zip(spans) {
            let first = span.of(around.text).chars().next().map(script_of);
            if first == Some(Script::Hangul) && around.starts_eojeol(span.start) {
                found.extend(self.korean(span.start, &ends, base, linked, around));
            }
            if token.class != TokenClass::Word || !words.last().is_none_or(|last| follows(*last, span, around)) {
                words.clear();
            }
            if token.class == TokenClass::Word && matches!(first, Some(Script::Han | Script::Latin)) {
                words.push(span);
                if first == Some(Script::Han) {
                    let word = ends.at(span.end);
                    found.extend(word.and_then(|word| self.chinese(&words, word, base, linked, around)));
                }
            }
        }
        found
    }

    /// The words of a run of Chinese, of which the last ends an institution's name.
    fn chinese(
        &self,
        words: &[Span],
        (suffix, kind, before): Word,
        base: &KnowledgeBase,
        linked: &[Settled],
        around: &Surroundings,
    ) -> Option<UnknownName> {
        let last = *words.last()?;
        let core_end = last.end - suffix.len() as u32;
        if core_end < words[0].start || (suffix == AVIATION && is_attribute(last.end, around)) {
            return None;
        }
        // A linked name at the end is the institution itself: 美国|哥伦比亚大学.
        if taken(Span { start: core_end, end: last.end }, linked) {
            return None;
        }
        let mut start = last.end;
        for word in words.iter().rev().take(WORDS) {
            let own = Span { start: word.start, end: word.end.min(core_end).max(word.start) };
            let text = own.of(around.text);
            if self.functions.contains(text) || text.starts_with(NUMERALS) {
                break;
            }
            start = word.start;
            let inside = linked.iter().find(|m| m.span.end > start && m.span.start < core_end.max(start));
            if let Some(owner) = inside {
                let begins = owner.span.start == start && owner.span.end <= core_end;
                let span = Span { start, end: last.end };
                return begins.then(|| self.owned(owner, span, suffix, kind, base, around)).flatten();
            }
        }
        if start >= core_end || before == Before::Place {
            return None;
        }
        let core = Span { start, end: core_end }.of(around.text);
        // Two words at most: 海纳|证券, 云脉|半导体; longer runs hold verbs.
        let short = words.iter().filter(|word| word.start >= start && word.start < core_end).count() <= 1;
        let name = (2..=4).contains(&core.chars().count()) && core.chars().all(|c| script_of(c) == Script::Han);
        (name && short && !self.is_generic("zh", core)).then(|| unknown(Span { start, end: last.end }, kind, around))
    }

    /// An institution that begins with a place or organization of the base. A country and a common word (韩国公司,
    /// 美国职业篮球队) name nothing; a country and its learned bodies do.
    fn owned(
        &self,
        owner: &Settled,
        span: Span,
        suffix: &str,
        kind: Kind,
        base: &KnowledgeBase,
        around: &Surroundings,
    ) -> Option<UnknownName> {
        let entity = base.entity(owner.entity);
        // 扎克伯格|坦言|公司: what is named after somebody is a foundation or a museum.
        if entity.kind == Kind::Person && !LEARNED.contains(&suffix) {
            return None;
        }
        let between = &around.text[owner.span.end as usize..span.end as usize - suffix.len()];
        let count = between.chars().filter(|c| !c.is_whitespace()).count();
        let place = entity.kind == Kind::Place;
        let country = places::is_country(base, owner.entity);
        let says = !self.is_generic("zh", between.trim());
        let named = match (country, kind) {
            (true, _) => LEARNED.contains(&suffix) && (says || between.contains("国立") || between.contains("国家")),
            (false, Kind::Place) => place || says,
            (false, _) => says || (count == 0 && place && PLAIN.contains(&suffix)),
        };
        let fits = count <= BETWEEN && (count >= 2 || (!country && place));
        (named && fits).then(|| unknown(span, kind, around))
    }

    /// An eojeol that ends, before its particles, as institutions do: 하이나증권은.
    fn korean(
        &self,
        start: u32,
        ends: &Ends,
        base: &KnowledgeBase,
        linked: &[Settled],
        around: &Surroundings,
    ) -> Option<UnknownName> {
        let eojeol = around.rest_of_eojeol(start);
        let (end, (suffix, kind, before)) = ending(start, eojeol, ends)?;
        let span = Span { start, end };
        let core = &eojeol[..(end - start) as usize - suffix.len()];
        if linked.iter().any(|m| m.span.start <= start && m.span.end >= span.end) {
            return None;
        }
        let syllables = core.chars().count();
        let place = || {
            let of_key = |name: &str| base.lookup(name).any(|found| base.entity(found.entity).kind == Kind::Place);
            of_key(core)
        };
        let fits = match before {
            Before::Name => (2..=8).contains(&syllables) && !self.is_generic("ko", core),
            Before::Place => syllables >= 2 && place(),
        };
        fits.then(|| unknown(span, kind, around))
    }

    /// Whether what stands before an institution is made of words that name nothing: 국립중앙.
    fn is_generic(&self, lang: &'static str, core: &str) -> bool {
        core.is_empty()
            || core
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .any(|end| self.generic.contains(&(lang, &core[..end])) && self.is_generic(lang, &core[end..]))
    }
}

/// The last word for an institution in an eojeol behind which nothing but particles stands, and where it ends.
fn ending(start: u32, eojeol: &str, ends: &Ends) -> Option<(u32, Word)> {
    let inside = ends.within(start, start + eojeol.len() as u32).iter().rev();
    inside.copied().find(|(end, (suffix, ..))| {
        let at = (end - start) as usize;
        let last = suffix.chars().next_back().unwrap_or(' ');
        at > suffix.len() && particles::is_particles(&eojeol[at..], last)
    })
}

/// Whether a word follows the one before it in one name: directly, or behind a space at a change to or from Latin letters.
fn follows(last: Span, next: Span, around: &Surroundings) -> bool {
    let gap = &around.text[last.end as usize..next.start as usize];
    let latin = |span: Span| span.of(around.text).starts_with(|c: char| script_of(c) == Script::Latin);
    gap.is_empty() || (gap == " " && latin(last) != latin(next))
}

/// It ends names of airlines, and stands before nouns as a common word: 航空发动机.
const AVIATION: &str = "航空";

/// Whether a noun follows, so that the word before it only qualifies it.
fn is_attribute(end: u32, around: &Surroundings) -> bool {
    const BEHIND_NAMES: &str = "的在将与和已称表宣计从等是也旗及首总";
    around.after(end).is_some_and(|c| script_of(c) == Script::Han && !BEHIND_NAMES.contains(c))
}

/// How numerals begin, which count institutions and name none.
const NUMERALS: [char; 14] = ['一', '两', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '数'];

/// Institutions of a country.
const LEARNED: &[&str] = &[
    "博物馆",
    "美术馆",
    "图书馆",
    "研究所",
    "研究院",
    "实验室",
    "委员会",
    "协会",
    "学会",
    "联合会",
    "基金会",
    "管理局",
    "大学",
];

/// Words of a Chinese run that are looked at.
const WORDS: usize = 5;

/// Characters that may stand between an owner and the word for an institution.
const BETWEEN: usize = 8;

/// Institutions that a city's name alone names.
const PLAIN: &[&str] = &["大学", "医院", "博物馆", "美术馆", "图书馆", "日报", "晚报", "动物园", "植物园", "电视台"];

fn unknown(span: Span, kind: Kind, around: &Surroundings) -> UnknownName {
    UnknownName::pattern(span, keys::thing(kind, span.of(around.text)), kind)
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for cells in rows(INSTITUTIONS) {
            assert_eq!(cells.len(), 4, "{cells:?}");
            assert!(["zh", "ko", "en"].contains(&cells[0]) && ["name", "place"].contains(&cells[3]), "{cells:?}");
            assert!(cells[2].parse::<Kind>().is_ok(), "{cells:?}");
        }
        assert!(rows(GENERIC).all(|cells| cells.len() == 2 && ["zh", "ko", "en"].contains(&cells[0])));
        assert_eq!(Institutions::new().words.len(), 3);
    }

    #[test]
    fn generic_words_name_nothing() {
        let institutions = Institutions::new();
        for (lang, core, expect) in
            [("ko", "국립중앙", true), ("ko", "하이나", false), ("zh", "商业", true), ("zh", "海纳", false)]
        {
            assert_eq!(institutions.is_generic(lang, core), expect, "{core}");
        }
    }
}
