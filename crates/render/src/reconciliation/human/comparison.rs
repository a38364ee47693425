//! A comparison for people: what was compared and how, what differs by column, and the rows.

use validation::wire::DiffHeader;
use validation::{Comparison, Difference, Value, Verdict};

use super::Layout;
use crate::reconciliation::number::thousands;
use crate::reconciliation::value::{cell, list};
use crate::reconciliation::visible::visible;
use crate::table::{lines as text, table_of};

/// Longer values are cut in tables.
const LONGEST: usize = 60;

/// The report.
pub fn comparison(it: &Comparison, header: &DiffHeader, found: &[Difference], layout: Layout) -> String {
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
    out += &by_column(it, layout);
    out += &differing(header, found, layout);
    let left_out = it.differences().saturating_sub(found.len() as u64);
    if left_out > 0 {
        out += &format!("… and {} more: --diff FILE keeps them all\n", rows(left_out));
    }
    for note in &it.notes {
        let column = note.column.as_ref().map_or_else(String::new, |it| format!("{it}: "));
        out += &format!("note: {column}{}\n", note.text);
    }
    out + &format!("\n{}\n", layout.verdict(it.verdict(), &verdict(it)))
}

fn by_column(it: &Comparison, layout: Layout) -> String {
    let differing: Vec<_> = it.columns.iter().filter(|it| it.differences > 0 || it.tolerated > 0).collect();
    if differing.is_empty() {
        return String::new();
    }
    let mut table = table_of(&["Column", "Rows that differ", "Within the tolerance"], layout.width);
    for column in differing {
        table.add_row(vec![column.name.clone(), thousands(column.differences), thousands(column.tolerated)]);
    }
    text(&table)
}

fn differing(header: &DiffHeader, differences: &[Difference], layout: Layout) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let mut table = table_of(&["Key", "What", "Source", "Target"], layout.width);
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
        let row = |row: &Option<Vec<Value>>| row.as_ref().map_or("–".to_owned(), |it| list(it));
        let times = match (difference.in_source, difference.in_target) {
            (0 | 1, 0 | 1) => String::new(),
            (one, other) => format!(" ({one} times in the source, {other} in the target)"),
        };
        let what = difference.kind.as_str().replace('_', " ") + &times;
        return vec![[what, row(&difference.source), row(&difference.target)]];
    };
    let value = |row: &Vec<Value>, at: &usize| row.get(*at).map(cell).unwrap_or_default();
    let line = |at: &usize| {
        let name = header.columns.get(*at).cloned().unwrap_or_default();
        [name, value(source, at), value(target, at)]
    };
    difference.columns.iter().map(line).collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => visible(text.get(..end).unwrap_or_default()) + "…",
        None => visible(text),
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
