//! A proof for people: the way forwards, the ways back, and everything that went wrong.

use std::fmt::Write as _;

use comfy_table::CellAlignment;
use runner::{Outcome, PhaseBack, Proof, StepRecord, WayBack};

use super::{concurrency, details};
use crate::paint::Paint;
use crate::plan::{View, words};
use crate::table::{lines, table};

/// The proof as a person reads it, laid out for 100 columns; the last line is the outcome.
pub fn human(proof: &Proof, view: &View) -> String {
    let paint = Paint(view.colour);
    let mut out = format!(
        "{}  {} · {} per table · seed {} · {:.1} s\n",
        paint.heading(&format!("Proof of plan {}", words::short(&proof.plan_digest))),
        if proof.engine.is_empty() { "no engine" } else { &proof.engine },
        words::count(proof.rows_per_table, "row"),
        proof.seed,
        seconds(proof.duration_ms),
    );
    if !proof.steps.is_empty() {
        let _ = writeln!(out, "\n{}", paint.heading("Forwards"));
        out.push_str(&forwards(&proof.steps));
    }
    if !proof.ways_back.is_empty() {
        let _ = writeln!(out, "\n{}", paint.heading("Ways back, with the versions at work in their phases"));
        out.push_str(&ways_back(&proof.ways_back));
    }
    if let Some(concurrent) = &proof.concurrent {
        let _ = writeln!(out, "\n{}", paint.heading("Written while the steps ran"));
        concurrency::write(&mut out, concurrent, &proof.blocked);
    }
    details::write(&mut out, proof, paint);
    let _ = writeln!(out, "\n{}", outcome(proof, paint));
    out
}

fn outcome(proof: &Proof, paint: Paint) -> String {
    match proof.outcome {
        Outcome::Proven => paint.good(&format!(
            "PROVEN: {} forwards, {} back; every row was conserved.",
            words::count(proof.steps.len(), "step"),
            words::count(proof.ways_back.len(), "way"),
        )),
        Outcome::Partial => {
            paint.warning("PARTIAL: nothing went wrong, but not every table could be filled or written.")
        }
        Outcome::Failed => {
            paint.bad(&format!("FAILED: {}, named above.", words::count(proof.failures.len(), "difference")))
        }
    }
}

fn forwards(steps: &[StepRecord]) -> String {
    let mut table = table(&["", "Step", "What", "Locks seen", "ms"]);
    for step in steps {
        let locks: Vec<_> = step.locks.iter().map(|lock| format!("{} {}", lock.mode, lock.relation)).collect();
        let retries = match step.lock_retries {
            0 => String::new(),
            times => format!(" (tried {} times)", times + 1),
        };
        table.add_row([
            mark(step.passed).to_owned(),
            step.step.clone(),
            step.title.clone() + &retries,
            if locks.is_empty() { "–".to_owned() } else { locks.join("\n") },
            milliseconds(step.duration_us),
        ]);
    }
    right(&mut table, &[4]);
    lines(&table)
}

fn ways_back(ways: &[WayBack]) -> String {
    let mut table = table(&["", "From", "At work", "Steps", "Rows compared", "As before", "Forwards again", "ms"]);
    for way in ways {
        let forwards_again = match way.forwards_again {
            Some(true) => "same",
            Some(false) => "DIFFERENT",
            None => "–",
        };
        table.add_row([
            mark(way.passed && way.forwards_again != Some(false)).to_owned(),
            way.from.to_string(),
            at_work(&way.phases),
            way.steps.len().to_string(),
            way.rows_compared.to_string(),
            if way.passed { "yes" } else { "NO" }.to_owned(),
            forwards_again.to_owned(),
            milliseconds(way.steps.iter().map(|step| step.duration_us).sum()),
        ]);
    }
    right(&mut table, &[3, 4, 7]);
    lines(&table)
}

/// The versions at work in the phases of a way back, in order.
fn at_work(phases: &[PhaseBack]) -> String {
    let one = |phase: &PhaseBack| {
        let versions: Vec<_> = phase.versions.iter().map(ToString::to_string).collect();
        versions.join(" and ")
    };
    if phases.is_empty() { "–".to_owned() } else { phases.iter().map(one).collect::<Vec<_>>().join(", then ") }
}

fn right(table: &mut comfy_table::Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn mark(passed: bool) -> &'static str {
    if passed { "✓" } else { "✗" }
}

pub(super) fn milliseconds(microseconds: u64) -> String {
    format!("{}.{}", microseconds / 1000, microseconds % 1000 / 100)
}

#[expect(clippy::cast_precision_loss, reason = "a duration for people, to a tenth of a second")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::sample;

    #[test]
    fn everything_that_went_wrong_is_named_and_fits() {
        let text = human(&sample::failed(), &View::default());
        for part in [
            "✗   contract-2",
            "AccessExclusiveLock public.users",
            "12.3",
            "contract-2, on the way back from contract: 2 rows of public.users are not there\n      SELECT 1",
            "public.odd: the new version could not write it",
            "3 found, 3 rows kept in the archive",
            "old version in expand after expand-1: cached plan",
            "longest wait of an application statement: 12.0 ms, in step expand-3, forwards",
            "contract-2 gave way to a transaction with ACCESS SHARE on public.users",
            "FAILED: 1 difference, named above.",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(!text.contains('\u{1b}'), "no colours unless asked for");
    }
}
