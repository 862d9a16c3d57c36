//! Writing entities as people write them.

use std::io::{self, Write};
use std::path::Path;

use crate::schema::{EntityRecord, NameRecord, NamesByLang};

/// The form of a file of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordForm {
    /// Tables, for people.
    Toml,
    /// One object a line, for many.
    Lines,
}

impl RecordForm {
    /// The form that a file's ending asks for: `.toml` or `.jsonl`.
    pub fn of(path: &Path) -> Option<RecordForm> {
        match path.extension()?.to_str()? {
            "toml" => Some(RecordForm::Toml),
            "jsonl" => Some(RecordForm::Lines),
            _ => None,
        }
    }
}

/// Writes an entity, in the order of keys of `config/README.md`.
///
/// # Errors
/// When `out` fails.
pub fn write_record(record: &EntityRecord, form: RecordForm, out: &mut impl Write) -> io::Result<()> {
    match form {
        RecordForm::Lines => {
            serde_json::to_writer(&mut *out, record)?;
            writeln!(out)
        }
        RecordForm::Toml => toml_table(record, out),
    }
}

fn toml_table(record: &EntityRecord, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "[[entity]]\nid = {}\nkind = {}", quoted(&record.id), quoted(&record.kind))?;
    let labels: Vec<String> =
        record.label.iter().map(|(lang, name)| format!("{} = {}", key(lang), quoted(name))).collect();
    writeln!(out, "label = {{ {} }}", labels.join(", "))?;
    let groups = [("alias", &record.alias), ("weak", &record.weak), ("code", &record.code), ("titles", &record.titles)];
    for (group, names) in groups.into_iter().filter(|(_, names)| !names.is_empty()) {
        writeln!(out, "{group} = {{ {} }}", by_lang(names))?;
    }
    if !record.tickers.is_empty() {
        writeln!(out, "tickers = [{}]", list(record.tickers.iter().map(|ticker| quoted(ticker))))?;
    }
    let of = (!record.of.is_empty()).then(|| format!("[{}]", list(record.of.iter().map(|id| quoted(id)))));
    let prior = (record.prior > 0).then(|| record.prior.to_string());
    let text = |value: &Option<String>| value.as_deref().map(quoted);
    let rest = [
        ("fiscal_year_end", text(&record.fiscal_year_end)),
        ("of", of),
        ("cldr", text(&record.cldr)),
        ("wikidata", text(&record.wikidata)),
        ("prior", prior),
        ("since", text(&record.since)),
        ("until", text(&record.until)),
    ];
    rest.into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .try_for_each(|(key, value)| writeln!(out, "{key} = {value}"))?;
    writeln!(out)
}

fn by_lang(names: &NamesByLang) -> String {
    let lang =
        |(lang, names): (&String, &Vec<NameRecord>)| format!("{} = [{}]", key(lang), list(names.iter().map(name)));
    list(names.iter().map(lang))
}

fn name(name: &NameRecord) -> String {
    match name {
        NameRecord::Plain(name) => quoted(name),
        NameRecord::Ruled(rule) => {
            let rules = [("case", &rule.case), ("until", &rule.until)];
            let rules =
                rules.into_iter().filter_map(|(key, value)| Some(format!(", {key} = {}", quoted(value.as_deref()?))));
            format!("{{ name = {}{} }}", quoted(&rule.name), rules.collect::<String>())
        }
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

/// A key as it is where that is allowed.
fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { key.to_string() } else { quoted(key) }
}
