//! The cases of `corpus/cases/clean`.

#[path = "common/cases.rs"]
mod cases;

use cases::{cases, check_cases};
use newsbraid_text::{Origin, RawDocument, clean};

#[test]
fn articles_are_cleaned_as_the_cases_say() {
    // Empty lines mean nothing: what was cut may leave one.
    let filled = |lines: &mut Vec<String>| lines.retain(|line| !line.trim().is_empty());
    let mut cases = cases("clean", "clean");
    cases.iter_mut().for_each(|case| filled(&mut case.expected));
    check_cases(&cases, |case| {
        let raw = RawDocument {
            lang: Some(case.lang.clone()),
            ..RawDocument::plain("case", &case.article, Origin::unknown())
        };
        let mut lines = clean(raw).text().lines().map(str::to_string).collect();
        filled(&mut lines);
        lines
    });
}

#[test]
fn a_case_file_of_the_wrong_form_says_where() {
    let check = |content: &str, expect: &str| {
        let error = std::panic::catch_unwind(|| cases::parse("clean/a.md", content, "clean")).expect_err(content);
        let message = error.downcast_ref::<String>().expect("a formatted message");
        assert!(message.contains(expect), "{message}");
    };
    check(
        "# a\n\n```article\nx\n```\n\n```clean\nx\n```\n",
        "clean/a.md:3: expected `article lang=...`, found `article`",
    );
    check("```article lang=ko\nx\n```\n```links\n```\n", "clean/a.md:4: expected `clean`, found `links`");
    check("```article lang=ko\nx\n```\n", "clean/a.md: blocks come in pairs");
    check("```article lang=ko\nx\n", "clean/a.md: the last block is not closed");
}
