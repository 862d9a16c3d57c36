//! All figures of one treebank.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use newsbraid_segmenter::Segmenter;
use newsbraid_segmenter::bare::{BareJieba, BareLindera};
use newsbraid_text::{Lang, Span, majority_lang};
use serde::Serialize;

use super::{Cut, SegmentationScore, Sentence, inner_boundaries, morphemes, read_conllu, words};
use super::{Spaces, morpheme_cutter, span_cutter, word_cutter};
use crate::EvalError;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// [`words`].
    Words,
    /// [`morphemes`]: Korean with morphemes in its lemmas (GSD, Kaist).
    Morphemes,
}

/// What one cutter reaches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// The main score.
    #[serde(flatten)]
    pub score: SegmentationScore,
    /// [`inner_boundaries`], where morphemes are measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<SegmentationScore>,
}

/// Our figures on one treebank, and those of the bare library.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetScore {
    /// The file.
    pub set: String,
    /// Language and script of its texts.
    pub lang: Lang,
    /// What is counted.
    pub measure: Measure,
    /// What was done to the spaces of its texts.
    #[serde(skip_serializing_if = "Spaces::are_kept")]
    pub spaces: Spaces,
    /// Ours.
    #[serde(flatten)]
    pub ours: Scores,
    /// Those of the library underneath on the raw text; none for a language without one.
    pub bare: BTreeMap<&'static str, Scores>,
}

/// Gives the segmenters that a language needs, so that only those are loaded.
pub trait Engines {
    /// What goes wrong.
    type Error: From<EvalError>;
    /// Ours.
    fn segmenter(&mut self, lang: Lang) -> Result<Segmenter, Self::Error>;
    /// The library for Chinese.
    fn jieba(&mut self) -> &BareJieba;
    /// The library for Korean.
    fn lindera(&mut self) -> Result<BareLindera, Self::Error>;
}

/// Scores our segmenter and the bare library on a treebank. Without `lang` its texts say which language they are in. Words
/// have no place in a text with other `spaces`, so that only morphemes are counted then.
///
/// # Errors
/// A file that cannot be read or is no treebank, one without morphemes where spaces are changed, and what `engines` says.
pub fn score_set<E: Engines>(
    path: &Path,
    lang: Option<Lang>,
    spaces: Spaces,
    engines: &mut E,
) -> Result<SetScore, E::Error> {
    let mut sentences = read_conllu(path)?;
    let lang = lang.unwrap_or_else(|| lang_of(&sentences));
    let measure = measure_of(&sentences, lang);
    if !spaces.are_kept() {
        if measure == Measure::Words {
            let what = "a treebank of words; spaces can be changed where morphemes are counted (Korean GSD, Kaist)";
            return Err(EvalError::Unfit { path: path.to_path_buf(), what: what.to_string() }.into());
        }
        sentences.iter_mut().for_each(|sentence| spaces.change(&mut sentence.text));
    }
    let kept = spaces.are_kept();
    let segmenter = engines.segmenter(lang)?;
    let mut worker = segmenter.worker();
    let ours = match measure {
        Measure::Words => measure.score(&sentences, kept, word_cutter(&mut worker, lang)),
        Measure::Morphemes => measure.score(&sentences, kept, morpheme_cutter(&mut worker)),
    };
    let mut bare = BTreeMap::new();
    match lang {
        Lang::ZhHans | Lang::ZhHant => {
            let jieba = engines.jieba();
            for (name, hmm) in [("jieba", true), ("jieba without hmm", false)] {
                bare.insert(name, measure.score(&sentences, kept, span_cutter(|text| jieba.words(text, hmm))));
            }
        }
        Lang::Ko => {
            let mut lindera = engines.lindera()?;
            if measure == Measure::Morphemes {
                let expressions = |text: &str| {
                    let cut = |(span, form): (Span, String)| (span.start as usize, span.end as usize, form);
                    lindera.expressions(text).into_iter().map(cut).collect()
                };
                bare.insert("lindera with expressions", measure.score(&sentences, kept, expressions));
            }
            bare.insert("lindera", measure.score(&sentences, kept, span_cutter(|text| lindera.morphemes(text))));
        }
        _ => {}
    }
    Ok(SetScore { set: path.display().to_string(), lang, measure, spaces, ours, bare })
}

/// The language of most of a treebank.
fn lang_of(sentences: &[Sentence]) -> Lang {
    let texts: Vec<&str> = sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    majority_lang(&texts.join("\n"))
}

/// Korean is measured by morphemes where the gold has them: where a word in ten or more has a lemma of several.
fn measure_of(sentences: &[Sentence], lang: Lang) -> Measure {
    let lemmas = || sentences.iter().flat_map(|sentence| &sentence.words).map(|word| word.lemma.as_str());
    let parted = lemmas().filter(|lemma| lemma.len() > 1 && lemma.contains('+')).count();
    if lang == Lang::Ko && parted * 10 > lemmas().count() { Measure::Morphemes } else { Measure::Words }
}

impl Measure {
    /// With `placed` the words of the gold stand where it says.
    fn score(self, sentences: &[Sentence], placed: bool, mut cut: impl FnMut(&str) -> Vec<Cut>) -> Scores {
        match self {
            Measure::Words => Scores { score: words(sentences, cut), boundaries: None },
            Measure::Morphemes => {
                let score = morphemes(sentences, &mut cut);
                Scores { score, boundaries: placed.then(|| inner_boundaries(sentences, cut)) }
            }
        }
    }
}

impl fmt::Display for SetScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.measure {
            Measure::Words => "words",
            Measure::Morphemes => "morphemes",
        };
        writeln!(f, "{} ({}, {unit}, {} sentences{})", self.set, self.lang, self.ours.score.sentences, self.spaces)?;
        let mut table = SegmentationScore::table();
        let all =
            std::iter::once(("newsbraid", &self.ours)).chain(self.bare.iter().map(|(name, scores)| (*name, scores)));
        for (name, scores) in all {
            scores.score.row(name, &mut table);
            if let Some(boundaries) = &scores.boundaries {
                boundaries.row(&format!("{name}, boundaries inside words"), &mut table);
            }
        }
        write!(f, "{table}")
    }
}
