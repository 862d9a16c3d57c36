//! A small dictionary in the compiled form of MeCab, written here so that no test of the reader needs a download.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be written fails its test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const NOUNS: &str = "매출 클라우드 사업 성장 분기 투자 시장 기업 회사 정부 은행 농업 반도체 인공 지능 모델 기술 개발 발표 공개 계획 대표 회장 주석 대통령 \
    장관 총리 외교 국방 경제 사회 문화 국제 증시 환율 금리 물가 수출 수입 무역 관세 협상 회담 정상 합의 갈등 전쟁 평화 선거 국회 법안 예산 세금 \
    소득 고용 실업 임금 노동 교육 학교 학생 교사 대학 연구 과학 우주 위성 로켓 자동차 배터리 전기 에너지 석유 가스 원전 태양광 풍력 기후 환경 오염 \
    탄소 배출 건강 병원 의사 환자 백신 질병 보험 주택 아파트 부동산 건설 도로 철도 공항 항공 선박 항만 물류 유통 소비 가격 할인 광고 방송 신문 기자 \
    영화 음악 공연 전시 축제 관광 여행 호텔 음식 식당 요리 스포츠 축구 야구 농구 올림픽 선수 감독 우승 기록 한국 중국 미국 일본 서울 북경 상해 \
    항주 문장 사전 봄 여름 가을 겨울 아침 저녁 오늘 내일 어제 주말 월요일 화요일 수요일 목요일 금요일 토요일 일요일 바다 강물 하늘 구름 나무 꽃잎 \
    새벽 동물 식물 곤충 물고기 사자 호랑이 고양이 강아지 토끼 거북 사람 친구 가족 부모 형제 자매 이웃 손님 주인 시민 국민";
const NAMES: &str = "알리바바 삼성 전자 우 융 밍";
const PARTICLES: &str = "은 는 이 가 을 를 의 에 에서 와 과 로 으로 도 만 까지 부터";
const STEMS: &str = "늘 나누 밝히 새롭 좋";
const ENDINGS: &str = "다 었 는다 고 며 ㄴ다";

/// One row: word, left and right identifier, cost, features.
type Row = (String, u16, u16, i16, String);

fn rows() -> Vec<Row> {
    let list = |words: &str, id: u16, cost: i16, tag: &str| -> Vec<Row> {
        let row = |word: &str| (word.to_string(), id, id, cost, format!("{tag},*,*,{word},*,*,*,*"));
        words.split_whitespace().map(row).collect()
    };
    let mut rows = list(NOUNS, 1, 1000, "NNG");
    rows.extend(list(NAMES, 1, 1500, "NNP"));
    rows.extend(list(PARTICLES, 2, 800, "JX"));
    rows.extend(list(STEMS, 3, 1200, "VV"));
    rows.extend(list(ENDINGS, 4, 600, "EF"));
    let composed = |word: &str, tag: &str, kind: &str, parts: &str| {
        (word.to_string(), 1, 1, 900, format!("{tag},*,*,{word},{kind},*,*,{parts}"))
    };
    rows.push(composed("삼성전자", "NNP", "Compound", "삼성/NNP/*+전자/NNG/*"));
    rows.push(composed("새", "MM", "*", "*"));
    rows.push(composed("나눈다", "VV+EF", "Inflect", "나누/VV/*+ㄴ다/EF/*"));
    // Words that CSV must quote.
    rows.extend([",", "\"", "\",\""].map(|mark| (mark.to_string(), 5, 5, 100, "SC,*,*,*,*,*,*,*".to_string())));
    rows
}

/// Writes `sys.dic`, `unk.dic`, `matrix.bin` and `char.bin`; returns the number of rows.
pub fn write_mini(folder: &Path) -> usize {
    let unknown = ["DEFAULT", "HANGUL", "SPACE"].map(|class| {
        let tag = if class == "SPACE" { "SP" } else { "UNKNOWN" };
        (class.to_string(), 1, 1, 6000, format!("{tag},*,*,*,*,*,*,*"))
    });
    let rows = rows();
    fs::write(folder.join("sys.dic"), dic(&rows)).unwrap();
    fs::write(folder.join("unk.dic"), dic(&unknown)).unwrap();
    fs::write(folder.join("matrix.bin"), matrix()).unwrap();
    fs::write(folder.join("char.bin"), characters()).unwrap();
    rows.len()
}

/// Six identifiers on both sides; particles like to stand behind nouns, endings behind stems.
fn matrix() -> Vec<u8> {
    let cost = |left: usize, right: usize| match (left, right) {
        (1, 2) | (3, 4) | (4, 4) => -500i16,
        (0, 2) | (0, 4) | (2, 2) | (1, 4) => 3000,
        _ => 0,
    };
    let mut bytes = [6u16, 6].map(u16::to_le_bytes).concat();
    (0..6).for_each(|right| (0..6).for_each(|left| bytes.extend(cost(left, right).to_le_bytes())));
    bytes
}

fn characters() -> Vec<u8> {
    let mut bytes = 3u32.to_le_bytes().to_vec();
    for name in ["DEFAULT", "SPACE", "HANGUL"] {
        let mut padded = [0; 32];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        bytes.extend(padded);
    }
    for code in 0..0xffffu32 {
        let class: u32 = match code {
            0x20 => 1,
            0xAC00..=0xD7A3 => 2,
            _ => 0,
        };
        let length = u32::from(class == 2) * 2;
        bytes.extend((1 << class | class << 18 | length << 26 | 1 << 30).to_le_bytes());
    }
    bytes
}

/// A compiled word list: header, double array, tokens, features.
fn dic(rows: &[Row]) -> Vec<u8> {
    let mut by_word = BTreeMap::<&str, Vec<&Row>>::new();
    rows.iter().for_each(|row| by_word.entry(row.0.as_str()).or_default().push(row));
    let (mut tokens, mut features, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for (word, rows) in by_word {
        keys.push((word.as_bytes(), ((tokens.len() / 16) << 8 | rows.len()) as i32));
        for (_, left, right, cost, text) in rows {
            tokens.extend([left.to_le_bytes(), right.to_le_bytes(), [0; 2], cost.to_le_bytes()].concat());
            tokens.extend((features.len() as u32).to_le_bytes());
            tokens.extend([0; 4]);
            features.extend(text.bytes().chain([0]));
        }
    }
    let array = double_array(&keys);
    let size = 72 + array.len() + tokens.len() + features.len();
    let header = [size as u32 ^ 0xef71_8f77, 102, 0, rows.len() as u32, 6, 6];
    let sections = [array.len() as u32, tokens.len() as u32, features.len() as u32, 0];
    let mut bytes: Vec<u8> = header.iter().chain(&sections).flat_map(|n| n.to_le_bytes()).collect();
    bytes.extend(b"UTF-8".iter().copied().chain([0; 27]));
    [bytes, array, tokens, features].concat()
}

/// Darts: the child of base `b` by byte `c` lies at `b + c + 1`, the value of `b` itself at `b`, negative.
fn double_array(keys: &[(&[u8], i32)]) -> Vec<u8> {
    let mut cells = vec![(0i32, 0u32); 1 << 16];
    let mut taken = vec![false; 1 << 16];
    taken[0] = true;
    let mut todo = vec![(0usize, keys, 0usize)];
    let mut first_free = 1;
    while let Some((cell, keys, depth)) = todo.pop() {
        let mut children = BTreeMap::<usize, (usize, usize)>::new();
        for (at, (key, _)) in keys.iter().enumerate() {
            let offset = key.get(depth).map_or(0, |byte| usize::from(*byte) + 1);
            children.entry(offset).or_insert((at, at)).1 = at + 1;
        }
        let fits = |base: &usize| {
            children.keys().all(|offset| !taken[base + offset]) && cells.iter().all(|c| c.1 != *base as u32)
        };
        let base = (first_free..).find(fits).unwrap();
        first_free = base + 1;
        cells[cell].0 = base as i32;
        for (offset, (from, to)) in children {
            taken[base + offset] = true;
            cells[base + offset] = (if offset == 0 { -keys[from].1 - 1 } else { 0 }, base as u32);
            if offset > 0 {
                todo.push((base + offset, &keys[from..to], depth + 1));
            }
        }
    }
    let used = taken.iter().rposition(|taken| *taken).unwrap() + 1;
    cells[..used].iter().flat_map(|(base, check)| [base.to_le_bytes(), check.to_le_bytes()].concat()).collect()
}
