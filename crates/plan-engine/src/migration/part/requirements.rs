//! Special requirements, each as a condition that is checked at a place.

use super::super::context::Context;
use super::super::draft::StepDraft;
use super::super::model::{Criterion, Measure, MigrationGate, Note, ProbeSide, Work};
use super::super::pattern::Engine;
use super::super::team::Duty;
use super::super::time;
use super::watch::{self, none_of};
use super::{engine_probe, probe};
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
    let criteria = match criteria(context, name, side, &basis) {
        Known::By(criteria) => criteria,
        Known::ByPeople(what) => return approved(context, name, &what, basis),
    };
    let mut facts = vec![basis];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.dedup();
    let otherwise = format!("{name} does not hold on {side}: nothing goes on before it does");
    let who = context.who(Duty::Service);
    let estimate = time::by_person(&who, Activity::Review);
    StepDraft::new(
        format!("require-{name}"),
        format!("{name} holds on {side}"),
        Work::Gate(MigrationGate { criteria, otherwise }),
        who,
        estimate,
        facts,
    )
    .why(WHY)
}

const WHY: &str = "It is required of the result, so it is shown before anybody relies on the result.";

/// No engine can tell: a person decides, and says so.
fn approved(context: &Context<'_>, name: &str, what: &str, basis: Fact) -> StepDraft {
    let (role, who) = (context.role(Duty::Service), context.who(Duty::Service));
    let estimate = time::by_person(&who, Activity::Review);
    let says =
        format!("no engine can tell whether {name} holds: name the check in the runbook, a person decides by it");
    StepDraft::new(
        format!("require-{name}"),
        format!("{name} holds"),
        Work::Approval { role, reason: what.to_owned() },
        who,
        estimate,
        vec![basis.clone()],
    )
    .why(WHY)
    .note(Note::new(says, vec![basis]))
}

/// How a requirement is shown to hold.
enum Known {
    /// By conditions.
    By(Vec<Criterion>),
    /// By people, who agree to this.
    ByPeople(String),
}

/// How a requirement is shown to hold on `side`.
fn criteria(context: &Context<'_>, name: &str, side: &str, basis: &Fact) -> Known {
    let failures = |what: &str| {
        let measure = Measure::Failures(format!("{what} ({side})"));
        vec![none_of(measure, probe::check(context, name), 0.0, vec![basis.clone()])]
    };
    let known = match name {
        "referential_integrity" => {
            let what = "foreign keys whose rows are not there, counted for every foreign key";
            let asked = engine_probe::orphans(&Engine::of(&context.migration.target), ProbeSide::Target);
            let probe = asked.unwrap_or_else(|| probe::check(context, name));
            vec![none_of(Measure::Mismatches(format!("{what} ({side})")), probe, 0.0, vec![basis.clone()])]
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
        "data_residency" => {
            let what = "no copy of data, backup or log lies outside the places that are allowed";
            return Known::ByPeople(format!("{what} ({side})"));
        }
        "zero_downtime" => {
            let answers = probe::labelled(context, "probe_success", &[("side", ProbeSide::Target.word())]);
            let probe = probe::metric(format!("1 - min({answers})"));
            let measure = Measure::Metric(format!("probes from outside that fail ({side})"));
            vec![none_of(measure, probe, watch::WATCHED, vec![basis.clone()])]
        }
        _ => return Known::ByPeople(format!("{name} holds on {side}")),
    };
    Known::By(known)
}
