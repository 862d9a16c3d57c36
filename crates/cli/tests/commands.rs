//! Every command on a run over the sample, or on a line of text.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;
mod json_schema;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use common::{SAMPLE, arg, fed, fresh, image, newsbraid, program, rows, run, scratch};
use serde_json::Value;

/// The commands of the program.
const COMMANDS: [&str; 18] = [
    "run",
    "add",
    "relink",
    "search",
    "clusters",
    "show",
    "similar",
    "count",
    "disagreements",
    "export",
    "segment",
    "link",
    "transcribe",
    "dict",
    "kb",
    "eval",
    "config",
    "schema",
];

/// One run over the sample and two articles more, one of them refused, one with cells that look like formulas.
fn sample() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let (more, out) = (scratch("more"), fresh("sample"));
        let formula = r#"{"id": "=cell", "title": "+5% 알리바바 매출, \"급증\"", "text": "@알리바바 매출이 5% 늘었다.", "source": "-신문"}"#;
        fs::write(more.join("more.jsonl"), format!("{formula}\n{{\"id\": \"no-text\"}}\n")).unwrap();
        run(&[SAMPLE, arg(&more)], &out, &["--allow-rejects", "1"]);
        out
    };
    RUN.get_or_init(make)
}

#[track_caller]
fn show(id: &str) -> String {
    newsbraid(&["show", arg(sample()), id]).well()
}

/// All of these are in the text.
#[track_caller]
fn holds(text: &str, all: &[&str]) {
    all.iter().for_each(|part| assert!(text.contains(part), "`{part}` is not in:\n{text}"));
}

#[test]
fn show_an_article_with_its_links_and_figures() {
    let document = &rows(sample(), "documents.jsonl")[10];
    let id = document["id"].as_str().unwrap();
    let page = show(id);
    holds(&page, &[id, document["title"].as_str().unwrap(), document["source"].as_str().unwrap(), "event ev-"]);
    for (file, head) in [("mentions.jsonl", "\nmentions\n"), ("figures.jsonl", "\nfigures\n")] {
        let part = page.split(head).nth(1).unwrap().split("\n\n").next().unwrap();
        let found = rows(sample(), file).into_iter().filter(|row| row["doc"] == id);
        let surfaces: Vec<String> = found.map(|row| format!("\t{}\t", row["surface"].as_str().unwrap())).collect();
        assert_eq!(part.lines().count(), surfaces.len(), "{part}");
        part.lines().zip(&surfaces).for_each(|(line, surface)| holds(line, &[surface]));
    }
}

#[test]
fn show_an_event_with_its_articles_and_what_joined_them() {
    let events = rows(sample(), "clusters.jsonl");
    let event = events.iter().find(|event| event["docs"].as_array().unwrap().len() > 2).expect("an event of three");
    let page = show(event["cluster"].as_str().unwrap());
    event["docs"].as_array().unwrap().iter().for_each(|doc| holds(&page, &[doc.as_str().unwrap()]));
    holds(
        &page,
        &[
            "\tlike ",
            "\narticles\n",
            "story",
            event["headline"].as_object().unwrap().values().next().unwrap().as_str().unwrap(),
        ],
    );
}

#[test]
fn show_an_entity_with_its_names_and_articles() {
    let page = show("alibaba-group");
    holds(&page, &["alibaba-group (organization)", "阿里巴巴集团", "알리바바", "written as", "articles"]);
    let entities = rows(sample(), "entities.jsonl");
    let entity = entities.iter().find(|entity| entity["id"] == "alibaba-group").unwrap();
    let articles = page.split("\narticles\n").nth(1).unwrap().lines().count();
    assert_eq!(Some(articles as u64), entity["documents"].as_u64());
    newsbraid(&["show", arg(sample()), "nobody"]).refused(1, &["`nobody` is no article, event or entity of", ".jsonl"]);
}

#[test]
fn disagreements_name_their_claims_and_figures() {
    let rows = rows(sample(), "disagreements.jsonl");
    let all = newsbraid(&["disagreements", arg(sample())]).well();
    let figures = rows.iter().map(|row| row["values"].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(all.lines().count(), rows.len() + figures);
    holds(&all, &["conflict\tnational-assembly-of-korea, votes for", "186票", "unit slip\tsamsung-electronics"]);
    assert!(all.starts_with("conflict"), "the gravest stand first:\n{all}");
    let slips = newsbraid(&["disagreements", arg(sample()), "--class", "unit-slip", "--json"]).well();
    let slips: Vec<Value> = slips.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!slips.is_empty() && slips.iter().all(|row| row["class"] == "unit_slip"), "{slips:?}");
    let none = newsbraid(&["disagreements", arg(sample()), "--entity", "nobody"]).well();
    assert_eq!(none, "");
}

#[test]
fn export_tables_for_spreadsheets() {
    let to = scratch("tables").join("csv");
    let printed = newsbraid(&["export", arg(sample()), "--format", "csv", "--to", arg(&to)]).well();
    for name in ["documents", "mentions", "figures", "clusters"] {
        let path = to.join(format!("{name}.csv"));
        let bytes = fs::read(&path).unwrap();
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark, for spreadsheets");
        let mut table = csv::Reader::from_reader(text);
        let records: Vec<csv::StringRecord> = table.records().map(|record| record.unwrap()).collect();
        let lines = rows(sample(), &format!("{name}.jsonl"));
        assert_eq!(records.len(), lines.len(), "{name}");
        holds(&printed, &[&format!("{}\t{}\n", path.display(), lines.len())]);
        check_cells(table.headers().unwrap(), &records, &lines);
    }
    let documents = fs::read_to_string(to.join("documents.csv")).unwrap();
    holds(&documents, &["'=cell,\"'+5% 알리바바 매출, \"\"급증\"\"\"", "'-신문"]);
}

/// Cells hold what the line files hold, and none but a number begins as a formula does.
fn check_cells(columns: &csv::StringRecord, records: &[csv::StringRecord], lines: &[Value]) {
    for (record, line) in records.iter().zip(lines) {
        for (column, cell) in columns.iter().zip(record) {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!formula || cell.parse::<f64>().is_ok(), "{column}: {cell}");
            if let Value::String(text) = &line[column] {
                assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text, "{column}");
            }
        }
    }
}

#[test]
fn link_a_line() {
    let text = "우융밍 알리바바 CEO는 2025년 3,800억 위안을 퉁이 첸원에 쓴다고 했다.";
    let plain = fed(&["link", "-", "--kb", image()], text.as_bytes()).well();
    holds(
        &plain,
        &[
            "0\t3\t우융밍\teddie-wu\t",
            "\tname\n",
            "알리바바\talibaba-group\t",
            "퉁이 첸원\tqwen\t",
            "3,800억 위안\t380000000000 money CNY\t",
            "2025-01-01",
        ],
    );
    let json = fed(&["link", "--json", "--kb", image()], text.as_bytes()).well();
    let found: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let chars: Vec<char> = text.chars().collect();
    for what in ["mention", "figure", "time"] {
        assert!(found.iter().any(|row| row["what"] == what), "no {what} in {json}");
    }
    for row in found {
        let [start, end] = ["start", "end"].map(|key| row[key].as_u64().unwrap() as usize);
        assert_eq!(chars[start..end].iter().collect::<String>(), row["surface"].as_str().unwrap());
    }
}

#[test]
fn an_image_of_the_base_is_the_base() {
    let text = "중국 알리바바와 삼성전자, 英伟达 and TSMC.";
    let [built_in, read] =
        [&["link", "--json"][..], &["link", "--json", "--kb", image()]].map(|args| fed(args, text.as_bytes()).well());
    assert!(built_in.lines().count() >= 4, "{built_in}");
    assert_eq!(built_in, read);
}

#[test]
fn look_into_the_base() {
    for name in ["通義千問", "퉁이 첸원", "Qwen", "qwen"] {
        holds(
            &newsbraid(&["kb", "show", name, "--kb", image()]).well(),
            &["qwen (product)", "通义千问", "of alibaba-group"],
        );
    }
    newsbraid(&["kb", "show", "Zvorlinek", "--kb", image()]).refused(1, &["`Zvorlinek`", "--kb FILE"]);
}

#[test]
fn check_a_base() {
    assert!(newsbraid(&["kb", "check"]).well().lines().all(|line| line.contains(": warning: ")));
    let path = scratch("check").join("mine.toml");
    let entity = "[[entity]]\nid = \"zvorlinek\"\nkind = \"product\"\nlabel = { en = \"Zvorlinek\", ko = \"즈보를리네크\", zh = \"兹沃林内克\" }\n";
    fs::write(&path, entity).unwrap();
    newsbraid(&["kb", "check", arg(&path)]).well();
    holds(&newsbraid(&["kb", "show", "즈보를리네크", "--kb", arg(&path)]).well(), &["zvorlinek (product)"]);
    fs::write(&path, format!("{entity}\n{entity}")).unwrap();
    let twice = newsbraid(&["kb", "check", arg(&path)]);
    twice.refused(1, &["1 errors"]);
    holds(&twice.stdout, &["mine.toml:6: error: ", "zvorlinek"]);
    fs::write(&path, entity.replace("kind", "sort")).unwrap();
    newsbraid(&["kb", "check", arg(&path)]).refused(1, &["mine.toml:", "sort", "config/README.md"]);
    newsbraid(&["kb", "check", "no/such/file.toml"]).refused(1, &["`no/such/file.toml`"]);
}

#[test]
fn an_image_that_is_none_is_refused() {
    let path = scratch("no-image").join("base.nbkb");
    fs::write(&path, "no image").unwrap();
    newsbraid(&["kb", "show", "Qwen", "--kb", arg(&path)]).refused(1, &["base.nbkb", "newsbraid kb build"]);
    let mut bytes = fs::read(image()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    newsbraid(&["kb", "show", "Qwen", "--kb", arg(&path)]).refused(1, &["base.nbkb", "newsbraid kb build"]);
}

#[test]
fn dictionaries_are_listed_and_found() {
    fed(&["segment"], "알리바바".as_bytes()).well();
    let listed = newsbraid(&["dict", "list"]).well();
    let path = newsbraid(&["dict", "path"]).well();
    assert!(Path::new(path.trim()).is_dir(), "{path}");
    holds(&listed, &["ko-dic\t2.1.1-20180720\tApache-2.0\t", path.trim()]);
    let empty = scratch("no-dictionaries");
    holds(&newsbraid(&["dict", "list", "--data-dir", arg(&empty)]).well(), &["ko-dic\t", "not installed"]);
    newsbraid(&["dict", "path", "--data-dir", arg(&empty)]).refused(1, &["newsbraid dict install ko-dic"]);
    newsbraid(&["dict", "install", "klingon"]).refused(1, &["no dictionary `klingon`", "ko-dic or cedict"]);
    newsbraid(&["--offline", "dict", "install", "cedict", "--data-dir", arg(&empty)])
        .refused(1, &["--offline", "--from FILE", "cedict.json"]);
    newsbraid(&["dict", "remove", "cedict", "--data-dir", arg(&empty)]).refused(1, &["not installed"]);
}

/// Entries of our own in the form of CC-CEDICT.
const GLOSSES: &str = r#"[{"traditional":"地震","simplified":"地震","pinyin":"di4 zhen4","english":["earthquake"]},
    {"traditional":"沿海","simplified":"沿海","pinyin":"yan2 hai3","english":["coastal"]},
    {"traditional":"的","simplified":"的","pinyin":"di1","english":["taxi"]}]"#;

#[test]
fn a_run_uses_the_glosses_that_are_installed_and_says_so() {
    let folder = scratch("glosses");
    let (dict, json, articles) = (folder.join("dict"), folder.join("cedict.json"), folder.join("articles.jsonl"));
    fs::create_dir(&dict).unwrap();
    // The Korean dictionary of the user serves here too.
    let korean = newsbraid(&["dict", "path"]).well();
    std::os::unix::fs::symlink(korean.trim(), dict.join("ko-dic")).unwrap();
    fs::write(&json, GLOSSES).unwrap();
    let both = [("zh", "沿海地震"), ("en", "Coastal earthquake")];
    let lines = both.map(|(id, title)| format!("{{\"id\":\"{id}\",\"title\":\"{title}\",\"text\":\"{title}.\"}}\n"));
    fs::write(&articles, lines.concat()).unwrap();
    let run = |name: &str, more: &[&str]| {
        let out = folder.join(name);
        let args = ["run", "--kb", image(), "--data-dir", arg(&dict), arg(&articles), "--out", arg(&out)];
        newsbraid(&[&args, more].concat()).well();
        let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
        (manifest["glosses"].clone(), manifest["stages"].clone())
    };
    let (none, without) = run("without", &[]);
    assert_eq!(none, Value::Null);
    newsbraid(&["dict", "install", "cedict", "--from", arg(&json), "--allow-unpinned", "--data-dir", arg(&dict)])
        .well();
    let (named, with) = run("with", &[]);
    assert!(named.as_str().unwrap().starts_with("cedict 1.2.0 "), "{named}");
    let (none, off) = run("off", &["--no-glosses"]);
    assert_eq!((none, &off), (Value::Null, &without));
    assert_eq!(with["segment"], without["segment"]);
    assert_ne!(with["link"], without["link"]);
    let explained = |question: &str| {
        let out = folder.join("with");
        newsbraid(&["search", arg(&out), question, "--explain", "--kb", image(), "--data-dir", arg(&dict)]).well()
    };
    assert!(explained("taxi drivers block coastal roads").contains("的  gloss"));
    assert!(!explained("taxi").contains("的  gloss"), "a character by itself finds every article");
    newsbraid(&["dict", "remove", "cedict", "--data-dir", arg(&dict)]).well();
    // What was made without them is used again, and equals it.
    newsbraid(&["relink", arg(&folder.join("with")), "--kb", image(), "--data-dir", arg(&dict)]).well();
    for file in ["clusters.jsonl", "manifest.json"] {
        let read = |name: &str| {
            let text = fs::read_to_string(folder.join(name).join(file)).unwrap();
            text.split("\"timing\"").next().unwrap().to_string()
        };
        assert_eq!(read("with"), read("without"), "{file}");
    }
}

#[test]
fn offline_without_a_dictionary_names_the_ways_out_and_leaves_nothing() {
    let (empty, out) = (scratch("offline"), fresh("offline-out"));
    let offline = |args: &[&str]| newsbraid(&[&["--offline", "--data-dir", arg(&empty)], args].concat());
    let ways = ["ko-dic", "newsbraid dict install", "--from FILE", "--data-dir"];
    offline(&["run", SAMPLE, "--out", arg(&out)]).refused(1, &ways);
    offline(&["segment", "-"]).refused(1, &ways);
    offline(&["dict", "install"]).refused(1, &["--offline", "--from FILE"]);
    assert!(!out.exists());
    assert_eq!(fs::read_dir(&empty).unwrap().count(), 0);
}

/// A run of two articles of two events, which are one after all.
fn merged() -> PathBuf {
    let (folder, out) = (scratch("merged-input"), fresh("merged"));
    let article = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    let texts = [article("a", "A lighthouse opened in Reykjavik."), article("b", "알리바바 매출이 5% 늘었다.")];
    fs::write(folder.join("two.jsonl"), texts.concat()).unwrap();
    fs::write(folder.join("must.tsv"), "a\tb\n").unwrap();
    run(&[arg(&folder.join("two.jsonl"))], &out, &[]);
    newsbraid(&["add", arg(&out), "--kb", image(), "--must-link", arg(&folder.join("must.tsv"))]).well();
    out
}

#[test]
fn every_line_of_a_run_is_as_its_schema_says() {
    let names = newsbraid(&["schema"]).well();
    assert_eq!(names.lines().count(), 10, "{names}");
    for name in names.lines() {
        let schema: Value = serde_json::from_str(&newsbraid(&["schema", name]).well()).unwrap();
        let records = match name {
            "tokens.jsonl" => {
                let tokens = newsbraid(&["segment", SAMPLE, "--format", "jsonl"]).well();
                tokens.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
            }
            "merged.jsonl" => rows(&merged(), name),
            "manifest.json" => vec![serde_json::from_str(&fs::read_to_string(sample().join(name)).unwrap()).unwrap()],
            _ => rows(sample(), name),
        };
        assert!(!records.is_empty(), "{name} is empty, so nothing was checked");
        for record in &records {
            assert_eq!(json_schema::faults(&schema, record), Vec::<String>::new(), "{name}: {record}");
            let mut wrong = record.clone();
            let field = schema["required"][0].as_str().unwrap();
            wrong[field] = Value::Bool(true);
            assert_ne!(json_schema::faults(&schema, &wrong), Vec::<String>::new(), "{name}: {field} may be anything");
        }
    }
    newsbraid(&["schema", "nothing.jsonl"]).refused(1, &["`nothing.jsonl` has no schema", "mentions.jsonl"]);
}

#[test]
fn the_settings_that_are_printed_can_be_loaded() {
    let (folder, out) = (scratch("config"), fresh("config-out"));
    let printed = newsbraid(&["config"]).well();
    holds(&printed, &["[input]", "timezone", "# "]);
    fs::write(folder.join("my.toml"), printed).unwrap();
    fs::write(folder.join("a.txt"), "Alibaba Group reported results.").unwrap();
    run(&[arg(&folder)], &out, &["--config", arg(&folder.join("my.toml"))]);
}

#[test]
fn names_are_transcribed() {
    let cases = [(["zh", "ko"], "吳泳銘\n重庆\tplace\n", "우융밍\t오영명\n충칭\t중경\n"), (["zh", "ko"], "", "")];
    for ([from, to], names, expect) in cases {
        assert_eq!(fed(&["transcribe", "--from", from, "--to", to], names.as_bytes()).well(), expect);
    }
    holds(&fed(&["transcribe", "--from", "zh", "--to", "en"], "吴泳铭\n".as_bytes()).well(), &["Wu Yongming"]);
    fed(&["transcribe", "--from", "ko", "--to", "zh"], "우융밍\n".as_bytes()).refused(1, &["no rules from ko to zh"]);
    newsbraid(&["transcribe", "--from", "tlh", "--to", "ko"]).refused(1, &["`tlh`", "zh, ko or en"]);
    let kind = fed(&["transcribe", "--from", "zh", "--to", "ko"], "阿里\n重庆\tcity\n".as_bytes());
    kind.refused(1, &["line 2", "`city`", "person, place, organization or product"]);
}

#[test]
fn texts_may_be_left_out() {
    let out = fresh("no-text");
    run(&[arg(&Path::new(SAMPLE).join("articles-1.jsonl"))], &out, &["--no-text"]);
    let documents = rows(&out, "documents.jsonl");
    assert!(
        documents.len() > 10
            && documents.iter().all(|row| row.get("text").is_none() && row.get("title_text").is_none())
    );
    newsbraid(&["show", arg(&out), documents[0]["id"].as_str().unwrap()]).well();
}

#[test]
fn every_command_has_examples() {
    holds(&newsbraid(&["--help"]).well(), &["Examples:", "Exit codes:"]);
    for command in COMMANDS {
        holds(&newsbraid(&["--help"]).well(), &[&format!("\n  {command} ")]);
        let help = newsbraid(&[command, "--help"]).well();
        holds(&help, &["Examples:", &format!("newsbraid {command}")]);
    }
}

#[test]
fn quiet_says_nothing() {
    let out = fresh("quiet");
    let ran =
        newsbraid(&["run", "-q", arg(&Path::new(SAMPLE).join("en-0330a.json")), "--out", arg(&out), "--kb", image()]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let run = arg(sample());
    let calls: [&[&str]; 9] = [
        &["config"],
        &["schema"],
        &["schema", "mentions.jsonl"],
        &["dict", "list"],
        &["kb", "show", "Qwen", "--kb", image()],
        &["clusters", run],
        &["similar", run, "zs-0312a"],
        &["show", run, "alibaba-group"],
        &["search", run, "알리바바", "--json", "--kb", image()],
    ];
    for args in calls {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = program().args(args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(
            (ended.status.code(), String::from_utf8_lossy(&ended.stderr).contains("error")),
            (Some(0), false),
            "{args:?}"
        );
    }
}
