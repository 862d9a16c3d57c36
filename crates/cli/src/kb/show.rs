//! `newsbraid kb show`.

use std::io::{self, Write, stdout};
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_kb::{Entity, KnowledgeBase, NameLang, NameRole};

/// Shows the entities that a name or id stands for.
pub fn show(base: &KnowledgeBase, name: &str) -> Result<ExitCode> {
    let mut found: Vec<u32> = base.lookup(name).map(|found| found.entity).chain(base.by_id(name)).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        bail!("no entity has the name or id `{name}`; entities of your own come in with --kb FILE");
    }
    let mut out = stdout().lock();
    found.into_iter().try_for_each(|index| print(base, base.entity(index), &mut out))?;
    Ok(ExitCode::SUCCESS)
}

fn print(base: &KnowledgeBase, entity: &Entity, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({})", entity.id, entity.kind)?;
    for place in base.written(entity) {
        writeln!(out, "  written at {place}")?;
    }
    for (lang, label) in &entity.labels {
        writeln!(out, "  {lang}\t{label}")?;
    }
    for name in &entity.names {
        writeln!(out, "  {} {}\t{}", role(name.role), lang(name.lang), name.text)?;
    }
    let dates = [("since", &entity.since), ("until", &entity.until)];
    for (what, date) in dates.into_iter().filter_map(|(what, date)| Some((what, date.as_ref()?))) {
        writeln!(out, "  {what} {date}")?;
    }
    if let Some((month, day)) = entity.fiscal_year_end {
        writeln!(out, "  fiscal year ends {month:02}-{day:02}")?;
    }
    for &of in &entity.of {
        writeln!(out, "  of {}", base.entity(of).id)?;
    }
    if let Some(wikidata) = &entity.wikidata {
        writeln!(out, "  wikidata {wikidata}")?;
    }
    if entity.prior > 0 {
        writeln!(out, "  prior {}", entity.prior)?;
    }
    Ok(())
}

/// As entity files write it.
fn role(role: NameRole) -> &'static str {
    match role {
        NameRole::Label => "label",
        NameRole::Alias => "alias",
        NameRole::Title => "title",
        NameRole::Generated => "generated",
        NameRole::Weak => "weak",
        NameRole::Code => "code",
        NameRole::Ticker => "ticker",
    }
}

fn lang(lang: NameLang) -> &'static str {
    match lang {
        NameLang::En => "en",
        NameLang::Ko => "ko",
        NameLang::Zh => "zh",
        NameLang::Any => "any",
    }
}
