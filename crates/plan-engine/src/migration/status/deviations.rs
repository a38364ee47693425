//! What went otherwise than planned.

use std::collections::BTreeMap;

use schedule::Instant;

use crate::estimate::duration_in_words;
use crate::migration::model::{MigrationPlan, MigrationStep, Performer};
use crate::migration::schedule::{ProgressReport, StepProgress};

/// Seconds up to which closed hours are not in the time of a step that people do.
const SHIFT: f64 = 8.0 * 3_600.0;

/// Seconds after which a state is taken to be out of date.
const STALE: f64 = 24.0 * 3_600.0;

/// What went otherwise than planned, in sentences: steps that took longer than their P95, gates that did not pass, what was
/// taken back, a state that nobody has written for a day.
pub(super) fn deviations(plan: &MigrationPlan, state: &ProgressReport, at: Instant) -> Vec<String> {
    let steps: BTreeMap<&str, &MigrationStep> = plan.steps().map(|it| (it.id.as_str(), it)).collect();
    let mut all = Vec::new();
    for progress in &state.steps {
        let slow = steps.get(progress.step.as_str()).and_then(|it| slow(it, progress, at));
        all.extend(slow);
    }
    let mut failed: BTreeMap<&str, usize> = BTreeMap::new();
    for gate in state.gates.iter().filter(|it| !it.passed) {
        *failed.entry(gate.step.as_str()).or_default() += 1;
    }
    for (gate, times) in failed {
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        all.push(format!("the gate {gate} did not pass {times}"));
    }
    if let Some(last) = state.taken_back.last() {
        let number = state.taken_back.len();
        let steps = if number == 1 { "1 step was".to_owned() } else { format!("{number} steps were") };
        all.push(format!("{steps} taken back, the last one, {}, at {}", last.step, last.at));
    }
    let idle = state.at.seconds_until(at);
    if idle > STALE && state.steps.iter().any(|it| it.finished.is_none()) {
        all.push(format!("something runs, and nobody has recorded anything for {}", duration_in_words(idle)));
    }
    all
}

fn slow(step: &MigrationStep, progress: &StepProgress, at: Instant) -> Option<String> {
    let took = progress.started.seconds_until(progress.finished.unwrap_or(at));
    let most = step.estimate.distribution.quantile(0.95);
    let around_the_clock = matches!(step.by, Performer::Program(_)) && step.timing.windows.is_empty();
    if took <= most || !around_the_clock && took > SHIFT {
        return None;
    }
    let (took, most) = (duration_in_words(took), duration_in_words(most));
    let verb = if progress.finished.is_some() { "took" } else { "has run for" };
    Some(format!("{} {verb} {took}, in 19 of 20 cases it takes {most} at most", progress.step))
}
