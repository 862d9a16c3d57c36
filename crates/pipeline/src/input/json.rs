//! JSON Lines and JSON.

use serde_json::{Map, Value};

use super::open::Input;
use super::{Context, Item};
use crate::records::Reject;

/// Articles of a JSON Lines file, a line each. Empty lines are passed over.
pub(super) struct Lines {
    input: Input,
    context: Context,
    line: u64,
    limit: usize,
}

/// JSON may need six bytes for one of the text (`\u963f` for 阿 is six for three, for a control character six for one).
const ESCAPED: usize = 6;

impl Lines {
    pub(super) fn new(input: Input, context: Context, max_article_bytes: usize) -> Lines {
        Lines { input, context, line: 0, limit: max_article_bytes.saturating_mul(ESCAPED) }
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let line = self.input.line(self.limit)?;
            self.line += 1;
            match line {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => return Some(article(&text, self.line, &self.context)),
                Err(reason) => return Some(Err(self.context.reject(self.line, reason))),
            }
        }
    }
}

fn article(text: &str, line: u64, context: &Context) -> Item {
    let reject = |reason: String| Err(context.reject(line, reason));
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => record(object, line, context),
        Ok(other) => reject(format!(
            "the line is {}; expected a JSON object such as {{\"id\": \"1\", \"text\": \"…\"}}",
            kind(&other)
        )),
        Err(error) => reject(format!("the line is no JSON: {}", fault(&error))),
    }
}

/// What is wrong with a line, without the line number that the parser counts from itself.
fn fault(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let half = if what.contains("hex escape") { " (a lone surrogate such as \\ud83d is no character)" } else { "" };
    format!("{what}{half} at column {}", error.column())
}

/// Articles of a JSON file.
pub(super) fn list(text: &str, context: &Context) -> Result<Vec<Item>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut object) => match object.remove("articles") {
            Some(Value::Array(items)) => items,
            Some(other) => return Err(format!("its `articles` is {}; expected a list", kind(&other))),
            None => vec![Value::Object(object)],
        },
        other => return Err(format!("it is {}; expected a list of objects", kind(&other))),
    };
    let item = |(at, item): (usize, Value)| match item {
        Value::Object(object) => record(object, at as u64 + 1, context),
        other => Err(context.reject(at as u64 + 1, format!("item {} is {}; expected an object", at + 1, kind(&other)))),
    };
    Ok(items.into_iter().enumerate().map(item).collect::<Vec<Result<_, Reject>>>())
}

fn record(object: Map<String, Value>, line: u64, context: &Context) -> Item {
    context.record(line, object.into_iter().filter_map(|(name, value)| Some((name, string(value)?))))
}

/// The string of a value: numbers as written, of an object its `name` (schema.org), of a list of paragraphs the lines.
fn string(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(mut object) => object.remove("name").and_then(string),
        Value::Array(items) => {
            let lines: Option<Vec<String>> = items.into_iter().map(|item| item.as_str().map(str::to_string)).collect();
            lines.map(|lines| lines.join("\n"))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
