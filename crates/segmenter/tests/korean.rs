//! Korean words, with the real dictionary.

mod common;

use std::sync::OnceLock;

use common::{check_all, korean_dictionary};
use newsbraid_segmenter::{Segmenter, SegmenterConfig, UserDictionary};
use newsbraid_text::Lang;

fn segmenter() -> &'static Segmenter {
    static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();
    let config = || SegmenterConfig { korean: Some(korean_dictionary()), ..SegmenterConfig::default() };
    SEGMENTER.get_or_init(|| Segmenter::new(config()).expect("no words of a user"))
}

#[track_caller]
fn table(rows: &[(&str, &str)]) {
    check_all(&mut segmenter().worker(), Lang::Ko, rows);
}

#[test]
fn words_particles_and_endings() {
    table(&[
        ("알리바바의 매출은 늘었다", "알리바바 의+ 매출 은+ 늘 었- 다-"),
        ("삼성전자가 발표했다", "삼성전자(삼성)(전자) 가+ 발표 했- 다-"),
        ("저는 학교에서 공부했습니다", "저~제 는+ 학교 에서+ 공부 했- 습니다-"),
        ("클라우드 사업이 성장했다고 밝혔다", "클라우드 사업 이+ 성장 했- 다고- 밝혔~밝히 다-"),
        ("우융밍은 말했다", "우융밍(우)(융)(밍) 은+ 말 했- 다-"),
        ("퉁이첸원을 공개했다", "퉁이첸원(퉁)(첸)(원) 을+ 공개 했- 다-"),
        ("아름다운 한강", "아름다운~아름답 한강"),
        ("더불어민주당과 국민의힘", "더불 어- 민주당(민주)(당) 과+ 국민의힘(국민)(힘)"),
        ("시 주석은", "시 주석 은+"),
        ("마이크로소프트와 마윈의(좌담회)", "마이크로소프트(마이크)(소프트) 와+ 마윈 의+ (. 좌담회(좌담)(회) )."),
        ("삼성전자의매출", "삼성전자의매출(삼성전자)(삼성)(전자)(매출)"),
        ("농업은행", "농업은행(농업)(은행)"),
        ("인공지능 반도체", "인공지능(인공)(지능) 반도체(반)(도체)"),
    ]);
}

#[test]
fn numbers_with_units() {
    table(&[
        ("3,800억 위안을 투자", "3,800억#~3800억(3800) 위안 을+ 투자"),
        ("2025년에는 34%의", "2025년#(2025) 에는+ 34%#(34) 의+"),
        ("4월 3일부터 10개국에서", "4월#(4) 3일#(3) 부터+ 10개국#(10) 에서+"),
        ("삼천억 원과 세 번", "삼천억# 원 과+ 세 번"),
        ("2분기 영업이익 74조9000억원", "2분기#(2) 영업 이익 74조9000억원#(74조)(74)(9000억)(9000)"),
        ("100만명이", "100만명#(100만)(100) 이+"),
    ]);
}

#[test]
fn particles_behind_other_scripts_and_marks() {
    table(&[
        ("Qwen의 AI가", "qwen 의+ ai 가+"),
        ("알리바바(BABA)는", "알리바바 (. baba ). 는+"),
        ("우융밍(吳泳銘)이 \"좋다\"고", "우융밍(우)(융)(밍) (. 吴泳铭 ). 이+ \". 좋 다- \". 고+"),
        ("\"이 사람\"", "\". 이 사람 \"."),
        ("LG전자와 SK하이닉스는", "lg 전자 와+ sk 하이닉스 는+"),
        ("阿里의 AI제품", "阿里(阿)(里)~아리 의+ ai 제품"),
    ]);
}

#[test]
fn hanja_with_its_reading() {
    table(&[
        ("美 연준", "美~미~미국 연준~연주"),
        ("李대통령, 訪美", "李~이 대통령 ,. 访美(访)(美)~방미"),
        ("\u{F9E1} 대통령", "李~이 대통령"),
        ("韓·美·日 與野", "韩~한~한국 ·. 美~미~미국 ·. 日~일~일본 与野(与)(野)~여야"),
        ("시진핑(習近平) 中國人民銀行", "시진핑 (. 习近平 ). 中国人民银行[中国](国人)[人民](人民银行)[银行]"),
    ]);
}

#[test]
fn headline_codes_stand_for_words() {
    table(&[
        ("與 대표, 野와", "与~여~여당 대표 ,. 野~야~야당 와+"),
        ("北, 美대통령", "北~북~북한 ,. 美~미~미국 대통령"),
        ("美中 訪美 美術", "美中(美)(中)~미중~미국~중국 访美(访)(美)~방미 美术(美)(术)~미술"),
        ("미·중의 한·미·일", "미~미국 ·. 중~중국 의+ 한~하~한국 ·. 미~미국 ·. 일~일본"),
        ("美ㆍ중", "美~미~미국 ·. 중~중국"),
        ("방미 중 미 의회", "방미 중 미 의회"),
    ]);
}

#[test]
fn a_users_word_keeps_what_was_found_before() {
    let user_dictionary = UserDictionary::parse("우융밍\n삼성\n삼성전자우\n通義千問\n").unwrap();
    let config = SegmenterConfig { korean: Some(korean_dictionary()), user_dictionary };
    let mut worker = Segmenter::new(config).unwrap().worker();
    check_all(
        &mut worker,
        Lang::Ko,
        &[
            ("우융밍은 우융밍의", "우융밍(우)(융)(밍) 은+ 우융밍(우)(융)(밍) 의+"),
            ("삼성전자와 삼성은", "삼성전자(삼성)(전자) 와+ 삼성 은+"),
            ("삼성전자우가", "삼성전자우(삼성전자)(삼성)(전자)(우) 가+"),
            ("阿里發佈通义千问大模型", "阿里 发布 通义千问(通义)(千问) 大 模型"),
        ],
    );
}
