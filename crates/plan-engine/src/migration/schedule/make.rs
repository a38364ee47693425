//! Levels a plan's steps and draws their durations.

use schedule::{
    Cause, Instant, LevelOptions, PathOptions, Progress, Schedule, SimulateOptions, Simulation, Target, critical_path,
    level, simulate_watched,
};

use super::graph::{PlanGraph, to_task_graph};
use super::{
    DeadlineOutcome, MigrationSchedule, PhaseTimes, ProgressReport, SCHEDULE_SCHEMA_VERSION, ScheduleProblem,
    StepTimes, SwingOf, SwingTimes,
};
use crate::Error;
use crate::migration::model::MigrationPlan;
use crate::migration::part::rollout::words;
use crate::specification::model::Commit;

/// How a plan is scheduled.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ScheduleOptions {
    /// When work begins.
    pub start: Instant,
    /// The quantile that dates are promised by; none: that of the specification.
    pub commit: Option<Commit>,
    /// How many times durations are drawn.
    pub draws: u32,
    /// What chance begins from.
    pub seed: u64,
    /// Schedules that levelling generates at most; none: as many as suit the number of steps.
    pub iterations: Option<u64>,
    /// How far the plan is.
    pub progress: Option<ProgressReport>,
}

impl ScheduleOptions {
    /// From this point in time on, with 10,000 draws and seed 1.
    pub fn new(start: Instant) -> Self {
        Self { start, commit: None, draws: 10_000, seed: 1, iterations: None, progress: None }
    }

    /// With this quantile.
    #[must_use]
    pub fn commit(mut self, commit: Commit) -> Self {
        self.commit = Some(commit);
        self
    }

    /// With so many draws from this seed.
    #[must_use]
    pub fn draws(mut self, draws: u32, seed: u64) -> Self {
        (self.draws, self.seed) = (draws, seed);
        self
    }

    /// With so many schedules at most.
    #[must_use]
    pub fn iterations(mut self, iterations: u64) -> Self {
        self.iterations = Some(iterations);
        self
    }

    /// From where the plan is.
    #[must_use]
    pub fn progress(mut self, progress: ProgressReport) -> Self {
        self.progress = Some(progress);
        self
    }
}

/// Schedules `plan`: levelled by expected durations, then drawn in that order of resources.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where the plan cannot be scheduled: a step that fits no opening of its calendars, a
/// time zone that is none, progress of another plan.
pub fn schedule(plan: &MigrationPlan, options: &ScheduleOptions) -> Result<MigrationSchedule, Error> {
    schedule_watched(plan, options, &|_| {})
}

/// The same, and tells `watch` how many of the draws are done, from time to time and from any thread.
///
/// # Errors
/// Those of [`schedule()`].
pub fn schedule_watched(
    plan: &MigrationPlan,
    options: &ScheduleOptions,
    watch: &(dyn Fn(u32) + Sync),
) -> Result<MigrationSchedule, Error> {
    let progress = options.progress.as_ref();
    let made = to_task_graph(plan, progress)?;
    let start = progress.map_or(options.start, |it| it.at.max(options.start));
    let commit = options.commit.unwrap_or(plan.specification.commit);
    let failed = |error: schedule::Error| Error::input(format!("the plan cannot be scheduled: {error}"));
    let mut how = LevelOptions::new(start).seed(options.seed);
    how.iterations = options.iterations;
    let levelled = level(&made.graph, &how).map_err(failed)?;
    let path = critical_path(&made.graph, &PathOptions::new(start).flow(levelled.arcs())).map_err(failed)?;
    let mut draw = SimulateOptions::new(start).draws(options.draws).seed(options.seed).flow(levelled.arcs());
    draw = draw.commit(share(commit));
    let mut at = 0;
    for phase in &plan.phases {
        let tasks: Vec<_> = made.tasks.get(at..at + phase.steps.len()).unwrap_or_default().to_vec();
        draw = draw.group(&phase.id, tasks);
        at += phase.steps.len();
    }
    if let Some(deadline) = plan.specification.deadline {
        draw = draw.deadline(Target::Whole, deadline);
    }
    let found = simulate_watched(&made.graph, &draw, watch).map_err(failed)?;
    let told = Told { plan, made: &made, levelled: &levelled, found: &found, commit };
    let deadline = told.deadline();
    let swings = told.swings();
    let problems = told.problems(deadline, &swings);
    Ok(MigrationSchedule {
        schema_version: SCHEDULE_SCHEMA_VERSION.to_owned(),
        kind: "migration_schedule".to_owned(),
        name: plan.name.clone(),
        plan: plan.digest.clone(),
        start,
        commit,
        draws: options.draws,
        seed: options.seed,
        end: found.end(),
        committed: found.quantile(share(commit)),
        expected: levelled.end,
        deadline,
        phases: told.phases(),
        steps: told.steps(),
        critical_path: told.chain(&path.chain),
        swings,
        buffer_seconds: found.buffer(),
        closed_seconds: found.closed_hours(),
        problems,
    })
}

/// The quantile as a share of the draws.
pub(super) fn share(commit: Commit) -> f64 {
    match commit {
        Commit::P50 => 0.5,
        Commit::P80 => 0.8,
        Commit::P95 => 0.95,
    }
}

struct Told<'a> {
    plan: &'a MigrationPlan,
    made: &'a PlanGraph,
    levelled: &'a Schedule,
    found: &'a Simulation,
    commit: Commit,
}

impl Told<'_> {
    fn steps(&self) -> Vec<StepTimes> {
        let parts = self.made.tasks.iter().zip(&self.made.shares);
        self.plan.steps().zip(parts).filter_map(|(step, (task, part))| self.step(&step.id, *task, *part)).collect()
    }

    fn step(&self, id: &str, task: usize, (before, part): (f64, f64)) -> Option<StepTimes> {
        let slot = self.levelled.tasks.get(task)?;
        let outcome = self.found.tasks().get(task)?;
        let length = between(slot.start, slot.end);
        let done = match self.made.graph.tasks.get(task)?.progress {
            Progress::Waiting => 0.0,
            Progress::Started { done, .. } => done,
            Progress::Done { .. } => 1.0,
        };
        let start = later(slot.start, before * length);
        let finish = if before + part >= 1.0 - 1e-9 { slot.end } else { later(slot.start, (before + part) * length) };
        Some(StepTimes {
            id: id.to_owned(),
            start,
            finish,
            end: outcome.end,
            criticality: outcome.criticality,
            never: outcome.never,
            done: if part > 0.0 { ((done - before) / part).clamp(0.0, 1.0) } else { done },
        })
    }

    fn phases(&self) -> Vec<PhaseTimes> {
        let mut at = 0;
        let times = |(phase, outcome): (&crate::migration::MigrationPhase, &schedule::GroupOutcome)| {
            let tasks = self.made.tasks.get(at..at + phase.steps.len()).unwrap_or_default();
            at += phase.steps.len();
            let slots = || tasks.iter().filter_map(|task| self.levelled.tasks.get(*task));
            PhaseTimes {
                id: phase.id.clone(),
                start: slots().map(|it| it.start).min(),
                finish: slots().map(|it| it.end).max(),
                end: outcome.end,
                stated_seconds: phase.stated.as_ref().map(|it| it.distribution.quantile(0.5)),
            }
        };
        self.plan.phases.iter().zip(self.found.groups()).map(times).collect()
    }

    /// The steps of a chain of tasks, in the plan's order within a task.
    fn chain(&self, tasks: &[usize]) -> Vec<String> {
        let mut steps: std::collections::BTreeMap<usize, Vec<&str>> = std::collections::BTreeMap::new();
        for (step, task) in self.plan.steps().zip(&self.made.tasks) {
            steps.entry(*task).or_default().push(&step.id);
        }
        tasks.iter().filter_map(|task| steps.get(task)).flatten().map(|it| (*it).to_owned()).collect()
    }

    fn deadline(&self) -> Option<DeadlineOutcome> {
        let at = self.plan.specification.deadline?;
        let probability = self.found.probability_by(at);
        Some(DeadlineOutcome { at, probability, met: probability >= share(self.commit) })
    }

    fn swings(&self) -> Vec<SwingTimes> {
        let swing = |it: &schedule::Swing| {
            let (of, name) = match it.cause {
                Cause::Driver(at) => (SwingOf::Cause, self.made.graph.drivers.get(at)?.id.clone()),
                Cause::Task(at) => (SwingOf::Step, self.made.graph.tasks.get(at)?.id.clone()),
            };
            Some(SwingTimes { of, name, correlation: it.correlation, fast: it.fast, slow: it.slow })
        };
        self.found.swings().iter().filter_map(swing).collect()
    }

    fn problems(&self, deadline: Option<DeadlineOutcome>, swings: &[SwingTimes]) -> Vec<ScheduleProblem> {
        let mut problems = Vec::new();
        problems.extend(deadline.and_then(|it| self.late(it, swings)));
        let mut told = std::collections::BTreeSet::new();
        for (step, task) in self.plan.steps().zip(&self.made.tasks) {
            problems.extend(never_converges(step));
            let Some(outcome) = self.found.tasks().get(*task) else { continue };
            // A step that comes after one that never ends never ends, too: only the first is told.
            let waits = self.made.graph.tasks.get(*task).into_iter().flat_map(|it| &it.after);
            let inherited = waits.filter_map(|it| self.found.tasks().get(*it)).map(|it| it.never).fold(0.0, f64::max);
            if outcome.never - inherited > 1.0 - share(self.commit) && told.insert(*task) {
                let says = format!(
                    "{} fits no opening in {:.0} % of the draws: {}; make the window longer or the step shorter",
                    step.id,
                    100.0 * outcome.never,
                    step.timing.because
                );
                problems.push(ScheduleProblem { says, step: Some(step.id.clone()), probability: outcome.never });
            }
        }
        problems.extend(self.downtime());
        problems
    }

    fn late(&self, deadline: DeadlineOutcome, swings: &[SwingTimes]) -> Option<ScheduleProblem> {
        if deadline.met {
            return None;
        }
        let name = word(self.commit);
        let by = self.found.quantile(share(self.commit));
        let late = match by {
            Some(end) => {
                format!("{name} is {end}, {} after the deadline {}", words(between(deadline.at, end)), deadline.at)
            }
            None => format!("{name} never comes, and the deadline is {}", deadline.at),
        };
        let help = swings.first().map_or_else(String::new, |it| match (it.fast, by) {
            (Some(fast), Some(end)) if fast < end => {
                format!(
                    "; most would help: {}, which if fast makes {name} {} earlier",
                    it.name,
                    words(between(fast, end))
                )
            }
            _ => format!("; most would help: {}", it.name),
        });
        let says = format!("the deadline is met in {:.0} % of the draws: {late}{help}", 100.0 * deadline.probability);
        Some(ScheduleProblem { says, step: None, probability: 1.0 - deadline.probability })
    }

    /// Steps in one go that take longer than the downtime that is allowed.
    fn downtime(&self) -> Vec<ScheduleProblem> {
        let mut problems = Vec::new();
        for phase in &self.plan.phases {
            let its = |it: &&crate::migration::MigrationStep| it.timing.in_one_go.is_some();
            let Some(first) = phase.steps.iter().find(its) else { continue };
            let migration = self.plan.specification.migrations.iter().find(|it| it.id == phase.migration);
            let Some(allowed) = migration.and_then(|it| it.constraints.max_downtime) else { continue };
            let whole = crate::migration::time::sum(phase.steps.iter().filter(its).map(|it| &it.estimate));
            let Some(takes) = whole.map(|it| it.distribution.quantile(share(self.commit))) else { continue };
            if takes > allowed {
                let says = format!(
                    "{}: from {} on writes stop for {} at {}, and {} are allowed",
                    phase.id,
                    first.id,
                    words(takes),
                    word(self.commit),
                    words(allowed)
                );
                problems.push(ScheduleProblem {
                    says,
                    step: Some(first.id.clone()),
                    probability: 1.0 - share(self.commit),
                });
            }
        }
        problems
    }
}

fn never_converges(step: &crate::migration::MigrationStep) -> Option<ScheduleProblem> {
    let convergence = step.estimate.convergence.filter(crate::estimate::Convergence::never)?;
    let says = format!(
        "{} never catches up: {:.0} rows a second are written, {:.0} applied",
        step.id, convergence.writes_per_second, convergence.applied_per_second
    );
    Some(ScheduleProblem { says, step: Some(step.id.clone()), probability: convergence.probability_never.max(0.5) })
}

/// Seconds from one point in time to another.
#[expect(clippy::cast_precision_loss, reason = "seconds of a plan are far below 2^53")]
fn between(from: Instant, to: Instant) -> f64 {
    to.seconds().saturating_sub(from.seconds()) as f64
}

/// The point in time so many seconds later.
#[expect(clippy::cast_possible_truncation, reason = "seconds of a plan are far below 2^53")]
fn later(from: Instant, seconds: f64) -> Instant {
    Instant::from_seconds(from.seconds().saturating_add(seconds.round() as i64))
}

fn word(commit: Commit) -> &'static str {
    match commit {
        Commit::P50 => "P50",
        Commit::P80 => "P80",
        Commit::P95 => "P95",
    }
}
