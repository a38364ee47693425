//! Sequences.

use serde::{Deserialize, Serialize};

use super::{DataType, Grants, QualifiedName};

/// A sequence of its own, or the one behind a `serial` column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its options.
    pub options: SequenceOptions,
    /// `OWNED BY table.column`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<(QualifiedName, String)>,
    /// `COMMENT ON SEQUENCE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// Options of a sequence, the engine's defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// `AS`: `smallint`, `integer` or `bigint`.
    pub data_type: DataType,
    /// `START WITH`.
    pub start: i64,
    /// `INCREMENT BY`.
    pub increment: i64,
    /// `MINVALUE`.
    pub min_value: i64,
    /// `MAXVALUE`.
    pub max_value: i64,
    /// `CACHE`.
    pub cache: i64,
    /// `CYCLE`.
    pub cycle: bool,
}

impl SequenceOptions {
    /// What `CREATE SEQUENCE … AS data_type` gives without further options, ascending
    /// (PostgreSQL manual, CREATE SEQUENCE).
    pub fn ascending(data_type: DataType) -> Self {
        let max_value = match data_type.name.as_str() {
            "smallint" => i64::from(i16::MAX),
            "integer" => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        Self { data_type, start: 1, increment: 1, min_value: 1, max_value, cache: 1, cycle: false }
    }
}
