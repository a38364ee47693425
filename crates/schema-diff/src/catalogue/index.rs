//! Indexes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Expression;

/// An index that no constraint owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Name, unique in the schema.
    pub name: String,
    /// `UNIQUE`.
    pub unique: bool,
    /// Access method, for example `btree`; empty on SQLite.
    pub method: String,
    /// What it indexes, in order.
    pub elements: Vec<IndexElement>,
    /// `INCLUDE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// `WHERE`, without outer parentheses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expression>,
    /// `WITH (…)`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub storage_parameters: BTreeMap<String, String>,
    /// False for the remains of a failed `CREATE INDEX CONCURRENTLY`.
    pub valid: bool,
    /// PostgreSQL, in a partition: the key or index of the partitioned table that it is attached to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// `COMMENT ON INDEX`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// An element of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexElement {
    /// A column or an expression.
    pub key: IndexKey,
    /// `COLLATE`, where stated and not the column's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Operator class with its parameters, where stated and not the type's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
    /// `DESC`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// `NULLS FIRST` or `LAST`, where it is not the default of the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
}

/// What an element of an index indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression, without outer parentheses.
    Expression(Expression),
}

/// `NULLS FIRST` or `NULLS LAST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// `NULLS FIRST`.
    First,
    /// `NULLS LAST`.
    Last,
}
