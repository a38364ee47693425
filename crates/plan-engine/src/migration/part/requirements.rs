//! Special requirements, each as a condition that is checked at a place.

use super::super::context::Context;
use super::super::draft::StepDraft;
use super::super::model::{Criterion, Measure, MigrationGate, Note, Work};
use super::super::team::Duty;
use super::super::time;
use super::watch::{self, none_of};
use crate::estimate::model::Activity;
use crate::specification::model::Fact;

/// Requirements that other steps of the patterns check themselves.
const ELSEWHERE: [&str; 1] = ["zero_data_loss"];

/// A gate for each special requirement, on `side`.
pub(crate) fn checked(context: &Context<'_>, side: &str) -> Vec<StepDraft> {
    let all = context.migration.constraints.special_requirements.iter().enumerate();
    let mut gates = Vec::new();
    for (at, name) in all.filter(|(_, name)| !ELSEWHERE.contains(&name.as_str())) {
        let place = format!("/constraints/special_requirements/{at}");
        let basis = context.fact(&[&place, "/constraints/special_requirements"], format!("{name} is required"));
        gates.push(gate(context, name, side, basis));
    }
    gates
}

fn gate(context: &Context<'_>, name: &str, side: &str, basis: Fact) -> StepDraft {
    let (criteria, told) = criteria(context, name, side, &basis);
    let mut facts = vec![basis];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.dedup();
    let otherwise = format!("{name} does not hold on {side}: nothing goes on before it does");
    let who = context.who(Duty::Service);
    let estimate = time::by_person(&who, Activity::Review);
    let step = StepDraft::new(
        format!("require-{name}"),
        format!("{name} holds on {side}"),
        Work::Gate(MigrationGate { criteria, otherwise }),
        who,
        estimate,
        facts.clone(),
    )
    .why("It is required of the result, so it is shown before anybody relies on the result.");
    if told {
        return step;
    }
    let says = format!(
        "this program does not know how {name} is measured: name the check in the runbook, a person decides by it"
    );
    step.note(Note::new(says, facts))
}

/// The conditions of a requirement, and whether this program knows it.
fn criteria(context: &Context<'_>, name: &str, side: &str, basis: &Fact) -> (Vec<Criterion>, bool) {
    let failures = |what: &str| vec![none_of(Measure::Failures(format!("{what} ({side})")), 0.0, vec![basis.clone()])];
    let known = match name {
        "referential_integrity" => {
            let what = "foreign keys whose rows are not there, counted for every foreign key";
            vec![none_of(Measure::Mismatches(format!("{what} ({side})")), 0.0, vec![basis.clone()])]
        }
        "performance_baseline_maintained" | "performance_baseline" => {
            let mut all = watch::performance(context, watch::WATCHED);
            if all.is_empty() {
                all = failures("queries of the recorded baseline that take longer than before");
            }
            for criterion in &mut all {
                criterion.basis.push(basis.clone());
            }
            all
        }
        "api_backward_compatibility" | "backward_compatibility" => {
            failures("requests of old clients, recorded and sent again, that are answered otherwise")
        }
        "session_continuity" => {
            failures("requests with a session that the old side opened, refused or asked to log in")
        }
        "rate_limit_preservation" => {
            failures("clients at their limit of requests that are let through, or refused below it, unlike before")
        }
        "data_residency" => failures("copies of data, backups and logs outside the places that are allowed"),
        "zero_downtime" => vec![none_of(
            Measure::Metric(format!("failed probes, one a second ({side})")),
            watch::WATCHED,
            vec![basis.clone()],
        )],
        _ => return (failures(name), false),
    };
    (known, true)
}
