//! `plan make --spec`: what the specification names is read, compared and counted, then one plan is made of it.

use api_compat::Options;
use cli_common::input::{self, Input, interface};
use cli_common::{Exit, Failure, Output};
use findings::{DiagnosticLevel, Report};
use plan_engine::estimate::{Calibration, Throughputs};
use plan_engine::inventory;
use plan_engine::migration::model::ApiReport;
use plan_engine::migration::{self, Inputs, MigrationPlan};
use plan_engine::plan::Plan;
use plan_engine::specification::Specification;
use plan_engine::specification::model::{ApiSides, Resource, SchemaSides};

use crate::counted;
use crate::sides::{self, Said};
use crate::spec;
use crate::waiting::Waiting;

/// Makes the plan of the specification at `argument`.
pub(crate) fn run(argument: &str, throughput: Option<&str>, output: &Output) -> Result<Exit, Failure> {
    let specification = spec::read(argument, output)?;
    let inputs = inputs(argument, &specification, throughput)?;
    let waiting = Waiting::new("making the plan");
    let plan = migration::make(&specification, inputs)
        .map_err(|error| Failure::new(format!("{argument}: {error}")).help("correct the specification"))?;
    let json = plan.to_json().map_err(|error| Failure::new(error.to_string()))?;
    drop(waiting);
    output.write(&json)?;
    if let Some(path) = output.output.as_ref().filter(|_| !output.to_stdout()) {
        let summary = Output { output: None, colour: output.colour };
        let path = path.display();
        let next =
            format!("\nWritten to {path}. Next: `plan show {path}`, `plan risk {path}`, `plan schedule {path}`.\n");
        summary.write(&(told(&plan) + &next))?;
    }
    Ok(Exit::Done)
}

/// How many phases and steps there are, and what a reader should know before all.
fn told(plan: &MigrationPlan) -> String {
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let mut text = format!(
        "{}: {} in {} of {}",
        plan.name,
        count(plan.steps().count(), "step"),
        count(plan.phases.len(), "phase"),
        count(plan.summaries.len(), "migration")
    );
    if !plan.triggers.is_empty() {
        text += &format!(", {}", count(plan.triggers.len(), "trigger"));
    }
    text += ".\n";
    for phase in &plan.phases {
        if let Some(point) = &phase.point_of_no_return {
            text += &format!("Point of no return: {} ({}).\n", point.step, point.because);
        }
    }
    for note in &plan.notes {
        text += &format!("Note: {}.\n", note.says);
    }
    text
}

pub(crate) fn inputs(
    argument: &str,
    specification: &Specification,
    throughput: Option<&str>,
) -> Result<Inputs, Failure> {
    let mut inputs = Inputs::new();
    for migration in &specification.migrations {
        if let Some(schema) = &migration.schema {
            inputs = inputs.schema_plan(&migration.id, schema_plan(argument, schema)?);
            if let Some(url) = &schema.statistics {
                let url = input::beside(argument, url);
                inputs = inputs.statistics(&migration.id, counted::statistics(specification, migration, &url)?);
            }
        }
        if let Some(file) = &migration.inventory_file {
            inputs = inputs.inventory(&migration.id, resources(&input::beside(argument, file))?);
        }
        if let Some(api) = &migration.api {
            inputs = inputs.report(ApiReport::of(&migration.id, &report(argument, api)?));
        }
    }
    let beside = specification.throughput_file.as_deref().map(|it| input::beside(argument, it));
    match throughput.map(str::to_owned).or(beside) {
        Some(file) => Ok(inputs.throughputs(throughputs(specification, &file)?)),
        None => Ok(inputs),
    }
}

/// The resources in a file of `terraform show -json`.
fn resources(file: &str) -> Result<Vec<Resource>, Failure> {
    let source = input::text(file)?;
    let (resources, diagnostics) = inventory::read_terraform(&source);
    let errors = || diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error);
    let Some(first) = errors().next() else { return Ok(resources) };
    let place = first.location.as_ref().map_or_else(|| file.to_owned(), ToString::to_string);
    let more = match errors().count() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let failure = Failure::new(format!("{place}: {}{more}", first.message));
    let help = first.help.clone();
    Err(failure.help(help.unwrap_or_else(|| "write the file with `terraform show -json`".to_owned())))
}

/// What the specification states of speeds, then what was measured.
fn throughputs(specification: &Specification, file: &str) -> Result<Throughputs, Failure> {
    let source = input::text(file)?;
    let measured = Calibration::from_json(source.text())
        .map_err(|error| Failure::new(format!("{file}: {error}")).help("write it with `plan calibrate`"))?;
    let mut all = Throughputs::of(specification);
    all.calibrated(&measured, file);
    Ok(all)
}

fn schema_plan(argument: &str, schema: &SchemaSides) -> Result<Plan, Failure> {
    let [before, after] = [&schema.before, &schema.after].map(|it| input::beside(argument, it));
    sides::make(&before, &after, &said(schema)?, None)
}

fn said(schema: &SchemaSides) -> Result<Said, Failure> {
    fn all<T: std::str::FromStr>(given: &[String]) -> Result<Vec<T>, Failure>
    where
        T::Err: std::fmt::Display,
    {
        given.iter().map(|it| it.parse().map_err(|error: T::Err| Failure::new(error.to_string()))).collect()
    }
    let dialect = schema.dialect.as_deref().map(str::parse).transpose();
    Ok(Said {
        dialect: dialect.map_err(Failure::new)?,
        renames: all(&schema.renames)?,
        fills: all(&schema.fills)?,
        conversions: all(&schema.conversions)?,
        derives: all(&schema.derives)?,
        moves: all(&schema.moves)?,
        joins: all(&schema.joins)?,
        purge: schema.purge,
    })
}

fn report(argument: &str, api: &ApiSides) -> Result<Report, Failure> {
    let [before, after] = [&api.before, &api.after].map(|it| input::beside(argument, it));
    let (old, new) = (Input::find(&before)?, Input::find(&after)?);
    let mut options = Options::default();
    options.kind = match api.kind.as_deref() {
        Some(kind) => Some(kind.parse().map_err(Failure::new)?),
        None => None,
    };
    let (old, new) = interface::read_both(&old, &new, options.kind, None)?;
    let report = api_compat::compare_sources(&old, &new, &options)
        .map_err(|error| Failure::new(format!("{before} and {after}: {error}")).help("state `kind` of the `api`"))?;
    if report.could_not_tell() {
        return Err(Failure::new(format!(
            "{before} and {after}: a part could not be read, so no verdict can be relied on"
        ))
        .help("see `compat check` of the two, and correct what it names"));
    }
    Ok(report.between(before, after))
}
