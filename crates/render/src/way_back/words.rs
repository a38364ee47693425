//! Words that the formats share.

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::model::{Holds, Probe};
use plan_engine::plan::Loss;
use rollback_gen::migration::{
    Check, CheckHow, Current, Exercised, MigrationRollback, Reached, Times, Verdict, WayBackTrigger,
};

/// What to do, in one word and a half.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NothingToDo => "Nothing to take back",
        Verdict::GoBack => "Go back",
        Verdict::Weigh => "Weigh it first, then go back",
        Verdict::GoForward => "Do not go back: mend it forwards",
    }
}

/// Seconds as `P50 / P80 / P95`; one figure where it is certain.
pub(super) fn times(times: &Times) -> String {
    let [p50, p80, p95] = [times.p50, times.p80, times.p95].map(duration_in_words);
    if p50 == p95 { p50 } else { format!("{p50} / {p80} / {p95}") }
}

/// How a condition is found out, in words; a query stands by itself.
pub(super) fn how(check: &Check) -> String {
    match &check.how {
        CheckHow::Sql { migration, expected, .. } => {
            format!("asked of the database of {migration}: answers {expected}")
        }
        CheckHow::Measure { holds, bound, for_seconds, .. } => {
            let side = match holds {
                Holds::AtMost => "at most",
                Holds::AtLeast => "at least",
                Holds::Equal => "exactly",
            };
            let held =
                if *for_seconds > 0.0 { format!(" for {}", duration_in_words(*for_seconds)) } else { String::new() };
            format!("{side} {bound}{held}")
        }
        CheckHow::State { .. } => "the state of the plan says so".to_owned(),
        CheckHow::Approval { role } => format!("{role} agrees"),
    }
}

/// A condition in one line: what, how, and what else.
pub(super) fn check(check: &Check) -> String {
    match &check.how {
        CheckHow::Measure { subject, .. } => format!("{subject}: {}", how(check)),
        _ => format!("{} ({})", check.says, how(check)),
    }
}

pub(super) fn current(current: Current) -> &'static str {
    match current {
        Current::Yes => "current",
        Current::WhileChecksHold => "current while the checks hold",
        Current::NotTold => "not told",
        Current::No => "NOT current",
    }
}

pub(super) fn exercised(it: &Exercised) -> String {
    match it {
        Exercised::Proven { by } => format!("run there and back by {by}"),
        Exercised::NotRun { because } => format!("not run: {because}"),
    }
}

pub(super) fn loss(loss: &Loss) -> Option<&str> {
    match loss {
        Loss::Nothing => None,
        Loss::Policy(it) | Loss::Everything(it) => Some(it),
    }
}

/// How a role is reached; its name serves where nothing else is told.
pub(super) fn reach(back: &MigrationRollback, role: &str) -> String {
    let one = |it: &Reached| {
        let name = it.name.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        if it.reach.is_empty() { String::new() } else { format!("{name}{}", it.reach.join(", ")) }
    };
    let all: Vec<String> =
        back.contacts.iter().filter(|it| it.role == role).map(one).filter(|it| !it.is_empty()).collect();
    if all.is_empty() { "by the duty roster".to_owned() } else { all.join("; ") }
}

/// What a machine asks, each a line: statements and expressions.
pub(super) fn asked(check: &Check) -> Vec<String> {
    match &check.how {
        CheckHow::Sql { statement, .. } => vec![format!("{statement};")],
        CheckHow::Measure { probe, .. } => match probe {
            Probe::Sql { on, statement } => vec![format!("on the {}: {statement};", on.word())],
            Probe::Both { source, target } => {
                vec![format!("on the source: {source};"), format!("on the target: {target};")]
            }
            Probe::Metric { expression } => vec![expression.clone()],
            Probe::Check { name } => vec![format!("the check `{name}`, which `reconcile run` answers")],
        },
        CheckHow::State { .. } | CheckHow::Approval { .. } => Vec::new(),
    }
}

/// After how long somebody is called.
pub(super) fn after(seconds: f64) -> String {
    if seconds <= 0.0 { "at once".to_owned() } else { format!("after {}", duration_in_words(seconds)) }
}

/// A trigger in one sentence.
pub(super) fn trigger(it: &WayBackTrigger) -> String {
    let acts = if it.acts { "acts by itself" } else { "calls" };
    format!(
        "{} for {} → {acts}: {}; armed anew once it stands at {} for {}",
        it.when,
        duration_in_words(it.window_seconds),
        it.does,
        it.rearm_bound,
        duration_in_words(it.rearm_seconds)
    )
}
