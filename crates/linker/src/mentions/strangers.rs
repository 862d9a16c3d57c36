//! Names of companies and products that are, in this article, the surname of somebody: Christine Blasey Ford, 布莱西·福特.

use std::collections::BTreeSet;

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase};
use newsbraid_text::Span;

use super::boundary::Surroundings;
use super::candidates::Candidate;
use crate::unknown::transcribes;

/// Companies and products whose bare name ends a longer name of a person somewhere in the article. A longer name of the
/// same company (Ford Motor) clears it.
pub(crate) fn strangers(
    base: &KnowledgeBase,
    candidates: &[Candidate],
    text: &str,
    around: &Surroundings,
) -> BTreeSet<EntityIndex> {
    let thing = |c: &&Candidate| matches!(base.entity(c.entity).kind, Kind::Organization | Kind::Product);
    let suspects: BTreeSet<EntityIndex> = candidates
        .iter()
        .filter(thing)
        .filter(|c| ends_latin_name(c.span, candidates, text, around) || follows_dot(c.span, candidates, around))
        .map(|c| c.entity)
        .collect();
    let cleared =
        |entity: EntityIndex| candidates.iter().any(|c| c.entity == entity && c.span.of(around.text).contains(' '));
    suspects.into_iter().filter(|entity| !cleared(*entity)).collect()
}

/// Two capitalised words before it that are no known name, and no capitalised word behind it.
fn ends_latin_name(span: Span, candidates: &[Candidate], text: &str, around: &Surroundings) -> bool {
    let source = around.analysis.normalized.to_source(span);
    let name = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && word.len() > 2 && chars.all(|c| c.is_lowercase() || c == '-')
    };
    let Some(before) = text[..source.start as usize].strip_suffix(' ') else { return false };
    let mut words = before.rsplit(' ').take(2);
    let first_names = words.by_ref().filter(|word| name(word)).count() == 2;
    let one_word = !source.of(text).contains(' ') && name(source.of(text));
    let behind = text[source.end as usize..].trim_start().chars().next();
    let start = before.len() - before.rsplit(' ').next().map_or(0, str::len);
    let known = candidates.iter().any(|c| {
        let other = around.analysis.normalized.to_source(c.span);
        other.start <= start as u32 && other.end > start as u32 && c.span != span
    });
    one_word && first_names && !known && behind.is_none_or(|c| !c.is_uppercase())
}

/// Behind the dot of a Chinese transcription, where no longer name is known. What the dots of a list part (27日·三星, every dot
/// of Korean) is not of such characters.
fn follows_dot(span: Span, candidates: &[Candidate], around: &Surroundings) -> bool {
    let Some(before) = around.text[..span.start as usize].strip_suffix('·') else { return false };
    let given = before.chars().rev().take_while(|c| transcribes(*c)).take(GIVEN).count();
    let dotted = given == GIVEN && span.of(around.text).chars().all(transcribes);
    dotted && !candidates.iter().any(|c| c.span.start < span.start && c.span.end + 2 >= span.start)
}

/// Characters of a transcribed given name, at least.
const GIVEN: usize = 2;
