//! Proves a plan: runs it forwards through every phase and back from every phase, with rows and with both versions of
//! the application at work.

mod alike;
mod blocking;
mod compare;
mod conservation;
mod dictionary;
mod expected;
mod form;
mod forwards;
mod groups;
pub(crate) mod moved;
mod replaced;
mod report;
mod rows;
mod run;
pub(crate) mod shape;
mod side;
pub(crate) mod snapshot;
mod way_back;
mod writing;

use std::collections::BTreeSet;
use std::time::Instant;

use database::ScratchServer;
use plan_engine::plan::{AppVersion, Phase, PhaseName, Plan};
use schema_diff::catalogue::QualifiedName;

use self::dictionary::Dictionary;
use self::report::Report;
use self::run::Run;
use self::side::Side;
use crate::{Error, Proof, ProveOptions, Stage};

/// What a proof is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProgressEvent {
    /// Both schemas are made on the engine and filled.
    Preparing,
    /// A phase begins, in the run that ends with phase `run`.
    Phase {
        /// The last phase of the run.
        run: PhaseName,
        /// The phase.
        phase: PhaseName,
    },
    /// A step begins.
    Step {
        /// The last phase of the run.
        run: PhaseName,
        /// Id of the step.
        step: String,
        /// What it does.
        title: String,
    },
    /// The way back from a phase begins.
    WayBack {
        /// The phase.
        from: PhaseName,
    },
}

/// Everything that the runs of one proof share.
pub(crate) struct Setting<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) options: &'a ProveOptions,
    pub(crate) before: Side,
    pub(crate) after: Side,
    pub(crate) dictionary: Dictionary,
    /// Tables that no version uses, since their owner may not on one side.
    pub(crate) closed: BTreeSet<QualifiedName>,
    /// Whether no version writes.
    pub(crate) only_reads: bool,
}

/// Proves `plan` on scratch databases of `server`.
///
/// What goes wrong with the plan is in the proof.
///
/// # Errors
/// Only where nothing can be told of the plan: the engine is another than the plan's, or cannot be reached.
pub fn prove(
    plan: &Plan,
    server: &ScratchServer,
    options: &ProveOptions,
    progress: &mut dyn FnMut(ProgressEvent),
) -> Result<Proof, Error> {
    if server.dialect() != plan.dialect {
        return Err(Error::wrong_engine(plan.dialect, server.dialect()));
    }
    let started = Instant::now();
    let plan = &shape::with_tables_below(plan);
    let (mut report, mut engine) = attempt(plan, server, options, Rows::WithEdges, progress)?;
    // Values at the edges may also keep a table from being written at all.
    if report.failures.is_empty() && !report.unproven.is_empty() {
        let (other, _) = attempt(plan, server, options, Rows::Plain, progress)?;
        if other.failures.is_empty() && other.unproven.len() < report.unproven.len() {
            let first = report.unproven.first().map(|it| it.reason.clone()).unwrap_or_default();
            report = other;
            report.skipped.push(format!("{}, since with them: {first}", Rows::Plain.left_out()));
        }
    }
    for rows in [Rows::Plain, Rows::None] {
        if !report.rows_in_the_way && (!report.values_in_the_way || rows == Rows::None) {
            break;
        }
        // What a row made up cannot satisfy says nothing of the plan; rows of another kind do, or none.
        let first = report.failures.first().map(|it| it.message.clone()).unwrap_or_default();
        (report, engine) = attempt(plan, server, options, rows, progress)?;
        report.skipped.push(format!("{}, since with them: {first}", rows.left_out()));
        if rows == Rows::None {
            for table in plan.before.catalogue.tables.keys() {
                report.unproven(table, None, &first);
            }
        }
    }
    Ok(report.into_proof(plan, options, engine, started.elapsed()))
}

/// What is made up to prove with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// Rows, with values at the edges of their types.
    WithEdges,
    /// Rows without such values, like ones that both schemas take.
    Plain,
    /// No row, and no version writes any.
    None,
}

impl Rows {
    fn left_out(self) -> &'static str {
        match self {
            Self::WithEdges => "nothing",
            Self::Plain => "no values at the edges of their types, only such as both schemas take",
            Self::None => "no rows at all",
        }
    }
}

/// Proves once; with what was seen comes what the engine is.
fn attempt(
    plan: &Plan,
    server: &ScratchServer,
    options: &ProveOptions,
    rows: Rows,
    progress: &mut dyn FnMut(ProgressEvent),
) -> Result<(Report, String), Error> {
    progress(ProgressEvent::Preparing);
    let mut report = Report::default();
    let mut engine = String::new();
    if let Some(mut setting) = prepare(plan, server, options, &mut report)? {
        engine.clone_from(&setting.before.version);
        setting.only_reads = rows == Rows::None;
        report.attempt(Stage::Rows, |report| setting.fill(report, rows))?;
        if report.failures.is_empty() {
            run_all(&setting, &mut report, progress)?;
        }
    }
    Ok((report, engine))
}

/// Makes both sides; none where that fails or they are not what the plan says.
fn prepare<'a>(
    plan: &'a Plan,
    server: &ScratchServer,
    options: &'a ProveOptions,
    report: &mut Report,
) -> Result<Option<Setting<'a>>, Error> {
    // What only a newer engine takes would look like a fault of the plan.
    if let Some(needed) = plan.needs_version() {
        let database = server.create("version")?;
        let session = database.open()?;
        if major(session.version()).is_some_and(|it| it < needed) {
            return Err(Error::too_old(needed, session.version()));
        }
    }
    let before = report.attempt(Stage::Elaborate, |report| Side::make(server, "before", &plan.before, report))?;
    let after = report.attempt(Stage::Elaborate, |report| Side::make(server, "after", &plan.after, report))?;
    let (Some(before), Some(after)) = (before, after) else { return Ok(None) };
    let mut dictionary = Dictionary::default();
    dictionary.learn(&plan.before.catalogue, &before.catalogue);
    dictionary.learn(&plan.after.catalogue, &after.catalogue);
    before.agrees_with("before", &plan.before.catalogue, &dictionary, report);
    after.agrees_with("after", &plan.after.catalogue, &dictionary, report);
    let closed: BTreeSet<_> = before.closed.union(&after.closed).cloned().collect();
    for table in &closed {
        report
            .skipped
            .push(format!("no version uses table {table}: privileges or policies keep its rows from its owner, too"));
    }
    Ok(Some(Setting { plan, options, before, after, dictionary, closed, only_reads: false }))
}

/// The major version in `PostgreSQL 15.18`.
fn major(engine: &str) -> Option<u16> {
    engine.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok())
}

impl Setting<'_> {
    /// Fills both sides with rows, and learns from it what each accepts.
    fn fill(&mut self, report: &mut Report, rows: Rows) -> Result<(), Error> {
        let seed = self.options.seed;
        let tame = rows != Rows::WithEdges;
        let count = if rows == Rows::None { 0 } else { self.options.rows };
        if let Some(script) = &self.options.given_rows {
            self.before.put_in(script)?;
        }
        // Tables that only the new version has are written while it runs; here it is only found out how. First, so that
        // tame rows can be ones that both schemas take.
        self.after.fill(seed, count.min(8), tame.then_some(&self.before))?;
        for unfilled in self.before.fill(seed, count, tame.then_some(&self.after))? {
            report.unproven(&unfilled.table, None, &unfilled.reason);
        }
        Ok(())
    }

    /// The phases from which the way back is tried: those that do something or let another version run.
    fn targets(&self) -> Vec<PhaseName> {
        let mut targets = Vec::new();
        let mut versions: &[AppVersion] = &[];
        for phase in self.phases() {
            if !phase.steps.is_empty() || phase.versions != versions {
                targets.push(phase.name);
            }
            versions = &phase.versions;
        }
        targets
    }

    /// The phases to run.
    pub(crate) fn phases(&self) -> Vec<&Phase> {
        self.plan.phases.iter().filter(|it| it.name != PhaseName::Purge || self.options.purge).collect()
    }
}

/// Runs through all phases and back from the last one; then, on another copy, back from each of the others and forwards
/// again.
fn run_all(setting: &Setting<'_>, report: &mut Report, progress: &mut dyn FnMut(ProgressEvent)) -> Result<(), Error> {
    let purges = setting.plan.phases.iter().any(|it| it.name == PhaseName::Purge && !it.steps.is_empty());
    if purges && !setting.options.purge {
        report.skipped.push(
            "phase purge is not run: it drops what the way back needs; prove it with `--purge` to run it too".into(),
        );
    }
    let mut waiting = setting.targets();
    let Some(last) = waiting.pop() else { return Ok(()) };
    let failed = report.attempt(Stage::Forwards, |report| {
        let mut run = Run::start(setting, report, progress, last, true)?;
        run.through(&[last])
    })?;
    if let Some((_, Some(failed))) = failed {
        // A phase that fails would fail again in the runs that pass through it.
        waiting.retain(|it| *it < failed);
    }
    while let Some(first) = waiting.first().copied() {
        let done = report.attempt(Stage::Forwards, |report| {
            let mut run = Run::start(setting, report, progress, first, false)?;
            run.through(&waiting)
        })?;
        let done = done.map_or_else(
            || waiting.iter().position(|it| Some(*it) == report.place.run).unwrap_or(0).saturating_add(1),
            |(done, failed)| if failed.is_some() { waiting.len() } else { done },
        );
        // What failed on the way back has spoilt its database; the phases behind it get another.
        waiting.drain(..done.clamp(1, waiting.len()));
    }
    Ok(())
}
