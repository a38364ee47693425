//! A step that is taken back: what is done, what shows that it is done, and whether that was ever run.

use std::collections::BTreeMap;

use plan_engine::migration::{MigrationPlan, MigrationStep, Work};
use plan_engine::plan::{Action, Loss, Step};

use super::{Exercised, StepState, Times, WayBackStep};

/// The inverse of `step`; none where there is nothing to take back. `proven` names, for the digest of a schema plan, what
/// ran it there and back.
pub(super) fn back(
    plan: &MigrationPlan,
    step: &MigrationStep,
    was: StepState,
    proven: &BTreeMap<String, String>,
) -> Option<WayBackStep> {
    let lost = matches!(step.inverse.loss, Loss::Everything(_));
    if step.inverse.title.is_empty() && !lost {
        return None;
    }
    let own = of_schema(plan, step);
    let actions = match &own {
        _ if lost => Vec::new(),
        Some(it) => it.inverse.actions.clone(),
        None => vec![Action::Manual { instruction: step.inverse.title.clone() }],
    };
    Some(WayBackStep {
        takes_back: step.id.clone(),
        title: if lost { format!("There is no way back from: {}", step.title) } else { step.inverse.title.clone() },
        by: performer(step, &actions),
        was,
        expected: if lost { "nothing: it cannot be taken back".to_owned() } else { expected(step) },
        actions,
        loss: step.inverse.loss.clone(),
        time: step.inverse.estimate.as_ref().filter(|_| !lost).map(Times::of),
        idle: step.inverse.idle,
        exercised: if lost { nothing_to_run() } else { exercised(plan, step, proven) },
    })
}

/// The step of the schema plan that a step stands for.
pub(super) fn of_schema<'a>(plan: &'a MigrationPlan, step: &MigrationStep) -> Option<&'a Step> {
    let Work::SchemaStep { migration, step } = &step.work else { return None };
    let steps = plan.schema_plan(migration)?.phases.iter().flat_map(|phase| &phase.steps);
    steps.into_iter().find(|it| it.id == *step)
}

/// Statements are run by the program that ran them forwards; what a person does, by who did it.
fn performer(step: &MigrationStep, actions: &[Action]) -> String {
    let runs = actions.iter().any(|it| matches!(it, Action::Sql(_) | Action::Batches(_)));
    if runs { "psql or sqlite3, with the statements below".to_owned() } else { step.by.name().to_owned() }
}

fn expected(step: &MigrationStep) -> String {
    match &step.work {
        Work::SchemaStep { .. } => "every statement ends without `ERROR`; what is there then is asked below".to_owned(),
        Work::SchemaEdit { table, .. } => {
            format!("`{table}` has the shape that it had before: describe it and compare")
        }
        Work::Traffic { flag, from, .. } => {
            format!(
                "{flag} stands at {from} %, and the new side's share of the requests falls to {from} % within a minute"
            )
        }
        Work::Deployment { what } => format!("no instance of {what} runs any more"),
        Work::Transfer { what, .. } => {
            format!("the copy of {what} is not there any more; the source's rows are untouched")
        }
        Work::Manual { .. } | Work::Gate(_) | Work::Approval { .. } | Work::Wait { .. } => {
            format!("what `{}` did is undone: whoever does it looks, and records it", step.title)
        }
    }
}

fn exercised(plan: &MigrationPlan, step: &MigrationStep, proven: &BTreeMap<String, String>) -> Exercised {
    let because = match &step.work {
        Work::SchemaStep { migration, .. } => {
            let digest = plan.schema_plan(migration).map(|it| it.digest.as_str()).unwrap_or_default();
            match proven.get(digest) {
                Some(by) => return Exercised::Proven { by: by.clone() },
                None => {
                    format!("no proof was given: run `plan prove --migration {migration}`, then give it with --proof")
                }
            }
        }
        Work::SchemaEdit { .. } => {
            "its statements are not known: state `schema` or `schema_changes` in full".to_owned()
        }
        Work::Traffic { flag, .. } => format!("it needs what moves the traffic of {flag}: rehearse it there"),
        Work::Deployment { what } => format!("it needs where {what} runs: rehearse it there"),
        Work::Transfer { what, .. } => format!("it needs the engines that {what} is copied between: rehearse it there"),
        Work::Manual { .. } | Work::Gate(_) | Work::Approval { .. } | Work::Wait { .. } => {
            "a person does it: rehearse it on a copy".to_owned()
        }
    };
    Exercised::NotRun { because }
}

fn nothing_to_run() -> Exercised {
    Exercised::NotRun { because: "there is no way back that could be run".to_owned() }
}
