//! The reader of compiled MeCab dictionaries: any bytes give words or an error. The first byte chooses the file; the header of
//! a word list is made to fit, so that what lies behind it is reached.

#![no_main]

#[allow(dead_code, reason = "each target calls a part of it")]
#[path = "../../tests/common/mecab.rs"]
mod contract;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| contract::check_mecab(bytes));
