//! For a terminal: a table of versions by versions, then what was lost.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

use super::{History, cell};
use crate::findings::human::diagnostics;
use crate::wrap::WIDTH;

/// The history for a terminal.
pub fn history_human(history: &History, coloured: bool) -> String {
    let mut text = String::new();
    let mut told = std::collections::BTreeSet::new();
    for diagnostic in history.pairs.iter().flat_map(|pair| &pair.report.diagnostics) {
        let place = diagnostic.location.as_ref().map(ToString::to_string);
        if told.insert((diagnostic.code.clone(), diagnostic.message.clone(), place)) {
            text.push_str(&diagnostics(std::slice::from_ref(diagnostic), coloured));
        }
    }
    text.push_str(&table(history));
    text.push('\n');
    for pair in history.lost() {
        let (before, after) = (history.name(pair.before), history.name(pair.after));
        text.push_str(&format!("{after} with {before}: {}\n", cell(pair.report.verdict)));
        let (news, known) = history.news(pair);
        for finding in news {
            let place = finding.operation.as_deref().map(|it| format!("{it}: ")).unwrap_or_default();
            text.push_str(&format!("  {}  {place}{}: {}\n", finding.rule, finding.subject, finding.message));
            if let Some(instance) = finding.witness.as_ref().and_then(|witness| witness.instance.as_ref()) {
                text.push_str(&format!("    shown by {instance}\n"));
            }
        }
        if known > 0 {
            text.push_str(&format!("  {known} found already between two versions that follow each other\n"));
        }
        text.push('\n');
    }
    text.push_str(&history.summary());
    text.push('\n');
    text
}

fn table(history: &History) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    let last = history.versions.len().saturating_sub(1);
    let head = history.versions.iter().take(last).map(|name| format!("with {name}"));
    table.set_header([String::new()].into_iter().chain(head).collect::<Vec<_>>());
    for after in 1..history.versions.len() {
        let cells = (0..last).map(|before| {
            history.pair(before, after).map_or_else(String::new, |pair| cell(pair.report.verdict).to_owned())
        });
        table.add_row([history.name(after).to_owned()].into_iter().chain(cells).collect::<Vec<_>>());
    }
    table.lines().flat_map(|line| [line.trim_end().to_owned(), "\n".to_owned()]).collect()
}
