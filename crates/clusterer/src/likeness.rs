//! How alike two articles are, summed up while what they share is gone over.

/// Sums over the features that two articles share.
#[derive(Default)]
pub(crate) struct Sums {
    all: f64,
    title: f64,
    covered: [f64; 2],
}

/// How alike two articles are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    /// Cosine, and the sum of the products of weights.
    pub cosine: f64,
    pub sum: f64,
    /// Cosine of the titles.
    pub title: f64,
    /// Shares of the titles that the other article has anywhere.
    pub covered: [f64; 2],
}

impl Sums {
    /// Adds a feature with its weights in both articles and in their titles.
    #[inline]
    pub fn add(&mut self, weights: [f32; 2], titles: [f32; 2]) {
        self.all += product(weights);
        self.title += product(titles);
        self.covered[0] += product([titles[0]; 2]);
        self.covered[1] += product([titles[1]; 2]);
    }

    /// `lengths` are those of either article and of its title.
    pub fn likeness(&self, [m, n]: [[f32; 2]; 2]) -> Likeness {
        let covered = |sum: f64, length: f32| sum / f64::from(length * length).max(1e-9);
        Likeness {
            cosine: cosine(self.all, m[0], n[0]),
            sum: self.all,
            title: cosine(self.title, m[1], n[1]),
            covered: [covered(self.covered[0], m[1]), covered(self.covered[1], n[1])],
        }
    }
}

pub(crate) fn product([a, b]: [f32; 2]) -> f64 {
    f64::from(a) * f64::from(b)
}

pub(crate) fn cosine(dot: f64, m: f32, n: f32) -> f64 {
    if dot > 0.0 { dot / (f64::from(m) * f64::from(n)).max(1e-9) } else { 0.0 }
}
