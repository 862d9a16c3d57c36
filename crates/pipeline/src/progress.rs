//! Telling people how far the work is, without knowing how.

/// Takes notice of progress. The bars live in the terminal program; libraries and tests take [`Silent`].
pub trait Progress: Sync {
    /// A stage begins; `total` is its number of steps, where it is known.
    fn begin(&self, stage: &str, total: Option<u64>);
    /// Steps were done.
    fn advance(&self, steps: u64);
    /// The stage is over.
    fn end(&self);
    /// A line for people: what was skipped, what was installed where.
    fn note(&self, line: &str);
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: &str, _total: Option<u64>) {}
    fn advance(&self, _steps: u64) {}
    fn end(&self) {}
    fn note(&self, _line: &str) {}
}
