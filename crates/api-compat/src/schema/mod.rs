//! JSON Schema, read from the tree: what a schema says, by the dialect in which it is written.

mod atom;
mod check;
mod dialect;
pub(crate) mod edits;
mod index;
mod library;
mod read;
mod resolve;
mod values;

pub(crate) use atom::{Atom, Names, Schema, SchemaRef, Types};
pub(crate) use dialect::Dialect;
pub(crate) use library::Library;
pub(crate) use values::ValueSet;

use crate::contain::Judgement;

/// What containment says of two schemas, both ways.
#[derive(Debug, Clone)]
pub(crate) struct Edges {
    /// Is all that the old one accepts accepted by the new one?
    pub(crate) old_in_new: Judgement,
    /// Is all that the new one accepts accepted by the old one?
    pub(crate) new_in_old: Judgement,
}
