//! `plan gate`.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;
use cli_common::{Exit, Failure, Output, input};
use database::{EngineUrl, Session};
use plan_engine::migration::model::{MigrationGate, ProbeSide};
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use runner::{CriterionAnswer, GateKeeper};
use validation::check::{Checker, Checks};

use crate::plan_file;

/// Asks whether the gates of a plan are met.
///
/// Exit codes: 0 every gate asked is met, 1 one of them is not, 3 it could not be told of all.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Only the gates of this phase, such as `orders-db/verify`
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Only this gate, by the id of its step; may be given several times
    #[arg(long, value_name = "STEP")]
    step: Vec<String>,
    /// The file of the checks that gates name: docs/guide/checks.md
    #[arg(long, value_name = "FILE")]
    checks: Option<String>,
    /// The engine that is left, for gates that ask it by SQL; it is only read
    #[arg(long, value_name = "URL")]
    source: Option<EngineUrl>,
    /// The engine that is arrived at, for gates that ask it by SQL; it is only read
    #[arg(long, value_name = "URL")]
    target: Option<EngineUrl>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let gates = chosen(arguments, &plan)?;
    let mut keeper = keeper(arguments)?;
    let (mut text, mut worst) = (String::new(), Exit::Done);
    for (step, gate) in &gates {
        let mut met = Exit::Done;
        let mut lines = String::new();
        for criterion in &gate.criteria {
            let (word, says, exit) = match keeper.look(criterion) {
                CriterionAnswer::Met { says } => ("met", says, Exit::Done),
                CriterionAnswer::NotMet { says } => ("not met", says, Exit::Unsettled),
                CriterionAnswer::NotAsked { because } => ("cannot be asked here", because, Exit::CouldNotTell),
                CriterionAnswer::CouldNotTell { because } => ("could not tell", because, Exit::CouldNotTell),
                _ => ("could not tell", String::new(), Exit::CouldNotTell),
            };
            met = worse(met, exit);
            // Writing to a string does not fail.
            let _ = writeln!(lines, "  {word:<20}  {}: {}", criterion.measure.subject(), one_line(&says));
        }
        let _ = writeln!(text, "{}  {}\n{lines}", step.id, step.title);
        if met == Exit::Unsettled {
            let _ = writeln!(text, "  otherwise: {}\n", gate.otherwise);
        }
        worst = worse(worst, met);
    }
    let _ = writeln!(text, "{}", summary(gates.len(), worst));
    arguments.output.write(&text)?;
    Ok(worst)
}

/// What is not met decides; then what could not be told.
fn worse(one: Exit, other: Exit) -> Exit {
    if [one, other].contains(&Exit::Unsettled) { Exit::Unsettled } else { one.max(other) }
}

fn summary(number: usize, worst: Exit) -> String {
    let gates = if number == 1 { "1 gate".to_owned() } else { format!("{number} gates") };
    match worst {
        Exit::Done => format!("{gates}: met. Approvals are recorded with `plan record`"),
        Exit::Unsettled => format!("{gates}: NOT met"),
        _ => format!("{gates}: not everything could be told"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The gates that are meant; a failure where there is none, so that nothing is met by a name that is misspelt.
fn chosen<'p>(
    arguments: &Arguments,
    plan: &'p MigrationPlan,
) -> Result<Vec<(&'p MigrationStep, &'p MigrationGate)>, Failure> {
    let path = &arguments.plan;
    let phases: Vec<&MigrationPhase> = match &arguments.phase {
        Some(id) => plan.phases.iter().filter(|it| it.id == *id).collect(),
        None => plan.phases.iter().collect(),
    };
    if let (Some(id), true) = (&arguments.phase, phases.is_empty()) {
        let ids: Vec<&str> = plan.phases.iter().map(|it| it.id.as_str()).collect();
        return Err(Failure::new(format!("{path}: there is no phase `{id}`"))
            .help(format!("its phases are {}", ids.join(", "))));
    }
    let all = phases.into_iter().flat_map(|it| &it.steps).filter_map(|step| match &step.work {
        Work::Gate(gate) => Some((step, gate)),
        _ => None,
    });
    let all: Vec<_> = all.collect();
    let ids = || all.iter().map(|it| it.0.id.as_str()).collect::<Vec<_>>().join(", ");
    if all.is_empty() {
        return Err(Failure::new(format!("{path}: there is no gate to ask"))
            .help("name checks for a phase of the specification: docs/guide/gates.md"));
    }
    if let Some(id) = arguments.step.iter().find(|id| all.iter().all(|it| it.0.id != **id)) {
        return Err(Failure::new(format!("{path}: there is no gate `{id}`")).help(format!("the gates are {}", ids())));
    }
    Ok(all.into_iter().filter(|it| arguments.step.is_empty() || arguments.step.contains(&it.0.id)).collect())
}

/// Those who answer, as far as they are given.
fn keeper(arguments: &Arguments) -> Result<GateKeeper, Failure> {
    let mut keeper = GateKeeper::new();
    if let Some(path) = &arguments.checks {
        let source = input::text(path)?;
        let checks = Checks::read(path, source.text()).map_err(|faults| {
            let lines: Vec<_> = faults.iter().map(|it| format!("error: {it}")).collect();
            Failure::shown(lines.join("\n"))
        })?;
        keeper = keeper.checks(Checker::new(checks, path, Path::new(path).parent().unwrap_or(Path::new(""))));
    }
    for (side, url) in [(ProbeSide::Source, &arguments.source), (ProbeSide::Target, &arguments.target)] {
        let Some(url) = url else { continue };
        let session = Session::open(url).map_err(|error| {
            Failure::new(format!("the {}: {error}", side.word()))
                .help("check that the engine runs, and that host, port, user and password are right")
        })?;
        keeper = keeper.engine(side, session);
    }
    Ok(keeper)
}
