//! Mentions, figures and times of any text, with the built-in base and with the Korean dictionary where it is installed. The
//! first byte chooses the language.

#![no_main]

#[path = "../../tests/common/contract.rs"]
mod contract;
#[path = "../../../segmenter/fuzz/common/worker.rs"]
mod worker;

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::Worker;
use newsbraid_text::Lang;

static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(KnowledgeBase::embedded(), 0.5));

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::new(worker::worker());
}

fuzz_target!(init: { LazyLock::force(&LINKER); }, |bytes: &[u8]| {
    let Some((&lang, text)) = bytes.split_first() else { return };
    let (lang, Ok(text)) = (Lang::ALL[usize::from(lang) % Lang::ALL.len()], str::from_utf8(text)) else { return };
    WORKER.with_borrow_mut(|worker| contract::check_annotations(&LINKER, worker, text, lang));
});
