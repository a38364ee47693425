//! Before every step from which the way back is not what is promised a person agrees, in the same phase.

use super::{LEDGER, PARCELS, TOGETHER, plan};
use crate::migration::model::{MigrationPlan, Work};
use crate::migration::no_return::ends_of_return;
use crate::plan::Action;

/// That somebody agrees before each such step; how many there are.
fn checked(plan: &MigrationPlan) -> usize {
    let ends = ends_of_return(plan);
    for end in &ends {
        let steps = &plan.phases[end.phase].steps;
        let agreed = steps[..end.step].iter().any(|it| match &it.work {
            Work::Approval { .. } => true,
            Work::SchemaStep { migration, step } => {
                let phases = &plan.schema_plan(migration).unwrap().phases;
                let found = phases.iter().flat_map(|it| &it.steps).find(|it| it.id == *step).unwrap();
                found.forward.iter().any(|it| matches!(it, Action::Approval { .. }))
            }
            _ => false,
        });
        assert!(agreed, "nobody agrees to {}: {}", steps[end.step].id, end.because);
    }
    // What waits for what still leads from the first step to the last.
    let mut seen = std::collections::BTreeSet::new();
    for step in plan.steps() {
        assert!(step.after.iter().all(|it| seen.contains(it.as_str())), "{} comes before what it waits for", step.id);
        assert!(seen.insert(step.id.as_str()), "{} is there twice", step.id);
    }
    ends.len()
}

#[test]
fn somebody_agrees_before_every_point_of_no_return() {
    let mut ends = 0;
    for text in [PARCELS, LEDGER, TOGETHER] {
        for objective in ["", "objectives: {rto: 20s}\n", "objectives: {rto: 10m}\n", "objectives: {rto: 2h}\n"] {
            if objective.is_empty() || !text.contains("objectives:") {
                ends += checked(&plan(&format!("{objective}{text}")));
            }
        }
    }
    assert!(ends > 8, "{ends}");
}

#[test]
fn the_time_counts_for_all_that_is_deployed_together() {
    let one = |id: &str, with: &str| {
        format!(
            "- id: {id}\n  type: service\n  pattern: canary\n  source: {id} 1\n  target: {id} 2\n  flags: [{{name: {id}, \
             stages: [{{percentage: 50, hold: 1h}}, {{percentage: 100}}]}}]\n{with}"
        )
    };
    let text = |with: &str| format!("objectives: {{rto: 2m}}\nmigrations:\n{}{}", one("barges", ""), one("tugs", with));
    let slow = |plan: &MigrationPlan| {
        checked(plan);
        ends_of_return(plan).iter().filter(|it| it.because.contains("are allowed")).count()
    };
    let (alone, linked) = (plan(&text("")), plan(&text("  together_with: [barges]\n")));
    assert!(slow(&linked) > slow(&alone), "{:?}", ends_of_return(&linked));
}
