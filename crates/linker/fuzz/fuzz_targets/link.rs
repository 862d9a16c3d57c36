//! Mentions, figures and times of any text, with the built-in base and with the Korean dictionary where it is installed. The
//! first byte chooses the language.

#![no_main]

#[path = "../../tests/common/contract.rs"]
mod contract;

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::dictionary::{DataDir, installed_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig, Worker};
use newsbraid_text::Lang;

static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(KnowledgeBase::embedded(), 0.5));

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::new(worker());
}

fn worker() -> Worker {
    let korean = DataDir::of_user().and_then(|data_dir| installed_korean(&data_dir)).ok();
    if korean.is_none() {
        eprintln!("without the Korean dictionary: `newsbraid dict install ko-dic` installs it");
    }
    Segmenter::new(SegmenterConfig { korean, ..SegmenterConfig::default() }).expect("no words of a user").worker()
}

fuzz_target!(init: { LazyLock::force(&LINKER); }, |bytes: &[u8]| {
    let Some((&lang, text)) = bytes.split_first() else { return };
    let (lang, Ok(text)) = (Lang::ALL[usize::from(lang) % Lang::ALL.len()], str::from_utf8(text)) else { return };
    WORKER.with_borrow_mut(|worker| contract::check_annotations(&LINKER, worker, text, lang));
});
