//! Entities and their names.
//!
//! [`Sources`] are TOML files, those embedded in the binary and those of the user. [`compile`] makes a [`KnowledgeBase`]
//! of them: entities in order of id, and one automaton over the match keys of all names. [`check`] says what a person
//! should mend in the sources.
//!
//! ```
//! use newsbraid_kb::{KnowledgeBase, Sources};
//! let base = KnowledgeBase::embedded();
//! let qwen = base.lookup("通義千問").next().unwrap();
//! assert_eq!(base.entity(qwen.entity).label("en"), "Qwen");
//! ```
//!
//! This crate does not know articles: which of several entities a name means in a text is the linker's business.

mod base;
mod check;
mod compile;
mod image;
mod schema;
mod source;

pub use base::{Entity, EntityIndex, Kind, KnowledgeBase, Match, Name, NameLang, NameRef, NameRole, name_key};
pub use check::{Finding, Severity, check};
pub use compile::compile;
pub use image::{ImageError, read_image, write_image};
pub use source::{SourceError, Sources};
