//! Properties of clustering that hold for any articles.

use std::time::{Duration, Instant};

use newsbraid_clusterer::{ArticleFeatures, ClusterConfig, Clustering, Features, cluster};
use newsbraid_linker::Annotations;
use newsbraid_segmenter::Segmenter;
use newsbraid_text::{RawDocument, clean};
use proptest::prelude::*;

/// Features of articles (id, title, text, date), in order of id.
fn features(articles: &[(String, String, String, Option<String>)]) -> Vec<ArticleFeatures> {
    let (features, mut worker) = (Features::new(), Segmenter::without_korean().worker());
    let mut found: Vec<ArticleFeatures> = articles
        .iter()
        .map(|(id, title, text, date)| {
            let document = clean(RawDocument {
                id: id.clone(),
                title: Some(title.clone()),
                text: text.clone(),
                published_at: date.clone(),
                ..RawDocument::default()
            });
            let analysis = worker.analyze(document.text(), document.meta.lang);
            features.extract(&document, &analysis, &Annotations::default())
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

fn article(id: usize, title: &str, text: &str, date: &str) -> (String, String, String, Option<String>) {
    (format!("a{id:05}"), title.to_string(), text.to_string(), Some(date.to_string()))
}

/// Every article is in exactly one event.
fn assert_partition(articles: &[ArticleFeatures], clustering: &Clustering) {
    let mut docs: Vec<&String> = clustering.events.iter().flat_map(|event| &event.docs).collect();
    docs.sort();
    assert_eq!(docs, articles.iter().map(|article| &article.id).collect::<Vec<_>>());
}

const WORDS: [&str; 12] = [
    "earthquake",
    "Osaka",
    "tariff",
    "Brussels",
    "satellite",
    "strike",
    "verdict",
    "Lagos",
    "merger",
    "vaccine",
    "ferry",
    "12.7%",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_of_input_and_threads_do_not_matter(
        titles in prop::collection::vec(prop::collection::vec(0..WORDS.len(), 0..6), 1..24),
        days in prop::collection::vec(prop::option::of(1u8..28), 24),
        rotation in 0usize..24,
    ) {
        let mut articles: Vec<_> = titles
            .iter()
            .enumerate()
            .map(|(id, words)| {
                let title = words.iter().map(|&w| WORDS[w]).collect::<Vec<_>>().join(" ");
                (format!("a{id:05}"), title, String::new(), days[id].map(|day| format!("2026-03-{day:02}T08:00:00Z")))
            })
            .collect();
        let config = ClusterConfig::default();
        let expect = cluster(&features(&articles), &config);
        assert_partition(&features(&articles), &expect);
        let middle = rotation % articles.len();
        articles.rotate_left(middle);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let found = one.install(|| cluster(&features(&articles), &config));
        prop_assert_eq!(found, expect);
    }
}

#[test]
fn an_empty_collection_has_no_events() {
    assert_eq!(cluster(&[], &ClusterConfig::default()).events, []);
}

#[test]
fn empty_articles_are_events_of_their_own() {
    let articles = features(&(0..50).map(|id| article(id, "", "", "2026-03-01")).collect::<Vec<_>>());
    let clustering = cluster(&articles, &ClusterConfig::default());
    assert_partition(&articles, &clustering);
    assert_eq!(clustering.events.len(), 50);
}

const REPORT: &str = "The ferry Northern Star sank off the coast of Norway early on Tuesday with 214 people on board. Rescue \
                      helicopters from Bergen lifted 187 passengers from the water, the coast guard said.";

#[test]
fn equal_articles_are_one_event_with_one_original() {
    let articles: Vec<_> = (0..500).map(|id| article(id, "Ferry sinks off Norway", REPORT, "2026-03-01")).collect();
    let articles = features(&articles);
    let clustering = cluster(&articles, &ClusterConfig::default());
    assert_eq!(clustering.events.len(), 1);
    assert_eq!(clustering.near_duplicates.len(), 499);
    assert!(clustering.near_duplicates.iter().all(|reprint| reprint.original == "a00000"));
    assert_eq!(clustering.events[0].why.len(), 499);
}

#[test]
fn thousands_of_articles_of_one_minute_do_not_take_all_pairs() {
    // Twelve and a half million pairs would take minutes here.
    let one = |id: usize| {
        let words: Vec<&str> = (0..4).map(|k| WORDS[(id / 12usize.pow(k)) % 12]).collect();
        article(id, &words.join(" "), &format!("Number{} of {}", id, words[0]), "2026-03-01T08:00:00Z")
    };
    let articles = features(&(0..5000).map(one).collect::<Vec<_>>());
    let start = Instant::now();
    let clustering = cluster(&articles, &ClusterConfig::default());
    assert_partition(&articles, &clustering);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn dates_at_the_ends_of_time_are_only_far_apart() {
    let dates = ["0001-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "9999-12-30T00:00:00Z"];
    let rows: Vec<_> = dates
        .iter()
        .enumerate()
        .map(|(id, date)| article(id, "Ferry sinks off Norway, 214 on board", "", date))
        .collect();
    let articles = features(&rows);
    let clustering = cluster(&articles, &ClusterConfig::default());
    assert_partition(&articles, &clustering);
    assert_eq!(clustering.events.len(), 3);
}
