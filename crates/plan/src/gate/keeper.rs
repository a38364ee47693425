//! Who answers, as far as they are given.

use std::path::Path;

use cli_common::{Failure, input};
use database::Session;
use plan_engine::migration::MigrationPlan;
use plan_engine::migration::model::ProbeSide;
use runner::GateKeeper;
use validation::check::{Checker, Checks};

use super::Arguments;
use super::chosen::Chosen;
use super::prometheus::Monitoring;
use crate::way_back;

pub(super) fn of(plan: &MigrationPlan, arguments: &Arguments) -> Result<GateKeeper, Failure> {
    let mut keeper = GateKeeper::new();
    if let Some(path) = &arguments.checks {
        keeper = keeper.checks(checker(path)?);
    }
    for (side, url) in [(ProbeSide::Source, &arguments.source), (ProbeSide::Target, &arguments.target)] {
        let Some(url) = url else { continue };
        let session = Session::open(url).map_err(|error| {
            Failure::new(format!("the {}: {error}", side.word()))
                .help("check that the engine runs, and that host, port, user and password are right")
        })?;
        keeper = keeper.engine(side, session);
    }
    if let Some(url) = &arguments.prometheus {
        keeper = keeper.metrics(Monitoring::at(url)?);
    }
    if let Some(file) = &arguments.state {
        keeper = keeper.state(way_back::state(file, plan)?);
    }
    Ok(keeper)
}

fn checker(path: &str) -> Result<Checker, Failure> {
    let source = input::text(path)?;
    let checks = Checks::read(path, source.text()).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(|it| format!("error: {it}")).collect();
        Failure::shown(lines.join("\n"))
    })?;
    Ok(Checker::new(checks, path, Path::new(path).parent().unwrap_or(Path::new(""))))
}

/// That the file of checks has every check that is asked for: before the first one runs, which may take long.
pub(super) fn names_are_known(keeper: &GateKeeper, chosen: &[Chosen<'_>]) -> Result<(), Failure> {
    let unknown: Vec<String> = chosen.iter().flat_map(|(_, step)| keeper.unknown_checks(step)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Failure::new(unknown.join("\n"))
        .help("correct the name in `checks` of the phase and make the plan again, or in the file of checks"))
}
