//! Differences and summaries as JSON: the lines of `diff.jsonl`, a comparison as one document, and a value that loses nothing.

mod comparison;
mod lines;
mod model;
mod tolerance;
mod value;

#[cfg(feature = "schema")]
pub use comparison::comparison_json_schema;
pub use comparison::{COMPARISON_VERSION, ColumnFound, ComparisonReport, NoteFound, SampleFound, SettledFound};
pub use lines::{DiffReader, DiffWriter};
pub(crate) use lines::{difference_of, line_of};
pub use model::{DiffHeader, DiffLine, DiffSide, DiffSummary, Line, SCHEMA_VERSION};
pub use tolerance::DiffTolerance;
pub use value::{from_json, plain, to_json};

/// The JSON Schema of a line of `diff.jsonl`.
#[cfg(feature = "schema")]
pub fn diff_json_schema() -> String {
    let schema = schemars::generate::SchemaSettings::default().into_generator().into_root_schema_for::<Line>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
