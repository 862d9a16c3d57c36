//! A name with its owner before it: 미국 연준, 대만 TSMC, OpenAI GPT.
//!
//! The base lists such strings as names. In a text the owner is a mention of its own, and so is what stands behind it,
//! where that alone is a name too.

use newsbraid_kb::{Kind, KnowledgeBase, NameRole};
use newsbraid_text::{Script, script_of};

use super::boundary::Surroundings;
use super::candidates::Candidate;
use super::trace::{Lost, Trace};

/// Leaves out the candidates that are an owner and a name of their own entity, set apart by a space or by a change of
/// script, and those that a space of the writer's makes of a country and an ordinary word (한국 경제).
pub(crate) fn set_apart(
    base: &KnowledgeBase,
    candidates: &mut Vec<Candidate>,
    around: &Surroundings,
    trace: &mut Trace,
) {
    let mut by_start = candidates.to_vec();
    by_start.sort_by_key(|candidate| candidate.span.start);
    let apart = |whole: &Candidate| {
        let mut owners = starting_at(whole.span.start, &by_start).iter();
        owners.any(|owner| {
            let shorter = owner.span.end < whole.span.end && owner.entity != whole.entity;
            shorter && is_apart(base, owner, whole, &by_start, around)
        })
    };
    // Nintendo Switch 2 is not Nintendo and a Switch 2 where Nintendo Switch is one name.
    let begun = |whole: &Candidate| {
        let mut parts = starting_at(whole.span.start, &by_start).iter();
        parts.any(|part| part.entity == whole.entity && part.span.end < whole.span.end && !apart(part))
    };
    let owned = |whole: &Candidate| apart(whole) && !begun(whole);
    trace.retain(candidates, Lost::OwnerApart, |candidate| !owned(candidate));
}

fn starting_at(start: u32, by_start: &[Candidate]) -> &[Candidate] {
    let from = by_start.partition_point(|candidate| candidate.span.start < start);
    let to = by_start.partition_point(|candidate| candidate.span.start <= start);
    &by_start[from..to]
}

fn is_apart(
    base: &KnowledgeBase,
    owner: &Candidate,
    whole: &Candidate,
    by_start: &[Candidate],
    around: &Surroundings,
) -> bool {
    let full = matches!(owner.role, NameRole::Label | NameRole::Alias | NameRole::Code);
    let rest = &around.text[owner.span.end as usize..whole.span.end as usize];
    let spaces = (rest.len() - rest.trim_start().len()) as u32;
    let changes = around.before(owner.span.end).map(script_of) != around.after(owner.span.end).map(script_of);
    let letters = around.after(owner.span.end).is_some_and(|c| script_of(c) != Script::Common);
    if !full || (spaces == 0 && !(changes && letters)) {
        return false;
    }
    let behind = owner.span.end + spaces;
    let same = |other: &Candidate| other.span.end == whole.span.end && other.entity == whole.entity;
    let named = starting_at(behind, by_start).iter().any(same);
    named || (whole.spaced && base.entity(owner.entity).kind == Kind::Place)
}
