//! How many articles were published about the days of an article, and what that asks of a join.

use crate::ClusterConfig;
use crate::link::quantized;

/// Seconds before and after it.
const ABOUT: i64 = 2 * 86_400;
/// Fewer and more articles count as these: the model has not seen others.
const FEWEST: f64 = 30.0;
const MOST: f64 = 2000.0;
/// Articles that are few and many, between which the threshold goes from one to the other.
const FEW: f64 = 100.0;
const MANY: f64 = 300.0;

/// For each article the logarithm of the number of articles of its days. The more there are, the more of them are alike
/// without reporting one event: the same likeness says less.
pub(crate) fn crowds(times: impl Iterator<Item = Option<i64>> + Clone) -> Vec<f32> {
    let mut sorted: Vec<i64> = times.clone().flatten().collect();
    sorted.sort_unstable();
    let about = |time: i64| {
        sorted.partition_point(|&t| t <= time.saturating_add(ABOUT))
            - sorted.partition_point(|&t| t < time.saturating_sub(ABOUT))
    };
    times.map(|time| crowd(time.map_or(0, about))).collect()
}

/// For each article that has a date, by its seconds, the probability in millionths that its pairs must have at the mean to be joined.
/// The more articles there are of the same days, the less: more strangers stand beside the right one, and each of them makes the
/// model say less of it.
pub(crate) fn thresholds(times: impl Iterator<Item = Option<i64>> + Clone, config: &ClusterConfig) -> Vec<Option<i64>> {
    let (few, many) = (FEW.ln(), MANY.ln());
    let threshold = |(time, crowd): (Option<i64>, f32)| {
        let crowded = ((f64::from(crowd) - few) / (many - few)).clamp(0.0, 1.0);
        time.map(|_| quantized(config.threshold + crowded * (config.crowded_threshold - config.threshold)))
    };
    times.clone().zip(crowds(times)).map(threshold).collect()
}

fn crowd(articles: usize) -> f32 {
    (articles as f64).clamp(FEWEST, MOST).ln() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClusterConfig;
    use crate::collection::always;
    use crate::testing::article;
    use crate::vectors::Space;

    #[test]
    fn only_articles_of_about_the_same_days_are_a_crowd() {
        let busy = (0..60).map(|at| article(&format!("a{at:02}"), "2026-03-01T08:00:00Z", &["ferry"]));
        let quiet = (0..20).map(|at| article(&format!("b{at:02}"), "2026-03-09T08:00:00Z", &["ferry"]));
        let between = article("c", "2026-03-03T08:00:00Z", &["ferry"]);
        let articles: Vec<_> = busy.chain(quiet).chain([between]).collect();
        let space = always(Space::of(&articles[..], &ClusterConfig::default()));
        let crowds = crowds(space.vectors.iter().map(|vector| vector.time));
        assert_eq!([crowds[0], crowds[60], crowds[80]], [61f32.ln(), 30f32.ln(), 61f32.ln()]);
    }

    #[test]
    fn the_more_articles_of_the_same_days_the_less_is_asked() {
        let config = ClusterConfig { threshold: 0.4, crowded_threshold: 0.2, ..ClusterConfig::default() };
        let check = |articles: usize, expect: i64| {
            let times = (0..articles).map(|_| Some(0)).chain([Some(10 * ABOUT), None]);
            let found = thresholds(times, &config);
            assert_eq!(found[..articles], vec![Some(expect); articles], "{articles} articles");
            assert_eq!(found[articles..], [Some(400_000), None]);
        };
        check(100, 400_000);
        check(173, 300_216);
        check(300, 200_000);
        check(3000, 200_000);
    }
}
