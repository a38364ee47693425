//! Columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataType, Expression, Grants, SequenceOptions};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type.
    pub data_type: DataType,
    /// `COLLATE`, where it is not the type's own; for a collation in `pg_catalog` its plain name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Whether NULL is refused, be it stated or implied (primary key, identity).
    pub not_null: bool,
    /// Default. A `serial` column has `nextval('schema.sequence'::regclass)` and an owned sequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// `GENERATED … AS IDENTITY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (…)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// `COMMENT ON COLUMN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What is set on it and is not part of its definition.
    #[serde(default, skip_serializing_if = "ColumnSettings::is_default")]
    pub settings: ColumnSettings,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// What is set on a column and is not part of its definition (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnSettings {
    /// `SET STORAGE`, upper case, where it is not the type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// `SET COMPRESSION`, where it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// `SET STATISTICS`, where it is not the server's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
    /// `SET (…)`: `n_distinct` and the like.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

impl ColumnSettings {
    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// `GENERATED … AS IDENTITY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `ALWAYS` or `BY DEFAULT`.
    pub mode: IdentityMode,
    /// Options of the sequence behind it.
    pub sequence: SequenceOptions,
}

/// Whether an identity column accepts values given by the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMode {
    /// Only with `OVERRIDING SYSTEM VALUE`.
    Always,
    /// Yes.
    ByDefault,
}

/// `GENERATED ALWAYS AS (…)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// What it is computed from.
    pub expression: Expression,
    /// Where it is kept.
    pub storage: GeneratedStorage,
}

/// Where a generated column is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedStorage {
    /// Written to the table.
    Stored,
    /// Computed when read.
    Virtual,
}
