//! Of whom a figure speaks.

use newsbraid_text::{Normalized, Span};

use crate::times::cursor::{char_at, is_hangul, sentence_end, sentence_start, skip_space};

use super::FigureContext;
use super::lexicon::{Endings, Measures, Table, norm};
use super::marks::{MarkHit, Marks, clause_start};

/// The words by which owners and those who only speak are known.
#[derive(Debug)]
pub(crate) struct OwnerCues {
    ours: Vec<String>,
    group: Vec<String>,
    helped: Vec<String>,
    source_before: Endings<()>,
    source_after: Table<()>,
}

impl OwnerCues {
    pub(crate) fn new(measures: &Measures) -> OwnerCues {
        let words = &measures.owner;
        let list = |words: &[String]| words.iter().map(|w| (norm(w).trim_end().to_string(), ())).collect::<Vec<_>>();
        OwnerCues {
            ours: words.ours.iter().map(|w| norm(w)).collect(),
            group: words.group.iter().map(|w| norm(w)).collect(),
            helped: words.helped.iter().map(|w| norm(w)).collect(),
            source_before: Endings::new(list(&words.source_before).into_iter()),
            source_after: Table::new(words.source_after.iter().map(|w| (norm(w), ()))),
        }
    }
}

/// The entities of a text, in bytes of its normalised form.
pub(crate) struct Owners<'a> {
    named: Vec<Owner>,
    cues: &'a OwnerCues,
    context: &'a dyn FigureContext,
    /// The organisation that the article mostly speaks of, and whether hardly of any other.
    main: Option<(String, bool)>,
}

struct Owner {
    span: Span,
    entity: String,
    rank: Rank,
    organization: bool,
    year_end: Option<(i8, i8)>,
    /// A particle makes it the subject: 알리바바는.
    subject: bool,
}

/// Who figures are about first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Maker,
    Person,
    Place,
    /// Who only says or counted it.
    Source,
}

/// Whom a figure is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    pub entity: Option<String>,
    /// Whether its own clause says so, or nobody else can be meant.
    pub sure: bool,
    /// Where the entity is named; where the figure begins, if the article as a whole says it.
    pub at: usize,
}

impl About {
    fn of(owner: &Owner, sure: bool) -> About {
        About { entity: Some(owner.entity.clone()), sure, at: owner.span.start as usize }
    }
}

/// Bytes at the beginning of a sentence in which its subject stands.
const SUBJECT: usize = 30;
/// What a mention in the first line of a text counts when the main entity is looked for.
const FIRST_LINE: usize = 3;
/// The main entity has this share of all mentions where hardly any other is spoken of, in percent.
const ALONE: usize = 60;

impl<'a> Owners<'a> {
    pub(crate) fn new(
        normalized: &Normalized,
        context: &'a dyn FigureContext,
        cues: &'a OwnerCues,
        hits: &[MarkHit],
        marks: &Marks,
    ) -> Owners<'a> {
        let s = normalized.text();
        let left_out = |span: Span| marks.leaves_out(s, hits, span.start as usize);
        let named = context.mentions().into_iter().map(|m| {
            let span = normalized.from_source(m.span);
            let rank = match m.kind {
                _ if cues.speaks(s, span) || left_out(span) => Rank::Source,
                "person" => Rank::Person,
                "place" | "event" => Rank::Place,
                _ => Rank::Maker,
            };
            Owner {
                span,
                entity: m.entity.to_string(),
                rank,
                organization: m.kind == "organization",
                year_end: context.fiscal_year_end(m.entity),
                subject: is_subject(s, span.end as usize),
            }
        });
        let named: Vec<Owner> = named.collect();
        let main = main_of(s, &named, context);
        Owners { named, cues, context, main }
    }

    /// The end of the fiscal year of the company last spoken of before `at`, or first after it.
    pub(crate) fn year_end(&self, s: &str, at: usize) -> Option<(i8, i8)> {
        let fits = |o: &&Owner| o.rank == Rank::Maker && o.year_end.is_some();
        let passed = self.named.partition_point(|o| o.span.end as usize <= at);
        let before = self.named[..passed].iter().rev().find(fits);
        let sentence = sentence_end(s, at) as u32;
        let after = || self.named[passed..].iter().take_while(|o| o.span.start < sentence).find(fits);
        before.or_else(after).and_then(|o| o.year_end)
    }

    /// Whether an entity ends at this byte.
    pub(crate) fn ends_at(&self, at: usize) -> bool {
        let passed = self.named.partition_point(|o| (o.span.end as usize) < at);
        self.named.get(passed).is_some_and(|o| o.span.end as usize == at)
    }

    /// Whom a figure is about whose measure (or itself) begins at `anchor`: the entity in the clause before it, then in
    /// the sentence, then behind it; else the one that the sentence before speaks of, a heading, or the article.
    /// Organisations and products come before people and places, but the struck and the weather belong to places.
    pub(crate) fn about(&self, s: &str, figure: Span, anchor: usize, local: bool) -> About {
        if self.named.is_empty() {
            return About::default();
        }
        let (start, end) = (figure.start as usize, figure.end as usize);
        let anchor = anchor.min(start);
        let (from, to) = (sentence_start(s, anchor), sentence_end(s, end).max(end));
        let clause = clause_start(s, anchor);
        let clause_to = end + s[end..to].find([',', ';', '。', '(']).unwrap_or(to - end);
        if local {
            let stretches = [(clause, start, true), (end, clause_to, false), (from, clause, true)];
            let found = stretches.iter().find_map(|&(from, to, last)| self.place_within(from, to, last));
            if let Some(owner) = found {
                return About::of(owner, true);
            }
        }
        if let Some(owner) = self.within(clause, start) {
            return About::of(owner, true);
        }
        let group = self.speaks_of(s, &self.cues.group, clause, start);
        let total = s[clause..start].contains(['总', '총']) || s[clause..start].contains("전체");
        let found = self.within(from, clause).map(|owner| (owner, self.only_one(from, start)));
        if group || total || self.speaks_of(s, &self.cues.ours, clause, start) {
            let whole = found.and_then(|(owner, _)| self.context.whole(&owner.entity)).filter(|_| total);
            let heading = || self.heading(s, from).filter(|_| total).map(|owner| owner.entity.as_str());
            let named = whole.or_else(heading).map(|id| About { entity: Some(id.to_string()), sure: true, at: start });
            return named.unwrap_or_else(|| self.main_entity(group, true, start));
        }
        if let Some((owner, sure)) = found {
            // 普渡大学将为其培养工程师，预计提供1000个岗位: what goes on is whom the pronoun means, not who does something for them.
            let helps = self.speaks_of(s, &self.cues.helped, owner.span.end as usize, clause);
            let main = if helps { self.main_entity(false, false, start) } else { About::default() };
            return if main.entity.is_some() { main } else { About::of(owner, sure) };
        }
        let near = || self.first_within(end, clause_to);
        let near = near().or_else(|| self.subject_before(s, from)).or_else(|| self.heading(s, from));
        if let Some(owner) = near {
            return About::of(owner, false);
        }
        let mut main = self.main_entity(false, self.only_main_before(start), start);
        // Whoever the rest of the sentence names may be meant as well.
        main.sure &= self.first_within(end, to).is_none();
        if main.entity.is_some() {
            return main;
        }
        let passed = self.named.partition_point(|o| (o.span.start as usize) < start);
        let last = self.named[..passed].iter().rev().find(|o| o.rank != Rank::Source);
        let last = last.or_else(|| self.named.iter().find(|o| o.rank != Rank::Source));
        last.map_or_else(About::default, |owner| About::of(owner, false))
    }

    /// The company that the article is about; the whole of it where the group is spoken of.
    fn main_entity(&self, group: bool, said: bool, at: usize) -> About {
        let Some((main, alone)) = &self.main else { return About::default() };
        let whole = if group { self.context.whole(main) } else { None };
        About { entity: Some(whole.unwrap_or(main).to_string()), sure: said || *alone, at }
    }

    /// Whether the main organisation is named before a byte, and no other.
    fn only_main_before(&self, at: usize) -> bool {
        let mut makers = self.between(0, at).filter(|o| o.rank == Rank::Maker && o.organization).peekable();
        makers.peek().is_some() && self.main.as_ref().is_some_and(|(main, _)| makers.all(|o| o.entity == *main))
    }

    fn speaks_of(&self, s: &str, words: &[String], from: usize, to: usize) -> bool {
        words.iter().any(|w| s[from..to].contains(w.as_str()))
    }

    fn between(&self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = &Owner> {
        let first = self.named.partition_point(|o| (o.span.start as usize) < from);
        let last = self.named.partition_point(|o| (o.span.start as usize) < to);
        self.named[first..last.max(first)].iter().filter(move |o| o.span.end as usize <= to)
    }

    /// The owner of a stretch: the subject, else the last organisation or product, else the last person, else place.
    fn within(&self, from: usize, to: usize) -> Option<&Owner> {
        let makers = || self.between(from, to).filter(|o| o.rank == Rank::Maker);
        let adjacent = makers().next_back().filter(|o| to.saturating_sub(o.span.end as usize) <= 2);
        let subject = makers().rev().find(|o| o.subject && o.organization);
        let last = || makers().rev().find(|o| o.organization).or_else(|| makers().next_back());
        adjacent.or(subject).or_else(last)
    }

    fn first_within(&self, from: usize, to: usize) -> Option<&Owner> {
        self.between(from, to).find(|o| o.rank == Rank::Maker)
    }

    fn place_within(&self, from: usize, to: usize, last: bool) -> Option<&Owner> {
        let mut places = self.between(from, to).filter(|o| o.rank == Rank::Place);
        if last { places.next_back() } else { places.next() }
    }

    /// Whether a stretch names no more than one organisation or product.
    fn only_one(&self, from: usize, to: usize) -> bool {
        let mut makers = self.between(from, to).filter(|o| o.rank == Rank::Maker);
        let first = makers.next();
        makers.all(|o| Some(&o.entity) == first.map(|f| &f.entity))
    }

    /// The subject of the sentence before, in the same paragraph.
    fn subject_before(&self, s: &str, from: usize) -> Option<&Owner> {
        let end = s[..from].trim_end().len();
        if end == 0 || s[end..from].contains('\n') {
            return None;
        }
        let begin = sentence_start(s, end - 1);
        let mut subjects = self.between(begin, end).filter(|o| o.rank == Rank::Maker && o.subject);
        subjects.next().or_else(|| self.first_within(begin, (begin + SUBJECT).min(end)))
    }

    /// The organisation in the line above the paragraph, where that line ends with a colon.
    fn heading(&self, s: &str, at: usize) -> Option<&Owner> {
        let paragraph = s[..at].rfind('\n')?;
        let above = s[..paragraph].trim_end();
        let line = above.rfind('\n').map_or(0, |i| i + 1);
        let is_heading = above.ends_with(':') && above.len() - line <= 90;
        let makers = || self.between(line, above.len()).filter(|o| o.rank == Rank::Maker);
        if is_heading { makers().next() } else { None }
    }
}

impl OwnerCues {
    /// Whether an entity only says or counted it: IDC数据显示, according to Omdia, LSEG 추정.
    fn speaks(&self, s: &str, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let before = s[..start].trim_end();
        let latin = before.ends_with(|c: char| c.is_ascii_lowercase());
        let stands = |word: &str| !latin || before.len() < start || !word.is_ascii();
        // LSEG(런던증권거래소그룹) 컨센서스.
        let behind = if s[end..].starts_with('(') { s[end..].find(')').map_or(end, |i| end + i + 1) } else { end };
        // IT之家 6 月 3 日消息.
        let dated = end + s[end..].find(|c: char| !(c.is_ascii_digit() || " 月日".contains(c))).unwrap_or(0);
        self.source_before.before(s, before.len()).any(|(word, ())| stands(word))
            || [end, dated, behind].into_iter().any(|at| self.source_after.at(s, at).next().is_some())
    }
}

/// Korean particles of the subject, which end an eojeol.
fn is_subject(s: &str, end: usize) -> bool {
    let Some(c) = char_at(s, end).filter(|c| matches!(c, '은' | '는' | '이' | '가')) else { return false };
    !char_at(s, skip_space(s, end + c.len_utf8()).min(end + c.len_utf8())).is_some_and(is_hangul)
}

/// The organisation named most often, the first of equals; those of the first line count more. Divisions count for the
/// organisation they belong to, which it is where the text names it.
fn main_of(s: &str, named: &[Owner], context: &dyn FigureContext) -> Option<(String, bool)> {
    let first_line = s.find('\n').unwrap_or(0);
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let makers = || named.iter().filter(|o| o.rank == Rank::Maker && o.organization);
    for owner in makers() {
        let root = context.whole(&owner.entity).unwrap_or(&owner.entity);
        let weight = if (owner.span.end as usize) <= first_line { FIRST_LINE } else { 1 };
        match counts.iter_mut().find(|(known, _)| *known == root) {
            Some((_, count)) => *count += weight,
            None => counts.push((root, weight)),
        }
    }
    let total: usize = counts.iter().map(|c| c.1).sum();
    let most = counts.iter().map(|c| c.1).max()?;
    let (root, count) = *counts.iter().find(|c| c.1 == most)?;
    let division = || makers().find(|o| context.whole(&o.entity) == Some(root)).map(|o| o.entity.as_str());
    let main = if makers().any(|o| o.entity == root) { root } else { division().unwrap_or(root) };
    Some((main.to_string(), count * 100 >= total * ALONE))
}
