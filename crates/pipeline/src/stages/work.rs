//! What the stages of one run share.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::keys::StageKeys;
use crate::config::Config;
use crate::constraints::Constraints;
use crate::engines::Engines;
use crate::lock::Output;
use crate::progress::Progress;
use crate::run_error::RunError;

/// What all stages work with.
pub(crate) struct Work<'w> {
    pub config: &'w Config,
    pub engines: &'w Engines,
    pub keys: &'w StageKeys,
    pub constraints: &'w Constraints,
    pub out: &'w Output,
    /// Where records, index and report are written: the output folder, or a folder that takes its place when it is whole.
    pub target: &'w Path,
    pub pool: &'w ThreadPool,
    pub progress: &'w dyn Progress,
    /// Whether the index of an earlier run is brought up to date; else it is made anew.
    pub updates_index: bool,
}

/// A pool of threads; 0 for one per core.
pub(crate) fn threads(wanted: usize) -> Result<ThreadPool, RunError> {
    ThreadPoolBuilder::new().num_threads(wanted).build().map_err(|error| RunError::Threads(wanted, error.to_string()))
}

/// Seconds per stage.
#[derive(Default)]
pub(crate) struct Clock {
    pub seconds: BTreeMap<String, f64>,
}

impl Clock {
    pub(crate) fn time<T>(&mut self, stage: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.seconds.insert(stage.to_string(), (start.elapsed().as_secs_f64() * 1e3).round() / 1e3);
        result
    }
}
