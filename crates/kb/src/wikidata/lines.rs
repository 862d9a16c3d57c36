//! The lines of a dump, in batches.

use std::io::{self, BufRead};

/// Bytes of a batch: enough lines for all threads, few enough for the memory.
const BATCH: usize = 8 << 20;

/// Bytes of the longest line: the largest entities have some 5 MB.
const LONGEST: usize = 64 << 20;

/// Some lines of a dump.
pub(crate) struct Batch {
    text: Vec<u8>,
    /// Number, and end in `text`, of each line; a line that was too long has no text but says so.
    ends: Vec<(u64, usize, bool)>,
    read: u64,
}

impl Batch {
    /// Bytes of the dump that it stands for.
    pub(crate) fn bytes(&self) -> u64 {
        self.read
    }

    /// Each line that may hold an entity, with its number: without the marks of the array, or why it is not there.
    pub(crate) fn lines(&self) -> Vec<(u64, Result<&[u8], String>)> {
        let mut start = 0;
        let mut lines = Vec::with_capacity(self.ends.len());
        for &(number, end, cut) in &self.ends {
            let line = bare(&self.text[start..end]);
            start = end;
            if cut {
                lines.push((number, Err(format!("the line has more than {} MB", LONGEST >> 20))));
            } else if !line.is_empty() {
                lines.push((number, Ok(line)));
            }
        }
        lines
    }
}

/// A line without spaces, the brackets of the array, and the comma behind an entity.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"[").unwrap_or(line);
    let line = match line.first() {
        // A closing bracket alone ends the array; behind an entity it may too.
        Some(b'{') => line.strip_suffix(b"]").unwrap_or(line),
        _ => line.strip_prefix(b"]").unwrap_or(line),
    };
    line.strip_suffix(b",").unwrap_or(line).trim_ascii()
}

/// Reads batches.
pub(crate) struct Lines<R> {
    dump: R,
    number: u64,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(dump: R) -> Lines<R> {
        Lines { dump, number: 0, done: false }
    }

    fn batch(&mut self) -> io::Result<Batch> {
        let mut batch = Batch { text: Vec::with_capacity(BATCH + BATCH / 4), ends: Vec::new(), read: 0 };
        while batch.text.len() < BATCH && !self.done {
            self.line(&mut batch)?;
        }
        Ok(batch)
    }

    /// Adds a line; of one that is too long nothing is kept.
    fn line(&mut self, batch: &mut Batch) -> io::Result<()> {
        let start = batch.text.len();
        let (mut cut, mut any) = (false, false);
        loop {
            let buffer = match self.dump.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                self.done = true;
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', buffer);
            let taken = end.map_or(buffer.len(), |end| end + 1);
            cut |= batch.text.len() - start + taken > LONGEST;
            if cut {
                batch.text.truncate(start);
            } else {
                batch.text.extend_from_slice(&buffer[..taken]);
            }
            self.dump.consume(taken);
            batch.read += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if any {
            self.number += 1;
            batch.ends.push((self.number, batch.text.len(), cut));
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Batch>;

    fn next(&mut self) -> Option<io::Result<Batch>> {
        if self.done {
            return None;
        }
        let batch = self.batch();
        // What cannot be read once is not read again.
        self.done |= batch.is_err();
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_bare() {
        let check = |line: &str, expect: &str| assert_eq!(bare(line.as_bytes()), expect.as_bytes(), "{line}");
        check("[", "");
        check("]\r", "");
        check("{\"id\":1},\n", "{\"id\":1}");
        check("[{\"id\":1}]", "{\"id\":1}");
        check("{\"id\":[1]}", "{\"id\":[1]}");
        check("", "");
    }

    #[test]
    fn numbers_go_on_over_batches_and_count_empty_lines() {
        let dump = format!("[\n\n{{\"a\":\"{}\"}},\n{{}}", "x".repeat(BATCH));
        let batches: Vec<Batch> = Lines::new(dump.as_bytes()).map(Result::unwrap).collect();
        let numbers: Vec<u64> = batches.iter().flat_map(|b| b.lines().into_iter().map(|(n, _)| n)).collect();
        assert_eq!((batches.len(), numbers), (2, vec![3, 4]));
        assert_eq!(batches.iter().map(Batch::bytes).sum::<u64>(), dump.len() as u64);
    }

    #[test]
    fn a_line_of_any_length_is_refused_in_bounded_memory() {
        struct Endless(u64);
        impl io::Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let some = buffer.len().min(self.0 as usize);
                buffer[..some].fill(b'x');
                self.0 -= some as u64;
                Ok(some)
            }
        }
        let dump = io::BufReader::with_capacity(1 << 20, Endless(3 * LONGEST as u64));
        let batches: Vec<Batch> = Lines::new(dump).map(Result::unwrap).collect();
        assert!(batches.iter().all(|batch| batch.text.capacity() <= 2 * LONGEST));
        assert!(batches[0].lines()[0].1.as_ref().is_err_and(|reason| reason.contains("64 MB")));
    }
}
