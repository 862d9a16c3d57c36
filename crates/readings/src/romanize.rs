//! Korean in Latin letters: the Revised Romanization.

use crate::jamo::{Jamo, decompose};

/// Korean words in Latin letters by the Revised Romanization (국어의 로마자 표기법, 문화체육관광부 고시 제2014-42호): sounds as
/// they are spoken, so assimilation, palatalisation and the aspiration by a coda ㅎ are written, tensing is not, ㅎ after
/// ㄱ, ㄷ, ㅂ is kept as in nouns. What is not Hangul stays. The ㄴ that some compounds insert (학여울) is not known here.
///
/// ```
/// use newsbraid_readings::romanize_korean;
/// assert_eq!(romanize_korean("백마"), "baengma");
/// assert_eq!(romanize_korean("신라 왕십리"), "silla wangsimni");
/// assert_eq!(romanize_korean("묵호"), "mukho");
/// ```
pub fn romanize_korean(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut latin = String::new();
    let mut onset = None; // what the coda before it made of an onset
    for (at, &c) in chars.iter().enumerate() {
        let Some(jamo) = decompose(c) else {
            latin.push(c);
            continue;
        };
        latin.push_str(onset.take().unwrap_or_else(|| onset_alone(jamo)));
        latin.push_str(vowel(jamo));
        let (coda, next) = junction(jamo, chars.get(at + 1).and_then(|&next| decompose(next)));
        latin.push_str(coda);
        onset = next;
    }
    latin
}

fn onset_alone(jamo: Jamo) -> &'static str {
    onset_letters(jamo.onset_letter())
}

fn onset_letters(onset: char) -> &'static str {
    match onset {
        'ㄱ' => "g",
        'ㄲ' => "kk",
        'ㄴ' => "n",
        'ㄷ' => "d",
        'ㄸ' => "tt",
        'ㄹ' => "r",
        'ㅁ' => "m",
        'ㅂ' => "b",
        'ㅃ' => "pp",
        'ㅅ' => "s",
        'ㅆ' => "ss",
        'ㅈ' => "j",
        'ㅉ' => "jj",
        'ㅊ' => "ch",
        'ㅋ' => "k",
        'ㅌ' => "t",
        'ㅍ' => "p",
        'ㅎ' => "h",
        _ => "",
    }
}

fn vowel(jamo: Jamo) -> &'static str {
    const VOWELS: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
        "eu", "ui", "i",
    ];
    VOWELS[usize::from(jamo.vowel)]
}

/// A coda as two letters: what stays, and what moves to a vowel that follows.
fn halves(coda: char) -> (char, char) {
    match coda {
        'ㄳ' => ('ㄱ', 'ㅅ'),
        'ㄵ' => ('ㄴ', 'ㅈ'),
        'ㄶ' => ('ㄴ', 'ㅎ'),
        'ㄺ' => ('ㄹ', 'ㄱ'),
        'ㄻ' => ('ㄹ', 'ㅁ'),
        'ㄼ' => ('ㄹ', 'ㅂ'),
        'ㄽ' => ('ㄹ', 'ㅅ'),
        'ㄾ' => ('ㄹ', 'ㅌ'),
        'ㄿ' => ('ㄹ', 'ㅍ'),
        'ㅀ' => ('ㄹ', 'ㅎ'),
        'ㅄ' => ('ㅂ', 'ㅅ'),
        one => (' ', one),
    }
}

/// The sound of a coda before a pause or a consonant.
fn closed(coda: char) -> char {
    match coda {
        'ㄲ' | 'ㅋ' | 'ㄳ' | 'ㄺ' => 'ㄱ',
        'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅊ' | 'ㅌ' | 'ㅎ' => 'ㄷ',
        'ㅍ' | 'ㅄ' | 'ㄿ' => 'ㅂ',
        'ㄵ' | 'ㄶ' => 'ㄴ',
        'ㄼ' | 'ㄽ' | 'ㄾ' | 'ㅀ' => 'ㄹ',
        'ㄻ' => 'ㅁ',
        other => other,
    }
}

fn coda_letters(coda: char) -> &'static str {
    match coda {
        'ㄱ' => "k",
        'ㄴ' => "n",
        'ㄷ' => "t",
        'ㄹ' => "l",
        'ㅁ' => "m",
        'ㅂ' => "p",
        'ㅇ' => "ng",
        _ => "",
    }
}

/// What is written for a coda, and for the onset after it where it changes that.
fn junction(jamo: Jamo, next: Option<Jamo>) -> (&'static str, Option<&'static str>) {
    let coda = jamo.coda_letter();
    let Some(next) = next else { return (coda_letters(closed(coda)), None) };
    let (stays, moves) = halves(coda);
    match next.onset_letter() {
        'ㅇ' => before_vowel(stays, moves, next.vowel_letter() == 'ㅣ'),
        'ㅎ' if matches!(moves, 'ㅈ' | 'ㅊ') => (coda_letters(stays), Some("ch")),
        'ㅎ' if matches!(moves, 'ㄷ' | 'ㅌ') && next.vowel_letter() == 'ㅣ' => (coda_letters(stays), Some("ch")),
        onset @ ('ㄱ' | 'ㄷ' | 'ㅈ') if moves == 'ㅎ' => {
            let strong = [("ㄱ", "k"), ("ㄷ", "t"), ("ㅈ", "ch")];
            let strong = strong.iter().find(|(o, _)| o.starts_with(onset)).map(|(_, latin)| *latin);
            (coda_letters(stays), strong)
        }
        onset => before_consonant(closed(coda), onset),
    }
}

fn before_vowel(stays: char, moves: char, before_i: bool) -> (&'static str, Option<&'static str>) {
    match moves {
        ' ' => ("", None),
        'ㅇ' => ("ng", None),
        'ㅎ' if stays == ' ' => ("", None),
        'ㅎ' => ("", Some(onset_letters(stays))),
        'ㄷ' if before_i => (coda_letters(stays), Some("j")),
        'ㅌ' if before_i => (coda_letters(stays), Some("ch")),
        moved => (coda_letters(stays), Some(onset_letters(moved))),
    }
}

/// Assimilation between a closed coda and an onset.
fn before_consonant(coda: char, onset: char) -> (&'static str, Option<&'static str>) {
    match (coda, onset) {
        ('ㄱ', 'ㄴ' | 'ㅁ') => ("ng", None),
        ('ㄷ', 'ㄴ' | 'ㅁ') => ("n", None),
        ('ㅂ', 'ㄴ' | 'ㅁ') => ("m", None),
        ('ㄱ', 'ㄹ') => ("ng", Some("n")),
        ('ㄷ', 'ㄹ') => ("n", Some("n")),
        ('ㅂ', 'ㄹ') => ("m", Some("n")),
        ('ㅁ' | 'ㅇ', 'ㄹ') => (coda_letters(coda), Some("n")),
        ('ㄴ' | 'ㄹ', 'ㄹ') | ('ㄹ', 'ㄴ') => ("l", Some("l")),
        _ => (coda_letters(coda), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the standard.
    #[test]
    fn follows_the_standard() {
        let check = |korean: &str, expect: &str| assert_eq!(romanize_korean(korean), expect, "{korean}");
        let pairs = "구미 gumi 영동 yeongdong 백암 baegam 옥천 okcheon 합덕 hapdeok 호법 hobeop 월곶 wolgot 벚꽃 beotkkot 한밭 hanbat \
            구리 guri 설악 seorak 칠곡 chilgok 임실 imsil 울릉 ulleung 대관령 daegwallyeong 백마 baengma 종로 jongno 왕십리 wangsimni \
            별내 byeollae 신라 silla 해돋이 haedoji 같이 gachi 굳히다 guchida 맞히다 machida 좋고 joko 놓다 nota 낳지 nachi 묵호 mukho \
            집현전 jiphyeonjeon 압구정 apgujeong 낙동강 nakdonggang 죽변 jukbyeon 낙성대 nakseongdae 합정 hapjeong 팔당 paldang \
            샛별 saetbyeol 울산 ulsan 광희문 gwanghuimun 인왕리 inwangni 삼죽면 samjungmyeon 속리산 songnisan 독립문 dongnimmun";
        let words: Vec<&str> = pairs.split_whitespace().collect();
        words.chunks(2).for_each(|pair| check(pair[0], pair[1]));
        check("값이 삶은 AI칩", "gapsi salmeun AIchip");
        check("", "");
    }
}
