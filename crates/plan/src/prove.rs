//! `plan prove`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cli_common::{ColourChoice, Exit, Failure, Output, input};
use database::EngineUrl;
use plan_engine::migration::{MigrationPlan, Work};
use plan_engine::plan::{PhaseName, Plan};
use render::plan::View;
use runner::{Outcome, Proof, ProveOptions};

use crate::progress::Progress;
use crate::sides::{self, Said};
use crate::{plan_file, statements};

/// Proves a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input. Or make one with --before and --after
    #[arg(value_name = "PLAN", required_unless_present = "before", conflicts_with_all = ["before", "after"])]
    plan: Option<String>,
    #[command(flatten)]
    chosen: plan_file::Chosen,
    /// Make the plan first: where the system is
    #[arg(long, value_name = "OLD", requires = "after")]
    before: Option<String>,
    /// Make the plan first: where it should be
    #[arg(long, value_name = "NEW", requires = "before")]
    after: Option<String>,
    #[command(flatten)]
    said: Said,
    /// The server on which scratch databases are made, such as `postgres://user@host/database`; SQLite needs none
    #[arg(long, value_name = "URL")]
    engine: Option<EngineUrl>,
    /// Rows generated per table
    #[arg(long, value_name = "N", default_value_t = ProveOptions::default().rows, value_parser = at_least_one)]
    rows: usize,
    /// A script of INSERTs into the schema before: rows that have to survive, besides those generated
    #[arg(long, value_name = "FILE")]
    given_rows: Option<String>,
    /// Seed of everything left to chance
    #[arg(long, value_name = "N", default_value_t = ProveOptions::default().seed)]
    seed: u64,
    /// Statements of the running version of the application; generated where none are given
    #[arg(long, value_name = "FILE")]
    queries_before: Option<String>,
    /// Statements of the new version of the application; generated where none are given
    #[arg(long, value_name = "FILE")]
    queries_after: Option<String>,
    /// Sessions of the application that write while steps run (PostgreSQL); 0 lets it act between steps only
    #[arg(long, value_name = "N", default_value_t = ProveOptions::default().writers, value_parser = few)]
    writers: usize,
    /// What to print
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Write the proof as JSON to FILE
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Colours: on a terminal, always or never
    #[arg(long, alias = "color", value_enum, value_name = "WHEN", default_value = "auto")]
    colour: ColourChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables
    Human,
    /// For other programs
    Json,
}

/// Without rows a proof says nothing.
fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("a proof needs rows: give 1 or more".to_owned()),
        Ok(rows) => Ok(rows),
        Err(_) => Err("expected a number of rows, 1 or more".to_owned()),
    }
}

/// As many sessions as a server has room for.
fn few(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(writers @ 0..=32) => Ok(writers),
        _ => Err("expected a number of sessions, 0 to 32".to_owned()),
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (plan, gates) = plan(arguments)?;
    let server = sides::scratch_server(plan.dialect, arguments.engine.as_ref())?;
    let options = ProveOptions::default()
        .rows(arguments.rows)
        .given_rows(given_rows(arguments.given_rows.as_deref())?)
        .seed(arguments.seed)
        .purge(arguments.said.purge)
        .writers(arguments.writers)
        .queries_before(queries(arguments.queries_before.as_deref())?)
        .queries_after(queries(arguments.queries_after.as_deref())?);
    let mut progress = Progress::new(&plan);
    let proof = runner::prove(&plan, &server, &options, &mut |event| progress.show(event));
    progress.finish();
    let mut proof = proof.map_err(|error| Failure::new(format!("the plan could not be proven: {error}")))?;
    proof.skipped.extend(gates);
    report(arguments, &plan, &proof)?;
    Ok(match proof.outcome {
        Outcome::Proven if has_unproven_queries(arguments, &proof) => Exit::Unsettled,
        Outcome::Proven => Exit::Done,
        Outcome::Partial => Exit::Unsettled,
        Outcome::Failed => Exit::Different,
    })
}

/// Whether a statement that the user gave failed in its own version's schema too, so that the proof says nothing of it.
fn has_unproven_queries(arguments: &Arguments, proof: &Proof) -> bool {
    let given = arguments.queries_before.is_some() || arguments.queries_after.is_some();
    given && proof.application_errors.iter().any(|error| !error.succeeded_when_prepared_again)
}

/// The plan, and what is to be said of its gates.
fn plan(arguments: &Arguments) -> Result<(Plan, Option<String>), Failure> {
    let (plan, gates) = match (&arguments.plan, &arguments.before, &arguments.after) {
        (Some(_), _, _) if arguments.said.is_about_making() => {
            return Err(Failure::new(
                "--dialect, --rename, --fill and --convert say how a plan is made, but this one is there already",
            )
            .help("give --before and --after instead of the plan, or make it again with `plan make`"));
        }
        (Some(path), _, _) => arguments.chosen.read(path, gates_left_out)?,
        _ if arguments.chosen.is_named() => {
            return Err(Failure::new("--migration chooses of a plan, but none is given").help("leave --migration out"));
        }
        (None, Some(before), Some(after)) => {
            (sides::make(before, after, &arguments.said, arguments.engine.as_ref())?, None)
        }
        _ => return Err(Failure::new("nothing to prove: give a plan, or --before and --after")),
    };
    let has_purge = plan.phases.iter().any(|phase| phase.name == PhaseName::Purge);
    if arguments.said.purge && !has_purge && arguments.plan.is_some() {
        return Err(Failure::new("the plan has no phase purge").help("make it with `plan make --purge`"));
    }
    Ok((plan, gates))
}

/// That the gates between the phases of a plan of migrations are not part of a proof; none where there are none.
fn gates_left_out(plan: &MigrationPlan) -> Option<String> {
    let gates: Vec<&str> =
        plan.steps().filter(|it| matches!(it.work, Work::Gate(_))).map(|it| it.id.as_str()).collect();
    let first = gates.first()?;
    let others = if gates.len() > 1 { format!(" and {} more", gates.len() - 1) } else { String::new() };
    Some(format!(
        "the gate {first}{others}: a scratch database has neither another side nor monitoring; ask them of the real engines \
         with `plan gate`"
    ))
}

fn given_rows(path: Option<&str>) -> Result<Option<String>, Failure> {
    path.map(|path| Ok(input::text(path)?.text().to_owned())).transpose()
}

fn queries(path: Option<&str>) -> Result<Vec<String>, Failure> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let statements = statements::split(input::text(path)?.text());
    if statements.is_empty() {
        return Err(Failure::new(format!("{path}: there is no statement in it"))
            .help("give SELECT, INSERT, UPDATE and DELETE statements that end with semicolons"));
    }
    Ok(statements)
}

fn report(arguments: &Arguments, plan: &Plan, proof: &Proof) -> Result<(), Failure> {
    let json = render::proof::json(proof);
    let stdout = Output { output: None, colour: arguments.colour };
    if arguments.output.is_some() {
        Output { output: arguments.output.clone(), colour: ColourChoice::Never }.write(&json)?;
    }
    if arguments.format == Format::Json {
        return stdout.write(&json);
    }
    let view = View::default().colour(stdout.coloured());
    let summary = match arguments.plan {
        Some(_) => String::new(),
        None => render::plan::summary(plan, &view) + "\n",
    };
    stdout.write(&(summary + &render::proof::human(proof, &view)))
}
