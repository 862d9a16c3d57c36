//! How much of a sentence an article has, and how close together.
//!
//! BM25 knows how often a word stands in an article, not whether it stands beside the others. For the best articles of a
//! query that holds a sentence, the positions of its pairs of characters, or of its English words, are read, and the stretch in
//! which most of them stand, each weighed by its rarity, adds to the score (minimal windows as in Tao & Zhai, An exploration of
//! proximity measures in information retrieval, SIGIR 2007). What stands anywhere in the article adds to it too, however often:
//! in passages that answer questions a second occurrence says less than the engine's BM25 (k1 of 1.2) has it.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, Term};

/// Articles whose order is looked at again.
pub(crate) const LOOKED_AT: usize = 30;
/// Positions from the first to the last of a stretch: a short sentence.
const WIDTH: u32 = 30;
/// Weight of the best stretch beside BM25.
const STRETCH: f32 = 0.4;
/// Weight of what is there at all.
const PRESENT: f32 = 0.6;

/// A term whose neighbours count.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub term: Term,
    /// How rare it is.
    pub weight: f32,
}

/// Adds to the scores of the first articles, and puts these in order again; what is equal stays in order.
pub(crate) fn bring_near_up(
    searcher: &Searcher,
    near: &[Near],
    ranked: &mut [(f32, DocAddress)],
) -> tantivy::Result<()> {
    let count = ranked.len().min(LOOKED_AT);
    let first = &mut ranked[..count];
    let mut segments: BTreeMap<u32, Vec<(DocId, usize)>> = BTreeMap::new();
    for (rank, (_, address)) in first.iter().enumerate() {
        segments.entry(address.segment_ord).or_default().push((address.doc_id, rank));
    }
    for (segment, mut docs) in segments {
        docs.sort_unstable();
        for (rank, more) in closeness(searcher, segment, near, &docs)? {
            first[rank].0 += more;
        }
    }
    first.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(())
}

/// For each article of a segment (its number there and its rank), its rank and what its words of the sentence add.
fn closeness(
    searcher: &Searcher,
    segment: u32,
    near: &[Near],
    docs: &[(DocId, usize)],
) -> tantivy::Result<Vec<(usize, f32)>> {
    let mut places: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs.len()];
    let mut positions = Vec::new();
    for (which, Near { term, .. }) in near.iter().enumerate() {
        let index = searcher.segment_reader(segment).inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else { continue };
        for ((doc, _), places) in docs.iter().zip(&mut places) {
            if postings.doc() < *doc {
                postings.seek(*doc);
            }
            if postings.doc() == *doc {
                postings.positions(&mut positions);
                places.extend(positions.iter().map(|at| (*at, which)));
            }
        }
    }
    let weigh = |((_, rank), mut places): (&(DocId, usize), Vec<(u32, usize)>)| {
        places.sort_unstable();
        (*rank, STRETCH * best_stretch(near, &places) + PRESENT * present(near, &places))
    };
    Ok(docs.iter().zip(places).map(weigh).collect())
}

/// The sum of the weights of the terms that are there.
fn present(near: &[Near], places: &[(u32, usize)]) -> f32 {
    let mut there = vec![false; near.len()];
    places.iter().for_each(|&(_, which)| there[which] = true);
    near.iter().zip(there).filter(|(_, there)| *there).map(|(near, _)| near.weight).sum()
}

/// The greatest sum of weights of different terms within [`WIDTH`] positions; `places` are positions with the number of their
/// term, in order.
fn best_stretch(near: &[Near], places: &[(u32, usize)]) -> f32 {
    let mut inside = vec![0u32; near.len()];
    let (mut best, mut sum, mut first) = (0.0f32, 0.0, 0);
    for &(at, which) in places {
        if inside[which] == 0 {
            sum += near[which].weight;
        }
        inside[which] += 1;
        while places[first].0 + WIDTH < at {
            let left = places[first].1;
            inside[left] -= 1;
            if inside[left] == 0 {
                sum -= near[left].weight;
            }
            first += 1;
        }
        best = best.max(sum);
    }
    best
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Field;

    use super::*;

    #[test]
    fn the_best_stretch_holds_most_terms() {
        let near: Vec<Near> = [1.0, 2.0, 4.0]
            .map(|weight| Near { term: Term::from_field_text(Field::from_field_id(0), ""), weight })
            .into();
        let check = |places: &[(u32, usize)], stretch: f32, all: f32| {
            assert_eq!((best_stretch(&near, places), present(&near, places)), (stretch, all), "{places:?}");
        };
        check(&[], 0.0, 0.0);
        check(&[(3, 0), (4, 0), (5, 1)], 3.0, 3.0);
        check(&[(0, 2), (WIDTH, 1)], 6.0, 6.0);
        check(&[(0, 2), (WIDTH + 1, 1), (WIDTH + 2, 0)], 4.0, 7.0);
        check(&[(0, 0), (1, 1), (WIDTH + 1, 2), (WIDTH + 9, 0)], 6.0, 7.0);
    }
}
