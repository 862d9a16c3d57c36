//! Time for benches.

use std::fs;
use std::time::Instant;

/// Seconds that `work` takes: CPU time of this thread where the system tells it, else time on the wall.
pub fn seconds_of(work: impl FnOnce()) -> f64 {
    let (start, wall) = (cpu_seconds(), Instant::now());
    work();
    let cpu = cpu_seconds().zip(start).map(|(end, start)| end - start);
    cpu.unwrap_or_else(|| wall.elapsed().as_secs_f64())
}

fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(stat.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
