//! Entities and their names.
//!
//! [`Sources`] are entity files, those embedded in the binary and those of the user. [`compile`] makes a [`KnowledgeBase`]
//! of them: entities in order of id, their names with those that transcription adds, and one automaton over the match keys
//! of all names. [`Stack`] puts bases on top of each other and keeps what it compiled; [`write_image`] and [`read_image`]
//! make a file of a compiled base. [`check`] says what a person should mend in the sources.
//!
//! ```
//! use newsbraid_kb::{KnowledgeBase, Sources};
//! let base = KnowledgeBase::embedded();
//! let qwen = base.lookup("通義千問").next().unwrap();
//! assert_eq!(base.entity(qwen.entity).label("en"), "Qwen");
//! ```
//!

//!
//! This crate does not know articles: which of several entities a name means in a text is the linker's business.

mod base;
mod check;
mod compile;
mod image;
mod schema;
mod shared;
mod source;
mod stack;
mod table;
mod threads;
pub mod wikidata;
mod write;

pub use base::{
    Entity, EntityIndex, Kind, KnowledgeBase, LabelLang, Match, Name, NameLang, NameRef, NameRole, WrittenAt, name_key,
};
pub use check::{Finding, Severity, check};
pub use compile::compile;
pub use image::{ImageError, read_image, write_image};
pub use schema::{EntityRecord, NameRecord, NamesByLang, RuledName};
pub use shared::{SharedSlice, SharedStr};
pub use source::{SourceError, Sources};
pub use stack::{KeptImages, Stack};
pub use table::{TableError, parse_table};
pub use write::{RecordForm, write_record};
