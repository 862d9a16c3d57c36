//! What an index lacks, and what it has too much.

use std::cmp::Ordering;

use crate::error::IndexError;
use crate::index::Index;

/// The difference between the articles of an index and those that it should hold. An [`crate::IndexWriter`] that
/// [appends](crate::IndexWriter::append) makes it good: it deletes what is gone and adds what changed; what is kept is not
/// touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexUpdate {
    /// Ids of articles that the index holds and should not.
    pub gone: Vec<String>,
    /// Numbers, among those wanted, of the articles that are new or have another fingerprint.
    pub changed: Vec<usize>,
    /// How many are there already as they should be.
    pub kept: usize,
}

impl IndexUpdate {
    /// Compares an index with ids and fingerprints of the articles `wanted`, in ascending order of id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn between<'w>(
        index: &Index,
        wanted: impl IntoIterator<Item = (&'w str, u64)>,
    ) -> Result<IndexUpdate, IndexError> {
        let mut there = index.fingerprints()?.into_iter().peekable();
        let mut update = IndexUpdate::default();
        for (number, (id, fingerprint)) in wanted.into_iter().enumerate() {
            update
                .gone
                .extend(std::iter::from_fn(|| there.next_if(|(other, _)| other.as_str() < id)).map(|(id, _)| id));
            match there.peek().map(|(other, found)| (other.as_str().cmp(id), *found == fingerprint)) {
                Some((Ordering::Equal, same)) => {
                    there.next();
                    if same { update.kept += 1 } else { update.changed.push(number) }
                }
                _ => update.changed.push(number),
            }
        }
        update.gone.extend(there.map(|(id, _)| id));
        Ok(update)
    }

    /// Whether so much changed that an index made anew costs less, and is smaller: more than half.
    pub fn is_rebuild(&self) -> bool {
        self.changed.len() + self.gone.len() > self.kept
    }
}
