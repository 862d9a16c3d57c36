//! Snippets as HTML and for the terminal.

use crate::snippet::Snippet;

/// Between two fragments.
const ELLIPSIS: &str = " … ";

/// A snippet as HTML: all text escaped, what was found in `<mark>`.
///
/// ```
/// use newsbraid_indexer::{Fragment, Snippet, to_html};
/// use newsbraid_text::Span;
/// let fragment = Fragment { start: 0, text: "<b>阿里雲</b>".to_string(), highlights: vec![Span::new(3, 12)] };
/// let html = to_html(&Snippet { fragments: vec![fragment] });
/// assert_eq!(html, "&lt;b&gt;<mark>阿里雲</mark>&lt;/b&gt;");
/// ```
pub fn to_html(snippet: &Snippet) -> String {
    render(snippet, ["<mark>", "</mark>"], |out, c| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(c),
    })
}

/// A snippet for the terminal, what was found in bold and red. No character of the article can steer the terminal.
pub fn to_terminal(snippet: &Snippet) -> String {
    to_text(snippet, ["\u{1b}[1;31m", "\u{1b}[0m"])
}

/// A snippet as plain text, what was found between `open` and `close`; nothing for both gives the text alone.
///
/// ```
/// use newsbraid_indexer::{Fragment, Snippet, to_text};
/// use newsbraid_text::Span;
/// let fragment = Fragment { start: 0, text: "阿里雲收入".to_string(), highlights: vec![Span::new(0, 9)] };
/// assert_eq!(to_text(&Snippet { fragments: vec![fragment] }, ["[", "]"]), "[阿里雲]收入");
/// ```
pub fn to_text(snippet: &Snippet, marks: [&str; 2]) -> String {
    render(snippet, marks, |out, c| out.push(c))
}

/// A text of an article, such as its title, without what could steer a terminal or break a line.
///
/// ```
/// assert_eq!(newsbraid_indexer::tame("涨\u{1b}[31m\n跌"), "涨 [31m 跌");
/// ```
pub fn tame(text: &str) -> String {
    text.chars().map(|c| if is_control(c) { ' ' } else { c }).collect()
}

fn render(snippet: &Snippet, [open, close]: [&str; 2], push: impl Fn(&mut String, char)) -> String {
    let mut out = String::new();
    for (at, fragment) in snippet.fragments.iter().enumerate() {
        if at > 0 {
            out.push_str(ELLIPSIS);
        }
        let (mut ends, mut next) = (None, fragment.highlights.iter().peekable());
        for (at, c) in fragment.text.char_indices() {
            if ends == Some(at) {
                out.push_str(close);
                ends = None;
            }
            if let Some(highlight) = next.next_if(|h| h.start as usize == at) {
                out.push_str(open);
                ends = Some(highlight.end as usize);
            }
            push(&mut out, if is_control(c) { ' ' } else { c });
        }
        if ends.is_some() {
            out.push_str(close);
        }
    }
    out
}

/// Controls, and what turns the direction of writing (Trojan Source).
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}')
}
