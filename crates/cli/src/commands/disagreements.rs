//! `newsbraid disagreements`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::records::{DisagreementClass, DisagreementRecord};
use newsbraid_pipeline::{OutputFolder, name_of};

use super::print_json;
use crate::args::{ClassName, DisagreementsArgs};

/// Lists the figures that differ: a line for the claim, then one for each figure with its article and place.
pub fn disagreements(args: &DisagreementsArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let rows: Result<Vec<DisagreementRecord>, _> = run.records("disagreements.jsonl")?.collect();
    let mut rows: Vec<DisagreementRecord> = rows?.into_iter().filter(|row| is_asked(row, args)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.class));
    let mut out = BufWriter::new(stdout().lock());
    for row in &rows {
        if args.json { print_json(&mut out, row)? } else { claim(row, &mut out)? }
    }
    out.flush()?;
    if rows.is_empty() {
        eprintln!("no figures differ");
    }
    Ok(ExitCode::SUCCESS)
}

fn is_asked(row: &DisagreementRecord, args: &DisagreementsArgs) -> bool {
    let class = args.class.is_empty() || args.class.iter().any(|class| in_record(*class) == row.class);
    let event = args.event.as_ref().is_none_or(|event| *event == row.cluster);
    class && event && args.entity.as_ref().is_none_or(|entity| Some(entity) == row.entity.as_ref())
}

fn in_record(class: ClassName) -> DisagreementClass {
    match class {
        ClassName::Conflict => DisagreementClass::Conflict,
        ClassName::UnitSlip => DisagreementClass::UnitSlip,
        ClassName::Scope => DisagreementClass::Scope,
        ClassName::Currency => DisagreementClass::Currency,
        ClassName::Rounding => DisagreementClass::Rounding,
    }
}

fn claim(row: &DisagreementRecord, out: &mut impl Write) -> Result<()> {
    let class = serde_json::to_value(row.class)?.as_str().unwrap_or_default().replace('_', " ");
    let measure = [row.part.as_deref(), Some(row.measure.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let about = [row.entity.as_deref(), Some(measure.as_str()), row.period.as_deref()];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(", ").replace('_', " ");
    writeln!(out, "{class}\t{about}\t{}", row.cluster)?;
    for value in &row.values {
        let (place, said) = (&value.place, &value.quantity);
        let scope = said.scope.join(" ");
        let unit = said.currency.clone().unwrap_or_else(|| name_of(&said.unit));
        writeln!(
            out,
            "  {}\t{} {}..{}\t{}\t{} {unit}\t{scope}",
            place.doc,
            name_of(&place.field),
            place.start,
            place.end,
            place.surface,
            said.value
        )?;
    }
    Ok(())
}
