//! A damaged index is an error.
//!
//! The engine trusts its files: where one was changed it may panic while it reads. That stays with the query. Comparing all
//! checksums before each search would cost reading the whole index.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::error::IndexError;

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading an index, so that a panic becomes an [`IndexError::Unreadable`]. A panic hook of the program
/// may ask, and then leave it to that error to speak.
///
/// ```
/// assert!(!newsbraid_indexer::is_reading());
/// ```
pub fn is_reading() -> bool {
    READING.get()
}

/// Reads an index; a panic in it is an error.
pub(crate) fn guarded<T, E: From<IndexError>>(dir: &Path, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = READING.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    READING.set(before);
    done.unwrap_or_else(|fault| {
        Err(IndexError::Unreadable { path: dir.to_path_buf(), what: message(&*fault).to_string() }.into())
    })
}

/// What a panic says.
fn message(fault: &(dyn Any + Send)) -> &str {
    let formatted = fault.downcast_ref::<String>().map(String::as_str);
    formatted.or(fault.downcast_ref::<&str>().copied()).unwrap_or("it says nothing")
}
