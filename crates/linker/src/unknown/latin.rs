//! Unknown names in Latin letters: runs of capitalised words.

use newsbraid_kb::{Kind, KnowledgeBase};
use newsbraid_text::Span;

use super::institutions::Institutions;
use super::{UnknownName, keys, taken};
use crate::mentions::boundary::Surroundings;
use crate::mentions::short_forms::Settled;

/// A run of capitalised words of one sentence, with the small words inside it (Port of Shanghai).
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The words, in bytes of the source.
    words: Vec<Span>,
}

/// Small words that stand inside names.
const INSIDE: &[&str] = &["of", "the", "for", "de", "von", "van", "der", "al", "bin"];

/// Share of capitalised words from which a line is a headline in capitals, where capitals say nothing.
const HEADLINE: f32 = 0.6;

/// The runs of a text that is not all capitalised words.
pub(super) fn runs(source: &str, around: &Surroundings) -> Vec<Run> {
    let mut runs = Vec::new();
    for &sentence in around.analysis.sentences.iter().filter(|sentence| may_have_capitals(sentence.of(source))) {
        let words = words(sentence, source);
        let capitals = words.iter().filter(|word| is_capital(word.of(source))).count();
        let latin = words.iter().filter(|word| word.of(source).starts_with(|c: char| c.is_alphabetic())).count();
        if latin == 0 || (latin > 4 && capitals as f32 / latin as f32 >= HEADLINE) {
            continue;
        }
        let mut run: Vec<Span> = Vec::new();
        for word in words {
            let follows = run.last().is_none_or(|last| &source[last.end as usize..word.start as usize] == " ");
            let text = word.of(source);
            let fits = is_capital(text) || (!run.is_empty() && INSIDE.contains(&text));
            if !(follows && fits) {
                finish(&mut run, source, &mut runs);
            }
            if is_capital(text) || (!run.is_empty() && fits && follows) {
                run.push(word);
            }
        }
        finish(&mut run, source, &mut runs);
    }
    runs
}

/// Whether a sentence has a byte of a Latin capital: the leading bytes of U+00C0 to U+024F are C3 to C9.
fn may_have_capitals(sentence: &str) -> bool {
    sentence.bytes().any(|b| b.is_ascii_uppercase() || (0xC3..=0xC9).contains(&b))
}

fn finish(run: &mut Vec<Span>, source: &str, runs: &mut Vec<Run>) {
    while run.last().is_some_and(|word| INSIDE.contains(&word.of(source))) {
        run.pop();
    }
    if !run.is_empty() {
        runs.push(Run { words: std::mem::take(run) });
    }
}

/// Stretches of Latin letters, digits, hyphens and inner points, and other text as words of its own.
fn words(sentence: Span, source: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start: Option<usize> = None;
    let base = sentence.start as usize;
    for (at, c) in sentence.of(source).char_indices() {
        let next = || sentence.of(source)[at + c.len_utf8()..].chars().next();
        // Do-yun, O'Hagan, but not the 's behind a name.
        let inner =
            start.is_some() && (c == '-' || (matches!(c, '\'' | '’') && next().is_some_and(char::is_uppercase)));
        let joins = c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c) || inner;
        match (joins, start) {
            (true, None) => start = Some(base + at),
            (false, Some(from)) => {
                found.push(Span::new(from, base + at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(Span::new(from, sentence.end as usize));
    }
    found
}

fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase())
}

/// Runs that an institution's word ends (Naru Economic Institute) or begins (Port of Shanghai, University of Szeged).
pub(super) fn institutions(
    runs: &[Run],
    table: &Institutions,
    base: &KnowledgeBase,
    linked: &[Settled],
    around: &Surroundings,
) -> Vec<UnknownName> {
    let normalized = &around.analysis.normalized;
    let of = |word: &Span| normalized.from_source(*word);
    let mut found = Vec::new();
    for run in runs {
        let lower: Vec<&str> = run.words.iter().map(|word| of(word).of(around.text)).collect();
        let Some((first, last, kind)) = institution_in(&lower, table) else { continue };
        let span = Span { start: of(&run.words[first]).start, end: of(&run.words[last]).end };
        // A linked organization or product with nothing but the form of a company behind it is that company.
        let known = linked.iter().filter(|m| m.span.overlaps(span));
        let stands = known.clone().all(|m| {
            let inside = span.contains(m.span) && m.span.len() < span.len();
            let place = base.entity(m.entity).kind == Kind::Place;
            let rest = span.end.saturating_sub(m.span.end) as usize;
            // US|Supreme Court: what the run ends in is known.
            inside && (place || rest > COMPANY_FORM || (m.span.start > span.start && rest > 0))
        });
        if stands {
            found.push(UnknownName::pattern(span, keys::thing(kind, span.of(around.text)), kind));
        }
    }
    found
}

/// Bytes of ` Corp`, ` Holdings` behind a company.
const COMPANY_FORM: usize = 9;

/// The first and last word of the institution in a run, and its kind.
fn institution_in(words: &[&str], table: &Institutions) -> Option<(usize, usize, Kind)> {
    let first = words.iter().position(|word| !ARTICLES.contains(word) && !INSIDE.contains(word))?;
    // University of X, Port of X.
    let head_first = (0..words.len().saturating_sub(2)).find_map(|at| {
        let kind = table.english(words[at])?;
        (words[at + 1] == "of").then_some((at, kind))
    });
    if let Some((at, kind)) = head_first {
        let before = (0..at).rev().take_while(|i| !INSIDE.contains(&words[*i])).last().unwrap_or(at);
        // Department of Justice Analyst Paul Rowlett: from the office on it is somebody.
        let end = (at + 3..words.len()).find(|i| OFFICES.contains(&words[*i])).unwrap_or(words.len());
        return Some((before, end - 1, kind));
    }
    // Park Do-yun of the Naru Economic Institute: what stands before the small words is somebody else.
    let first = match words.iter().rposition(|word| matches!(*word, "of" | "for")) {
        Some(at) => (at + 1..words.len()).find(|i| !INSIDE.contains(&words[*i]))?,
        None => first,
    };
    let last = words.len() - 1;
    let kind = table.english(words[last]).filter(|_| last > first)?;
    let names =
        |word: &&str| table.english(word).is_none() && !table.is_generic_english(word) && !INSIDE.contains(word);
    words[first..last].iter().any(names).then_some((first, last, kind))
}

/// Capitalised words that begin a sentence and no name.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "my", "in", "at", "on", "but", "as", "if",
    "when", "while", "after", "before", "every", "each", "some", "many", "no",
];

/// Words of an office before a name, normalised.
const OFFICES: &[&str] = &[
    "mr",
    "ms",
    "mrs",
    "dr",
    "prof",
    "sen",
    "rep",
    "gov",
    "gen",
    "inspector",
    "boss",
    "sir",
    "president",
    "premier",
    "minister",
    "chancellor",
    "chairman",
    "chairwoman",
    "governor",
    "secretary",
    "senator",
    "judge",
    "justice",
    "professor",
    "analyst",
    "economist",
    "director",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "captain",
    "coach",
    "manager",
    "midfielder",
    "striker",
    "defender",
    "forward",
    "goalkeeper",
    "actor",
    "actress",
    "singer",
    "author",
    "writer",
    "lawyer",
    "attorney",
    "detective",
    "officer",
    "sergeant",
    "general",
    "colonel",
    "mayor",
    "founder",
    "co-founder",
    "executive",
    "ceo",
    "cfo",
    "chief",
    "researcher",
    "scientist",
    "historian",
    "curator",
    "engineer",
    "designer",
    "artist",
    "player",
    "champion",
    "candidate",
    "leader",
    "teacher",
    "doctor",
    "prince",
    "princess",
    "queen",
    "king",
    "pope",
    "brother",
    "sister",
    "wife",
    "husband",
    "son",
    "daughter",
    "congressman",
    "lawmaker",
    "mp",
    "reporter",
    "journalist",
    "editor",
    "driver",
    "golfer",
    "boxer",
    "jockey",
    "trainer",
    "named",
    "called",
];

/// Words behind a name that only people have.
const AFTER: &[&str] = &[
    " said",
    " says",
    " told",
    " added",
    " who ",
    " tweeted",
    " explained",
    " argued",
    " wrote",
    " replied",
    " admitted",
    " insisted",
    ", who ",
    ", the ",
    ", a ",
    ", an ",
    ", chief",
    ", head",
    ", director",
    ", president",
    ", professor",
    ", founder",
    ", chairman",
    ", ceo",
    ", senior",
    ", managing",
    ", vice",
    ", aged",
    ", author",
    "'s wife",
    "'s husband",
];

/// Two or three capitalised words beside an office or a verb of saying: people.
pub(super) fn people(runs: &[Run], source: &str, linked: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let normalized = &around.analysis.normalized;
    let mut found = Vec::new();
    for run in runs {
        // An office in capitals stands inside the run: Professor Marit Oosterveen.
        let own = |word: &&Span| OFFICES.contains(&normalized.from_source(**word).of(around.text));
        let offices = run.words.iter().take_while(own).count();
        let name = &run.words[offices..];
        let lower = |word: &Span| normalized.from_source(*word).of(around.text);
        let office_last = name.last().is_some_and(|word| OFFICES.contains(&lower(word)));
        let article = name.first().is_some_and(|word| ARTICLES.contains(&lower(word)));
        let form = name.iter().all(|word| is_given_form(word.of(source)));
        if !(2..=3).contains(&name.len()) || !form || office_last || article {
            continue;
        }
        let span = Span {
            start: normalized.from_source(name[0]).start,
            end: normalized.from_source(name[name.len() - 1]).end,
        };
        let before = around.text[..span.start as usize].trim_end_matches([' ', '.', ',']);
        let office = before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
        let after = &around.text[span.end as usize..];
        let verb_before = before.ends_with("said") || before.ends_with("according to") || before.ends_with("says");
        let person = offices > 0
            || OFFICES.contains(&office)
            || verb_before
            || AFTER.iter().any(|word| after.starts_with(word))
            || has_age(after);
        if person && !taken(span, linked) {
            found.extend(keys::person(span.of(around.text)).map(|key| UnknownName::pattern(span, key, Kind::Person)));
        }
    }
    found
}

/// A capital and small letters, or an initial: Marit, Do-yun, J.
fn is_given_form(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    capital
        && letters.all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && (word.len() == 1 || word.chars().any(char::is_lowercase))
}

/// `, 45,` behind a name.
fn has_age(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(", ") else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && rest[digits..].starts_with([',', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_end_or_begin_a_run() {
        let table = Institutions::new();
        let check = |words: &str, expect: Option<&str>| {
            let words: Vec<&str> = words.split(' ').collect();
            let found = institution_in(&words, &table).map(|(first, last, _)| words[first..=last].join(" "));
            assert_eq!(found.as_deref(), expect);
        };
        check("naru economic institute", Some("naru economic institute"));
        check("port of shanghai", Some("port of shanghai"));
        check("the university of szeged", Some("university of szeged"));
        check("department of justice analyst paul rowlett", Some("department of justice"));
        check("the state university", None);
        check("marit oosterveen", None);
        check("park do-yun of the naru economic institute", Some("naru economic institute"));
        check("west palm beach international golf club", Some("west palm beach international golf club"));
    }
}
