//! An index as files: order, versions, damage, additions.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::fs;

use common::{Article, Corpus, add, files, options, write};
use newsbraid_indexer::{Index, IndexError, IndexUpdate, IndexWriter, Query, Sort, WriterOptions};
use newsbraid_segmenter::Segmenter;

#[test]
fn what_was_written_is_read_back() {
    let corpus = Corpus::of_texts(&[("a", "阿里雲"), ("b", "알리바바")]);
    assert_eq!((corpus.index.payload(), corpus.index.analyzer()), ("written by a test", "test"));
    let stats = corpus.index.verify().unwrap();
    assert_eq!((stats.documents, stats.segments), (2, 1));
    assert_eq!(corpus.index.text("a").unwrap().as_deref(), Some("阿里雲"));
    assert_eq!(corpus.index.text("z").unwrap(), None);
}

#[test]
fn articles_come_once_in_any_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut worker = Segmenter::without_korean().worker();
    let mut writer = IndexWriter::create(&dir.path().join("index"), &options()).unwrap();
    for id in ["b", "a"] {
        add(&mut writer, &mut worker, &Article::new(id, "一")).unwrap();
    }
    let refused = add(&mut writer, &mut worker, &Article::new("b", "二"));
    assert!(matches!(refused, Err(IndexError::Twice { id }) if id == "b"));
    drop(writer);
    assert!(matches!(Index::open(&dir.path().join("index")), Err(IndexError::Unfinished { .. })));
}

#[test]
fn a_new_index_replaces_the_old_one_only_when_it_is_finished() {
    let mut corpus = Corpus::of_texts(&[("old", "阿里云")]);
    let mut worker = Segmenter::without_korean().worker();
    let mut writer = IndexWriter::create(&corpus.path, &options()).unwrap();
    add(&mut writer, &mut worker, &Article::new("new", "阿里云")).unwrap();
    drop(writer);
    corpus.index = Index::open(&corpus.path).unwrap();
    corpus.check("阿里云", "old");
    let writer = IndexWriter::create(&corpus.path, &options()).unwrap();
    write(writer, &mut worker, &[Article::new("new", "阿里云")]).unwrap();
    corpus.index = Index::open(&corpus.path).unwrap();
    corpus.check("阿里云", "new");
    assert_eq!(files(corpus.path.parent().unwrap()), std::slice::from_ref(&corpus.path));
}

#[test]
fn added_articles_are_found_and_replace_those_of_the_same_id() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云"), ("c", "腾讯云")]);
    let mut worker = Segmenter::without_korean().worker();
    for round in 0..12 {
        let writer =
            IndexWriter::append(&corpus.path, &WriterOptions { heap: 15_000_000, ..Default::default() }).unwrap();
        write(writer, &mut worker, &[Article::new("b", "阿里云"), Article::new("c", &format!("阿里云 round{round}"))])
            .unwrap();
    }
    corpus.index = Index::open(&corpus.path).unwrap();
    let mut found = corpus.ids("阿里云");
    found.sort();
    assert_eq!(found, ["a", "b", "c"]);
    corpus.check("腾讯云", "");
    corpus.check("round11", "c");
    corpus.check("round10", "");
    let stats = corpus.index.verify().unwrap();
    assert!(stats.documents == 3 && stats.segments <= 8, "{stats:?}");
    assert_eq!(corpus.index.analyzer(), "test");
}

#[test]
fn hits_that_score_the_same_are_in_order_of_id() {
    let mut worker = Segmenter::without_korean().worker();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    // With the least heap this makes several segments, which are merged.
    let mut writer = IndexWriter::create(&path, &options()).unwrap();
    for n in (0..6000).rev() {
        let filler: String = (0..60).map(|k| format!("w{} ", n * 60 + k)).collect();
        add(&mut writer, &mut worker, &Article::new(&format!("{n:05}"), &format!("cloud {filler}"))).unwrap();
    }
    writer.finish("").unwrap();
    let index = Index::open(&path).unwrap();
    assert_eq!(index.stats().unwrap().segments, 1);
    let mut reader = newsbraid_indexer::Reader {
        analyze: &mut |text| worker.analyze(text, newsbraid_text::Lang::En),
        share: &|_| 0.0,
        expander: None,
        figure: &|_| None,
        cluster: &|_| None,
    };
    let query = newsbraid_indexer::Query { limit: 6000, snippets: None, ..newsbraid_indexer::Query::new("cloud") };
    let ids: Vec<String> = index.search(&query, &mut reader).unwrap().hits.into_iter().map(|h| h.id).collect();
    assert_eq!(ids.len(), 6000);
    assert!(ids.is_sorted());
}

#[test]
fn damage_is_named() {
    let corpus = Corpus::of_texts(&[("a", "阿里云发布产品")]);
    let largest = files(&corpus.path).into_iter().filter(|f| f.extension().is_some_and(|e| e == "store" || e == "idx"));
    for file in largest {
        let bytes = fs::read(&file).unwrap();
        let mut broken = bytes.clone();
        broken[0] ^= 0x55;
        fs::write(&file, &broken).unwrap();
        let refused = Index::open(&corpus.path).and_then(|index| index.verify());
        assert!(matches!(refused, Err(IndexError::Damaged { .. })), "{}: {refused:?}", file.display());
        fs::write(&file, &bytes).unwrap();
    }
    for file in files(&corpus.path).into_iter().filter(|f| f.extension().is_some_and(|e| e != "lock")) {
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        let refused = Index::open(&corpus.path).and_then(|index| index.verify());
        assert!(refused.is_err() || file.ends_with(".managed.json"), "{}", file.display());
        fs::write(&file, &bytes).unwrap();
    }
    Index::open(&corpus.path).unwrap().verify().unwrap();
}

#[test]
fn other_versions_are_refused_with_the_way_out() {
    let corpus = Corpus::of_texts(&[("a", "阿里云")]);
    let meta = corpus.path.join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    assert!(text.contains(r#"\"format\":8"#), "{text}");
    for (from, to) in
        [(r#"\"format\":8"#, r#"\"format\":999"#), (r#"\"format\""#, r#"\"fmt\""#), ("title_grams", "title_other")]
    {
        fs::write(&meta, text.replace(from, to)).unwrap();
        let refused = Index::open(&corpus.path).err().expect("it is refused");
        assert!(matches!(refused, IndexError::Version { .. }), "{refused}");
        assert!(refused.to_string().contains("--overwrite"), "{refused}");
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(empty.path()), Err(IndexError::Missing { .. })));
}

/// Ids with texts, in order.
fn texts(all: &[(&str, &str)]) -> Vec<Article> {
    all.iter().map(|(id, text)| Article::new(id, text)).collect()
}

/// Brings an index to hold exactly these articles; the tests' fingerprint of an article is the length of its text.
fn bring_to(corpus: &Corpus, worker: &mut newsbraid_segmenter::Worker, wanted: &[Article]) -> IndexUpdate {
    let fingerprints = wanted.iter().map(|a| (a.id.as_str(), a.text.len() as u64));
    let update = IndexUpdate::between(&Index::open(&corpus.path).unwrap(), fingerprints).unwrap();
    let mut writer = IndexWriter::append(&corpus.path, &options()).unwrap();
    update.gone.iter().for_each(|id| writer.delete(id));
    let changed: Vec<Article> = update.changed.iter().map(|&number| wanted[number].clone()).collect();
    write(writer, worker, &changed).unwrap();
    update
}

#[test]
fn an_update_touches_only_what_changed() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云"), ("b", "腾讯云"), ("c", "百度云发布"), ("d", "华为云")]);
    let mut worker = Segmenter::without_korean().worker();
    let wanted = texts(&[("a", "阿里云"), ("b", "腾讯云涨价"), ("bb", "京东云"), ("d", "华为云")]);
    let update = bring_to(&corpus, &mut worker, &wanted);
    assert_eq!(update, IndexUpdate { gone: vec!["c".to_string()], changed: vec![1, 2], kept: 2 });
    assert!(!IndexUpdate { changed: vec![1], ..update.clone() }.is_rebuild() && update.is_rebuild());
    corpus.index = Index::open(&corpus.path).unwrap();
    corpus.check("百度", "");
    corpus.check("涨价", "b");
    assert_eq!(bring_to(&corpus, &mut worker, &wanted), IndexUpdate { kept: 4, ..IndexUpdate::default() });
    assert_eq!(corpus.index.verify().unwrap().documents, 4);
}

#[test]
fn what_scores_the_same_is_in_order_of_id_also_after_an_update() {
    let mut corpus = Corpus::of_texts(&[("b", "阿里云"), ("d", "阿里云"), ("f", "阿里云"), ("h", "阿里云")]);
    let mut worker = Segmenter::without_korean().worker();
    bring_to(
        &corpus,
        &mut worker,
        &texts(&[("a", "阿里云"), ("b", "阿里云"), ("c", "阿里云"), ("d", "阿里云"), ("f", "阿里云"), ("h", "阿里云")]),
    );
    corpus.index = Index::open(&corpus.path).unwrap();
    corpus.check("阿里云", "a b c d f h");
    corpus.check("lang:zh", "a b c d f h");
    let first = Query { limit: 2, ..Query::new("阿里云") };
    let ids: Vec<String> = corpus.search(&first, None).unwrap().hits.into_iter().map(|hit| hit.id).collect();
    assert_eq!(ids, ["a", "b"]);
    for sort in [Sort::Newest, Sort::Oldest] {
        let hits = corpus.search(&Query { sort, ..Query::new("阿里云") }, None).unwrap().hits;
        assert!(hits.is_sorted_by_key(|hit| hit.id.clone()), "{hits:?}");
    }
}

#[test]
fn a_merged_index_is_one_segment_without_what_was_deleted() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云"), ("b", "腾讯云"), ("c", "百度云")]);
    let mut worker = Segmenter::without_korean().worker();
    let many: Vec<(String, String)> = (0..60).map(|n| (format!("k{n:02}"), format!("华为云{n}"))).collect();
    let mut wanted: Vec<(&str, &str)> = many.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    wanted.splice(0..0, [("a", "阿里云"), ("b", "腾讯云"), ("c", "百度云")]);
    bring_to(&corpus, &mut worker, &texts(&wanted));
    wanted.remove(1);
    bring_to(&corpus, &mut worker, &texts(&wanted));
    let stats = Index::open(&corpus.path).unwrap().stats().unwrap();
    assert_eq!((stats.documents, stats.segments, stats.deleted), (62, 2, 1));
    IndexWriter::merge(&corpus.path).unwrap();
    corpus.index = Index::open(&corpus.path).unwrap();
    let stats = corpus.index.verify().unwrap();
    assert_eq!((stats.documents, stats.segments, stats.deleted), (62, 1, 0));
    assert_eq!((corpus.index.analyzer(), corpus.index.payload()), ("test", "written by a test"));
    corpus.check("腾讯", "");
    corpus.check("阿里云", "a");
    IndexWriter::merge(&corpus.path).unwrap();
}

#[test]
fn an_index_that_is_being_written_says_so() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云")]);
    let first = IndexWriter::append(&corpus.path, &options()).unwrap();
    let refused = IndexWriter::append(&corpus.path, &options()).err().expect("it is refused");
    assert!(matches!(refused, IndexError::Busy { .. }), "{refused}");
    // It can be searched all the while.
    corpus.index = Index::open(&corpus.path).unwrap();
    corpus.check("阿里云", "a");
    drop(first);
    IndexWriter::append(&corpus.path, &options()).unwrap();

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let writer = IndexWriter::create(&path, &options()).unwrap();
    let refused = Index::open(&path).err().expect("it is refused");
    assert!(matches!(refused, IndexError::Unfinished { .. }), "{refused}");
    drop(writer);
}
