//! Constraints of tables.

use serde::{Deserialize, Serialize};

use super::{Expression, QualifiedName};

/// A constraint of a table. `NOT NULL` is part of the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Name, the engine's where none was given. SQLite keeps none: there it is made of what the constraint is, for
    /// example `unique(a, b)`, and [`named`](Self::named) is false.
    pub name: String,
    /// Whether the name is part of the schema.
    pub named: bool,
    /// What it demands.
    pub kind: ConstraintKind,
    /// When it is checked.
    pub deferrability: Deferrability,
    /// False for `NOT VALID`: rows that were there before are not known to satisfy it.
    pub validated: bool,
    /// PostgreSQL, in a partition: the key or index of the partitioned table that it is attached to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// `COMMENT ON CONSTRAINT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// `PRIMARY KEY`.
    PrimaryKey(Key),
    /// `UNIQUE`.
    Unique(Key),
    /// `FOREIGN KEY`.
    ForeignKey(ForeignKey),
    /// `CHECK`.
    Check(Check),
    /// `EXCLUDE`.
    Exclusion(Exclusion),
}

impl ConstraintKind {
    /// The columns that it names directly (none for a check).
    pub fn columns(&self) -> &[String] {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => &key.columns,
            Self::ForeignKey(key) => &key.columns,
            Self::Check(_) | Self::Exclusion(_) => &[],
        }
    }

    /// The words of SQL, for example `PRIMARY KEY`.
    pub fn title(&self) -> &'static str {
        match self {
            Self::PrimaryKey(_) => "PRIMARY KEY",
            Self::Unique(_) => "UNIQUE",
            Self::ForeignKey(_) => "FOREIGN KEY",
            Self::Check(_) => "CHECK",
            Self::Exclusion(_) => "EXCLUDE",
        }
    }
}

/// Columns of a primary key or unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Key {
    /// The columns, in order.
    pub columns: Vec<String>,
    /// `INCLUDE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// `WITHOUT OVERLAPS`: ranges in the last column must not overlap where the other columns are equal (PostgreSQL 18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_overlaps: bool,
    /// SQLite: `AUTOINCREMENT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub autoincrement: bool,
    /// SQLite: what else stands with the key, canonically spelt (`ON CONFLICT IGNORE`, a column's `DESC` or
    /// `COLLATE`); empty where nothing does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// `FOREIGN KEY … REFERENCES`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: Vec<String>,
    /// The table referenced.
    pub references: QualifiedName,
    /// Columns referenced; where none were written, those of its primary key. Empty only where that is not known.
    pub referenced_columns: Vec<String>,
    /// `MATCH`.
    pub match_type: MatchType,
    /// `ON DELETE`.
    pub on_delete: ReferentialAction,
    /// Columns of `ON DELETE SET NULL (…)` or `SET DEFAULT (…)`; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_delete_columns: Vec<String>,
    /// `ON UPDATE`.
    pub on_update: ReferentialAction,
    /// `PERIOD`: the last column is a range that those of the rows referenced cover together (PostgreSQL 18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub period: bool,
}

/// `MATCH` of a foreign key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchType {
    /// `MATCH SIMPLE`, the default.
    Simple,
    /// `MATCH FULL`.
    Full,
}

/// `ON DELETE` or `ON UPDATE` of a foreign key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// `NO ACTION`, the default.
    NoAction,
    /// `RESTRICT`.
    Restrict,
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
}

impl ReferentialAction {
    /// The words of SQL.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

/// `CHECK`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The condition, without the outer parentheses.
    pub expression: Expression,
    /// `NO INHERIT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
}

/// `EXCLUDE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Index method, for example `gist`.
    pub method: String,
    /// Elements with their operators.
    pub elements: Vec<ExclusionElement>,
    /// `WHERE`, without the outer parentheses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expression>,
}

/// An element of `EXCLUDE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionElement {
    /// What is compared, with collation, operator class and order, canonically spelt.
    pub expression: Expression,
    /// `WITH operator`.
    pub operator: String,
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrability {
    /// `NOT DEFERRABLE`, the default.
    #[default]
    NotDeferrable,
    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    InitiallyImmediate,
    /// `DEFERRABLE INITIALLY DEFERRED`.
    InitiallyDeferred,
}
