//! The cleaned article and the way back to its input.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CharIndex, Lang, Origin, Span};

/// A field of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// The title, where the input has it apart.
    Title,
    /// The body, or the whole file.
    Text,
}

/// What the cleaning took out of an article or noticed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// `![]()` and other remains of Markdown or HTML images and links.
    ImageMarkup,
    /// HTML tags or entities.
    Html,
    /// A lone `|`, `◇` and the like.
    Separator,
    /// `[2][4][12]`.
    ReferenceMarks,
    /// A notice of the platform: 特別聲明…, `Notice: The content above…`.
    PlatformNotice,
    /// A word of the page's own machinery on a line of its own: `Workflow`.
    PageFurniture,
    /// An advertisement separator: 주목, 廣告.
    AdSeparator,
    /// `다다.` where `다.` was meant.
    DoubledEnding,
    /// Copyright lines, `무단 전재 및 재배포 금지`, 责任编辑.
    Boilerplate,
    /// Zero-width, bidirectional and control characters.
    InvisibleCharacters,
    /// A date was given that cannot be read.
    UnreadableDate,
    /// The text mixes simplified and traditional characters.
    MixedScripts,
}

/// Where the date of an article was found. It is never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// A field of the input.
    Given,
    /// Metadata of a page.
    Meta,
    /// The first lines of the text.
    Dateline,
    /// The file's name.
    FileName,
    /// Nowhere.
    #[default]
    None,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// A day.
    Day,
}

/// What is known of an article beside its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Unique in a run.
    pub id: String,
    /// The title: the input's field, or the line of the text that serves as one.
    pub title: String,
    /// The language of most of it.
    pub lang: Lang,
    /// The scripts found (ISO 15924: `Hans`, `Hant`, `Hang`, `Latn`, `Kana`), sorted.
    pub scripts: Vec<String>,
    /// Time of publication.
    pub published_at: Option<Timestamp>,
    /// Where the time was found.
    pub date_from: DateFrom,
    /// How exact it is.
    pub date_precision: Option<Precision>,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// What the cleaning noticed, sorted.
    pub flags: Vec<Flag>,
}

/// A stretch of input that was kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// First byte in the clean text of the document.
    pub clean: u32,
    /// First byte in the input text of the field.
    pub input: u32,
    /// Bytes, the same on both sides.
    pub len: u32,
}

/// One field of a document: its input text and which stretches of it stand where in the clean text.
///
/// What lies between two stretches was taken out. A stretch of the clean text that no `kept` covers was put in by the
/// cleaning (a decoded `&amp;`, a space in place of a tag); it maps to the gap of the input that it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPart {
    /// Which field.
    pub name: FieldName,
    /// Where it stands in the clean text.
    pub clean: Span,
    /// The input text of the field, as decoded.
    pub input: String,
    /// In ascending order.
    pub kept: Vec<Kept>,
}

/// A place in the input text of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The field.
    pub field: FieldName,
    /// Bytes of its input text.
    pub bytes: Span,
    /// Code points of its input text.
    pub chars: Span,
}

/// An article after cleaning.
///
/// [`Document::text`] is one string: the title, where the input has it as a field, a line break, and the body. Every
/// [`Span`] of the later stages counts bytes in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What is known of it.
    pub meta: Meta,
    /// Where it was read.
    pub origin: Origin,
    /// Whether the input text is the input file.
    pub is_file: bool,
    /// Where the title stands in the clean text.
    pub title_span: Span,
    /// Title (where it is a field of the input) and text, in this order.
    pub parts: Vec<FieldPart>,
    text: String,
}

impl Document {
    /// Puts a document together; the parts' spans must cover `text`.
    pub fn new(
        meta: Meta,
        origin: Origin,
        is_file: bool,
        title_span: Span,
        parts: Vec<FieldPart>,
        text: String,
    ) -> Document {
        debug_assert!(parts.iter().all(|p| p.clean.end as usize <= text.len()));
        Document { meta, origin, is_file, title_span, parts, text }
    }

    /// The clean text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first place where `needle` stands in the clean text.
    pub fn find(&self, needle: &str) -> Option<Span> {
        self.text.find(needle).map(|at| Span::new(at, at + needle.len()))
    }

    /// The field that a span of the clean text lies in.
    pub fn part_of(&self, span: Span) -> &FieldPart {
        self.parts.iter().find(|p| span.start < p.clean.end).unwrap_or(&self.parts[self.parts.len() - 1])
    }

    /// The input text of a field; empty where the input has none.
    pub fn input(&self, field: FieldName) -> &str {
        self.parts.iter().find(|p| p.name == field).map_or("", |p| &p.input)
    }

    /// Where a span of the clean text stands in the input. For many spans of one document take [`Document::locator`].
    pub fn locate(&self, span: Span) -> Location {
        self.locator().locate(span)
    }

    /// A view that maps many spans to the input.
    pub fn locator(&self) -> Locator<'_> {
        Locator { document: self, indexes: self.parts.iter().map(|p| CharIndex::new(&p.input)).collect() }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Maps spans of the clean text to the input texts of one document.
pub struct Locator<'d> {
    document: &'d Document,
    indexes: Vec<CharIndex<'d>>,
}

impl Locator<'_> {
    /// Where a span of the clean text stands in the input. A span that reaches over something taken out covers it; one
    /// that reaches over two fields is cut at the end of the first.
    pub fn locate(&self, span: Span) -> Location {
        let parts = &self.document.parts;
        let at = parts.iter().position(|p| span.start < p.clean.end).unwrap_or(parts.len() - 1);
        let (part, index) = (&parts[at], &self.indexes[at]);
        let start = part.input_start(span.start);
        let end = part.input_end(span.end.min(part.clean.end)).max(start);
        let chars = Span { start: index.chars_before(start as usize), end: index.chars_before(end as usize) };
        Location { field: part.name, bytes: Span { start, end }, chars }
    }

    /// The input text at a location.
    pub fn surface(&self, location: Location) -> &str {
        location.bytes.of(self.document.input(location.field))
    }
}

impl FieldPart {
    /// The input byte at which the clean byte `at` begins.
    fn input_start(&self, at: u32) -> u32 {
        let after = self.kept.partition_point(|k| k.clean <= at);
        match after.checked_sub(1).map(|i| self.kept[i]) {
            Some(k) if at < k.clean + k.len => k.input + (at - k.clean),
            Some(k) => k.input + k.len,
            None => 0,
        }
    }

    /// The input byte at which the clean byte before `at` ends.
    fn input_end(&self, at: u32) -> u32 {
        let after = self.kept.partition_point(|k| k.clean < at);
        match after.checked_sub(1).map(|i| self.kept[i]) {
            Some(k) if at <= k.clean + k.len => k.input + (at - k.clean),
            _ => self.kept.get(after).map_or(self.input.len() as u32, |next| next.input),
        }
    }
}
