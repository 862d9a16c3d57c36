//! Korean particles and endings that may follow a name in its eojeol.

/// After which sound a particle stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Vowel,
    Consonant,
}

use After::{Any, Consonant, Vowel};

/// Particles, and forms of the copula, that follow a noun directly.
const PARTICLES: &[(&str, After)] = &[
    ("은", Consonant),
    ("는", Vowel),
    ("이", Consonant),
    ("가", Vowel),
    ("을", Consonant),
    ("를", Vowel),
    ("의", Any),
    ("에", Any),
    ("에서", Any),
    ("에게", Any),
    ("에게서", Any),
    ("한테", Any),
    ("께", Any),
    ("께서", Any),
    ("와", Vowel),
    ("과", Consonant),
    ("랑", Vowel),
    ("이랑", Consonant),
    ("하고", Any),
    ("도", Any),
    ("만", Any),
    ("까지", Any),
    ("부터", Any),
    ("마저", Any),
    ("조차", Any),
    ("보다", Any),
    ("처럼", Any),
    ("같이", Any),
    ("만큼", Any),
    ("로", Vowel),
    ("으로", Consonant),
    ("로서", Vowel),
    ("으로서", Consonant),
    ("로써", Vowel),
    ("으로써", Consonant),
    ("로부터", Vowel),
    ("으로부터", Consonant),
    ("에선", Any),
    ("에겐", Any),
    ("라고", Vowel),
    ("이라고", Consonant),
    ("라는", Vowel),
    ("이라는", Consonant),
    ("라며", Vowel),
    ("이라며", Consonant),
    ("라면", Vowel),
    ("이라면", Consonant),
    ("라도", Vowel),
    ("이라도", Consonant),
    ("나", Vowel),
    ("이나", Consonant),
    ("든", Vowel),
    ("이든", Consonant),
    ("다", Vowel),
    ("이다", Any),
    ("였다", Vowel),
    ("이었다", Consonant),
    ("며", Vowel),
    ("이며", Any),
    ("고", Vowel),
    ("이고", Any),
    ("자", Vowel),
    ("이자", Any),
    ("인데", Any),
    ("인지", Any),
    ("였던", Vowel),
    ("이었던", Consonant),
    ("란", Vowel),
    ("이란", Consonant),
    ("뿐", Any),
    ("밖에", Any),
    ("대로", Any),
    ("마다", Any),
    ("커녕", Any),
    ("뿐만", Any),
    ("아", Consonant),
    ("야", Vowel),
    ("입니다", Any),
    ("인가", Any),
    ("이냐", Any),
    ("들", Any),
    ("씨", Any),
    ("님", Any),
    ("측", Any),
    ("발", Any),
    ("산", Any),
    ("행", Any),
    ("내", Any),
    ("계", Any),
    ("용", Any),
    ("판", Any),
    ("식", Any),
    ("형", Any),
    ("전", Any),
    ("號", Any),
    ("社", Any),
    ("표", Any),
    ("인", Vowel),
];

/// Words that news joins to a name without a space (중국정부, 삼성전자주가). Any other word makes a name of its own: 애플망고.
pub(crate) const JOINED: &[&str] = &[
    "정부",
    "당국",
    "대통령",
    "총리",
    "의회",
    "국회",
    "외교부",
    "국방부",
    "대사관",
    "법원",
    "검찰",
    "경찰",
    "경제",
    "증시",
    "기업",
    "국민",
    "시민",
    "사람",
    "관광객",
    "유학생",
    "공항",
    "지역",
    "출신",
    "현지",
    "본사",
    "그룹",
    "회장",
    "대표",
    "사장",
    "주가",
    "주식",
    "공장",
    "법인",
    "지사",
    "직원",
    "노조",
    "제품",
    "서비스",
    "관계자",
];

/// Particles of direction (부사격 조사 로), behind which no case particle stands: 세종대로에서 is a road, not the way to a university.
const DIRECTION: &[&str] = &["로", "으로"];

/// Particles of case that stand behind none of direction.
const CASE: &[&str] = &["가", "를", "에", "에서", "에선", "에게", "에게서", "와", "하고", "로"];

/// Whether `tail`, the rest of an eojeol after a name that ends in `last`, is nothing but particles (at most three).
///
/// ```text
/// 알리바바|는  yes     메타|버스  no     우융밍|에게서는  yes     중국|이  yes     마윈|가  no
/// ```
pub(crate) fn is_particles(tail: &str, last: char) -> bool {
    fits(tail, "", last, 3)
}

fn fits(tail: &str, before: &str, last: char, left: u8) -> bool {
    if tail.is_empty() {
        return true;
    }
    left > 0
        && PARTICLES.iter().any(|&(particle, after)| {
            tail.strip_prefix(particle).is_some_and(|rest| {
                stands_after(particle, after, last)
                    && !(DIRECTION.contains(&before) && CASE.contains(&particle))
                    && fits(rest, particle, particle.chars().next_back().unwrap_or(last), left - 1)
            })
        })
}

fn stands_after(particle: &str, after: After, last: char) -> bool {
    // 충남|대전 are a province and a city, not what came before a university.
    if particle == "전" && last == '대' {
        return false;
    }
    let Some(coda) = coda(last) else { return true };
    match after {
        Any => true,
        Vowel => coda == 0 || (coda == RIEUL && particle.starts_with('로')),
        Consonant => coda != 0 && !(coda == RIEUL && particle.starts_with("으로")),
    }
}

/// Number of the final consonant ㄹ in a Hangul syllable (Unicode 3.12).
const RIEUL: u32 = 8;

/// Number of the final consonant of a syllable, 0 for none; nothing for other characters, whose reading may end in
/// either.
fn coda(c: char) -> Option<u32> {
    (0xAC00..=0xD7A3).contains(&(c as u32)).then(|| (c as u32 - 0xAC00) % 28)
}

#[cfg(test)]
mod tests {
    use super::is_particles;

    #[test]
    fn particles_follow_the_last_sound() {
        let check = |name: &str, tail: &str, expect: bool| {
            assert_eq!(is_particles(tail, name.chars().next_back().unwrap()), expect, "{name}|{tail}");
        };
        check("알리바바", "는", true);
        check("알리바바", "은", false);
        check("메타", "버스", false);
        check("우융밍", "에게서는", true);
        check("서울", "로", true);
        check("중국", "으로부터의", true);
        check("마윈", "가", false);
        check("Qwen", "이", true);
        check("삼성", "전자", false);
        check("세종대", "로", true);
        check("세종대", "로도", true);
        check("세종대", "로에서", false);
        check("마카오", "로를", false);
        check("일본", "전에서", true);
        check("충남대", "전", false);
        check("중국", "", true);
    }
}
