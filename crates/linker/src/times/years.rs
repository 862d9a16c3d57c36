//! Years with their halves and quarters: 2025年第三季度, 2026财年, 2020-2024年, 1H25, in 2024.

use super::Env;
use super::calendar::{Period, fiscal};
use super::cursor::{eat, eat_spaced, skip_space, small_number, word_edge};
use super::dates::{self, DASHES, Found, after_month};
use super::given::{Given, resolve_quarter};
use super::words::{Hit, Word, word_at};

/// Years that are taken for one.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// 1H25, 3Q25, 3Q 2025.
pub(super) fn half_or_quarter_code(env: &Env, n: i16, end: usize) -> Option<Found> {
    let code = *env.s.as_bytes().get(end)?;
    let (year, year_end) = small_number(env.s, skip_space(env.s, end + 1))?;
    let year = full_year(year)?;
    let period = match (code, i8::try_from(n).ok()?) {
        (b'h', half @ 1..=2) => Period::Half(year, half),
        (b'q', quarter @ 1..=4) => Period::Quarter(year, quarter),
        _ => return None,
    };
    word_edge(env.s, year_end).then_some(Found { end: year_end, period: Some(period) })
}

/// 25 is 2025, 2025 is 2025.
pub(super) fn full_year(n: i16) -> Option<i16> {
    match n {
        10..=69 => Some(2000 + n),
        _ => YEARS.contains(&n).then_some(n),
    }
}

/// 2026财年第二季度, 2025 회계연도 3분기.
pub(super) fn fiscal_year(env: &Env, n: i16, end: usize) -> Option<Found> {
    let end =
        eat_spaced(env.s, end, &["财政年度", "会计年度", "财年", "회계연도", "회계년도", "년 회계연도", "年财年"])?;
    let year = full_year(n)?;
    let quarter = quarter_at(env.s, skip_space(env.s, end));
    let end = quarter.map_or(end, |q| q.1);
    Some(Found { end, period: fiscal(year, quarter.map(|q| q.0), (env.year_end)(end)?) })
}

/// What begins with a year: 2025年9月30日, 25년 3월, 2020年代.
pub(super) fn year(env: &Env, n: i16, end: usize) -> Option<Found> {
    if let Some((first, last, end)) = years(env.s, n, end) {
        let days = (Period::Year(first).days()?.0, Period::Year(last).days()?.1);
        return Some(Found { end, period: Some(Period::Days(days.0, days.1)) });
    }
    let end = eat_spaced(env.s, end, &["年度", "年", "년도", "년"])?;
    if (10..70).contains(&n) {
        let (month, after) = small_number(env.s, skip_space(env.s, end))?;
        return dates::month(env, month, after, Given { year: full_year(n), ..Given::NOTHING });
    }
    if !YEARS.contains(&n) {
        return None;
    }
    if let Some(end) = eat(env.s, end, &["代", "대"]) {
        return Some(Found {
            end,
            period: Period::Year(n / 10 * 10)
                .days()
                .zip(Period::Year(n / 10 * 10 + 9).days())
                .map(|(from, to)| Period::Days(from.0, to.1)),
        });
    }
    Some(within_year(env, end, n))
}

/// 2020-2024年.
fn years(s: &str, first: i16, end: usize) -> Option<(i16, i16, usize)> {
    let (last, end) = small_number(s, eat(s, end, DASHES)?)?;
    let end = eat_spaced(s, end, &["年", "년"])?;
    (YEARS.contains(&first) && YEARS.contains(&last) && first < last).then_some((first, last, end))
}

/// What may follow a year: a month, a quarter, a half, a season, its end.
pub(super) fn within_year(env: &Env, end: usize, year: i16) -> Found {
    let whole = Found { end, period: Some(Period::Year(year)) };
    let at = skip_space(env.s, end);
    let given = Given { year: Some(year), ..Given::NOTHING };
    if let Some((n, after)) = small_number(env.s, at)
        && let Some(found) = dates::month(env, n, after, given)
    {
        return found;
    }
    if let Some((quarter, mut end)) = quarter_at(env.s, at) {
        let mut last = quarter;
        if let Some((to, after)) = eat(env.s, end, DASHES).and_then(|at| quarter_at(env.s, at)) {
            (last, end) = (to, after);
        }
        let days = Period::Quarter(year, quarter).days().zip(Period::Quarter(year, last).days());
        return Found { end, period: days.map(|(from, to)| Period::between(from.0, to.1)) };
    }
    named_part(env.s, at, year).or_else(|| month_name(env, at, given)).unwrap_or(whole)
}

/// 上半年, 하반기, 秋季, 年底.
fn named_part(s: &str, at: usize, year: i16) -> Option<Found> {
    let parts: [(&[&str], Period); 8] = [
        (&["上半年", "상반기", "h1"], Period::Half(year, 1)),
        (&["下半年", "하반기", "h2"], Period::Half(year, 2)),
        (&["春季", "春天", "봄"], Period::Season(year, 0)),
        (&["夏季", "夏天", "여름"], Period::Season(year, 1)),
        (&["秋季", "秋天", "가을"], Period::Season(year, 2)),
        (&["冬季", "冬天", "겨울"], Period::Season(year, 3)),
        (&["年底", "年末", "底", "末", "말"], Period::Month(year, 12)),
        (&["年初", "初", "초"], Period::Quarter(year, 1)),
    ];
    parts.iter().find_map(|(words, period)| Some(Found { end: eat(s, at, words)?, period: Some(*period) }))
}

/// A month by name within a given year: 2025年九月.
fn month_name(env: &Env, at: usize, given: Given) -> Option<Found> {
    let hit = word_at(env.s, at)?;
    match hit.word {
        Word::MonthName(month, _) if !env.s.as_bytes()[at].is_ascii() => Some(after_month(env, month, hit.end, given)),
        _ => None,
    }
}

/// 3분기, 1~3분기; 6개 분기 is a duration.
pub(super) fn quarter(env: &Env, at: usize, n: i16, end: usize, given: Given) -> Option<Found> {
    let (quarter, after) = quarter_at(env.s, at)?;
    debug_assert!(i16::from(quarter) == n && after > end);
    if eat_spaced(env.s, after, &["연속", "째", "만에"]).is_some() {
        return None;
    }
    Some(Found { end: after, period: resolve_quarter(env, quarter, given) })
}

/// A quarter by number: 第三季度, 三季度, q3, 3분기.
pub(super) fn quarter_at(s: &str, at: usize) -> Option<(i8, usize)> {
    if let Some((n @ 1..=4, end)) = small_number(s, at) {
        return eat_spaced(s, end, &["분기", "季度"]).map(|end| (n as i8, end));
    }
    match word_at(s, at)? {
        Hit { word: Word::Quarter(quarter), end, .. } => Some((quarter, end)),
        _ => None,
    }
}

/// The year after an English date: ", 2025", " 2025", " of 2025".
pub(super) fn year_after(s: &str, end: usize) -> Option<(i16, usize)> {
    let at = eat(s, end, &[", ", " of ", " in ", " "])?;
    let (year, end) = small_number(s, at)?;
    (YEARS.contains(&year) && word_edge(s, end) && !s[end..].starts_with([',', '%']) || year_at_comma(s, end, year))
        .then_some((year, end))
}

/// "October 18, 2025, the ..." has a comma after the year, "October 2,025" has not a space before it.
fn year_at_comma(s: &str, end: usize, year: i16) -> bool {
    YEARS.contains(&year) && s[end..].starts_with(", ")
}

/// A year without a mark, after a word that says so: in 2024, 在 2026 台北.
pub(super) fn bare_year(env: &Env, at: usize, n: i16, end: usize) -> Option<Found> {
    let before = &env.s[..at];
    let said = [
        "in ", "since ", "of ", "by ", "from ", "until ", "during ", "for ", "through ", "to ", "early ", "late ",
        "mid-", "year ",
    ]
    .iter()
    .any(|w| before.ends_with(w) && word_edge(env.s, at - w.len()))
        || ["在", "于", "自", "从", "在 ", "于 ", "自 ", "从 "].iter().any(|w| before.ends_with(w));
    let counted = eat_spaced(env.s, end, &COUNTED).is_some();
    (YEARS.contains(&n) && end - at == 4 && said && !counted && plain_end(env.s, end))
        .then_some(Found { end, period: Some(Period::Year(n)) })
}

/// What a number of four digits counts that is no year.
const COUNTED: [&str; 35] = [
    "people",
    "units",
    "yuan",
    "won",
    "million",
    "billion",
    "trillion",
    "thousand",
    "dollars",
    "troops",
    "ton",
    "workers",
    "students",
    "亿",
    "万",
    "元",
    "人",
    "名",
    "家",
    "美",
    "个",
    "米",
    "公",
    "명",
    "억",
    "만",
    "원",
    "달러",
    "개",
    "%",
    "percent",
    "km",
    "kg",
    "homes",
    "employees",
];

/// Whether a number ends at `end`: no letter, no further digits behind a separator.
fn plain_end(s: &str, end: usize) -> bool {
    let bytes = s.as_bytes();
    let digit_after_mark =
        matches!(bytes.get(end), Some(b',' | b'.' | b'-' | b':')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    word_edge(s, end) && !digit_after_mark
}
