//! The cases of `corpus/cases/tokens`.

#[path = "../../text/tests/common/cases.rs"]
mod cases;
mod common;

use cases::{cases, check_cases};
use common::korean_dictionary;
use newsbraid_segmenter::{Segmenter, SegmenterConfig};

#[test]
fn texts_are_cut_as_the_cases_say() {
    let config = SegmenterConfig { korean: Some(korean_dictionary()), ..SegmenterConfig::default() };
    let segmenter = Segmenter::new(config).expect("no words of a user");
    check_cases(&cases("tokens", "tokens"), |case| {
        let lang = case.lang.parse().unwrap_or_else(|error| panic!("{}:{}: {error}", case.file, case.line));
        let mut worker = segmenter.worker();
        let cut = |line: &str| {
            let analysis = worker.analyze(line, lang);
            let terms: Vec<&str> = analysis.surface_tokens().map(|token| analysis.term(token)).collect();
            terms.join(" ")
        };
        case.article.lines().map(cut).collect()
    });
}
