//! `newsbraid segment` and the words of a user.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::{SAMPLE, arg, fed, fresh, image, newsbraid, python, scratch};
use serde_json::{Value, json};

const TEXT: &str = "알리바바는 阿里雲에 3,800억 위안을 투자한다. 삼성전자의 매출도 늘었다.\n";

fn tokens(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn text_is_a_sentence_a_line() {
    let printed = fed(&["segment"], TEXT.as_bytes()).well();
    let expect =
        "알리바바 는 阿里雲[阿|里|雲] 에 3,800억 위안 을 투자 한다 .\n삼성전자[삼성|전자] 의 매출 도 늘 었 다 .\n";
    assert_eq!(printed, expect);
}

#[test]
fn records_stand_where_they_say() {
    let text = "<b>농업</b>은행[2]과 👨\u{200D}👩\u{200D}👧, 中國農業發展銀行\u{200B}。";
    let article = json!({ "id": "a", "title": "제목 &amp; 通義", "text": text });
    for args in [&["segment", "--json"][..], &["segment", "-", "--format", "jsonl"]] {
        let found = tokens(&fed(args, article.to_string().as_bytes()).well());
        assert!(found.len() > 10 && found.iter().all(|row| row["doc"] == "a"), "{found:?}");
        for row in &found {
            let input = article[row["field"].as_str().unwrap()].as_str().unwrap();
            let [start, end, first, last] =
                ["start", "end", "start_byte", "end_byte"].map(|key| row[key].as_u64().unwrap() as usize);
            let surface = row["surface"].as_str().unwrap();
            assert_eq!(input.chars().skip(start).take(end - start).collect::<String>(), surface, "{row}");
            assert_eq!(&input[first..last], surface, "{row}");
        }
        let part = found.iter().find(|row| row["surface"] == "農業").unwrap();
        let expect = ("农业", "word", "constituent", "zh-Hant", 2);
        let keys = ["term", "class", "layer", "lang"].map(|key| part[key].as_str().unwrap());
        assert_eq!((keys[0], keys[1], keys[2], keys[3], part["sentence"].as_u64().unwrap()), expect);
    }
}

#[test]
fn all_forms_of_input_are_read_and_what_is_bad_is_said() {
    let folder = scratch("forms");
    fs::write(folder.join("a.txt"), "阿里云增长。\n").unwrap();
    fs::write(
        folder.join("b.jsonl"),
        "{\"id\": \"one\", \"text\": \"阿里云增长。\"}\n[]\n{\"id\": \"bars\", \"text\": \"|\"}\n",
    )
    .unwrap();
    fs::write(folder.join("c.csv"), "id,正文\ntwo,阿里云增长。\n").unwrap();
    fs::write(folder.join("d.json"), "{\n \"id\": \"three\",\n \"text\": \"阿里云增长。\"\n}\n").unwrap();
    let ran = newsbraid(&["segment", arg(&folder)]);
    ran.refused(3, &["b.jsonl:2: the line is a list", "b.jsonl:3: nothing is left after cleaning"]);
    let article = |id: &str| format!("# {id}\n阿里 云 增长 。\n");
    assert_eq!(ran.stdout, ["a", "one", "two", "three"].map(article).join("\n"));
    fed(&["segment", "-"], b"\xFF\xFE\xFF").refused(3, &["rejected -: it is in no known encoding"]);
    newsbraid(&["segment", "no/such/file"]).refused(1, &["`no/such/file` does not exist"]);
    newsbraid(&["segment", "--format", "xml"]).refused(2, &["--format", "conllu"]);
}

/// The words of a CoNLL-U file as PyPI's reader gives them: text, form, lemma, class, and whether a space follows.
const READ_CONLLU: &str = "
import conllu, sys
for sentence in conllu.parse(open(sys.argv[1], encoding='utf-8').read()):
    text = ''
    for token in sentence:
        assert len(token) == 10, token
        text += token['form'] + ('' if (token['misc'] or {}).get('SpaceAfter') == 'No' else ' ')
    assert text.strip() == sentence.metadata['text'], sentence.metadata
    print(sentence.metadata['sent_id'], len(sentence), sep='\\t')
";

#[test]
fn conllu_is_read_by_others() {
    if !Command::new("python3").args(["-c", "import conllu"]).output().is_ok_and(|done| done.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "the Python package conllu is missing; .ci/run installs it");
        return eprintln!("skipped: the Python package conllu is missing");
    }
    let path = scratch("conllu").join("sample.conllu");
    let printed = newsbraid(&["segment", SAMPLE, "--format", "conllu"]).well();
    fs::write(&path, &printed).unwrap();
    let read = python(&["-c", READ_CONLLU, arg(&path)]);
    let ids: Vec<&str> = read.lines().map(|line| line.split('\t').next().unwrap()).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert!(ids.len() > 500 && ids.len() == unique.len(), "{} sentences", ids.len());
    assert_eq!(ids.len(), printed.matches("# sent_id = ").count());
}

#[test]
fn conllu_is_its_own_gold() {
    let cases = [
        ("ko", TEXT.to_string(), 4.0),
        ("zh-Hant", "中國農業發展銀行發佈財報，增長34%。AI產品上線。\n".to_string(), 4.0),
        ("en", "Alibaba's cloud revenue rose 34% (to $4.2bn).\n".to_string(), 4.0),
    ];
    for (lang, text, least) in cases {
        let path = scratch(&format!("gold-{lang}")).join("gold.conllu");
        fs::write(&path, fed(&["segment", "--format", "conllu"], text.as_bytes()).well()).unwrap();
        let score = newsbraid(&["eval", "segmentation", arg(&path), "--lang", lang, "--json"]).well();
        let score: Value = serde_json::from_str(&score).unwrap();
        assert_eq!((&score["right"], &score["found"]), (&score["gold"], &score["gold"]), "{lang}: {score}");
        assert!(score["gold"].as_f64().unwrap() > least, "{score}");
    }
}

fn run(input: &Path, out: &Path, more: &[&str]) -> common::Ran {
    newsbraid(&[&["run", arg(input), "--out", arg(out), "--kb", image()], more].concat())
}

fn manifest(out: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap()
}

fn ids(out: &Path, query: &str) -> Vec<String> {
    let found = newsbraid(&["search", arg(out), query, "--json", "--kb", image()]).well();
    let found: Value = serde_json::from_str(&found).unwrap();
    found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn a_run_keeps_the_words_of_the_user_and_is_searched_with_them() {
    let (folder, out) = (scratch("words"), fresh("words-out"));
    let (articles, words) = (folder.join("a.jsonl"), folder.join("words.txt"));
    let texts = BTreeMap::from([
        ("1", "삼성전자가 바라온솔루션을 인수했다."),
        ("2", "测试工具箱发布"),
        ("3", "바라온솔루션의 매출"),
    ]);
    let line = |(id, text): (&&str, &&str)| format!("{}\n", json!({ "id": id, "text": text }));
    fs::write(&articles, texts.iter().map(line).collect::<String>()).unwrap();
    fs::write(&words, "# of a field\n바라온솔루션\n삼성\n工具\n").unwrap();

    run(&articles, &out, &[]).well();
    assert!(manifest(&out).get("user_dictionary").is_none());
    let queries = ["삼성전자", "삼성", "工具箱", "工具", "바라온솔루션", "솔루션"];
    let before = queries.map(|query| ids(&out, query));
    let plain = manifest(&out)["stages"]["segment"].clone();

    run(&articles, &out, &["--overwrite", "--user-dict", arg(&words)]).well();
    let kept = &manifest(&out)["user_dictionary"];
    assert_eq!((&kept["file"], &kept["words"]), (&json!("user_dictionary.txt"), &json!(3)));
    assert_ne!(manifest(&out)["stages"]["segment"], plain);
    for (query, before) in queries.iter().zip(before) {
        let found = ids(&out, query);
        assert!(!before.is_empty() && before.iter().all(|id| found.contains(id)), "{query}: {found:?} and {before:?}");
    }

    fs::write(out.join("user_dictionary.txt"), "바라온\n").unwrap();
    let search = || newsbraid(&["search", arg(&out), "삼성", "--kb", image()]);
    search().refused(1, &["user_dictionary.txt", "has SHA-256", "--overwrite"]);
    fs::remove_file(out.join("user_dictionary.txt")).unwrap();
    search().refused(1, &["user_dictionary.txt", "--user-dict", "--overwrite"]);
    run(&articles, &out, &["--overwrite"]).well();
    search().well();
}

#[test]
fn words_that_are_none_are_refused_with_file_and_line() {
    let folder = scratch("bad-words");
    let words = folder.join("words.txt");
    fs::write(&words, "삼성\nAI产品\n").unwrap();
    fs::write(folder.join("a.txt"), "삼성").unwrap();
    let refused = ["words.txt`, line 2: `AI产品` is neither"];
    newsbraid(&["segment", "--user-dict", arg(&words)]).refused(1, &refused);
    run(&folder.join("a.txt"), &fresh("bad-words-out"), &["--user-dict", arg(&words)]).refused(1, &refused);
    newsbraid(&["segment", "--user-dict", "none.txt"]).refused(1, &["user dictionary `none.txt`", "a word a line"]);
}
