//! Where in an article the words of a query are, in its own spelling.

mod find;
mod fragment;
mod render;

pub(crate) use find::{Finder, Pattern};
pub(crate) use fragment::cut;
pub use fragment::{Fragment, Snippet, SnippetOptions};
pub use render::{tame, to_html, to_terminal, to_text};
