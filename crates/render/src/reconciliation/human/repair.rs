//! The report on a repair, for people.

use validation::repair::{Applied, RepairReport};

use crate::reconciliation::number::thousands;
use crate::reconciliation::visible::{visible, visible_lines};

/// Steps that were not done and are shown.
const SHOWN: usize = 20;

/// What was mended, what was not and why, and what the rows are now.
pub fn repair(report: &RepairReport) -> String {
    let mut out = String::new();
    for table in &report.tables {
        out += &format!(
            "{}: {} to insert, {} to update, {} to delete\n",
            table.table,
            thousands(table.inserts),
            thousands(table.updates),
            thousands(table.deletes)
        );
        for left in &table.left {
            out += &format!("  {} left: {}\n", thousands(left.rows), left.why);
        }
    }
    if let Some(applied) = &report.applied {
        out += &done(applied);
    }
    for note in &report.notes {
        out += &format!("note: {note}\n");
    }
    for after in &report.afterwards {
        let differing = after.found.missing + after.found.extra + after.found.mismatched;
        let verdict = &after.found.verdict;
        out += &format!("{}: compared again: {verdict}, {} of these rows differ\n", after.table, thousands(differing));
    }
    out + &format!(
        "\nRepair {}; every row stands in the audit table of the workshop (migration_architect).\n",
        report.repair
    )
}

fn done(applied: &Applied) -> String {
    let mut out = String::new();
    if applied.resumed_after > 0 {
        out += &format!("went on behind {} rows of an interrupted run\n", thousands(applied.resumed_after));
    }
    out += &format!(
        "{} done, {} as they should be before, {} changed meanwhile and left, {} refused\n",
        thousands(applied.applied),
        thousands(applied.already),
        thousands(applied.changed),
        thousands(applied.refused)
    );
    if applied.stale > 0 {
        out += &format!(
            "{} left since the side that is read changed meanwhile: compare again\n",
            thousands(applied.stale)
        );
    }
    if applied.locked > 0 {
        out += &format!("{} left since somebody else has locked them\n", thousands(applied.locked));
    }
    for it in applied.not_done.iter().take(SHOWN) {
        out +=
            &format!("  {} {} of ({}): {}\n", it.table, it.action, visible(&it.key.join(", ")), visible_lines(&it.why));
    }
    let more = (applied.changed + applied.refused + applied.stale + applied.locked)
        .saturating_sub(applied.not_done.len().min(SHOWN) as u64);
    if more > 0 {
        out += &format!("  … and {} more\n", thousands(more));
    }
    out
}
