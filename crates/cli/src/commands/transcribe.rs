//! `newsbraid transcribe`.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_readings::{NameKind, transcribe as candidates};
use newsbraid_text::Lang;

use crate::args::TranscribeArgs;

/// Languages that have rules of transcription: from, to.
const PAIRS: [(&str, &str); 4] = [("zh", "ko"), ("zh", "en"), ("ko", "en"), ("en", "ko")];

/// Transcribes names, a line each.
pub fn transcribe(args: &TranscribeArgs) -> Result<ExitCode> {
    let (from, to) = languages(&args.from, &args.to)?;
    let mut out = BufWriter::new(stdout().lock());
    for (at, line) in stdin().lock().lines().enumerate() {
        let line = line?;
        let (name, kind) = line.split_once('\t').unwrap_or((&line, "person"));
        let Some(kind) = kind_of(kind.trim()) else {
            bail!("line {}: unknown kind `{kind}`; expected person, place, organization or product", at + 1);
        };
        writeln!(out, "{}", candidates(name.trim(), from, to, kind).join("\t"))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The languages of names and transcriptions, where there are rules for them.
pub(super) fn languages(from: &str, to: &str) -> Result<(Lang, Lang)> {
    let (source, target) = (lang(from)?, lang(to)?);
    if !PAIRS.contains(&(source.base(), target.base())) {
        bail!("there are no rules from {from} to {to}; expected zh to ko or en, ko to en, or en to ko");
    }
    Ok((source, target))
}

/// The kind of a name: as in the records, or `org`.
pub(super) fn kind_of(kind: &str) -> Option<NameKind> {
    match kind {
        "person" => Some(NameKind::Person),
        "place" => Some(NameKind::Place),
        "organization" | "org" => Some(NameKind::Organization),
        "product" => Some(NameKind::Product),
        _ => None,
    }
}

fn lang(tag: &str) -> Result<Lang> {
    match tag.parse() {
        Ok(lang @ (Lang::ZhHans | Lang::ZhHant | Lang::Ko | Lang::En)) => Ok(lang),
        _ => bail!("cannot transcribe `{tag}`; expected zh, ko or en"),
    }
}
