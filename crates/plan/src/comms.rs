//! `plan comms`.

use std::path::PathBuf;

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::{MigrationSchedule, ProgressReport, ScheduleOptions, schedule};
use plan_engine::migration::status::{MigrationStatus, PhaseState, StatusOptions, status};
use plan_engine::specification::model::AudienceName;
use render::comms::{CommsMoment, MissingField, Told, message};
use rollback_gen::migration::{MigrationRollback, Situation, WayBackOptions};

use crate::rollback::write_files;
use crate::{plan_file, way_back};

/// Writes what people are told.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Who is told; with --out everybody unless one is named
    #[arg(long, value_enum, required_unless_present = "out")]
    audience: Option<Audience>,
    /// When; with --out at every moment that can be told unless one is named
    #[arg(long, value_enum, required_unless_present = "out")]
    moment: Option<When>,
    /// The phase that it is about; by default the whole, and of a state the phase that was done last
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// The state of the plan, as `plan record` wrote it
    #[arg(long, value_name = "FILE")]
    state: Option<String>,
    /// When work begins, such as 2027-01-11T09:00Z; by default what the specification says
    #[arg(long, value_name = "TIME")]
    start: Option<Instant>,
    /// Write a file for each message into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    out: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Audience {
    /// Who answers for cost, time and risk
    Executive,
    /// Who does the work, and keeps what depends on it running
    Technical,
    /// Who works with the system
    Business,
    /// Who uses the service from outside
    Customers,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// Some time before it begins
    Before,
    /// When it begins
    Start,
    /// When a phase is done
    PhaseDone,
    /// When something is wrong: as recorded in the state
    Trouble,
    /// When it is taken back
    Rollback,
    /// When everything is done
    End,
}

/// Draws of the schedules behind dates.
const DRAWS: u32 = 2_000;

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let state = arguments.state.as_deref().map(|file| way_back::state(file, &plan)).transpose()?;
    let scheduled = scheduled(arguments, &plan, state.as_ref())?;
    let stands = match &state {
        Some(it) => Some(
            status(&plan, it, &StatusOptions::new(it.at).draws(DRAWS, 1))
                .map_err(|error| Failure::new(format!("{}: {error}", arguments.plan)))?,
        ),
        None => None,
    };
    let named = arguments.phase.as_deref().map(|it| way_back::phase(&arguments.plan, &plan, it)).transpose()?;
    let known =
        Known { plan: &plan, state: state.as_ref(), scheduled: scheduled.as_ref(), stands: stands.as_ref(), named };
    let (audiences, moments) = (arguments.audiences(), arguments.moments());
    let Some(folder) = &arguments.out else {
        let (Some(audience), Some(moment)) = (audiences.first(), moments.first()) else {
            return Err(Failure::new("nobody is to be told").help("give --audience and --moment"));
        };
        arguments.output.write(&known.message(*audience, *moment).map_err(missing)?)?;
        return Ok(Exit::Done);
    };
    let mut files = Vec::new();
    for moment in &moments {
        for audience in &audiences {
            match known.message(*audience, *moment) {
                Ok(text) => files.push((format!("{}-{}.md", moment.as_str(), audience.as_str()), text)),
                // Without a state nothing is wrong and no phase is done: there is nothing to be told of it.
                Err(it) if it.field.starts_with("--") && arguments.moment.is_none() => {}
                Err(it) => return Err(missing(it)),
            }
        }
    }
    write_files(folder, files)
}

impl Arguments {
    fn audiences(&self) -> Vec<AudienceName> {
        let one = self.audience.map(|it| match it {
            Audience::Executive => AudienceName::Executive,
            Audience::Technical => AudienceName::Technical,
            Audience::Business => AudienceName::Business,
            Audience::Customers => AudienceName::Customers,
        });
        one.map_or_else(|| AudienceName::ALL.to_vec(), |it| vec![it])
    }

    fn moments(&self) -> Vec<CommsMoment> {
        let one = self.moment.map(|it| match it {
            When::Before => CommsMoment::Before,
            When::Start => CommsMoment::Start,
            When::PhaseDone => CommsMoment::PhaseDone,
            When::Trouble => CommsMoment::Trouble,
            When::Rollback => CommsMoment::Rollback,
            When::End => CommsMoment::End,
        });
        one.map_or_else(|| CommsMoment::ALL.to_vec(), |it| vec![it])
    }
}

fn missing(it: MissingField) -> Failure {
    Failure::new(format!("{} is not told: {}", it.needed_for, it.field)).help(it.example)
}

/// When it runs: from the state on where one is given, else from the start; nothing where nobody says when it begins.
fn scheduled(
    arguments: &Arguments,
    plan: &MigrationPlan,
    state: Option<&ProgressReport>,
) -> Result<Option<MigrationSchedule>, Failure> {
    let Some(start) = arguments.start.or(plan.specification.start).or(state.map(|it| it.at)) else { return Ok(None) };
    let mut options = ScheduleOptions::new(start).draws(DRAWS, 1);
    if let Some(state) = state {
        options = options.progress(state.clone());
    }
    let found = schedule(plan, &options).map_err(|error| {
        Failure::new(format!("{}: {error}", arguments.plan))
            .help("see windows, calendars and freezes of the specification")
    })?;
    Ok(Some(found))
}

/// What messages are written from.
struct Known<'a> {
    plan: &'a MigrationPlan,
    state: Option<&'a ProgressReport>,
    scheduled: Option<&'a MigrationSchedule>,
    stands: Option<&'a MigrationStatus>,
    named: Option<&'a str>,
}

impl Known<'_> {
    fn message(&self, audience: AudienceName, moment: CommsMoment) -> Result<String, MissingField> {
        // What was done last is what is told to be done.
        let done = || {
            let phases = &self.stands?.phases;
            Some(phases.iter().rfind(|it| it.state == PhaseState::Done)?.phase.as_str())
        };
        let phase = self.named.or_else(|| if moment == CommsMoment::PhaseDone { done() } else { None });
        let back = self.back(phase);
        let told = Told { plan: self.plan, schedule: self.scheduled, status: self.stands, back: &back, phase };
        message(&told, audience, moment)
    }

    fn back(&self, phase: Option<&str>) -> MigrationRollback {
        let situation = match (self.state, phase) {
            (Some(state), _) => Situation::of(self.plan, state),
            (None, Some(id)) => Situation::after(self.plan, id).unwrap_or_default(),
            (None, None) => Situation::furthest(self.plan),
        };
        rollback_gen::migration::way_back(self.plan, &situation, &WayBackOptions::new())
    }
}
