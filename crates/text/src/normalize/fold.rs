//! The folding table: what one character becomes.

use std::sync::LazyLock;

/// Characters that exist only in traditional script, and what they are in simplified (`scripts/make_t2s.py`).
static TABLE: &str = include_str!("../../data/t2s.tsv");

/// What a character becomes.
pub(super) enum Fold {
    /// One character, often itself.
    Char(char),
    /// Nothing: zero-width, bidirectional and control characters.
    Drop,
    /// Several, where lowering the case makes several.
    Lower(std::char::ToLowercase),
}

/// For the basic plane, what each character becomes: 0 stands for "ask [`fold_rare`]".
static BASIC: LazyLock<Vec<u16>> = LazyLock::new(|| {
    (0..=u16::MAX)
        .map(|code| match char::from_u32(u32::from(code)).map(fold_rare) {
            Some(Fold::Char(to)) if (to as u32) <= 0xFFFF => to as u16,
            _ => 0,
        })
        .collect()
});

/// Which characters of the basic plane stay as they are, and neither join the one before them nor decompose.
static PLAIN: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let plain = |code: u16| {
        let same = BASIC.get(usize::from(code)) == Some(&code) && code != 0;
        same && char::from_u32(u32::from(code)).is_some_and(|c| !super::may_join(c) && !super::decomposes(c))
    };
    (0..=u16::MAX).map(plain).collect()
});

/// Traditional characters outside the basic plane, and the pairs of the table, sorted.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let mut pairs: Vec<_> = rows.filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?))).collect();
    pairs.sort_unstable();
    pairs
});

/// Bit sets over the basic plane: which characters are only traditional, and only simplified.
static SIDES: LazyLock<(Vec<bool>, Vec<bool>)> = LazyLock::new(|| {
    let (mut traditional, mut simplified) = (vec![false; 0x10000], vec![false; 0x10000]);
    for &(from, to) in PAIRS.iter() {
        if let (Some(t), Some(s)) = (traditional.get_mut(from as usize), simplified.get_mut(to as usize)) {
            (*t, *s) = (true, true);
        }
    }
    for &c in SHARED.as_slice() {
        simplified[c as usize] = false;
    }
    (traditional, simplified)
});

/// Simplified forms that traditional text uses as well, as words of their own (后 queen, 里 mile, 云 say, ...): they say
/// nothing of the script.
const SHARED: [char; 52] = [
    '后', '里', '云', '只', '几', '干', '面', '谷', '余', '向', '征', '郁', '致', '范', '制', '朱', '系', '松', '丑',
    '斗', '借', '占', '才', '复', '台', '冲', '准', '布', '出', '志', '注', '周', '了', '克', '划', '回', '群', '床',
    '吃', '并', '伙', '卷', '哄', '尸', '岩', '采', '咽', '奸', '家', '升', '梁', '同',
];

/// What a character becomes in normalised text.
pub(super) fn fold(c: char) -> Fold {
    match BASIC.get(c as usize) {
        Some(&to) if to != 0 => Fold::Char(char::from_u32(u32::from(to)).unwrap_or(c)),
        _ => fold_rare(c),
    }
}

/// Whether a character stays as it is whatever stands beside it, unless what follows joins it: a letter of the basic plane
/// that no rule touches.
pub(super) fn is_plain(c: char) -> bool {
    PLAIN.get(c as usize).copied().unwrap_or(false)
}

fn fold_rare(c: char) -> Fold {
    match c as u32 {
        0x09 | 0x0A | 0x0D => Fold::Char(c),
        // Spaces of any width are one space; U+2028 and U+2029 break a line.
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Fold::Char(' '),
        0x85 | 0x2028 | 0x2029 => Fold::Char('\n'),
        // Full-width ASCII.
        0xFF01..=0xFF5E => lower(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
        // Middle dots: U+318D is what Korean news types, U+30FB Japanese, U+2027 Taiwanese.
        0xB7 | 0x318D | 0x30FB | 0xFF65 | 0x2027 | 0x2022 | 0x2219 | 0x22C5 | 0x0387 => Fold::Char('·'),
        _ if is_dropped(c) => Fold::Drop,
        // Quotation marks and apostrophes that typists mix.
        0x2018 | 0x2019 | 0x201B | 0x02BC => Fold::Char('\''),
        0x201C..=0x201F => Fold::Char('"'),
        // Hyphens and minus signs; dashes stay, they part clauses.
        0x2010..=0x2012 | 0x2212 => Fold::Char('-'),
        _ => match to_simplified(c) {
            Some(simplified) => Fold::Char(simplified),
            None => lower(c),
        },
    }
}

/// Whether a character leaves nothing behind: controls, soft hyphen, zero-width and bidirectional characters, variation
/// selectors, byte order mark.
pub(super) fn is_dropped(c: char) -> bool {
    match c as u32 {
        0x09 | 0x0A | 0x0D | 0x85 => false,
        0x00..=0x1F | 0x7F..=0x9F | 0xAD | 0x34F | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E => true,
        0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE01EF => true,
        _ => false,
    }
}

fn lower(c: char) -> Fold {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => Fold::Char(one),
        _ => Fold::Lower(c.to_lowercase()),
    }
}

/// The simplified form of a character that has one of its own.
pub fn to_simplified(c: char) -> Option<char> {
    PAIRS.binary_search_by_key(&c, |pair| pair.0).ok().map(|at| PAIRS[at].1)
}

/// Whether a character is written only in traditional script.
pub fn is_traditional_only(c: char) -> bool {
    SIDES.0.get(c as usize).copied().unwrap_or(false)
}

/// Whether a character is written only in simplified script.
pub fn is_simplified_only(c: char) -> bool {
    SIDES.1.get(c as usize).copied().unwrap_or(false)
}
