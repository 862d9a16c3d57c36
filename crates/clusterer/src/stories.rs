//! Stories: threads of events about the same people and things over weeks.

use std::collections::BTreeMap;

use newsbraid_text::Lang;

use crate::collection::always;
use crate::events::{Event, stable_id};
use crate::features::{ArticleFeatures, Feature};
use crate::link::{Bounds, Edge, Link, quantized};
use crate::pairs::likenesses;
use crate::vectors::Space;
use crate::{ClusterConfig, Family};

/// Features of an event that go into its story's likeness: those that most of its articles share.
const FEATURES: usize = 60;

/// What concepts weigh here of what they weigh in events: a story is told of people and things, of which ever other words are said.
const CONCEPTS: f64 = 0.5;

/// What an event is compared by: entities, unknown names and concepts, as if it were one article that has nothing else.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gist(BTreeMap<(Family, u64), (f32, f32)>);

impl Gist {
    /// Adds an article of the event.
    pub fn add(&mut self, article: &ArticleFeatures) {
        let told = |f: &&Feature| matches!(f.family, Family::Entity | Family::Name | Family::Concept);
        for feature in article.features.iter().filter(told) {
            let counts = self.0.entry((feature.family, feature.hash)).or_default();
            *counts = (counts.0 + feature.title, counts.1 + feature.body);
        }
    }

    /// The event as an article.
    pub fn article(self, event: &Event) -> ArticleFeatures {
        let feature = |((family, hash), (title, body))| Feature { hash, family, title, body };
        let mut features: Vec<Feature> = self.0.into_iter().map(feature).collect();
        features.sort_by(|a, b| {
            (b.title + b.body).total_cmp(&(a.title + a.body)).then((a.family, a.hash).cmp(&(b.family, b.hash)))
        });
        features.truncate(FEATURES);
        features.shrink_to_fit();
        features.sort_by_key(|f| (f.family, f.hash));
        ArticleFeatures::without_text(event.cluster.clone(), Lang::Und, event.first_seen, features)
    }
}

/// Gives every event the id of its story; `digests` are those of the events.
pub(crate) fn tell_stories(events: &mut [Event], digests: &[ArticleFeatures], config: &ClusterConfig) {
    let mut config = ClusterConfig { window_hours: config.stories.window_days * 24.0, ..config.clone() };
    config.families.entry(Family::Concept).and_modify(|weight| *weight *= CONCEPTS);
    let mut order: Vec<usize> = (0..digests.len()).collect();
    let key = |i: usize| (digests[i].date.is_none(), digests[i].date, &digests[i].id);
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    let space = always(Space::of(digests, &config));
    let edges: Vec<Edge> = likenesses(&space, &order, &config, |a, b, cosine| (a, b, quantized(cosine)));
    drop(space);
    let threshold = quantized(config.stories.threshold);
    let link = Link {
        thresholds: vec![Some(threshold); digests.len()],
        undated_threshold: threshold,
        missing: quantized(config.missing),
        largest_component: config.largest_component,
    };
    let place: Vec<usize> = places(&order);
    for mut story in link.groups(&edges, &Bounds::default()) {
        story.sort_by_key(|&i| place[i as usize]);
        let id = stable_id("st", &digests[story[0] as usize].id);
        story.iter().for_each(|&i| events[i as usize].story.clone_from(&id));
    }
}

/// The place of each item in an order.
fn places(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &i)| places[i] = at);
    places
}
