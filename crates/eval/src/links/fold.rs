//! Names without regard to case.

/// Full case folding, so far that two names are equal here exactly if Unicode's folding (and Python's `casefold`) makes them
/// equal. The standard library has no folding; upper case and back is the same except for the dotless ı.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ı' => folded.push('ı'),
            _ => folded.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_unicode_folds() {
        for (a, b, equal) in [
            ("OpenAI", "openai", true),
            ("Straße", "STRASSE", true),
            ("ΟΔΟΣ", "οδος", true),
            ("ﬁn", "FIN", true),
            ("ılıca", "ilica", false),
            ("Ｑｗｅｎ", "ｑｗｅｎ", true),
            ("Ｑｗｅｎ", "Qwen", false),
            ("阿里", "阿里", true),
        ] {
            assert_eq!(fold(a) == fold(b), equal, "{a} {b}");
        }
    }
}
