//! What the words of a query also stand for: entities, quantities, regional words, and words of other languages.
//!
//! A name leads to its entity, a quantity to those of the same value. Any other word leads to words of other languages through
//! what glosses say (market, 市场), through the Korean reading of Chinese characters (投资, 투자), through both (market, 시장), and a
//! Chinese name that nobody knows through its transcription (孙浩然, 쑨하오란). A foreign one is looked for by how it sounds (利文斯顿,
//! 리빙스턴, Livingston). The lexicon of the clusterer knows some ten thousand words in all languages, and for questions of
//! several words what belongs together by CLDR's keywords and its table of general words. Each way has a weight in the settings;
//! what comes later in a dictionary counts less.

use std::sync::{Arc, LazyLock};

use newsbraid_clusterer::Concepts;
use newsbraid_indexer::{Expansion, QueryExpander, Target, bare_figure_id, figure_id, regional_words, sound_id};
use newsbraid_linker::{FigureFinder, MentionFinder, Nothing};
use newsbraid_readings::{
    NameKind, chinese_surname, chinese_to_hangul, chinese_to_latin, hanja_words, sino_korean_word,
};
use newsbraid_segmenter::{Analysis, Glosses, Layer, Segmenter, Token, TokenClass};
use newsbraid_text::{Script, Span, normalize, script_of};

use crate::config::SearchConfig;
use crate::search::Expansions;

/// Words of one language that a word leads to through one dictionary.
const MOST: usize = 4;
/// What each further one of these counts of the one before it.
const DECAY: f32 = 0.8;
/// Wordings that a word leads to in all.
const MOST_OF_WORD: usize = 12;
/// What a part of a compound leads to counts so much less than what the compound itself does.
const PART: f32 = 0.7;
/// From so many words on a question has several.
const SEVERAL: usize = 4;
/// Longest English phrase that has a gloss, in words.
const LONGEST_PHRASE: usize = 5;
/// Share of a reading from which a part of a Korean compound counts as the Chinese word.
const SURE: f32 = 0.8;

/// Finds what the words of a query also stand for.
pub(crate) struct Expander {
    names: MentionFinder,
    figures: Arc<LazyLock<FigureFinder>>,
    concepts: Concepts,
    glosses: Option<Arc<Glosses>>,
    weights: SearchConfig,
}

impl Expander {
    pub fn new(with: Expansions, figures: Arc<LazyLock<FigureFinder>>, segmenter: &Segmenter) -> Expander {
        Expander {
            names: MentionFinder::new(with.base),
            figures,
            concepts: Concepts::cut_by(&mut segmenter.worker()),
            glosses: with.glosses,
            weights: with.weights.clone(),
        }
    }
}

impl QueryExpander for Expander {
    fn expand(&self, text: &str, analysis: &Analysis) -> Vec<Expansion> {
        let named = self.names.find_in_query(text, analysis);
        let names = named.into_iter().map(|(span, id, score)| entity(span, id, score * self.weights.name, "name"));
        let (figures, _) = self.figures.find(text, &analysis.normalized, None, &Nothing);
        let figures = figures.into_iter().filter_map(|figure| {
            let quantity = &figure.quantity;
            let id =
                if states_unit(figure.span.of(text)) { figure_id(quantity) } else { bare_figure_id(quantity.value) };
            Some(entity(figure.span, id?, 1.0, "figure"))
        });
        let names: Vec<Expansion> = names.collect();
        let sounds = self.sounds(text, analysis, &names);
        names.into_iter().chain(sounds).chain(figures).chain(regional_words(analysis, self.weights.regional)).collect()
    }

    fn equivalents(&self, analysis: &Analysis, span: Span) -> Vec<Expansion> {
        let mut found = Found { span, is_long: is_long(analysis), scale: 1.0, expansions: Vec::new() };
        self.of_word(analysis, span, &mut found);
        found.scale = PART;
        for part in parts(analysis, span) {
            self.of_word(analysis, part, &mut found);
        }
        if found.is_long {
            self.related(analysis, span, &mut found);
        }
        found.expansions.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        found.expansions.truncate(MOST_OF_WORD);
        found.expansions
    }
}

fn entity(span: Span, id: String, weight: f32, why: &str) -> Expansion {
    Expansion { span, target: Target::Entity(id), weight, why: why.to_string() }
}

/// How sure it is that two words of one sound are one name: the fewer consonants, the more words have them by chance.
fn sureness(sound: &str) -> f32 {
    match sound.len() {
        0..=3 => 0.6,
        4 => 0.8,
        _ => 1.0,
    }
}

/// Whether a quantity says what it counts: 3,800억 may be any of money and things, 3,800억 위안 is not.
fn states_unit(surface: &str) -> bool {
    let scales = ["thousand", "million", "billion", "trillion", "bn", "tn", "mn"];
    let last = normalize(surface).text().chars().next_back();
    let symbol = surface.starts_with(|c: char| !c.is_alphanumeric());
    symbol
        || !(last.is_some_and(|c| c.is_ascii_digit() || "亿万兆千百억만조천백".contains(c))
            || scales.iter().any(|scale| surface.to_ascii_lowercase().ends_with(scale)))
}

/// Whether a question has several words, so that one of them may be taken for what only belongs together with it.
fn is_long(analysis: &Analysis) -> bool {
    let is_word = |token: &&Token| token.layer == Layer::Surface && token.class == TokenClass::Word;
    analysis.tokens.iter().filter(is_word).count() >= SEVERAL
}

impl Expander {
    /// How words sound that no name and no concept knows: in the other scripts, and in Chinese characters, which write one name
    /// in several ways (利文斯顿, 利雲斯頓).
    fn sounds(&self, text: &str, analysis: &Analysis, names: &[Expansion]) -> Vec<Expansion> {
        let mut sounds = self.concepts.sounds_of_names(text, analysis, text.len());
        sounds.retain(|(span, _)| !names.iter().any(|name| name.span.overlaps(*span)));
        let in_scripts = |(span, sound): (Span, String)| {
            let own = span.of(text).chars().next().map(script_of);
            let scripts = [Script::Han, Script::Hangul, Script::Latin].into_iter();
            let others = scripts.filter(move |&script| script == Script::Han || own != Some(script));
            let weight = self.weights.sound * sureness(&sound);
            others.map(move |script| {
                let target = Target::Sound(sound_id(&sound, script));
                Expansion { span, target, weight, why: "sound".to_string() }
            })
        };
        sounds.into_iter().flat_map(in_scripts).collect()
    }

    /// What general words belong together with a word: with its stem or all of it, else with its first part (두려 of 두려움).
    fn related(&self, analysis: &Analysis, span: Span, found: &mut Found) {
        let word = analysis.normalized.from_source(span).of(analysis.normalized.text()).trim();
        let stem = stems(analysis).into_iter().find(|(token, _)| token.span == span).map(|(_, stem)| stem);
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
        let parts = ends.collect::<Vec<_>>().into_iter().rev().map(|end| &word[..end]).filter(|_| !word.is_ascii());
        let term = stem.into_iter().chain(parts).find(|term| self.concepts.related(term).next().is_some());
        for (other, decay) in
            term.into_iter().flat_map(|term| self.concepts.related(term)).zip(decays().chain(decays()))
        {
            found.add(other, self.weights.related * decay, "general word");
        }
    }

    fn of_word(&self, analysis: &Analysis, span: Span, found: &mut Found) {
        let word = analysis.normalized.from_source(span).of(analysis.normalized.text()).trim();
        let all = |script| word.chars().all(|c| script_of(c) == script);
        if word.chars().nth(1).is_none() {
            // A single character or letter means too much.
        } else if all(Script::Han) {
            self.of_chinese(word, found);
        } else if all(Script::Hangul) {
            self.of_korean(word, found);
        } else if word.is_ascii() {
            self.of_english(analysis, span, found);
        }
    }

    /// What the lexicon of the clusterer calls the same.
    fn same_concept(&self, term: &str, found: &mut Found) {
        for script in [Script::Latin, Script::Hangul, Script::Han] {
            let of_script = |other: &&str| other.chars().next().map(script_of) == Some(script);
            let others = self.concepts.equivalents(term, found.is_long);
            for (other, decay) in others.filter(of_script).zip(decays()) {
                found.add(other, self.weights.concept * decay, "concept");
            }
        }
    }

    fn of_chinese(&self, word: &str, found: &mut Found) {
        self.same_concept(word, found);
        self.glossed(word, 1.0, found);
        if let Some(reading) = read(word) {
            found.add(&reading, self.weights.reading, "reading");
        }
        if found.expansions.is_empty() && chinese_surname(word).is_some() {
            let person = NameKind::Person;
            for name in
                chinese_to_hangul(word, person).iter().take(2).chain(chinese_to_latin(word, person).iter().take(1))
            {
                found.add(name, self.weights.transcription, "transcription");
            }
        }
    }

    /// The English phrases of a Chinese word.
    fn glossed(&self, word: &str, share: f32, found: &mut Found) {
        for (phrase, decay) in self.glosses.iter().flat_map(|glosses| glosses.of_chinese(word)).zip(decays()) {
            found.add(phrase, self.weights.gloss * share * decay, "gloss");
        }
    }

    fn of_korean(&self, word: &str, found: &mut Found) {
        self.same_concept(word, found);
        let mut chinese: Vec<(String, f32)> =
            hanja_words(word).map(|(word, share)| (word.to_string(), share.sqrt())).collect();
        if chinese.is_empty() {
            chinese.extend(compound(word).map(|word| (word, 1.0)));
        }
        for (word, share) in &chinese {
            found.add(word, self.weights.reading * share, "reading");
            self.glossed(word, *share, found);
        }
    }

    /// The Chinese words, and their Korean readings, for an English word by itself and for the phrases it stands in.
    fn of_english(&self, analysis: &Analysis, span: Span, found: &mut Found) {
        for phrase in phrases_around(analysis, span) {
            self.same_concept(&phrase, found);
            let glossed = self.glosses.iter().flat_map(|glosses| glosses.of_english(&phrase));
            // A single character means too much where nothing stands beside it: 的 is a taxi, and a particle.
            let is_long = found.is_long;
            for (word, decay) in glossed.filter(|word| is_long || word.chars().nth(1).is_some()).zip(decays()) {
                let weight = self.weights.gloss * decay;
                found.add(word, weight, "gloss");
                if let Some(reading) = read(word) {
                    found.add(&reading, weight, "gloss, reading");
                }
            }
        }
    }
}

/// What a word leads to, each once, with the greatest of its weights.
struct Found {
    span: Span,
    /// Whether the question has several words.
    is_long: bool,
    /// What the weights are multiplied by.
    scale: f32,
    expansions: Vec<Expansion>,
}

impl Found {
    fn add(&mut self, text: &str, weight: f32, why: &str) {
        let (target, weight) = (Target::Text(text.to_string()), weight * self.scale);
        match self.expansions.iter_mut().find(|known| known.target == target) {
            Some(known) if known.weight >= weight => {}
            Some(known) => (known.weight, known.why) = (weight, why.to_string()),
            None if weight > 0.0 => {
                self.expansions.push(Expansion { span: self.span, target, weight, why: why.to_string() });
            }
            None => {}
        }
    }
}

/// The words that a stretch of several is made of, and the parts of a compound.
fn parts(analysis: &Analysis, span: Span) -> Vec<Span> {
    let is_part = |token: &&Token| {
        let layer = matches!(token.layer, Layer::Surface | Layer::Part | Layer::Constituent);
        layer && token.class == TokenClass::Word && token.span != span && span.contains(token.span)
    };
    let mut parts: Vec<Span> = analysis.tokens.iter().filter(is_part).map(|token| token.span).collect();
    parts.dedup();
    parts
}

/// Weights of the words of one list.
fn decays() -> impl Iterator<Item = f32> {
    std::iter::successors(Some(1.0), |decay| Some(decay * DECAY)).take(MOST)
}

/// The Korean word that a Chinese word is, where Korean has it.
fn read(word: &str) -> Option<String> {
    let reading = sino_korean_word(word)?;
    let is_korean = hanja_words(&reading).any(|(known, _)| known == word);
    is_korean.then_some(reading)
}

/// The Chinese word for a Korean compound of words that can hardly be others: 투자은행 is 投资银行.
fn compound(word: &str) -> Option<String> {
    let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let (mut chinese, mut first, mut start) = (String::new(), 0, 0);
    while start < word.len() {
        let part = |last: usize| hanja_words(&word[start..ends[last]]).next().filter(|(_, share)| *share >= SURE);
        let (last, (known, _)) =
            (first + 1..ends.len().min(first + 4)).rev().find_map(|last| Some((last, part(last)?)))?;
        chinese.push_str(known);
        (first, start) = (last + 1, ends[last]);
    }
    (!chinese.is_empty()).then_some(chinese)
}

/// The stem of the word in `span`, and the phrases in stems of which it is a part, the longest first.
fn phrases_around(analysis: &Analysis, span: Span) -> Vec<String> {
    let words = stems(analysis);
    let Some(at) = words.iter().position(|(token, _)| token.span == span) else { return Vec::new() };
    let mut phrases = Vec::new();
    for len in (1..=LONGEST_PHRASE.min(words.len())).rev() {
        for first in (at + 1).saturating_sub(len)..=at.min(words.len() - len) {
            let stems: Vec<&str> = words[first..first + len].iter().map(|(_, stem)| *stem).collect();
            phrases.push(stems.join(" "));
        }
    }
    phrases
}

/// The words of a text with their stems.
fn stems(analysis: &Analysis) -> Vec<(&Token, &str)> {
    let mut words: Vec<(&Token, &str)> = Vec::new();
    for token in analysis.tokens.iter().filter(|token| token.class == TokenClass::Word) {
        match (token.layer, words.last_mut()) {
            (Layer::Surface, _) => words.push((token, analysis.term(token))),
            // The stem stands behind its word.
            (Layer::Variant, Some(word)) if word.0.span == token.span => word.1 = analysis.term(token),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;
    use newsbraid_text::Lang;

    use super::*;

    fn expander(segmenter: &Segmenter) -> Expander {
        let (base, weights) = (newsbraid_kb::KnowledgeBase::embedded(), crate::config::Config::default().search);
        let figures: Arc<LazyLock<FigureFinder>> =
            Arc::new(LazyLock::new(|| FigureFinder::new(&newsbraid_linker::Measures::embedded())));
        Expander::new(Expansions { base, glosses: None, weights: &weights }, figures, segmenter)
    }

    #[test]
    fn readings_go_both_ways_where_korean_has_the_word() {
        for (chinese, korean) in [("投资", "투자"), ("市场", "시장"), ("总理", "총리"), ("劳动", "노동")]
        {
            assert_eq!(read(chinese).as_deref(), Some(korean));
        }
        assert_eq!(read("咖啡"), None);
        assert_eq!(compound("투자은행").as_deref(), Some("投资银行"));
        // 회장 and 사고 may be several words, 우리 is none.
        for none in ["사고은행", "우리은행", "은", ""] {
            assert_eq!(compound(none), None, "{none}");
        }
    }

    #[test]
    fn general_words_are_looked_up_in_questions_of_several_words_only() {
        let segmenter = Segmenter::without_korean();
        let expander = expander(&segmenter);
        let check = |text: &str, word: &str, other: &str, expect: bool| {
            let analysis = segmenter.worker().analyze(text, Lang::En);
            let at = text.find(word).unwrap();
            let found = expander.equivalents(&analysis, Span::new(at, at + word.len()));
            let has = found.iter().any(|e| e.why == "general word" && e.target == Target::Text(other.to_string()));
            assert_eq!(has, expect, "{text}: {found:?}");
        };
        check("soldiers scared of ancient ambition", "scared", "두려", true);
        check("soldiers scared of ancient ambition", "ambition", "야망", true);
        check("古老 的 士兵 害怕 野心", "野心", "야망", true);
        check("ancient ambition", "ambition", "야망", false);
    }

    #[test]
    fn keywords_are_looked_up_in_questions_of_several_words_only() {
        let segmenter = Segmenter::without_korean();
        let expander = expander(&segmenter);
        let check = |text: &str, other: &str, expect: bool| {
            let analysis = segmenter.worker().analyze(text, Lang::En);
            let found = expander.equivalents(&analysis, Span::new(0, "drought".len()));
            assert_eq!(found.iter().any(|e| e.target == Target::Text(other.to_string())), expect, "{text}: {found:?}");
        };
        check("drought", "가뭄", true);
        check("drought", "선인장", false);
        check("drought across southern farming provinces", "선인장", true);
    }

    #[test]
    fn a_foreign_name_that_nobody_knows_is_looked_for_by_its_sound() {
        let segmenter = Segmenter::without_korean();
        let expander = expander(&segmenter);
        let sounds = |text: &str, lang| -> Vec<String> {
            let found = expander.expand(text, &segmenter.worker().analyze(text, lang)).into_iter();
            let sound = |e: Expansion| match e.target {
                Target::Sound(id) => Some(format!("{} {id}", e.span.of(text))),
                _ => None,
            };
            found.filter_map(sound).collect()
        };
        assert_eq!(
            sounds("利文斯顿队获胜", Lang::ZhHans),
            ["利文斯顿 sound:LPNSTN:Han", "利文斯顿 sound:LPNSTN:Hangul", "利文斯顿 sound:LPNSTN:Latin"]
        );
        assert_eq!(sounds("리빙스턴이 이겼다", Lang::Ko), ["리빙스턴 sound:LPNSTN:Han", "리빙스턴 sound:LPNSTN:Latin"]);
        assert_eq!(
            sounds("Livingston win", Lang::En),
            ["Livingston sound:LPNSTN:Han", "Livingston sound:LPNSTN:Hangul"]
        );
        // The knowledge base has the first, the tables of concepts the others; the last is no word that one says.
        for (text, lang) in [
            ("特朗普", Lang::ZhHans),
            ("트럼프", Lang::Ko),
            ("Earthquakes Soldiers", Lang::En),
            ("위원회", Lang::Ko),
            ("NSFNET", Lang::En),
        ] {
            assert_eq!(sounds(text, lang), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_word_is_seen_in_its_phrases() {
        let analysis = Segmenter::without_korean().worker().analyze("ministry of defense says", Lang::En);
        let check = |word: usize, expect: &[&str]| {
            let token = analysis.surface_tokens().nth(word).unwrap();
            let phrases = phrases_around(&analysis, token.span);
            assert!(expect.iter().all(|phrase| phrases.iter().any(|p| p == phrase)), "{phrases:?}");
            assert_eq!(phrases.len(), if word == 0 || word == 3 { 4 } else { 6 });
        };
        check(0, &["ministri of defens", "ministri"]);
        check(2, &["ministri of defens", "defens say", "defens"]);
    }
}
