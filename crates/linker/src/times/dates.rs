//! Dates that begin with a digit: 2025年9月30日, 24~26일, 2025-08-29, 3분기, 18 October 2025, 14:07.

use super::Env;
use super::calendar::{Period, Side, fiscal, nearest};
use super::cursor::{char_at, char_before, eat, eat_spaced, skip_space, small_number, word_edge};
use super::digital::{clock, iso, year_last};
use super::words::{Word, word_at};

/// What the words before a date said of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub year: Option<i16>,
    pub month: Option<(i16, i8)>,
    pub side: Side,
}

impl Given {
    pub(super) const NOTHING: Given = Given { year: None, month: None, side: Side::Nearest };

    fn of(period: Option<Period>) -> Given {
        let month = match period {
            Some(Period::Day(day)) => Some((day.year(), day.month())),
            Some(Period::Month(year, month)) => Some((year, month)),
            _ => None,
        };
        Given { year: month.map(|m| m.0), month, side: Side::Nearest }
    }
}

/// A date found: where it ends, and what it is; `None` where nothing says which (a day without a day of publication).
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub end: usize,
    pub period: Option<Period>,
}

const DASHES: &[&str] = &["~", "∼", "〜", "-", "–", "—", "至", "到", "부터 ", "에서 ", " ~ ", " - ", " – ", " 至 "];
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The date that begins with the digit at `at`.
pub(super) fn numeric(env: &Env, at: usize, given: Given) -> Option<Found> {
    let found = single(env, at, given)?;
    Some(quarter_ended(env, to_range(env, found)))
}

fn single(env: &Env, at: usize, given: Given) -> Option<Found> {
    if let Some(found) = iso(env.s, at).or_else(|| year_last(env.s, at)).or_else(|| clock(env.s, at)) {
        return Some(found);
    }
    let (n, end) = small_number(env.s, at)?;
    half_or_quarter_code(env, n, end)
        .or_else(|| fiscal_year(env, n, end))
        .or_else(|| year(env, n, end))
        .or_else(|| month(env, n, end, given))
        .or_else(|| day(env, at, n, end, given))
        .or_else(|| quarter(env, at, n, end, given))
        .or_else(|| day_month(env, n, end))
        .or_else(|| bare_year(env, at, n, end))
}

/// 1H25, 3Q25, 3Q 2025.
fn half_or_quarter_code(env: &Env, n: i16, end: usize) -> Option<Found> {
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
fn fiscal_year(env: &Env, n: i16, end: usize) -> Option<Found> {
    let end =
        eat_spaced(env.s, end, &["财政年度", "会计年度", "财年", "회계연도", "회계년도", "년 회계연도", "年财年"])?;
    let year = full_year(n)?;
    let quarter = quarter_at(env.s, skip_space(env.s, end));
    let end = quarter.map_or(end, |q| q.1);
    Some(Found { end, period: fiscal(year, quarter.map(|q| q.0), (env.year_end)(end)?) })
        .or(Some(Found { end, period: None }))
}

fn year(env: &Env, n: i16, end: usize) -> Option<Found> {
    if let Some((first, last, end)) = years(env.s, n, end) {
        let days = (Period::Year(first).days()?.0, Period::Year(last).days()?.1);
        return Some(Found { end, period: Some(Period::Days(days.0, days.1)) });
    }
    let end = eat_spaced(env.s, end, &["年度", "年", "년도", "년"])?;
    if (10..70).contains(&n) {
        let (month, after) = small_number(env.s, skip_space(env.s, end))?;
        return self::month(env, month, after, Given { year: full_year(n), ..Given::NOTHING });
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
        && let Some(found) = month(env, n, after, given)
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

/// A quarter by number: 第三季度, 三季度, q3, 3분기.
pub(super) fn quarter_at(s: &str, at: usize) -> Option<(i8, usize)> {
    if let Some((n @ 1..=4, end)) = small_number(s, at) {
        return eat_spaced(s, end, &["분기", "季度"]).map(|end| (n as i8, end));
    }
    match word_at(s, at)? {
        super::words::Hit { word: Word::Quarter(quarter), end, .. } => Some((quarter, end)),
        _ => None,
    }
}

/// 9月, 8~10월, and the day after it.
fn month(env: &Env, n: i16, end: usize, given: Given) -> Option<Found> {
    let first = i8::try_from(n).ok().filter(|m| (1..=12).contains(m))?;
    if let Some((last, after)) = eat(env.s, end, DASHES).and_then(|at| small_number(env.s, at))
        && let Some(end) = eat_spaced(env.s, after, &["月", "월"]).filter(|_| (1..=12).contains(&last))
    {
        let period = months_between(env, first, last as i8, given);
        return Some(Found { end, period });
    }
    let end = eat_spaced(env.s, end, &["月份", "月", "월"])?;
    Some(after_month(env, first, end, given))
}

fn months_between(env: &Env, first: i8, last: i8, given: Given) -> Option<Period> {
    let of_year = |year: i16| {
        let to = Period::Month(if last < first { year.checked_add(1)? } else { year }, last).days()?.1;
        Some(Period::between(Period::Month(year, first).days()?.0, to))
    };
    match given.year {
        Some(year) => of_year(year),
        None => nearest(env.published?, given.side, around(env.published?.year()).filter_map(of_year)),
    }
}

/// The day after a month (日, 일, 号), or the quarter that ends with it (9月季度).
pub(super) fn after_month(env: &Env, month: i8, end: usize, given: Given) -> Found {
    if let Some(end) = eat_spaced(env.s, end, &["季度", "분기", "quarter"]) {
        return Found { end, period: quarter_ending(env, month, given) };
    }
    let day = small_number(env.s, skip_space(env.s, end))
        .or_else(|| han_day(env.s, end))
        .and_then(|(day, after)| Some((i8::try_from(day).ok()?, eat_spaced(env.s, after, &["日", "일", "号"])?)));
    match day {
        Some((day, end)) => Found { end, period: resolve_day(env, month, day, given) },
        None => {
            let day_range = small_number(env.s, skip_space(env.s, end)).and_then(|(n, e)| days_range(env.s, n, e));
            match day_range {
                Some((first, last, end)) => Found { end, period: resolve_days(env, month, first, last, given) },
                None => Found { end, period: resolve_month(env, month, given) },
            }
        }
    }
}

/// 一 to 三十一, as a day.
fn han_day(s: &str, at: usize) -> Option<(i16, usize)> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|d| d as i16 + 1);
    let (mut n, mut end) = (0, at);
    for c in s[at..].chars().take(3) {
        n = match (digit(c), c) {
            (Some(d), _) => n + d,
            (None, '十') if n <= 3 => n.max(1) * 10,
            _ => break,
        };
        end += c.len_utf8();
    }
    (1..=31).contains(&n).then_some((n, end))
}

/// 24~26일.
fn days_range(s: &str, first: i16, end: usize) -> Option<(i8, i8, usize)> {
    let (last, end) = small_number(s, eat(s, end, DASHES)?)?;
    let end = eat_spaced(s, end, &["日", "일"])?;
    let (first, last) = (i8::try_from(first).ok()?, i8::try_from(last).ok()?);
    ((1..=31).contains(&first) && first < last && last <= 31).then_some((first, last, end))
}

fn resolve_month(env: &Env, month: i8, given: Given) -> Option<Period> {
    if let Some(year) = given.year {
        return Some(Period::Month(year, month));
    }
    let published = env.published?;
    nearest(published, given.side, around(published.year()).map(|y| Period::Month(y, month)))
}

fn resolve_day(env: &Env, month: i8, day: i8, given: Given) -> Option<Period> {
    let of_year = |year| jiff::civil::Date::new(year, month, day).ok().map(Period::Day);
    if let Some(year) = given.year {
        return of_year(year);
    }
    let published = env.published?;
    nearest(published, given.side, around(published.year()).filter_map(of_year))
}

fn resolve_days(env: &Env, month: i8, first: i8, last: i8, given: Given) -> Option<Period> {
    let Period::Day(from) = resolve_day(env, month, first, given)? else { return None };
    let to = jiff::civil::Date::new(from.year(), month, last).ok()?;
    Some(Period::Days(from, to))
}

/// The quarter whose last month this is.
fn quarter_ending(env: &Env, month: i8, given: Given) -> Option<Period> {
    let ending = |year| {
        let to = Period::Month(year, month).days()?.1;
        let from = to.first_of_month().checked_sub(jiff::Span::new().months(2)).ok()?;
        Some(Period::between(from, to))
    };
    match given.year {
        Some(year) => ending(year),
        None => nearest(env.published?, given.side, around(env.published?.year()).filter_map(ending)),
    }
}

pub(super) fn around(year: i16) -> impl Iterator<Item = i16> {
    [year, year.saturating_sub(1), year.saturating_add(1)].into_iter()
}

/// A day of the month alone: 24일, 16 日.
fn day(env: &Env, at: usize, n: i16, end: usize, given: Given) -> Option<Found> {
    if let Some((first, last, end)) = days_range(env.s, n, end) {
        let month = given.month.or_else(|| month_of_day(env, first, given.side));
        let period = month.and_then(|(y, m)| resolve_days(env, m, first, last, Given { year: Some(y), ..given }));
        return Some(Found { end, period });
    }
    let day = i8::try_from(n).ok().filter(|d| (1..=31).contains(d))?;
    let end = eat_spaced(env.s, end, &["日", "일"])?;
    let next = char_at(env.s, end);
    let lasting = next.is_some_and(|c| "간동만째차내本元圆圓韩美中俄间치정상교".contains(c));
    let spaced = [
        "넘게",
        "동안",
        "만에",
        "이상",
        "이내",
        "넘는",
        "가까이",
        "휴전",
        "연속",
        "여",
        "일정",
        "전쟁",
        "체류",
        "이 소요",
        "이 걸",
        "씩",
    ];
    if lasting
        || eat_spaced(env.s, end, &spaced).is_some()
        || char_before(env.s, at).is_some_and(|c| "约약超近".contains(c))
        || ["주 ", "징역 ", "구류 ", "금고 ", "연차 ", "총 ", "약 ", "최대 ", "최장 ", "적어도 ", "최소 "]
            .iter()
            .any(|w| env.s[..at].ends_with(w))
    {
        return None;
    }
    let period = given
        .month
        .or_else(|| month_of_day(env, day, given.side))
        .and_then(|(year, month)| jiff::civil::Date::new(year, month, day).ok().map(Period::Day));
    Some(Found { end, period })
}

/// The month in which a day lies nearest to the day of publication.
fn month_of_day(env: &Env, day: i8, side: Side) -> Option<(i16, i8)> {
    let published = env.published?;
    let of_month = |months: i32| {
        let month = published.first_of_month().checked_add(jiff::Span::new().months(months)).ok()?;
        jiff::civil::Date::new(month.year(), month.month(), day).ok().map(Period::Day)
    };
    match nearest(published, side, [0, -1, 1].into_iter().filter_map(of_month))? {
        Period::Day(date) => Some((date.year(), date.month())),
        _ => None,
    }
}

/// 3분기, 1~3분기; 6개 분기 is a duration.
fn quarter(env: &Env, at: usize, n: i16, end: usize, given: Given) -> Option<Found> {
    let (quarter, after) = quarter_at(env.s, at)?;
    debug_assert!(i16::from(quarter) == n && after > end);
    if eat_spaced(env.s, after, &["연속", "째", "만에"]).is_some() {
        return None;
    }
    Some(Found { end: after, period: resolve_quarter(env, quarter, given) })
}

pub(super) fn resolve_quarter(env: &Env, quarter: i8, given: Given) -> Option<Period> {
    if let Some(year) = given.year {
        return Some(Period::Quarter(year, quarter));
    }
    let published = env.published?;
    let side = if given.side == Side::Nearest { Side::Past } else { given.side };
    nearest(published, side, around(published.year()).map(|y| Period::Quarter(y, quarter)))
}

/// 18 October 2025.
fn day_month(env: &Env, n: i16, end: usize) -> Option<Found> {
    let day = i8::try_from(n).ok().filter(|d| (1..=31).contains(d))?;
    let end = eat(env.s, end, &["st", "nd", "rd", "th"]).unwrap_or(end);
    let at = eat_spaced(env.s, end, &["of "]).unwrap_or(skip_space(env.s, end));
    let hit = word_at(env.s, at).filter(|_| at > end && env.s.as_bytes()[at].is_ascii())?;
    let Word::MonthName(month, _) = hit.word else { return None };
    let (year, end) = year_after(env.s, hit.end).unzip();
    let given = Given { year, ..Given::NOTHING };
    Some(Found { end: end.unwrap_or(hit.end), period: resolve_day(env, month, day, given) })
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
fn bare_year(env: &Env, at: usize, n: i16, end: usize) -> Option<Found> {
    let before = &env.s[..at];
    let said = [
        "in ", "since ", "of ", "by ", "from ", "until ", "during ", "for ", "through ", "to ", "early ", "late ",
        "mid-", "year ",
    ]
    .iter()
    .any(|w| before.ends_with(w) && word_edge(env.s, at - w.len()))
        || ["在", "于", "自", "从", "在 ", "于 ", "自 ", "从 "].iter().any(|w| before.ends_with(w));
    let counts = [
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
    let counted = eat_spaced(env.s, end, &counts).is_some();
    (YEARS.contains(&n) && end - at == 4 && said && !counted && plain_end(env.s, end))
        .then_some(Found { end, period: Some(Period::Year(n)) })
}

/// Whether a number ends at `end`: no letter, no further digits behind a separator.
fn plain_end(s: &str, end: usize) -> bool {
    let bytes = s.as_bytes();
    let digit_after_mark =
        matches!(bytes.get(end), Some(b',' | b'.' | b'-' | b':')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    word_edge(s, end) && !digit_after_mark
}

/// From one date to another: 7月26日至28日, 2025年7月27日至2026年7月27日.
fn to_range(env: &Env, first: Found) -> Found {
    let second = eat(env.s, first.end, DASHES)
        .filter(|&at| env.s.as_bytes().get(at).is_some_and(u8::is_ascii_digit))
        .and_then(|at| single(env, at, Given::of(first.period)));
    let Some(second) = second else { return first };
    let same_kind = match (first.period, second.period) {
        (Some(a), Some(b)) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
        _ => return first,
    };
    let days = first.period.and_then(Period::days).zip(second.period.and_then(Period::days));
    match days.filter(|_| same_kind) {
        Some((from, to)) if from.0 <= to.1 => Found { end: second.end, period: Some(Period::between(from.0, to.1)) },
        _ => first,
    }
}

/// 截至2025年9月30日止季度 is the quarter that ended on that day.
fn quarter_ended(env: &Env, found: Found) -> Found {
    let Some(Period::Day(day)) = found.period else { return found };
    let spans: [(&[&str], i32); 3] = [
        (&["止季度", "止的季度", "止三个月", "止的三个月", "止3个月"], 2),
        (&["止六个月", "止的六个月", "止6个月"], 5),
        (&["止年度", "止财年", "止财政年度", "止的年度"], 11),
    ];
    spans
        .iter()
        .find_map(|(words, months)| {
            let end = eat(env.s, found.end, words)?;
            let from = day.first_of_month().checked_sub(jiff::Span::new().months(*months)).ok()?;
            (day == day.last_of_month()).then_some(Found { end, period: Some(Period::between(from, day)) })
        })
        .unwrap_or(found)
}
