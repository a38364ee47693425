//! What is asked: is there a value that some schemas accept and others refuse?

use std::rc::Rc;

use serde_json::Value as Json;

use super::Group;
use crate::schema::SchemaRef;

/// A schema that a value is to be accepted or refused by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Literal {
    pub(crate) schema: SchemaRef,
    /// Only the keywords of this group count.
    pub(crate) group: Option<Group>,
    pub(crate) positive: bool,
    /// Whether the schema says what a client or a server sends.
    pub(crate) sent: bool,
}

impl Literal {
    pub(crate) fn accepted(schema: SchemaRef) -> Self {
        Self { schema, group: None, positive: true, sent: false }
    }

    pub(crate) fn refused(schema: SchemaRef) -> Self {
        Self { positive: false, ..Self::accepted(schema) }
    }

    /// Another schema with the same sign and from the same side.
    pub(crate) fn with(self, schema: SchemaRef) -> Self {
        Self { schema, group: None, ..self }
    }

    pub(crate) fn signed(self, positive: bool) -> Self {
        Self { positive, ..self }
    }
}

/// Schemas that a value is to be accepted and refused by, all at once: sorted, without repetition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Goal(pub(crate) Rc<[Literal]>);

impl Goal {
    pub(crate) fn new(mut literals: Vec<Literal>) -> Self {
        literals.sort_unstable();
        literals.dedup();
        Self(literals.into())
    }

    pub(crate) fn literals(&self) -> &[Literal] {
        &self.0
    }
}

/// The answer to a [`Goal`].
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// There is no such value.
    Empty,
    Value(Rc<Json>),
    Unknown(Rc<str>),
}

/// Why a search was left.
#[derive(Debug, Clone)]
pub(crate) enum Stop {
    /// All steps that a judgement may take are taken.
    OutOfFuel,
}

pub(crate) type Search<T> = Result<T, Stop>;

/// Puts together the outcomes of alternatives: a value of any will do.
#[derive(Debug, Default)]
pub(crate) struct Alternatives {
    unknown: Option<Rc<str>>,
}

impl Alternatives {
    /// Takes in the outcome of one alternative; a value ends the search.
    pub(crate) fn take(&mut self, outcome: Outcome) -> Option<Outcome> {
        match outcome {
            Outcome::Empty => None,
            Outcome::Unknown(reason) => {
                self.unknown.get_or_insert(reason);
                None
            }
            value @ Outcome::Value(_) => Some(value),
        }
    }

    pub(crate) fn end(self) -> Outcome {
        self.unknown.map_or(Outcome::Empty, Outcome::Unknown)
    }
}
