//! Actions: the closed set of things that a runner executes and a script prints.

use serde::{Deserialize, Serialize};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Statements to run.
    Sql(Sql),
    /// A long change of rows, committed in batches.
    Batches(Batches),
    /// A condition that the engine checks.
    Gate(Gate),
    /// A person with a role agrees.
    Approval {
        /// Who, for example `release-manager`.
        role: String,
        /// To what.
        reason: String,
    },
    /// Something that a person does outside the database, for example a deployment.
    Manual {
        /// What.
        instruction: String,
    },
}

/// Statements to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sql {
    /// The statements, in order, without final semicolons.
    pub statements: Vec<String>,
    /// Whether they run in one transaction; otherwise each runs outside any.
    pub transaction: bool,
    /// SQLite: whether foreign keys are switched off around the transaction and checked before it commits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_keys_off: bool,
}

impl Sql {
    /// Statements in one transaction.
    pub fn in_transaction(statements: Vec<String>) -> Self {
        Self { statements, transaction: true, foreign_keys_off: false }
    }

    /// Statements that each run outside any transaction.
    pub fn outside_transaction(statements: Vec<String>) -> Self {
        Self { statements, transaction: false, foreign_keys_off: false }
    }
}

/// A long change of rows.
///
/// On PostgreSQL `call` calls a procedure of the workshop schema that commits per batch, and runs outside a transaction.
/// On SQLite it is one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batches {
    /// What it does, in one line.
    pub title: String,
    /// The statement to run.
    pub call: String,
}

/// A condition that the engine checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The condition, in one line.
    pub title: String,
    /// A query of one row and one column of an integer type.
    pub query: String,
    /// The answer expected.
    pub expected: i64,
    /// What to do where the answer is another.
    pub help: String,
    /// Statements that bring the condition about, and archive what they take out; offered, never run unasked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedy: Vec<String>,
}
