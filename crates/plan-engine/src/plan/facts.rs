//! What a step takes from the engine.

use serde::{Deserialize, Serialize};

/// What a step takes from the engine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The strongest lock on each relation touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<Lock>,
    /// Relations that are rewritten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rewrites: Vec<String>,
    /// Relations that are scanned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scans: Vec<String>,
    /// Whether it refuses to run in a transaction (`CONCURRENTLY`, procedures that commit).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_in_transaction: bool,
    /// The oldest major version of PostgreSQL that takes its statements; none where 14 does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_version: Option<u16>,
    /// Other facts that an operator should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<String>,
}

/// A lock on a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lock {
    /// The relation, for example `public.users`.
    pub relation: String,
    /// How strong.
    pub mode: LockMode,
}

/// Table-level lock modes, ascending (PostgreSQL manual, 13.3.1). SQLite knows one: `Exclusive`, on the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockMode {
    /// `ACCESS SHARE`.
    AccessShare,
    /// `ROW SHARE`.
    RowShare,
    /// `ROW EXCLUSIVE`.
    RowExclusive,
    /// `SHARE UPDATE EXCLUSIVE`.
    ShareUpdateExclusive,
    /// `SHARE`.
    Share,
    /// `SHARE ROW EXCLUSIVE`.
    ShareRowExclusive,
    /// `EXCLUSIVE`.
    Exclusive,
    /// `ACCESS EXCLUSIVE`.
    AccessExclusive,
}

impl LockMode {
    /// The words of the manual.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

impl Facts {
    /// One lock.
    pub fn lock(relation: impl Into<String>, mode: LockMode) -> Self {
        Self::default().and_lock(relation, mode)
    }

    /// With one more lock.
    pub fn and_lock(mut self, relation: impl Into<String>, mode: LockMode) -> Self {
        self.locks.push(Lock { relation: relation.into(), mode });
        self
    }

    /// With a relation that is rewritten.
    pub fn rewriting(mut self, relation: impl Into<String>) -> Self {
        self.rewrites.push(relation.into());
        self
    }

    /// With a relation that is scanned.
    pub fn scanning(mut self, relation: impl Into<String>) -> Self {
        self.scans.push(relation.into());
        self
    }

    /// Refuses to run in a transaction.
    pub fn outside_transaction(mut self) -> Self {
        self.not_in_transaction = true;
        self
    }

    /// With one more fact that an operator should know.
    pub fn hazard(mut self, text: impl Into<String>) -> Self {
        self.hazards.push(text.into());
        self
    }
}
