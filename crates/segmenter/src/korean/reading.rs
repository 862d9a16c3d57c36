//! Morphemes as a grammarian writes them: 했다 is 하, 았, 다.

use newsbraid_text::Span;

use super::morpheme::{self, Morpheme as Found, Part};
use super::{KoreanEngine, KoreanWorker};

/// A morpheme of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Morpheme {
    /// Where it comes from, in bytes of the text that was analysed. Morphemes that are contracted to one
    /// syllable share their place: 하 and 았 of 했.
    pub span: Span,
    /// The morpheme before it was contracted, final consonants as letters of their own: 하, 았, ㄴ다, ㅂ니다.
    pub form: String,
    /// Part of speech, in the tags of mecab-ko-dic (after the Sejong corpus): NNG, NNP, JKS, VV, EP, SN, SF.
    pub tag: String,
}

impl KoreanWorker {
    /// Adds the morphemes of the clause that was analysed last, as far as they lie in `stretch`, with places in the normalised
    /// text.
    pub(crate) fn push_morphemes(&self, out: &mut Vec<Morpheme>, engine: &KoreanEngine, text: &str, stretch: Span) {
        let first = self.morphemes.partition_point(|found| found.span.end <= stretch.start);
        let mut at = stretch.start;
        for found in self.morphemes[first..].iter().take_while(|found| found.span.start < stretch.end) {
            let span = Span { start: found.span.start.max(at), end: found.span.end.min(stretch.end) };
            push_gap(out, text, Span { start: at, end: span.start });
            if span == found.span {
                push_whole(out, engine, text, found);
            } else {
                out.push(Morpheme {
                    span,
                    form: span.of(text).to_string(),
                    tag: found.tag(&engine.dictionary).to_string(),
                });
            }
            at = span.end.max(at);
        }
        push_gap(out, text, Span { start: at, end: stretch.end });
    }
}

/// The forms of an expression as they stand in it, each with the place of the whole.
pub(crate) fn expanded(expression: &str, whole: Span) -> impl Iterator<Item = (Span, String)> {
    morpheme::parts(expression, whole).map(move |part| (whole, part.form.to_string()))
}

/// What no morpheme covers: a noun as it stands, spaces left out.
fn push_gap(out: &mut Vec<Morpheme>, text: &str, gap: Span) {
    let form = if gap.start < gap.end { gap.of(text).trim() } else { "" };
    if !form.is_empty() {
        let start = gap.start as usize + gap.of(text).find(form).unwrap_or(0);
        out.push(Morpheme {
            span: Span::new(start, start + form.len()),
            form: form.to_string(),
            tag: "NNG".to_string(),
        });
    }
}

fn push_whole(out: &mut Vec<Morpheme>, engine: &KoreanEngine, text: &str, found: &Found) {
    let Some(expression) = found.contraction(&engine.dictionary) else {
        let tag = found.tag(&engine.dictionary).to_string();
        return push(out, found.span, found.span.of(text), tag);
    };
    let spelled = morpheme::spells_out(expression, found.span.of(text));
    for Part { form, tagged, span, .. } in morpheme::parts(expression, found.span) {
        push(out, if spelled { span } else { found.span }, form, tagged.to_string());
    }
}

fn push(out: &mut Vec<Morpheme>, span: Span, form: &str, tag: String) {
    let form = match out.last() {
        Some(stem) if tag.starts_with('E') => ending(stem, form),
        _ => form.chars().map(letter).collect(),
    };
    out.push(Morpheme { span, form, tag });
}

/// An ending as it is written where nothing is contracted. Behind 하 the ending 아 becomes 여 (하였다 beside 했다): both
/// are 하, 았, 다.
fn ending(stem: &Morpheme, form: &str) -> String {
    let mut letters = form.chars().map(letter);
    let first = letters.next().map(|c| match c {
        '여' if stem.form.ends_with('하') => '아',
        '였' if stem.form.ends_with('하') => '았',
        other => other,
    });
    first.into_iter().chain(letters).collect()
}

/// A conjoining letter as one that stands by itself: the dictionary writes ᆫ다 with one, readers write ㄴ다.
fn letter(c: char) -> char {
    const INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    const FINALS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
    let (letters, first) = match c {
        '\u{1100}'..='\u{1112}' => (INITIALS, 0x1100),
        '\u{11A8}'..='\u{11C2}' => (FINALS, 0x11A8),
        _ => return c,
    };
    letters.chars().nth((c as u32 - first) as usize).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conjoining_letters_stand_by_themselves() {
        for (conjoining, alone) in [('ᆫ', 'ㄴ'), ('ᆯ', 'ㄹ'), ('ᄇ', 'ㅂ'), ('ᇂ', 'ㅎ'), ('ᄒ', 'ㅎ'), ('가', '가')]
        {
            assert_eq!(letter(conjoining), alone);
        }
    }
}
