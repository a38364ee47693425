//! What the sessions went through that wrote while the steps ran.

use runner::{BlockedRecord, Concurrency, Stage};

use super::human::milliseconds;
use crate::plan::words;
use crate::wrap::wrapped;

/// Writes a line each.
pub(super) fn write(out: &mut String, concurrent: &Concurrency, blocked: &[BlockedRecord]) {
    let retried = match concurrent.retried {
        0 => String::new(),
        times => format!("; {} made again after a conflict", words::count(times as usize, "transaction")),
    };
    let mut lines = vec![format!(
        "{} at a time made {} with {}{retried}; {} compared with what they had committed",
        words::count(concurrent.writers, "session"),
        words::count(usize::try_from(concurrent.transactions).unwrap_or(usize::MAX), "transaction"),
        words::count(usize::try_from(concurrent.statements).unwrap_or(usize::MAX), "statement"),
        words::count(concurrent.rows_checked, "row"),
    )];
    lines.extend(concurrent.longest_wait.as_ref().map(|wait| {
        let way = if wait.stage == Stage::WayBack { "on the way back" } else { "forwards" };
        let (time, step) = (milliseconds(wait.us), &wait.step);
        format!("longest wait of an application statement: {time} ms, in step {step}, {way}")
    }));
    lines.extend(blocked.iter().map(|it| {
        let wait = it.longest_wait_us.map(|us| format!("; the application waited {} ms at most", milliseconds(us)));
        format!(
            "{} gave way to a transaction with {} on {}: it wants {}, waits {} ms at a time and was tried again {}{}",
            it.step,
            it.held,
            it.relation,
            it.wanted,
            milliseconds(it.lock_timeout_us),
            words::count(it.lock_retries as usize, "time"),
            wait.unwrap_or_default()
        )
    }));
    for line in &lines {
        out.push_str(&wrapped("  - ", line));
    }
}
