//! Particles that stand cut off from their word: the 의 of 阿里의, the 는 of 알리바바(BABA)는.

use std::collections::HashSet;
use std::sync::LazyLock;

static PARTICLES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/particles.tsv").lines().filter(|line| !line.starts_with('#')).collect());

/// Whether a stretch of Hangul is a particle, or several, and nothing else.
pub(super) fn is_particle(text: &str) -> bool {
    PARTICLES.contains(text)
}
