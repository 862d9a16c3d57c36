//! How far the measures would move with other stories of the same kind.

use super::contingency::{Contingency, Measures};
use crate::Prf;

/// How intervals are drawn: stories are resampled with replacement (Efron & Tibshirani, An Introduction to the Bootstrap,
/// 1993, chapter 13: percentile intervals).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// Number of samples; 0 leaves the intervals out.
    pub draws: usize,
    /// The same seed gives the same intervals.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Bootstrap {
        Bootstrap { draws: 1000, seed: 1 }
    }
}

impl Bootstrap {
    /// The 2.5th and 97.5th percentiles of each measure.
    pub(crate) fn interval(self, table: &Contingency) -> Option<(Measures, Measures)> {
        let mut random = SplitMix(self.seed);
        let draws: Vec<Measures> = (0..self.draws)
            .map(|_| {
                let mut weights = vec![0; table.stories()];
                for _ in 0..table.stories() {
                    weights[random.below(table.stories())] += 1;
                }
                table.weighted(&weights)
            })
            .collect();
        (!draws.is_empty()).then(|| (percentile(&draws, 0.025), percentile(&draws, 0.975)))
    }
}

/// Each measure at this share of the way through its sorted draws (nearest rank).
fn percentile(draws: &[Measures], share: f64) -> Measures {
    let at = |of: &dyn Fn(&Measures) -> f64| {
        let mut values: Vec<f64> = draws.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * share).round() as usize]
    };
    let prf = |of: &dyn Fn(&Measures) -> Prf| Prf {
        precision: at(&|m| of(m).precision),
        recall: at(&|m| of(m).recall),
        f1: at(&|m| of(m).f1),
    };
    Measures {
        b3: prf(&|m| m.b3),
        pair: prf(&|m| m.pair),
        cross_pair: draws[0].cross_pair.map(|_| prf(&|m| m.cross_pair.unwrap_or_default())),
        ari: at(&|m| m.ari),
        homogeneity: at(&|m| m.homogeneity),
        completeness: at(&|m| m.completeness),
        v_measure: at(&|m| m.v_measure),
    }
}

/// SplitMix64: Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n - 1`.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation for seed 1234567.
    #[test]
    fn generator_is_splitmix64() {
        let mut random = SplitMix(1234567);
        let first = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        assert_eq!([random.next(), random.next(), random.next()], first);
    }

    #[test]
    fn intervals_hold_the_value_and_are_the_same_each_time() {
        // Forty stories of two documents, every fourth torn.
        let torn = (0..40).flat_map(|s| [(s, 2 * s, 0), (s, 2 * s + usize::from(s % 4 == 0), 0)]);
        let table = Contingency::new(torn, false);
        let (low, high) = Bootstrap::default().interval(&table).unwrap();
        let value = table.measures();
        assert!(low.b3.recall < value.b3.recall && value.b3.recall < high.b3.recall);
        assert!(high.pair.recall - low.pair.recall < 0.3, "{low:?} {high:?}");
        // Pair recall is the share of whole stories: binomial, 40 draws at 0.75, 95% within about 0.13.
        assert!((0.57..0.67).contains(&low.pair.recall) && (0.83..0.92).contains(&high.pair.recall));
        assert_eq!(Bootstrap::default().interval(&table), Some((low, high)));
        assert_eq!(Bootstrap { draws: 0, seed: 1 }.interval(&table), None);
    }
}
