//! Images: written, read, and refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::sync::LazyLock;

use newsbraid_kb::{Entity, KeptImages, KnowledgeBase, NameRole, Sources, Stack, compile, read_image, write_image};
use proptest::prelude::*;

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
        assert!(error.contains(expect) && error.contains("`newsbraid kb build --out "), "{error}");
    };
    let mut other_version = good.clone();
    other_version[12] = 9;
    check(&other_version, "of format 9 of daachorse 5, this build reads format 3");
    check(b"", "no image");
    check(b"[[entity]]\nid = \"a\"\n", "no image");
    check(&[&good[..], b"x"].concat(), "something follows");
    fs::remove_file(&file).unwrap();
    let missing = read_image(&file).unwrap_err().to_string();
    assert!(missing.contains("a.nbkb"), "{missing}");
    assert!(write_image(&small(), &folder.path().join("none/a.nbkb")).unwrap_err().to_string().contains("none"));
}

#[test]
fn an_image_cut_short_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.nbkb");
    write_image(&small(), &file).unwrap();
    let good = fs::read(&file).unwrap();
    for length in (0..good.len().min(400)).chain((400..good.len()).step_by(997)) {
        fs::write(&file, &good[..length]).unwrap();
        assert!(read_image(&file).is_err(), "{length} of {} bytes", good.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn an_image_with_one_changed_bit_is_refused(place in any::<prop::sample::Index>(), bit in 0u32..8) {
        static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            write_image(&small(), &folder.path().join("a.nbkb")).unwrap();
            fs::read(folder.path().join("a.nbkb")).unwrap()
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.nbkb");
        let mut changed = GOOD.clone();
        let at = place.index(changed.len());
        changed[at] ^= 1u8 << bit;
        fs::write(&file, &changed).unwrap();
        prop_assert!(read_image(&file).is_err(), "bit {} of byte {}", bit, at);
    }
}

/// Entities as `kb show` would tell them apart, without where they are written.
fn told(base: &KnowledgeBase) -> Vec<String> {
    let told = |e: &Entity| {
        let of: Vec<&str> = e.of.iter().map(|&of| &*base.entity(of).id).collect();
        let mut names: Vec<String> =
            e.names.iter().map(|n| format!("{} {:?} {}", n.text, n.role == NameRole::Weak, n.any_case)).collect();
        names.sort();
        format!("{} {:?} {:?} {names:?} {of:?} {:?}", e.id, e.kind, e.labels, e.fiscal_year_end)
    };
    base.entities().iter().map(told).collect()
}

#[test]
fn an_image_stacked_with_files_is_as_its_files_would_be() {
    let folder = tempfile::tempdir().unwrap();
    let (image, mine) = (folder.path().join("a.nbkb"), folder.path().join("mine.toml"));
    write_image(&KnowledgeBase::embedded(), &image).unwrap();
    fs::write(&mine, "[[entity]]\nid = \"qwen\"\nkind = \"product\"\nlabel = { en = \"My Qwen\" }\n").unwrap();
    let with_image = Stack::new([mine.clone(), image]).load(None).unwrap();
    let with_files = Stack::new([mine]).load(None).unwrap();
    let (expect, found) = (told(&with_files), told(&with_image));
    let differing: Vec<_> = expect.iter().zip(&found).filter(|(a, b)| a != b).take(3).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!((expect.len(), with_files.keys()), (found.len(), with_image.keys()));
    assert_eq!(with_image.entity(with_image.by_id("qwen").unwrap()).label("en"), "My Qwen");
}

#[test]
fn what_was_compiled_is_kept_and_a_damaged_or_unwritable_folder_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.toml");
    let write = |label: &str| {
        let entity = format!("[[entity]]\nid = \"mine\"\nkind = \"product\"\nlabel = {{ en = \"{label}\" }}\n");
        fs::write(&mine, entity).unwrap();
    };
    let kept = KeptImages::new(folder.path().join("kept"), "this build");
    let label = |kept: &KeptImages| {
        let base = Stack::new([mine.clone()]).alone().load(Some(kept)).unwrap();
        base.entity(base.by_id("mine").unwrap()).label("en").to_string()
    };
    let images = || fs::read_dir(folder.path().join("kept")).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    write("First");
    assert_eq!((label(&kept), images().len()), ("First".to_string(), 1));
    assert_eq!((label(&kept), images().len()), ("First".to_string(), 1), "the kept image is used");
    write("Second");
    assert_eq!((label(&kept), images().len()), ("Second".to_string(), 2), "another source, another image");
    images().iter().for_each(|image| fs::write(image, "damaged").unwrap());
    assert_eq!(label(&kept), "Second");
    assert_eq!(label(&KeptImages::new(mine.join("no folder"), "x")), "Second");
    assert_eq!(label(&KeptImages::new(folder.path().join("kept"), "another build")), "Second");
    assert_eq!(images().len(), 3, "another build, another image");
    for number in 0..12 {
        write(&format!("Label {number}"));
        label(&kept);
    }
    assert_eq!(images().len(), 8, "old images go");
}
