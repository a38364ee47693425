//! The types behind the lines of `diff.jsonl`.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::tolerance::DiffTolerance;
use crate::{Comparison, Equality, Selection, Side, Tolerance};

/// The version of the lines: readers refuse another major one.
pub const SCHEMA_VERSION: &str = "1.0";

/// A line of `diff.jsonl`: one header, then differences, then one summary. A file without a summary was cut off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// The first line.
    Header(DiffHeader),
    /// A row that differs.
    Difference(DiffLine),
    /// The last line.
    Summary(DiffSummary),
}

/// What was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffHeader {
    /// The version of the lines.
    pub schema_version: String,
    /// The source.
    pub source: DiffSide,
    /// The target.
    pub target: DiffSide,
    /// The columns compared, in the order of the values of each row.
    pub columns: Vec<String>,
    /// The columns of the key, in the order of the values of each key; empty where rows were compared as a multiset, and a key is the whole
    /// row.
    pub key: Vec<String>,
    /// `exact` or `engine`.
    pub equality: String,
    /// What was no difference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tolerances: Vec<DiffTolerance>,
}

/// A side of what was compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffSide {
    /// What it is called: without password.
    pub label: String,
    /// The product, or nothing for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The schema of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// For each column compared, the column of this side; nothing where it is an expression.
    pub columns: Vec<Option<String>>,
    /// For each column compared, the expression of this side; nothing where it is a column.
    pub expressions: Vec<Option<String>>,
    /// The condition that rows had to meet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// A row that differs. A value is a text, a number, a truth value or null as itself, and anything else an object of one member
/// that names the type, such as `{"decimal": "1.00"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffLine {
    /// `missing_in_target`, `extra_in_target` or `mismatched`.
    pub kind: String,
    /// The values of the key.
    pub key: Vec<Json>,
    /// The row of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<Json>>,
    /// The row of the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Vec<Json>>,
    /// The columns that differ, of a mismatched row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// How often the source has the row.
    pub in_source: u64,
    /// How often the target has the row.
    pub in_target: u64,
    /// How many rows of the source and of the target have the key, where it does not tell rows apart: these are counted as wholes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_key: Option<[u64; 2]>,
    /// `unchecked`, `stable` or `transient`.
    pub settling: String,
}

/// What was found in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffSummary {
    /// `equal`, `unsettled` or `different`.
    pub verdict: String,
    /// Rows of the source.
    pub source_rows: u64,
    /// Rows of the target.
    pub target_rows: u64,
    /// Rows that the target does not have, or not as often.
    pub missing: u64,
    /// Rows that the source does not have, or not as often.
    pub extra: u64,
    /// Rows with other values.
    pub mismatched: u64,
    /// Differences that vanished when they were read again.
    pub vanished: u64,
    /// How it was compared.
    pub strategy: String,
}

impl DiffHeader {
    /// What two sides compare.
    pub fn new(source: &dyn Side, target: &dyn Side, equality: Equality) -> Self {
        let selection = source.selection();
        let name = |place: &usize| selection.fields.get(*place).map(|field| field.name.clone());
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            source: DiffSide::new(source, source.selection()),
            target: DiffSide::new(target, target.selection()),
            columns: selection.fields.iter().map(|field| field.name.clone()).collect(),
            key: selection.key.iter().filter_map(name).collect(),
            equality: equality.as_str().to_owned(),
            tolerances: Vec::new(),
        }
    }

    /// With what was no difference.
    pub fn with_tolerances(mut self, tolerances: &[Tolerance]) -> Self {
        self.tolerances = tolerances.iter().map(DiffTolerance::from).collect();
        self
    }
}

impl DiffSide {
    fn new(side: &dyn Side, selection: &Selection) -> Self {
        let info = side.info();
        Self {
            label: info.label.clone(),
            engine: info.engine.map(|it| it.as_str().to_owned()),
            version: info.version.clone(),
            schema: info.table.as_ref().map(|it| it.schema.clone()),
            table: info.table.as_ref().map(|it| it.name.clone()),
            columns: selection.fields.iter().map(|field| field.column.clone()).collect(),
            expressions: selection.fields.iter().map(|field| field.expression.clone()).collect(),
            filter: selection.filter.clone(),
        }
    }
}

impl From<&Comparison> for DiffSummary {
    fn from(it: &Comparison) -> Self {
        Self {
            verdict: it.verdict().as_str().to_owned(),
            source_rows: it.source.rows,
            target_rows: it.target.rows,
            missing: it.missing,
            extra: it.extra,
            mismatched: it.mismatched,
            vanished: it.settled.vanished,
            strategy: it.strategy.as_str().to_owned(),
        }
    }
}
