//! The normaliser: any text, and what it becomes, lead to each other; normalising twice changes nothing.

#![no_main]

#[allow(dead_code, reason = "each target calls a part of it")]
#[path = "../../../text/tests/common/contract.rs"]
mod contract;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| contract::check_normalized(source));
