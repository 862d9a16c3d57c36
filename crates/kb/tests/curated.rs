//! The curated base of the binary.

use newsbraid_kb::{Finding, Kind, KnowledgeBase, NameRole, Sources, check};

#[test]
fn the_curated_files_have_nothing_to_mend() {
    let findings: Vec<String> = check(&Sources::embedded().unwrap()).iter().map(Finding::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// The ids that a whole string may stand for, in order.
fn ids(name: &str) -> Vec<String> {
    let base = KnowledgeBase::embedded();
    base.lookup(name).map(|found| base.entity(found.entity).id.to_string()).collect()
}

#[test]
fn every_spelling_of_a_name_leads_to_one_entity() {
    let check = |spellings: &[&str], id: &str| {
        for spelling in spellings {
            assert_eq!(ids(spelling), [id], "{spelling}");
        }
    };
    check(&["通义千问", "通義千問", "Qwen", "qwen", "ＱＷＥＮ", "퉁이 첸원", "퉁이첸원", "퉁이\u{200B}첸원"], "qwen");
    check(&["吴泳铭", "吳泳銘", "우융밍", "Eddie Wu", "eddie wu", " Eddie  Wu "], "eddie-wu");
    check(&["阿里巴巴集团", "阿里巴巴集團", "알리바바그룹", "알리바바 그룹", "Alibaba Group"], "alibaba-group");
    check(&["特朗普", "川普", "트럼프", "도널드 트럼프", "Donald Trump"], "donald-trump");
    check(&["중국", "中国", "中國", "China"], "china");
    check(&["9988.HK", "9988-HK", "9988:HK"], "alibaba-group");
}

#[test]
fn a_place_of_cldr_and_the_curated_one_are_one() {
    let base = KnowledgeBase::embedded();
    let check = |merged: &str, into: &str| {
        assert!(base.by_id(merged).is_none(), "{merged} is an entity of its own");
        let labels = &base.entity(base.by_id(into).unwrap()).labels;
        assert_eq!(labels.len(), 4, "{into}: {labels:?}");
    };
    check("cldr-us", "united-states");
    check("cldr-kr", "south-korea");
    check("cldr-142", "asia");
    check("cldr-150", "europe");
    check("cldr-002", "africa");
    check("cldr-asia-seoul", "seoul");
}

#[test]
fn a_decided_ambiguity_holds() {
    let base = KnowledgeBase::embedded();
    let role = |name: &str, id: &str| {
        let found = base.lookup(name).find(|found| base.entity(found.entity).id == id);
        base.name(found.unwrap_or_else(|| panic!("{id} has no name {name}"))).role
    };
    let check = |name: &str, full: &str, weak: &str| {
        assert!(matches!(role(name, full), NameRole::Label | NameRole::Alias), "{name} of {full}");
        assert_eq!(role(name, weak), NameRole::Weak, "{name} of {weak}");
    };
    check("체르노빌", "chernobyl", "chernobyl-disaster");
    check("푸저우", "fuzhou", "fuzhou-jiangxi");
    check("쑤저우", "suzhou", "suzhou-anhui");
    assert_eq!(role("Georgia", "georgia"), NameRole::Weak);
}

#[test]
fn no_ordinary_word_is_a_full_name() {
    let base = KnowledgeBase::embedded();
    // Korean transcriptions of Chinese names that are ordinary words, and ordinary words that are names in Latin letters.
    for word in ["지난", "저장", "선전", "한정", "창사", "闪购", "가나", "us", "中", "理想", "大众"]
    {
        for found in base.lookup(word) {
            let role = base.name(found).role;
            let full = matches!(role, NameRole::Label | NameRole::Alias | NameRole::Title);
            let cased = base.name(found).text != word;
            assert!(!full || cased, "{word} is a full name of {}", base.entity(found.entity).id);
        }
    }
}

#[test]
fn entities_are_of_the_kind_that_their_file_says() {
    let base = KnowledgeBase::embedded();
    let kind = |id: &str| base.entity(base.by_id(id).unwrap_or_else(|| panic!("no {id}"))).kind;
    assert_eq!(kind("eddie-wu"), Kind::Person);
    assert_eq!(kind("alibaba-group"), Kind::Organization);
    assert_eq!(kind("qwen"), Kind::Product);
    assert_eq!(kind("hangzhou"), Kind::Place);
    assert_eq!(kind("waic"), Kind::Event);
}
