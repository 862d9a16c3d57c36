//! Texts for benches.

use std::collections::BTreeMap;
use std::fs;

/// The texts of a file of articles (`lang`, `text`, a JSON object a line), by language.
pub fn texts_by_lang(path: &str) -> BTreeMap<String, Vec<String>> {
    let mut texts = BTreeMap::<String, Vec<String>>::new();
    for line in fs::read_to_string(path).expect("the file can be read").lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let field = |name: &str| article[name].as_str().unwrap_or_default().to_string();
        texts.entry(field("lang")).or_default().push(field("text"));
    }
    texts
}
