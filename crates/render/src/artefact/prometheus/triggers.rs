//! Triggers as alerts: above the bound for their time they alarm, and only beyond the bound that clears them they stop.

use plan_engine::migration::{MigrationPhase, PlannedTrigger};
use plan_engine::specification::model::{Comparison, TriggerAction};

use super::super::scene::Scene;
use super::watched::{Trial, Watched, camel, duration, plain, quoted, selector};

/// What the value of a trigger is recorded under.
const RECORD: &str = "migration:trigger:value";

/// The triggers that are armed in `phase`.
pub(super) fn of(scene: &Scene<'_>, phase: &MigrationPhase) -> Vec<Watched> {
    let armed = scene.plan.triggers.iter().filter(|it| it.armed_in.contains(&phase.id));
    armed.map(|it| watched(scene, phase, it)).collect()
}

fn watched(scene: &Scene<'_>, phase: &MigrationPhase, planned: &PlannedTrigger) -> Watched {
    let bound = &planned.trigger.bound;
    let (clear, above) = (bound.clears_at(), bound.comparison == Comparison::Above);
    let (sign, side) = if above { (">", "above") } else { ("<", "below") };
    // It is told by its phase too: rules of several phases may be loaded at a time.
    let labels =
        vec![("migration", planned.migration.clone()), ("phase", phase.id.clone()), ("trigger", planned.id.clone())];
    let value = selector(RECORD, &labels);
    let name = camel("MigrationTrigger", &planned.id);
    let fires = format!("{value} {sign} {}", bound.threshold);
    let differs = clear.total_cmp(&bound.threshold).is_ne();
    // Once it alarms, it goes on until the value is beyond the bound that clears it.
    let when = if differs {
        let alarm = format!(
            "ALERTS{{alertname=\"{name}\",alertstate=\"firing\",phase={},trigger={}}}",
            quoted(&phase.id),
            quoted(&planned.id)
        );
        format!("{fires}\nor\n({value} {sign} {clear} and on (phase, trigger) {alarm})")
    } else {
        fires
    };
    let step = (bound.threshold - clear).abs();
    let outwards = if above { 1.0 } else { -1.0 };
    let far = if differs { step } else { 1.0 };
    let for_seconds = planned.trigger.for_seconds;
    let says = format!(
        "{} is {side} {} for {} in {}; it is over once it is {} {clear}",
        bound.metric,
        bound.threshold,
        duration(for_seconds),
        phase.id,
        if above { "at most" } else { "at least" },
    );
    Watched {
        record: RECORD,
        labels,
        expression: planned.expression.clone(),
        name,
        when,
        for_seconds,
        adds: vec![
            ("action", word(planned.trigger.action).to_owned()),
            ("plan", scene.plan.digest.clone()),
            ("severity", if acts(planned.trigger.action) { "critical" } else { "warning" }.to_owned()),
        ],
        annotations: annotations(phase, planned, &says),
        trial: Trial::Trigger {
            bad: round(bound.threshold + outwards * far),
            bound: bound.threshold,
            between: differs.then(|| round(f64::midpoint(bound.threshold, clear))),
            good: round(clear - outwards * far / 2.0),
        },
    }
}

/// Sums of decimals have no long tails.
fn round(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// Whether something is done without asking.
fn acts(action: TriggerAction) -> bool {
    match action {
        TriggerAction::AutomaticRollback | TriggerAction::ScaleUp | TriggerAction::Pause => true,
        TriggerAction::AlertTeam => false,
    }
}

fn word(action: TriggerAction) -> &'static str {
    if acts(action) { "acts" } else { "calls" }
}

fn annotations(phase: &MigrationPhase, planned: &PlannedTrigger, says: &str) -> Vec<(&'static str, String)> {
    let mut annotations = vec![("summary", plain(says)), ("description", plain(&planned.does))];
    let command = match planned.trigger.action {
        TriggerAction::AutomaticRollback | TriggerAction::AlertTeam => {
            Some(format!("plan rollback plan.json --from {} --format runbook", phase.id))
        }
        TriggerAction::ScaleUp | TriggerAction::Pause => None,
    };
    annotations.extend(command.map(|it| ("command", it)));
    if !planned.takes_back.is_empty() {
        annotations.push(("takes_back", plain(&planned.takes_back.join(", "))));
    }
    annotations
}
