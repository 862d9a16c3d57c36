//! Any of several concepts, the more the better, and pairs of characters that add to the score.

use tantivy::query::{BooleanQuery, EmptyQuery, EnableScoring, Occur, Query, Weight};

use crate::query::allowed::Condition;
use crate::query::coverage::{Coverage, CoverageQuery};
use crate::query::way::{Sequence, Way, any_of};

/// Postings that are read for a run of words, at most: these, and so many for each article. Only hundreds of common words have more.
const MOST_POSTINGS: u64 = 1 << 21;
const MOST_POSTINGS_OF_ARTICLE: u64 = 4;

/// What a run of words asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranked {
    /// The things that are looked for.
    pub concepts: Vec<Concept>,
    /// Pairs of characters of sentences.
    pub pairs: Vec<Sequence>,
    /// What restricts all that.
    pub conditions: Vec<Condition>,
}

/// One thing that is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Concept {
    /// The ways in which an article may have it; none where nothing in the index has it.
    pub ways: Vec<Way>,
    /// How often it stands in the query.
    pub times: u16,
}

impl From<Vec<Way>> for Concept {
    fn from(ways: Vec<Way>) -> Concept {
        Concept { ways, times: 1 }
    }
}

impl Ranked {
    /// Adds what another run asks for, which has no conditions.
    pub fn extend(&mut self, other: Ranked) {
        self.concepts.extend(other.concepts);
        self.pairs.extend(other.pairs);
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty() && self.pairs.is_empty()
    }

    /// The ways of the one concept that is all it asks for, where it asks for no more.
    pub fn only(&self) -> Option<&[Way]> {
        match self.concepts.as_slice() {
            [Concept { ways, times: 1 }] if self.pairs.is_empty() && self.conditions.is_empty() => Some(ways),
            _ => None,
        }
    }

    /// What having more of the concepts is worth; where the index knows only one of them, nothing.
    pub fn coverage(&self) -> Coverage {
        match self.known().map(|concept| usize::from(concept.times)).sum() {
            0 | 1 => Coverage::NONE,
            _ => Coverage::of(self.total()),
        }
    }

    /// How many words it has, those included that the index does not know.
    fn total(&self) -> usize {
        self.concepts.iter().map(|concept| usize::from(concept.times)).sum()
    }

    /// The concepts that the index knows.
    fn known(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(|concept| !concept.ways.is_empty())
    }

    /// Whether all that is found scores something, as finding the best by bounds asks for.
    pub fn always_scores(&self) -> bool {
        !self.concepts.iter().flat_map(|concept| &concept.ways).any(Way::may_score_nothing)
    }

    /// Leaves out the commonest words and pairs of a run that has far more postings than any that someone types: they decide
    /// nothing beside the others, and to read them would take most of the time.
    pub fn leave_out_the_commonest(&mut self, articles: u64) {
        let most = MOST_POSTINGS + MOST_POSTINGS_OF_ARTICLE * articles;
        let of_words = self.concepts.iter().map(|concept| concept.ways.iter().map(Way::postings).sum::<u64>());
        let of_pairs = self.pairs.iter().map(Sequence::postings);
        let mut postings: Vec<(u64, usize)> = of_words.chain(of_pairs).zip(0..).collect();
        let mut sum: u64 = postings.iter().map(|(postings, _)| postings).sum();
        if sum <= most {
            return;
        }
        postings.sort_unstable();
        let mut left_out = Vec::new();
        while let Some((postings, at)) = postings.pop().filter(|_| sum > most) {
            sum -= postings;
            match at.checked_sub(self.concepts.len()) {
                None => self.concepts[at].ways.clear(),
                Some(pair) => left_out.push(pair),
            }
        }
        let mut pairs = 0..;
        self.pairs.retain(|_| !pairs.next().is_some_and(|pair| left_out.contains(&pair)));
    }

    /// What the engine is asked to find and score the same.
    pub fn query(&self) -> Box<dyn Query> {
        if self.conditions.is_empty() {
            return self.scored();
        }
        let occur = |wanted| if wanted { Occur::Must } else { Occur::MustNot };
        let conditions = self.conditions.iter().map(|one| (occur(one.wanted), one.query.box_clone()));
        Box::new(BooleanQuery::new(conditions.chain([(Occur::Must, self.scored())]).collect()))
    }

    fn scored(&self) -> Box<dyn Query> {
        let mut concepts = Vec::new();
        for concept in self.known() {
            concepts.extend((0..concept.times).map(|_| any_of(&concept.ways)));
        }
        let words = CoverageQuery::of(concepts, self.total());
        if self.pairs.is_empty() {
            return words.unwrap_or_else(|| Box::new(EmptyQuery));
        }
        let parts = self.pairs.iter().map(Sequence::query).chain(words);
        Box::new(BooleanQuery::new(parts.map(|query| (Occur::Should, query)).collect()))
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.query().weight(scoring)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::Term;
    use tantivy::postings::TermInfo;
    use tantivy::schema::Field;

    use super::*;
    use crate::query::way::{Places, Posted};

    /// A word in so many articles.
    fn word(frequency: u32) -> Sequence {
        let info = TermInfo { doc_freq: frequency, postings_range: 0..0, positions_range: 0..0 };
        let posted = Posted::new(Term::from_field_text(Field::from_field_id(0), ""), vec![Some(info)]);
        Sequence { terms: vec![(0, posted)], idf: 1.0, weight: 1.0 }
    }

    #[test]
    fn only_the_commonest_of_very_many_are_left_out() {
        let check = |words: &[u32], pairs: &[u32], articles: u64, left_words: &[u32], left_pairs: &[u32]| {
            let way = |frequency: &u32| Way::Text(Places::one(word(*frequency)));
            let concepts = words.iter().map(|word| vec![way(word)].into()).collect();
            let mut run =
                Ranked { concepts, pairs: pairs.iter().map(|pair| word(*pair)).collect(), ..Ranked::default() };
            run.leave_out_the_commonest(articles);
            let of_words: Vec<u32> = run.known().map(|concept| concept.ways[0].postings() as u32).collect();
            let of_pairs: Vec<u32> = run.pairs.iter().map(|pair| pair.postings() as u32).collect();
            assert_eq!((of_words.as_slice(), of_pairs.as_slice()), (left_words, left_pairs), "{words:?} {pairs:?}");
            assert_eq!(run.total(), words.len());
        };
        let million = 1 << 20;
        check(&[1, million, 7], &[million / 2], million.into(), &[1, million, 7], &[million / 2]);
        check(&[million, million + 1, 7], &[3], 1, &[million, 7], &[3]);
        check(&[million, 7, 1], &[3, 2 * million, 5], 1, &[million, 7, 1], &[3, 5]);
        check(&[million, million, million], &[], million.into(), &[million, million, million], &[]);
    }
}
