//! The language of a text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::normalize::{is_simplified_only, is_traditional_only};
use crate::script::{Script, script_of};

/// A language with, for Chinese, its script. Written as in BCP 47: `zh-Hans`, `zh-Hant`, `ko`, `en`, `ja`, `und`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese in simplified characters.
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// Korean.
    #[serde(rename = "ko")]
    Ko,
    /// English, and Latin-script text that was not told apart from it.
    #[serde(rename = "en")]
    En,
    /// Japanese.
    #[serde(rename = "ja")]
    Ja,
    /// Anything else, or no letter at all.
    #[serde(rename = "und")]
    Und,
}

impl Lang {
    /// All of them, in the order of output.
    pub const ALL: [Lang; 6] = [Lang::ZhHans, Lang::ZhHant, Lang::Ko, Lang::En, Lang::Ja, Lang::Und];

    /// The tag: `zh-Hans`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhHans => "zh-Hans",
            Lang::ZhHant => "zh-Hant",
            Lang::Ko => "ko",
            Lang::En => "en",
            Lang::Ja => "ja",
            Lang::Und => "und",
        }
    }

    /// The language without the script: `zh` for both kinds of Chinese.
    pub fn base(self) -> &'static str {
        match self {
            Lang::ZhHans | Lang::ZhHant => "zh",
            other => other.tag(),
        }
    }

    /// Whether it is Chinese in either script.
    pub fn is_chinese(self) -> bool {
        matches!(self, Lang::ZhHans | Lang::ZhHant)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = String;

    /// Reads a BCP 47 tag or the common variants of it (`zh-CN`, `zh_TW`, `ko-KR`, `en-US`, `chi`, `kor`).
    fn from_str(tag: &str) -> Result<Lang, String> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let (base, rest) = tag.split_once('-').unwrap_or((&tag, ""));
        Ok(match base {
            "zh" | "zho" | "chi" | "cmn" if ["hant", "tw", "hk", "mo"].iter().any(|r| rest.starts_with(r)) => {
                Lang::ZhHant
            }
            "zh" | "zho" | "chi" | "cmn" => Lang::ZhHans,
            "ko" | "kor" => Lang::Ko,
            "en" | "eng" => Lang::En,
            "ja" | "jpn" => Lang::Ja,
            "und" => Lang::Und,
            _ => return Err(format!("unknown language `{tag}`; expected zh-Hans, zh-Hant, ko, en, ja or und")),
        })
    }
}

/// The language of most of a text, by weight of its scripts.
///
/// A Han character or a Hangul syllable says about as much as 2.5 Latin letters, so a Korean article full of English
/// product names stays Korean. Any kana beyond a twentieth of the Han makes Han Japanese. Chinese is traditional where
/// characters that exist only in traditional script outnumber those that exist only in simplified script: machine-
/// converted news mixes both.
///
/// ```
/// use newsbraid_text::{Lang, majority_lang};
/// assert_eq!(majority_lang("AI 효과로 클라우드 매출 34% 급증"), Lang::Ko);
/// assert_eq!(majority_lang("阿里云的增長神話，正被冰冷的財務數據反復拷問"), Lang::ZhHant);
/// assert_eq!(majority_lang("2025"), Lang::Und);
/// ```
pub fn majority_lang(text: &str) -> Lang {
    let (mut han, mut hangul, mut kana, mut latin, mut other) = (0u64, 0u64, 0u64, 0u64, 0u64);
    let (mut traditional, mut simplified) = (0u64, 0u64);
    for c in text.chars() {
        match script_of(c) {
            Script::Han => {
                han += 1;
                traditional += u64::from(is_traditional_only(c));
                simplified += u64::from(is_simplified_only(c));
            }
            Script::Hangul => hangul += 1,
            Script::Kana => kana += 1,
            Script::Latin => latin += 1,
            Script::Other => other += 1,
            Script::Common => {}
        }
    }
    let (cjk_han, japanese) = if kana * 20 > han { (0, han + kana) } else { (han, kana) };
    let weights = [
        (cjk_han * 5, if traditional > simplified { Lang::ZhHant } else { Lang::ZhHans }),
        (hangul * 5, Lang::Ko),
        (latin * 2, Lang::En),
        (japanese * 5, Lang::Ja),
        (other * 2, Lang::Und),
    ];
    let best = weights.iter().rev().max_by_key(|w| w.0).expect("the list is not empty");
    if best.0 == 0 { Lang::Und } else { best.1 }
}
