//! A comparison as JSON: the summary, and the first differences.

use validation::Comparison;
use validation::wire::{ComparisonReport, DiffHeader};

use super::sink::Found;

/// The report as JSON, as docs/schemas/comparison.schema.json has it.
pub(super) fn report(it: &Comparison, header: &DiffHeader, found: &Found) -> String {
    // Plain data with string keys.
    serde_json::to_string_pretty(&ComparisonReport::new(header, it, &found.differences)).unwrap_or_default() + "\n"
}
