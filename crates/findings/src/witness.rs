//! Something concrete that worked before and fails after.

/// Something concrete that shows a finding: statements that work on one side and fail on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Witness {
    /// Statements that bring about the state the witness needs (rows of parents, for example); they work on both sides.
    pub setup: Vec<String>,
    /// The statement that worked before and fails after (for `stored_data`: the row that is written before the change).
    pub statement: String,
    /// The value in it that the new side refuses, as JSON text, where the witness is a message.
    #[cfg_attr(feature = "serde", serde(default))]
    pub instance: Option<String>,
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

impl Witness {
    /// Whether `error` is the failure expected: the words of [`fails_with`](Self::fails_with) stand in it in order.
    /// Engines put more between them (`null value in column "a" of relation "t" violates …`), and a statement that
    /// fails for another reason shows nothing.
    pub fn expects(&self, error: &str) -> bool {
        let words = |text: &'_ str| -> Vec<String> {
            text.split_whitespace().map(|word| word.trim_end_matches([',', ';', ':']).to_owned()).collect()
        };
        let mut rest = words(error).into_iter();
        words(&self.fails_with).iter().all(|wanted| rest.any(|word| word == *wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_is_not_what_is_expected() {
        let witness = Witness {
            setup: Vec::new(),
            statement: String::new(),
            instance: None,
            fails_with: "null value in column \"a\" violates not-null constraint".to_owned(),
            confirmation: Confirmation::Unconfirmed(String::new()),
        };
        assert!(witness.expects("null value in column \"a\" of relation \"t\" violates not-null constraint [23502]"));
        assert!(!witness.expects("null value in column \"b\" of relation \"t\" violates not-null constraint"));
    }
}
