//! One case: read, load, plan, prove.

use anyhow::Context;
use database::{EngineUrl, ScratchServer, elaborate};
use findings::{DiagnosticLevel, SourceText};
use plan_engine::MakeOptions;
use plan_engine::plan::{Plan, Side};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};

use super::authors;
use super::case::Case;
use super::isolate::{Attempt, Outcome};

/// Arguments of the process that runs one case, which comes as JSON on standard input.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The PostgreSQL on which a case is proven.
    #[arg(long)]
    engine: String,
    /// Stop once the plan is made.
    #[arg(long)]
    plan_only: bool,
    /// Run the migration that the authors wrote, too, and compare what both take from the engine.
    #[arg(long)]
    against_authors: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let case: Case = serde_json::from_reader(std::io::stdin()).context("no case on standard input")?;
    let attempt = attempt(&case, arguments)?;
    println!("{}", serde_json::to_string(&attempt)?);
    Ok(())
}

fn attempt(case: &Case, arguments: &Arguments) -> anyhow::Result<Attempt> {
    let dialect: Dialect = case.dialect.parse().map_err(|error: String| anyhow::anyhow!(error))?;
    let server = match dialect {
        Dialect::Postgres => ScratchServer::postgres(&arguments.engine.parse::<EngineUrl>()?)?,
        _ => ScratchServer::sqlite()?,
    };
    let (before, after) = match (
        side(&server, dialect, "before", &case.before),
        side(&server, dialect, "after", case.after.as_deref().unwrap_or_default()),
    ) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(attempt), _) | (_, Err(attempt)) => return Ok(attempt),
    };
    let plan = match plan_engine::make(before, after, &MakeOptions::new()) {
        Ok(plan) => plan,
        Err(error) => {
            let reason = error.refusals().first().map_or_else(|| error.to_string(), |refusal| refusal.reason.clone());
            return Ok(Attempt::new(Outcome::Refused, reason, error.to_string()));
        }
    };
    if arguments.plan_only {
        return Ok(Attempt::new(Outcome::Planned, "", ""));
    }
    let mut attempt = prove(&plan, &server, case.rows.clone());
    if let (true, Some(migration), Dialect::Postgres) = (arguments.against_authors, &case.migration, dialect) {
        attempt.against = Some(authors::compare(&plan, migration, &server));
    }
    Ok(attempt)
}

/// A side as the engine elaborates it; an attempt that has ended where there is none.
fn side(server: &ScratchServer, dialect: Dialect, name: &str, text: &str) -> Result<Side, Attempt> {
    let reading = read(dialect, &[SourceText::new(name, text)], &Limits::default());
    let read_side = Side::of(&reading);
    let elaborated = match elaborate(server, &read_side.statements) {
        Ok(elaborated) => elaborated,
        // The engine may take the text but not the statements that the reader finds in it.
        Err(error) if load_text(server, text).is_ok() => {
            return Err(Attempt::new(
                Outcome::Wrong,
                "the reader's statements do not load",
                format!("{name}: {error}"),
            ));
        }
        Err(error) => {
            return Err(Attempt::new(Outcome::Refused, "does not load on the engine", format!("{name}: {error}")));
        }
    };
    if let Some(it) = reading.diagnostics.iter().find(|it| it.level == DiagnosticLevel::Error) {
        let place = it.location.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(Attempt::new(Outcome::Refused, format!("reader: {}", it.code), format!("{place}: {}", it.message)));
    }
    if let Some(it) = elaborated.diagnostics.iter().find(|it| it.level == DiagnosticLevel::Error) {
        return Err(Attempt::new(Outcome::Refused, format!("read-back: {}", it.code), it.message.clone()));
    }
    let catalogue = match dialect {
        Dialect::Postgres => elaborated.catalogue,
        _ => reading.catalogue,
    };
    Ok(Side { catalogue, ..read_side })
}

fn load_text(server: &ScratchServer, text: &str) -> Result<(), database::Error> {
    server.create("corpus")?.open()?.execute(text)
}

fn prove(plan: &Plan, server: &ScratchServer, rows: Option<String>) -> Attempt {
    let options = runner::ProveOptions::default().given_rows(rows);
    match runner::prove(plan, server, &options, &mut |_| ()) {
        Ok(proof) => judge(&proof),
        Err(error) if error.kind() == runner::ErrorKind::TooOld => {
            Attempt::new(Outcome::Refused, "needs a newer engine", error.to_string())
        }
        Err(error) if error.kind() == runner::ErrorKind::GivenRows => {
            Attempt::new(Outcome::Refused, "the rows given do not load on the engine", error.to_string())
        }
        Err(error) => Attempt::new(Outcome::Wrong, "the proof could not be made", error.to_string()),
    }
}

fn judge(proof: &runner::Proof) -> Attempt {
    match proof.outcome {
        runner::Outcome::Proven => Attempt::new(Outcome::Proven, "", ""),
        runner::Outcome::Partial => {
            let tables: Vec<_> =
                proof.unproven_tables.iter().map(|it| format!("{}: {}", it.table, it.reason)).collect();
            Attempt::new(Outcome::Partial, "a table stayed empty", tables.join("; "))
        }
        runner::Outcome::Failed => {
            let failures: Vec<_> = proof.failures.iter().map(|failure| format!("{failure:?}")).collect();
            let reason = proof.failures.first().map(|it| format!("{:?}: {}", it.stage, it.message)).unwrap_or_default();
            Attempt::new(Outcome::Wrong, reason, failures.join("\n"))
        }
    }
}
