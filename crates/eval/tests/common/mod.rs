//! The tools and sets that lie beside the workspace, and made-up data to compare on.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "../../../text/tests/common/beside.rs"]
mod beside;

#[allow(unused_imports, reason = "not every test file reads what lies beside")]
pub use beside::shared;

/// What a tool prints.
#[allow(dead_code, reason = "not every test file runs tools")]
pub fn run(tool: &Path, args: &[&Path]) -> Value {
    let output = Command::new("python3").arg(tool).args(args).output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the tool prints JSON")
}

/// Equal to four decimals, as the tools print them.
#[allow(dead_code, reason = "not every test file runs tools")]
#[track_caller]
pub fn same(ours: f64, tool: &Value, key: &str) {
    let theirs = tool[key].as_f64().unwrap_or_else(|| panic!("the tool prints no {key}"));
    assert!((ours - theirs).abs() < 0.500001e-4, "{key}: ours {ours}, the tool's {theirs}");
}

/// Numbers without order (xorshift64*: Vigna, An experimental exploration of Marsaglia's xorshift generators, 2016).
#[allow(dead_code, reason = "not every test file makes data up")]
pub struct Random(pub u64);

#[allow(dead_code, reason = "not every test file makes data up")]
impl Random {
    /// A number from 0 to `n - 1`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
