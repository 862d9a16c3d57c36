//! Strings that lie in one buffer.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A part of a string that many share. A base of a million names is read without a million allocations.
///
/// ```
/// use newsbraid_kb::SharedStr;
/// let name = SharedStr::from("通义千问");
/// assert_eq!(name, "通义千问");
/// assert_eq!(name.chars().count(), 4);
/// ```
#[derive(Clone)]
pub struct SharedStr {
    // Boxed, so that a part takes 16 bytes and not 24.
    pool: Arc<Box<str>>,
    start: u32,
    end: u32,
}

impl SharedStr {
    /// The bytes `start..end` of a pool; `None` where these are no string of it.
    pub(crate) fn part(pool: &Arc<Box<str>>, start: u32, end: u32) -> Option<SharedStr> {
        pool.get(start as usize..end as usize)?;
        Some(SharedStr { pool: pool.clone(), start, end })
    }

    /// Where it lies in its pool.
    pub(crate) fn place(&self) -> (u32, u32) {
        (self.start, self.end)
    }
}

impl Deref for SharedStr {
    type Target = str;

    fn deref(&self) -> &str {
        &self.pool[self.start as usize..self.end as usize]
    }
}

impl From<&str> for SharedStr {
    fn from(text: &str) -> SharedStr {
        let end = u32::try_from(text.len()).expect("no name has four gigabytes");
        SharedStr { pool: Arc::new(text.into()), start: 0, end }
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq for SharedStr {
    fn eq(&self, other: &SharedStr) -> bool {
        **self == **other
    }
}

impl Eq for SharedStr {}

impl PartialEq<str> for SharedStr {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for SharedStr {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialOrd for SharedStr {
    fn partial_cmp(&self, other: &SharedStr) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SharedStr {
    fn cmp(&self, other: &SharedStr) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for SharedStr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
