use jiff::civil::date;
use newsbraid_text::normalize;

use super::*;
use crate::cases::{check_rows, rows};

/// The labels of all dates of a text of a company whose fiscal year ends in March; `?` for a date that stays unknown.
fn labels(text: &str, published: Option<Date>) -> String {
    let normalized = normalize(text);
    let stamps = scan(&Env { s: normalized.text(), published, year_end: &|_| Some((3, 31)) });
    let labels: Vec<String> = stamps.into_iter().map(|s| s.when.map_or("?".into(), |w| w.2)).collect();
    labels.join(" ")
}

#[test]
fn dates_are_read_as_the_tables_say() {
    let mut rows = rows("figures");
    rows.retain(|row| row.kind == "dates");
    assert!(rows.len() > 100);
    check_rows(&rows, |row| labels(&row.text, Some(date(2025, 11, 25))));
}

#[test]
fn without_a_day_of_publication_nothing_is_guessed() {
    assert_eq!(labels("24일, 9월, 昨日, on Monday", None), "? ? ? ?");
}

#[test]
fn a_question_by_number_is_no_quarter() {
    assert_eq!(labels("Q1:\n", Some(date(2025, 11, 25))), "");
}
