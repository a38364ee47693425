//! Partitioned tables and inheritance.

use serde::{Deserialize, Serialize};

use super::{IndexElement, QualifiedName};

/// `PARTITION BY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionBy {
    /// How rows are told apart.
    pub strategy: PartitionStrategy,
    /// By what, in order.
    pub key: Vec<IndexElement>,
}

/// How a partitioned table tells rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionStrategy {
    /// `LIST`.
    List,
    /// `RANGE`.
    Range,
    /// `HASH`.
    Hash,
}

impl PartitionStrategy {
    /// The word of SQL.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::List => "LIST",
            Self::Range => "RANGE",
            Self::Hash => "HASH",
        }
    }
}

/// Which table a partition is part of, and for which rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: QualifiedName,
    /// The rows.
    pub bound: PartitionBound,
}

/// The rows that a partition holds. Values are SQL as the engine prints them: `'a'`, `1`, `NULL`, `MINVALUE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionBound {
    /// `FOR VALUES IN (…)`.
    In(Vec<String>),
    /// `FOR VALUES FROM (…) TO (…)`.
    Range {
        /// The first values that are in it.
        from: Vec<String>,
        /// The first values that are not.
        to: Vec<String>,
    },
    /// `FOR VALUES WITH (MODULUS …, REMAINDER …)`.
    Hash {
        /// Into how many parts.
        modulus: u32,
        /// Which of them.
        remainder: u32,
    },
    /// `DEFAULT`: what no other partition holds.
    Default,
}

impl std::fmt::Display for PartitionBound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::In(values) => write!(f, "FOR VALUES IN ({})", values.join(", ")),
            Self::Range { from, to } => write!(f, "FOR VALUES FROM ({}) TO ({})", from.join(", "), to.join(", ")),
            Self::Hash { modulus, remainder } => {
                write!(f, "FOR VALUES WITH (MODULUS {modulus}, REMAINDER {remainder})")
            }
            Self::Default => f.write_str("DEFAULT"),
        }
    }
}
