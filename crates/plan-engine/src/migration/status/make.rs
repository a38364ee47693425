//! Makes the status from the plan, its state and a schedule from here on.

use std::collections::{BTreeMap, BTreeSet};

use schedule::Instant;

use super::deviations::deviations;
use super::{
    DoneStep, Health, MigrationStatus, NextStep, PhaseState, PhaseStatus, RiskNow, RunningStep, STATUS_KIND,
    STATUS_SCHEMA_VERSION,
};
use crate::Error;
use crate::migration::ends_of_return;
use crate::migration::model::{MigrationPhase, MigrationPlan, MigrationStep};
use crate::migration::schedule::{
    MigrationSchedule, PhaseTimes, ProgressReport, RecordedGate, ScheduleOptions, StepProgress, StepTimes, schedule,
};
use crate::risk::{Circumstances, Level, assess};

/// Steps that are listed of what was done last and of what comes next.
const LISTED: usize = 5;

/// How a status is made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StatusOptions {
    /// The point in time that it is of.
    pub at: Instant,
    /// How many times durations are drawn.
    pub draws: u32,
    /// What chance begins from.
    pub seed: u64,
}

impl StatusOptions {
    /// At this point in time, with 2,000 draws and seed 1.
    pub fn new(at: Instant) -> Self {
        Self { at, draws: 2_000, seed: 1 }
    }

    /// With so many draws from this seed.
    #[must_use]
    pub fn draws(mut self, draws: u32, seed: u64) -> Self {
        (self.draws, self.seed) = (draws, seed);
        self
    }
}

/// Where `plan` stands by `state`.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where the state is of another plan, or the rest of the plan cannot be scheduled.
pub fn status(plan: &MigrationPlan, state: &ProgressReport, options: &StatusOptions) -> Result<MigrationStatus, Error> {
    if options.at < state.at {
        return Err(Error::input(format!(
            "the state was written at {}, which is after {}: give a later time",
            state.at, options.at
        )));
    }
    let how = ScheduleOptions::new(options.at).draws(options.draws, options.seed).progress(state.clone());
    let found = schedule(plan, &how)?;
    let view = View::of(plan, state, &found);
    let done = view.done().count();
    let all = plan.steps().count();
    let phases: Vec<PhaseStatus> = plan.phases.iter().map(|it| view.phase(it)).collect();
    let deviations = deviations(plan, state, options.at);
    let gates = last_answers(state);
    let troubles: Vec<_> = state.troubles.iter().filter(|it| it.settled.is_none()).cloned().collect();
    let mut positions = state.positions.clone();
    positions.reverse();
    let end = ends_of_return(plan).into_iter().next().and_then(|it| plan.phases.get(it.phase)?.steps.get(it.step));
    let mut made = MigrationStatus {
        schema_version: STATUS_SCHEMA_VERSION.to_owned(),
        kind: STATUS_KIND.to_owned(),
        name: plan.name.clone(),
        plan: plan.digest.clone(),
        at: options.at,
        recorded: state.at,
        health: Health::OnTrack,
        because: String::new(),
        done,
        steps: all,
        last: view.last(),
        running: view.running(),
        next: view.next(),
        gates,
        approvals: state.approvals.clone(),
        positions,
        troubles,
        end: (done < all).then_some(found.end),
        deadline: found.deadline,
        risks: risks(plan, &phases, &found),
        phases,
        deviations,
        point_of_no_return: end.map(|it| it.id.clone()),
        passed: end.is_some_and(|it| view.begun.contains_key(it.id.as_str())),
    };
    (made.health, made.because) = health(&made);
    Ok(made)
}

fn health(status: &MigrationStatus) -> (Health, String) {
    if status.done == status.steps {
        return (Health::Done, "every step is done".to_owned());
    }
    if let Some(trouble) = status.troubles.first() {
        return (Health::InTrouble, format!("{}: {}", trouble.step, trouble.says));
    }
    let running = |gate: &&RecordedGate| status.running.iter().any(|it| it.step == gate.step);
    if let Some(gate) = status.gates.iter().filter(|it| !it.passed).find(running) {
        return (Health::InTrouble, format!("the gate {} does not pass", gate.step));
    }
    if let Some(deadline) = status.deadline.filter(|it| !it.met) {
        let share = deadline.probability * 100.0;
        return (Health::AtRisk, format!("the deadline {} is met in {share:.0} % of the draws only", deadline.at));
    }
    if status.done == 0 && status.running.is_empty() {
        return (Health::NotBegun, "nothing has begun".to_owned());
    }
    match status.deviations.first() {
        Some(it) => (Health::AtRisk, it.clone()),
        None => (Health::OnTrack, "nothing deviates from the plan".to_owned()),
    }
}

/// What each gate answered last.
fn last_answers(state: &ProgressReport) -> Vec<RecordedGate> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<RecordedGate> =
        state.gates.iter().rev().filter(|it| seen.insert(it.step.as_str())).cloned().collect();
    all.reverse();
    all
}

fn risks(plan: &MigrationPlan, phases: &[PhaseStatus], found: &MigrationSchedule) -> Vec<RiskNow> {
    let over: BTreeSet<&str> =
        phases.iter().filter(|it| it.state == PhaseState::Done).map(|it| it.phase.as_str()).collect();
    let assessed = assess(plan, &Circumstances::new().schedule(found.clone()));
    let live = assessed.risks.into_iter().filter(|it| it.level >= Level::Medium);
    let live = live.filter(|it| it.phase.as_deref().is_none_or(|phase| !over.contains(phase)));
    let told = live.map(|it| RiskNow { id: it.id, title: it.title, phase: it.phase, level: it.level, owner: it.owner });
    // Where everything is done nothing can go wrong any more.
    if over.len() == plan.phases.len() { Vec::new() } else { told.collect() }
}

/// A plan with its state and schedule, by id.
struct View<'a> {
    plan: &'a MigrationPlan,
    state: &'a ProgressReport,
    begun: BTreeMap<&'a str, &'a StepProgress>,
    times: BTreeMap<&'a str, &'a StepTimes>,
    phases: BTreeMap<&'a str, &'a PhaseTimes>,
}

impl<'a> View<'a> {
    fn of(plan: &'a MigrationPlan, state: &'a ProgressReport, found: &'a MigrationSchedule) -> Self {
        Self {
            plan,
            state,
            begun: state.steps.iter().map(|it| (it.step.as_str(), it)).collect(),
            times: found.steps.iter().map(|it| (it.id.as_str(), it)).collect(),
            phases: found.phases.iter().map(|it| (it.id.as_str(), it)).collect(),
        }
    }

    fn done(&self) -> impl Iterator<Item = (&'a MigrationStep, Instant)> {
        let finished = |it: &'a MigrationStep| Some((it, self.begun.get(it.id.as_str())?.finished?));
        self.plan.steps().filter_map(finished).collect::<Vec<_>>().into_iter()
    }

    fn phase(&self, phase: &MigrationPhase) -> PhaseStatus {
        let begun: Vec<_> = phase.steps.iter().filter_map(|it| self.begun.get(it.id.as_str())).collect();
        let done = begun.iter().filter(|it| it.finished.is_some()).count();
        let whole = done == phase.steps.len();
        let taken_back = self.state.taken_back.iter().any(|back| phase.steps.iter().any(|it| it.id == back.step));
        let state = match (begun.is_empty(), whole) {
            (_, true) => PhaseState::Done,
            (false, false) => PhaseState::UnderWay,
            (true, false) if taken_back => PhaseState::TakenBack,
            (true, false) => PhaseState::Open,
        };
        PhaseStatus {
            phase: phase.id.clone(),
            state,
            done,
            steps: phase.steps.len(),
            started: begun.iter().map(|it| it.started).min(),
            finished: if whole { begun.iter().filter_map(|it| it.finished).max() } else { None },
            end: self.phases.get(phase.id.as_str()).filter(|_| !whole).map(|it| it.end),
        }
    }

    fn last(&self) -> Vec<DoneStep> {
        let mut all: Vec<_> = self.done().enumerate().collect();
        all.sort_by_key(|(number, (_, finished))| std::cmp::Reverse((*finished, *number)));
        let told = |(_, (step, finished)): (usize, (&MigrationStep, Instant))| DoneStep {
            step: step.id.clone(),
            title: step.title.clone(),
            finished,
        };
        all.into_iter().take(LISTED).map(told).collect()
    }

    fn running(&self) -> Vec<RunningStep> {
        let running = self.plan.steps().filter_map(|it| {
            let progress = self.begun.get(it.id.as_str()).filter(|it| it.finished.is_none())?;
            Some(RunningStep {
                step: it.id.clone(),
                title: it.title.clone(),
                by: it.by.name().to_owned(),
                since: progress.started,
                share: progress.share,
                end: self.times.get(it.id.as_str())?.end,
            })
        });
        running.collect()
    }

    /// What waits for nothing but what runs.
    fn next(&self) -> Vec<NextStep> {
        let open = |id: &String| self.begun.get(id.as_str()).is_none_or(|it| it.finished.is_none());
        let runs = |id: &String| self.begun.get(id.as_str()).is_some_and(|it| it.finished.is_none());
        let next = self.plan.steps().filter_map(|it| {
            if self.begun.contains_key(it.id.as_str()) {
                return None;
            }
            let waits_for: Vec<String> = it.after.iter().filter(|id| open(id)).cloned().collect();
            if !waits_for.iter().all(runs) {
                return None;
            }
            let start = self.times.get(it.id.as_str())?.start;
            Some(NextStep {
                step: it.id.clone(),
                title: it.title.clone(),
                by: it.by.name().to_owned(),
                start,
                waits_for,
            })
        });
        next.take(LISTED).collect()
    }
}
