//! Comma- and tab-separated tables with a line of names.

use super::{Context, Item};

/// The articles of a table. Columns that are no field of an article are passed over.
pub(super) fn rows(text: &str, delimiter: u8, context: &Context) -> Result<Vec<Item>, String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| format!("its first line cannot be read: {error}"))?.clone();
    if !names.iter().any(|name| context.fields.get(name).is_some()) {
        let found = names.iter().take(8).collect::<Vec<_>>().join(", ");
        return Err(format!(
            "its first line names no field of an article (found: {found}); map your names in [input.fields]"
        ));
    }
    let mut items = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(items),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                if record.len() > names.len() {
                    let reason = format!(
                        "the row has {} cells, the first line {}; quote cells that hold the separator",
                        record.len(),
                        names.len()
                    );
                    items.push(Err(context.reject(line, reason)));
                    continue;
                }
                let values = names.iter().zip(&record).map(|(name, value)| (name.to_string(), value.to_string()));
                items.push(context.record(line, values));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                items.push(Err(context.reject(line, format!("the row cannot be read: {error}"))));
            }
        }
    }
}
