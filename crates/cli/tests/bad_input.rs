//! What cannot be used is set aside with its place and reason, and the rest goes on; what stops a run says the way out.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{Ran, arg, fed, fresh, image, newsbraid, rows, scratch};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

const ZH_HANS: &str = "阿里巴巴集团首席执行官吴泳铭表示，未来三年将投资3800亿元。";
const ZH_HANT: &str = "阿里巴巴集團執行長吳泳銘表示，未來三年將投資3800億元。";
const KO: &str = "우융밍 알리바바 최고경영자는 앞으로 3년 동안 3,800억 위안을 투자한다고 밝혔다.";
const EN: &str = "Alibaba Group said it would invest 380 billion yuan over three years, Eddie Wu told analysts.";

/// A record of JSON Lines with its line end.
fn record(id: &str, text: &str) -> String {
    format!("{}\n", json!({ "id": id, "text": text }))
}

/// Bytes in another encoding, each character of which must exist there.
fn encoded(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{label}");
    bytes.into_owned()
}

/// UTF-16 with its byte order mark.
fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes_of).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// Bytes that are no text: every value but NUL, in no order (the generator of Numerical Recipes).
fn noise() -> Vec<u8> {
    let mut state = 7u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).filter(|&byte| byte != 0).take(1500).collect()
}

/// A file in a folder of inputs.
fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(folder.join(name), bytes).unwrap();
}

fn run(args: &[&str]) -> Ran {
    newsbraid(&[&["run", "--kb", image()], args].concat())
}

/// A file of 14 lines, of which the first and the last are good and the tenth is empty.
fn mixed_lines() -> String {
    let lines = [
        record("good-1", ZH_HANS),
        "[1, 2]\n".to_string(),
        "{\"id\": \"no-text\", \"title\": \"제목\"}\n".to_string(),
        "{\"id\": \"broken\", \"text\": \"abc\n".to_string(),
        "{\"id\": \"lone\", \"text\": \"\\ud800\"}\n".to_string(),
        record("good-1", "Another article under an id that was met."),
        record("nul", "Alibaba\u{0}Group"),
        record("long", &"long ".repeat(300)),
        format!("{}\n", json!({ "id": "longer", "text": "x".repeat(8000) })),
        "\n".to_string(),
        format!("{}1{}\n", "[".repeat(2000), "]".repeat(2000)),
        record("blank", " \n\t "),
        record("bars", "| ◇ |"),
        record("good-2", KO),
    ];
    lines.concat()
}

/// More than a reader takes in at once.
fn many_lines(ids: &str) -> String {
    (0..4000).map(|at| record(&format!("{ids}-{at}"), &format!("{EN} {}", at * at))).collect()
}

fn first_half(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// What is bad in [`mixed`]: file, line, and words of the reason.
const BAD: [(&str, Option<u64>, &str); 17] = [
    ("columns.csv", None, "names no field of an article (found: Name, Age)"),
    ("cut.jsonl.gz", Some(0), "cannot read on"),
    ("cut.jsonl.zst", Some(0), "cannot read on"),
    ("empty.txt", None, "the text is empty"),
    ("lines.jsonl", Some(2), "the line is a list; expected a JSON object"),
    ("lines.jsonl", Some(3), "it has no text; expected a field `text`"),
    ("lines.jsonl", Some(4), "the line is no JSON: EOF while parsing a string at column 29"),
    ("lines.jsonl", Some(5), "a lone surrogate"),
    ("lines.jsonl", Some(6), "the id `good-1` was met before"),
    ("lines.jsonl", Some(7), "NUL"),
    ("lines.jsonl", Some(8), "more than input.max_article_bytes = 1000"),
    ("lines.jsonl", Some(9), "raise input.max_article_bytes"),
    ("lines.jsonl", Some(11), "recursion limit"),
    ("lines.jsonl", Some(12), "the text is empty"),
    ("lines.jsonl", Some(13), "nothing is left after cleaning"),
    ("noise.txt", None, "it is in no known encoding"),
    ("table.csv", Some(3), "the row has 4 cells, the first line 2"),
];

/// Articles in [`mixed`] that nothing is wrong with, less those of the two files that are cut off.
const GOOD: [&str; 5] = ["good-1", "good-2", "list-1", "row-1", "row-2"];

/// One run over a folder of good and bad files, with a limit of 1000 bytes an article.
fn mixed() -> &'static (PathBuf, Ran) {
    static RUN: OnceLock<(PathBuf, Ran)> = OnceLock::new();
    let make = || {
        let (folder, out) = (scratch("mixed"), fresh("mixed-out"));
        put(&folder, "lines.jsonl", mixed_lines());
        put(&folder, "list.json", json!([{ "id": "list-1", "text": EN }]).to_string());
        put(&folder, "table.csv", format!("id,text\nrow-1,{ZH_HANT}\nbad,a,b,c\nrow-2,\"{EN}\"\n"));
        put(&folder, "columns.csv", "Name,Age\nKim,20\n");
        put(&folder, "noise.txt", noise());
        put(&folder, "empty.txt", "");
        put(&folder, "picture.png", [0x89, b'P', b'N', b'G']);
        put(&folder, ".hidden.txt", EN);
        put(&folder, "cut.jsonl.gz", first_half(gzip(many_lines("cut").as_bytes())));
        put(&folder, "cut.jsonl.zst", first_half(zstandard(many_lines("zcut").as_bytes())));
        let config = folder.join("my.toml");
        fs::write(&config, "[input]\nmax_article_bytes = 1000\n").unwrap();
        let ran = run(&[arg(&folder), "--out", arg(&out), "--config", arg(&config)]);
        (out, ran)
    };
    RUN.get_or_init(make)
}

#[test]
fn every_reject_has_its_place_and_reason() {
    let (out, ran) = mixed();
    ran.refused(3, &[&format!("{} rejected", BAD.len())]);
    let rejects = rows(out, "rejects.jsonl");
    assert_eq!(rejects.len(), BAD.len(), "{rejects:#?}");
    for (reject, (file, line, reason)) in rejects.iter().zip(BAD) {
        assert!(reject["input"].as_str().unwrap().ends_with(&format!("/{file}")), "{file}: {reject}");
        match line {
            Some(0) => assert!(reject["line"].as_u64().unwrap() > 100, "the lines before the cut are read: {reject}"),
            line => assert_eq!(reject["line"].as_u64(), line, "{reject}"),
        }
        assert!(reject["reason"].as_str().unwrap().contains(reason), "{reason}: {reject}");
    }
    let stages: Vec<&Value> =
        rejects.iter().map(|reject| &reject["stage"]).filter(|stage| *stage != "reading").collect();
    assert_eq!(stages, ["cleaning"]);
}

#[test]
fn what_is_good_goes_on() {
    let (out, _) = mixed();
    let documents = rows(out, "documents.jsonl");
    let ids: Vec<&str> = documents.iter().map(|document| document["id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().filter(|id| !id.contains("cut-")).copied().collect::<Vec<_>>(), GOOD);
    for cut in ["cut-0", "zcut-0"] {
        assert!(ids.contains(&cut), "what is before the cut goes on");
    }
    assert!(!ids.contains(&"cut-3999") && !ids.contains(&"zcut-3999"));
    let mentions = rows(out, "mentions.jsonl");
    let about = |doc: &str| mentions.iter().any(|row| row["doc"] == doc && row["entity"] == "alibaba-group");
    GOOD.iter().for_each(|doc| assert!(about(doc), "{doc}"));
}

#[test]
fn ten_rejects_are_shown_and_the_file_with_all_is_named() {
    let (out, ran) = mixed();
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("rejected ")).count(), 10, "{}", ran.stderr);
    ran.refused(
        3,
        &["lines.jsonl:2: the line is a list", "... and 7 more in", arg(&out.join("rejects.jsonl")), "picture.png"],
    );
    assert!(!ran.stderr.contains(".hidden"), "{}", ran.stderr);
}

#[test]
fn a_number_or_a_share_of_rejects_may_be_allowed() {
    let folder = scratch("allowed");
    put(&folder, "lines.jsonl", format!("[]\n{}{}{}", record("a", EN), record("b", KO), record("c", ZH_HANS)));
    for (allowed, code) in [("0", 3), ("1", 0), ("24%", 3), ("24.9%", 3), ("25%", 0), ("100%", 0), ("0%", 3)] {
        let out = fresh("allowed-out");
        let ran = run(&[arg(&folder), "--out", arg(&out), "--allow-rejects", allowed]);
        assert_eq!(ran.code, code, "{allowed}: {}", ran.stderr);
        assert_eq!(rows(&out, "rejects.jsonl").len(), 1);
    }
    for wrong in ["=-1", "=101%", "=many", "=%"] {
        run(&[arg(&folder), "--out", "unused", &format!("--allow-rejects{wrong}")])
            .refused(2, &["--allow-rejects", "from 0% to 100%"]);
    }
}

#[test]
fn encodings_are_detected_and_reported() {
    let folder = scratch("encodings");
    let lines = format!("{}{}", record("u16-1", ZH_HANS), record("u16-2", "上个季度\u{A0A}的收入。")); // U+0A0A holds two bytes 0A.
    let beyond = format!("{KO} 뷁"); // A syllable that CP949 has and EUC-KR has not.
    let cases: [(&str, Vec<u8>, &str, &str); 9] = [
        ("big5.txt", encoded("big5", ZH_HANT), "Big5", ZH_HANT),
        ("cp949.txt", encoded("euc-kr", &beyond), "EUC-KR", &beyond),
        ("gb18030.txt", encoded("gb18030", ZH_HANS), "GBK", ZH_HANS),
        ("le.txt", utf16(KO, u16::to_le_bytes), "UTF-16LE", KO),
        ("be.txt", utf16(ZH_HANT, u16::to_be_bytes), "UTF-16BE", ZH_HANT),
        ("mark.txt", [b"\xEF\xBB\xBF", KO.as_bytes()].concat(), "UTF-8", KO),
        (
            "cp1252.txt",
            encoded("windows-1252", "Alibaba’s café: “revenue” – up 5%."),
            "windows-1252",
            "Alibaba’s café: “revenue” – up 5%.",
        ),
        ("lines.jsonl", utf16(&lines, u16::to_le_bytes), "UTF-16LE", ""),
        ("korean.csv", encoded("euc-kr", &format!("id,본문\nrow,\"{KO}\"\n")), "EUC-KR", ""),
    ];
    cases.iter().for_each(|(name, bytes, ..)| put(&folder, name, bytes));
    let out = fresh("encodings-out");
    run(&[arg(&folder), "--out", arg(&out)]).well();
    let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    for (name, _, encoding, text) in &cases {
        let input =
            manifest["inputs"].as_array().unwrap().iter().find(|input| input["name"].as_str().unwrap().ends_with(name));
        assert_eq!(input.unwrap()["encoding"], *encoding, "{name}");
        check_surfaces(&out, name, text);
    }
    let documents = rows(&out, "documents.jsonl");
    let text = |id: &str| documents.iter().find(|row| row["id"] == id).map(|row| row["text"].clone());
    assert_eq!(text("u16-1"), Some(ZH_HANS.into()));
    assert_eq!(text("u16-2"), Some("上个季度\u{A0A}的收入。".into()));
    assert_eq!(text("row"), Some(KO.into()));
}

/// The mentions of a text file stand where they stand in its decoded text.
fn check_surfaces(out: &Path, name: &str, text: &str) {
    let Some(doc) = name.strip_suffix(".txt") else { return };
    let chars: Vec<char> = text.chars().collect();
    let found: Vec<Value> = rows(out, "mentions.jsonl").into_iter().filter(|row| row["doc"] == doc).collect();
    assert!(found.iter().any(|row| row["entity"] == "alibaba-group"), "{name}: {found:?}");
    for row in found {
        let [start, end] = ["start", "end"].map(|key| row[key].as_u64().unwrap() as usize);
        assert_eq!(chars[start..end].iter().collect::<String>(), row["surface"].as_str().unwrap(), "{name}");
    }
}

#[test]
fn an_encoding_may_be_insisted_on() {
    let (folder, out) = (scratch("insist"), fresh("insist-out"));
    put(&folder, "ko.txt", encoded("euc-kr", KO));
    run(&[arg(&folder), "--out", arg(&out), "--encoding", "utf-8"])
        .refused(3, &["not UTF-8 at byte 0", "input.encoding"]);
    run(&[arg(&folder), "--out", arg(&out), "--encoding", "cp949", "--overwrite"]).well();
    run(&[arg(&folder), "--out", arg(&out), "--encoding", "klingon"])
        .refused(1, &["unknown encoding `klingon`", "cp949"]);
}

#[test]
fn packed_files_are_read() {
    let (folder, out) = (scratch("packed"), fresh("packed-out"));
    put(&folder, "a.txt.gz", gzip(KO.as_bytes()));
    put(&folder, "b.txt.zst", zstandard(&encoded("big5", ZH_HANT)));
    put(&folder, "c.jsonl.gz", [gzip(record("c1", EN).as_bytes()), gzip(record("c2", EN).as_bytes())].concat());
    put(&folder, "d.csv.zst", zstandard(format!("id,text\nd1,\"{EN}\"\n").as_bytes()));
    run(&[arg(&folder), "--out", arg(&out)]).well();
    let ids: Vec<Value> = rows(&out, "documents.jsonl").into_iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, ["a", "b", "c1", "c2", "d1"]);
    check_surfaces(&out, "a.txt", KO);
    check_surfaces(&out, "b.txt", ZH_HANT);
}

#[test]
fn standard_input_is_read_in_its_form() {
    let list = json!([{ "id": "l1", "text": EN }, { "text": KO }, 3]).to_string();
    let cases = [
        ("lines", format!("{}{}", record("s1", ZH_HANS), json!({ "text": KO })), vec!["s1", "stdin:2"], 0),
        ("list", list, vec!["l1", "stdin:2"], 3),
        ("text", KO.to_string(), vec!["stdin"], 0),
        ("pretty", serde_json::to_string_pretty(&json!({ "id": "p1", "text": EN })).unwrap(), vec!["p1"], 0),
        ("pretty-list", serde_json::to_string_pretty(&json!([{ "id": "p1", "text": EN }])).unwrap(), vec!["p1"], 0),
        (
            "pretty-articles",
            serde_json::to_string_pretty(&json!({ "articles": [{ "id": "p1", "text": EN }, { "text": KO }] })).unwrap(),
            vec!["p1", "stdin:2"],
            0,
        ),
    ];
    for (name, input, expect, code) in cases {
        let out = fresh(&format!("stdin-{name}"));
        let ran = fed(&["run", "-", "--out", arg(&out), "--kb", image()], input.as_bytes());
        assert_eq!(ran.code, code, "{name}: {}", ran.stderr);
        let documents = rows(&out, "documents.jsonl");
        assert_eq!(documents.iter().map(|row| row["id"].as_str().unwrap()).collect::<Vec<_>>(), expect, "{name}");
        let rejects = rows(&out, "rejects.jsonl");
        let expect = if code == 3 { vec![("-", 3)] } else { vec![] };
        let places: Vec<(&str, u64)> =
            rejects.iter().map(|row| (row["input"].as_str().unwrap(), row["line"].as_u64().unwrap())).collect();
        assert_eq!(places, expect, "{name}");
    }
}

/// Texts that no one writes, each with a name that is found in it all the same, and what the input holds there.
fn hostile() -> Vec<(&'static str, String, &'static str)> {
    let marks = |mark: &str| mark.repeat(5000);
    let page = |unit: &str| unit.repeat(60_000 / unit.len());
    vec![
        ("bidi", "\u{202E}알리바바\u{202C}는 \u{2067}שלום\u{2069} العربية\u{200F}".to_string(), "알리바바"),
        ("emoji", "👨\u{200D}👩\u{200D}👧🇰🇷👍🏽Alibaba👩🏽\u{200D}🚀".to_string(), "Alibaba"),
        ("invisible", "阿\u{200B}里\u{2060}巴\u{FEFF}巴".to_string(), "阿\u{200B}里\u{2060}巴\u{FEFF}巴"),
        ("marks", format!("e{} 알리바바 가{}", marks("\u{301}"), marks("\u{302E}")), "알리바바"),
        ("jamo", format!("{} 알리바바 {}", marks("\u{1161}"), marks("\u{1112}\u{11AB}")), "알리바바"),
        ("controls", format!("{}Alibaba{}", marks("\u{1}"), marks("\u{7f}\u{85}")), "Alibaba"),
        ("han", page("阿里云雲增長") + "，阿里巴巴", "阿里巴巴"),
        ("hangul", page("클라우드매출") + " 알리바바", "알리바바"),
        ("latin", page("cloud") + " Alibaba", "Alibaba"),
        ("digits", page("3") + " Alibaba", "Alibaba"),
        ("groups", page("1,234") + " Alibaba " + &page("１．"), "Alibaba"),
        ("mixed", page("AI产品3억매출é") + " Alibaba", "Alibaba"),
        ("stops", page(".") + "Alibaba " + &page("。！"), "Alibaba"),
        ("brackets", page("(") + " Alibaba " + &page("<script<!---->") + &page("[2]\n|"), "Alibaba"),
        ("entities", page("&amp;") + " Alibaba " + &page("![](") + &page("<b>\n"), "Alibaba"),
    ]
}

#[test]
fn texts_that_no_one_writes_are_linked_where_they_stand() {
    let (folder, out) = (scratch("hostile"), fresh("hostile-out"));
    let texts = hostile();
    put(&folder, "hostile.jsonl", texts.iter().map(|(id, text, _)| record(id, text)).collect::<String>());
    run(&[arg(&folder), "--out", arg(&out)]).well();
    let mentions = rows(&out, "mentions.jsonl");
    for (id, text, surface) in &texts {
        let found: Vec<&Value> = mentions.iter().filter(|row| row["doc"] == *id).collect();
        let alibaba = found.iter().find(|row| row["entity"] == "alibaba-group");
        assert_eq!(alibaba.map(|row| row["surface"].as_str().unwrap()), Some(*surface), "{id}");
        let figures = rows(&out, "figures.jsonl");
        for row in found.into_iter().chain(figures.iter().filter(|row| row["doc"] == *id)) {
            let [start, end, first, last] =
                ["start", "end", "start_byte", "end_byte"].map(|key| row[key].as_u64().unwrap() as usize);
            let surface = row["surface"].as_str().unwrap();
            assert_eq!(&text[first..last], surface, "{id}");
            assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), surface, "{id}");
        }
    }
}

#[test]
fn a_missing_path_stops_the_run_before_it_begins() {
    let out = fresh("missing-out");
    run(&["no/such/folder", "--out", arg(&out)]).refused(1, &["`no/such/folder` does not exist", "standard input"]);
    let folder = scratch("unknown-form");
    run(&[arg(&folder), "--out", arg(&out)]).refused(1, &["no file to read", ".jsonl"]);
    put(&folder, "picture.png", "PNG");
    run(&[arg(&folder.join("picture.png")), "--out", arg(&out)]).refused(1, &["picture.png", "expected .txt"]);
    assert!(!out.exists());
}

#[test]
fn an_output_folder_with_something_else_is_left_alone() {
    let (folder, out) = (scratch("taken"), scratch("taken-out"));
    put(&folder, "a.txt", EN);
    put(&out, "thesis.doc", "years of work");
    for more in [&[][..], &["--overwrite"]] {
        run(&[&[arg(&folder), "--out", arg(&out)], more].concat())
            .refused(1, &["holds no run of newsbraid", "choose another"]);
    }
    put(&out, "manifest.json", "{\"name\": \"of a web page\"}");
    run(&[arg(&folder), "--out", arg(&out), "--overwrite"]).refused(1, &["holds no run of newsbraid"]);
    assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), "{\"name\": \"of a web page\"}");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
}

#[test]
fn an_output_folder_with_another_run_is_left_alone() {
    let (folder, out) = (scratch("second"), fresh("second-out"));
    put(&folder, "a.txt", EN);
    run(&[arg(&folder), "--out", arg(&out)]).well();
    let before = fs::read(out.join("manifest.json")).unwrap();
    run(&[arg(&folder), "--out", arg(&out)]).refused(1, &["holds another run", "--overwrite"]);
    assert_eq!(fs::read(out.join("manifest.json")).unwrap(), before);
}

#[test]
fn a_wrong_configuration_is_refused_with_file_and_line() {
    let folder = scratch("config");
    let config = folder.join("my.toml");
    put(&folder, "a.txt", EN);
    let cases = [
        ("[link]\n\nthreshhold = 0.7\n", "my.toml`:3: unknown field `threshhold`"),
        ("[input]\nencoding = 5\n", "my.toml`"),
        ("[input\n", "my.toml`:1: "),
        ("[input.fields]\nBody = \"body\"\n", "maps `Body` to `body`"),
    ];
    for (text, says) in cases {
        fs::write(&config, text).unwrap();
        run(&[arg(&folder), "--out", "unused", "--config", arg(&config)]).refused(1, &[says, "newsbraid config"]);
    }
    run(&[arg(&folder), "--out", "unused", "--config", "none.toml"])
        .refused(1, &["cannot read configuration `none.toml`"]);
}

#[test]
fn what_the_system_says_of_a_missing_file_is_said_once() {
    let missing = newsbraid(&["eval", "clusters", "none.jsonl", "none.jsonl"]);
    missing.refused(1, &["cannot read `none.jsonl`"]);
    assert_eq!(missing.stderr.matches("os error").count(), 1, "{}", missing.stderr);
}

#[test]
fn a_wrong_command_line_is_a_matter_of_usage() {
    newsbraid(&["frobnicate"]).refused(2, &["frobnicate", "--help"]);
    newsbraid(&[]).refused(2, &["Usage"]);
    newsbraid(&["run", "somewhere"]).refused(2, &["--out"]);
    newsbraid(&["run", "a", "--out", "b", "--fast"]).refused(2, &["--fast", "--help"]);
}

/// Articles of which cleaning leaves nothing, equal ones, and ones of the first and the last year.
#[test]
fn articles_that_say_nothing_or_the_same_have_defined_events() {
    let folder = scratch("nothing-or-the-same");
    let [empty, equal, short, ends] =
        ["empty", "equal", "short", "ends"].map(|name| folder.join(format!("{name}.jsonl")));
    fs::write(&empty, (0..20).map(|n| record(&format!("e{n}"), "![]() --- ...")).collect::<String>()).unwrap();
    fs::write(&equal, (0..60).map(|n| record(&format!("q{n:02}"), &[ZH_HANS, KO, EN].concat())).collect::<String>())
        .unwrap();
    let one =
        |n| format!("{}\n", json!({ "id": format!("s{n:02}"), "title": "Seoul", "text": "A bridge opened in Seoul." }));
    fs::write(&short, (0..60).map(one).collect::<String>()).unwrap();
    let dated = |id: &str, at: &str| format!("{}\n", json!({ "id": id, "text": KO, "published_at": at }));
    fs::write(&ends, dated("first", "0001-01-01T00:00:00Z") + &dated("last", "9999-12-30T00:00:00Z")).unwrap();
    let ran = |input: &Path, name: &str| {
        let out = fresh(name);
        let ran = newsbraid(&["run", arg(input), "--kb", image(), "--out", arg(&out), "--allow-rejects", "100%"]);
        (ran.code, out)
    };
    let (code, out) = ran(&empty, "empty");
    assert_eq!((code, rows(&out, "clusters.jsonl").len(), rows(&out, "rejects.jsonl").len()), (0, 0, 20));
    assert_eq!(newsbraid(&["clusters", arg(&out)]).well(), "");
    let (code, out) = ran(&equal, "equal");
    let events = rows(&out, "clusters.jsonl");
    assert_eq!((code, events.len(), events[0]["docs"].as_array().unwrap().len()), (0, 1, 60));
    let reprints = rows(&out, "documents.jsonl");
    assert_eq!(reprints.iter().filter(|row| row["near_duplicate_of"] == "q00").count(), 59);
    let (code, out) = ran(&short, "short");
    assert_eq!((code, rows(&out, "clusters.jsonl").len()), (0, 1), "equal articles of one sentence");
    let (code, out) = ran(&ends, "ends");
    assert_eq!((code, rows(&out, "clusters.jsonl").len()), (0, 2));
    let listed = newsbraid(&["clusters", arg(&out), "--since", "2026", "--json"]).well();
    assert_eq!(listed.lines().count(), 1, "{listed}");
}
