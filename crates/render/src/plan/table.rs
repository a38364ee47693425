//! The table of the steps of a phase.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, Width};
use plan_engine::plan::{Action, Facts, Loss};

use super::words;
use crate::table::{lines, table};
use crate::wrap::fitted;

/// A step, forwards or back, as a row of the table of its phase.
pub(crate) struct StepRow<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) actions: &'a [Action],
    pub(crate) facts: &'a Facts,
    /// Title of the way back, where the table shows one.
    pub(crate) back: Option<&'a str>,
    pub(crate) loss: &'a Loss,
}

/// The steps of a phase.
pub(crate) fn steps<'a>(rows: impl IntoIterator<Item = StepRow<'a>>, with_way_back: bool) -> String {
    let header: &[&str] = if with_way_back {
        &["Step", "What", "Locks, rewrites, scans", "Tx", "Way back", "Loses"]
    } else {
        &["Takes back", "What", "Locks, rewrites, scans", "Tx", "Loses"]
    };
    let mut table = table(header);
    // Without a fixed share for each, one long name squeezes everything else.
    let widths: &[u16] = if with_way_back { &[11, 30, 24, 4, 18, 8] } else { &[11, 45, 28, 4, 8] };
    // Rows of several lines need a line between them.
    table.load_style(UTF8_HORIZONTAL_ONLY);
    for row in rows {
        let mut what = vec![row.title.to_owned()];
        what.extend(words::conditions(row.actions).into_iter().map(|line| format!("· {line}")));
        what.extend(row.facts.hazards.iter().map(|hazard| format!("! {hazard}")));
        let transaction = match words::transaction(row.actions) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "–",
        };
        let mut cells = vec![
            row.id.to_owned(),
            what.join("\n"),
            or_dash(&[words::locks(row.facts), words::work(row.facts)].concat()),
            transaction.to_owned(),
        ];
        if with_way_back {
            cells.push(row.back.filter(|title| !title.is_empty()).unwrap_or("–").to_owned());
        }
        cells.push(words::loss(row.loss).to_owned());
        let fitted = cells.iter().zip(widths).map(|(cell, width)| fitted(cell, usize::from(*width).saturating_sub(1)));
        table.add_row(fitted);
    }
    for (column, width) in table.column_iter_mut().zip(widths) {
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(*width)));
    }
    lines(&table)
}

fn or_dash(lines: &[String]) -> String {
    if lines.is_empty() { "–".to_owned() } else { lines.join("\n") }
}
