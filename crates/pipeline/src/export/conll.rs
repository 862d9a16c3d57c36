//! Columns as those of CoNLL-2003 (Tjong Kim Sang & De Meulder, CoNLL 2003): a token a line, BIO tags.

use std::fmt::Write;
use std::path::Path;

use newsbraid_segmenter::Worker;
use newsbraid_text::Span;

use super::texts::{ArticleText, TextMention};
use super::{ExportError, Texts, write};

/// Writes `mentions.conll` to `folder`: for each article a line `-DOCSTART-`, then a token a line with its tag
/// (`B-organization`, `I-organization`, `O`) and the id of the entity (`_` for none), tab-separated, an empty line behind
/// each sentence. The words are those of the segmenter; one that holds the edge of a mention is cut there (알리바바|는).
/// Returns the number of mentions.
///
/// # Errors
/// When the run or an input cannot be read, or the file cannot be written.
pub fn export_conll(texts: Texts, worker: &mut Worker, folder: &Path) -> Result<u64, ExportError> {
    let mut out = String::new();
    let mut mentions = 0;
    for article in texts {
        let article = article?;
        mentions += article.mentions.len() as u64;
        let _ = writeln!(out, "-DOCSTART-\tO\t{}\n", article.id.replace(['\t', '\n'], " "));
        columns(&article, worker, &mut out);
    }
    write(&folder.join("mentions.conll"), &out)?;
    Ok(mentions)
}

fn columns(article: &ArticleText, worker: &mut Worker, out: &mut String) {
    let analysis = worker.analyze(&article.text, article.lang);
    let bytes: Vec<u32> =
        article.text.char_indices().map(|(at, _)| at as u32).chain([article.text.len() as u32]).collect();
    let span = |mention: &TextMention| Span { start: bytes[mention.start as usize], end: bytes[mention.end as usize] };
    let mentions: Vec<(Span, &TextMention)> = article.mentions.iter().map(|mention| (span(mention), mention)).collect();
    let mut sentence = Span::default();
    for token in analysis.surface_tokens() {
        let here = analysis.sentence_at(token.span.start);
        if here != sentence && !sentence.is_empty() {
            out.push('\n');
        }
        sentence = here;
        for piece in pieces(token.span, &mentions, &article.text) {
            let word = piece.of(&article.text).replace(char::is_whitespace, "_");
            let over = mentions.iter().find(|(span, _)| span.contains(piece));
            let _ = match over {
                Some((span, mention)) => {
                    let tag = if span.start == piece.start { 'B' } else { 'I' };
                    let entity = if mention.entity.is_empty() { "_" } else { &mention.entity };
                    writeln!(out, "{word}\t{tag}-{}\t{entity}", mention.kind)
                }
                None => writeln!(out, "{word}\tO\t_"),
            };
        }
    }
    out.push('\n');
}

/// A token cut at the edges of mentions, without the spaces at its ends.
fn pieces(token: Span, mentions: &[(Span, &TextMention)], text: &str) -> Vec<Span> {
    let edges = mentions.iter().flat_map(|(span, _)| [span.start, span.end]);
    let mut cuts: Vec<u32> = edges.filter(|&at| token.start < at && at < token.end).collect();
    cuts.extend([token.start, token.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| Span { start: pair[0], end: pair[1] })
        .filter(|s| !s.of(text).trim().is_empty())
        .collect()
}
