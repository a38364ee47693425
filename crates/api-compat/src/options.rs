//! What a caller can choose.

use crate::Kind;

/// Which of the two sides must go on working with the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Old clients with the new system; of a JSON Schema: what was valid stays valid.
    Backward,
    /// New clients with the old system; of a JSON Schema: what is valid now was valid before.
    Forward,
    /// Both.
    Full,
    /// What is customary for the kind: backward for an interface with requests and responses, full for a schema alone.
    #[default]
    Customary,
}

/// What a caller can choose. Made by [`Options::default`] and the methods that start with `with`.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// What the documents describe, where they do not tell it themselves.
    pub kind: Option<Kind>,
    /// Which side must go on working with the other.
    pub direction: Direction,
    /// The day for which sunset dates are judged, as an ISO 8601 date (`2030-01-31`); none: no date has passed.
    pub today: Option<String>,
}
