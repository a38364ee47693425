//! Composes the way back over a plan of migrations.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::migration::model::{Holds, Measure, Probe};
use plan_engine::migration::{
    MigrationPhase, MigrationPlan, MigrationStep, PlannedTrigger, Work, expression_of, one_after_the_other,
};
use plan_engine::plan::{Action, AppVersion, Loss};
use plan_engine::specification::model::{Bound, Comparison, Kind, Migration, TriggerAction};

use super::decision::{Known, decide};
use super::people::{decider, escalation, reached};
use super::{
    Check, CheckHow, KIND, MIGRATION_SCHEMA_VERSION, MigrationRollback, Situation, StepState, Times, WayBackPhase,
    WayBackTrigger, data, no_return, step,
};
use crate::{DeploymentPoint, deployment};

/// Seconds for which a metric has to be right again before the way back goes on: enough for a window of five minutes.
const SETTLED: f64 = 300.0;

/// What is known besides the plan and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct WayBackOptions {
    /// Digests of schema plans that were run there and back, and by what.
    pub proven: BTreeMap<String, String>,
}

impl WayBackOptions {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The schema plan with this digest was run there and back by `by`, in words: `plan prove on PostgreSQL 16`.
    #[must_use]
    pub fn proven(mut self, digest: impl Into<String>, by: impl Into<String>) -> Self {
        self.proven.insert(digest.into(), by.into());
        self
    }
}

/// The way back from where `plan` stands: exactly the phases of which something was done, the last one first.
///
/// A step that cannot be taken back stays in, with what is lost and nothing to do, and the decision says so.
pub fn way_back(plan: &MigrationPlan, situation: &Situation, options: &WayBackOptions) -> MigrationRollback {
    let done: Vec<&MigrationPhase> = plan.phases.iter().filter(|it| situation.is_done(it)).collect();
    let mut running: BTreeMap<&str, Vec<AppVersion>> = BTreeMap::new();
    for phase in &done {
        running.insert(&phase.migration, phase.versions.clone());
    }
    let made = done.iter().rev().map(|phase| {
        let before = running.insert(&phase.migration, phase.versions.clone()).unwrap_or_default();
        of_phase(plan, situation, options, phase, &before)
    });
    let mut phases: Vec<WayBackPhase> = made.collect();
    cut_off(&done, &mut phases);
    let (recovery, whole) = times(situation, &done);
    let no_return = no_return(plan, situation);
    let data = data::states(plan, situation);
    let decision = decide(&Known {
        plan,
        situation,
        phases: &phases,
        data: &data,
        no_return: no_return.as_ref(),
        recovery,
        whole,
    });
    let escalation = escalation(plan);
    let contacts = {
        let steps = done.iter().flat_map(|it| &it.steps).filter(|it| !it.inverse.title.is_empty());
        let who = steps.filter(|it| matches!(it.by, plan_engine::migration::model::Performer::Role(_)));
        let roles = escalation.iter().map(|it| it.role.as_str()).chain(who.map(|it| it.by.name()));
        reached(plan, std::iter::once(decision.decides.as_str()).chain(roles))
    };
    MigrationRollback {
        schema_version: MIGRATION_SCHEMA_VERSION.to_owned(),
        kind: KIND.to_owned(),
        name: plan.name.clone(),
        plan_digest: plan.digest.clone(),
        from: done.last().map(|it| it.id.clone()),
        at: situation.at.clone(),
        done: done.iter().map(|it| it.id.clone()).collect(),
        decision,
        point_of_no_return: no_return,
        escalation,
        contacts,
        triggers: plan.triggers.iter().map(|it| trigger(situation, &done, it)).collect(),
        prerequisites: prerequisites(&phases),
        data,
        end: end(plan, &done, &phases),
        phases,
        recovery,
        whole,
    }
}

/// Marks what lies before something that cannot be taken back: it is not reached, and must not be taken back.
fn cut_off(done: &[&MigrationPhase], phases: &mut [WayBackPhase]) {
    let first: BTreeMap<&str, &MigrationPhase> = done.iter().map(|it| (it.id.as_str(), *it)).collect();
    let mut stuck: BTreeSet<String> = BTreeSet::new();
    for phase in phases {
        let behind = first.get(phase.takes_back.as_str()).map(|it| it.way_back.first_take_back.as_slice());
        phase.reachable = !behind.unwrap_or_default().iter().any(|it| stuck.contains(it));
        if !phase.reachable || phase.time.is_none() {
            stuck.insert(phase.takes_back.clone());
        }
    }
}

fn of_phase(
    plan: &MigrationPlan,
    situation: &Situation,
    options: &WayBackOptions,
    phase: &MigrationPhase,
    before: &[AppVersion],
) -> WayBackPhase {
    let taken: Vec<&MigrationStep> = phase.steps.iter().rev().filter(|it| situation.state(it).is_some()).collect();
    let steps: Vec<_> = taken
        .iter()
        .filter_map(|it| step::back(plan, it, situation.state(it).unwrap_or(StepState::Done), &options.proven))
        .collect();
    let mut loses: Vec<Loss> = Vec::new();
    for loss in steps.iter().map(|it| &it.loss).filter(|it| **it != Loss::Nothing) {
        if !loses.contains(loss) {
            loses.push(loss.clone());
        }
    }
    let possible = !loses.iter().any(|it| matches!(it, Loss::Everything(_)));
    let estimates = taken.iter().filter_map(|it| it.inverse.estimate.as_ref());
    let time = possible.then(|| one_after_the_other(estimates).map_or(Times::NONE, |it| Times::of(&it)));
    WayBackPhase {
        takes_back: phase.id.clone(),
        migration: phase.migration.clone(),
        purpose: phase.purpose.clone(),
        whole: situation.is_whole(phase),
        reachable: true,
        urgent: steps.iter().any(|it| !it.idle),
        versions: phase.versions.clone(),
        deployment: deployed(plan, phase, before),
        in_one: in_one(&taken),
        entry: entry(plan, situation, phase, steps.is_empty()),
        exit: if possible { exit(plan, situation, phase, &taken) } else { Vec::new() },
        steps,
        loses,
        time,
    }
}

/// Where one flag was moved several times, it is set back once: nothing has to stand on the stages between.
fn in_one(taken: &[&MigrationStep]) -> Option<String> {
    let moved: Vec<(&String, f64)> = taken
        .iter()
        .filter_map(|it| match &it.work {
            Work::Traffic { flag, from, .. } => Some((flag, *from)),
            _ => None,
        })
        .collect();
    let (flag, to) = moved.last()?;
    let same = moved.len() > 1 && moved.iter().all(|it| it.0 == *flag);
    same.then(|| format!("set {flag} to {to} % at once: nothing has to stand on the stages between"))
}

/// What is deployed or stopped between two phases of the way back of one schema. Where the application is part of the plan
/// its own steps do that, and only what is agreed to stays.
fn deployed(plan: &MigrationPlan, phase: &MigrationPhase, before: &[AppVersion]) -> Option<DeploymentPoint> {
    let all = &plan.specification.migrations;
    let own = all.iter().find(|it| it.id == phase.migration && it.kind == Kind::Database)?;
    let mut point = deployment::between(before, &phase.versions)?;
    let linked = |it: &&Migration| {
        it.kind != Kind::Database && (it.together_with.contains(&own.id) || own.together_with.contains(&it.id))
    };
    if all.iter().any(|it| linked(&it)) {
        point.actions.retain(|it| matches!(it, Action::Approval { .. }));
    }
    let decides = decider(plan);
    for action in &mut point.actions {
        if let Action::Approval { role, .. } = action {
            role.clone_from(&decides);
        }
    }
    Some(point)
}

/// What holds before a phase is taken back: what waits for it is taken back, and somebody has decided.
fn entry(plan: &MigrationPlan, situation: &Situation, phase: &MigrationPhase, changes_nothing: bool) -> Vec<Check> {
    let known: BTreeMap<&str, &MigrationPhase> = plan.phases.iter().map(|it| (it.id.as_str(), it)).collect();
    let first = phase.way_back.first_take_back.iter();
    let first = first.filter(|it| known.get(it.as_str()).is_some_and(|it| situation.is_done(it)));
    let not_done: Vec<String> = first.cloned().collect();
    let mut checks = Vec::new();
    if !not_done.is_empty() {
        let says = format!("{} {} taken back", not_done.join(", "), if not_done.len() == 1 { "is" } else { "are" });
        checks.push(Check::new(says, CheckHow::State { not_done }, "take them back first"));
    }
    if !changes_nothing {
        checks.extend(of_engine(phase.steps.iter()));
    }
    if phase.steps.iter().any(|it| situation.state(it) == Some(StepState::UnderWay)) && !changes_nothing {
        let role = decider(plan);
        checks.push(Check::new(
            "nothing of the phase runs any more: what was under way is stopped or has ended",
            CheckHow::Approval { role },
            "stop it, and look how far it got, before anything of it is taken back",
        ));
    }
    checks
}

/// What the phase asks its engine before it changes something, or, from its end, once it has: the same holds on the way back.
fn of_engine<'a>(steps: impl Iterator<Item = &'a MigrationStep>) -> Vec<Check> {
    let gates = steps.take_while(|it| it.inverse.title.is_empty()).filter_map(|it| match &it.work {
        Work::Gate(gate) => Some(gate),
        _ => None,
    });
    let asked = gates.flat_map(|gate| gate.criteria.iter()).filter(|it| matches!(it.measure, Measure::Query(_)));
    let otherwise = "wait until it holds, or end what holds it up together with whoever runs it";
    asked.map(|it| Check::of(it, otherwise)).collect()
}

/// What holds once a phase is taken back: the schema is in the state before, and what its triggers watch is right again.
fn exit(plan: &MigrationPlan, situation: &Situation, phase: &MigrationPhase, taken: &[&MigrationStep]) -> Vec<Check> {
    let mut checks = schema_state(plan, situation, taken);
    if taken.iter().any(|it| !it.inverse.title.is_empty()) {
        checks.extend(of_engine(phase.steps.iter().rev()));
    }
    let moves = |it: &&MigrationStep| matches!(it.work, Work::Traffic { to, .. } if to > 0.0);
    let migration = plan.specification.migrations.iter().find(|it| it.id == phase.migration);
    if let (true, Some(migration)) = (taken.iter().any(moves), migration) {
        let bounds = migration.triggers.iter().map(|it| (&it.bound, it.for_seconds));
        let alerts = migration.monitoring.alert_thresholds.iter().map(|it| (it, 0.0));
        let mut seen = BTreeSet::new();
        for (bound, seconds) in bounds.chain(alerts).filter(|(it, _)| seen.insert(it.metric.clone())) {
            checks.push(watched(migration, bound, seconds));
        }
    }
    if checks.is_empty() && taken.iter().any(|it| !it.inverse.title.is_empty()) {
        let role = decider(plan);
        let says = format!("undone: {}", phase.purpose.trim_end_matches('.'));
        checks.push(Check::new(
            says,
            CheckHow::Approval { role },
            "do the steps of the phase again, and look what stopped them",
        ));
    }
    checks
}

fn watched(migration: &Migration, bound: &Bound, seconds: f64) -> Check {
    let (holds, side) = match bound.comparison {
        Comparison::Above => (Holds::AtMost, "at most"),
        Comparison::Below => (Holds::AtLeast, "at least"),
    };
    let subject = bound.metric.clone();
    let says = format!("{subject}: {side} {}", bound.threshold);
    let probe = Probe::Metric { expression: expression_of(&migration.monitoring, &bound.metric, holds) };
    let how = CheckHow::Measure { subject, probe, holds, bound: bound.threshold, for_seconds: seconds.max(SETTLED) };
    Check::new(says, how, "the fault is not of this migration alone: go on looking, and call the next level")
}

/// The queries that tell that the schema is what it was.
fn schema_state(plan: &MigrationPlan, situation: &Situation, taken: &[&MigrationStep]) -> Vec<Check> {
    let mut checks = Vec::new();
    let migrations: BTreeSet<&String> = taken
        .iter()
        .filter_map(|it| match &it.work {
            Work::SchemaStep { migration, .. } => Some(migration),
            _ => None,
        })
        .collect();
    for migration in migrations {
        let Some(schema) = plan.schema_plan(migration) else { continue };
        let back: Vec<&str> = taken.iter().filter_map(|it| schema_id(it, migration)).collect();
        // What comes behind was taken back before: the way back begins at the end of this phase.
        let last = taken.first().map(|it| it.id.as_str()).unwrap_or_default();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for it in plan.steps() {
            done.extend(situation.state(it).and_then(|_| schema_id(it, migration)));
            if it.id == last {
                break;
            }
        }
        for query in schema.after_way_back(&done, &back) {
            let how = CheckHow::Sql {
                migration: migration.clone(),
                statement: query.statement,
                expected: query.expected.to_string(),
            };
            checks.push(Check::new(
                query.says,
                how,
                "run the statements of the phase again: they pass over what is done",
            ));
        }
    }
    checks
}

fn schema_id<'a>(step: &'a MigrationStep, of: &str) -> Option<&'a str> {
    match &step.work {
        Work::SchemaStep { migration, step } if migration == of => Some(step),
        _ => None,
    }
}

/// Until nobody relies on it, and all of it; nothing where part of it cannot be taken back.
fn times(situation: &Situation, done: &[&MigrationPhase]) -> (Option<Times>, Option<Times>) {
    let steps = || done.iter().flat_map(|it| &it.steps).filter(|it| situation.state(it).is_some());
    if steps().any(|it| matches!(it.inverse.loss, Loss::Everything(_))) {
        return (None, None);
    }
    let sum = |idle: bool| {
        let estimates = steps().filter(|it| idle || !it.inverse.idle).filter_map(|it| it.inverse.estimate.as_ref());
        Some(one_after_the_other(estimates).map_or(Times::NONE, |it| Times::of(&it)))
    };
    (sum(false), sum(true))
}

fn trigger(situation: &Situation, done: &[&MigrationPhase], it: &PlannedTrigger) -> WayBackTrigger {
    let (side, away) = match it.trigger.bound.comparison {
        Comparison::Above => ("above", 0.9),
        Comparison::Below => ("below", 1.1),
    };
    let acts = it.trigger.action == TriggerAction::AutomaticRollback && !it.takes_back.is_empty();
    // It is armed while one of its phases is under way; at a phase's end in the next one, which nobody has begun.
    let under_way = |phase: &&&MigrationPhase| it.armed_in.contains(&phase.id) && !situation.is_whole(phase);
    let last = done.last().is_some_and(|phase| it.armed_in.contains(&phase.id));
    let is_done = |id: &&String| done.iter().any(|phase| phase.id == **id);
    WayBackTrigger {
        id: it.id.clone(),
        when: format!("{} {side} {}", it.trigger.bound.metric, it.trigger.bound.threshold),
        window_seconds: it.trigger.for_seconds,
        rearm_seconds: it.trigger.for_seconds,
        rearm_bound: (it.trigger.bound.threshold * away * 1e6).round() / 1e6,
        acts,
        does: it.does.clone(),
        armed: last || done.iter().any(|phase| under_way(&phase)),
        takes_back: it.takes_back.iter().filter(is_done).cloned().collect(),
    }
}

/// What has to be there before the first step, by what the steps need.
fn prerequisites(phases: &[WayBackPhase]) -> Vec<String> {
    let steps = || phases.iter().filter(|it| it.reachable).flat_map(|it| &it.steps);
    let mut all =
        vec!["the plan file with the digest above, and its state: everything done here is recorded in it".to_owned()];
    if steps().any(|it| it.actions.iter().any(|it| matches!(it, Action::Sql(_) | Action::Batches(_)))) {
        all.push(
            "psql or sqlite3, and the right to change the schema; the workshop schema of the migration is still there: \
             it holds what was taken out"
                .to_owned(),
        );
        all.push("a backup that is newer than the last phase, and a restore point taken now".to_owned());
    }
    if phases.iter().any(|it| it.deployment.is_some()) {
        all.push("the old version of the application as it was deployed last, ready to be deployed".to_owned());
    }
    let people: BTreeSet<&str> = steps()
        .filter(|it| it.actions.iter().any(|it| matches!(it, Action::Manual { .. })))
        .map(|it| it.by.as_str())
        .collect();
    all.extend(people.into_iter().map(|it| format!("{it}, with the access that was needed on the way there")));
    all
}

/// What holds at the end: the state says so, and who decides has looked at what users see.
fn end(plan: &MigrationPlan, done: &[&MigrationPhase], phases: &[WayBackPhase]) -> Vec<Check> {
    if phases.is_empty() {
        return Vec::new();
    }
    let not_done = done.iter().map(|it| it.id.clone()).collect();
    let mut checks = vec![Check::new(
        "no phase of the plan is done any more",
        CheckHow::State { not_done },
        "record what was taken back with `plan record --taken-back`, or take it back",
    )];
    let mut seen = BTreeSet::new();
    for migration in plan.specification.migrations.iter().filter(|it| done.iter().any(|phase| phase.migration == it.id))
    {
        let bounds = migration.monitoring.alert_thresholds.iter().map(|it| (it, 1_800.0));
        let bounds = bounds.chain(migration.triggers.iter().map(|it| (&it.bound, it.for_seconds.max(1_800.0))));
        checks.extend(
            bounds
                .filter(|(it, _)| seen.insert(it.metric.clone()))
                .map(|(it, seconds)| watched(migration, it, seconds)),
        );
        let says = format!("{} serves its users as before", migration.source);
        let how = CheckHow::Approval { role: decider(plan) };
        checks.push(Check::new(says, how, "it is not over: call the next level"));
    }
    checks
}
