//! Gates: every condition says how a machine obtains its number, every phase what holds before and behind it.

use super::{LEDGER, PARCELS, TOGETHER, plan};
use crate::migration::MigrationPlan;
use crate::migration::model::{Occasion, Probe, Work};

fn probes(plan: &MigrationPlan) -> impl Iterator<Item = &Probe> {
    let gates = plan.steps().filter_map(|it| match &it.work {
        Work::Gate(gate) => Some(gate),
        _ => None,
    });
    gates.flat_map(|it| &it.criteria).flat_map(|it| std::iter::once(&it.probe).chain(&it.samples_probe))
}

#[test]
fn every_condition_has_a_query_or_a_metric() {
    for text in [PARCELS, LEDGER, TOGETHER] {
        let plan = plan(text);
        for probe in probes(&plan) {
            let texts = match probe {
                Probe::Sql { statement, .. } => vec![statement],
                Probe::Both { source, target } => vec![source, target],
                Probe::Metric { expression } => vec![expression],
                Probe::Check { name } => vec![name],
            };
            assert!(texts.iter().all(|it| it.len() > 3 && !it.contains('…')), "{texts:?}");
        }
        assert!(plan.triggers.iter().all(|it| !it.expression.is_empty()));
    }
}

#[test]
fn every_phase_has_gates_before_and_behind_it_and_tells_people() {
    for text in [PARCELS, LEDGER, TOGETHER] {
        let plan = plan(text);
        for (at, phase) in plan.phases.iter().enumerate() {
            let of = |id: &String| plan.steps().any(|it| it.id == *id);
            assert!(phase.entry.iter().chain(&phase.exit).all(of), "{}", phase.id);
            assert!(at == 0 || !phase.entry.is_empty() || phase.name == "assess", "{} has no entry", phase.id);
            assert!(!phase.exit.is_empty(), "{} has no exit", phase.id);
            for occasion in [Occasion::Start, Occasion::Done, Occasion::Trouble] {
                assert!(phase.moments.iter().any(|it| it.occasion == occasion), "{} {occasion:?}", phase.id);
            }
        }
    }
}

#[test]
fn a_query_of_the_specification_goes_before_the_name() {
    let told = "monitoring:\n  queries: {error_rate: 'sum(rate(failed[5m])) / sum(rate(all[5m]))'}\n";
    let plan = plan(&PARCELS.replace("monitoring:\n", told));
    assert_eq!(plan.triggers[0].expression, "sum(rate(failed[5m])) / sum(rate(all[5m]))");
    assert_eq!(plan.triggers[1].expression, "max(queue_length)");
    let all: Vec<&Probe> = probes(&plan).collect();
    assert!(
        all.iter().any(|it| matches!(it, Probe::Metric { expression } if expression.starts_with("sum(rate(failed")))
    );
    assert!(plan.notes.iter().all(|it| !it.says.contains("queries")), "{:?}", plan.notes);
}
