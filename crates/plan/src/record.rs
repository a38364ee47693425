//! `plan record`.

use std::io::Write as _;
use std::path::Path;

use ::schedule::Instant;
use clap::{ArgGroup, Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::MigrationPlan;
use plan_engine::migration::record::{Entry, record};
use plan_engine::migration::schedule::ProgressReport;

use crate::{plan_file, way_back};

/// Records what happens to a plan.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("entry").required(true)))]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The state of the plan; made where it is not there
    #[arg(long, value_name = "FILE")]
    state: String,
    /// When it happened, such as 2027-01-11T09:00Z
    #[arg(long, value_name = "TIME")]
    at: Instant,
    /// The step begins
    #[arg(long, value_name = "STEP", group = "entry")]
    started: Option<String>,
    /// The step ends
    #[arg(long, value_name = "STEP", group = "entry")]
    finished: Option<String>,
    /// A share of the step's work is done, see --value
    #[arg(long, value_name = "STEP", group = "entry", requires = "value")]
    share: Option<String>,
    /// Somebody agrees to the step, see --by
    #[arg(long, value_name = "STEP", group = "entry", requires = "by")]
    approved: Option<String>,
    /// A gate answers, see --result
    #[arg(long, value_name = "STEP", group = "entry", requires = "result")]
    gate: Option<String>,
    /// A restore point or the position of a log is taken at the step, see --name and --value
    #[arg(long, value_name = "STEP", group = "entry", requires_all = ["name", "value"])]
    position: Option<String>,
    /// Something goes wrong at the step, see --says
    #[arg(long, value_name = "STEP", group = "entry", requires = "says")]
    trouble: Option<String>,
    /// What went wrong at the step is settled
    #[arg(long, value_name = "STEP", group = "entry")]
    settled: Option<String>,
    /// The step is taken back, or all that was done of a phase
    #[arg(long, value_name = "STEP|PHASE", group = "entry")]
    taken_back: Option<String>,
    /// Who agrees
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What the gate answers
    #[arg(long, value_enum)]
    result: Option<GateResult>,
    /// What the gate measured
    #[arg(long, value_name = "TEXT", requires = "gate")]
    measured: Option<String>,
    /// What a position is of: a restore point, a slot, a log
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// A share, 0 to 1, or a position
    #[arg(long, value_name = "VALUE")]
    value: Option<String>,
    /// What goes wrong, in a sentence
    #[arg(long, value_name = "TEXT")]
    says: Option<String>,
}

/// What a gate answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GateResult {
    /// All its conditions hold
    Passed,
    /// One of them does not
    Failed,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    // Several programs record at a time; where files cannot be locked, the last one wins.
    let lock = std::fs::File::open(&arguments.plan).ok();
    if let Some(file) = &lock {
        let _ = file.lock();
    }
    let path = Path::new(&arguments.state);
    let mut state = match path.try_exists() {
        Ok(true) => way_back::state(&arguments.state, &plan)?,
        _ => ProgressReport::new(&plan, arguments.at),
    };
    let (named, entry) = asked(arguments)?;
    let steps = steps(arguments, &plan, &state, named, &entry)?;
    for step in &steps {
        record(&plan, &mut state, step, entry.clone(), arguments.at)
            .map_err(|error| Failure::new(format!("{}: {error}", arguments.state)))?;
    }
    write(path, &state)?;
    let done = state.steps.iter().filter(|it| it.finished.is_some()).count();
    let under_way = state.steps.len() - done;
    let all = plan.steps().count();
    Output::default().write(&format!("{done} of {all} steps done, {under_way} under way.\n"))?;
    Ok(Exit::Done)
}

/// The step, or the phase, and what happens to it.
fn asked(arguments: &Arguments) -> Result<(&str, Entry), Failure> {
    let told = |value: &Option<String>| value.clone().unwrap_or_default();
    let entries = [
        (&arguments.started, Entry::Started),
        (&arguments.finished, Entry::Finished),
        (&arguments.approved, Entry::Approved(told(&arguments.by))),
        (
            &arguments.gate,
            Entry::Gate { passed: arguments.result == Some(GateResult::Passed), measured: arguments.measured.clone() },
        ),
        (&arguments.position, Entry::Position { name: told(&arguments.name), position: told(&arguments.value) }),
        (&arguments.trouble, Entry::Trouble(told(&arguments.says))),
        (&arguments.settled, Entry::Settled),
        (&arguments.taken_back, Entry::TakenBack),
    ];
    if let Some(step) = &arguments.share {
        let value = told(&arguments.value);
        let share = value.parse().map_err(|_| {
            Failure::new(format!("`{value}` is no share")).help("write a number from 0 to 1, such as --value 0.4")
        })?;
        return Ok((step, Entry::Share(share)));
    }
    let found = entries.into_iter().find_map(|(step, entry)| Some((step.as_deref()?, entry)));
    found.ok_or_else(|| Failure::new("nothing is to be recorded").help("see `plan record --help`"))
}

/// The steps that are meant: of a phase that is taken back all that were begun, the last one first.
fn steps(
    arguments: &Arguments,
    plan: &MigrationPlan,
    state: &ProgressReport,
    named: &str,
    entry: &Entry,
) -> Result<Vec<String>, Failure> {
    let is_step = plan.steps().any(|it| it.id == named);
    if is_step || *entry != Entry::TakenBack {
        return Ok(vec![named.to_owned()]);
    }
    let id = way_back::phase(&arguments.plan, plan, named)?;
    let phase = plan.phases.iter().find(|it| it.id == id).into_iter().flat_map(|it| it.steps.iter().rev());
    let begun = phase.filter(|step| state.steps.iter().any(|it| it.step == step.id)).map(|it| it.id.clone());
    let begun: Vec<String> = begun.collect();
    if begun.is_empty() {
        return Err(
            Failure::new(format!("{}: nothing of {id} is done", arguments.state)).help("there is nothing to take back")
        );
    }
    Ok(begun)
}

/// Writes the state so that whoever reads it meanwhile finds the old one or the new one, whole.
fn write(path: &Path, state: &ProgressReport) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: cannot be written: {error}", path.display()));
    let text = state.to_json().map_err(|error| Failure::new(error.to_string()))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = std::path::PathBuf::from(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&beside, path)).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        failed(error)
    })
}
