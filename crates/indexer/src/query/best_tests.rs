//! The best articles, held to full scoring by the engine.

use std::collections::HashMap;

use newsbraid_segmenter::{Analysis, Segmenter, Worker};
use newsbraid_text::{Lang, Script, Span, majority_lang};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tantivy::collector::TopDocs;

use crate::query::{Demand, Planner, QueryExpander, Reader, parse};
use crate::{Entry, Expansion, Index, IndexWriter, Target, WriterOptions, sound_id};

use super::*;

const WORDS: [&str; 24] = [
    "bank",
    "market",
    "report",
    "growth",
    "trade",
    "chip",
    "banks",
    "minister",
    "silicon",
    "tariff",
    "vaccine",
    "ferry",
    "银行",
    "市场",
    "增长",
    "阿里巴巴",
    "贸易",
    "芯片",
    "总理",
    "关税",
    "疫苗",
    "半导体",
    "渡轮",
    "气候变化",
];

/// A word, the common ones much more often.
fn word(random: &mut u64) -> &'static str {
    let mut next = || {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*random >> 33) as usize
    };
    let most = 1 + next() % 12;
    let (rank, chinese) = (next() % most, 12 * (next() % 2));
    WORDS[rank + chinese]
}

/// Half English, half Chinese, with the entity `bank` in every fifth and a sound in three of seven; every third ends with the same words.
fn index(dir: &std::path::Path) -> Index {
    let (mut worker, mut random) = (Segmenter::without_korean().worker(), 7);
    let mut writer = IndexWriter::create(dir, &WriterOptions::default()).unwrap();
    for number in (0..1200).rev() {
        let title = [word(&mut random), word(&mut random)].join(" ");
        let words: Vec<&str> = (0..3 + number % 17).map(|_| word(&mut random)).collect();
        let end = if number % 3 == 0 { " bank report 银行增长" } else { "" };
        let text = format!("{title}\n{}{end}", words.join(if number % 2 == 0 { " " } else { "" }));
        let lang = if number % 2 == 0 { Lang::En } else { Lang::ZhHans };
        let analysis = worker.analyze(&text, lang);
        let (id, title_span) = (format!("{number:04}"), Span::new(0, title.len()));
        let place = if number % 2 == 0 { title_span } else { Span::new(title.len() + 1, text.len()) };
        let entities = [(place, "bank".to_string())];
        let sounds = vec![(place, "NK".to_string()); 1 + number % 2];
        let entry = Entry {
            id: &id,
            fingerprint: 0,
            title: &title,
            lang,
            published: None,
            source: None,
            text: &text,
            analysis: &analysis,
            title_span,
            entities: if number % 5 == 0 { &entities } else { &[] },
            sounds: if number % 7 < 3 { &sounds } else { &[] },
            figures: &[],
            times: &[],
        };
        writer.add(&entry).unwrap();
    }
    writer.finish("").unwrap();
    Index::open(dir).unwrap()
}

struct Known;

impl QueryExpander for Known {
    fn expand(&self, text: &str, _: &Analysis) -> Vec<Expansion> {
        let entity = |(at, name): (usize, &str)| Expansion {
            span: Span::new(at, at + name.len()),
            target: Target::Entity("bank".to_string()),
            weight: 0.9,
            why: String::new(),
        };
        text.match_indices("bank").map(entity).collect()
    }

    fn equivalents(&self, analysis: &Analysis, span: Span) -> Vec<Expansion> {
        let word = span.of(analysis.normalized.text());
        let Some(at) = WORDS.iter().position(|known| *known == word) else { return Vec::new() };
        let expansion = |target, weight| Expansion { span, target, weight, why: String::new() };
        let other = |step: usize, weight| expansion(Target::Text(WORDS[(at + step) % 24].to_string()), weight);
        let script = if at % 2 == 0 { Script::Han } else { Script::Latin };
        vec![other(12, 0.6), other(13, 0.3), expansion(Target::Sound(sound_id("NK", script)), 0.5)]
    }
}

/// Holds the best articles to full scoring by the engine.
fn check(index: &Index, worker: &mut Worker, query: &str, demand: Demand, count: usize) {
    let mut reader = Reader {
        analyze: &mut |text| worker.analyze(text, majority_lang(text)),
        share: &|_| 0.0,
        expander: Some(&Known),
        figure: &|_| None,
        cluster: &|_| None,
    };
    let planner = Planner::new(index, &mut reader, demand);
    let plan = planner.plan(&parse(query).unwrap()).unwrap();
    let run = plan.query.downcast_ref::<Ranked>().expect("words alone");
    let all = index.searcher().search(run, &TopDocs::with_limit(2000).order_by_score()).unwrap();
    let scores: HashMap<DocAddress, f32> = all.iter().map(|(score, address)| (*address, *score)).collect();
    let best = run.best(index, count).unwrap();
    assert_eq!(best.len(), all.len().min(count), "{query}");
    let placed = |(score, address): &(f32, DocAddress)| (-score, index.ids.get(*address).unwrap());
    assert!(best.is_sorted_by(|one, other| placed(one) < placed(other)), "{query}");
    let every = run.best(index, all.len().max(1)).unwrap();
    assert_eq!(best[..], every[..best.len()], "{query}: fewer are the first of more");
    for ((score, address), (expect, _)) in best.iter().zip(&all) {
        let of_engine = scores[address];
        assert!((score - expect).abs() < 1e-4 && (score - of_engine).abs() < 1e-4, "{query}: {score} {expect}");
    }
}

#[test]
fn the_best_are_those_of_full_scoring() {
    let dir = tempfile::tempdir().unwrap();
    let index = index(&dir.path().join("index"));
    let mut worker = Segmenter::without_korean().worker();
    let demand = prop_oneof![Just(Demand::Terms), Just(Demand::Any)];
    let words = prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..7);
    let glue = prop_oneof![Just(" "), Just("")];
    let mut runner = TestRunner::deterministic();
    let queries = (words, glue, demand, prop_oneof![1usize..40, Just(300usize)]);
    for _ in 0..400 {
        let (words, glue, demand, count) = queries.new_tree(&mut runner).unwrap().current();
        check(&index, &mut worker, &words.join(glue), demand, count);
    }
    for query in [
        "银行增长",
        "气候变化银行增长",
        "银行增长 渡轮贸易 银行报告",
        "\"银行 market\" 增长",
        "title:bank 芯片",
        "(bank 市场) 贸易",
        "\"ank mar\"",
        "lang:en bank market",
        "lang:zh (bank report) 银行",
        "lang:en (trade OR chip)",
        "银行增长 market -bank",
        "lang:zh -lang:en -\"bank report\" 增长 芯片 bank",
        "bank AND market AND growth",
        "+银行 market 增长",
        "+银行增长 +芯片 chip report",
        "+\"bank report\" -growth lang:en",
        "+(trade chip) bank",
        "entity:bank",
        "entity:bank market 增长 silicon",
        "entity:bank +market 增长",
    ] {
        check(&index, &mut worker, query, Demand::Cut, 10);
    }
}
