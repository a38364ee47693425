//! A comparison for people: what was compared and how, what differs by column, and the rows.

use cli_common::Failure;
use validation::wire::{DiffHeader, plain};
use validation::{Comparison, Difference, Verdict};

use super::paint::Paint;
use super::sheet::{sheet, text};
use crate::compare::Found;
use crate::words::thousands;

/// Longer values are cut in tables.
const LONGEST: usize = 60;

/// The report.
pub(crate) fn comparison(it: &Comparison, header: &DiffHeader, found: &Found, coloured: bool) -> String {
    let paint = Paint { coloured };
    let rows = |it: u64| thousands(it);
    let mut out = format!(
        "source  {} ({} rows)\ntarget  {} ({} rows)\n",
        header.source.label,
        rows(it.source.rows),
        header.target.label,
        rows(it.target.rows)
    );
    if !it.key.is_empty() {
        out += &format!("key     {}\n", it.key.join(", "));
    }
    out += &format!("how     {}: {}\n", it.strategy.as_str().replace('_', " "), it.reason);
    out += &by_column(it);
    out += &differing(header, &found.differences);
    let left_out = it.differences().saturating_sub(found.differences.len() as u64);
    if left_out > 0 {
        out += &format!("… and {} more: --diff FILE keeps them all\n", rows(left_out));
    }
    for note in &it.notes {
        let column = note.column.as_ref().map_or_else(String::new, |it| format!("{it}: "));
        out += &format!("note: {column}{}\n", note.text);
    }
    out + &format!("\n{}\n", paint.verdict(it.verdict(), &verdict(it)))
}

fn by_column(it: &Comparison) -> String {
    let differing: Vec<_> = it.columns.iter().filter(|it| it.differences > 0 || it.tolerated > 0).collect();
    if differing.is_empty() {
        return String::new();
    }
    let mut table = sheet(&["Column", "Rows that differ", "Within the tolerance"]);
    for column in differing {
        table.add_row(vec![column.name.clone(), thousands(column.differences), thousands(column.tolerated)]);
    }
    text(&table)
}

fn differing(header: &DiffHeader, differences: &[Difference]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let mut table = sheet(&["Key", "What", "Source", "Target"]);
    for difference in differences {
        let key = cut(&list(&difference.key));
        for [what, source, target] in lines(header, difference) {
            table.add_row(vec![key.clone(), what, cut(&source), cut(&target)]);
        }
    }
    text(&table)
}

/// Each column that differs with both values, or the row that one side lacks.
fn lines(header: &DiffHeader, difference: &Difference) -> Vec<[String; 3]> {
    let (Some(source), Some(target)) = (&difference.source, &difference.target) else {
        let row = |row: &Option<Vec<database::Value>>| row.as_ref().map_or("–".to_owned(), |it| list(it));
        let times = match (difference.in_source, difference.in_target) {
            (0 | 1, 0 | 1) => String::new(),
            (one, other) => format!(" ({one} times in the source, {other} in the target)"),
        };
        let what = difference.kind.as_str().replace('_', " ") + &times;
        return vec![[what, row(&difference.source), row(&difference.target)]];
    };
    let value = |row: &Vec<database::Value>, at: &usize| row.get(*at).map(cell).unwrap_or_default();
    let line = |at: &usize| {
        let name = header.columns.get(*at).cloned().unwrap_or_default();
        [name, value(source, at), value(target, at)]
    };
    difference.columns.iter().map(line).collect()
}

fn list(values: &[database::Value]) -> String {
    values.iter().map(cell).collect::<Vec<_>>().join(", ")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn verdict(it: &Comparison) -> String {
    let counts = format!(
        "{} missing in the target, {} extra there, {} mismatched",
        thousands(it.missing),
        thousands(it.extra),
        thousands(it.mismatched)
    );
    if let Some(sample) = &it.sample {
        return format!(
            "{}: {} of {} rows of the sample differ (seed {}); with {} % confidence at most {:.4} % of all rows differ",
            it.verdict().as_str().to_uppercase(),
            thousands(sample.differing),
            thousands(sample.rows),
            sample.seed,
            sample.confidence * 100.0,
            sample.at_most * 100.0
        );
    }
    match (it.verdict(), it.differences()) {
        (Verdict::Equal, 0) => "EQUAL".to_owned(),
        (Verdict::Equal, _) => format!("EQUAL within the threshold: {counts}"),
        (Verdict::Unsettled, _) => format!("UNSETTLED: {counts}; {} still change", thousands(it.settled.transient)),
        (Verdict::Different, _) => format!("DIFFERENT: {counts}"),
    }
}

/// The differences as CSV: a line for each value that differs, or for each row that one side lacks.
pub(crate) fn differences_as_csv(header: &DiffHeader, differences: &[Difference]) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::new(format!("the differences cannot be written as CSV: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["kind", "key", "column", "source", "target"]).map_err(failed)?;
    for difference in differences {
        let (kind, key) = (difference.kind.as_str(), list(&difference.key));
        for [what, source, target] in lines(header, difference) {
            let column = if difference.source.is_some() && difference.target.is_some() { what } else { String::new() };
            writer
                .write_record([kind, key.as_str(), column.as_str(), source.as_str(), target.as_str()])
                .map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A value in a table; an empty text is told from nothing.
fn cell(value: &database::Value) -> String {
    let text = plain(value);
    if text.is_empty() { "''".to_owned() } else { text }
}
