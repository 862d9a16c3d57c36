//! How many articles were published about the days of an article.

use crate::vectors::Vector;

/// Seconds before and after it.
const ABOUT: i64 = 2 * 86_400;
/// Fewer and more articles count as these: the model has not seen others.
const FEWEST: f64 = 30.0;
const MOST: f64 = 2000.0;

/// For each article the logarithm of the number of articles of its days. The more there are, the more of them are alike
/// without reporting one event: the same likeness says less.
pub(crate) fn crowds(vectors: &[Vector]) -> Vec<f32> {
    let mut times: Vec<i64> = vectors.iter().filter_map(|vector| vector.time).collect();
    times.sort_unstable();
    let about = |time: i64| {
        times.partition_point(|&t| t <= time.saturating_add(ABOUT))
            - times.partition_point(|&t| t < time.saturating_sub(ABOUT))
    };
    vectors.iter().map(|vector| crowd(vector.time.map_or(0, about))).collect()
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
        let crowds = crowds(&space.vectors);
        assert_eq!([crowds[0], crowds[60], crowds[80]], [61f32.ln(), 30f32.ln(), 61f32.ln()]);
    }
}
