//! Gates over metrics as alerts: they alarm as long as the gate does not hold, over its time, or nothing is measured.

use plan_engine::migration::model::{Criterion, Holds, MigrationGate, Probe};
use plan_engine::migration::{MigrationPhase, MigrationStep, Work};

use super::super::scene::Scene;
use super::watched::{Trial, Watched, camel, duration, plain, selector};

/// What the value of a gate is recorded under.
const RECORD: &str = "migration:gate:value";

/// The gates of `phase` that look at metrics.
pub(super) fn of(scene: &Scene<'_>, phase: &MigrationPhase) -> Vec<Watched> {
    let gates = phase.steps.iter().filter_map(|step| match &step.work {
        Work::Gate(gate) => Some((step, gate)),
        _ => None,
    });
    gates.flat_map(|(step, gate)| of_gate(scene, phase, step, gate)).collect()
}

fn of_gate(scene: &Scene<'_>, phase: &MigrationPhase, step: &MigrationStep, gate: &MigrationGate) -> Vec<Watched> {
    let criteria = gate.criteria.iter().enumerate();
    let over_metrics = criteria.filter_map(|(at, it)| match &it.probe {
        Probe::Metric { expression } => Some(watched(scene, phase, (step, gate), at, it, expression)),
        _ => None,
    });
    over_metrics.collect()
}

fn watched(
    scene: &Scene<'_>,
    phase: &MigrationPhase,
    (step, gate): (&MigrationStep, &MigrationGate),
    at: usize,
    criterion: &Criterion,
    expression: &str,
) -> Watched {
    let labels =
        vec![("criterion", (at + 1).to_string()), ("gate", step.id.clone()), ("migration", phase.migration.clone())];
    let value = selector(RECORD, &labels);
    let window = criterion.for_seconds;
    let (words, good, bad) = match criterion.holds {
        Holds::AtMost => ("at most", criterion.bound, criterion.bound + far(criterion.bound)),
        Holds::AtLeast => ("at least", criterion.bound, criterion.bound - far(criterion.bound)),
        Holds::Equal => ("exactly", criterion.bound, criterion.bound + far(criterion.bound)),
    };
    let says = format!(
        "{} does not hold: {} has to be {words} {}{}",
        step.id,
        criterion.measure.subject(),
        criterion.bound,
        if window > 0.0 { format!(" for {}", duration(window)) } else { String::new() },
    );
    Watched {
        record: RECORD,
        labels,
        expression: expression.to_owned(),
        name: camel("MigrationGate", &format!("{}-{}", step.id, at + 1)) + "NotHeld",
        when: not_held(&value, criterion),
        for_seconds: 0.0,
        adds: vec![
            ("action", "holds".to_owned()),
            ("phase", phase.id.clone()),
            ("plan", scene.plan.digest.clone()),
            ("severity", "info".to_owned()),
        ],
        annotations: vec![("summary", plain(&says)), ("description", plain(&gate.otherwise))],
        trial: Trial::Gate { good, bad, window },
    }
}

/// That over the time of the gate some value was on the wrong side, or none was there.
fn not_held(value: &str, criterion: &Criterion) -> String {
    let (bound, window) = (criterion.bound, criterion.for_seconds);
    let over = |word: &str| {
        if window > 0.0 { format!("{word}_over_time({value}[{}])", duration(window)) } else { value.to_owned() }
    };
    let absent = if window > 0.0 {
        format!("absent_over_time({value}[{}])", duration(window))
    } else {
        format!("absent({value})")
    };
    match criterion.holds {
        Holds::AtMost => format!("{} > {bound}\nor\n{absent}", over("max")),
        Holds::AtLeast => format!("{} < {bound}\nor\n{absent}", over("min")),
        Holds::Equal if window > 0.0 => {
            format!("{} > {bound}\nor\n{} < {bound}\nor\n{absent}", over("max"), over("min"))
        }
        Holds::Equal => format!("{value} != {bound}\nor\n{absent}"),
    }
}

/// How far a value is from a bound that is clearly beyond it.
fn far(bound: f64) -> f64 {
    if bound.abs() > 0.0 { bound.abs() / 2.0 } else { 1.0 }
}
