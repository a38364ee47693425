//! JSON Schema, read from the tree: what a schema says, by the dialect in which it is written.

pub(crate) mod edits;

use crate::contain::Judgement;

/// What containment says of two schemas, both ways.
#[derive(Debug, Clone)]
pub(crate) struct Edges {
    /// Is all that the old one accepts accepted by the new one?
    pub(crate) old_in_new: Judgement,
    /// Is all that the new one accepts accepted by the old one?
    pub(crate) new_in_old: Judgement,
}

/// The dialect in which a schema is written: which keywords it has and what stands beside `$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dialect {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
    /// OpenAPI 2.0: a subset of draft 4, `discriminator` a name, `x-nullable`.
    OpenApi20,
    /// OpenAPI 3.0: draft 5's ancestor with `nullable`.
    OpenApi30,
    /// OpenAPI 3.1 and 3.2: 2020-12 and a vocabulary.
    OpenApi31,
}
