//! How far the plan is, where somebody has told.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::migration::MigrationStep;
use plan_engine::migration::schedule::{StepProgress, StepTimes};
use schedule::Instant;

use super::Page;
use super::clock::Clock;
use super::prose::name;

/// Steps that run or come next, at most.
const SHOWN: usize = 6;

/// What somebody has told of the steps.
pub(super) struct Told<'a> {
    by_step: BTreeMap<&'a str, &'a StepProgress>,
    pub(super) at: Instant,
}

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

impl<'a> Told<'a> {
    pub(super) fn of(page: &Page<'a>) -> Option<Self> {
        let progress = page.progress?;
        let by_step = progress.steps.iter().map(|it| (it.step.as_str(), it)).collect();
        Some(Self { by_step, at: progress.at })
    }

    /// When the first step began.
    pub(super) fn began(&self) -> Option<Instant> {
        self.by_step.values().map(|it| it.started).min()
    }

    fn share(&self, step: &MigrationStep) -> f64 {
        let told = self.by_step.get(step.id.as_str());
        told.map_or(0.0, |it| if it.finished.is_some() { 1.0 } else { it.share })
    }

    pub(super) fn is_finished(&self, step: &MigrationStep) -> bool {
        self.share(step) >= 1.0
    }

    fn runs(&self, step: &MigrationStep) -> bool {
        self.by_step.get(step.id.as_str()).is_some_and(|it| it.finished.is_none())
    }

    /// The share of the work of `steps` that is done, by their expected times; by their number where these are nothing.
    pub(super) fn share_done(&self, steps: &[MigrationStep]) -> f64 {
        let work = |it: &MigrationStep| it.estimate.distribution.mean().max(1.0);
        let whole: f64 = steps.iter().map(work).sum();
        steps.iter().map(|it| work(it) * self.share(it)).sum::<f64>() / whole.max(1.0)
    }

    /// Whether all of `steps` are done.
    pub(super) fn are_done(&self, steps: &[MigrationStep]) -> bool {
        steps.iter().all(|it| self.is_finished(it))
    }
}

impl Progress {
    pub(super) fn of(page: &Page<'_>, told: &Told<'_>, clock: Clock) -> Self {
        let all = page.plan.steps().count();
        let finished: BTreeSet<&str> =
            page.plan.steps().filter(|it| told.is_finished(it)).map(|it| it.id.as_str()).collect();
        let times: BTreeMap<&str, &StepTimes> = page.schedule.steps.iter().map(|it| (it.id.as_str(), it)).collect();
        let can_begin = |it: &&MigrationStep| {
            !finished.contains(it.id.as_str())
                && !told.runs(it)
                && it.after.iter().all(|before| finished.contains(before.as_str()))
        };
        let line = |it: &MigrationStep| {
            let ends = times.get(it.id.as_str()).map_or_else(|| "never".to_owned(), |it| clock.short(it.end.p80));
            (name(&it.title), format!("ends {ends} at P80"))
        };
        #[expect(clippy::cast_precision_loss, reason = "counts of steps")]
        let share = format!("{:.0}", 100.0 * finished.len() as f64 / all.max(1) as f64);
        Self {
            at: clock.tell(Some(told.at)),
            done: finished.len(),
            all,
            share,
            running: page.plan.steps().filter(|it| told.runs(it)).take(SHOWN).map(line).collect(),
            next: page.plan.steps().filter(can_begin).take(SHOWN).map(line).collect(),
        }
    }
}
