//! The decoys of `corpus/cases/decoys`: words that look like names and must not link.
#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use newsbraid_kb::{KnowledgeBase, Sources, compile};
use newsbraid_linker::Linker;
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::{Origin, RawDocument, clean};

/// Score below which a link does not count; the default of `config/newsbraid.toml`.
const THRESHOLD: f32 = 0.5;

/// A row: the name, the word that looks like it, the sentence.
type Decoy = [String; 3];

fn decoys() -> Vec<Decoy> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/cases/decoys"));
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(&file).unwrap().lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<String> = line.split('\t').map(str::to_string).collect();
            let decoy: Decoy = cells.try_into().unwrap_or_else(|_| panic!("{}: `{line}`", file.display()));
            assert!(decoy[2].contains(&decoy[1]), "{}: `{}` is not in its sentence", file.display(), decoy[1]);
            found.push(decoy);
        }
    }
    found
}

/// The built-in base, with each word as a short form of the name it looks like.
fn base(decoys: &[Decoy]) -> Arc<KnowledgeBase> {
    let mut toml = String::new();
    for (number, [name, word, _]) in decoys.iter().enumerate() {
        let entity = format!("id = \"decoy-{number}\"\nkind = \"organization\"\n");
        let label =
            format!("label = {{ en = \"Decoy {number}\", ko = \"미끼 {number}\", zh = \"{name}（{number}）\" }}\n");
        let _ = write!(toml, "[[entity]]\n{entity}{label}weak = {{ zh = [\"{word}\"] }}\n\n");
    }
    let folder = std::env::temp_dir().join(format!("newsbraid-decoys-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("decoys.toml");
    std::fs::write(&path, toml).unwrap();
    let mut sources = Sources::default();
    sources.stack(&path).unwrap();
    sources.stack_embedded().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    Arc::new(compile(&sources))
}

#[test]
fn decoys_do_not_link() {
    let decoys = decoys();
    assert!(decoys.len() >= 150, "{}", decoys.len());
    let data_dir = DataDir::of_user().expect("a home folder");
    let korean = ensure_korean(&data_dir, &mut |_| {}).expect("the dictionary can be installed");
    let segmenter = Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() }).unwrap();
    let linker = Linker::new(base(&decoys), THRESHOLD);
    let mut worker = segmenter.worker();
    let mut wrong = Vec::new();
    for [_, word, sentence] in &decoys {
        let document = clean(RawDocument::plain("decoy", sentence, Origin::unknown()));
        let analysis = worker.analyze(document.text(), document.meta.lang);
        let at = document.text().find(word.as_str()).unwrap() as u32;
        let end = at + word.len() as u32;
        let annotations = linker.annotate(&document, &analysis);
        let over = annotations.mentions.iter().filter(|m| m.span.start < end && at < m.span.end);
        wrong.extend(over.filter_map(|m| Some(format!("{sentence} -> {}", m.entity.as_deref()?))));
    }
    // One in two hundred.
    assert!(wrong.len() * 200 <= decoys.len(), "{} of {}:\n{}", wrong.len(), decoys.len(), wrong.join("\n"));
}
