//! `plan show`.

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::schedule::{MigrationSchedule, ScheduleOptions, schedule};
use plan_engine::migration::{AnyPlan, MigrationPlan, of_schema_plan};
use plan_engine::plan::{PhaseName, Plan};
use render::plan::View;

use crate::{page, plan_file};

/// Shows a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    #[command(flatten)]
    chosen: plan_file::Chosen,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Of a plan of a schema, only this phase; the phase `purge` is printed as a script only so
    #[arg(long, value_name = "PHASE")]
    phase: Option<PhaseName>,
    /// When work begins, such as 2027-01-11T09:00Z: for `ics` and `html`, and for `mermaid` to show when instead of what
    /// waits for what
    #[arg(long, value_name = "TIME")]
    start: Option<Instant>,
    /// How far the plan is, for `html`: begun and finished steps, as JSON
    #[arg(long, value_name = "FILE")]
    state: Option<String>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table per phase
    Human,
    /// A runbook
    Markdown,
    /// A diagram: what waits for what, or with --start when
    Mermaid,
    /// A row for each step
    Csv,
    /// A calendar
    Ics,
    /// A script for psql or sqlite3, of a plan of a schema
    Sql,
    /// One page for a browser or for paper: dates, risks, gates, the way back
    Html,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.state.is_some() && arguments.format != Format::Html {
        return Err(
            Failure::new("--state is about --format html").help("leave it out, or see `plan schedule --progress`")
        );
    }
    let text = match plan_file::any(&arguments.plan)? {
        AnyPlan::Schema(_) if arguments.chosen.is_named() => return Err(plan_file::alone(&arguments.plan)),
        AnyPlan::Schema(plan) if !arguments.format.needs_migrations() => of_schema(arguments, &plan)?,
        AnyPlan::Schema(plan) => {
            let plan = of_schema_plan(*plan).map_err(|error| Failure::new(format!("{}: {error}", arguments.plan)))?;
            of_migrations(arguments, &plan)?
        }
        AnyPlan::Migration(_) if arguments.chosen.is_named() && arguments.format.needs_migrations() => {
            return Err(Failure::new("--migration is about plans of schemas, which have no times")
                .help("leave it out, or choose --format human, markdown, sql or json"));
        }
        AnyPlan::Migration(plan) if arguments.format == Format::Sql || arguments.chosen.is_named() => {
            of_schema(arguments, &arguments.chosen.schema_of(&arguments.plan, *plan)?)?
        }
        AnyPlan::Migration(plan) => of_migrations(arguments, &plan)?,
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}

impl Format {
    /// Whether it shows times, which plans of schemas alone have none of.
    fn needs_migrations(self) -> bool {
        matches!(self, Self::Mermaid | Self::Csv | Self::Ics | Self::Html)
    }
}

fn of_schema(arguments: &Arguments, plan: &Plan) -> Result<String, Failure> {
    if let Some(phase) = arguments.phase {
        check_phase(plan, phase)?;
    }
    let view = View::default().phase(arguments.phase).colour(arguments.output.coloured());
    Ok(match arguments.format {
        Format::Markdown => render::plan::markdown(plan, &view),
        Format::Sql => render::plan::sql(plan, &view),
        Format::Json => render::plan::json(plan, &view),
        _ => render::plan::human(plan, &view),
    })
}

fn of_migrations(arguments: &Arguments, plan: &MigrationPlan) -> Result<String, Failure> {
    if arguments.phase.is_some() {
        return Err(Failure::new("--phase is about plans of schemas")
            .help("this is a plan of migrations; its phases are shown together, or name one with --migration"));
    }
    Ok(match arguments.format {
        Format::Markdown => render::migration::markdown(plan),
        Format::Mermaid => match arguments.start {
            Some(start) => render::migration::gantt(plan, &scheduled(arguments, plan, start)?),
            None => render::migration::flowchart(plan),
        },
        Format::Csv => render::migration::csv(plan),
        Format::Ics => {
            let start = arguments.start.or(plan.specification.start).ok_or_else(|| {
                Failure::new("a calendar needs the day on which work begins")
                    .help("give --start, such as --start 2027-01-11T09:00Z, or state `start` in the specification")
            })?;
            render::migration::ics(plan, &scheduled(arguments, plan, start)?)
        }
        Format::Html => page::html(&arguments.plan, plan, arguments.start, arguments.state.as_deref())?,
        Format::Json => plan.to_json().map_err(|error| Failure::new(error.to_string()))?,
        // A script is of a schema, which has been chosen before.
        Format::Human | Format::Sql => render::migration::human(plan, arguments.output.coloured()),
    })
}

fn scheduled(arguments: &Arguments, plan: &MigrationPlan, start: Instant) -> Result<MigrationSchedule, Failure> {
    schedule(plan, &ScheduleOptions::new(start)).map_err(|error| {
        Failure::new(format!("{}: {error}", arguments.plan))
            .help("see windows, calendars and freezes of the specification")
    })
}

fn check_phase(plan: &Plan, phase: PhaseName) -> Result<(), Failure> {
    if plan.phases.iter().any(|it| it.name == phase) {
        return Ok(());
    }
    let phases: Vec<_> = plan.phases.iter().map(|it| it.name.as_str()).collect();
    let failure = Failure::new(format!("the plan has no phase {phase}"));
    Err(match phase {
        PhaseName::Purge => failure.help("make it with --purge to have the archive dropped at the end"),
        _ if phases.is_empty() => failure.help("the two schemas are the same: the plan has no phases at all"),
        _ => failure.help(format!("its phases are {}", phases.join(", "))),
    })
}
