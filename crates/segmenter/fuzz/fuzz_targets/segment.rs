//! The segmenter, with the Korean dictionary where it is installed: tokens and gaps make up the text, both scripts of Chinese
//! give the same terms, every token has its place in the input. The first byte chooses the language.

#![no_main]

#[allow(dead_code, reason = "each target calls a part of it")]
#[path = "../../tests/common/contract.rs"]
mod contract;
#[allow(dead_code, reason = "each target calls a part of it")]
#[path = "../../../text/tests/common/contract.rs"]
mod places;
#[path = "../common/worker.rs"]
mod worker;

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use newsbraid_segmenter::Worker;
use newsbraid_text::{Lang, Origin, RawDocument, clean};

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::new(worker::worker());
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&lang, source)) = bytes.split_first() else { return };
    let (lang, Ok(source)) = (Lang::ALL[usize::from(lang) % Lang::ALL.len()], str::from_utf8(source)) else { return };
    WORKER.with_borrow_mut(|worker| {
        contract::check_analysis(worker, source, lang);
        let document = clean(RawDocument::plain("a", source, Origin::unknown()));
        let analysis = worker.analyze(document.text(), lang);
        places::check_places(&document, analysis.surface_tokens().map(|token| token.span));
    });
});
