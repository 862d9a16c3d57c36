//! How clustering grows with the number of articles: CPU time and memory for N and twice as many.
//!
//! `cargo bench -p newsbraid-clusterer -- 50000 [DAYS]`; with 31250 and 4 as numbers 12,500 events are open at once, and then
//! 25,000. The articles are made up as they are read, so that memory is that of the clusterer alone: events of 2.5 articles on
//! average in four languages over DAYS (365; few days make all events open at once), some six hundred features each from Zipf
//! vocabularies, a few of their event's own, and a reprint every tenth. What it takes to make them is taken off. One thread;
//! CPU time, so that other programs disturb little.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;
#[path = "../../text/benches/common/clock.rs"]
mod clock;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use clock::seconds_of;
use jiff::Timestamp;
use newsbraid_clusterer::{
    ArticleFeatures, ClusterConfig, Clustering, Collection, Details, Family, Feature, Known, Sketch, cluster_known,
};
use newsbraid_text::Lang;

fn main() {
    let numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let numbers: Vec<usize> = numbers.collect();
    let Some(&count) = numbers.first() else { return eprintln!("say how many articles: -- 50000 [DAYS]") };
    let days = numbers.get(1).copied().unwrap_or(365);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be started");
    let seconds: Vec<f64> = [count, 2 * count].map(|count| one.install(|| measure(count, days))).to_vec();
    println!("twice the articles take {:.2} times as long", seconds[1] / seconds[0]);
}

/// Clusters made-up articles and prints what it took; the seconds are without those for making the articles.
fn measure(count: usize, days: usize) -> f64 {
    let made = Made::new(count, days);
    let sample = count.min(2000);
    let making = seconds_of(|| (0..sample).for_each(|at| drop(made.article(at)))) / sample as f64;
    let (config, known) = (ClusterConfig::default(), Known::default());
    let mut found = None;
    let seconds = seconds_of(|| found = cluster_known(&made, &config, &known).ok());
    let seconds = seconds - making * made.reads.load(Ordering::Relaxed) as f64;
    let found = found.expect("made-up articles can always be read");
    let right = found.near_duplicates.iter().filter(|near| made.is_reprint(&near.doc, &near.original)).count();
    let open = made.events_in_window(config.window_hours);
    println!(
        "{count} articles, {} events of {}, {open} of them open at once: {seconds:.1} CPU-s, {:.0} articles a CPU-second; \
         reprints {} found, {right} right, of {}; at most {} MB so far",
        found.events.len(),
        made.events,
        count as f64 / seconds,
        found.near_duplicates.len(),
        made.reprints(),
        peak_megabytes(),
    );
    println!("  BCubed precision and recall {:.3} {:.3}", b_cubed(&found, &made, true), b_cubed(&found, &made, false));
    seconds
}

/// Articles that are made when they are read, always the same.
struct Made {
    ids: Vec<String>,
    days: usize,
    events: usize,
    reads: AtomicUsize,
}

/// Of five articles two report one event, and three the next one.
const EVENT_OF: [usize; 5] = [0, 0, 1, 1, 1];
const LANGS: [Lang; 4] = [Lang::ZhHans, Lang::ZhHant, Lang::Ko, Lang::En];
/// Features of an article by family: how many, from how many there are, and how many are of its event alone.
const FEATURES: [(Family, usize, u64, u64); 7] = [
    (Family::Entity, 10, 5_000, 1),
    (Family::Name, 4, 100_000, 3),
    (Family::Figure, 8, 20_000, 3),
    (Family::Latin, 8, 50_000, 2),
    (Family::Concept, 30, 2_000, 0),
    (Family::Word, 220, 200_000, 6),
    (Family::Bigram, 320, 400_000, 6),
];

impl Made {
    fn new(count: usize, days: usize) -> Made {
        let ids = (0..count).map(|at| format!("made-{at:08}")).collect();
        Made { ids, days, events: event_of(count - 1) + 1, reads: AtomicUsize::new(0) }
    }

    fn article(&self, at: usize) -> ArticleFeatures {
        let copied = original(at).unwrap_or(at);
        let (event, lang) = (event_of(at) as u64, LANGS[hash(copied as u64) as usize % 4]);
        let mut features: Vec<Feature> = Vec::with_capacity(640);
        let mut random = hash(copied as u64 + 1);
        for (family, count, vocabulary, own) in FEATURES {
            let salt =
                family as u64 * 8 + if matches!(family, Family::Word | Family::Bigram) { lang as u64 } else { 0 };
            let keys = (0..own).map(|n| u64::MAX - event * 8 - n);
            let zipf = (0..count).map(|_| {
                random = hash(random);
                (vocabulary as f64).powf((random >> 11) as f64 / (1u64 << 53) as f64) as u64
            });
            // Each with whether it is not in the title.
            let mut found: Vec<(u64, bool)> =
                keys.chain(zipf).enumerate().map(|(n, key)| (hash(key ^ salt << 40), n >= 3)).collect();
            found.sort_unstable();
            found.dedup_by_key(|feature| feature.0);
            let feature =
                |(hash, body): (u64, bool)| Feature { hash, family, title: if body { 0.0 } else { 1.0 }, body: 1.0 };
            features.extend(found.into_iter().map(feature));
        }
        let hours = hash(event) % (24 * self.days as u64) + hash(at as u64) % 48;
        let text: String = (0..120).map(|n| letter(hash(copied as u64 * 128 + n))).collect();
        ArticleFeatures {
            id: self.ids[at].clone(),
            lang,
            date: Timestamp::from_second(1_767_225_600 + 3600 * hours as i64).ok(),
            source: Some(format!("source{}", hash(at as u64) % 400)),
            features,
            exact_figures: Vec::new(),
            title_persons: Vec::new(),
            days: Vec::new(),
            title_actions: Vec::new(),
            actions: Vec::new(),
            title_negated: false,
            sketch: Sketch::of(&text),
            details: Details::default(),
        }
    }

    fn is_reprint(&self, doc: &String, other: &String) -> bool {
        let at = |id: &String| self.ids.binary_search(id).expect("ids are of these articles");
        original(at(doc)).unwrap_or(at(doc)) == original(at(other)).unwrap_or(at(other))
    }

    fn reprints(&self) -> usize {
        (0..self.ids.len()).filter(|&at| original(at).is_some()).count()
    }

    fn events_in_window(&self, hours: f64) -> usize {
        (self.events as f64 * (hours / 24.0 / self.days as f64).min(1.0)) as usize
    }
}

impl Collection for Made {
    type Error = Infallible;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn id(&self, at: usize) -> &str {
        &self.ids[at]
    }

    fn features(&self, at: usize) -> Result<Cow<'_, ArticleFeatures>, Infallible> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        Ok(Cow::Owned(self.article(at)))
    }

    fn details(&self, _: usize) -> Result<Cow<'_, Details>, Infallible> {
        Ok(Cow::Owned(Details::default()))
    }
}

fn event_of(at: usize) -> usize {
    at / 5 * 2 + EVENT_OF[at % 5]
}

/// Every tenth article repeats the one before, which is of the same event.
fn original(at: usize) -> Option<usize> {
    (at % 10 == 4).then(|| at - 1)
}

fn letter(hash: u64) -> char {
    char::from_u32(0x4E00 + (hash % 20_000) as u32).expect("these are Chinese characters")
}

/// SplitMix64.
fn hash(number: u64) -> u64 {
    let hash = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// BCubed precision, or recall, of the events found.
fn b_cubed(found: &Clustering, made: &Made, precision: bool) -> f64 {
    let mut sizes = vec![0usize; made.events];
    (0..made.ids.len()).for_each(|at| sizes[event_of(at)] += 1);
    let of_event = |docs: &Vec<String>| {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for doc in docs {
            *counts.entry(event_of(made.ids.binary_search(doc).expect("ids are of these articles"))).or_default() += 1;
        }
        let of = |event: usize| if precision { docs.len() } else { sizes[event] };
        counts.into_iter().map(|(event, count)| (count * count) as f64 / of(event) as f64).sum::<f64>()
    };
    found.events.iter().map(|event| of_event(&event.docs)).sum::<f64>() / made.ids.len() as f64
}

/// The greatest memory that the program had, where the system says.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
