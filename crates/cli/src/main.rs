//! `newsbraid`: the terminal's door.
//!
//! Data goes to standard output, everything for people to standard error. Exit codes: 0 all well, 1 failed, 2 usage,
//! 3 some articles were rejected, 130 interrupted.

mod args;
mod commands;
mod kb;
mod progress;
mod setup;
mod tokens;

use std::io::{self, ErrorKind};
use std::panic;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Articles are taken apart into millions of small strings, on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    leave_damaged_indexes_to_their_errors();
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Run(args) => commands::run::run(&cli.common, args),
        Command::Add(args) => commands::run::add(&cli.common, args),
        Command::Relink(args) => commands::run::relink(&cli.common, args),
        Command::Remove(args) => commands::run::remove(&cli.common, args),
        Command::Index(args) => commands::index::index(args),
        Command::Search(args) => commands::search::search(&cli.common, args),
        Command::Clusters(args) => commands::clusters::clusters(&cli.common, args),
        Command::Similar(args) => commands::similar::similar(args),
        Command::Show(args) => commands::show::show(args),
        Command::Count(args) => commands::count::count(args),
        Command::Sample(args) => commands::sample::sample(args),
        Command::Disagreements(args) => commands::disagreements::disagreements(args),
        Command::Export(args) => commands::export::export(&cli.common, args),
        Command::Segment(args) => commands::segment::segment(&cli.common, args),
        Command::Link(args) => commands::link::link(&cli.common, args),
        Command::Transcribe(args) => commands::transcribe::transcribe(args),
        Command::Dict(args) => commands::dict::dict(&cli.common, args),
        Command::Kb(args) => kb::kb(&cli.common, args),
        Command::Eval(args) => commands::eval::eval(&cli.common, args),
        Command::Train(args) => commands::train::train(&cli.common, args),
        Command::Config(args) => commands::config(args),
        Command::Schema(args) => commands::schema::schema(args),
    };
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// What the search engine says of a file that was changed under it stands in the error already.
fn leave_damaged_indexes_to_their_errors() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        if !newsbraid_indexer::is_reading() {
            usual(fault);
        }
    }));
}

/// An error with its causes, without those that it has told already.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        _ if told.contains(&cause) => told,
        _ => format!("{told}: {cause}"),
    })
}

/// A reader that has seen enough (`| head`) is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<serde_json::Error>() {
        Some(json) => json.io_error_kind(),
        None => cause.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    error.chain().any(|cause| kind(cause) == Some(ErrorKind::BrokenPipe))
}
