//! The words of time: relative days, months by name, weekdays, quarters.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::calendar::Side;
use super::cursor::{char_before, is_hangul, word_edge};

/// What a word of time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Days from the day of publication.
    Day(i64),
    /// Years from the year of publication.
    Year(i16),
    /// Months from the month of publication.
    Month(i32),
    /// Weeks from the week of publication.
    Week(i64),
    /// A day of the week, Monday being 0.
    Weekday(i64),
    /// A month by name; `true` where the name alone is sure to be one (may, march, sun are not).
    MonthName(i8, bool),
    /// A quarter of the year.
    Quarter(i8),
    /// A half of the year.
    Half(i8),
    /// The quarter spoken of.
    ThisQuarter,
    /// "fiscal", before a year or a quarter.
    Fiscal,
    /// Before or after the day of publication (지난 17일, 오는 22일, next Monday).
    Side(Side),
}

/// A word of time that stands in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub word: Word,
}

/// Chinese (simplified), Korean and English, as normalised.
const RELATIVE: &[(&str, Word)] = &[
    ("今天", Word::Day(0)),
    ("今日", Word::Day(0)),
    ("昨天", Word::Day(-1)),
    ("昨日", Word::Day(-1)),
    ("昨晚", Word::Day(-1)),
    ("昨夜", Word::Day(-1)),
    ("前天", Word::Day(-2)),
    ("明天", Word::Day(1)),
    ("明日", Word::Day(1)),
    ("后天", Word::Day(2)),
    ("오늘", Word::Day(0)),
    ("금일", Word::Day(0)),
    ("어제", Word::Day(-1)),
    ("그제", Word::Day(-2)),
    ("그저께", Word::Day(-2)),
    ("내일", Word::Day(1)),
    ("모레", Word::Day(2)),
    ("today", Word::Day(0)),
    ("yesterday", Word::Day(-1)),
    ("tomorrow", Word::Day(1)),
    ("今年", Word::Year(0)),
    ("本年", Word::Year(0)),
    ("去年", Word::Year(-1)),
    ("明年", Word::Year(1)),
    ("前年", Word::Year(-2)),
    ("올해", Word::Year(0)),
    ("올", Word::Year(0)),
    ("금년", Word::Year(0)),
    ("지난해", Word::Year(-1)),
    ("작년", Word::Year(-1)),
    ("재작년", Word::Year(-2)),
    ("내년", Word::Year(1)),
    ("this year", Word::Year(0)),
    ("last year", Word::Year(-1)),
    ("next year", Word::Year(1)),
    ("本月", Word::Month(0)),
    ("上月", Word::Month(-1)),
    ("上个月", Word::Month(-1)),
    ("下月", Word::Month(1)),
    ("下个月", Word::Month(1)),
    ("이달", Word::Month(0)),
    ("이번달", Word::Month(0)),
    ("이번 달", Word::Month(0)),
    ("지난달", Word::Month(-1)),
    ("지난 달", Word::Month(-1)),
    ("다음달", Word::Month(1)),
    ("다음 달", Word::Month(1)),
    ("내달", Word::Month(1)),
    ("this month", Word::Month(0)),
    ("last month", Word::Month(-1)),
    ("next month", Word::Month(1)),
    ("本周", Word::Week(0)),
    ("这周", Word::Week(0)),
    ("上周", Word::Week(-1)),
    ("下周", Word::Week(1)),
    ("이번주", Word::Week(0)),
    ("이번 주", Word::Week(0)),
    ("지난주", Word::Week(-1)),
    ("지난 주", Word::Week(-1)),
    ("다음주", Word::Week(1)),
    ("다음 주", Word::Week(1)),
    ("this week", Word::Week(0)),
    ("last week", Word::Week(-1)),
    ("next week", Word::Week(1)),
    ("本季度", Word::ThisQuarter),
    ("该季度", Word::ThisQuarter),
    ("이번 분기", Word::ThisQuarter),
    ("this quarter", Word::ThisQuarter),
    ("上半年", Word::Half(1)),
    ("下半年", Word::Half(2)),
    ("상반기", Word::Half(1)),
    ("하반기", Word::Half(2)),
    ("first half", Word::Half(1)),
    ("second half", Word::Half(2)),
    ("财年", Word::Fiscal),
    ("财政年度", Word::Fiscal),
    ("会计年度", Word::Fiscal),
    ("회계연도", Word::Fiscal),
    ("회계년도", Word::Fiscal),
    ("fiscal", Word::Fiscal),
    ("fy", Word::Fiscal),
    ("지난 ", Word::Side(Side::Past)),
    ("오는 ", Word::Side(Side::Future)),
    ("last ", Word::Side(Side::Past)),
    ("next ", Word::Side(Side::Future)),
];

const WEEKDAYS: [(&str, &str, &str); 7] = [
    ("一", "월요일", "monday"),
    ("二", "화요일", "tuesday"),
    ("三", "수요일", "wednesday"),
    ("四", "목요일", "thursday"),
    ("五", "금요일", "friday"),
    ("六", "토요일", "saturday"),
    ("日", "일요일", "sunday"),
];

const MONTHS: [(&str, &str, &str); 12] = [
    ("january", "jan", "一月"),
    ("february", "feb", "二月"),
    ("march", "mar", "三月"),
    ("april", "apr", "四月"),
    ("may", "may", "五月"),
    ("june", "jun", "六月"),
    ("july", "jul", "七月"),
    ("august", "aug", "八月"),
    ("september", "sept", "九月"),
    ("october", "oct", "十月"),
    ("november", "nov", "十一月"),
    ("december", "dec", "十二月"),
];

const QUARTERS: [(&str, &str, &str); 4] =
    [("一", "first", "q1"), ("二", "second", "q2"), ("三", "third", "q3"), ("四", "fourth", "q4")];

static WORDS: LazyLock<(AhoCorasick, Vec<Word>)> = LazyLock::new(|| {
    let words = all_words();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(words.iter().map(|w| &w.0));
    (automaton.expect("a few hundred short patterns fit"), words.into_iter().map(|w| w.1).collect())
});

fn all_words() -> Vec<(String, Word)> {
    let mut words: Vec<(String, Word)> = RELATIVE.iter().map(|&(text, word)| (text.to_string(), word)).collect();
    for (day, (zh, ko, en)) in (0..).zip(WEEKDAYS) {
        let chinese = ["周", "星期", "礼拜"].map(|week| format!("{week}{zh}"));
        words.extend(chinese.into_iter().chain([ko.into(), en.into()]).map(|w| (w, Word::Weekday(day))));
    }
    words.extend(["周天", "星期天", "礼拜天"].map(|w| (w.to_string(), Word::Weekday(6))));
    for (month, (en, short, zh)) in (1..).zip(MONTHS) {
        words.push((en.into(), Word::MonthName(month, !matches!(en, "may" | "march"))));
        words.push((zh.into(), Word::MonthName(month, true)));
        if short != en {
            words.push((short.into(), Word::MonthName(month, false)));
        }
    }
    words.push(("sep".into(), Word::MonthName(9, false)));
    for (quarter, (zh, en, q)) in (1..).zip(QUARTERS) {
        let spellings = [
            format!("第{zh}季度"),
            format!("第{zh}季"),
            format!("{zh}季度"),
            format!("第{quarter}季度"),
            format!("第{quarter}季"),
            format!("{en} quarter"),
            format!("{en}-quarter"),
            format!("第{zh}财季"),
            format!("{zh}财季"),
            q.to_string(),
        ];
        words.extend(spellings.map(|w| (w, Word::Quarter(quarter))));
    }
    words
}

/// The words of time in a normalised text, in order.
pub(super) fn hits(s: &str) -> impl Iterator<Item = Hit> {
    let (automaton, words) = &*WORDS;
    automaton.find_iter(s).filter_map(|m| {
        let hit = Hit { start: m.start(), end: m.end(), word: words[m.pattern().as_usize()] };
        stands_alone(s, hit).then_some(hit)
    })
}

/// The word of time that begins at `at`.
pub(super) fn word_at(s: &str, at: usize) -> Option<Hit> {
    let (automaton, words) = &*WORDS;
    let input = aho_corasick::Input::new(s).range(at..s.len().min(at + LONGEST)).anchored(aho_corasick::Anchored::No);
    let found = automaton.find(input).filter(|m| m.start() == at)?;
    let hit = Hit { start: found.start(), end: found.end(), word: words[found.pattern().as_usize()] };
    stands_alone(s, hit).then_some(hit)
}

/// Bytes of the longest word of time, and some.
const LONGEST: usize = 24;

/// Latin words have edges; Korean words begin an eojeol; a few Chinese names begin with a word of time.
fn stands_alone(s: &str, hit: Hit) -> bool {
    let first = s.as_bytes()[hit.start];
    if first.is_ascii() {
        let fiscal_year = hit.word == Word::Fiscal && s.as_bytes().get(hit.end).is_some_and(u8::is_ascii_digit);
        // "Q1:" numbers a question.
        let question = hit.end - hit.start == 2 && s[hit.end..].starts_with(':');
        return word_edge(s, hit.start) && (word_edge(s, hit.end) || fiscal_year) && !question;
    }
    let text = &s[hit.start..hit.end];
    let numeral = |c: Option<char>| c.is_some_and(|c| "一二三四五六七八九十".contains(c));
    if numeral(text.chars().next()) && numeral(char_before(s, hit.start)) {
        return false;
    }
    match text {
        "올" => s[hit.end..].starts_with(' ') && !char_before(s, hit.start).is_some_and(is_hangul),
        "今日" => !s[hit.end..].starts_with("头条"),
        // 每周四天 are four days a week.
        _ if matches!(hit.word, Word::Weekday(_)) && s[hit.end..].starts_with('天') => {
            s[hit.end..].starts_with("天气")
        }
        _ if text.chars().next().is_some_and(is_hangul) && hit.word != Word::Fiscal => {
            !char_before(s, hit.start).is_some_and(is_hangul)
        }
        _ => true,
    }
}
