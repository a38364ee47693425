//! `plan make`.

use clap::Args;
use cli_common::{Exit, Failure, Output};
use database::EngineUrl;
use render::plan::View;

use crate::sides::{self, Said};
use crate::{spec, specified};

/// Makes a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the system is: a file, a folder, `-`, REV:path, postgres://… or sqlite:PATH
    #[arg(long, value_name = "OLD", required_unless_present = "specification", requires = "after")]
    before: Option<String>,
    /// Where it should be
    #[arg(long, value_name = "NEW", requires = "before")]
    after: Option<String>,
    /// A specification instead of two schemas: YAML, JSON or TOML in a file, `-` or REV:path
    #[arg(long = "spec", value_name = "FILE", conflicts_with_all = ["before", "after", "engine"])]
    specification: Option<String>,
    /// Only check the specification
    #[arg(long, requires = "specification")]
    validate: bool,
    /// What `plan calibrate` measured; goes before the `throughput_file` of the specification
    #[arg(long, value_name = "FILE", requires = "specification")]
    throughput: Option<String>,
    #[command(flatten)]
    said: Said,
    /// Make both sides on scratch databases of this server and let its own form of them decide
    #[arg(long, value_name = "URL")]
    engine: Option<EngineUrl>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(specification) = &arguments.specification {
        return if arguments.validate {
            spec::validate(specification, &arguments.said, &arguments.output)
        } else {
            arguments.said.only_for_sides()?;
            specified::run(specification, arguments.throughput.as_deref(), &arguments.output)
        };
    }
    let (before, after) = (arguments.before.as_deref(), arguments.after.as_deref());
    let (before, after) =
        before.zip(after).ok_or_else(|| Failure::new("both sides are needed: --before and --after"))?;
    let plan = sides::make(before, after, &arguments.said, arguments.engine.as_ref())?;
    let json = plan.to_json().map_err(|error| Failure::new(error.to_string()))?;
    arguments.output.write(&json)?;
    if let Some(path) = arguments.output.output.as_ref().filter(|_| !arguments.output.to_stdout()) {
        let summary = Output { output: None, colour: arguments.output.colour };
        let text = render::plan::summary(&plan, &View::default().colour(summary.coloured()));
        let path = path.display();
        let next = format!("\nWritten to {path}. Next: `plan show {path}`, `plan prove {path}`.\n");
        summary.write(&(text + &next))?;
    }
    Ok(Exit::Done)
}
