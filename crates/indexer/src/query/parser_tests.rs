use super::*;
use crate::query::{MAX_HITS, QUERY_HELP};

/// Writes clauses with all brackets and signs.
fn show(clauses: &[Clause]) -> String {
    clauses.iter().map(show_clause).collect::<Vec<_>>().join(" ")
}

fn show_clause(clause: &Clause) -> String {
    let sign = match clause.occur {
        Occur::Should => "",
        Occur::Must => "+",
        Occur::Not => "-",
    };
    format!("{sign}{}", show_node(&clause.node))
}

fn show_node(node: &Node) -> String {
    match node {
        Node::Word(word) => word.clone(),
        Node::Phrase(text) => format!("\"{text}\""),
        Node::Title(inner) => format!("title:{}", show_node(inner)),
        Node::Filter(filter) => format!("<{filter:?}>"),
        Node::Group(clauses) => format!("({})", show(clauses)),
    }
}

#[track_caller]
fn check(query: &str, expect: &str) {
    assert_eq!(parse(query).map(|c| show(&c)), Ok(expect.to_string()), "{query}");
}

#[test]
fn words_signs_and_operators() {
    check("", "");
    check("  阿里云\u{3000}收入 ", "阿里云 收入");
    check("招商 -公司", "招商 -公司");
    check("+阿里云 收入", "+阿里云 收入");
    check("a AND b", "(+a +b)");
    check("a AND NOT b", "(+a -b)");
    check("a OR b", "(a b)");
    check("a AND b OR c", "((+a +b) c)");
    check("NOT 公司", "-公司");
    check("a and b", "a and b");
    check("ANDROID ORACLE NOTE", "ANDROID ORACLE NOTE");
    check("a - b + c", "a - b + c");
    check("C++ AT&T 3800亿元", "C++ AT&T 3800亿元");
}

#[test]
fn phrases_and_brackets() {
    check("\"通义千问\" \"阿里云\"", "\"通义千问\" \"阿里云\"");
    check("“通义 千问”", "\"通义 千问\"");
    check("-\"第一 财经\"", "-\"第一 财经\"");
    check("(a OR b) AND c", "(+((a b)) +c)");
    check("()", "()");
    check("알리바바(BABA) 실적", "알리바바(BABA) 실적");
    check("(알리바바(BABA))", "(알리바바(BABA))");
}

#[test]
fn fields() {
    check("title:阿里 云", "title:阿里 云");
    check("title:\"阿里 云\"", "title:\"阿里 云\"");
    check("title:(a b)", "title:(a b)");
    check("云 lang:zh", "云 +<Lang(\"zh\")>");
    check("云 lang:ko OR lang:zh", "云 +(<Lang(\"ko\")> <Lang(\"zh\")>)");
    check("-lang:ko", "-<Lang(\"ko\")>");
    check("source:\"新华 网\"", "+<Source(\"新华 网\")>");
    check("entity:alibaba_cloud", "+<Entity(\"alibaba_cloud\")>");
    check("虚拟机 a : a : a", "虚拟机 a : a : a");
    check("AI:人工智能 12:30 http://x.cn", "AI:人工智能 12:30 http://x.cn");
}

#[track_caller]
fn check_error(query: &str, column: usize, part: &str) {
    match parse(query) {
        Err(QueryError::Syntax { column: found, what }) => {
            assert_eq!(found, column, "{query}: {what}");
            assert!(what.contains(part), "{query}: {what}");
        }
        other => panic!("{query}: {other:?}"),
    }
}

#[test]
fn errors_name_the_column_in_characters() {
    check_error("阿里云 \"收入", 5, "never closed");
    check_error("阿里云 (收入", 5, "never closed");
    check_error("阿里云)", 4, "closes nothing");
    check_error("阿里云 OR", 6, "must follow OR");
    check_error("a AND )", 6, "must follow AND");
    check_error("*云", 1, "wildcards");
    check_error("云 阿里*", 3, "wildcards");
    check_error("云 tilte:阿里", 3, "no field `tilte:`");
    check_error("云 date:2025-13", 3, "is no date");
    check_error("云 lang:xx", 3, "unknown language");
    check_error("云”", 2, "never opened");
    check_error(&"(".repeat(1000), 65, "deeper than 64");
}

#[test]
fn limits() {
    assert_eq!(parse(&"(".repeat(10_000)), Err(QueryError::TooLong { bytes: 10_000 }));
    assert_eq!(parse(&"云".repeat(1707)), Err(QueryError::TooLong { bytes: 5121 }));
    assert_eq!(parse(&"a ".repeat(257)), Err(QueryError::TooManyClauses));
    assert_eq!(parse(&"a ".repeat(256)).map(|c| c.len()), Ok(256));
    assert!(parse(&format!("{}a{}", "(".repeat(64), ")".repeat(64))).is_ok());
    assert!(parse(&format!("{}a{}", "(".repeat(65), ")".repeat(65))).is_err());
}

#[test]
fn every_query_of_the_page_is_one_and_its_limits_are_true() {
    let queries: Vec<&str> = QUERY_HELP
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .map(|line| line.split_once("   ").expect("what it does stands beside it").0)
        .collect();
    assert!(queries.len() > 15, "{queries:?}");
    for query in queries {
        assert!(!parse(query).unwrap_or_else(|error| panic!("{query}: {error}")).is_empty(), "{query}");
    }
    let fields = super::filter::FIELDS.iter().filter(|name| **name != "time");
    fields.for_each(|name| assert!(QUERY_HELP.contains(&format!("{name}:")), "{name}"));
    let limits = format!(
        "Limits: {MAX_BYTES} bytes, {MAX_CLAUSES} words and conditions, {MAX_DEPTH} levels of brackets, {MAX_HITS} hits."
    );
    assert!(QUERY_HELP.contains(&limits), "{limits}");
}

#[test]
fn a_caret_stands_below_the_column() {
    let check = |query: &str, expect: &str| {
        let error = parse(query).expect_err("it is wrong");
        assert_eq!(error.caret(query).as_deref(), Some(expect), "{query}");
    };
    check("cloud \"abc", "cloud \"abc\n      ^");
    check("阿里 \"云", "阿里 \"云\n\u{3000}\u{3000} ^");
    check("매출)", "매출)\n\u{3000}\u{3000}^");
    check("a\tb)", "a b)\n   ^");
    check("e\u{301} x)", "e\u{301} x)\n   ^");
    let long = format!("{}) {}", "ab ".repeat(30), "cd".repeat(60));
    let shown = parse(&long).expect_err("it is wrong").caret(&long).unwrap();
    let (line, caret) = shown.split_once('\n').unwrap();
    assert!(line.chars().count() < 90 && line.starts_with('…') && line.ends_with('…'), "{shown}");
    assert_eq!(line.chars().nth(caret.chars().count() - 1), Some(')'), "{shown}");
    assert_eq!(QueryError::TooManyClauses.caret("a"), None);
}

proptest::proptest! {
    #[test]
    fn a_caret_stands_below_any_column(query in "\\PC{0,150}", column in 0usize..200) {
        let error = QueryError::Syntax { column, what: String::new() };
        let shown = error.caret(&query).unwrap();
        proptest::prop_assert_eq!(shown.lines().count(), 2);
    }
}

proptest::proptest! {
    #[test]
    fn no_query_panics(query in ".{0,200}") {
        let _ = parse(&query);
    }

    #[test]
    fn no_query_of_operators_panics(query in r#"([-+()"*:a云 ]|OR |AND |NOT |date:|title:|figure:|\.\.|“|”|9e|%){0,60}"#) {
        let _ = parse(&query);
    }
}
