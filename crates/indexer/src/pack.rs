//! Ready tokens as one string, and the tokenizer that takes them out again.
//!
//! tantivy's own way to hand in tokens (`PreTokenizedString`) makes a round trip through JSON for every document. Instead
//! the tokens are packed: [`SENTINEL`], then for each token the step from the position before it and the bytes of its
//! term, both as numbers of base 64 in ASCII, then the term. The string is never stored.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name under which the tokenizer is registered on every opened index.
pub(crate) const TOKENIZER: &str = "packed";

/// First character of a packed string.
const SENTINEL: char = '\u{E001}';

/// First character of a term that stands for an entity among words.
pub(crate) const ENTITY: char = '\u{E000}';

/// Longest term in bytes; anything longer is no word (base64, tracking links).
const LONGEST_TERM: usize = 255;

/// Writes packed tokens behind what is in a string.
pub(crate) struct Packer<'o> {
    out: &'o mut String,
    last: u32,
    /// Whether terms may hold reserved characters.
    dirty: bool,
}

impl Packer<'_> {
    /// A packer of terms of a text of which it is known whether it [holds reserved characters](may_hold_reserved): almost none
    /// does, so that is asked once and not of every term.
    pub fn new(out: &mut String, dirty: bool) -> Packer<'_> {
        out.push(SENTINEL);
        Packer { out, last: 0, dirty }
    }

    /// Adds a word of an article. Positions may stay but not fall. Private-use characters that mean something here are
    /// taken out of it, so that no article can pretend to hold an entity.
    pub fn push(&mut self, position: u32, term: &str) {
        if self.dirty && term.contains(is_reserved) {
            self.write(position, &term.replace(is_reserved, ""));
        } else {
            self.write(position, term);
        }
    }

    /// Adds the term of an entity.
    pub fn push_entity(&mut self, position: u32, id: &str) {
        self.write(position, &entity_term(id));
    }

    fn write(&mut self, position: u32, term: &str) {
        debug_assert!(position >= self.last, "positions must not fall");
        if term.is_empty() || term.len() > LONGEST_TERM {
            return;
        }
        self.number(position - self.last);
        self.number(term.len() as u32);
        self.out.push_str(term);
        self.last = position;
    }

    fn number(&mut self, mut n: u32) {
        while n >= 0x40 {
            self.out.push(((n & 0x3F) | 0x40) as u8 as char);
            n >>= 6;
        }
        self.out.push(n as u8 as char);
    }
}

/// Whether a text may hold characters that mean something in packed tokens; it surely holds some of their block.
pub(crate) fn may_hold_reserved(text: &str) -> bool {
    // The first byte of all characters from U+E000 to U+EFFF.
    text.as_bytes().contains(&0xEE)
}

fn is_reserved(c: char) -> bool {
    c == SENTINEL || c == ENTITY
}

/// The term of an entity where it stands among words.
pub(crate) fn entity_term(id: &str) -> String {
    let mut term = String::with_capacity(id.len() + ENTITY.len_utf8());
    term.push(ENTITY);
    term.extend(id.chars().filter(|c| !is_reserved(*c)));
    term
}

/// Unpacks; a string that is not packed is one term.
#[derive(Clone, Default)]
pub(crate) struct PackedTokenizer;

impl Tokenizer for PackedTokenizer {
    type TokenStream<'a> = PackedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedStream<'a> {
        let token = Token { position: 0, ..Token::default() };
        match text.strip_prefix(SENTINEL) {
            Some(packed) => PackedStream { packed, plain: None, token },
            None => PackedStream { packed: "", plain: Some(text).filter(|t| !t.is_empty()), token },
        }
    }
}

/// The tokens of one packed string.
pub(crate) struct PackedStream<'a> {
    packed: &'a str,
    plain: Option<&'a str>,
    token: Token,
}

impl PackedStream<'_> {
    fn number(&mut self) -> Option<usize> {
        let (mut n, mut shift) = (0, 0);
        // A u32 has six digits; whatever else follows the sentinel was not packed here.
        for (at, &byte) in self.packed.as_bytes().iter().enumerate().take(6).take_while(|(_, byte)| byte.is_ascii()) {
            n |= usize::from(byte & 0x3F) << shift;
            shift += 6;
            if byte & 0x40 == 0 {
                self.packed = &self.packed[at + 1..];
                return Some(n);
            }
        }
        None
    }
}

impl TokenStream for PackedStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        if let Some(plain) = self.plain.take() {
            self.token.text.push_str(plain);
            return true;
        }
        let Some((step, len)) = self.number().and_then(|step| Some((step, self.number()?))) else { return false };
        let Some((term, rest)) = self.packed.split_at_checked(len) else { return false };
        self.token.text.push_str(term);
        self.token.position += step;
        self.packed = rest;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unpack(text: &str) -> Vec<(u32, String)> {
        let mut tokenizer = PackedTokenizer;
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position as u32, stream.token().text.clone()));
        }
        found
    }

    #[test]
    fn reserved_characters_of_an_article_are_dropped() {
        let mut packed = String::new();
        let mut packer = Packer::new(&mut packed, may_hold_reserved("\u{E000}alibaba \u{E001}"));
        packer.push(0, "\u{E000}alibaba");
        packer.push(1, "\u{E001}");
        packer.push_entity(3, "alibaba");
        assert_eq!(unpack(&packed), [(0, "alibaba".to_string()), (3, "\u{E000}alibaba".to_string())]);
    }

    #[test]
    fn a_string_without_sentinel_is_one_term() {
        assert_eq!(unpack("阿里云 收入"), [(0, "阿里云 收入".to_string())]);
        assert_eq!(unpack(""), []);
    }

    proptest! {
        #[test]
        fn tokens_come_out_as_they_went_in(tokens in prop::collection::vec((0u32..9000, "[a-z가-힣一-龥]{1,40}"), 0..60)) {
            let mut position = 0;
            let direct: Vec<(u32, String)> = tokens.into_iter().map(|(step, term)| { position += step; (position, term) }).collect();
            let mut packed = String::new();
            let mut packer = Packer::new(&mut packed, false);
            for (position, term) in &direct {
                packer.push(*position, term);
            }
            prop_assert_eq!(unpack(&packed), direct);
        }

        #[test]
        fn any_string_after_the_sentinel_is_safe(junk in ".{0,60}") {
            unpack(&format!("{SENTINEL}{junk}"));
        }
    }
}
