//! How far the plan is, where somebody has told.

use plan_engine::migration::MigrationStep;
use plan_engine::migration::schedule::StepProgress;

use super::Page;
use super::clock::Clock;
use super::prose::name;

/// Steps that run or come next, at most.
const SHOWN: usize = 6;

/// How far the plan is.
pub(super) struct Progress {
    pub(super) at: String,
    pub(super) done: usize,
    pub(super) all: usize,
    /// The share of the steps that is done, in per cent without the sign.
    pub(super) share: String,
    pub(super) running: Vec<(String, String)>,
    pub(super) next: Vec<(String, String)>,
}

impl Progress {
    pub(super) fn of(page: &Page<'_>, clock: Clock) -> Option<Self> {
        let progress = page.progress?;
        let all = page.plan.steps().count();
        let done = page.plan.steps().filter(|it| share_of(page, it) >= 1.0).count();
        let running = page.plan.steps().filter(|it| told(page, it).is_some_and(|it| it.finished.is_none()));
        let waits = |it: &&MigrationStep| {
            told(page, it).is_none()
                && it.after.iter().all(|id| {
                    page.plan.steps().find(|step| step.id == *id).is_none_or(|step| share_of(page, step) >= 1.0)
                })
        };
        let ends = |it: &MigrationStep| {
            let times = page.schedule.steps.iter().find(|times| times.id == it.id);
            format!("ends {} at P80", times.map_or_else(|| "never".to_owned(), |it| clock.short(it.end.p80)))
        };
        let line = |it: &MigrationStep| (name(&it.title), ends(it));
        #[expect(clippy::cast_precision_loss, reason = "counts of steps")]
        let share = format!("{:.0}", 100.0 * done as f64 / all.max(1) as f64);
        Some(Self {
            at: clock.tell(Some(progress.at)),
            done,
            all,
            share,
            running: running.take(SHOWN).map(line).collect(),
            next: page.plan.steps().filter(waits).take(SHOWN).map(line).collect(),
        })
    }
}

fn told<'a>(page: &Page<'a>, step: &MigrationStep) -> Option<&'a StepProgress> {
    page.progress?.steps.iter().find(|it| it.step == step.id)
}

fn share_of(page: &Page<'_>, step: &MigrationStep) -> f64 {
    told(page, step).map_or(0.0, |it| if it.finished.is_some() { 1.0 } else { it.share })
}

/// The share of the work of `steps` that is done, by their expected times; by their number where these are nothing.
pub(super) fn share_done(page: &Page<'_>, steps: &[MigrationStep]) -> f64 {
    let work = |it: &MigrationStep| it.estimate.distribution.mean().max(1.0);
    let whole: f64 = steps.iter().map(work).sum();
    steps.iter().map(|it| work(it) * share_of(page, it)).sum::<f64>() / whole.max(1.0)
}

/// Whether all of `steps` are done.
pub(super) fn is_done(page: &Page<'_>, steps: &[MigrationStep]) -> bool {
    steps.iter().all(|it| share_of(page, it) >= 1.0)
}
