//! Images: written, read, and refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use newsbraid_kb::{KnowledgeBase, Sources, compile, read_image, write_image};

fn small() -> KnowledgeBase {
    let mut sources = Sources::default();
    let content = "[[entity]]\nid = \"qwen\"\nkind = \"product\"\nlabel = { en = \"Qwen\", zh = \"通义千问\" }\nfiscal_year_end = \"03-31\"\n";
    sources.add("a.toml", content).expect("the file is of the form");
    compile(&sources)
}

#[test]
fn an_image_gives_back_the_base_and_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.nbkb"), folder.path().join("b.nbkb"));
    let base = small();
    write_image(&base, &first).unwrap();
    let read = read_image(&first).unwrap();
    assert_eq!((read.entities(), read.keys(), read.hash()), (base.entities(), base.keys(), base.hash()));
    assert_eq!(read.lookup("通義千問").count(), 1);
    assert_eq!(read.entity(0).fiscal_year_end, Some((3, 31)));
    write_image(&read, &second).unwrap();
    assert_eq!(fs::read(&first).unwrap(), fs::read(&second).unwrap());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "no temporary file stays");
}

#[test]
fn the_whole_base_and_an_empty_one_make_the_round_trip() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.nbkb");
    for base in [&*KnowledgeBase::embedded(), &compile(&Sources::default())] {
        write_image(base, &file).unwrap();
        let read = read_image(&file).unwrap();
        assert_eq!((read.entities(), read.keys(), read.hash()), (base.entities(), base.keys(), base.hash()));
    }
}

#[test]
fn what_is_no_image_of_this_build_is_refused_with_the_command_that_makes_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.nbkb");
    write_image(&small(), &file).unwrap();
    let good = fs::read(&file).unwrap();
    let check = |bytes: &[u8], expect: &str| {
        fs::write(&file, bytes).unwrap();
        let error = read_image(&file).expect_err(expect).to_string();
        assert!(error.contains(expect) && error.contains("run `newsbraid kb build`"), "{error}");
    };
    let mut other_version = good.clone();
    other_version[12] = 9;
    check(&other_version, "of another version");
    check(b"", "no image");
    check(b"[[entity]]\nid = \"a\"\n", "no image");
    check(&good[..30], "damaged");
    check(&good[..good.len() - 1], "damaged");
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    check(&changed, "damaged");
    fs::remove_file(&file).unwrap();
    let missing = read_image(&file).unwrap_err().to_string();
    assert!(missing.contains("a.nbkb"), "{missing}");
    assert!(write_image(&small(), &folder.path().join("none/a.nbkb")).unwrap_err().to_string().contains("none"));
}
