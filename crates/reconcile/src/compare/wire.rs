//! A comparison as JSON: the summary, and the first differences.

use serde::Serialize;
use serde_json::{Value, json};
use validation::Comparison;
use validation::wire::{DiffHeader, DiffSummary, to_json};

use super::sink::Found;

/// The report as JSON.
pub(super) fn report(it: &Comparison, header: &DiffHeader, found: &Found) -> String {
    let columns = it.columns.iter().filter(|it| it.differences > 0 || it.tolerated > 0);
    let row = |row: &Vec<database::Value>| row.iter().map(to_json).collect::<Vec<_>>();
    let differences = found.differences.iter().map(|difference| {
        let names = difference.columns.iter().filter_map(|at| header.columns.get(*at));
        json!({
            "kind": difference.kind.as_str(),
            "key": row(&difference.key),
            "source": difference.source.as_ref().map(row),
            "target": difference.target.as_ref().map(row),
            "columns": names.collect::<Vec<_>>(),
            "in_source": difference.in_source,
            "in_target": difference.in_target,
            "settling": difference.settling.as_str(),
        })
    });
    let report = json!({
        "schema_version": "1.0",
        "compared": value(header),
        "summary": value(&DiffSummary::from(it)),
        "reason": it.reason,
        "columns": columns.map(|it| json!({"name": it.name, "differences": it.differences, "tolerated": it.tolerated})).collect::<Vec<_>>(),
        "settled": {"stable": it.settled.stable, "transient": it.settled.transient, "vanished": it.settled.vanished, "unchecked": it.settled.unchecked},
        "sample": it.sample.map(|it| json!({
            "rows": it.rows, "differing": it.differing, "confidence": it.confidence, "at_least": it.at_least, "at_most": it.at_most, "seed": it.seed,
        })),
        "notes": it.notes.iter().map(|it| json!({"column": it.column, "text": it.text})).collect::<Vec<_>>(),
        "differences": differences.collect::<Vec<_>>(),
    });
    // Plain data with string keys.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn value(it: &impl Serialize) -> Value {
    serde_json::to_value(it).unwrap_or_default()
}
