//! Something concrete that worked before and fails after.

/// Something concrete that shows a finding: statements that work on one side and fail on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Witness {
    /// Statements that bring about the state the witness needs (rows of parents, for example); they work on both sides.
    pub setup: Vec<String>,
    /// The statement that worked before and fails after (for `stored_data`: the row that is written before the change).
    pub statement: String,
    /// The error expected, or the one that the validator gave once confirmed.
    pub fails_with: String,
    /// Whether an independent validator has confirmed it.
    pub confirmation: Confirmation,
}

/// Whether an independent validator has confirmed a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Confirmation {
    /// Confirmed by the validator named, for example `SQLite 3.50.2`.
    ConfirmedBy(String),
    /// No validator was at hand, or the one at hand could not tell; the text says why.
    Unconfirmed(String),
}
