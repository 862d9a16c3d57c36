//! A query in one language finds articles in all, and only what is there.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::path::Path;

use common::{Ran, arg, image, newsbraid, seeds};
use serde_json::Value;

const ALIBABA_APP: &str = "000_31cb3427b07a6775";
const KOREAN: &str = "001_cde2df59aeeb73e8";
const TRADITIONAL: &str = "003_7ced88305d3058d3";
const RESULTS: &str = "004_b4290048d4ee6394";

fn search(out: &Path, query: &str, more: &[&str]) -> Ran {
    newsbraid(&[&["search", arg(out), query, "--kb", image()], more].concat())
}

/// The answer to a query as JSON.
#[track_caller]
fn answer(out: &Path, query: &str, more: &[&str]) -> Value {
    serde_json::from_str(&search(out, query, &[&["--json"], more].concat()).well()).unwrap()
}

/// The ids of the hits, in their order.
#[track_caller]
fn ids(out: &Path, query: &str, more: &[&str]) -> Vec<String> {
    let answer = answer(out, query, more);
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_string()).collect()
}

/// The hits begin with exactly these, in any order among themselves.
#[track_caller]
fn check(queries: &[&str], expect: &[&str]) {
    let Some(out) = seeds() else { return };
    for query in queries {
        let mut first: Vec<String> = ids(out, query, &[]).into_iter().take(expect.len()).collect();
        first.sort();
        assert_eq!(first, expect, "{query}");
    }
}

#[test]
fn a_person_is_found_by_the_name_in_any_script() {
    check(&["우융밍", "吴泳铭", "吳泳銘", "Eddie Wu"], &[KOREAN, TRADITIONAL, RESULTS]);
}

#[test]
fn a_product_is_found_by_the_name_in_any_script() {
    check(&["通义千问", "通義千問", "퉁이 첸원", "Qwen"], &[ALIBABA_APP, KOREAN, TRADITIONAL, RESULTS]);
}

#[test]
fn a_sum_is_found_in_whatever_script_and_with_or_without_its_currency() {
    let Some(out) = seeds() else { return };
    for query in ["3,800억", "3800亿", "3800億", "3,800억 위안", "3800亿元", "380 billion yuan"] {
        assert_eq!(ids(out, query, &[]).len(), 5, "{query}");
    }
    assert!(ids(out, "3,800억 달러", &[]).iter().all(|id| id == KOREAN), "another currency is another sum");
}

#[test]
fn a_name_that_occurs_nowhere_finds_nothing() {
    let Some(out) = seeds() else { return };
    for query in ["Zvorlinek", "Quibbertash Holdings", "곽뷁쇓", "휄쿵텡", "龘靐齾", "鑫鬻龑"] {
        for more in [&[][..], &["--exact"]] {
            let answer = answer(out, query, more);
            assert_eq!(
                (&answer["total"], answer["hits"].as_array().map(Vec::len)),
                (&Value::from(0), Some(0)),
                "{query}"
            );
        }
    }
}

#[test]
fn exact_search_finds_only_what_is_written() {
    let Some(out) = seeds() else { return };
    assert_eq!(ids(out, "우융밍", &["--exact"]), [KOREAN]);
    let chinese = ids(out, "吴泳铭", &["--exact"]);
    assert!(!chinese.contains(&KOREAN.to_string()) && chinese.contains(&RESULTS.to_string()), "{chinese:?}");
}

#[test]
fn a_language_restricts_the_hits() {
    let Some(out) = seeds() else { return };
    assert_eq!(ids(out, "우융밍", &["--lang", "ko"]), [KOREAN]);
    for lang in ["zh", "zh-Hant"] {
        let mut found = ids(out, "우융밍", &["--lang", lang]);
        found.sort();
        assert_eq!(found, [TRADITIONAL, RESULTS], "{lang}");
    }
    search(out, "우융밍", &["--lang", "klingon"]).refused(1, &["--lang", "`klingon`", "zh-Hans", "ko"]);
}

#[test]
fn what_is_in_the_query_cannot_leave_its_language() {
    let Some(out) = seeds() else { return };
    search(out, "阿里) OR (云", &["--lang", "ko"]).refused(1, &["column 3"]);
}

#[test]
fn a_limit_cuts_the_hits_but_not_the_total() {
    let Some(out) = seeds() else { return };
    let all = ids(out, "Qwen", &[]);
    for limit in 0..=3 {
        let few = answer(out, "Qwen", &["--limit", &limit.to_string()]);
        assert_eq!(few["total"], all.len(), "{few}");
        let hits = few["hits"].as_array().unwrap();
        assert_eq!(hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect::<Vec<_>>(), all[..limit]);
    }
    search(out, "Qwen", &["--limit", "10001"]).refused(1, &["10001", "at most 10000"]);
}

#[test]
fn the_json_has_its_fields() {
    let Some(out) = seeds() else { return };
    let answer = answer(out, "우융밍", &[]);
    assert_eq!(answer["query"], "우융밍");
    assert_eq!(answer["total"], 3);
    let hits = answer["hits"].as_array().unwrap();
    let clusters = common::rows(out, "clusters.jsonl");
    for hit in hits {
        assert!(hit["score"].as_f64().is_some_and(|score| score > 0.0), "{hit}");
        assert!(["ko", "zh-Hant"].contains(&hit["lang"].as_str().unwrap()), "{hit}");
        assert!(!hit["title"].as_str().unwrap().is_empty(), "{hit}");
        let snippet = hit["snippet"].as_str().unwrap();
        assert!(snippet.contains("<mark>우융밍</mark>") || snippet.contains("<mark>吳泳銘</mark>"), "{hit}");
        let event = clusters.iter().find(|event| event["docs"].as_array().unwrap().contains(&hit["id"])).unwrap();
        assert_eq!(hit["cluster"], event["cluster"]);
    }
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn the_plain_output_is_a_line_and_a_snippet_a_hit() {
    let Some(out) = seeds() else { return };
    let ran = search(out, "우융밍", &[]);
    assert_eq!(ran.stderr, "3 of 3 articles\n");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 6, "{}", ran.stdout);
    assert!(lines.iter().step_by(2).any(|line| line.starts_with(KOREAN)), "{}", ran.stdout);
    assert!(lines.iter().skip(1).step_by(2).all(|line| line.starts_with("    ")), "{}", ran.stdout);
}

#[test]
fn a_malformed_query_is_refused_with_its_column() {
    let Some(out) = seeds() else { return };
    let cases = [
        ("阿里云 \"abc", "column 5: this quotation mark is never closed"),
        ("(阿里云", "column 1: this bracket is never closed"),
        ("阿里云)", "column 4: this bracket closes nothing"),
        ("阿里云 colour:red", "column 5: there is no field `colour:`"),
    ];
    for (query, says) in cases {
        search(out, query, &[]).refused(1, &["query, ", says]);
        search(out, query, &["--lang", "zh"]).refused(1, &["query, ", says]);
    }
    // Two columns wide each, as the caret's line takes into account.
    search(out, "阿里云 \"abc", &[]).refused(1, &["closed\n  阿里云 \"abc\n  \u{3000}\u{3000}\u{3000} ^\n"]);
    let words = "云 figure:许多";
    for more in [&[][..], &["--lang", "zh"]] {
        search(out, words, more).refused(1, &["column 3: `许多` is no quantity", "\n  云 figure:许多\n  \u{3000} ^\n"]);
    }
}

#[test]
fn the_page_of_the_query_language_needs_no_run() {
    let page = newsbraid(&["search", "--help-query"]).well();
    assert!(page.contains("date:2026-03-02..2026-03") && page.lines().all(|line| line.chars().count() < 132), "{page}");
    newsbraid(&["search"]).refused(2, &["<DIR>"]);
    newsbraid(&["search", "out"]).refused(2, &["<QUERY>"]);
}

#[test]
fn pages_follow_each_other_by_tokens() {
    let Some(out) = seeds() else { return };
    for more in [&[][..], &["--sort", "oldest"], &["--group", "cluster"]] {
        let all = ids(out, "阿里巴巴", more);
        assert!(all.len() > 1, "{all:?}");
        let (mut paged, mut token) = (Vec::new(), None::<String>);
        loop {
            let after: Vec<&str> = token.iter().flat_map(|token| ["--after", token.as_str()]).collect();
            let page = answer(out, "阿里巴巴", &[&["--limit", "1"], more, &after].concat());
            let hits = page["hits"].as_array().unwrap();
            assert!(hits.len() <= 1);
            paged.extend(hits.iter().map(|hit| hit["id"].as_str().unwrap().to_string()));
            match page["next"].as_str() {
                Some(next) => token = Some(next.to_string()),
                None => break,
            }
        }
        assert_eq!(paged, all, "{more:?}");
    }
    let said = search(out, "阿里巴巴", &["--limit", "2"]).stderr;
    let token = said.split("more: --after ").nth(1).unwrap().trim();
    assert_eq!(answer(out, "阿里巴巴", &["--after", token])["hits"][0]["id"], ids(out, "阿里巴巴", &[])[2]);
    let wrong = ["leads to no page of this query", "leave out --after"];
    search(out, "阿里雲", &["--after", token]).refused(1, &wrong);
    search(out, "阿里巴巴", &["--after", token, "--sort", "newest"]).refused(1, &wrong);
    search(out, "阿里巴巴", &["--after", token, "--lang", "ko"]).refused(1, &wrong);
    search(out, "阿里巴巴", &["--after", token, "--exact"]).refused(1, &wrong);
    for token in ["", "2", "x-0123456789abcdef", "99999999999999999999-0123456789abcdef"] {
        search(out, "阿里巴巴", &["--after", token]).refused(1, &wrong);
    }
    let other = common::fresh("another-index");
    common::run(&[common::SAMPLE], &other, &[]);
    search(&other, "阿里巴巴", &["--after", token]).refused(1, &wrong);
}

#[test]
fn all_that_is_found_is_counted() {
    let Some(out) = seeds() else { return };
    let more = ["--facets", "lang,source,entity,month", "--histogram", "week", "--limit", "1"];
    let found = answer(out, "阿里巴巴", &more);
    let total = found["total"].as_u64().unwrap();
    let sum = |rows: &Value| rows.as_array().unwrap().iter().map(|row| row["articles"].as_u64().unwrap()).sum::<u64>();
    for facet in ["lang", "source", "month"] {
        assert_eq!(sum(&found["facets"][facet]["values"]), total, "{facet}: {found}");
    }
    let entities = found["facets"]["entity"]["values"].as_array().unwrap();
    let of = |id: &str| entities.iter().find(|row| row["value"] == id).map(|row| row["articles"].as_u64().unwrap());
    let rows = common::rows(out, "mentions.jsonl");
    let mut docs: Vec<&str> =
        rows.iter().filter(|row| row["entity"] == "alibaba-group").map(|row| row["doc"].as_str().unwrap()).collect();
    docs.dedup();
    assert_eq!(of("alibaba-group"), Some(docs.len() as u64), "{entities:?}");
    let histogram = &found["histogram"];
    assert_eq!(sum(&histogram["bars"]) + histogram["undated"].as_u64().unwrap(), total, "{histogram}");
    let plain = search(out, "阿里巴巴", &more).well();
    assert!(plain.contains("\nlang\tarticles\n") && plain.contains("\nfrom\tarticles\n"), "{plain}");
}

#[test]
fn without_a_terminal_there_are_no_escape_codes() {
    let Some(out) = seeds() else { return };
    let plain = search(out, "阿里巴巴", &["--facets", "entity"]).well();
    assert!(!plain.contains('\u{1b}') && plain.contains("阿里"), "{plain}");
}

#[test]
fn a_query_may_begin_with_a_hyphen() {
    let Some(out) = seeds() else { return };
    let without = ids(out, "-우융밍 阿里云", &["--exact"]);
    assert!(!without.is_empty() && !without.contains(&KOREAN.to_string()), "{without:?}");
}

/// Every file of the index changed at a few places: an error in words, or an answer.
#[test]
fn a_damaged_index_is_no_panic() {
    let Some(out) = seeds() else { return };
    let folder = common::scratch("damaged");
    for name in ["manifest.json", "clusters.jsonl"] {
        std::fs::copy(out.join(name), folder.join(name)).unwrap();
    }
    let index = folder.join("index");
    std::fs::create_dir(&index).unwrap();
    let mut refused = 0;
    let mut files: Vec<_> = std::fs::read_dir(out.join("index")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in &files {
        for whole in &files {
            std::fs::copy(whole, index.join(whole.file_name().unwrap())).unwrap();
        }
        let mut bytes = std::fs::read(file).unwrap();
        let step = (bytes.len() / 7).max(1);
        bytes.iter_mut().step_by(step).for_each(|byte| *byte ^= 0x5A);
        std::fs::write(index.join(file.file_name().unwrap()), bytes).unwrap();
        let ran = search(&folder, "阿里云 收入", &[]);
        assert!(!ran.stderr.contains("panicked"), "{}: {ran:?}", file.display());
        if ran.code != 0 {
            refused += 1;
            ran.refused(1, &["index `", "newsbraid "]);
        }
    }
    assert!(refused >= 4, "{refused} of {}", files.len());
}

#[test]
fn a_folder_without_a_run_is_refused() {
    let nothing = common::scratch("nothing");
    search(&nothing, "阿里巴巴", &[]).refused(1, &["holds no complete run", "newsbraid run"]);
}
