//! From bytes to code points.

/// Counts code points up to a byte offset, with a checkpoint every 256 bytes.
///
/// ```
/// use newsbraid_text::CharIndex;
/// let index = CharIndex::new("우융밍 CEO");
/// assert_eq!(index.chars_before(9), 3);
/// ```
pub struct CharIndex<'t> {
    text: &'t str,
    checkpoints: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    const STEP: usize = 256;

    /// Reads the text once.
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let mut checkpoints = vec![0];
        let mut total = 0;
        for chunk in text.as_bytes().chunks(Self::STEP) {
            total += starts(chunk);
            checkpoints.push(total);
        }
        CharIndex { text, checkpoints }
    }

    /// Code points that begin before `byte`, which must be a character boundary.
    pub fn chars_before(&self, byte: usize) -> u32 {
        let block = byte / Self::STEP;
        self.checkpoints[block] + starts(&self.text.as_bytes()[block * Self::STEP..byte])
    }
}

/// Bytes that start a character: all but UTF-8 continuation bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}
