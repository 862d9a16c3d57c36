//! How the words of an article sound that may be foreign names nobody told the linker of: 利文斯顿, 리빙스턴, Livingston.

use std::collections::BTreeSet;

use newsbraid_linker::{Annotations, transcribes};
use newsbraid_readings::hanja_words;
use newsbraid_segmenter::{Analysis, Layer, TokenClass};
use newsbraid_text::{Lang, Script, Span};

use super::collect::Collector;
use super::korean::{hangul_runs, runs, without_particle};
use super::{Article, CONSONANTS, Concepts, LEAD, Place};
use crate::family::Family;
use crate::sounds::sounds;

/// Fewest and most characters of a name in Chinese or Korean: shorter ones sound like any word, and longer ones are none.
const SHORTEST: usize = 3;
const LONGEST: usize = 8;
/// Fewest letters of an English one.
const SHORTEST_ENGLISH: usize = 5;

/// Syllables that Korean verbs end in and hardly any name.
const VERB_ENDINGS: [char; 11] = ['다', '며', '면', '던', '된', '될', '할', '했', '됐', '려', '돼'];

/// Adds the sounds of words of title and lead that are in no name the linker knows of.
pub(super) fn collect(article: &Article, annotations: &Annotations, out: &mut Collector) {
    let normalized = &article.analysis.normalized;
    let named: Vec<Span> = annotations.mentions.iter().map(|mention| normalized.from_source(mention.span)).collect();
    // What begins further down is looked at by nobody.
    let end = (article.title.end + LEAD) as usize;
    for (span, word) in foreign_words(article.document.text(), article.analysis, end) {
        let place = article.place(span.start).filter(|place| matches!(place, Place::Title | Place::Lead));
        if let Some(place) = place.filter(|_| !named.iter().any(|name| name.overlaps(span))) {
            sounds(word, false, CONSONANTS).iter().for_each(|sound| out.add_as(Family::Sound, sound, word, place, 1.0));
        }
    }
}

impl Concepts {
    /// How words that may be foreign names sound, and where each stands in `text`, of which `analysis` was made: those that begin
    /// before the byte `end` of the normalised text and are in no table. A sound is the same in all scripts
    /// ([`newsbraid_readings::phonetic_key`]); it has three consonants or more, and many words sound alike by chance.
    ///
    /// ```
    /// use newsbraid_clusterer::Concepts;
    /// use newsbraid_segmenter::Segmenter;
    /// use newsbraid_text::Lang;
    ///
    /// let mut worker = Segmenter::without_korean().worker();
    /// let concepts = Concepts::cut_by(&mut worker);
    /// let mut sounds = |text: &str, lang| concepts.sounds_of_names(text, &worker.analyze(text, lang), text.len());
    /// let (chinese, english) = (sounds("利文斯顿队战胜对手", Lang::ZhHans), sounds("Livingston beat their rivals", Lang::En));
    /// assert_eq!(chinese[0].1, english[0].1);
    /// assert!(sounds("Earthquakes", Lang::En).is_empty());
    /// ```
    pub fn sounds_of_names(&self, text: &str, analysis: &Analysis, end: usize) -> Vec<(Span, String)> {
        let normalized = &analysis.normalized;
        let mut words = foreign_words(text, analysis, end);
        words.retain(|(span, word)| may_be_name(word) && !self.knows(span.of(normalized.text())));
        let stems = analysis.tokens.iter().filter(|token| token.layer == Layer::Variant);
        let known: BTreeSet<Span> =
            stems.filter(|stem| self.knows(analysis.term(stem))).map(|stem| stem.span).collect();
        let words = words.into_iter().map(|(span, word)| (normalized.to_source(span), word));
        let unknown = words.filter(|(span, _)| !known.contains(span));
        unknown.filter_map(|(span, word)| Some((span, sounds(word, false, CONSONANTS).pop_first()?))).collect()
    }
}

/// Nobody says NSFNET as it is written, 내놓았다 is a verb, and 위원회 is 委员会.
fn may_be_name(word: &str) -> bool {
    let is_said = !word.bytes().all(|byte| byte.is_ascii_uppercase());
    is_said && !word.ends_with(VERB_ENDINGS) && hanja_words(word).next().is_none()
}

/// Words that may be foreign names, with where they stand in the normalised text: stretches of Chinese characters that serve to
/// write sounds, Korean words, English words with a capital.
fn foreign_words<'a>(text: &'a str, analysis: &'a Analysis, end: usize) -> Vec<(Span, &'a str)> {
    let normalized = analysis.normalized.text();
    let mut found = Vec::new();
    let mut add = |at: usize, word: &'a str| found.push((Span::new(at, at + word.len()), word));
    let fits = |word: &str| (SHORTEST..=LONGEST).contains(&word.chars().count());
    for (start, run) in runs(normalized, Script::Han).take_while(|run| run.0 < end) {
        let mut at = start;
        for part in run.split_inclusive(|c| !transcribes(c)) {
            let word = part.trim_end_matches(|c| !transcribes(c));
            if fits(word) {
                add(at, word);
            }
            at += part.len();
        }
    }
    let korean = hangul_runs(normalized).take_while(|run| run.0 < end);
    for (at, word) in korean.map(|(at, run)| (at, without_particle(run))).filter(|(_, word)| fits(word)) {
        add(at, word);
    }
    let words = analysis.tokens.iter().filter(|token| token.layer == Layer::Surface);
    for token in words.filter(|token| token.class == TokenClass::Word && token.lang == Lang::En) {
        let word = token.span.of(text);
        if word.starts_with(char::is_uppercase) && word.len() >= SHORTEST_ENGLISH {
            // Normalised, a word may be shorter: of Macy’s an apostrophe is left.
            let span = analysis.normalized.from_source(token.span);
            if span.start as usize >= end {
                break;
            }
            found.push((span, word));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;
    use newsbraid_text::{Origin, RawDocument, clean};

    use super::*;

    #[test]
    fn a_place_that_nobody_knows_sounds_alike_in_three_scripts() {
        let sounds_of = |title: &str| {
            let raw = RawDocument { title: Some(title.into()), ..RawDocument::plain("a", "", Origin::unknown()) };
            let document = clean(raw);
            let analysis = Segmenter::without_korean().worker().analyze(document.text(), document.meta.lang);
            let article = Article::new(&document, &analysis);
            let mut out = Collector::new(&article);
            collect(&article, &Annotations::default(), &mut out);
            out.finish().0
        };
        let alike = |a: &str, b: &str| sounds_of(a).iter().any(|x| sounds_of(b).iter().any(|y| x.hash == y.hash));
        assert!(alike("在伊尔弗勒科姆有人开枪", "일프라콤에서 총격이 벌어졌다"));
        assert!(alike("利文斯顿队战胜对手", "리빙스턴이 상대를 이겼다"));
        assert!(alike("利文斯顿队战胜对手", "Livingston beat their rivals"));
        assert!(!alike("利文斯顿队战胜对手", "서울에서 열린 경기를 이겼다"));
        assert_eq!(sounds_of("the rivals were beaten at home").len(), 0, "it has no capital");
    }

    #[test]
    fn a_word_that_is_shorter_when_normalised_ends_where_it_ends() {
        let mut worker = Segmenter::without_korean().worker();
        let text = "브랜드 Macy’s의 퍼레이드, Ｌｉｖｉｎｇｓｔｏｎ";
        let analysis = worker.analyze(text, Lang::Ko);
        let found = Concepts::cut_by(&mut worker).sounds_of_names(text, &analysis, text.len());
        let words: Vec<&str> = found.iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(words, ["Macy’s", "Ｌｉｖｉｎｇｓｔｏｎ"]);
    }
}
