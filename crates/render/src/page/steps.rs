//! Every step, phase by phase.

use super::Page;
use super::clock::Clock;
use super::prose::{name, prose, sentence};
use crate::migration::words;

/// A phase with its steps.
pub(super) struct Phase {
    pub(super) id: String,
    pub(super) purpose: String,
    pub(super) versions: String,
    pub(super) ends: String,
    pub(super) steps: Vec<Step>,
    pub(super) notes: Vec<String>,
}

/// A step.
pub(super) struct Step {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) details: Vec<String>,
    pub(super) by: String,
    pub(super) time: String,
    pub(super) when: String,
    pub(super) back: String,
}

/// All phases.
pub(super) fn phases(page: &Page<'_>, clock: Clock) -> Vec<Phase> {
    let ends = |at: usize| page.schedule.phases.get(at).and_then(|it| it.end.p80);
    let phases = page.plan.phases.iter().enumerate().map(|(at, it)| Phase {
        id: name(&it.id),
        purpose: prose(&sentence(&it.purpose)),
        versions: crate::plan::words::versions(&it.versions).to_owned(),
        ends: clock.tell(ends(at)),
        steps: it.steps.iter().map(step).collect(),
        notes: it.notes.iter().map(|it| prose(&sentence(&it.says))).collect(),
    });
    phases.collect()
}

fn step(step: &plan_engine::migration::MigrationStep) -> Step {
    let back = words::back(step);
    Step {
        id: step.id.clone(),
        kind: words::kind(&step.work),
        title: prose(&step.title),
        details: words::details(step).iter().map(|it| prose(it)).collect(),
        by: name(step.by.name()),
        time: words::time(&step.estimate),
        when: words::hours(step),
        back: if back.is_empty() { "nothing to undo".to_owned() } else { prose(&back) },
    }
}
