//! Properties of clustering that hold for any articles.

use std::time::{Duration, Instant};

use newsbraid_clusterer::{
    ArticleFeatures, ClusterConfig, Clustering, Constraint, Features, Known, KnownEvent, MergedEvent, cluster,
    cluster_known,
};
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
    assert_eq!(clustering.events[0].why.len(), 500);
    let founding = &clustering.events[0].why[0];
    assert_eq!((founding.doc.as_str(), founding.with.as_str(), founding.probability), ("a00000", "a00001", 1.0));
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

/// Two reports of one accident, two of a court, one of neither.
fn five() -> Vec<ArticleFeatures> {
    features(&[
        article(0, "Ferry sinks off Norway with 214 on board", "Bergen rescued 187.", "2026-03-02"),
        article(1, "Ferry sinks off Norway, 214 on board, 187 rescued", "Bergen sent helicopters.", "2026-03-01"),
        article(2, "Osaka court gives verdict on vaccine merger of Lagos", "Tariff of 12.7%.", "2026-03-01"),
        article(3, "Verdict on vaccine merger of Lagos in Osaka court", "Tariff of 12.7%.", "2026-03-01"),
        article(4, "Satellite lifts off", "", "2026-03-01"),
    ])
}

fn known_beside(articles: &[ArticleFeatures], known: &Known) -> Clustering {
    let Ok(found) = cluster_known(articles, &ClusterConfig::default(), known);
    found
}

fn events(clustering: &Clustering) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> =
        clustering.events.iter().map(|event| event.docs.iter().map(|doc| &doc[5..]).collect()).collect();
    found.sort();
    found
}

#[test]
fn constraints_hold_and_are_explained() {
    let (articles, config) = (five(), ClusterConfig::default());
    assert_eq!(events(&cluster(&articles, &config)), [vec!["0", "1"], vec!["2", "3"], vec!["4"]]);
    let known = Known { must_link: vec![(4, 0), (3, 4)], cannot_link: vec![(2, 3)], ..Known::default() };
    let found = known_beside(&articles, &known);
    assert_eq!(events(&found), [vec!["0", "1", "3", "4"], vec!["2"]]);
    let event = found.events.iter().find(|event| event.docs.len() == 4).unwrap();
    let why = |doc: &str| event.why.iter().find(|why| why.doc == doc).unwrap();
    assert_eq!((why("a00004").constraint, why("a00004").with.as_str()), (Some(Constraint::MustLink), "a00000"));
    assert_eq!((why("a00003").constraint, why("a00003").with.as_str()), (Some(Constraint::MustLink), "a00004"));
    let apart: Vec<_> = found.events.iter().flat_map(|e| &e.apart).map(|a| (a.doc.as_str(), a.from.as_str())).collect();
    assert_eq!(apart.len(), 2);
    assert!(apart.contains(&("a00002", "a00003")) && apart.contains(&("a00003", "a00002")));
}

#[test]
fn a_reprint_can_be_kept_apart() {
    let row = |id: usize| article(id, "Ferry sinks off Norway", REPORT, "2026-03-01");
    let articles = features(&[row(0), row(1), row(2)]);
    let known = Known { cannot_link: vec![(1, 0)], ..Known::default() };
    let found = known_beside(&articles, &known);
    assert_eq!(events(&found).len(), 2);
    assert_eq!(found.near_duplicates.len(), 2, "it still is a reprint");
}

#[test]
fn what_was_found_earlier_keeps_its_articles_and_ids() {
    let (articles, config) = (five(), ClusterConfig::default());
    let earlier = |cluster: &str, day: &str, articles: &[usize]| KnownEvent {
        cluster: cluster.to_string(),
        first_seen: day.parse().ok(),
        articles: articles.to_vec(),
    };
    // Article 1 is older than the event that it joins; 4 was in one event with 2; 2 and 3 were two events.
    let events_before = vec![
        earlier("ev-ferry", "2026-03-02T00:00:00Z", &[0]),
        earlier("ev-court", "2026-03-01T00:00:00Z", &[2, 4]),
        earlier("ev-verdict", "2026-03-03T00:00:00Z", &[3]),
    ];
    let known = Known { events: events_before, ..Known::default() };
    let found = known_beside(&articles, &known);
    let with_id: Vec<(&str, usize)> = found.events.iter().map(|e| (e.cluster.as_str(), e.docs.len())).collect();
    assert_eq!(with_id, [("ev-court", 3), ("ev-ferry", 2)]);
    let merged = MergedEvent { cluster: "ev-verdict".to_string(), merged_into: "ev-court".to_string() };
    assert_eq!(found.merged, [merged]);
    // What a clustering finds changes nothing when it is known.
    let plain = cluster(&articles, &config);
    let at = |doc: &String| articles.iter().position(|article| article.id == *doc).unwrap();
    let of = |event: &newsbraid_clusterer::Event| KnownEvent {
        cluster: event.cluster.clone(),
        first_seen: event.first_seen,
        articles: event.docs.iter().map(at).collect(),
    };
    let known = Known { events: plain.events.iter().map(of).collect(), ..Known::default() };
    assert_eq!(known_beside(&articles, &known), plain);
}

#[test]
fn an_article_leaves_the_event_that_it_is_kept_apart_from() {
    let articles = five();
    let event = KnownEvent { cluster: "ev-ferry".to_string(), first_seen: None, articles: vec![0, 1, 4] };
    // 1 is the earlier of the two.
    let known = Known { events: vec![event], cannot_link: vec![(0, 1)], ..Known::default() };
    let found = known_beside(&articles, &known);
    assert_eq!(events(&found), [vec!["0"], vec!["1", "4"], vec!["2", "3"]]);
    let kept = found.events.iter().find(|event| event.cluster == "ev-ferry").unwrap();
    assert_eq!(kept.docs.len(), 2);
}

#[test]
fn an_id_that_is_taken_goes_to_no_new_event() {
    let (articles, config) = (five(), ClusterConfig::default());
    let plain = cluster(&articles, &config);
    let founded = |doc: &str| plain.events.iter().find(|e| e.docs.contains(&doc.to_string())).unwrap().cluster.clone();
    // 4 founded an event, came again with another text, and the event goes on without it.
    let event = KnownEvent { cluster: founded("a00004"), first_seen: None, articles: vec![2, 3] };
    let found = known_beside(&articles, &Known { events: vec![event], ..Known::default() });
    let mut ids: Vec<&String> = found.events.iter().map(|event| &event.cluster).collect();
    ids.dedup();
    assert_eq!((ids.len(), events(&found)), (3, events(&plain)));
}
