//! An article on its way into the index.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use newsbraid_linker::{Figure, Time};
use newsbraid_segmenter::{Analysis, Layer, Token, TokenClass};
use newsbraid_text::{Lang, Script, Span, normalize, script_of};
use tantivy::schema::Field;

use crate::figures;
use crate::grams::{grams, is_cjk};
use crate::pack::{Packer, may_hold_reserved};
use crate::packed::{Packed, Pool};
use crate::schema::{Fields, figure_key};
use crate::surfaces;

/// What the index takes of an article. Spans count bytes of the text that `analysis` was made of.
pub struct Entry<'a> {
    /// Unique in the index.
    pub id: &'a str,
    /// A hash of all that is indexed: [`crate::IndexUpdate`] leaves an article as it is where this is the same.
    pub fingerprint: u64,
    /// As shown with a hit.
    pub title: &'a str,
    /// The language of most of the article.
    pub lang: Lang,
    /// Time of publication.
    pub published: Option<Timestamp>,
    /// Publisher.
    pub source: Option<&'a str>,
    /// What is stored, and what snippets are cut from: what `analysis` was made of.
    pub text: &'a str,
    /// The words of the whole article, title included.
    pub analysis: &'a Analysis,
    /// Where the title stands in the analysed text; empty where it does not.
    pub title_span: Span,
    /// Ids of entities, NIL entities included, and where they are mentioned, in ascending order.
    pub entities: &'a [(Span, String)],
    /// How words sound that may be foreign names, in ascending order ([`crate::sound_id`] finds them).
    pub sounds: &'a [(Span, String)],
    /// Quantities.
    pub figures: &'a [Figure],
    /// Dates and periods.
    pub times: &'a [Time],
}

/// An [`Entry`] made ready; what is left to do is the writer's. Making it needs no writer, so that many threads can.
pub struct Prepared {
    pub(crate) id: String,
    pub(crate) document: Packed,
}

impl Prepared {
    /// Packs the tokens of an article.
    pub(crate) fn new(fields: &Fields, entry: &Entry, pool: &Arc<Pool>) -> Prepared {
        let mut document = pool.article();
        document.add_text(fields.id, entry.id);
        document.add_u64(fields.fingerprint, entry.fingerprint);
        document.add_text(fields.title, entry.title);
        document.add_text(fields.text, entry.text);
        document.add_text(fields.lang, entry.lang.tag());
        if entry.lang.base() != entry.lang.tag() {
            document.add_text(fields.lang, entry.lang.base());
        }
        if let Some(source) = entry.source {
            document.add_text(fields.source_name, source);
            document.add_text(fields.source, normalize(source).text());
        }
        if let Some(published) = entry.published {
            document.add_i64(fields.date, published.as_second());
        }
        let linked = linked(entry);
        add_words(fields, entry, &linked, &mut document);
        add_entities(fields, entry, &linked, &mut document);
        add_quantities(fields, entry, &mut document);
        Prepared { id: entry.id.to_string(), document }
    }
}

/// The id under which an index holds how a word sounds that may be a foreign name, by the script it is written in.
///
/// ```
/// use newsbraid_text::Script;
/// assert_eq!(newsbraid_indexer::sound_id("SLNSK", Script::Hangul), "sound:SLNSK:Hangul");
/// ```
pub fn sound_id(sound: &str, script: Script) -> String {
    format!("sound:{sound}:{script:?}")
}

/// The script of the first letter in `span`.
fn script_at(text: &str, span: Span) -> Script {
    span.of(text).chars().next().map_or(Script::Other, script_of)
}

/// Whether the index keeps a token.
pub(crate) fn is_indexed(token: &Token) -> bool {
    matches!(token.class, TokenClass::Word | TokenClass::Number | TokenClass::Other)
}

/// The entities of an article and its figures, in order of where they stand.
fn linked<'a>(entry: &Entry<'a>) -> Vec<(Span, Cow<'a, str>)> {
    let figures = entry.figures.iter().flat_map(|f| figures::ids(&f.quantity).map(|id| (f.span, Cow::Owned(id))));
    let mut all: Vec<_> = entry.entities.iter().map(|(span, id)| (*span, Cow::Borrowed(id.as_str()))).collect();
    all.extend(figures);
    all.sort_by_key(|(span, _)| span.start);
    all
}

/// Words of the body, words of the title with the entities and figures in it, and grams.
fn add_words(fields: &Fields, entry: &Entry, linked: &[(Span, Cow<str>)], document: &mut Packed) {
    let text = entry.analysis.normalized.text();
    let (title, dirty) = (entry.title_span, may_hold_reserved(text));
    document.add_written(fields.body(entry.lang), |out| {
        let mut body = Packer::new(out, dirty);
        terms(entry.analysis).for_each(|(position, _, term)| body.push(position, term));
    });
    document.add_written(fields.title_terms, |out| {
        let mut words = Packer::new(out, dirty);
        let mut mentions = linked.iter().filter(|(span, _)| title.contains(*span)).peekable();
        let in_title = terms(entry.analysis).take_while(|(_, token, _)| token.span.start < title.end);
        for (position, token, term) in in_title.filter(|(_, token, _)| title.contains(token.span)) {
            words.push(position, term);
            while let Some((_, id)) = mentions.next_if(|(span, _)| span.start < token.span.end) {
                words.push_entity(position, id);
            }
        }
    });
    let mut add_grams = |field, text: &str| {
        document.add_written(field, |out| {
            let mut pairs = Packer::new(out, dirty);
            grams(text, |position, term| pairs.push(position, term));
        });
    };
    add_grams(fields.grams, text);
    add_grams(fields.title_grams, entry.analysis.normalized.from_source(title).of(text));
}

/// The terms of an article with their positions.
fn terms(analysis: &Analysis) -> impl Iterator<Item = (u32, &Token, &str)> {
    let with_term = positions(analysis).map(|(position, token)| (position, token, analysis.term(token)));
    with_term.filter(|(_, token, term)| !is_left_out(token, term))
}

/// Whether the index can do without a token below a surface token. A constituent of one character (元 of 3800亿元) would find
/// too much.
fn is_left_out(token: &Token, term: &str) -> bool {
    match token.layer {
        Layer::Part => is_in_grams(term),
        Layer::Constituent => term.chars().all(is_cjk),
        Layer::Surface | Layer::Variant => false,
    }
}

/// Whether the grams find a part of a compound already: it would cost a tenth of the index to hold it twice.
fn is_in_grams(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some() && chars.next().is_some() && term.chars().all(is_cjk)
}

/// The tokens that the index keeps with their positions. Parts and variants share the position of their surface token;
/// particles, endings and punctuation take none, so that a phrase reaches over them.
pub(crate) fn positions(analysis: &Analysis) -> impl Iterator<Item = (u32, &Token)> {
    let (mut next, mut whole) = (0, Span::default());
    analysis.tokens.iter().filter(|token| is_indexed(token)).map(move |token| {
        if token.layer == Layer::Surface || !whole.overlaps(token.span) {
            next += 1;
            whole = token.span;
        }
        (next - 1, token)
    })
}

fn add_entities(fields: &Fields, entry: &Entry, linked: &[(Span, Cow<str>)], document: &mut Packed) {
    add_ids(document, fields.entity, linked.iter().map(|(_, id)| id.as_ref()));
    let sounds: Vec<(Span, String)> =
        entry.sounds.iter().map(|(span, sound)| (*span, sound_id(sound, script_at(entry.text, *span)))).collect();
    add_ids(document, fields.sound, sounds.iter().map(|(_, id)| id.as_str()));
    let mut places: Vec<(Span, &str)> = linked.iter().map(|(span, id)| (*span, id.as_ref())).collect();
    places.extend(sounds.iter().map(|(span, id)| (*span, id.as_str())));
    places.sort_by_key(|(span, _)| span.start);
    let mut entities: Vec<&str> = entry.entities.iter().map(|(_, id)| id.as_str()).collect();
    entities.sort_unstable();
    entities.dedup();
    let normalized = &entry.analysis.normalized;
    let spelling = |span| normalized.from_source(span).of(normalized.text());
    document.add_bytes(fields.surfaces, |out| surfaces::pack(places.into_iter(), &entities, spelling, out));
    entities.iter().for_each(|id| document.add_text(fields.entities, id));
}

/// Ids in order, without places in the text.
fn add_ids<'a>(document: &mut Packed, field: Field, ids: impl Iterator<Item = &'a str>) {
    document.add_written(field, |out| {
        let mut terms = Packer::new(out, true);
        ids.zip(0..).for_each(|(id, at)| terms.push(at, id));
    });
}

fn add_quantities(fields: &Fields, entry: &Entry, document: &mut Packed) {
    for figure in entry.figures.iter().map(|f| &f.quantity).filter(|q| q.value.is_finite()) {
        let field = fields.figure(figure.unit, figure.currency.as_deref());
        document.add_u64(field, figure_key(figure.value));
    }
    let labels: BTreeSet<&str> = entry.times.iter().map(|t| t.label.as_str()).collect();
    for label in labels {
        document.add_text(fields.time, label);
    }
}
