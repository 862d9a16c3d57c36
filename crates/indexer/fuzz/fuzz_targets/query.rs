//! The reader of queries: any text gives clauses within the limits, or an error at a place of the query.

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsbraid_indexer::{Clause, FigureText, Filter, Node, QueryError, parse};

/// The limits of `crates/indexer/src/query`.
const MAX_CLAUSES: usize = 256;
const MAX_DEPTH: usize = 64;

fuzz_target!(|query: &str| match parse(query) {
    Ok(clauses) => {
        let found = clauses.iter().map(|clause| check(clause, query, 0)).sum::<usize>();
        assert!(found <= MAX_CLAUSES, "{query:?} has {found} words and conditions");
    }
    Err(error) if error.caret(query).is_some() => {
        let QueryError::Syntax { column, what } = &error else { unreachable!("only a place has a caret") };
        assert!((1..=query.chars().count() + 1).contains(column), "{query:?}: {what} at {column}");
    }
    Err(_) => {}
});

/// Looks into a clause; how many words and conditions it holds.
fn check(clause: &Clause, query: &str, depth: usize) -> usize {
    // Operators and `title:` add levels of their own to that of each bracket.
    assert!(depth <= 4 * (MAX_DEPTH + 1), "{query:?} is nested {depth} levels");
    node(&clause.node, query, depth)
}

fn node(what: &Node, query: &str, depth: usize) -> usize {
    match what {
        Node::Word(text) | Node::Phrase(text) => {
            assert!(query.contains(text.as_str()), "{text:?} does not stand in {query:?}");
            1
        }
        Node::Title(inner) => node(inner, query, depth + 1),
        Node::Group(clauses) => clauses.iter().map(|clause| check(clause, query, depth + 1)).sum(),
        Node::Filter(Filter::Figure(FigureText::Range(range))) => {
            assert!(range.low <= range.high, "{query:?}: {range:?}");
            1
        }
        Node::Filter(_) => 1,
    }
}
