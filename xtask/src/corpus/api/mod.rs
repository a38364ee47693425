//! Corpora of interfaces: two documents each, and what a peer says of them.

mod case;
mod compare;
mod place;
mod report;

use std::io::Read;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context;

use super::Arguments;
use super::isolate::{Ended, process};
use case::Case;
use compare::Outcome;
pub(super) use report::Report;

/// Whether the first case of `file` names a kind of interface.
pub(super) fn is_of_interfaces(file: &Path) -> bool {
    case::first_kind(file).is_some()
}

/// What kind of interface the first case of `file` names.
pub(super) fn kind_of(file: &Path) -> Option<String> {
    case::first_kind(file)
}

/// Compares the cases of `file`; those of a kind that is not read yet are counted as skipped.
pub(super) fn run(file: &Path, arguments: &Arguments, report: &mut Report) -> anyhow::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut cases = case::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    cases.retain(|case| arguments.filter.as_ref().is_none_or(|text| case.id.contains(text.as_str())));
    cases.truncate(arguments.limit.unwrap_or(usize::MAX));
    cases.retain(|case| {
        let known = case.kind().is_some();
        if !known {
            report.skip(&name, &case.kind);
        }
        known
    });
    for (case, outcome) in cases.iter().zip(compare_all(&cases, arguments)?) {
        report.add(&name, case, outcome);
    }
    Ok(())
}

/// The outcomes of `cases` in their order, several taken at a time, each in a process of its own.
fn compare_all(cases: &[Case], arguments: &Arguments) -> anyhow::Result<Vec<Outcome>> {
    let next = AtomicUsize::new(0);
    let outcomes: Mutex<Vec<Option<Outcome>>> = Mutex::new(vec![None; cases.len()]);
    let patience = Duration::from_secs(arguments.patience.min(60));
    std::thread::scope(|scope| {
        let worker = || -> anyhow::Result<()> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(case) = cases.get(at) else { return Ok(()) };
                let outcome = match process(&["corpus-interface"], &serde_json::to_vec(case)?, patience)? {
                    Ended::Said(line) => serde_json::from_str(&line).unwrap_or_else(|_| Outcome::failed(line)),
                    Ended::Failed(errors) => Outcome::failed(errors),
                    Ended::Never => Outcome::failed("no end".to_owned()),
                };
                let mut outcomes = outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if let Some(slot) = outcomes.get_mut(at) {
                    *slot = Some(outcome);
                }
            }
        };
        let workers: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| anyhow::bail!("a worker panicked")))
    })?;
    let outcomes = outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    outcomes.into_iter().map(|outcome| outcome.context("a case was left out")).collect()
}

/// Compares the case on standard input and prints what came out.
pub(crate) fn run_one() -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let case: Case = serde_json::from_str(&text)?;
    println!("{}", serde_json::to_string(&compare::compare(&case))?);
    Ok(())
}
