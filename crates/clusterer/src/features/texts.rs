//! Many short texts in one buffer.

use serde::{Deserialize, Serialize};

/// Texts one after the other, so that the hundreds of an article are read as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    all: String,
    /// Where each ends, in bytes.
    ends: Vec<u32>,
}

impl Texts {
    /// A text by its number.
    ///
    /// ```
    /// let texts: newsbraid_clusterer::Texts = ["투자", "投资"].into_iter().collect();
    /// assert_eq!((texts.get(1), texts.get(2)), (Some("投资"), None));
    /// ```
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.all.get(start..end)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|number| self.get(number))
    }
}

impl<S: AsRef<str>> Extend<S> for Texts {
    fn extend<I: IntoIterator<Item = S>>(&mut self, texts: I) {
        for text in texts {
            self.all.push_str(text.as_ref());
            self.ends.push(self.all.len() as u32);
        }
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Texts {
        let mut found = Texts::default();
        found.extend(texts);
        found
    }
}
