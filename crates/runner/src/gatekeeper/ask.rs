//! Asks gates and approvals of a plan, and says what came of each.

use std::time::{Duration, Instant};

use plan_engine::migration::model::{Criterion, MigrationGate, Probe, WantedApproval};
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use plan_engine::specification::model::FactSource;

use super::GateKeeper;
use super::answer::Refusal;
use super::report::{AskedCondition, AskedGate, ConditionKind, GateOutcome, WantedNumber, worst};

impl GateKeeper {
    /// Asks the gate or the approval that `step` of `phase` is; none where it is neither.
    pub fn ask(&mut self, plan: &MigrationPlan, phase: &MigrationPhase, step: &MigrationStep) -> Option<AskedGate> {
        let (otherwise, conditions) = match (&step.work, plan.approval_of(step)) {
            (Work::Gate(gate), _) => (Some(gate.otherwise.clone()), self.conditions(plan, step, gate)),
            (_, Some(wanted)) => (None, vec![self.approval(plan, step, wanted)]),
            _ => return None,
        };
        Some(AskedGate {
            phase: phase.id.clone(),
            step: step.id.clone(),
            title: step.title.clone(),
            outcome: worst(conditions.iter().map(|it| it.outcome)),
            otherwise,
            conditions,
        })
    }

    /// Checks that `step` names and that the file of checks does not have, each with the names that are near and the place that
    /// names it; none where no such file is given.
    pub fn unknown_checks(&self, step: &MigrationStep) -> Vec<String> {
        let (Some(checker), Work::Gate(gate)) = (&self.checker, &step.work) else { return Vec::new() };
        let unknown = |criterion: &Criterion| {
            let probes = [Some(&criterion.probe), criterion.samples_probe.as_ref()];
            let error = probes.into_iter().flatten().find_map(|probe| match probe {
                Probe::Check { name } => checker.has(name).err(),
                _ => None,
            })?;
            let place = place(criterion).map(|it| format!(", {it}")).unwrap_or_default();
            Some(format!("{error} (named by {}{place})", step.id))
        };
        gate.criteria.iter().filter_map(unknown).collect()
    }

    fn conditions(&mut self, plan: &MigrationPlan, step: &MigrationStep, gate: &MigrationGate) -> Vec<AskedCondition> {
        let since = self.since(plan, step);
        gate.criteria.iter().map(|it| self.condition(it, since)).collect()
    }

    fn condition(&mut self, criterion: &Criterion, since: Option<Duration>) -> AskedCondition {
        let begun = Instant::now();
        let (outcome, says, found) = match self.look(criterion, since) {
            Ok((true, reading)) => (GateOutcome::Met, reading.says, Some(reading.value)),
            Ok((false, reading)) => (GateOutcome::NotMet, reading.says, Some(reading.value)),
            Err(Refusal { outcome, because }) => (outcome, because, None),
        };
        AskedCondition {
            condition: criterion.measure.subject().to_owned(),
            kind: kind(&criterion.probe),
            outcome,
            says,
            found: found.filter(|it| it.is_finite()),
            wanted: Some(WantedNumber {
                holds: criterion.holds,
                bound: criterion.bound,
                for_seconds: criterion.for_seconds,
            }),
            milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Who agreed, by the record.
    fn approval(&self, plan: &MigrationPlan, step: &MigrationStep, wanted: WantedApproval<'_>) -> AskedCondition {
        let (outcome, says) = self.agreed(plan, step, wanted);
        AskedCondition {
            condition: format!("{} agrees", wanted.role),
            kind: ConditionKind::Approval,
            outcome,
            says,
            found: None,
            wanted: None,
            milliseconds: 0,
        }
    }

    fn agreed(&self, plan: &MigrationPlan, step: &MigrationStep, wanted: WantedApproval<'_>) -> (GateOutcome, String) {
        let WantedApproval { role, reason } = wanted;
        let Some(state) = &self.state else {
            let because = format!("no record is given of who agreed: {role} has to, to this: {reason}");
            return (GateOutcome::NotAsked, because);
        };
        if let Err(error) = state.check(plan) {
            return (GateOutcome::CouldNotTell, error.to_string());
        }
        if let Some(it) = state.approvals.iter().rfind(|it| it.step == step.id) {
            return (GateOutcome::Met, format!("{} agreed at {}", it.by, it.at));
        }
        let says = format!(
            "nobody has agreed: {role} has to, to this: {reason}; `plan record` notes it, with --approved {} --by NAME",
            step.id
        );
        (GateOutcome::NotMet, says)
    }

    /// Since when the gate that `step` is has to hold, by the record: since it began, else since all that it waits for ended.
    fn since(&self, plan: &MigrationPlan, step: &MigrationStep) -> Option<Duration> {
        let state = self.state.as_ref().filter(|it| it.check(plan).is_ok())?;
        let of = |id: &str| state.steps.iter().find(|it| it.step == id);
        let ended = || step.after.iter().map(|id| of(id)?.finished).collect::<Option<Vec<_>>>()?.into_iter().max();
        let began = of(&step.id).map(|it| it.started).or_else(ended)?;
        u64::try_from(began.seconds()).ok().map(Duration::from_secs)
    }
}

fn kind(probe: &Probe) -> ConditionKind {
    match probe {
        Probe::Sql { .. } => ConditionKind::Sql,
        Probe::Both { .. } => ConditionKind::Both,
        Probe::Metric { .. } => ConditionKind::Metric,
        Probe::Check { .. } => ConditionKind::Check,
    }
}

/// The place of the specification that a criterion comes from.
fn place(criterion: &Criterion) -> Option<String> {
    criterion.basis.iter().find_map(|fact| match &fact.source {
        FactSource::Specification { file, at: Some(at) } => Some(format!("{file}:{}:{}", at.line, at.column)),
        _ => None,
    })
}
