//! What holds of any text whatever, and the texts of which it once did not hold.

#[path = "common/contract.rs"]
mod contract;

use contract::{check_cleaned, check_normalized};
use newsbraid_text::normalize;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_is_normalized_and_leads_back(source in "\\PC{0,80}") {
        check_normalized(&source);
    }

    #[test]
    fn any_article_is_cleaned_and_leads_back(
        title in proptest::option::of("(<b>|&amp;|다다\\.|[가a&;<>\\[\\]2! \n|◇雲]){0,12}"),
        text in "(!\\[\\]\\(\\)|<p>|<script>|</script>|<!--|-->|&lt;|【|주목\n|[가a&;\\[\\]2! \n|◇雲]){0,40}",
    ) {
        check_cleaned(title.as_deref(), &text);
    }
}

#[test]
fn a_control_character_between_a_letter_and_its_mark_is_not_there() {
    for source in ["\u{FF45}\u{17}\0\u{301}", "e\0\u{301}", "\u{1112}\u{1}\u{1161}\u{7f}\u{11AB}"] {
        check_normalized(source);
    }
}

#[test]
fn marks_by_the_thousand_are_cut_off() {
    for [base, mark] in [["e", "\u{301}"], ["가", "\u{302E}"], ["阿", "\u{302A}"], ["a", "\u{200B}\u{316}"]] {
        let source = format!("x{base}{}y", mark.repeat(5000));
        check_normalized(&source);
        assert!(normalize(&source).text().len() < 200, "{base}");
    }
    // Invisible characters, however many, do not part a letter from its mark.
    assert_eq!(normalize(&format!("e{}\u{301}", "\u{200B}".repeat(5000))).text(), "é");
}
