//! Text into HTML: nothing of an article reaches the page but through here.

use unicode_segmentation::UnicodeSegmentation;

/// The text with the five characters of markup escaped, for element content and quoted attributes alike. Control
/// characters and bidirectional overrides, which could reorder the page around them, become U+FFFD.
///
/// `<b>삼성 & "현대"` becomes `&lt;b&gt;삼성 &amp; &quot;현대&quot;`.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// The address, escaped, if it is one that may become a link: `http` or `https`, without blanks, quotes or controls
/// (browsers skip tabs and line breaks inside addresses, so `java\nscript:` is an address to them).
pub(super) fn href(url: &str) -> Option<String> {
    let web = ["http://", "https://"].iter().any(|scheme| {
        url.len() > scheme.len() && url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`');
    (web && url.len() <= MAX_URL && !url.contains(bad)).then(|| escape(url))
}

/// Longest address that becomes a link, in bytes; what is longer is a tracking blob, not a place to go to.
const MAX_URL: usize = 2000;

/// A name for `id` and `#…` out of any id: letters, digits, `-` and `_` stay, every other byte becomes `.` and two
/// hexadecimal digits, so that different ids never meet. `pages/ko-0309a` becomes `d-pages.2fko-0309a`.
pub(super) fn anchor(prefix: char, id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 2);
    out.push(prefix);
    out.push('-');
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => out.push(char::from(byte)),
            _ => out.push_str(&format!(".{byte:02x}")),
        }
    }
    out
}

/// The escaped text, shortened to `limit` bytes at the border of a grapheme, with an ellipsis.
pub(super) fn clipped(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return escape(text);
    }
    let end = text.grapheme_indices(true).map(|(at, _)| at).take_while(|at| *at <= limit).last().unwrap_or(0);
    escape(&text[..end]) + "…"
}

/// `12407` as `12,407`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `12 articles`.
pub(super) fn counted(n: u64, thing: &str) -> String {
    format!("{} {thing}{}", number(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_articles_is_shown_and_not_obeyed() {
        let check = |text: &str, expect: &str| assert_eq!(escape(text), expect);
        check("AT&T <b>삼성</b>", "AT&amp;T &lt;b&gt;삼성&lt;/b&gt;");
        check("\"통의'천문\"", "&quot;통의&#39;천문&quot;");
        check("</style><script>alert(1)</script>", "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
        check("阿里\u{202E}云\u{0}\u{85}", "阿里\u{FFFD}云\u{FFFD}\u{FFFD}");
        check("한\n글\t", "한\n글\t");
    }

    #[test]
    fn only_web_addresses_become_links() {
        let check = |url: &str, expect: Option<&str>| assert_eq!(href(url).as_deref(), expect, "{url}");
        check("https://example.com/a?b=1&c=2", Some("https://example.com/a?b=1&amp;c=2"));
        check("HTTP://example.com/뉴스", Some("HTTP://example.com/뉴스"));
        for url in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.com",
            "http://",
            "https://a\" onclick=\"x",
            "https://a b",
            "h\u{0}ttps://a",
            "新闻",
            "",
        ] {
            check(url, None);
        }
        check(&format!("https://a/{}", "x".repeat(3000)), None);
    }

    #[test]
    fn different_ids_have_different_anchors() {
        let check = |id: &str, expect: &str| assert_eq!(anchor('d', id), expect);
        check("ko-0309a", "d-ko-0309a");
        check("pages/ko-0309a", "d-pages.2fko-0309a");
        check("pages.2fko", "d-pages.2e2fko");
        check("云\" x", "d-.e4.ba.91.22.20x");
    }

    #[test]
    fn clipping_keeps_graphemes_whole() {
        let check = |text: &str, limit: usize, expect: &str| assert_eq!(clipped(text, limit), expect);
        check("阿里巴巴", 12, "阿里巴巴");
        check("阿里巴巴", 11, "阿里巴…");
        check("한글", 5, "한…");
        check("e\u{301}e\u{301}", 4, "e\u{301}…");
        check("<<<", 2, "&lt;&lt;…");
        check("阿", 0, "…");
    }

    #[test]
    fn numbers_have_separators() {
        let check = |n: u64, expect: &str| assert_eq!(counted(n, "article"), expect);
        check(0, "0 articles");
        check(1, "1 article");
        check(999, "999 articles");
        check(1000, "1,000 articles");
        check(12_345_678, "12,345,678 articles");
    }
}
