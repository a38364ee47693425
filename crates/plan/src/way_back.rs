//! `plan rollback` of a plan of migrations.

use std::path::Path;

use cli_common::{Exit, Failure, Output, input};
use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::ProgressReport;
use rollback_gen::migration::{MigrationRollback, Situation, WayBackOptions, way_back};
use runner::{Outcome, Proof};

use crate::rollback::{Format, write_files};

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) file: &'a str,
    pub(crate) from: Option<&'a str>,
    pub(crate) state: Option<&'a str>,
    pub(crate) proofs: &'a [String],
    pub(crate) phase: Option<&'a str>,
    pub(crate) format: Format,
    pub(crate) out: Option<&'a Path>,
    pub(crate) output: &'a Output,
}

pub(crate) fn run(asked: &Asked<'_>, plan: &MigrationPlan) -> Result<Exit, Failure> {
    let situation = situation(asked, plan)?;
    let back = way_back(plan, &situation, &proven(asked.proofs)?);
    if let Some(folder) = asked.out {
        return write_folder(folder, &back, plan);
    }
    let text = match asked.format {
        Format::Human => render::way_back::human(&back, asked.output.coloured()),
        Format::Runbook => render::way_back::runbook(&back),
        Format::Sql => script(asked, &back, plan)?,
        Format::Json => render::way_back::json(&back),
    };
    asked.output.write(&text)?;
    Ok(Exit::Done)
}

fn situation(asked: &Asked<'_>, plan: &MigrationPlan) -> Result<Situation, Failure> {
    if let Some(file) = asked.state {
        return Ok(Situation::of(plan, &state(file, plan)?));
    }
    let Some(from) = asked.from else { return Ok(Situation::furthest(plan)) };
    let id = phase(asked.file, plan, from)?;
    Situation::after(plan, id).ok_or_else(|| Failure::new(format!("{}: the plan has no phase {from}", asked.file)))
}

/// The state in `file`, which has to be of `plan`.
pub(crate) fn state(file: &str, plan: &MigrationPlan) -> Result<ProgressReport, Failure> {
    let source = input::text(file)?;
    let state = ProgressReport::from_json(source.text()).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    state.check(plan).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    Ok(state)
}

/// The phase that is meant by `named`: its id, or its name alone where one phase only has it.
pub(crate) fn phase<'a>(file: &str, plan: &'a MigrationPlan, named: &str) -> Result<&'a str, Failure> {
    let ids = || plan.phases.iter().map(|it| it.id.as_str());
    if let Some(id) = ids().find(|it| *it == named) {
        return Ok(id);
    }
    let wanted = named.replace('-', "_");
    let by_name: Vec<&str> = plan
        .phases
        .iter()
        .filter(|it| it.name == named || it.name.replace('-', "_") == wanted)
        .map(|it| it.id.as_str())
        .collect();
    match by_name.as_slice() {
        [id] => Ok(id),
        [] => {
            let all: Vec<&str> = ids().collect();
            Err(Failure::new(format!("{file}: the plan has no phase {named}"))
                .help(format!("its phases are {}", all.join(", "))))
        }
        several => Err(Failure::new(format!("{file}: several phases are called {named}"))
            .help(format!("name one of {}", several.join(", ")))),
    }
}

/// What the proofs in `files` show to lead there and back.
fn proven(files: &[String]) -> Result<WayBackOptions, Failure> {
    let mut options = WayBackOptions::new();
    for file in files {
        let source = input::text(file)?;
        let proof: Proof = serde_json::from_str(source.text()).map_err(|error| {
            Failure::new(format!("{file}: this is no proof ({error})"))
                .help("make one with `plan prove PLAN -o proof.json`")
        })?;
        if proof.outcome == Outcome::Proven {
            options = options.proven(proof.plan_digest, format!("`plan prove` on {}", proof.engine));
        }
    }
    Ok(options)
}

/// The script of one phase: between two of them lies what people do.
fn script(asked: &Asked<'_>, back: &MigrationRollback, plan: &MigrationPlan) -> Result<String, Failure> {
    let mut scripts = render::way_back::scripts(back, plan);
    if let Some(named) = asked.phase {
        let id = phase(asked.file, plan, named)?;
        scripts.retain(|it| it.0 == id);
    }
    match scripts.as_slice() {
        [] => Ok("-- There is nothing to do in a database.\n".to_owned()),
        [(_, _, text)] => Ok(text.clone()),
        several => {
            let names: Vec<&str> = several.iter().map(|it| it.0.as_str()).collect();
            Err(Failure::new(format!("the way back has {} scripts: {}", several.len(), names.join(", ")))
                .help("name one with --phase, or write them all into a folder with --out FOLDER"))
        }
    }
}

fn write_folder(folder: &Path, back: &MigrationRollback, plan: &MigrationPlan) -> Result<Exit, Failure> {
    let first = [
        ("runbook.md".to_owned(), render::way_back::runbook(back)),
        ("rollback.json".to_owned(), render::way_back::json(back)),
    ];
    let scripts = render::way_back::scripts(back, plan).into_iter().map(|(_, name, text)| (name, text));
    write_files(folder, first.into_iter().chain(scripts))
}
