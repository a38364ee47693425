//! `plan make`.

use clap::Args;
use cli_common::{Exit, Failure, Output};
use database::EngineUrl;
use render::plan::View;

use crate::sides::{self, Said};

/// Makes a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the system is: a file, a folder, `-`, REV:path, postgres://… or sqlite:PATH
    #[arg(long, value_name = "OLD")]
    before: String,
    /// Where it should be
    #[arg(long, value_name = "NEW")]
    after: String,
    #[command(flatten)]
    said: Said,
    /// Make both sides on scratch databases of this server and let its own form of them decide
    #[arg(long, value_name = "URL")]
    engine: Option<EngineUrl>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = sides::make(&arguments.before, &arguments.after, &arguments.said, arguments.engine.as_ref())?;
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
