//! Systems that depend on what is migrated, or that it depends on: each is checked by name.

use findings::Severity;

use super::super::context::Context;
use super::super::draft::StepDraft;
use super::super::model::{Measure, MigrationGate, Note, Performer, Work};
use super::super::team::Duty;
use super::super::time;
use super::probe;
use super::watch::none_of;
use crate::estimate::model::Activity;
use crate::specification::model::Fact;

/// The fact that `dependency` is named.
pub(crate) fn fact(context: &Context<'_>, at: usize, dependency: &str) -> Fact {
    let place = format!("/constraints/dependencies/{at}");
    context.fact(&[&place, "/constraints/dependencies"], format!("{dependency} is named as a dependency"))
}

/// A step for each system: those who run it hear what changes and when.
pub(crate) fn told(context: &Context<'_>) -> Vec<StepDraft> {
    let breaking = breaking(context);
    let who = context.who(Duty::Release);
    let tell = |(at, name): (usize, &String)| {
        let instruction = format!(
            "tell those who run {name}: from {} to {}, when, how it is taken back, and whom to call; ask which statements, \
             routes and hours theirs are",
            context.migration.source, context.migration.target
        );
        let estimate = time::by_person(&who, Activity::Review);
        let basis = vec![fact(context, at, name)];
        StepDraft::new(
            format!("tell-{name}"),
            format!("Tell those who run {name}"),
            Work::Manual { instruction },
            who.clone(),
            estimate,
            basis,
        )
        .why("Who is told beforehand does not take the change for an outage, and names what nobody else knows.")
        .notes(breaking.clone())
    };
    context.migration.constraints.dependencies.iter().enumerate().map(tell).collect()
}

/// A gate for each system: it works on the new side. `against` says what it is tried on.
pub(crate) fn checked(context: &Context<'_>, against: &str) -> Vec<StepDraft> {
    let check = |(at, name): (usize, &String)| {
        let basis = vec![fact(context, at, name)];
        let (what, why) = trial(name, against);
        let gate = MigrationGate {
            criteria: vec![none_of(
                Measure::Failures(what.clone()),
                probe::check(context, &super::super::draft::slug_of(name)),
                0.0,
                basis.clone(),
            )],
            otherwise: format!("mend it with those who run {name}; nothing goes on before"),
        };
        let who = context.who(Duty::Service);
        StepDraft::new(
            format!("check-{name}"),
            format!("{name} works against {against}"),
            Work::Gate(gate),
            who.clone(),
            time::by_person(&who, Activity::Review),
            basis,
        )
        .why(why)
    };
    context.migration.constraints.dependencies.iter().enumerate().map(check).collect()
}

/// What is tried, and why. A system that keeps copies is tried by getting one back.
fn trial(name: &str, against: &str) -> (String, String) {
    if name.to_lowercase().contains("backup") {
        let what = format!("a backup that {name} takes of {against} is restored beside it and compared");
        return (what, format!("A copy that {name} has never restored from the new side is no copy."));
    }
    let what = format!("contract tests of {name} against {against}");
    (what, format!("{name} breaks in its own way; its own tests show that before its users do."))
}

/// What breaks by the report, in a note; nothing where nothing does.
fn breaking(context: &Context<'_>) -> Option<Note> {
    let report = context.report?;
    let breaks: Vec<_> = report.findings.iter().filter(|it| it.severity >= Severity::PotentiallyBreaking).collect();
    let first = breaks.first()?;
    let says = format!(
        "the new interface has {} that may break old clients; the first: {}{}",
        if breaks.len() == 1 { "1 change".to_owned() } else { format!("{} changes", breaks.len()) },
        first.operation.as_ref().map(|it| format!("{it}: ")).unwrap_or_default(),
        first.message
    );
    Some(Note::new(says, vec![super::routes_report::finding_fact(context, first)]))
}

/// The steps' performer where a program asks.
pub(crate) fn monitoring() -> Performer {
    Performer::Program("monitoring".to_owned())
}
