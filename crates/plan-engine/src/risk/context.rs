//! What a rule knows, and the factors that several rules share.

use super::{Factor, Mitigation};
use crate::estimate::Model;
use crate::estimate::words::duration;
use crate::migration::model::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use crate::migration::schedule::MigrationSchedule;
use crate::migration::team::{Duty, role_of};
use crate::plan::Loss;
use crate::specification::model::{Fact, Migration, TriggerAction};

/// What is known besides the plan.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Circumstances {
    /// The plan's schedule, where a start is known.
    pub schedule: Option<MigrationSchedule>,
    /// Digests of schema plans that a proof at hand shows to work, way back included.
    pub proven: Vec<String>,
}

impl Circumstances {
    /// Nothing besides the plan.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the plan's schedule.
    #[must_use]
    pub fn schedule(mut self, schedule: MigrationSchedule) -> Self {
        self.schedule = Some(schedule);
        self
    }

    /// With the digests of schema plans that are proven.
    #[must_use]
    pub fn proven(mut self, digests: Vec<String>) -> Self {
        self.proven = digests;
        self
    }
}

/// What a rule knows.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a MigrationPlan,
    /// What is known besides.
    pub circumstances: &'a Circumstances,
}

impl<'a> Context<'a> {
    /// Every step with its phase.
    pub(super) fn steps(&self) -> impl Iterator<Item = (&'a MigrationPhase, &'a MigrationStep)> + use<'a> {
        self.plan.phases.iter().flat_map(|phase| phase.steps.iter().map(move |step| (phase, step)))
    }

    /// The migrations of the specification.
    pub(super) fn migrations(&self) -> &'a [Migration] {
        &self.plan.specification.migrations
    }

    /// The phases of a migration.
    pub(super) fn phases_of(&self, migration: &'a str) -> impl Iterator<Item = &'a MigrationPhase> + use<'a> {
        self.plan.phases.iter().filter(move |it| it.migration == migration)
    }

    /// Who looks after something.
    pub(super) fn owner(&self, duty: Duty) -> String {
        role_of(&self.plan.specification, duty)
    }

    /// The fact at `place` below `migration` in the specification.
    pub(super) fn fact(&self, migration: &Migration, place: &str, says: impl Into<String>) -> Fact {
        self.plan.specification.places.fact(&format!("{}{place}", migration.pointer), says)
    }

    /// The blast radius of a migration: 0.3 alone, 0.08 more for each system that a fault reaches; a table or objective
    /// without which the business stops makes it 0.8 at least.
    pub(super) fn blast(&self, migration: &str) -> Factor {
        let summary = self.plan.summaries.iter().find(|it| it.migration == migration);
        let reaches: &[String] = summary.map_or(&[], |it| &it.reaches);
        let own = self.migrations().iter().find(|it| it.id == migration);
        let critical: Vec<&str> =
            own.into_iter().flat_map(|it| &it.tables).filter(|it| it.critical).map(|it| it.name.as_str()).collect();
        let mut basis = Vec::new();
        if let Some(it) = own.filter(|_| !reaches.is_empty()) {
            basis.push(self.fact(it, "/constraints/dependencies", format!("a fault reaches {}", reaches.join(", "))));
        }
        // So many systems are counted exactly.
        #[allow(clippy::cast_precision_loss)]
        let mut value = 0.3 + 0.08 * reaches.len() as f64;
        let mut because = match reaches.len() {
            0 => format!("nothing is known to depend on {migration}"),
            1 => format!("a fault of {migration} reaches 1 other system"),
            number => format!("a fault of {migration} reaches {number} other systems"),
        };
        if let Some(it) = own.filter(|_| !critical.is_empty()) {
            value = value.max(0.8);
            because += &format!("; the business stops without {}", critical.join(", "));
            basis.push(self.fact(it, "/tables", format!("{} critical", critical.join(", "))));
        }
        Factor::new(value, because, basis)
    }

    /// Whether something that goes wrong in `phase` is noticed before it hurts: by a trigger that acts 0.9, by one that
    /// calls somebody 0.7, by a gate of the phase 0.6, by metrics that somebody looks at 0.4, else 0.1.
    pub(super) fn noticed_in(&self, phase: &MigrationPhase) -> Factor {
        let armed: Vec<_> = self.plan.triggers.iter().filter(|it| it.armed_in.contains(&phase.id)).collect();
        if let Some(it) = armed.iter().find(|it| it.trigger.action == TriggerAction::AutomaticRollback) {
            let because = format!("{} is armed and acts by itself on {}", it.id, it.trigger.bound.metric);
            return Factor::new(0.9, because, it.basis.clone());
        }
        if let Some(it) = armed.first() {
            return Factor::new(0.7, format!("{} is armed and calls somebody", it.id), it.basis.clone());
        }
        if let Some(it) = phase.steps.iter().find(|it| matches!(it.work, Work::Gate(_))) {
            return Factor::new(0.6, format!("the gate {} asks a machine", it.id), it.basis.clone());
        }
        let own = self.migrations().iter().find(|it| it.id == phase.migration);
        match own.filter(|it| !it.monitoring.critical_metrics.is_empty()) {
            Some(it) => {
                let says = format!("{} are watched", it.monitoring.critical_metrics.join(", "));
                let basis = vec![self.fact(it, "/monitoring/critical_metrics", says.clone())];
                Factor::new(0.4, says, basis)
            }
            None => Factor::new(0.1, format!("no trigger, gate or metric watches {}", phase.id), Vec::new()),
        }
    }

    /// How well a step is taken back: nothing lost 0.9, a policy for some values 0.5, no way back 0; half of that where
    /// the way back of its phase takes longer than the recovery time objective.
    pub(super) fn reversible(&self, phase: &MigrationPhase, step: &MigrationStep) -> Factor {
        let (value, because) = match &step.inverse.loss {
            Loss::Nothing if step.inverse.title.is_empty() => {
                (0.9, "it changes nothing that would be taken back".into())
            }
            Loss::Nothing => (0.9, format!("it is taken back without loss: {}", step.inverse.title)),
            Loss::Policy(policy) => (0.5, format!("it is taken back by a policy for some values: {policy}")),
            Loss::Everything(why) => (0.0, format!("it cannot be taken back: {why}")),
        };
        self.within_objective(phase, value, because, &step.basis)
    }

    /// How well a whole phase is taken back, by its worst step.
    pub(super) fn reversible_phase(&self, phase: &MigrationPhase) -> Factor {
        let worst = |it: &&Loss| match it {
            Loss::Nothing => 0,
            Loss::Policy(_) => 1,
            Loss::Everything(_) => 2,
        };
        let (value, because) = match phase.way_back.loses.iter().max_by_key(worst) {
            Some(Loss::Everything(why)) => (0.0, format!("there is no way back: {why}")),
            Some(Loss::Policy(policy)) => (0.5, format!("some values follow a policy on the way back: {policy}")),
            Some(Loss::Nothing) | None => (0.9, format!("the way back from {} loses nothing", phase.id)),
        };
        self.within_objective(phase, value, because, &[])
    }

    fn within_objective(&self, phase: &MigrationPhase, value: f64, because: String, basis: &[Fact]) -> Factor {
        let mut basis: Vec<Fact> = basis.iter().take(2).cloned().collect();
        let objective = self.plan.specification.objectives.recovery_time;
        let takes = phase.recovery().map(|it| it.distribution.quantile(0.95));
        if let (Some(objective), Some(takes)) = (objective, takes)
            && takes > objective
        {
            let places = &self.plan.specification.places;
            basis.push(places.fact("/objectives", format!("recovery within {}", duration(objective))));
            let because = format!(
                "{because}; but that takes {} at P95, longer than the {} allowed",
                duration(takes),
                duration(objective)
            );
            return Factor::new(value / 2.0, because, basis);
        }
        Factor::new(value, because, basis)
    }

    /// Whether the locks of a step are held for as long as it takes: a table is written anew or an index is built under
    /// them. Validations, batches and what runs `CONCURRENTLY` take a strong lock for a moment only.
    pub(super) fn held_throughout(step: &MigrationStep) -> bool {
        !step.facts.rewrites.is_empty() || matches!(step.estimate.model, Model::Rewrite | Model::Index)
    }

    /// Gates of a phase, as what is done about a risk.
    pub(super) fn gates(phase: &MigrationPhase, how: &str) -> Vec<Mitigation> {
        Self::some(phase, how, |it| matches!(it, Work::Gate(_)))
    }

    /// Steps of a phase, as what is done about a risk: the first three that are `wanted`.
    pub(super) fn some(phase: &MigrationPhase, how: &str, wanted: impl Fn(&Work) -> bool) -> Vec<Mitigation> {
        let steps = phase.steps.iter().filter(|it| wanted(&it.work)).take(3);
        steps.map(|it| Mitigation::Step { id: it.id.clone(), how: how.to_owned() }).collect()
    }

    /// Triggers that are armed in a phase, as what is done about a risk.
    pub(super) fn triggers(&self, phase: &MigrationPhase) -> Vec<Mitigation> {
        let armed = self.plan.triggers.iter().filter(|it| it.armed_in.contains(&phase.id));
        armed.map(|it| Mitigation::Trigger { id: it.id.clone(), how: it.does.clone() }).collect()
    }
}
