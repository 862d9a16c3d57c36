//! Words of agencies and broadcasters that stand in every article of theirs and say nothing of the event.

use newsbraid_text::Span;

/// How far into the body (bytes) a dateline or byline can reach.
const HEAD: usize = 160;
/// Longest bracketed tag of a title ([속보], 【快讯】), in bytes.
const TAG: usize = 40;
/// Endings of a Chinese lead-in: 央视网消息（新闻联播）：, IT之家8月21日消息，, 新华社北京8月21日电.
const CHINESE_LEAD_INS: [&str; 8] = ["消息", "获悉", "报道", "讯", "电", "快讯", "消息称", "新闻联播"];
/// Marks that close a lead-in.
const CLOSERS: [char; 8] = [',', '，', ':', '：', '】', ')', '）', ' '];
/// Set phrases, wherever they stand.
const PHRASES: [&str; 8] =
    ["현지시간", "현지 시간", "현지시각", "현지 시각", "当地时间", "북경시간", "자료사진", "무단 전재"];

/// The stretches to pass over, in order. `title` and the result are bytes of `text`, which is normalised.
pub(super) fn find(text: &str, title: Span) -> Vec<Span> {
    let mut found = tags(text, title);
    let body = title.end as usize;
    let start = text.len() - text[body.min(text.len())..].trim_start().len();
    found.extend(
        korean_byline(text, start).or_else(|| english_dateline(text, start)).or_else(|| chinese_lead_in(text, start)),
    );
    for phrase in PHRASES {
        found.extend(text.match_indices(phrase).map(|(at, _)| Span::new(at, at + phrase.len())));
    }
    found.sort();
    found
}

/// Bracketed tags of the title: [속보], (종합2보), 【快讯】.
fn tags(text: &str, title: Span) -> Vec<Span> {
    let mut found = Vec::new();
    for (open, close) in [('[', ']'), ('【', '】')] {
        for (at, _) in title.of(text).match_indices(open) {
            let start = title.start as usize + at;
            if let Some(len) = text[start..].find(close).filter(|&len| len <= TAG) {
                found.push(Span::new(start, start + len));
            }
        }
    }
    for (at, _) in title.of(text).match_indices("(종합") {
        let start = title.start as usize + at;
        let len = text[start..].find(')').filter(|&len| len <= TAG).unwrap_or_default();
        found.push(Span::new(start, start + len));
    }
    found
}

/// (서울=연합뉴스) 홍길동 기자 =
fn korean_byline(text: &str, start: usize) -> Option<Span> {
    let head = head(text, start);
    if !head.starts_with(['(', '[']) {
        return None;
    }
    let close = head.find([')', ']']).filter(|&at| head[..at].contains(['=', '뉴']))?;
    let end = head[close..].find("기자 =").map(|at| close + at + "기자 =".len());
    Some(Span::new(start, start + end.unwrap_or(close + 1)))
}

/// WASHINGTON, Aug 21 (Reuters) -
fn english_dateline(text: &str, start: usize) -> Option<Span> {
    let head = head(text, start);
    let dash = ["(reuters)", "(ap)", "(afp)", "(xinhua)", "(yonhap)", "/tass/"].iter().find_map(|agency| {
        let at = head.find(agency)? + agency.len();
        Some(at)
    })?;
    Some(Span::new(start, start + dash))
}

/// 央视网消息：
fn chinese_lead_in(text: &str, start: usize) -> Option<Span> {
    let head = head(text, start);
    let close = head.char_indices().find(|(at, c)| *at > 0 && CLOSERS.contains(c) && lead_in_ends(&head[..*at]))?;
    (close.0 <= 90).then(|| Span::new(start, start + close.0))
}

fn lead_in_ends(text: &str) -> bool {
    CHINESE_LEAD_INS.iter().any(|ending| text.ends_with(ending))
}

/// The text before a byte, or before the character that it lies in.
pub(super) fn up_to(text: &str, mut end: usize) -> &str {
    end = end.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The first bytes of the body, cut at a character.
fn head(text: &str, start: usize) -> &str {
    &up_to(text, start + HEAD)[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ins_are_found() {
        let check = |body: &str, expect: &str| {
            let text = format!("t\n{body}");
            let found = find(&text, Span::new(0, 1));
            assert_eq!(found.first().map_or("", |span| span.of(&text)), expect, "{body}");
        };
        check("(서울=연합뉴스) 홍길동 기자 = 정부는", "(서울=연합뉴스) 홍길동 기자 =");
        check("央视网消息(新闻联播):国务院", "央视网消息(新闻联播");
        check("it之家 8 月 21 日消息,小米", "it之家 8 月 21 日消息");
        check("36氪获悉,阿里", "36氪获悉");
        check("washington, aug 21 (reuters) - the fed", "washington, aug 21 (reuters)");
        check("小米今天发布新车", "");
        check("", "");
    }
}
