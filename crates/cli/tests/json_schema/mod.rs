//! As much of JSON Schema (2020-12) as schemas of Rust types use; a keyword it does not know is a fault.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

use serde_json::{Map, Value};

/// Keywords that say nothing about which values are valid.
const SILENT: [&str; 7] = ["$schema", "$defs", "title", "description", "default", "format", "$comment"];

/// What is wrong with a value; nothing where the schema holds.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Checker { root: schema }.check(schema, value, "", &mut found);
    found
}

struct Checker<'s> {
    root: &'s Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let Value::Object(keywords) = schema else {
            assert_eq!(*schema, Value::Bool(true), "a schema is an object or true");
            return;
        };
        for (keyword, rule) in keywords.iter().filter(|(keyword, _)| !SILENT.contains(&keyword.as_str())) {
            if !self.holds(keyword, rule, keywords, value, at, found) {
                found.push(format!("{at}: {value} against {keyword} {rule}"));
            }
        }
    }

    /// Whether one keyword holds; faults of inner values go to `found` themselves.
    fn holds(
        &self,
        keyword: &str,
        rule: &Value,
        all: &Map<String, Value>,
        value: &Value,
        at: &str,
        found: &mut Vec<String>,
    ) -> bool {
        match (keyword, value) {
            ("type", _) => types(rule).any(|name| is_of_type(value, name)),
            ("const", _) => value == rule,
            ("enum", _) => list(rule).contains(value),
            ("minimum", Value::Number(number)) => number.as_f64() >= rule.as_f64(),
            ("maximum", Value::Number(number)) => number.as_f64() <= rule.as_f64(),
            ("$ref", _) => {
                self.check(self.definition(rule), value, at, found);
                true
            }
            ("anyOf", _) => list(rule).iter().any(|inner| self.is_valid(inner, value)),
            ("oneOf", _) => list(rule).iter().filter(|inner| self.is_valid(inner, value)).count() == 1,
            ("required", Value::Object(object)) => {
                list(rule).iter().all(|name| object.contains_key(name.as_str().unwrap()))
            }
            ("items", Value::Array(items)) => {
                items.iter().enumerate().for_each(|(i, item)| self.check(rule, item, &format!("{at}/{i}"), found));
                true
            }
            ("properties", Value::Object(object)) => {
                let met =
                    rule.as_object().unwrap().iter().filter_map(|(name, inner)| Some((name, inner, object.get(name)?)));
                met.for_each(|(name, inner, value)| self.check(inner, value, &format!("{at}/{name}"), found));
                true
            }
            ("additionalProperties", Value::Object(object)) => {
                let known =
                    |name: &String| all.get("properties").is_some_and(|properties| properties.get(name).is_some());
                let others = object.iter().filter(|(name, _)| !known(name));
                others.for_each(|(name, value)| self.check(rule, value, &format!("{at}/{name}"), found));
                true
            }
            ("minimum" | "maximum" | "required" | "items" | "properties" | "additionalProperties", _) => true,
            _ => panic!("the check does not know the keyword `{keyword}`"),
        }
    }

    fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, "", &mut found);
        found.is_empty()
    }

    fn definition(&self, reference: &Value) -> &Value {
        let path = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("references stay in the schema");
        self.root.pointer(path).expect("what is referred to is defined")
    }
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().expect("the keyword takes a list")
}

fn types(rule: &Value) -> impl Iterator<Item = &str> {
    let many = rule.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(rule));
    many.iter().map(|name| name.as_str().expect("types have names"))
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => panic!("there is no type `{name}`"),
    }
}
