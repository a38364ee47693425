//! What is known of the data when the way back begins: whether the old side holds what the new one holds.

use plan_engine::migration::model::Measure;
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use plan_engine::plan::Loss;
use plan_engine::specification::model::Migration;

use super::{Check, Current, DataState, Situation};

/// For each migration of which something was done.
pub(super) fn states(plan: &MigrationPlan, situation: &Situation) -> Vec<DataState> {
    let touched =
        |it: &&Migration| plan.phases.iter().any(|phase| phase.migration == it.id && situation.is_done(phase));
    plan.specification.migrations.iter().filter(touched).map(|it| state(plan, situation, it)).collect()
}

fn state(plan: &MigrationPlan, situation: &Situation, migration: &Migration) -> DataState {
    let phases: Vec<&MigrationPhase> = plan.phases.iter().filter(|it| it.migration == migration.id).collect();
    let done: Vec<&MigrationStep> =
        phases.iter().flat_map(|it| &it.steps).filter(|it| situation.state(it).is_some()).collect();
    let checks = checks(&phases, situation);
    let (current, says) = judged(migration, &phases, &done, !checks.is_empty());
    let own = |step: &str| phases.iter().flat_map(|it| &it.steps).any(|it| it.id == step);
    DataState {
        migration: migration.id.clone(),
        current,
        says,
        checks: if current == Current::WhileChecksHold { checks } else { Vec::new() },
        positions: situation.positions.iter().filter(|it| own(&it.step)).cloned().collect(),
    }
}

fn judged(
    migration: &Migration,
    phases: &[&MigrationPhase],
    done: &[&MigrationStep],
    has_checks: bool,
) -> (Current, String) {
    let (source, target) = (&migration.source, &migration.target);
    let lost = done.iter().find_map(|it| match &it.inverse.loss {
        Loss::Everything(why) => Some(why),
        Loss::Policy(_) | Loss::Nothing => None,
    });
    if let Some(why) = lost {
        return (Current::No, why.clone());
    }
    if !done.iter().any(|it| moves(it)) {
        return (Current::Yes, format!("nothing has been moved away from {source} yet: it works as before"));
    }
    let copied = phases.iter().flat_map(|it| &it.steps).any(|it| matches!(it.work, Work::Transfer { .. }));
    if copied && has_checks {
        let says =
            format!("{source} holds what {target} holds as long as these hold: look at them before anything else");
        return (Current::WhileChecksHold, says);
    }
    if copied {
        let says =
            format!("rows were copied from {source} to {target}, and no gate of the plan says whether rows come back");
        return (Current::NotTold, says);
    }
    if done.iter().any(|it| matches!(it.work, Work::SchemaStep { .. } | Work::SchemaEdit { .. })) {
        let says = format!(
            "both shapes are in {source} itself: rows that either version wrote are there after the way back, by the \
             conversions of the plan; what a policy puts aside is listed with the step"
        );
        return (Current::Yes, says);
    }
    let says = format!(
        "the plan moves no data of {source}: as far as is told both sides read and write the same stores. What {target} \
         keeps for itself (caches, files, queues, sessions) nobody has told: ask who built it"
    );
    (Current::NotTold, says)
}

/// Whether it moves somebody or something to the new side, so that the old one no longer gets everything.
fn moves(step: &MigrationStep) -> bool {
    match &step.work {
        Work::Traffic { to, .. } => *to > 0.0,
        Work::SchemaStep { .. } | Work::SchemaEdit { .. } => true,
        Work::Manual { .. } => !step.inverse.title.is_empty() && !step.inverse.idle,
        _ => false,
    }
}

/// The gates of the migration by which one side is held against the other: those of the last phase done that has any, else
/// of the next one.
fn checks(phases: &[&MigrationPhase], situation: &Situation) -> Vec<Check> {
    let of = |phase: &&MigrationPhase| -> Vec<Check> {
        let gates = phase.steps.iter().filter_map(|it| match &it.work {
            Work::Gate(gate) => Some(gate),
            _ => None,
        });
        let sides = |it: &&plan_engine::migration::model::Criterion| {
            matches!(it.measure, Measure::Lag(_) | Measure::Mismatches(_))
        };
        let otherwise = "do not go back: rows of the new side would be missing; bring them over first";
        gates.flat_map(|it| it.criteria.iter().filter(sides)).map(|it| Check::of(it, otherwise)).collect()
    };
    let (done, open): (Vec<_>, Vec<_>) = phases.iter().partition(|it| situation.is_done(it));
    // What is watched behind the switch looks the other way: from the new side to the old one.
    let next = open.iter().take(1).map(&of).find(|it| !it.is_empty());
    next.or_else(|| done.iter().rev().map(&of).find(|it| !it.is_empty())).unwrap_or_default()
}
