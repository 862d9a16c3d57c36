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
    let (from, to) = (lang(&args.from)?, lang(&args.to)?);
    if !PAIRS.contains(&(from.base(), to.base())) {
        bail!("there are no rules from {} to {}; expected zh to ko or en, ko to en, or en to ko", args.from, args.to);
    }
    let mut out = BufWriter::new(stdout().lock());
    for (at, line) in stdin().lock().lines().enumerate() {
        let line = line?;
        let (name, kind) = line.split_once('\t').unwrap_or((&line, "person"));
        let kind = match kind.trim() {
            "person" => NameKind::Person,
            "place" => NameKind::Place,
            "organization" => NameKind::Organization,
            "product" => NameKind::Product,
            other => bail!("line {}: unknown kind `{other}`; expected person, place, organization or product", at + 1),
        };
        writeln!(out, "{}", candidates(name.trim(), from, to, kind).join("\t"))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn lang(tag: &str) -> Result<Lang> {
    match tag.parse() {
        Ok(lang @ (Lang::ZhHans | Lang::ZhHant | Lang::Ko | Lang::En)) => Ok(lang),
        _ => bail!("cannot transcribe `{tag}`; expected zh, ko or en"),
    }
}
