//! A document, its clean text, and positions in it.
//!
//! A [`RawDocument`] is what an input file holds. [`clean`](clean::clean) makes a [`Document`] of it: one clean text in
//! which every later stage works, and the way back to the input. Positions inside the program are [`Span`]s, bytes of
//! [`Document::text`]; what leaves the program goes through [`Document::locate`], which gives bytes and code points of
//! the input text of the field.
//!
//! [`normalize`](normalize::normalize) folds script, width and case, and keeps the way back as a sparse list of edits.
//! Aliases and articles pass through this one function, which is why it lives at the bottom.
//!
//! ```
//! use newsbraid_text::{Origin, RawDocument, clean};
//! let raw = RawDocument::plain("a", "阿里雲[2]收入增長34%。\n", Origin::unknown());
//! let document = clean(raw);
//! assert_eq!(document.text(), "阿里雲收入增長34%。\n");
//! let at = document.locate(document.find("收入").unwrap());
//! assert_eq!((at.chars.start, at.chars.end), (6, 8)); // code points of the input, reference mark included
//! ```
//!
//! This crate does not know words, names or dictionaries, and reads no files.

mod chars;
pub mod clean;
mod document;
mod lang;
pub mod normalize;
mod raw;
mod script;
mod span;

pub use chars::CharIndex;
pub use clean::clean;
pub use document::{DateFrom, Document, FieldName, FieldPart, Flag, Kept, Location, Locator, Meta, Precision};
pub use lang::{Lang, majority_lang};
pub use normalize::{Normalized, match_key, normalize};
pub use raw::{Origin, RawDocument};
pub use script::{Run, Script, runs, script_of};
pub use span::Span;
