//! Numbers with what belongs to them: 3,800亿元, 74조9000억원, 34%, 2025년, 2025.11.25.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use newsbraid_text::Span;

use crate::TokenClass;
use crate::sink::Sink;

/// Scales and units, as they stand in normalised text.
static TABLE: &str = include_str!("../data/units.tsv");

struct Forms {
    scales: Vec<&'static str>,
    /// Units by their first character, the longest first.
    units: HashMap<char, Vec<&'static str>>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let (mut scales, mut units) = (Vec::new(), HashMap::<char, Vec<&str>>::new());
    for (kind, forms) in rows {
        for form in forms.split(' ') {
            match form.chars().next() {
                Some(_) if kind == "scale" => scales.push(form),
                Some(first) => units.entry(first).or_default().push(form),
                None => {}
            }
        }
    }
    let longest_first = |forms: &mut Vec<&str>| forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    longest_first(&mut scales);
    units.values_mut().for_each(longest_first);
    Forms { scales, units }
});

/// Bytes of the number that `text` begins with: digits, scales, a unit.
pub(crate) fn number_len(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += core_len(&text[at..]);
        let scale = scale_len(&text[at..]);
        at += scale;
        if scale == 0 || !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
    }
    at + unit_len(&text[at..])
}

/// Digits with separators: 3,800 or 38.6 or 2025.11.25. A comma belongs to it only before a group of three.
fn core_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = digits_from(0);
    loop {
        let next = match bytes.get(at) {
            Some(b'.') => digits_from(at + 1),
            Some(b',') if digits_from(at + 1) == 3 => 3,
            _ => 0,
        };
        if next == 0 {
            return at;
        }
        at += 1 + next;
    }
}

/// Scales may follow each other: 3千万, 100多万.
fn scale_len(text: &str) -> usize {
    let mut at = 0;
    while let Some(scale) = FORMS.scales.iter().find(|scale| text[at..].starts_with(**scale)) {
        at += scale.len();
    }
    at
}

/// The longest unit that `text` begins with. A unit in letters must be the whole of the letters.
fn unit_len(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let Some(units) = FORMS.units.get(&first) else { return 0 };
    let whole = |unit: &str| !unit.is_ascii() || !text[unit.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
    units.iter().find(|unit| text.starts_with(**unit) && whole(unit)).map_or(0, |unit| unit.len())
}

/// Adds the parts of a number (3800亿, 3800 of 3800亿元) and its spelling without thousands separators.
pub(crate) fn push_below(sink: &mut Sink, text: &str, span: Span) {
    let number = span.of(text);
    if number.contains(',') {
        sink.variant(number.chars().filter(|&c| c != ','));
    }
    let mut at = 0;
    while at < number.len() {
        let Some(start) = number[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) else { break };
        let core = start..start + core_len(&number[start..]);
        let scaled = core.start..core.end + scale_len(&number[core.end..]);
        if core.len() < scaled.len() && scaled.len() < number.len() {
            push_part(sink, number, span, scaled.clone());
        }
        if core.len() < number.len() {
            push_part(sink, number, span, core.clone());
        }
        push_groups(sink, number, span, core);
        at = scaled.end;
    }
}

/// The groups of a date in digits: 2025, 11, 25 of 2025.11.25.
fn push_groups(sink: &mut Sink, number: &str, span: Span, core: Range<usize>) {
    if number[core.clone()].matches('.').count() < 2 {
        return;
    }
    let mut start = core.start;
    for group in number[core].split('.') {
        push_part(sink, number, span, start..start + group.len());
        start += group.len() + 1;
    }
}

fn push_part(sink: &mut Sink, number: &str, span: Span, part: Range<usize>) {
    let from = span.start as usize;
    let norm = Span::new(from + part.start, from + part.end);
    let digits = &number[part];
    if digits.contains(',') {
        sink.part_as(norm, TokenClass::Number, digits.chars().filter(|&c| c != ','));
    } else {
        sink.part(norm, TokenClass::Number);
    }
}
