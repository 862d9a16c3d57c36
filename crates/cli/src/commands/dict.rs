//! `newsbraid dict`.

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_segmenter::dictionary::{
    DICTIONARIES, DictionarySpec, InstallOptions, Source, find, install, list, remove,
};

use crate::args::{Common, DictAction, DictArgs};
use crate::progress::install_bar;
use crate::setup::data_dir;

/// Installs, lists, finds or removes dictionaries.
pub fn dict(common: &Common, args: &DictArgs) -> Result<ExitCode> {
    match &args.action {
        DictAction::Install { name, from, allow_unpinned, again } => {
            add(common, spec(name)?, from.as_deref(), *allow_unpinned, *again)?;
        }
        DictAction::List => {
            let mut out = stdout().lock();
            let installed = list(&data_dir(common)?)?;
            for spec in DICTIONARIES {
                let found = installed.iter().find(|i| i.manifest.name == spec.name);
                let place = found.map_or("not installed".to_string(), |i| i.path.display().to_string());
                writeln!(out, "{}\t{}\t{}\t{place}", spec.name, spec.version, spec.licence)?;
            }
        }
        DictAction::Path { name } => match find(spec(name)?, &data_dir(common)?)? {
            Some(installed) => writeln!(stdout().lock(), "{}", installed.path.display())?,
            None => bail!("dictionary `{name}` is not installed; run `newsbraid dict install {name}`"),
        },
        DictAction::Remove { name } => {
            if !remove(spec(name)?, &data_dir(common)?)? {
                bail!("dictionary `{name}` is not installed");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn spec(name: &str) -> Result<&'static DictionarySpec> {
    match DICTIONARIES.iter().find(|spec| spec.name == name) {
        Some(spec) => Ok(spec),
        None => {
            let known: Vec<&str> = DICTIONARIES.iter().map(|spec| spec.name).collect();
            bail!("there is no dictionary `{name}`; expected {}", known.join(" or "))
        }
    }
}

fn add(common: &Common, spec: &DictionarySpec, from: Option<&Path>, allow_unpinned: bool, again: bool) -> Result<()> {
    let data_dir = data_dir(common)?;
    let mut options = InstallOptions { allow_unpinned, again, ..InstallOptions::default() };
    match from {
        Some(path) => options.source = Source::From(path.to_path_buf()),
        None if common.offline => {
            bail!("--offline forbids fetching {}; give --from FILE ({})", spec.name, spec.sources())
        }
        None => {}
    }
    let installed = install(spec, &options, &data_dir, &mut install_bar(common.quiet))?;
    if !common.quiet {
        eprintln!("{} {} ({}) is in {}", spec.name, spec.version, spec.licence, installed.path.display());
    }
    Ok(())
}
