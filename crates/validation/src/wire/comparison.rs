//! A comparison as one document: what was compared, what was found in all, and the first differences.

use serde::{Deserialize, Serialize};

use super::line_of;
use super::model::{DiffHeader, DiffLine, DiffSummary};
use crate::{Comparison, Difference, SampleResult, Settled};

/// The version of the document: readers refuse another major one.
pub const COMPARISON_VERSION: &str = "1.0";

/// A comparison of two tables or files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparisonReport {
    /// The version of the document.
    pub schema_version: String,
    /// What was compared; its `schema_version` is that of the lines of `diff.jsonl`.
    pub compared: DiffHeader,
    /// What was found in all.
    pub summary: DiffSummary,
    /// Why it was compared in this way, in a sentence.
    pub reason: String,
    /// The columns in which something differs or is tolerated.
    pub columns: Vec<ColumnFound>,
    /// What became of the differences that were read again.
    pub settled: SettledFound,
    /// What a sample shows of all rows; nothing where all were compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleFound>,
    /// What a reader has to know: what is not compared exactly, or was not possible.
    pub notes: Vec<NoteFound>,
    /// The first differences, as the lines of `diff.jsonl` have them; `summary` counts all.
    pub differences: Vec<DiffLine>,
}

/// What was found in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColumnFound {
    /// Its name.
    pub name: String,
    /// Mismatched rows in which it differs.
    pub differences: u64,
    /// Rows in which it differs by no more than its tolerance.
    pub tolerated: u64,
}

/// What became of the differences that were read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SettledFound {
    /// The same each time.
    pub stable: u64,
    /// Still different, with values that went on changing.
    pub transient: u64,
    /// Gone: they are not counted among the differences.
    pub vanished: u64,
    /// Not read again.
    pub unchecked: u64,
}

/// What a sample shows of all rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleFound {
    /// Rows drawn.
    pub rows: u64,
    /// Rows of them that differ.
    pub differing: u64,
    /// How sure the bounds are: a share below 1.
    pub confidence: f64,
    /// With that confidence at least this share of a side's rows is missing on the other side or differs.
    pub at_least: f64,
    /// With that confidence at most this share of either side's rows is missing on the other side or differs.
    pub at_most: f64,
    /// What decided on the rows drawn.
    pub seed: u64,
}

/// Something that a reader has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteFound {
    /// The column that it is about; nothing where it is about the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The note.
    pub text: String,
}

impl ComparisonReport {
    /// The document on a comparison, with the differences that were kept.
    pub fn new(header: &DiffHeader, found: &Comparison, differences: &[Difference]) -> Self {
        let name = |place: &usize| header.columns.get(*place).cloned().unwrap_or_default();
        let columns = found.columns.iter().filter(|it| it.differences > 0 || it.tolerated > 0);
        let column = |it: &crate::ColumnSummary| ColumnFound {
            name: it.name.clone(),
            differences: it.differences,
            tolerated: it.tolerated,
        };
        let note = |it: &crate::Note| NoteFound { column: it.column.clone(), text: it.text.clone() };
        Self {
            schema_version: COMPARISON_VERSION.to_owned(),
            compared: header.clone(),
            summary: DiffSummary::from(found),
            reason: found.reason.clone(),
            columns: columns.map(column).collect(),
            settled: found.settled.into(),
            sample: found.sample.map(SampleFound::from),
            notes: found.notes.iter().map(note).collect(),
            differences: differences.iter().map(|it| line_of(it, name)).collect(),
        }
    }
}

impl From<Settled> for SettledFound {
    fn from(it: Settled) -> Self {
        Self { stable: it.stable, transient: it.transient, vanished: it.vanished, unchecked: it.unchecked }
    }
}

impl From<SampleResult> for SampleFound {
    fn from(it: SampleResult) -> Self {
        Self {
            rows: it.rows,
            differing: it.differing,
            confidence: it.confidence,
            at_least: it.at_least,
            at_most: it.at_most,
            seed: it.seed,
        }
    }
}

/// The JSON Schema of the document.
#[cfg(feature = "schema")]
pub fn comparison_json_schema() -> String {
    let schema =
        schemars::generate::SchemaSettings::default().into_generator().into_root_schema_for::<ComparisonReport>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
