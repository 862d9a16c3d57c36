//! The three stages of a run.

pub(crate) mod corpus;
mod guard;
pub(crate) mod index;
pub(crate) mod kept;
pub(crate) mod keys;
pub(crate) mod report;
pub(crate) mod shard;
pub(crate) mod sharding;
pub(crate) mod store;
pub(crate) mod work;
