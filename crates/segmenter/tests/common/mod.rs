//! Writes an analysis on one line, for tables.

use newsbraid_segmenter::dictionary::{DataDir, KoreanDictionary, ensure_korean};
use newsbraid_segmenter::{Analysis, Layer, TokenClass, Worker};
use newsbraid_text::Lang;

/// Surface terms with the mark of their class (`#` number, `+` particle, `-` ending, `.` punctuation, `?` other), each
/// followed by `[constituent]`s, `(part)`s and `~variant`s.
pub fn render(analysis: &Analysis) -> String {
    let mut line = String::new();
    for token in &analysis.tokens {
        let term = analysis.term(token);
        let mark = match token.class {
            TokenClass::Word => "",
            TokenClass::Number => "#",
            TokenClass::Particle => "+",
            TokenClass::Ending => "-",
            TokenClass::Punctuation => ".",
            TokenClass::Other => "?",
        };
        match token.layer {
            Layer::Surface if line.is_empty() => line = format!("{term}{mark}"),
            Layer::Surface => line += &format!(" {term}{mark}"),
            Layer::Part => line += &format!("({term})"),
            Layer::Constituent => line += &format!("[{term}]"),
            Layer::Variant => line += &format!("~{term}"),
        }
    }
    line
}

/// Analyses each text and compares; names all that differ at once.
#[allow(dead_code, reason = "not every test file needs it")]
#[track_caller]
pub fn check_all(worker: &mut Worker, lang: Lang, rows: &[(&str, &str)]) {
    let found: Vec<_> = rows.iter().map(|(text, _)| (*text, render(&worker.analyze(text, lang)))).collect();
    let expect: Vec<_> = rows.iter().map(|(text, expect)| (*text, expect.to_string())).collect();
    assert_eq!(found, expect);
}

/// The Korean dictionary of the machine; installed the first time a test needs it.
#[allow(dead_code, reason = "not every test file needs it")]
pub fn korean_dictionary() -> KoreanDictionary {
    let data_dir = DataDir::of_user().expect("a home folder");
    let mut step = None;
    let korean = ensure_korean(&data_dir, &mut |progress| {
        if step.replace(progress.step) != Some(progress.step) {
            eprintln!("ko-dic into {}: {:?}", data_dir.path().display(), progress.step);
        }
    });
    korean.expect("the dictionary can be installed")
}
