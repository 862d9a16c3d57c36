//! Reading dumps.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use newsbraid_kb::wikidata::{BadLine, ImportLang, ImportOptions, Line, Matcher, import, patch};
use newsbraid_kb::{EntityRecord, Kind, RecordForm, Sources, check, compile, write_record};

/// What becomes of a dump: records, lines left out, lines that are bad.
fn read(dump: &str, options: &ImportOptions) -> (Vec<EntityRecord>, usize, Vec<BadLine>) {
    let (mut taken, mut left, mut bad) = (Vec::new(), 0, Vec::new());
    let each = |line| -> std::io::Result<()> {
        match line {
            Line::Taken(record) => taken.push(*record),
            Line::Left => left += 1,
            Line::Bad(line) => bad.push(line),
        }
        Ok(())
    };
    import(dump.as_bytes(), options, each, |_| ()).unwrap();
    (taken, left, bad)
}

fn taken(dump: &str) -> Vec<EntityRecord> {
    read(dump, &ImportOptions::default()).0
}

/// A statement that names an item.
fn item(class: u32) -> String {
    format!(
        r#"{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"entity-type":"item","id":"Q{class}"}}}}}},"rank":"normal"}}"#
    )
}

/// A line of an item with labels and claims.
fn line(id: u32, labels: &[(&str, &str)], claims: &str) -> String {
    let labels: Vec<String> =
        labels.iter().map(|(lang, name)| format!(r#""{lang}":{{"language":"{lang}","value":"{name}"}}"#)).collect();
    format!(
        r#"{{"type":"item","id":"Q{id}","labels":{{{}}},"aliases":{{}},"sitelinks":{{"enwiki":{{}},"kowiki":{{}}}},"claims":{{{claims}}}}}"#,
        labels.join(",")
    )
}

fn firm(id: u32, labels: &[(&str, &str)]) -> String {
    line(id, labels, &format!(r#""P31":[{}]"#, item(4830453)))
}

#[test]
fn array_and_lines_give_the_same() {
    let (a, b) = (firm(1, &[("en", "Alpha Works")]), firm(2, &[("ko", "베타상사")]));
    let expect = taken(&format!("{a}\n{b}\n"));
    assert_eq!(expect.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["wd-q1", "wd-q2"]);
    assert_eq!(
        (expect[0].kind.as_str(), expect[0].prior, expect[0].wikidata.as_deref()),
        ("organization", 2, Some("Q1"))
    );
    for dump in [format!("[\n{a},\n{b}\n]\n"), format!("[{a},\r\n{b}]"), format!("\n{a}\n\n{b}")] {
        assert_eq!(taken(&dump), expect, "{dump}");
    }
}

#[test]
fn the_variants_of_chinese_are_folded() {
    let check = |labels: &[(&str, &str)], zh: &str, hant: Option<&str>, aliases: &[&str]| {
        let record = taken(&firm(1, labels)).remove(0);
        assert_eq!(record.label["zh"], zh, "{labels:?}");
        assert_eq!(record.label.get("zh-Hant").map(String::as_str), hant, "{labels:?}");
        let found: Vec<&str> = record.alias.get("zh").into_iter().flatten().map(|name| name.text()).collect();
        assert_eq!(found, aliases, "{labels:?}");
    };
    check(&[("zh", "云脉机器人")], "云脉机器人", None, &[]);
    check(&[("zh", "雲脈機器人"), ("zh-hk", "雲脈機器人")], "云脉机器人", None, &[]);
    check(
        &[("zh-hans", "云脉机器人"), ("zh-tw", "雲脈機械人"), ("zh-cn", "云脉机器人公司")],
        "云脉机器人",
        Some("雲脈機械人"),
        &["云脉机器人公司", "云脉机械人"],
    );
    check(&[("zh-hant", "雲脈機器人")], "云脉机器人", None, &[]);
    check(&[("zh", "云脉机器人"), ("zh-tw", "云脉机械人")], "云脉机器人", None, &["云脉机械人"]);
}

#[test]
fn kinds_follow_the_table_and_the_filters_hold() {
    let of = |class| format!(r#""P31":[{}]"#, item(class));
    let dump = [
        line(1, &[("en", "Ann Lee")], &of(5)),
        line(2, &[("en", "Won")], &of(8142)),
        line(3, &[("fr", "Ville")], &of(515)),
        line(4, &[("en", "Jet 900")], &format!(r#""P279":[{}]"#, item(15056993))),
        line(5, &[("en", "No class")], ""),
        r#"{"type":"property","id":"P31","labels":{}}"#.to_string(),
    ]
    .join("\n");
    let kinds = |options: &ImportOptions| {
        let (records, left, bad) = read(&dump, options);
        assert_eq!((records.len() + left, bad.len()), (6, 0));
        records.into_iter().map(|record| format!("{} {}", record.id, record.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&ImportOptions::default()), ["wd-q1 person", "wd-q4 product"]);
    let persons = ImportOptions { kinds: vec![Kind::Person], ..ImportOptions::default() };
    assert_eq!(kinds(&persons), ["wd-q1 person"]);
    assert!(kinds(&ImportOptions { min_sitelinks: 3, ..ImportOptions::default() }).is_empty());
    assert!(kinds(&ImportOptions { langs: vec![ImportLang::Ko], ..ImportOptions::default() }).is_empty());
}

#[test]
fn symbols_and_dates() {
    let listed = r#"{"mainsnak":{"datavalue":{"value":{"id":"Q496672"}}},"rank":"normal","qualifiers":{"P249":[{"datavalue":{"value":"700"}}]}}"#;
    let gone = r#"{"mainsnak":{"datavalue":{"value":{"id":"Q13677"}}},"qualifiers":{"P249":[{"datavalue":{"value":"OLD"}}],"P582":[{"snaktype":"somevalue"}]}}"#;
    let founded =
        r#"{"mainsnak":{"datavalue":{"value":{"time":"+1998-11-00T00:00:00Z","precision":10}}},"rank":"preferred"}"#;
    let rumoured =
        r#"{"mainsnak":{"datavalue":{"value":{"time":"+1990-00-00T00:00:00Z","precision":9}}},"rank":"deprecated"}"#;
    let claims = format!(r#""P31":[{}],"P414":[{listed},{gone}],"P571":[{rumoured},{founded}]"#, item(891723));
    let record = taken(&line(1, &[("en", "Tide Holdings")], &claims)).remove(0);
    assert_eq!(record.tickers, ["0700.HK"]);
    assert_eq!((record.since.as_deref(), record.until), (Some("1998-11"), None));
}

#[test]
fn short_aliases_are_weak() {
    let labels = r#""labels":{"en":{"value":"Republic of Testland"}},"aliases":{"en":[{"value":"RT"},{"value":"Testland Republic"},{"value":"republic of  Testland"}],"ko":[{"value":"테스트"}]}"#;
    let dump = format!(r#"{{"type":"item","id":"Q9",{labels},"claims":{{"P31":[{}]}}}}"#, item(6256));
    let record = taken(&dump).remove(0);
    let texts = |names: &newsbraid_kb::NamesByLang| -> Vec<String> {
        names.values().flatten().map(|name| name.text().to_string()).collect()
    };
    assert_eq!(texts(&record.weak), ["RT"]);
    assert_eq!(texts(&record.alias), ["Testland Republic"]);
    let person = r#""labels":{"en":{"value":"Ann Washington"}},"aliases":{"en":[{"value":"Washington"},{"value":"🙂"},{"value":"A. Washington"}]}"#;
    let dump = format!(r#"{{"type":"item","id":"Q8",{person},"claims":{{"P31":[{}]}}}}"#, item(5));
    let ann = taken(&dump).remove(0);
    assert_eq!(
        (texts(&ann.weak), texts(&ann.alias)),
        (vec!["Washington".to_string()], vec!["A. Washington".to_string()])
    );
    assert_eq!(record.label["ko"], "테스트", "without a label the first alias is one");
}

#[test]
fn bad_lines_are_set_aside_with_number_and_reason() {
    let good = firm(1, &[("en", "Alpha Works")]);
    let check = |bad: &str, expect: &str| {
        let (records, _, lines) = read(&format!("[\n{good},\n{bad},\n{good}\n]"), &ImportOptions::default());
        assert_eq!(records.len(), 2);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].line == 3 && lines[0].reason.contains(expect), "{lines:?}");
    };
    check(&good[..40], "EOF");
    check("{\"type\":\"item\"}", "missing field `id`");
    check("{\"type\":\"item\",\"id\":\"X1\"}", "Q and a number");
    check("null", "invalid type");
    check("\u{0}\u{1}", "expected value");
    check(&good.replace("\"labels\":{", "\"labels\":[{").replace("},\"aliases\"", "}],\"aliases\""), "a list stands");
    check(&"[".repeat(100_000), "invalid type: sequence");
    // What is skipped may be as deep as it likes.
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let deep = good.replace("\"claims\"", &format!("\"other\":{open}1{close},\"claims\""));
    assert!(taken(&deep).len() == 1, "an entity with something deep in it is read");
    // What dumps really hold and is well: [] for an empty map, numbers without an id.
    let old = r#"{"type":"item","id":"Q7","labels":{"en":{"value":"Old Form"}},"aliases":[],"sitelinks":[],"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"numeric-id":5}}}}]}}"#;
    assert_eq!(taken(old)[0].kind, "person");
}

#[test]
fn a_dump_that_breaks_off_is_an_error() {
    struct Broken(usize);
    impl std::io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 3 {
                return Err(std::io::Error::other("the disk is gone"));
            }
            buffer.fill(b' ');
            Ok(buffer.len())
        }
    }
    let result = import(std::io::BufReader::new(Broken(0)), &ImportOptions::default(), |_| Ok(()), |_| ());
    assert!(result.is_err_and(|error: std::io::Error| error.to_string() == "the disk is gone"));
}

#[test]
fn what_is_imported_is_of_the_form_and_compiles() {
    let records = taken(
        &[firm(1, &[("en", "Al\\\"pha = #1"), ("ko", "알파"), ("zh", "阿法机械")]), firm(2, &[("en", "X")])].join("\n"),
    );
    for (form, file) in [(RecordForm::Toml, "w.toml"), (RecordForm::Lines, "w.jsonl")] {
        let mut text = Vec::new();
        records.iter().for_each(|record| write_record(record, form, &mut text).unwrap());
        let mut sources = Sources::default();
        sources.add(file, &String::from_utf8(text).unwrap()).unwrap();
        assert_eq!(sources.records().cloned().collect::<Vec<_>>(), records, "{file}");
        let errors = check(&sources).into_iter().filter(|f| f.severity == newsbraid_kb::Severity::Error);
        assert_eq!(errors.map(|f| f.to_string()).collect::<Vec<_>>(), [""; 0]);
        assert_eq!(compile(&sources).lookup("阿法機械").count(), 1);
    }
}

#[test]
fn an_imported_entity_goes_to_the_written_one_with_its_number_and_comes_behind_it() {
    let mut sources = Sources::default();
    sources.add("w.jsonl", "{\"id\":\"wd-q1\",\"kind\":\"product\",\"label\":{\"en\":\"Alpha Works Co\",\"ko\":\"알파웍스\"},\"wikidata\":\"Q1\",\"prior\":7}\n{\"id\":\"wd-q2\",\"kind\":\"person\",\"label\":{\"en\":\"Ann Lee\"},\"wikidata\":\"Q2\",\"prior\":70}\n").unwrap();
    sources.add("mine.toml", "[[entity]]\nid = \"alpha\"\nkind = \"organization\"\nlabel = { en = \"Alpha Works\" }\nwikidata = \"Q1\"\n\n[[entity]]\nid = \"ann\"\nkind = \"person\"\nlabel = { en = \"Ann Lee\" }\n").unwrap();
    let base = compile(&sources);
    let alpha = base.entity(base.by_id("alpha").unwrap());
    assert_eq!(
        (alpha.kind, alpha.label("en"), alpha.label("ko"), alpha.prior),
        (Kind::Organization, "Alpha Works", "알파웍스", 7)
    );
    assert_eq!(base.written(alpha), ["mine.toml:1", "w.jsonl:1"]);
    let precedence: Vec<_> = base
        .lookup("Ann Lee")
        .map(|found| (&*base.entity(found.entity).id, base.entity(found.entity).precedence()))
        .collect();
    assert!(precedence[0].0 == "ann" && precedence[1].0 == "wd-q2" && precedence[0].1 < precedence[1].1);
}

#[test]
fn numbers_are_proposed_only_where_two_labels_and_the_kind_agree_and_nothing_else_could_be_meant() {
    let mut sources = Sources::default();
    let ours = "[[entity]]\nid = \"alpha\"\nkind = \"organization\"\nlabel = { en = \"Alpha Works\", ko = \"알파웍스\" }\n\n[[entity]]\nid = \"beta\"\nkind = \"organization\"\nlabel = { en = \"Beta\", zh = \"贝塔\" }\n\n[[entity]]\nid = \"gamma\"\nkind = \"place\"\nlabel = { en = \"Gamma\", ko = \"감마\" }\n\n[[entity]]\nid = \"delta\"\nkind = \"organization\"\nlabel = { en = \"Delta\", ko = \"델타\" }\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    std::fs::write(&file, ours).unwrap();
    sources.stack(&file).unwrap();
    let theirs = [
        firm(1, &[("en", "ALPHA WORKS"), ("ko", "알파 웍스")]),
        firm(2, &[("en", "Beta"), ("zh-tw", "貝塔")]),
        firm(3, &[("en", "Beta"), ("zh", "贝塔")]),
        firm(4, &[("en", "Gamma"), ("ko", "감마")]),
        firm(5, &[("en", "Delta"), ("ko", "다른")]),
    ];
    let mut matcher = Matcher::new(sources.records());
    taken(&theirs.join("\n")).iter().for_each(|record| matcher.see(record));
    let (sure, ambiguous) = matcher.finish();
    let ids = |matched: &[newsbraid_kb::wikidata::Matched]| -> Vec<String> {
        matched.iter().map(|m| format!("{} {}", m.id, m.wikidata)).collect()
    };
    assert_eq!(ids(&sure), ["alpha Q1"]);
    assert_eq!(ids(&ambiguous), ["beta Q2", "beta Q3"]);
    let patch = patch(&sure, &ambiguous, &sources).unwrap();
    assert!(patch.starts_with("# ambiguous: beta Q2"), "{patch}");
    assert!(patch.contains("@@ -3,3 +3,4 @@ alpha: en ALPHA WORKS; ko 알파 웍스\n"), "{patch}");
    assert!(patch.contains("+wikidata = \"Q1\"\n"), "{patch}");
}
