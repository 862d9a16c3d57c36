//! An article as the engine takes it.
//!
//! All that an article hands over as text stands in one string. When the engine is done with an article, its memory is used for
//! another: to ask for new memory takes longer than to fill it. And the engine never has more than some hundred articles
//! waiting, of which its own queue would hold ten thousand.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value as EngineValue};

/// Articles that may wait for the engine.
const WAITING: usize = 1024;
/// Strings of more bytes are given back to the system.
const LONGEST_KEPT: usize = 1 << 17;
/// How long an article waits for others to be done before it is handed over nevertheless: an engine that stopped says so then.
const PATIENCE: Duration = Duration::from_millis(100);

/// Values of an article by field.
pub(crate) struct Packed {
    buffers: Buffers,
    pool: Arc<Pool>,
    waits: bool,
}

/// The memory of an article.
#[derive(Default)]
struct Buffers {
    text: String,
    bytes: Vec<u8>,
    values: Vec<(Field, Place)>,
}

/// A value, or where it stands.
#[derive(Clone, Copy)]
enum Place {
    Text(u32, u32),
    Bytes(u32, u32),
    Unsigned(u64),
    Signed(i64),
}

impl Packed {
    pub fn add_text(&mut self, field: Field, text: &str) {
        self.add_written(field, |out| out.push_str(text));
    }

    /// Adds what `write` appends to the texts of the article.
    pub fn add_written(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        let start = self.buffers.text.len() as u32;
        write(&mut self.buffers.text);
        self.buffers.values.push((field, Place::Text(start, self.buffers.text.len() as u32)));
    }

    /// Adds what `write` appends to the bytes of the article.
    pub fn add_bytes(&mut self, field: Field, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.buffers.bytes.len() as u32;
        write(&mut self.buffers.bytes);
        self.buffers.values.push((field, Place::Bytes(start, self.buffers.bytes.len() as u32)));
    }

    pub fn add_u64(&mut self, field: Field, value: u64) {
        self.buffers.values.push((field, Place::Unsigned(value)));
    }

    pub fn add_i64(&mut self, field: Field, value: i64) {
        self.buffers.values.push((field, Place::Signed(value)));
    }

    /// Waits until the engine can take one more article, which is this one.
    pub fn wait(&mut self) {
        let mut shelf = self.pool.shelf();
        if shelf.waiting >= WAITING {
            let done = self.pool.done.wait_timeout(shelf, PATIENCE);
            shelf = done.unwrap_or_else(PoisonError::into_inner).0;
        }
        shelf.waiting += usize::from(!self.waits);
        drop(shelf);
        self.waits = true;
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        let mut buffers = std::mem::take(&mut self.buffers);
        let mut shelf = self.pool.shelf();
        shelf.waiting -= usize::from(self.waits);
        if buffers.text.capacity() <= LONGEST_KEPT && shelf.free.len() < WAITING {
            buffers.text.clear();
            buffers.bytes.clear();
            buffers.values.clear();
            shelf.free.push(buffers);
        }
        drop(shelf);
        self.pool.done.notify_one();
    }
}

/// Memory of articles that the engine is done with.
#[derive(Default)]
pub(crate) struct Pool {
    shelf: Mutex<Shelf>,
    done: Condvar,
}

#[derive(Default)]
struct Shelf {
    free: Vec<Buffers>,
    /// Articles that were handed over and are not done.
    waiting: usize,
}

impl Pool {
    /// An article without values.
    pub fn article(self: &Arc<Pool>) -> Packed {
        Packed { buffers: self.shelf().free.pop().unwrap_or_default(), pool: self.clone(), waits: false }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // Nothing that holds it can panic half way.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A value as the engine reads it.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Unsigned(u64),
    Signed(i64),
}

impl<'a> EngineValue<'a> for Value<'a> {
    type ArrayIter = std::iter::Empty<Value<'a>>;
    type ObjectIter = std::iter::Empty<(&'a str, Value<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, Value<'a>> {
        ReferenceValue::Leaf(match self {
            Value::Text(text) => ReferenceValueLeaf::Str(text),
            Value::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            Value::Unsigned(value) => ReferenceValueLeaf::U64(*value),
            Value::Signed(value) => ReferenceValueLeaf::I64(*value),
        })
    }
}

/// The values of an article, in the order in which they were added.
pub(crate) struct Values<'a> {
    buffers: &'a Buffers,
    rest: std::slice::Iter<'a, (Field, Place)>,
}

impl<'a> Iterator for Values<'a> {
    type Item = (Field, Value<'a>);

    fn next(&mut self) -> Option<(Field, Value<'a>)> {
        let range = |start: u32, end: u32| -> Range<usize> { start as usize..end as usize };
        let (field, place) = self.rest.next()?;
        let value = match *place {
            Place::Text(start, end) => Value::Text(&self.buffers.text[range(start, end)]),
            Place::Bytes(start, end) => Value::Bytes(&self.buffers.bytes[range(start, end)]),
            Place::Unsigned(value) => Value::Unsigned(value),
            Place::Signed(value) => Value::Signed(value),
        };
        Some((*field, value))
    }
}

impl Document for Packed {
    type Value<'a> = Value<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values { buffers: &self.buffers, rest: self.buffers.values.iter() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(number: u32) -> Field {
        Field::from_field_id(number)
    }

    #[test]
    fn values_come_out_as_they_went_in() {
        let pool = Arc::new(Pool::default());
        for _ in 0..2 {
            let mut article = pool.article();
            article.add_text(field(0), "阿里云");
            article.add_u64(field(1), 7);
            article.add_bytes(field(2), |out| out.extend([1, 2]));
            article.add_written(field(0), |out| out.push('云'));
            article.add_i64(field(3), -7);
            let found: Vec<String> = article
                .iter_fields_and_values()
                .map(|(field, value)| format!("{} {value:?}", field.field_id()))
                .collect();
            let expect = ["0 Text(\"阿里云\")", "1 Unsigned(7)", "2 Bytes([1, 2])", "0 Text(\"云\")", "3 Signed(-7)"];
            assert_eq!(found, expect);
        }
    }

    #[test]
    fn memory_is_used_again_and_articles_wait_for_it() {
        let pool = Arc::new(Pool::default());
        let mut handed: Vec<Packed> = (0..WAITING).map(|_| pool.article()).collect();
        handed.iter_mut().for_each(Packed::wait);
        assert_eq!(pool.shelf().waiting, WAITING);
        let other = std::thread::spawn(move || drop(handed));
        let mut article = pool.article();
        article.wait();
        other.join().unwrap();
        assert_eq!(pool.shelf().waiting, 1);
        drop(article);
        let shelf = pool.shelf();
        assert_eq!((shelf.waiting, shelf.free.len()), (0, WAITING));
    }
}
