//! Stories: threads of events about the same people and things over weeks.

use newsbraid_text::Lang;

use crate::events::{Event, stable_id};
use crate::features::{ArticleFeatures, Feature};
use crate::link::{Bounds, Edge, Link, quantized};
use crate::pairs::compare;
use crate::vectors::Space;
use crate::{ClusterConfig, Family};

/// Features of an event that go into its story's likeness: those that most of its articles share.
const FEATURES: usize = 60;

/// Gives every event the id of its story. Events are compared as if each were one article that has nothing but the
/// entities, unknown names and concepts of its articles.
pub(crate) fn tell_stories(
    events: &mut [Event],
    groups: &[Vec<usize>],
    articles: &[ArticleFeatures],
    config: &ClusterConfig,
) {
    let digests: Vec<ArticleFeatures> =
        events.iter().zip(groups).map(|(event, group)| digest(event, group, articles)).collect();
    let digests: Vec<&ArticleFeatures> = digests.iter().collect();
    let config = ClusterConfig { window_hours: config.stories.window_days * 24.0, ..config.clone() };
    let mut order: Vec<usize> = (0..digests.len()).collect();
    let key = |i: usize| (digests[i].date.is_none(), digests[i].date, &digests[i].id);
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    let pairs = compare(&Space::new(&digests, &config), &digests, &order, &config);
    let edges: Vec<Edge> = pairs
        .iter()
        .filter(|pair| pair.enough)
        .map(|pair| (pair.a as u32, pair.b as u32, quantized(pair.inputs[0])))
        .collect();
    let link = Link {
        threshold: quantized(config.stories.threshold),
        missing: quantized(config.missing),
        largest_component: config.largest_component,
    };
    let place: Vec<usize> = places(&order);
    for mut story in link.groups(digests.len(), &edges, &Bounds::default()) {
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

/// An event as an article without words of its own.
fn digest(event: &Event, group: &[usize], articles: &[ArticleFeatures]) -> ArticleFeatures {
    let told = |f: &&Feature| matches!(f.family, Family::Entity | Family::Name | Family::Concept);
    let mut all: Vec<&Feature> = group.iter().flat_map(|&i| articles[i].features.iter().filter(told)).collect();
    all.sort_by_key(|f| (f.family, f.hash));
    let mut features: Vec<Feature> = Vec::new();
    for feature in all {
        match features.last_mut().filter(|last| (last.family, last.hash) == (feature.family, feature.hash)) {
            Some(last) => (last.title, last.body) = (last.title + feature.title, last.body + feature.body),
            None => features.push(feature.clone()),
        }
    }
    features.sort_by(|a, b| {
        (b.title + b.body).total_cmp(&(a.title + a.body)).then((a.family, a.hash).cmp(&(b.family, b.hash)))
    });
    features.truncate(FEATURES);
    features.sort_by_key(|f| (f.family, f.hash));
    ArticleFeatures::without_text(event.cluster.clone(), Lang::Und, event.first_seen, features)
}
