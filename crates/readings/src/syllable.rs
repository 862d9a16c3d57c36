//! Syllables of Mandarin in pinyin and in Hangul.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::hangul_fold;
use crate::table::rows;

/// Every syllable of Mandarin, its Hangul, and how often running text has it.
static TABLE: &str = include_str!("../data/pinyin_hangul.tsv");

struct Syllable {
    pinyin: &'static str,
    hangul: &'static str,
    /// Minus the logarithm of its share in running text.
    cost: f64,
}

static TO_HANGUL: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(TABLE).map(|row| (row[0], row[1])).collect());

/// Syllables by their folded Hangul.
static BY_HANGUL: LazyLock<HashMap<String, Vec<Syllable>>> = LazyLock::new(|| by(|row| hangul_fold(row[1])));

/// Syllables by their pinyin without dots.
static BY_LATIN: LazyLock<HashMap<String, Vec<Syllable>>> = LazyLock::new(|| by(|row| row[0].replace('ü', "u")));

fn by(key: impl Fn(&[&'static str]) -> String) -> HashMap<String, Vec<Syllable>> {
    let count = |row: &[&str]| row[2].parse::<f64>().unwrap_or(0.0) + 1.0;
    let total: f64 = rows(TABLE).map(|row| count(&row)).sum();
    let mut map: HashMap<String, Vec<Syllable>> = HashMap::new();
    for row in rows(TABLE) {
        let syllable = Syllable { pinyin: row[0], hangul: row[1], cost: (total / count(&row)).ln() };
        map.entry(key(&row)).or_default().push(syllable);
    }
    map
}

/// The Hangul of one syllable of pinyin without tone, by 외래어 표기법 (고시 제2017-14호), table 5 and its rules; `ü` as such
/// or as `v`. `None` for what is no syllable of Mandarin.
///
/// ```
/// use newsbraid_readings::syllable_to_hangul;
/// assert_eq!(syllable_to_hangul("zhuang"), Some("좡"));
/// assert_eq!(syllable_to_hangul("lü"), Some("뤼"));
/// assert_eq!(syllable_to_hangul("kim"), None);
/// ```
pub fn syllable_to_hangul(pinyin: &str) -> Option<&'static str> {
    TO_HANGUL.get(pinyin).or_else(|| TO_HANGUL.get(pinyin.replace('v', "ü").as_str())).copied()
}

/// Most readings given for one spelling, and kept at each place while looking.
const MOST_READINGS: usize = 32;
/// The price of a spelling that equals the official one only when folded, as the logarithm of how much rarer it is.
const FOLDED: f64 = 3.0;
/// Longest spelling that is looked at, in letters; names are shorter.
const LONGEST: usize = 64;

/// The pinyin that a Hangul spelling may stand for, the likeliest first (by how often running text has the syllables), at
/// most 32. ㅈ and ㅉ, ㅅ and ㅆ may stand for each other, at a price. Empty if the spelling is no transcription from Mandarin.
///
/// ```
/// use newsbraid_readings::hangul_to_pinyin;
/// assert_eq!(hangul_to_pinyin("우융밍")[0], ["wu", "yong", "ming"]);
/// assert!(hangul_to_pinyin("덩샤오핑").contains(&vec!["deng", "xiao", "ping"]));
/// assert!(hangul_to_pinyin("트럼프").is_empty());
/// ```
pub fn hangul_to_pinyin(text: &str) -> Vec<Vec<&'static str>> {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    split(&joined, &BY_HANGUL, 3)
}

/// The ways to cut pinyin written in one into syllables, the likeliest first. Spaces, hyphens and apostrophes cut; case and
/// the dots of ü do not matter. Empty if it is no pinyin.
///
/// ```
/// use newsbraid_readings::latin_to_pinyin;
/// assert_eq!(latin_to_pinyin("Wu Yongming")[0], ["wu", "yong", "ming"]);
/// assert_eq!(latin_to_pinyin("Xi'an")[0], ["xi", "an"]);
/// assert!(latin_to_pinyin("Trump").is_empty());
/// ```
pub fn latin_to_pinyin(text: &str) -> Vec<Vec<&'static str>> {
    let lower = text.to_lowercase().replace('ü', "u");
    let mut readings: Vec<Vec<&'static str>> = vec![Vec::new()];
    for word in lower.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '-')).filter(|w| !w.is_empty()) {
        let ways = split(word, &BY_LATIN, 6);
        let joined = readings.iter().flat_map(|head| ways.iter().map(move |way| [head.as_slice(), way].concat()));
        readings = joined.take(MOST_READINGS).collect();
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// Cuts a spelling into syllables, each of at most `longest` letters, keeping the cheapest ways at each place.
fn split(text: &str, syllables: &HashMap<String, Vec<Syllable>>, longest: usize) -> Vec<Vec<&'static str>> {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let n = bounds.len() - 1;
    if n == 0 || n > LONGEST {
        return Vec::new();
    }
    let mut ways: Vec<Vec<(f64, Vec<&'static str>)>> = vec![Vec::new(); n + 1];
    ways[0].push((0.0, Vec::new()));
    for end in 1..=n {
        let mut here = Vec::new();
        for start in end.saturating_sub(longest)..end {
            let piece = &text[bounds[start]..bounds[end]];
            for syllable in syllables.get(&hangul_fold(piece)).into_iter().flatten() {
                let exact = syllable.hangul == piece || piece.is_ascii();
                let cost = if exact { syllable.cost } else { syllable.cost + FOLDED };
                let longer = |(before, way): &(f64, Vec<&'static str>)| {
                    (before + cost, [way.as_slice(), &[syllable.pinyin]].concat())
                };
                here.extend(ways[start].iter().map(longer));
            }
        }
        here.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        here.truncate(MOST_READINGS);
        ways[end] = here;
    }
    ways.pop().unwrap_or_default().into_iter().map(|(_, way)| way).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the standard's table and rules.
    #[test]
    fn follows_the_standard() {
        let check = |pinyin: &str, expect: &str| assert_eq!(syllable_to_hangul(pinyin), Some(expect), "{pinyin}");
        let pairs = "jiang 장 qing 칭 xi 시 shi 스 zhi 즈 zi 쯔 ci 츠 si 쓰 chi 츠 ri 르 lü 뤼 nü 뉘 yu 위 xiong 슝 qiong 충 jiong 중 \
            quan 취안 yan 옌 yue 웨 wen 원 hui 후이 gui 구이 liu 류 jiu 주 er 얼 weng 웡 dui 두이 wei 웨이 you 유 zhou 저우 zhao 자오 \
            xie 셰 jie 제 qie 체 jia 자 qia 차 jiao 자오 qian 첸 jian 젠 xian 셴 lian 롄 xue 쉐 jue 줴 que 췌 lüe 뤠 jun 쥔 qun 췬 \
            xun 쉰 yun 윈 xuan 쉬안 yuan 위안 juan 쥐안 zhuang 좡 shuang 솽 chuang 촹 guang 광 bo 보 po 포 mo 모 fo 포 duo 둬 \
            guo 궈 zhuo 줘 suo 쒀 zuo 쭤 cuo 춰 luo 뤄 feng 펑 weng 웡 dong 둥 zhong 중 song 쑹 long 룽 rong 룽 yong 융 bing 빙 \
            ying 잉 bin 빈 yin 인 wu 우 zhu 주 zu 쭈 chu 추 shu 수 su 쑤 qu 취 xu 쉬 ju 쥐 lü 뤼 ai 아이 ei 에이 ao 아오 ou 어우 \
            an 안 en 언 ang 앙 ya 야 yo 요 ye 예 yao 야오 yang 양 wa 와 wo 워 wai 와이 wan 완 wang 왕 hua 화 huai 화이 kui 쿠이 \
            run 룬 shui 수이 re 러 ge 거 ke 커 he 허 zhe 저 che 처 she 서 ze 쩌 ce 처 se 써 niu 뉴 miu 뮤 diu 듀 nüe 눼";
        let words: Vec<&str> = pairs.split_whitespace().collect();
        words.chunks(2).for_each(|pair| check(pair[0], pair[1]));
    }

    #[test]
    fn has_every_syllable_once() {
        let pinyin: Vec<_> = rows(TABLE).map(|row| row[0]).collect();
        assert!(pinyin.is_sorted() && pinyin.len() > 400);
        assert!(rows(TABLE).all(|row| row[1].chars().all(|c| crate::decompose(c).is_some())));
    }

    #[test]
    fn reads_hangul_and_latin_back() {
        let check =
            |ways: Vec<Vec<&str>>, expect: &str| assert!(ways.iter().any(|w| w.join(" ") == expect), "{ways:?}");
        check(hangul_to_pinyin("시진핑"), "xi jin ping");
        check(hangul_to_pinyin("위안스카이"), "yuan shi kai");
        check(hangul_to_pinyin("자오쯔양"), "zhao zi yang");
        assert_eq!(hangul_to_pinyin("저우언라이")[0], ["zhou", "en", "lai"]);
        assert_eq!(hangul_to_pinyin("쩌우자화")[0][0], "zou");
        check(latin_to_pinyin("Lü Jiangang"), "lü jian gang");
        check(latin_to_pinyin("Ouyang Xiu"), "ou yang xiu");
        assert!(hangul_to_pinyin("").is_empty() && latin_to_pinyin("' -").is_empty());
        assert!(hangul_to_pinyin(&"이".repeat(10_000)).is_empty());
        assert!(hangul_to_pinyin(&"이".repeat(64)).len() <= MOST_READINGS);
    }
}
