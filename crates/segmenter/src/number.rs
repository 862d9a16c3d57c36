//! Numbers with what belongs to them: 3,800亿元, 74조9000억원, 34%, 2025년, 2025.11.25.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use newsbraid_text::{Script, Span, script_of};

use crate::sink::Sink;
use crate::{Layer, TokenClass};

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
    let at = value_len(text);
    at + unit_len(&text[at..])
}

/// Digits and scales, also several times: 2亿5千万.
fn value_len(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += core_len(&text[at..]);
        let scale = scale_len(&text[at..]);
        at += scale;
        if scale == 0 || !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            return at;
        }
    }
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

/// The digits, scales and unit of a number, one after the other: 54, 만, 5, 천, 366, 명.
pub(crate) fn pieces(number: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = number.get(at..).filter(|rest| !rest.is_empty())?;
        let len = [core_len(rest), scale_len(rest)].into_iter().find(|len| *len > 0).unwrap_or(rest.len());
        at += len;
        Some(at - len..at)
    })
}

/// Adds what a number is made of: the number and its unit where that is Chinese (3800亿, 元 of 3800亿元), the parts of the
/// number (3800), and its spelling without thousands separators.
pub(crate) fn push_below(sink: &mut Sink, text: &str, span: Span) {
    let number = span.of(text);
    if number.contains(',') {
        sink.variant(number.chars().filter(|&c| c != ','));
    }
    let value = value_len(number);
    let counted = number[value..].starts_with(|c| script_of(c) == Script::Han);
    if counted {
        sink.number_below(part_of(span, 0..value), Layer::Constituent);
    }
    let whole = if counted { value } else { number.len() };
    push_values(sink, number, span, whole);
    if counted {
        push_unit(sink, number, span, value);
    }
}

/// The numbers within a number that is `whole` bytes long.
fn push_values(sink: &mut Sink, number: &str, span: Span, whole: usize) {
    let mut at = 0;
    while at < number.len() {
        let Some(start) = number[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) else { break };
        let core = start..start + core_len(&number[start..]);
        let scaled = core.start..core.end + scale_len(&number[core.end..]);
        if core.len() < scaled.len() && scaled.len() < whole {
            sink.number_below(part_of(span, scaled.clone()), Layer::Part);
        }
        if core.len() < whole {
            sink.number_below(part_of(span, core.clone()), Layer::Part);
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
        sink.number_below(part_of(span, start..start + group.len()), Layer::Part);
        start += group.len() + 1;
    }
}

/// A Chinese unit from `start` on. 个 is a word by itself: 三个|月, 百分点 after 个.
fn push_unit(sink: &mut Sink, number: &str, span: Span, start: usize) {
    let general = '个'.len_utf8();
    let mut push = |part| sink.below(part_of(span, part), TokenClass::Number, Layer::Constituent);
    if number[start..].starts_with('个') && start + general < number.len() {
        push(start..start + general);
        push(start + general..number.len());
    } else {
        push(start..number.len());
    }
}

fn part_of(span: Span, part: Range<usize>) -> Span {
    let from = span.start as usize;
    Span::new(from + part.start, from + part.end)
}
