//! Places: which are countries, the words for divisions that belong to the name of one (나라현, 奈良县), and the students of one
//! (武汉大学生), who are of no university.

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase};
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;
use super::particles::is_particles;

/// Ids of the parts of the world that countries belong to.
const REGIONS: &[&str] = &[
    "africa",
    "asia",
    "caucasus",
    "central-asia",
    "east-asia",
    "europe",
    "korean-peninsula",
    "latin-america",
    "middle-east",
    "north-america",
    "oceania",
    "south-asia",
    "southeast-asia",
];

/// Whether a place belongs to nothing but parts of the world.
pub(crate) fn is_country(base: &KnowledgeBase, place: EntityIndex) -> bool {
    let entity = base.entity(place);
    entity.kind == Kind::Place && entity.of.iter().all(|&of| REGIONS.contains(&&*base.entity(of).id))
}

/// Words for divisions behind Korean names.
const KOREAN: &[char] = &['시', '현', '주', '섬', '성'];

/// Words for divisions behind Chinese names.
const CHINESE: &[char] = &['市', '省', '县', '州', '岛', '镇'];

/// What makes another word of the word for a division: 市场, 县长, 岛屿.
const WORDS_OF_DIVISIONS: &str = "场民长值面政区郊委份城屿国立议价况道";

/// Whether the word for a division at the end of a name belongs to the next word: 上海市|场 is 上海|市场.
pub(crate) fn division_goes_on(name: Span, around: &Surroundings) -> bool {
    name.of(around.text).ends_with(CHINESE) && around.after(name.end).is_some_and(|c| WORDS_OF_DIVISIONS.contains(c))
}

/// The span of the name of a place with the word for its division, where one follows that ends the word: 奈良|县, but not
/// 上海|市场.
pub(crate) fn with_division(name: Span, around: &Surroundings) -> Span {
    let Some(last) = name.of(around.text).chars().next_back() else { return name };
    let Some(next) = around.after(name.end) else { return name };
    let longer = Span { start: name.start, end: name.end + next.len_utf8() as u32 };
    let letters = name.of(around.text).chars().count();
    let fits = match script_of(last) {
        Script::Hangul => {
            KOREAN.contains(&next) && !is_particles(around.rest_of_eojeol(name.end), last) && {
                is_particles(around.rest_of_eojeol(longer.end), next)
            }
        }
        Script::Han => {
            let division = CHINESE.contains(&next) && !CHINESE.contains(&last);
            division && around.ends_token(longer.end) && !division_goes_on(longer, around)
        }
        _ => false,
    };
    if fits && letters >= 2 && !KOREAN.contains(&last) { longer } else { name }
}

/// The word for a university, which also begins 大学生.
const UNIVERSITY: &str = "大学";

/// What makes the name of a subject of 生 behind a university: 北京大学|生命科学学院.
const SUBJECTS: &str = "命物态科殖化医源理";

/// Whether the name of a university is that of a place and the first half of a word for its students: 武汉|大学生.
pub(crate) fn students_go_on(base: &KnowledgeBase, name: Span, around: &Surroundings) -> bool {
    let Some(stem) = name.of(around.text).strip_suffix(UNIVERSITY) else { return false };
    let mut following = around.text[name.end as usize..].chars();
    following.next() == Some('生')
        && !following.next().is_some_and(|c| SUBJECTS.contains(c))
        && base.lookup(stem).any(|found| base.entity(found.entity).kind == Kind::Place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::boundary::tests::beside;

    #[test]
    fn divisions_belong_to_the_name() {
        let check = |text: &str, name: &str, expect: &str| {
            beside(text, name, |name, around| {
                assert_eq!(with_division(name, around).of(around.text), expect, "{text}");
            });
        };
        check("奈良县，北部", "奈良", "奈良县");
        check("上海市场", "上海", "上海");
        check("민다나오섬에서", "민다나오", "민다나오섬");
        check("텍사스주는", "텍사스", "텍사스주");
        check("텍사스주민", "텍사스", "텍사스");
    }

    #[test]
    fn students_of_a_place_are_of_no_university() {
        let base = KnowledgeBase::embedded();
        let check = |text: &str, name: &str, expect: bool| {
            beside(text, name, |name, around| assert_eq!(students_go_on(&base, name, around), expect, "{text}"));
        };
        check("北京大学生电影节开幕", "北京大学", true);
        check("台湾大学生发起抗议", "台湾大学", true);
        check("北京大学生命科学学院", "北京大学", false);
        check("北京大学学生获奖", "北京大学", false);
        check("复旦大学生就业报告", "复旦大学", false);
    }

    #[test]
    fn countries_belong_to_no_country() {
        let base = KnowledgeBase::embedded();
        for (id, expect) in [("china", true), ("hungary", true), ("shanghai", false)] {
            assert_eq!(is_country(&base, base.by_id(id).expect("the base has it")), expect, "{id}");
        }
    }
}
