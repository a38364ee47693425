//! Functions, procedures and triggers.

use serde::{Deserialize, Serialize};

use super::{Expression, Grants};

/// What tells functions of one name apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signature {
    /// Schema.
    pub schema: String,
    /// Name.
    pub name: String,
    /// Types of the input arguments as the engine's `regprocedure` prints them, for example `integer, text`.
    pub arguments: String,
}

impl std::fmt::Display for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}({})", self.schema, self.name, self.arguments)
    }
}

/// A function or a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Function or procedure.
    pub kind: FunctionKind,
    /// What it returns, canonically spelt; empty for a procedure.
    pub returns: String,
    /// The whole `CREATE` statement, without `OR REPLACE`; the canonical form has everything but the body normalised
    /// (names folded, options in one order, defaults left out) and the body as text.
    pub definition: Expression,
    /// Canonical arguments with names, modes and defaults: what `CREATE OR REPLACE` may not change freely.
    pub parameters: String,
    /// The body's text (or its canonical form, for `BEGIN ATOMIC` and `RETURN`).
    pub body: String,
    /// Language, lower case.
    pub language: String,
    /// `COMMENT ON FUNCTION`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// Function or procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FunctionKind {
    /// `CREATE FUNCTION`.
    Function,
    /// `CREATE PROCEDURE`.
    Procedure,
}

/// A trigger of a table or view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without `OR REPLACE`; the canonical form is what the engine would print.
    pub definition: Expression,
    /// The function that it executes, as `schema.name` (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// `ALTER TABLE … ENABLE/DISABLE TRIGGER`: `disabled`, `replica` or `always` where it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firing: Option<String>,
    /// `COMMENT ON TRIGGER`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
