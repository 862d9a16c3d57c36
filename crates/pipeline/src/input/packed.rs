//! One large file, packed or not, as a stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes read at a time.
const BUFFER: usize = 1 << 20;

/// What a file begins with, by which its packing is known.
const GZIP: &[u8] = &[0x1F, 0x8B];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
const BZIP2: &[u8] = b"BZh";

/// A file or standard input, unpacked: gzip, bzip2 and Zstandard are known by their first bytes.
pub struct Packed {
    /// The content.
    pub reader: Box<dyn BufRead + Send>,
    /// Bytes of the file as it is; unknown for standard input.
    pub bytes: Option<u64>,
    read: Arc<AtomicU64>,
}

impl Packed {
    /// Opens a file; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened or its head cannot be read.
    pub fn open(name: &str) -> io::Result<Packed> {
        let (raw, bytes): (Box<dyn Read + Send>, Option<u64>) = if name == "-" {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(name)?;
            let bytes = file.metadata()?.len();
            (Box::new(file), Some(bytes))
        };
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { inner: raw, read: read.clone() };
        let mut packed = BufReader::with_capacity(BUFFER, counted);
        let head = packed.fill_buf()?;
        let (gzip, bzip2, zstd) = (head.starts_with(GZIP), head.starts_with(BZIP2), head.starts_with(ZSTD));
        let reader: Box<dyn BufRead + Send> = if gzip {
            Box::new(BufReader::with_capacity(BUFFER, flate2::bufread::MultiGzDecoder::new(packed)))
        } else if bzip2 {
            Box::new(BufReader::with_capacity(BUFFER, bzip2::bufread::MultiBzDecoder::new(packed)))
        } else if zstd {
            Box::new(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(packed)?))
        } else {
            Box::new(packed)
        };
        Ok(Packed { reader, bytes, read })
    }

    /// A counter of the bytes that were read of the file, packed as it is.
    pub fn counter(&self) -> impl Fn() -> u64 + Send + use<> {
        let read = self.read.clone();
        move || read.load(Ordering::Relaxed)
    }
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
