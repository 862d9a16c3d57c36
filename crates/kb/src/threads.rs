//! Threads for a piece of work, given back when it is done.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// One thread per core; none where they cannot be started, and the work is done without.
pub(crate) struct Threads(Option<ThreadPool>);

impl Threads {
    pub(crate) fn start() -> Threads {
        Threads(ThreadPoolBuilder::new().build().ok())
    }

    /// Runs `work` with these threads for its parallel parts.
    pub(crate) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}
