//! Strings and lists that lie in one buffer.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::slice::Iter;
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

/// A part of a list that many share, for the same reason.
#[derive(Clone)]
pub struct SharedSlice<T> {
    pool: Arc<Vec<T>>,
    start: u32,
    end: u32,
}

impl<T> SharedSlice<T> {
    /// The places of a range; `None` where the list has not all of them.
    pub(crate) fn part(pool: &Arc<Vec<T>>, Range { start, end }: Range<u32>) -> Option<SharedSlice<T>> {
        pool.get(start as usize..end as usize)?;
        Some(SharedSlice { pool: pool.clone(), start, end })
    }
}

impl<T> Deref for SharedSlice<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.pool[self.start as usize..self.end as usize]
    }
}

impl<'a, T> IntoIterator for &'a SharedSlice<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for SharedSlice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: PartialEq> PartialEq for SharedSlice<T> {
    fn eq(&self, other: &SharedSlice<T>) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for SharedSlice<T> {}

/// Cuts a list into the parts that lie one behind the other.
pub(crate) struct Cutter<T> {
    pool: Arc<Vec<T>>,
    at: u32,
}

impl<T> Cutter<T> {
    pub(crate) fn new(list: Vec<T>) -> Cutter<T> {
        Cutter { pool: Arc::new(list), at: 0 }
    }

    /// The next part, of so many places; `None` where fewer are left.
    pub(crate) fn cut(&mut self, count: u32) -> Option<SharedSlice<T>> {
        let end = self.at.checked_add(count)?;
        let part = SharedSlice::part(&self.pool, self.at..end)?;
        self.at = end;
        Some(part)
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.at as usize == self.pool.len()
    }
}

/// Cuts a string into the parts that lie one behind the other.
pub(crate) struct StrCutter {
    pool: Arc<Box<str>>,
    at: u32,
}

impl StrCutter {
    pub(crate) fn new(text: String) -> StrCutter {
        StrCutter { pool: Arc::new(text.into_boxed_str()), at: 0 }
    }

    /// The next part, of so many bytes; `None` where that is no string or fewer are left.
    pub(crate) fn cut(&mut self, bytes: u32) -> Option<SharedStr> {
        let end = self.at.checked_add(bytes)?;
        let part = SharedStr::part(&self.pool, self.at, end)?;
        self.at = end;
        Some(part)
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.at as usize == self.pool.len()
    }
}
