//! Articles that are looked at one after the other, so that not all of them need to be in memory.

use std::borrow::Cow;
use std::convert::Infallible;

use crate::features::{ArticleFeatures, Details};

/// Articles in order of id, every id once. The clusterer reads them a few times and keeps of each only what it needs, some
/// kilobytes; a list in memory is a collection, and so are files.
pub trait Collection: Sync {
    /// Why an article cannot be read.
    type Error: Send;

    /// How many articles there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of an article.
    fn id(&self, at: usize) -> &str;

    /// What an article is compared by. Its details may be empty.
    ///
    /// # Errors
    /// When it cannot be read.
    fn features(&self, at: usize) -> Result<Cow<'_, ArticleFeatures>, Self::Error>;

    /// What is told of an article.
    ///
    /// # Errors
    /// When it cannot be read.
    fn details(&self, at: usize) -> Result<Cow<'_, Details>, Self::Error>;
}

impl Collection for [ArticleFeatures] {
    type Error = Infallible;

    fn len(&self) -> usize {
        <[ArticleFeatures]>::len(self)
    }

    fn id(&self, at: usize) -> &str {
        &self[at].id
    }

    fn features(&self, at: usize) -> Result<Cow<'_, ArticleFeatures>, Infallible> {
        Ok(Cow::Borrowed(&self[at]))
    }

    fn details(&self, at: usize) -> Result<Cow<'_, Details>, Infallible> {
        Ok(Cow::Borrowed(&self[at].details))
    }
}

/// What a collection in memory gives: it can always be read.
pub(crate) fn always<T>(read: Result<T, Infallible>) -> T {
    read.unwrap_or_else(|never| match never {})
}
