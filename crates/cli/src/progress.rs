//! Progress bars on standard error, only on a terminal.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsbraid_pipeline::Progress;
use newsbraid_segmenter::dictionary::{InstallProgress, InstallStep};

/// Bars for the stages of a run; hidden where standard error is no terminal.
pub struct Bars {
    current: Mutex<Option<ProgressBar>>,
    quiet: bool,
}

impl Bars {
    pub fn new(quiet: bool) -> Bars {
        Bars { current: Mutex::new(None), quiet }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A bar is only drawn; a panic elsewhere leaves it usable.
        act(&mut self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

const KNOWN: &str = "{msg} {wide_bar} {human_pos}/{human_len} {eta}";
const UNKNOWN: &str = "{msg} {spinner} {human_pos} ({per_sec})";
const BYTES: &str = "{msg} {wide_bar} {bytes}/{total_bytes} {eta}";

fn bar(style: &str, length: Option<u64>) -> ProgressBar {
    // indicatif itself hides bars where standard error is no terminal.
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template(style).expect("the templates are constants"));
    bar
}

impl Progress for Bars {
    fn begin(&self, stage: &str, total: Option<u64>) {
        if !self.quiet {
            let bar = bar(if total.is_some() { KNOWN } else { UNKNOWN }, total);
            bar.set_message(stage.to_string());
            self.with(|current| *current = Some(bar));
        }
    }

    fn advance(&self, steps: u64) {
        self.with(|current| current.iter().for_each(|bar| bar.inc(steps)));
    }

    fn end(&self) {
        self.with(|current| current.take().iter().for_each(ProgressBar::finish_and_clear));
    }

    fn note(&self, line: &str) {
        if !self.quiet {
            self.with(|current| match current {
                Some(bar) => bar.suspend(|| eprintln!("{line}")),
                None => eprintln!("{line}"),
            });
        }
    }
}

/// A bar for the installation of a dictionary.
pub fn install_bar(quiet: bool) -> impl FnMut(InstallProgress) {
    let mut shown: Option<(InstallStep, ProgressBar)> = None;
    move |progress| {
        if quiet {
            return;
        }
        if shown.as_ref().is_none_or(|(step, _)| *step != progress.step) {
            if let Some((_, old)) = shown.take() {
                old.finish_and_clear();
            }
            let new = bar(if progress.total > 0 { BYTES } else { UNKNOWN }, Some(progress.total));
            new.set_message(step_name(progress.step));
            shown = Some((progress.step, new));
        }
        if let Some((_, bar)) = &shown {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
    }
}

fn step_name(step: InstallStep) -> &'static str {
    match step {
        InstallStep::Waiting => "waiting for another installation",
        InstallStep::Downloading => "downloading",
        InstallStep::Checking => "checking",
        InstallStep::Converting => "converting",
        InstallStep::Finishing => "finishing",
    }
}
