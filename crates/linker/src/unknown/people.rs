//! Unknown people in Chinese and Korean text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use newsbraid_kb::Kind;
use newsbraid_readings::{
    NameKind, chinese_surname, chinese_to_hangul, hangul_fold, hangul_to_pinyin, is_surname, korean_surname,
    phonetic_key, sino_korean,
};
use newsbraid_segmenter::{Layer, Token, TokenClass};
use newsbraid_text::{Script, Span, script_of};

use super::{UnknownName, keys, taken};
use crate::annotations::Rule;
use crate::charset::CharSet;
use crate::mentions::boundary::Surroundings;
use crate::mentions::short_forms::Settled;
use crate::mentions::{brackets, particles, titles};

/// 쑨하오란(孙浩然), 朴道润（박도윤）: the bracket holds the other spelling of the name before it.
pub(super) fn bracketed(known: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let mut found = Vec::new();
    for (open, _) in around.text.match_indices('(') {
        let Some(inside) = brackets::content(open as u32, around.text) else { continue };
        let inner = inside.of(around.text);
        let hangul = inner.chars().all(|c| script_of(c) == Script::Hangul);
        let before =
            if hangul { han_before(open, inner.chars().count(), around) } else { hangul_before(open, around.text) };
        if before.is_empty() || taken(before, known) || taken(inside, known) {
            continue;
        }
        let outer = before.of(around.text);
        let same = if hangul { korean_key(outer, inner) } else { chinese_key(outer, inner) };
        if let Some(same) = same {
            let name = |span, key| UnknownName { span, key, kind: Kind::Person, rule: Rule::Bracket };
            found.push(name(before, same.clone()));
            found.push(name(inside, same));
        }
    }
    found
}

/// The key of a Chinese person, where the Hangul is a transcription of the characters: the spelling that stands there.
fn chinese_key(hangul: &str, han: &str) -> Option<String> {
    let same = hangul_fold(hangul);
    let readings = || chinese_to_hangul(han, NameKind::Person).into_iter().map(|reading| hangul_fold(&reading));
    (is_han_name(han) && readings().any(|reading| reading == same)).then(|| keys::person(hangul))?
}

/// The key of a Korean person, where the Hangul is how the characters are read in Korean.
fn korean_key(han: &str, hangul: &str) -> Option<String> {
    let name = (2..=4).contains(&hangul.chars().count()) && korean_surname(hangul).is_some();
    (name && sino_korean(han).iter().any(|reading| reading == hangul)).then(|| keys::person(hangul))?
}

/// The `count` Han characters that end at `at`.
fn han_before(at: usize, count: usize, around: &Surroundings) -> Span {
    let han = around.text[..at].char_indices().rev().take(count).take_while(|(_, c)| script_of(*c) == Script::Han);
    let starts: Vec<usize> = han.map(|(start, _)| start).collect();
    match starts.last() {
        Some(&start) if starts.len() == count => Span::new(start, at),
        _ => Span::new(at, at),
    }
}

/// The Hangul that ends at `at`.
fn hangul_before(at: usize, text: &str) -> Span {
    let start = text[..at].char_indices().rev().take_while(|(_, c)| script_of(*c) == Script::Hangul).last();
    start.map_or(Span::new(at, at), |(start, _)| Span::new(start, at))
}

fn is_han_name(text: &str) -> bool {
    let count = text.chars().count();
    (2..=4).contains(&count) && text.chars().all(|c| script_of(c) == Script::Han) && keys::has_chinese_surname(text)
}

/// Names by their surname and what stands beside them. `houses` are the institutions that the article names, known or not,
/// in order of place.
pub(super) fn by_pattern(known: &[Settled], houses: &[Span], around: &Surroundings) -> Vec<UnknownName> {
    let words: Vec<&Token> = around.analysis.tokens.iter().filter(|t| t.layer == Layer::Surface).collect();
    let normalized = &around.analysis.normalized;
    let spans: Vec<Span> = normalized.from_source_in_order(words.iter().map(|word| word.span)).collect();
    let mut found = Vec::new();
    for (at, &span) in spans.iter().enumerate() {
        let name = match span.of(around.text).chars().next().map(script_of) {
            Some(Script::Han) => {
                between_office_and_verb(span.start, around).or_else(|| chinese(&words, &spans, at, around))
            }
            Some(Script::Hangul) if around.starts_eojeol(span.start) => korean(span, houses, around),
            _ => None,
        };
        let free = name.filter(|span| !taken(*span, known));
        if let Some((span, key)) = free.and_then(|span| Some((span, keys::person(span.of(around.text))?))) {
            found.push(UnknownName::pattern(span, key, Kind::Person));
        }
    }
    found
}

/// Verbs that a person's name stands before in Chinese news.
const SAID: &[&str] = &[
    "表示", "说", "称", "指出", "认为", "介绍", "透露", "强调", "告诉", "坦言", "回应", "补充", "分析", "直言", "解释",
    "呼吁", "警告", "写道", "回忆", "坦承", "宣布", "评论",
];

/// Surnames that are common words as well: they count only between an office and a verb.
const COMMON_WORDS: &str = "向于时都成从应连后但以和可会能单方万任高关项常车相计家董南东全公司平明通曾别同开";

/// 研究员孙浩然表示: what stands between an office and a verb or office, whatever the segmenter made of it.
fn between_office_and_verb(start: u32, around: &Surroundings) -> Option<Span> {
    let before = around.text[..start as usize].trim_end_matches(' ');
    if !titles::ends_in_office(before) {
        return None;
    }
    let ends =
        around.text[start as usize..].char_indices().take(4).skip(1).map(|(at, c)| start as usize + at + c.len_utf8());
    let spans = ends.map(|end| Span::new(start as usize, end));
    let stops = |span: &Span| {
        let after = &around.text[span.end as usize..];
        says(after) || titles::begins_with_office(after)
    };
    let span = spans.filter(|span| is_han_name(span.of(around.text))).find(stops)?;
    without_adverb(span, around)
}

/// What stands between a name and its verb and is no part of it: 何刚|也, 曹力|今日.
const ADVERBS: &[&str] = &[
    "今日", "今天", "今晚", "昨日", "昨天", "近日", "上月", "此前", "随后", "当日", "对此", "微博", "发文", "预告",
    "自嘲", "还", "也", "则", "曾", "又", "就", "再", "均", "都", "用", "的",
];

/// Words that are no given names, behind a surname: 冯女士, 张经理, 赵某某, 周三.
const NO_GIVEN: &[&str] = &[
    "女士", "先生", "小姐", "经理", "某", "某某", "老师", "同学", "师傅", "阿姨", "大爷", "一", "二", "三", "四", "五",
    "六", "日", "末", "初",
];

/// Words that begin with a surname and stand before verbs of saying: 负责人明确表示.
const NO_NAMES: &[&str] = &[
    "明确",
    "解释",
    "高度",
    "严肃",
    "郑重",
    "公开",
    "同时",
    "共同",
    "曾经",
    "连忙",
    "从容",
    "方才",
    "单独",
    "于是",
    "经济学家",
];

/// A Chinese name less an adverb behind it; none where nothing is left, or no name: four characters are one only with a
/// surname of two, or as a transcription.
fn without_adverb(span: Span, around: &Surroundings) -> Option<Span> {
    let text = span.of(around.text);
    let bare = ADVERBS.iter().find_map(|adverb| text.strip_suffix(adverb)).unwrap_or(text);
    let given = &bare[chinese_surname(bare)?.len()..];
    let length = (1..=2).contains(&given.chars().count()) || bare.chars().all(transcribes);
    let named = length && !NO_GIVEN.contains(&given) && !NO_NAMES.contains(&bare);
    named.then(|| Span::new(span.start as usize, span.start as usize + bare.len()))
}

/// Whether a text begins with a verb of saying.
fn says(text: &str) -> bool {
    static FIRST: LazyLock<CharSet> = LazyLock::new(|| CharSet::first_of(SAID));
    FIRST.begins(text) && SAID.iter().any(|verb| text.starts_with(verb))
}

/// Two to four characters that begin with a surname and that the segmenter cut out as one word, or as the surname and the
/// rest, with an office before them or an office or a verb of saying after.
fn chinese(words: &[&Token], spans: &[Span], at: usize, around: &Surroundings) -> Option<Span> {
    static COMMON: LazyLock<CharSet> = LazyLock::new(|| CharSet::new(COMMON_WORDS.chars()));
    let first = spans[at];
    let word = first.of(around.text);
    if words[at].class != TokenClass::Word || COMMON.begins(word) {
        return None;
    }
    let count = word.chars().count();
    let office = titles::ends_in_office(around.text[..first.start as usize].trim_end_matches(' '));
    let speaks = |end: u32| {
        let after = around.text[end as usize..].trim_start_matches(' ');
        says(after) || titles::begins_with_office(after)
    };
    if (3..=4).contains(&count)
        && (office || speaks(first.end))
        && is_han_name(word)
        && !begins_with_word(first, around)
    {
        return without_adverb(first, around);
    }
    // 欧阳|澈, 沈|知远: the segmenter parts a surname from a given name that it does not know.
    words.get(at + 1).filter(|next| next.class == TokenClass::Word && count <= 2)?;
    let span = Span { start: first.start, end: spans[at + 1].end };
    let long = (3..=4).contains(&span.of(around.text).chars().count());
    let shown = long && (office || (count == 2 && speaks(span.end)));
    let shown = shown && is_surname(word) && is_han_name(span.of(around.text));
    if shown { without_adverb(span, around) } else { None }
}

/// Whether a dictionary word begins the stretch (计算 in 计算机), so that its first character is no surname.
fn begins_with_word(span: Span, around: &Surroundings) -> bool {
    let two: usize = span.of(around.text).chars().take(2).map(char::len_utf8).sum();
    around.is_token(Span::new(span.start as usize, span.start as usize + two))
}

/// An eojeol that is a name by its form, before an office (정수빈 대표), with the house between (정수빈 하이나증권 연구원), or
/// before an age in brackets. A common word (이번 회장, 공동 대표) is in the dictionary as one word, as are some names,
/// which need the house or the age; verbs (주재한 회장) hold an ending.
fn korean(start: Span, houses: &[Span], around: &Surroundings) -> Option<Span> {
    let rest = around.rest_of_eojeol(start.start);
    let span = Span { start: start.start, end: start.start + rest.len() as u32 };
    let count = rest.chars().count();
    if !(3..=4).contains(&count) || around.has_ending(span) || is_common_noun(rest, &around.text[span.end as usize..]) {
        return None;
    }
    let native = count == 3 && korean_surname(rest).is_some();
    if native && (has_age(span.end, around) || office_behind_house(span.end, houses, around)) {
        return Some(span);
    }
    let office = || office_at(span.end, around);
    (!around.is_token(span) && office() && (native || is_transcribed(rest))).then_some(span)
}

/// Words of three syllables that begin with a surname and stand where names do: 노동계 인사, 동양대 교수, 주유엔 대사.
fn is_common_noun(word: &str, after: &str) -> bool {
    const LAST: [char; 9] = ['팀', '급', '적', '계', '청', '위', '간', '직', '론'];
    const OF_UNIVERSITY: &[&str] = &[" 교수", " 총장", " 명예교수", " 석좌교수", " 초빙교수", " 연구"];
    const WORDS: &[&str] = &[
        "가운데",
        "최연소",
        "한미일",
        "한중일",
        "변호사",
        "이야기",
        "주요국",
        "전현직",
        "범여권",
        "범야권",
        "공로상",
        "시행사",
        "금융부",
        "공기질",
        "추락사",
        "주유엔",
        "주일본",
        "공격형",
        "이사장",
        "연구원",
        "감독관",
    ];
    let university = word.ends_with('대') && OF_UNIVERSITY.iter().any(|office| after.starts_with(office));
    university || word.ends_with(LAST) || WORDS.contains(&word)
}

/// Whether a house and then an office follow a name: 민규태 부산항 운영팀장.
fn office_behind_house(end: u32, houses: &[Span], around: &Surroundings) -> bool {
    let from = houses.partition_point(|house| house.start <= end);
    houses.get(from).is_some_and(|house| house.start == end + 1 && office_at(house.end, around))
}

/// Whether the eojeol behind a place, less its particles, ends in an office.
fn office_at(end: u32, around: &Surroundings) -> bool {
    let Some(word) = around.text[end as usize..].strip_prefix(' ') else { return false };
    let eojeol = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
    static LAST: LazyLock<CharSet> = LazyLock::new(|| CharSet::last_of(titles::KOREAN));
    if !eojeol.chars().any(|c| LAST.contains(c)) {
        return false;
    }
    titles::KOREAN.iter().any(|title| {
        let at = if title.is_ascii() { eojeol.starts_with(title).then_some(0) } else { eojeol.rfind(title) };
        at.is_some_and(|at| {
            let last = title.chars().next_back().unwrap_or(' ');
            (at == 0 || title.chars().count() > 1) && particles::is_particles(&eojeol[at + title.len()..], last)
        })
    })
}

/// 김민수(45), 김민수(45세).
fn has_age(end: u32, around: &Surroundings) -> bool {
    let Some(inside) = brackets::content(end, around.text) else { return false };
    let age = inside.of(around.text).trim_end_matches('세');
    age.len() == 2 && age.bytes().all(|b| b.is_ascii_digit())
}

/// Three or four syllables that transcribe a Chinese name.
fn is_transcribed(name: &str) -> bool {
    let fits = (3..=4).contains(&name.chars().count());
    fits && hangul_to_pinyin(name)
        .first()
        .is_some_and(|syllables| (2..=3).contains(&syllables.len()) && keys::is_pinyin_surname(syllables[0]))
}

/// Transcriptions with a dot, 罗莎琳达·阿巴德: people. The name is the run of characters that transcribe sounds.
pub(super) fn dotted(known: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let mut found = Vec::new();
    let mut done = 0;
    for (dot, _) in around.text.match_indices('·').filter(|(dot, _)| *dot > 0) {
        if dot < done {
            continue;
        }
        let span = transcribed_around(dot, around.text);
        let mut parts = span.of(around.text).split('·').map(|part| part.chars().count());
        let fits = parts.clone().all(|count| (1..=PART).contains(&count)) && parts.any(|count| count > 1);
        if fits && !taken(span, known) {
            done = span.end as usize;
            let key = keys::person(span.of(around.text));
            found.extend(key.map(|key| UnknownName::pattern(span, key, Kind::Person)));
        }
    }
    found
}

/// Most characters of one part of a transcribed name.
const PART: usize = 6;

/// The characters that transcribe sounds on both sides of a dot, further dots included.
fn transcribed_around(dot: usize, text: &str) -> Span {
    let before = text[..dot].char_indices().rev().take(PART).take_while(|(_, c)| transcribes(*c));
    let start = before.last().map_or(dot, |(at, _)| at);
    let mut end = dot;
    while let Some(rest) = text[end..].strip_prefix('·') {
        let length: usize = rest.chars().take(PART).take_while(|c| transcribes(*c)).map(char::len_utf8).sum();
        if length == 0 {
            break;
        }
        end += '·'.len_utf8() + length;
    }
    // 范恩博士: the office is made of such characters too.
    if let Some(title) = titles::CHINESE.iter().find(|title| text[start..end].ends_with(**title)) {
        end -= title.len();
    }
    Span::new(start, end)
}

/// Whether a character serves to write foreign sounds.
pub fn transcribes(c: char) -> bool {
    static CHARACTERS: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
        let lines = include_str!("../../data/transcription_characters.txt").lines();
        lines.filter(|line| !line.starts_with('#')).flat_map(str::chars).collect()
    });
    CHARACTERS.contains(&c)
}

/// Least share of consonants that a transcription and the Latin name in the brackets behind it have in common.
const ALIKE: f32 = 0.7;

/// 제프 플레이크(Jeff Flake), 奧林·哈奇 (Orrin Hatch): the name before a bracket that sounds as the Latin name inside.
pub(super) fn latin_in_brackets(known: &[Settled], source: &str, around: &Surroundings) -> Vec<UnknownName> {
    let mut found = Vec::new();
    for (open, _) in around.text.match_indices('(') {
        let Some(inside) = brackets::content(open as u32, around.text) else { continue };
        let latin = inside.of(around.text);
        let words = latin.split(' ').count();
        let letters = latin.chars().all(|c| script_of(c) == Script::Latin || matches!(c, ' ' | '-' | '.' | '\''));
        let capital = around.analysis.normalized.to_source(inside).of(source).starts_with(char::is_uppercase);
        let Some(sound) = phonetic_key(latin).filter(|_| letters && capital && (2..=4).contains(&words)) else {
            continue;
        };
        let before = around.text[..open].trim_end_matches(' ');
        let spans = starts_before(before, words).into_iter().map(|start| Span::new(start, before.len()));
        let alike = |span: &Span| phonetic_key(span.of(around.text)).is_some_and(|key| likeness(&key, &sound) >= ALIKE);
        let Some(name) = spans.filter(|span| !span.is_empty()).find(alike) else { continue };
        if taken(name, known) || taken(inside, known) {
            continue;
        }
        for span in [name, inside] {
            let key = keys::person(latin).unwrap_or_default();
            found.push(UnknownName { span, key, kind: Kind::Person, rule: Rule::Bracket });
        }
    }
    found
}

/// Where a name of so many words may begin that ends a text: as many eojeols, or the characters that transcribe sounds.
fn starts_before(text: &str, words: usize) -> Vec<usize> {
    let last = text.chars().next_back().map(script_of);
    if last == Some(Script::Hangul) {
        let gaps = text.char_indices().rev().filter(|(_, c)| !c.is_alphanumeric());
        let mut starts: Vec<usize> = gaps.map(|(at, c)| at + c.len_utf8()).chain([0]).take(words).collect();
        starts.reverse();
        return starts;
    }
    if last != Some(Script::Han) {
        return Vec::new();
    }
    let run = text.char_indices().rev().take_while(|(_, c)| transcribes(*c) || *c == '·').last();
    run.map(|(at, _)| vec![at]).unwrap_or_default()
}

/// Twice the length of the longest common subsequence over both lengths.
fn likeness(a: &str, b: &str) -> f32 {
    let mut row = vec![0; b.len() + 1];
    for x in a.bytes() {
        let mut diagonal = 0;
        for (at, y) in b.bytes().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    2.0 * row[b.len()] as f32 / (a.len() + b.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcriptions_end_at_other_words() {
        let check = |text: &str, expect: &str| {
            let dot = text.find('·').expect("a dot");
            assert_eq!(transcribed_around(dot, text).of(text), expect);
        };
        check("候选人萨拉·佩林的长子", "萨拉·佩林");
        check("由本·米勒饰演", "本·米勒");
        check("克里斯汀·布莱西·福特博士说", "克里斯汀·布莱西·福特");
    }

    #[test]
    fn likeness_of_sounds() {
        for (a, b, expect) in [("TLNP", "TLNP", 1.0), ("TLNP", "TLP", 6.0 / 7.0), ("TL", "PK", 0.0)] {
            assert!((likeness(a, b) - expect).abs() < 1e-6, "{a} {b}");
        }
    }
}
