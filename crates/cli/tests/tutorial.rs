//! The commands of the tutorial in `corpus/README.md` do what it says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The commands of the tutorial, in its order.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/README.md")).unwrap();
    let (_, tutorial) = page.split_once("## Tutorial").expect("corpus/README.md has a section `Tutorial`");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in tutorial.lines().map(str::trim) {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            command if inside && !command.is_empty() => commands.push(command.to_string()),
            _ => {}
        }
    }
    commands
}

fn has_pandas() -> bool {
    Command::new("python3").args(["-c", "import pandas"]).output().is_ok_and(|done| done.status.success())
}

#[test]
fn every_command_of_the_tutorial_works() {
    let folder = common::scratch("tutorial");
    std::os::unix::fs::symlink(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus"), folder.join("corpus")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_newsbraid")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap_or_default());
    let commands = commands();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        if command.contains("pandas") && !has_pandas() {
            assert!(env::var_os("CI").is_none(), "pandas is missing; .ci/run installs it");
            eprintln!("skipped, pandas is missing: {command}");
            continue;
        }
        let done = Command::new("sh").args(["-c", &command]).current_dir(&folder).env("PATH", &path).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "`{command}` failed: {said}");
        let speaks_to_people = [" run ", " kb check ", " remove "].iter().any(|quiet| command.contains(quiet));
        if !speaks_to_people {
            assert!(!done.stdout.is_empty(), "`{command}` printed nothing");
        }
    }
}
