//! `reconcile repair`: mends what a comparison found, or writes the SQL that would.

mod sides;
mod watcher;

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use cli_common::{Exit, Failure, Output};
use database::{EngineUrl, Session};
use render::reconciliation::human;
use validation::check::{duration, read_tolerance};
use validation::repair::{
    DiffFile, Direction, Outcomes, Policy, ReadSide, RepairOptions, RepairPlan, RepairReport, TableRepair, apply, plan,
    verify, write_script,
};
use validation::wire::DiffHeader;
use validation::{CompareOptions, ToleranceKind, Verdict};

use crate::failure;
use crate::interrupt::Interrupt;

use watcher::Watcher;

/// Without `--apply` the SQL is written, every statement guarded by the value seen, and nothing is changed.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option by itself")]
pub(crate) struct Arguments {
    /// What `reconcile compare --format jsonl` wrote: a file for each table, all of one database
    #[arg(value_name = "DIFF", required = true)]
    differences: Vec<PathBuf>,
    /// Change the rows: in transactions with a checkpoint and an audit; an interrupted repair goes on where it was
    #[arg(long)]
    apply: bool,
    /// Rows in a transaction
    #[arg(long, value_name = "ROWS", default_value = "500", value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    /// Which side is written
    #[arg(long, value_enum, value_name = "DIRECTION", default_value = "source-to-target")]
    direction: DirectionName,
    /// Whose values count where both sides have a row: source-wins, target-wins, newest:COLUMN or only-missing; by default those
    /// of the side that is read
    #[arg(long, value_name = "POLICY")]
    policy: Option<Policy>,
    /// Delete rows that only the written side has
    #[arg(long)]
    delete_extra: bool,
    /// How long to wait for a row that somebody else has locked, before it is left and reported
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = lock_timeout)]
    lock_timeout: Duration,
    /// Follow DIFF without looking at the side that is read: only where that one cannot be reached any more
    #[arg(long)]
    trust_diff: bool,
    /// Write tables that the engine keeps without transactions (`MyISAM`) too: what is interrupted there is neither undone nor noted
    #[arg(long)]
    without_transactions: bool,
    /// Why, for the audit
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Where the source's database or file is now, instead of the place in DIFF; for its password too
    #[arg(long, value_name = "URL")]
    source: Option<String>,
    /// Where the target's database or file is now, instead of the place in DIFF; for its password too
    #[arg(long, value_name = "URL")]
    target: Option<String>,
    /// What does not count in a column when the rows are compared again, instead of what the comparison that wrote DIFF let pass there; may
    /// be given several times
    #[arg(long, value_name = "COLUMN=BOUND")]
    tolerance: Vec<String>,
    /// Format of the report on what was applied
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DirectionName {
    /// The target is mended from the source
    SourceToTarget,
    /// The source is mended from the target
    TargetToSource,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// JSON, for other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let interrupt = Interrupt::listen();
    let help = if arguments.apply {
        "what was committed stays: the same command again goes on where this one ended"
    } else {
        ""
    };
    mended(arguments, &interrupt).map_err(|failure| interrupt.told(failure, help))
}

fn mended(arguments: &Arguments, interrupt: &Interrupt) -> Result<Exit, Failure> {
    let options = options(arguments);
    let mut files = arguments
        .differences
        .iter()
        .map(DiffFile::open)
        .collect::<validation::Result<Vec<_>>>()
        .map_err(|it| failure::of(&it))?;
    let mut session = sides::written(&files, &options, arguments, interrupt)?;
    let (report, outcomes) = {
        let read = |file: &DiffFile| sides::read(file, options.direction, arguments, interrupt);
        let mut plan = planned(&mut session, &mut files, &options, &read)?;
        if !arguments.apply {
            return write_out(&mut plan, &arguments.output);
        }
        applied(&mut session, &mut plan, interrupt)?
    };
    drop(session);
    let (report, verdict) = compared_again(report, &mut files, arguments, interrupt)?;
    let text = match arguments.format {
        Format::Human => human::repair(&report),
        // A report is plain data with string keys.
        Format::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
    };
    arguments.output.write(&text)?;
    // What was left for the moment can be settled by comparing again, or by the same command.
    let differing: u64 =
        report.afterwards.iter().map(|it| it.found.missing + it.found.extra + it.found.mismatched).sum();
    let is_for_the_moment = differing <= outcomes.stale + outcomes.locked;
    let Some(verdict) = verdict else { return Ok(Exit::CouldNotTell) };
    Ok(match verdict {
        Verdict::Different if is_for_the_moment => Exit::Unsettled,
        Verdict::Different => Exit::Different,
        Verdict::Equal if outcomes.not_done() == 0 => Exit::Done,
        Verdict::Equal | Verdict::Unsettled => Exit::Unsettled,
    })
}

fn lock_timeout(text: &str) -> Result<Duration, String> {
    let time = duration(text).filter(|it| *it >= Duration::from_millis(1));
    time.ok_or_else(|| format!("`{text}` is no time: write 500ms, 5s or 2m"))
}

fn options(arguments: &Arguments) -> RepairOptions {
    let direction = match arguments.direction {
        DirectionName::SourceToTarget => Direction::SourceToTarget,
        DirectionName::TargetToSource => Direction::TargetToSource,
    };
    let mut options = RepairOptions::new(direction)
        .with_batch(arguments.batch as usize)
        .with_lock_timeout(arguments.lock_timeout)
        .because(&arguments.reason);
    if arguments.without_transactions {
        options = options.without_transactions();
    }
    if let Some(policy) = &arguments.policy {
        options = options.with_policy(policy.clone());
    }
    if arguments.delete_extra { options.deleting_extra() } else { options }
}

fn planned<'a>(
    session: &mut Session,
    files: &'a mut [DiffFile],
    options: &RepairOptions,
    read: &dyn Fn(&DiffFile) -> Result<Option<ReadSide>, Failure>,
) -> Result<RepairPlan<'a>, Failure> {
    let mut tables = Vec::new();
    for file in files {
        let side = file.written(options.direction);
        let name = side.table.clone().unwrap_or_default();
        let table = session
            .read_table(side.schema.as_deref(), &name)
            .map_err(|error| failure::of(&validation::Error::from(error)))?;
        let selection = match options.direction {
            Direction::SourceToTarget => file.target_selection(),
            Direction::TargetToSource => file.source_selection(),
        };
        let read = read(file)?;
        tables.push(TableRepair { table, selection, differences: file, read });
    }
    let mut plan = plan(session.kind(), tables, options).map_err(|error| failure::of(&error))?;
    plan.name_effects(session).map_err(|error| failure::of(&error))?;
    Ok(plan)
}

/// Writes the script that mends the target of what one comparison found; rows that only the target has are left.
pub(crate) fn script(found: DiffFile, target: &EngineUrl, output: &Output) -> Result<(), Failure> {
    let mut session = Session::open(target).map_err(|error| failure::of(&validation::Error::from(error)))?;
    let mut files = [found];
    let options = RepairOptions::new(Direction::SourceToTarget);
    // The source was read just now.
    let mut plan = planned(&mut session, &mut files, &options, &|_| Ok(None))?;
    write_out(&mut plan, output).map(|_| ())
}

/// Writes a script while it is made: it may be longer than memory holds.
fn write_out(plan: &mut RepairPlan<'_>, output: &Output) -> Result<Exit, Failure> {
    let mut to = output.writer()?;
    let written = write_script(plan, &mut to).map_err(|error| failure::of(&error))?;
    to.flush().map_err(|error| Failure::new(format!("the script cannot be written: {error}")))?;
    if written.stale == 0 {
        return Ok(Exit::Done);
    }
    eprintln!(
        "{} steps are left out: the side that is read changed since the comparison: compare again",
        written.stale
    );
    Ok(Exit::Unsettled)
}

/// Applies the plan; says what became of the steps.
fn applied(
    session: &mut Session,
    plan: &mut RepairPlan<'_>,
    interrupt: &Interrupt,
) -> Result<(RepairReport, Outcomes), Failure> {
    let mut watcher = Watcher::new(interrupt.clone());
    let done = apply(session, plan, &mut watcher);
    let not_done = watcher.finish();
    let done = done.map_err(|error| {
        if error.to_string().contains("has no transactions") {
            return failure::of(&error).help("--without-transactions writes it all the same");
        }
        failure::of(&error).help("what was committed stays: the same command again goes on where this one ended")
    })?;
    Ok((RepairReport::of_plan(plan).applied(&done, not_done), done.outcomes))
}

/// Compares the same rows again, table by table; the worst answer counts, and there is none where the side that is read is gone.
fn compared_again(
    mut report: RepairReport,
    files: &mut [DiffFile],
    arguments: &Arguments,
    interrupt: &Interrupt,
) -> Result<(RepairReport, Option<Verdict>), Failure> {
    const UNCOMPARED: &str = "the rows were mended, but not compared again: `reconcile compare` does that";
    let mut verdict = Some(Verdict::Equal);
    let tolerances = tolerances(arguments)?;
    for file in files {
        let (mut source, mut target) = match sides::both(file, arguments, interrupt) {
            Ok(sides) => sides,
            Err(_) if arguments.trust_diff => {
                report.notes.push(UNCOMPARED.to_owned());
                verdict = None;
                continue;
            }
            Err(failure) => return Err(failure.help(UNCOMPARED)),
        };
        let mut options = CompareOptions::default().with_equality(file.equality());
        for (column, kind) in tolerances_of(file.header(), &tolerances)? {
            options = options.with_tolerance(column, kind);
        }
        let found = verify(source.as_mut(), target.as_mut(), file, &options, &mut ())
            .map_err(|error| failure::of(&error).help(UNCOMPARED))?;
        if let Some(found) = found {
            verdict = verdict.map(|it| it.max(found.verdict()));
            report = report.verified(file.header().target.table.clone().unwrap_or_default(), &found);
        }
    }
    Ok((report, verdict))
}

/// What is no difference in a table: in a column that the command line names what it says, in others what the comparison let pass.
fn tolerances_of(
    header: &DiffHeader,
    given: &[(String, ToleranceKind)],
) -> Result<Vec<(String, ToleranceKind)>, Failure> {
    let recorded = header.tolerances.iter().filter(|it| !given.iter().any(|(column, _)| *column == it.column));
    let recorded = recorded.map(|it| it.tolerance().map(|it| (it.column, it.kind)));
    let mut all = recorded.collect::<validation::Result<Vec<_>>>().map_err(|error| failure::of(&error))?;
    // A column of another table is none of this one's.
    all.extend(given.iter().filter(|(column, _)| header.columns.contains(column)).cloned());
    Ok(all)
}

fn tolerances(arguments: &Arguments) -> Result<Vec<(String, ToleranceKind)>, Failure> {
    let read = |text: &String| {
        let (column, bound) =
            text.split_once('=').ok_or_else(|| Failure::new(format!("--tolerance {text}: write COLUMN=BOUND")))?;
        let kind = read_tolerance(bound).map_err(|error| Failure::new(format!("--tolerance {text}: {error}")))?;
        Ok((column.to_owned(), kind))
    };
    arguments.tolerance.iter().map(read).collect()
}
