//! Views.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataType, Expression, Grants, Index, Trigger};

/// A view or a materialised view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// `MATERIALIZED`.
    pub materialized: bool,
    /// Output columns in order; none where the text does not tell (an engine always does).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ViewColumn>>,
    /// The query, without a final semicolon.
    pub query: Expression,
    /// `WITH (…)` and `WITH CHECK OPTION`, canonically spelt.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// Indexes of a materialised view, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub indexes: BTreeMap<String, Index>,
    /// `INSTEAD OF` triggers, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub triggers: BTreeMap<String, Trigger>,
    /// `COMMENT ON VIEW`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// An output column of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewColumn {
    /// Name.
    pub name: String,
    /// Type, where known (read from an engine).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_type: Option<DataType>,
    /// `COMMENT ON COLUMN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}
