//! The cleaning: what is left of an article stands in its input, in order. An input with a form feed has a title before it.

#![no_main]

#[allow(dead_code, reason = "each target calls a part of it")]
#[path = "../../../text/tests/common/contract.rs"]
mod contract;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| match source.split_once('\u{c}') {
    Some((title, text)) => contract::check_cleaned(Some(title), text),
    None => contract::check_cleaned(None, source),
});
