//! Opening, unpacking and decoding a file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};

use super::files::{Format, InputFile, Packing};
use crate::config::{InputConfig, encoding};

/// Bytes at the head of a file that decide its encoding.
const HEAD: usize = 1 << 16;

/// The way out for a file with many articles.
pub(crate) const SPLIT: &str = "split it, or give it as .jsonl in UTF-8";

/// What was read of a file, for the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStats {
    /// As in [`InputFile::name`].
    pub name: String,
    /// Bytes of the file, packed as it is.
    pub bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub sha256: String,
    /// Name of the encoding (WHATWG).
    pub encoding: String,
}

/// Counts and hashes what is read of a file.
#[derive(Clone)]
pub(crate) struct Tally(Arc<Mutex<State>>);

struct State {
    name: String,
    bytes: u64,
    hash: Sha256,
    encoding: &'static str,
}

impl Tally {
    pub(crate) fn new(name: &str) -> Tally {
        Tally(Arc::new(Mutex::new(State { name: name.to_string(), bytes: 0, hash: Sha256::new(), encoding: "" })))
    }

    pub(crate) fn finish(self) -> FileStats {
        self.with(|state| FileStats {
            name: state.name.clone(),
            bytes: state.bytes,
            sha256: hex(&state.hash.clone().finalize()),
            encoding: state.encoding.to_string(),
        })
    }

    /// The counts are plain numbers, so a panic of another thread cannot have left them half done.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Tallied<R> {
    inner: R,
    tally: Tally,
}

impl<R: Read> Read for Tallied<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.tally.with(|state| {
            state.bytes += read as u64;
            state.hash.update(&buffer[..read]);
        });
        Ok(read)
    }
}

/// A file that is open, with its encoding known.
pub(crate) struct Input {
    reader: Box<dyn BufRead + Send>,
    encoding: &'static Encoding,
    insisted: bool,
    name: String,
    sniffed: Format,
    broken: bool,
}

impl Input {
    /// Opens a file and looks at its head.
    pub(crate) fn open(file: &InputFile, tally: &Tally, config: &InputConfig) -> Result<Input, String> {
        let raw: Box<dyn Read + Send> = match &file.path {
            Some(path) => Box::new(File::open(path).map_err(|error| format!("cannot open it: {error}"))?),
            None => Box::new(io::stdin()),
        };
        let tallied = Tallied { inner: raw, tally: tally.clone() };
        let unpacked: Box<dyn Read + Send> = match file.packing {
            Packing::None => Box::new(tallied),
            Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(tallied)),
            Packing::Zstd => {
                Box::new(zstd::Decoder::new(tallied).map_err(|error| format!("it is no Zstandard file: {error}"))?)
            }
        };
        let mut head = Vec::with_capacity(HEAD);
        let mut unpacked = unpacked;
        (&mut unpacked).take(HEAD as u64).read_to_end(&mut head).map_err(|error| format!("cannot read it: {error}"))?;
        let insisted = encoding(&config.encoding);
        let (encoding, mark) =
            Encoding::for_bom(&head).or(insisted.map(|e| (e, 0))).unwrap_or_else(|| (detect(&head), 0));
        tally.with(|state| state.encoding = encoding.name());
        let sniffed = sniff(&encoding.decode_without_bom_handling(&head[mark..]).0);
        let rest = io::Cursor::new(head.split_off(mark)).chain(unpacked);
        let reader = Box::new(BufReader::with_capacity(HEAD, rest));
        Ok(Input { reader, encoding, insisted: insisted.is_some(), name: file.name.clone(), sniffed, broken: false })
    }

    /// The form of the content, by its head.
    pub(crate) fn sniffed(&self) -> Format {
        self.sniffed
    }

    /// The whole file, decoded, if it is not larger than `limit`; `way_out` says what to do with one that is.
    pub(crate) fn text(mut self, limit: u64, way_out: &str) -> Result<String, String> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader)
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("cannot read it: {error}"))?;
        if read as u64 > limit {
            return Err(format!("it is larger than {limit} bytes when unpacked; {way_out}"));
        }
        // The whole file decides better than its head.
        if !self.insisted && self.encoding != UTF_16LE && self.encoding != UTF_16BE {
            self.encoding = detect(&bytes);
        }
        self.decode(bytes)
    }

    /// The same file, ready to be read by lines. In UTF-16 a line feed is two bytes, and its byte occurs in other characters,
    /// so such a file is decoded before its lines are found.
    pub(crate) fn by_lines(self, limit: u64) -> Result<Input, String> {
        if self.encoding != UTF_16LE && self.encoding != UTF_16BE {
            return Ok(self);
        }
        let (name, sniffed) = (self.name.clone(), self.sniffed);
        let reader = Box::new(io::Cursor::new(self.text(limit, SPLIT)?.into_bytes()));
        Ok(Input { reader, encoding: UTF_8, insisted: true, name, sniffed, broken: false })
    }

    /// The next line without its end, decoded; an error for one longer than `limit` bytes, which is passed over. Where the
    /// file cannot be read on (a packed file that was cut off), that is the last thing said of it.
    pub(crate) fn line(&mut self, limit: usize) -> Option<Result<String, String>> {
        if self.broken {
            return None;
        }
        let mut bytes = Vec::new();
        let mut too_long = 0;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) => {
                    self.broken = true;
                    return Some(Err(format!("cannot read on: {error}")));
                }
            };
            let (end, done) = match available.iter().position(|&b| b == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), available.is_empty()),
            };
            if done && end == 0 && bytes.is_empty() && too_long == 0 {
                return None;
            }
            if bytes.len() + end <= limit {
                bytes.extend_from_slice(&available[..end]);
            } else {
                too_long += bytes.len() + end;
                bytes.clear();
            }
            self.reader.consume(end);
            if done {
                break;
            }
        }
        if too_long > 0 {
            return Some(Err(format!(
                "the line has more than {limit} bytes; split the article, or raise input.max_article_bytes"
            )));
        }
        while bytes.ends_with(b"\n") || bytes.ends_with(b"\r") {
            bytes.pop();
        }
        Some(self.decode(bytes))
    }

    fn decode(&self, bytes: Vec<u8>) -> Result<String, String> {
        if self.encoding == UTF_8 {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map(<[u8]>::to_vec).unwrap_or(bytes);
            return String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                format!("it is in no known encoding: not UTF-8 at byte {at}; convert it, or set input.encoding")
            });
        }
        let (text, malformed) = self.encoding.decode_without_bom_handling(&bytes);
        if malformed || (!self.insisted && text.contains(is_no_writing)) {
            let name = self.encoding.name();
            return Err(format!(
                "it is in no known encoding: {name} came closest but does not fit `{}`; convert it, or set input.encoding",
                self.name
            ));
        }
        Ok(text.into_owned())
    }
}

/// The form of a text by its head. A line that is an object, or the broken beginning of a list of such lines, is JSON Lines; an
/// object whose first line does not end it, printed for people to read, is JSON.
fn sniff(head: &str) -> Format {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next().unwrap_or_default().trim_start(), lines.next());
    if first.starts_with('[') {
        return Format::Json;
    } else if !first.starts_with('{') {
        return Format::Text;
    }
    let unfinished = serde_json::from_str::<serde_json::Value>(first).is_err_and(|error| error.is_eof());
    match second {
        Some(second) if unfinished && !second.starts_with('{') => Format::Json,
        _ => Format::JsonLines,
    }
}

/// Control characters that stand in no text, not even at the end of an old file (U+001A). A detector always has a guess;
/// what holds these was no text to begin with.
fn is_no_writing(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1a}')
}

/// The encoding of some bytes: UTF-8 if they are valid but for a cut at the end, else the guess of the detector of
/// Firefox.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && bytes.len() >= HEAD,
    };
    if valid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_seen_in_the_head() {
        let check = |head: &str, expect: Format| assert_eq!(sniff(head), expect, "{head}");
        check("", Format::Text);
        check("알리바바 {매출}\n", Format::Text);
        check("[\n{}]", Format::Json);
        check("\n {\"id\": \"1\"}\n{\"id\": \"2\"}\n", Format::JsonLines);
        check("{\"id\": \"1\"}", Format::JsonLines);
        check("{\"id\": \"a head that is cut o", Format::JsonLines);
        check("{\"id\": \"broken\n{\"id\": \"2\"}\n", Format::JsonLines);
        check("{no json}\n{\"id\": \"2\"}\n", Format::JsonLines);
        check("{\n  \"id\": \"1\"\n}\n", Format::Json);
        check("{ \"id\": \"1\",\r\n  \"author\": {\r\n", Format::Json);
        check("{\n\"articles\": [\n{\"id\": \"1\"}]}", Format::Json);
    }
}
