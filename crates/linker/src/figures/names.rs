//! Digits that are part of a name or an ordinal, and count nothing: gpt-5, 9988.hk, 第3, 제18호.

use crate::times::cursor::{eat_spaced, is_hangul, skip_space_back};

/// Whether the digit at `at` continues a name: qwen2.5, gpt-5, h100, 9988.hk, #7, @3.
pub(crate) fn in_name(s: &str, at: usize) -> bool {
    let bytes = s.as_bytes();
    let Some(&before) = at.checked_sub(1).and_then(|i| bytes.get(i)) else { return false };
    let earlier = at.checked_sub(2).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    match before {
        b'#' | b'@' | b'_' | b'\\' | b'&' | b'=' => true,
        b'-' if earlier >= 0x80 => !names_percent(s, at),
        b'.' if earlier == b'.' => !s[..at].ends_with("..."),
        b'-' | b'.' | b'/' | b'\'' | b':' => {
            earlier.is_ascii_alphabetic() || (before != b'-' && earlier.is_ascii_digit())
        }
        _ => before.is_ascii_alphanumeric(),
    }
}

/// Whether the number at `at` is a percentage: 增速-5% has a minus, 歼-15 is a name.
fn names_percent(s: &str, at: usize) -> bool {
    let end = at + s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    s[end..].starts_with('%')
}

/// Past the digits, letters and marks of a name.
pub(crate) fn name_end(s: &str, at: usize) -> usize {
    let bytes = s.as_bytes();
    let mut end = at;
    while let Some(b) = bytes.get(end) {
        let joins = matches!(b, b'.' | b'-' | b'_' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !b.is_ascii_alphanumeric() && !joins {
            break;
        }
        end += 1;
    }
    end.max(at + 1)
}

/// 第3, 제18호, no. 5, top 10; also ranks behind a number are no units, so they need no rule.
pub(crate) fn is_ordinal(s: &str, at: usize) -> bool {
    let before = &s[..skip_space_back(s, at)];
    let digits = s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let lasts = || eat_spaced(s, at + digits, &["分钟", "小时", "天", "年", "个月", "周", "秒"]).is_some();
    if before.ends_with('前') && digits > 0 && lasts() {
        return false;
    }
    ["第", "제", "no.", "№", "top", "前", "排名", "编号"].iter().any(|w| before.ends_with(w))
        && !(before.ends_with("제") && before.chars().nth_back(1).is_some_and(is_hangul))
}
