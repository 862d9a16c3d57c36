//! Words for offices that stand beside names.

use std::sync::LazyLock;

use newsbraid_text::Span;

use super::boundary::Surroundings;
use crate::charset::CharSet;

/// After a surname or name in Korean, longest first where one begins another.
pub(crate) const KOREAN: &[&str] = &[
    "최고경영자",
    "국가주석",
    "총서기",
    "부주석",
    "주석",
    "전 대통령",
    "부통령",
    "대통령",
    "부총리",
    "총리",
    "부회장",
    "회장",
    "부사장",
    "사장",
    "대표이사",
    "공동대표",
    "부대표",
    "대표",
    "부의장",
    "의장",
    "부위원장",
    "위원장",
    "장관",
    "차관",
    "총재",
    "총장",
    "원장",
    "본부장",
    "국장",
    "실장",
    "행장",
    "이사장",
    "이사",
    "상무",
    "전무",
    "팀장",
    "센터장",
    "연구원",
    "애널리스트",
    "교수",
    "박사",
    "감독",
    "선수",
    "의원",
    "지사",
    "시장",
    "대사",
    "대변인",
    "소장",
    "관장",
    "학예사",
    "코치",
    "공격수",
    "수비수",
    "미드필더",
    "골키퍼",
    "투수",
    "타자",
    "기수",
    "9단",
    "연구위원",
    "수석연구원",
    "책임연구원",
    "수석",
    "부장",
    "과장",
    "처장",
    "단장",
    "청장",
    "서장",
    "군수",
    "구청장",
    "도지사",
    "판사",
    "검사",
    "경제학자",
    "이코노미스트",
    "기자",
    "작가",
    "배우",
    "변호사",
    "씨",
    "ceo",
    "cfo",
    "cto",
    "coo",
];

/// After a surname or name in Chinese.
pub(crate) const CHINESE: &[&str] = &[
    "首席执行官",
    "董事长",
    "总裁",
    "总经理",
    "国家主席",
    "主席",
    "副主席",
    "总书记",
    "总统",
    "副总统",
    "总理",
    "副总理",
    "首相",
    "部长",
    "外长",
    "行长",
    "院长",
    "校长",
    "主任",
    "局长",
    "市长",
    "省长",
    "书记",
    "教授",
    "博士",
    "院士",
    "先生",
    "女士",
    "小姐",
    "老师",
    "教练",
    "律师",
    "记者",
    "议员",
    "大使",
    "发言人",
    "副教授",
    "九段",
    "会长",
    "所长",
    "馆长",
    "法官",
    "上校",
    "将军",
    "总",
];

/// Before a name in Chinese.
pub(crate) const BEFORE_CHINESE: &[&str] = &[
    "首席执行官",
    "董事长",
    "总裁",
    "总经理",
    "主席",
    "总书记",
    "总统",
    "总理",
    "首相",
    "部长",
    "外长",
    "行长",
    "院长",
    "校长",
    "主任",
    "局长",
    "市长",
    "教授",
    "分析师",
    "研究员",
    "发言人",
    "负责人",
    "创始人",
    "联合创始人",
    "工程师",
    "教练",
    "球员",
    "导演",
    "作家",
    "馆长",
    "所长",
    "会长",
    "社长",
    "站长",
    "秘书长",
    "总监",
    "队长",
    "前锋",
    "后卫",
    "中场",
    "门将",
    "选手",
    "棋手",
    "名将",
    "老将",
    "小将",
    "学者",
    "专家",
    "顾问",
    "经济学家",
    "副教授",
    "医生",
    "演员",
    "歌手",
    "作者",
    "记者",
    "首席",
    "策展人",
    "市民",
    "居民",
    "村民",
    "游客",
    "员工",
    "学生",
    "议员",
    "州长",
    "法官",
    "检察官",
    "律师",
    "警官",
    "上校",
    "将军",
    "国王",
    "王子",
    "公主",
    "女王",
    "ceo",
    "cfo",
    "cto",
    "coo",
];

/// Whether a text ends in an office that stands before names in Chinese.
pub(crate) fn ends_in_office(text: &str) -> bool {
    static LAST: LazyLock<CharSet> = LazyLock::new(|| CharSet::last_of(BEFORE_CHINESE));
    LAST.ends(text) && BEFORE_CHINESE.iter().any(|title| text.ends_with(title))
}

/// Whether a text begins with an office that stands behind whole names in Chinese.
pub(crate) fn begins_with_office(text: &str) -> bool {
    CHINESE_FIRST.begins(text) && CHINESE.iter().any(|title| *title != "总" && text.starts_with(title))
}

static CHINESE_FIRST: LazyLock<CharSet> = LazyLock::new(|| CharSet::first_of(CHINESE));

/// The Korean office that a text begins with.
pub(crate) fn korean_at(text: &str) -> Option<&'static str> {
    static FIRST: LazyLock<CharSet> = LazyLock::new(|| CharSet::first_of(KOREAN));
    if !FIRST.begins(text) {
        return None;
    }
    KOREAN.iter().find(|title| text.starts_with(**title)).copied()
}

/// Before a name in English, normalised.
const BEFORE_ENGLISH: &[&str] =
    &["president", "premier", "minister", "chancellor", "chairman", "governor", "secretary"];

/// Whether an office stands directly before or after a name: 总统马科斯, 마르코스 대통령, President Marcos.
pub(crate) fn beside(name: Span, around: &Surroundings) -> bool {
    let before = &around.text[..name.start as usize];
    let after = &around.text[name.end as usize..];
    let word_before = before.strip_suffix(' ').and_then(|before| before.rsplit([' ', '\n']).next());
    ends_in_office(before)
        || CHINESE_FIRST.begins(after) && CHINESE.iter().any(|title| after.starts_with(title))
        || word_before.is_some_and(|word| BEFORE_ENGLISH.contains(&word))
        || after.strip_prefix(' ').is_some_and(|after| korean_at(after).is_some())
}
