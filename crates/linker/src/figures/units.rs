//! Units and currencies beside a number, and the words that only begin like one.

use crate::annotations::Unit;
use crate::times::cursor::{
    char_at, char_before, eat, is_han, is_hangul, sentence_end, sentence_start, skip_space, skip_space_back, word_edge,
};

use super::lexicon::{Endings, Measures, Table, UnitEntry};
use super::number::{Form, Number};
use super::plurals::Plurals;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Money; the number of its currency, and whether only 元 or 원 says so.
    Money {
        /// Place in the list of currencies.
        code: u8,
        /// 元 alone: another dollar or yuan where the article says so elsewhere.
        plain: bool,
    },
    /// A unit and the power of ten it stands for.
    Thing {
        /// The unit.
        unit: Unit,
        /// 平方公里 is ten to the sixth of square metres.
        power: i32,
    },
    /// People or things that no table lists, by an English plural.
    Plural(Unit),
    /// Nothing beside it.
    Bare,
}

impl Counted {
    pub(crate) fn money(code: u8) -> Counted {
        Counted::Money { code, plain: false }
    }

    pub(crate) fn unit(self) -> Option<Unit> {
        match self {
            Counted::Money { .. } => Some(Unit::Money),
            Counted::Thing { unit, .. } | Counted::Plural(unit) => Some(unit),
            Counted::Bare => None,
        }
    }

    pub(crate) fn power(self) -> i32 {
        match self {
            Counted::Thing { power, .. } => power,
            _ => 0,
        }
    }

    /// Whether only a plural says so, which a name before the number overrules.
    pub(crate) fn is_loose(self) -> bool {
        matches!(self, Counted::Plural(_))
    }

    /// Whether a number before it may have a letter for its scale: 1.5m people, 38b yuan.
    pub(crate) fn has_letters(self) -> bool {
        matches!(self.unit(), Some(Unit::Money | Unit::Person | Unit::Count))
    }
}

/// The tables of units and currencies.
#[derive(Debug)]
pub(crate) struct Units {
    units: Table<UnitEntry>,
    after: Table<u8>,
    before: Endings<u8>,
    plurals: Plurals,
    /// ISO 4217 codes.
    pub codes: Vec<String>,
}

impl Units {
    pub(crate) fn new(measures: &Measures) -> Units {
        Units {
            units: measures.units(),
            after: measures.currencies_after(),
            before: measures.currencies_before(),
            plurals: Plurals::new(measures),
            codes: measures.codes(),
        }
    }

    /// The currency that stands before `at`, and where it begins: 人民币398亿, us$10, ₩500.
    pub(crate) fn currency_before(&self, s: &str, at: usize) -> Option<(u8, usize)> {
        let end = skip_space_back(s, at);
        let (word, code) = self.before.before(s, end).next()?;
        let start = end - word.len();
        let letters = word.as_bytes()[0].is_ascii_lowercase();
        let symbol = !word.as_bytes()[word.len() - 1].is_ascii_lowercase();
        // 日元5 after a number is behind its own number: 3亿日元5月.
        let behind_number = char_before(s, start).is_some_and(|c| c.is_ascii_digit() || super::numeral::begins(c));
        let stands = word_edge(s, start) || !letters;
        (stands && (symbol || letters) && !behind_number).then_some((code, start))
    }

    /// What stands behind a number: at `at`, or behind one space or hyphen.
    pub(crate) fn counted(&self, s: &str, number: &Number, at: usize) -> Option<(Counted, usize)> {
        let hyphen = at + usize::from(s.as_bytes().get(at) == Some(&b'-'));
        let of = eat(s, at, &[" of "]).filter(|_| number.form == Form::English).unwrap_or(at);
        [at, skip_space(s, at), hyphen, of]
            .into_iter()
            .find_map(|at| self.unit_at(s, number, at))
            .or_else(|| self.compound(s, at))
            .or_else(|| self.noun(s, number, at))
    }

    /// The singular of a listed noun behind a hyphen: a 281-store chain, a four-page letter, a five-time winner.
    fn compound(&self, s: &str, at: usize) -> Option<(Counted, usize)> {
        let start = at + 1;
        let len = s.as_bytes().get(start..)?.iter().take_while(|b| b.is_ascii_lowercase()).count();
        if s.as_bytes()[at] != b'-' || len < 3 || !word_edge(s, start + len) {
            return None;
        }
        let plural = format!("{}s", &s[start..start + len]);
        let entry = self.units.at(&plural, 0).find(|(entry, end)| entry.noun && *end == plural.len())?.0;
        Some((thing_of(entry), start + len))
    }

    /// The longest unit or currency that begins at `at`.
    fn unit_at(&self, s: &str, number: &Number, at: usize) -> Option<(Counted, usize)> {
        let money = self.after.at(s, at).find(|(_, end)| ends(s, at, *end));
        let thing = self.units.at(s, at).find(|(entry, end)| {
            ends(s, at, *end) && fits(s, number, entry, at, *end) && !(entry.noun && self.named(s, number))
        });
        match (money, thing) {
            (Some((_, end)), Some((entry, longer)))
                if longer > end || entry.unit == Unit::Pound && weighs(s, number, &s[at..end], end) =>
            {
                Some((thing_of(entry), longer))
            }
            (Some((code, end)), _) => Some((Counted::Money { code, plain: &s[at..end] == "元" }, end)),
            (None, Some((entry, end))) => Some((thing_of(entry), end)),
            (None, None) => None,
        }
    }

    /// Whether a number before an English noun is a year or part of a name: the 1996 games, flight 93 passengers.
    fn named(&self, s: &str, number: &Number) -> bool {
        number.form == Form::Digits && (names_year(s, number) || self.plurals.labelled(s, number.start))
    }

    /// An English noun one or two words behind its number, more behind a great one: 300 AI models, 100,600 electric and
    /// hybrid vehicles.
    fn noun(&self, s: &str, number: &Number, at: usize) -> Option<(Counted, usize)> {
        let mut at = skip_space(s, at);
        if at == number.end || self.named(s, number) {
            return None;
        }
        let farthest = if number.grouped || number.scale > 0 { 4 } else { 2 };
        for words in 0..=farthest {
            let noun = self.units.at(s, at).find(|(entry, end)| stands_apart(s, entry, at, *end));
            if let Some((entry, end)) = noun.filter(|_| words > 0) {
                return Some((thing_of(entry), end));
            }
            let len = s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_lowercase() || **b == b'-').count();
            let word = &s[at..at + len];
            if len == 0 || FUNCTION_WORDS.contains(&word) && !(word == "and" && farthest > 2) {
                return None;
            }
            let exact = (!number.point || number.scale > 0) && !number.value.is_zero();
            if let Some(unit) =
                self.plurals.unit(word).filter(|_| exact && word_edge(s, at + len) && !s[at + len..].starts_with('\''))
            {
                return Some((Counted::Plural(unit), at + len));
            }
            // Two Sainsbury's stores.
            let owner = if s[at + len..].starts_with("'s ") { 2 } else { 0 };
            if s.as_bytes().get(at + len + owner) != Some(&b' ') {
                return None;
            }
            at += len + owner + 1;
        }
        None
    }
}

/// Whether a word of the table may stand some words behind its number: a noun, or a unit that is written out.
fn stands_apart(s: &str, entry: &UnitEntry, start: usize, end: usize) -> bool {
    let written_out = s[start..end].bytes().all(|b| b.is_ascii_lowercase()) && end - start > 3;
    (entry.noun || written_out) && word_edge(s, end)
}

/// Whether four digits before a noun are a year: the 1996 games, in 2018 sales.
fn names_year(s: &str, number: &Number) -> bool {
    let digits = number.end - number.start == 4 && number.scale == 0;
    let before = s[..number.start].trim_end();
    let led = ["the", "in", "since", "by", "of", "from", "until", "'s", "for", "between", "and"];
    digits
        && (b'1'..=b'2').contains(&s.as_bytes()[number.start])
        && led.iter().any(|w| before.ends_with(w) && (w.starts_with('\'') || word_edge(s, before.len() - w.len())))
}

/// Whether pounds are a weight: in the singular before a noun (a 650-pound pig), or beside a word of weight.
fn weighs(s: &str, number: &Number, word: &str, end: usize) -> bool {
    let rest = s[end..].trim_start();
    let one = word == "pound" && number.scale < 6 && rest.starts_with(|c: char| c.is_ascii_lowercase());
    let coins = ["note", "coin", "fine", "bill", "deal", "prize", "debt", "fee", "price", "sterling", "per "];
    let sentence = &s[sentence_start(s, number.start)..sentence_end(s, end)];
    let heavy = ["weigh", "heav", "lighter", " fat ", "몸무게", "체중", "무게"].iter().any(|w| sentence.contains(w));
    let owned = || rest.strip_prefix("의 ").filter(|_| word == "파운드" && number.scale == 0 && number.value.below(4));
    let sums = [
        "벌금",
        "상금",
        "현상금",
        "예산",
        "기금",
        "손실",
        "돈",
        "보상",
        "지원",
        "자금",
        "투자",
        "빚",
        "이적료",
        "가치",
    ];
    let goods = || owned().is_some_and(|noun| !sums.iter().any(|w| noun.starts_with(w)));
    number.scale < 6 && (one && !coins.iter().any(|w| rest.starts_with(w)) || heavy || goods())
}

/// Words that part a number from a noun that it does not count.
const FUNCTION_WORDS: [&str; 50] = [
    "cubic", "square", "of", "in", "to", "and", "the", "a", "an", "by", "for", "from", "at", "on", "or", "with", "per",
    "that", "which", "as", "after", "but", "were", "was", "have", "had", "has", "who", "into", "is", "are", "its",
    "his", "her", "their", "than", "will", "when", "while", "since", "before", "between", "million", "billion",
    "trillion", "thousand", "percent", "over", "about", "against",
];

fn thing_of(entry: UnitEntry) -> Counted {
    Counted::Thing { unit: entry.unit, power: entry.power }
}

/// Whether a word of the table ends where the word of the text does.
fn ends(s: &str, start: usize, end: usize) -> bool {
    let word = &s[start..end];
    let last = word.chars().next_back().unwrap_or(' ');
    if last.is_ascii() {
        return word_edge(s, end) || !last.is_ascii_alphanumeric();
    }
    let Some(next) = char_at(s, end) else { return true };
    if is_hangul(last) {
        return korean_ends(word, next, s, end);
    }
    !is_han(last) || !begins_other_word(word, next)
}

/// A counter of one syllable is followed by a particle, an ending or no Hangul at all: 5명은, not 5명동.
fn korean_ends(word: &str, next: char, s: &str, end: usize) -> bool {
    if word == "대" {
        // 5대 그룹 are the five great groups; 전투기 5대가 are five aircraft.
        return !matches!(next, ' ')
            && (!is_hangul(next) || "가를의는와도로에".contains(next))
            && !s[end..].starts_with("의 기");
    }
    let one = word.chars().count() == 1;
    !one || !is_hangul(next)
        || "은는이가을를의로으와과도만에까부씩나라뿐정가안쯤여당간째꼴보였인입했중남대어짜및등며고다도".contains(next)
}

/// Chinese units that begin a longer word with the character behind them: 元宇宙, 三位数, 百度.
fn begins_other_word(word: &str, next: char) -> bool {
    match word {
        "元" => "宇素旦首件老".contains(next),
        "个" => "半".contains(next),
        "位" => "数置于列".contains(next),
        "人" => "民工均类口物生气".contains(next),
        "家" => "庭长乡属用居族具".contains(next),
        "年" => "代级轻度货增减".contains(next),
        "成" => "员立为功果本长都交份分人绩".contains(next),
        "点" => "钟评击赞名燃".contains(next),
        "度" => "假过日".contains(next),
        "周" => "年边围期末岁".contains(next),
        "行" => "业政动为人星李".contains(next),
        "门" => "店户票".contains(next),
        "发" => "展布生现明射放".contains(next),
        "本" => "次周月年地土身季报".contains(next),
        "首" => "席次先批都相要".contains(next),
        "场" => "景所地".contains(next),
        "单" => "位一元独日月".contains(next),
        "班" => "机车".contains(next),
        "起" => "来诉步源".contains(next),
        "股" => "东份权市".contains(next),
        "台" => "湾北积风股".contains(next),
        "户" => "外籍口".contains(next),
        "支" => "持付出撑".contains(next),
        "份" => "额".contains(next),
        "次" => "元方级曝要序".contains(next),
        "项" => "羽链".contains(next),
        "条" => "约例".contains(next),
        "种" => "植子田".contains(next),
        "张" => "姓".contains(next),
        "间" => "谍接隔".contains(next),
        "笔" => "记试者".contains(next),
        "批" => "评准发判".contains(next),
        "轮" => "胎船廓椅".contains(next),
        "片" => "面区刻段".contains(next),
        "篇" => "幅章".contains(next),
        "部" => "门委曲队长分落署".contains(next),
        "处" => "处理长于境".contains(next),
        "只" => "有能是要好不剩会".contains(next),
        "具" => "体有备".contains(next),
        "道" => "路理琼歉".contains(next),
        "把" => "握手".contains(next),
        "对" => "于方抗手战比待面一阵二决".contains(next),
        "段" => "落".contains(next),
        "组" => "织成合建".contains(next),
        "类" => "似".contains(next),
        "局" => "长面势限部".contains(next),
        "站" => "在点台立起出".contains(next),
        "集" => "团体中合市结会".contains(next),
        "箱" => "根".contains(next),
        "分" => "之钟析别布子成为开裂散配享数离手支类".contains(next),
        "码" => "头".contains(next),
        "头" => "条部".contains(next),
        "天" => "猫津然空气线".contains(next),
        "米" => "粉其".contains(next),
        "套" => "路餐".contains(next),
        _ => false,
    }
}

/// Whether a unit goes with a number of this form.
fn fits(s: &str, number: &Number, entry: &UnitEntry, start: usize, end: usize) -> bool {
    let word = &s[start..end];
    let latin = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_lowercase());
    // Units of one letter touch their number: 5m, 3t; "5 t" is a list.
    if latin && word.len() == 1 && start > number.end {
        return false;
    }
    match word {
        // 2주 동안 is two weeks, 3000주 are shares.
        "주" if entry.unit == Unit::Week => return number.value.below(2) && lasts(s, number.start, end),
        "주" => return !number.value.below(3),
        // 领先8分 are points; 分 alone may be a minute, a cent or a tenth.
        "分" => return scores(s, number.start, end),
        "地震" => return number.point && number.value.below(1),
        // 183번의 분출 counts, 3번 국도 is a name.
        "번" => return ["의 ", "이나", "이상", " 이상", "씩"].iter().any(|w| s[end..].starts_with(w)),
        _ => {}
    }
    match number.form {
        Form::Digits => true,
        Form::Numeral(_) => entry.spelled && !latin,
        Form::English => {
            let spelled = entry.spelled || !number.small_word || entry.unit == Unit::Point;
            latin && (entry.noun || entry.unit != Unit::Count) && spelled
        }
    }
}

/// Whether the words around a number of 주 say that it lasts.
fn lasts(s: &str, start: usize, end: usize) -> bool {
    let rest = s[end..].trim_start();
    let after = ["동안", "간", "째", "만에", "뒤", "후", "전", "연속", "이상", "이내", "넘", "가까이", "차", "가 "];
    let before = s[..start].trim_end();
    after.iter().any(|w| rest.starts_with(w))
        || ["약", "지난", "최근", "앞으로", "향후"].iter().any(|w| before.ends_with(w))
}

/// Whether the words around a number of 分 say that it is a score.
fn scores(s: &str, start: usize, end: usize) -> bool {
    let rest = s[end..].trim_start();
    let after = ["之差", "优势", "领先", "落后", "的优势", "的差距", "球"];
    let before = s[..start].trim_end();
    let led = [
        "领先", "落后", "相差", "仅差", "只差", "得到", "得了", "砍下", "轰下", "拿下", "贡献", "取得", "获得", "得分",
        "独得", "狂砍", "满分", "评分", "打出", "差距", "积分", "扳回", "追至", "以",
    ];
    after.iter().any(|w| rest.starts_with(w)) || led.iter().any(|w| before.ends_with(w))
}
