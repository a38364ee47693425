//! `compat explain`.

use clap::Args;
use cli_common::{Exit, Failure, Output};
use render::findings::rule_page;

use crate::alike::closest;
use crate::registries;

/// Explains a rule.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The rule's id, as a finding shows it
    #[arg(value_name = "RULE")]
    rule: String,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let pages: Vec<String> = registries::called(&arguments.rule).map(rule_page).collect();
    if pages.is_empty() {
        let failure = Failure::new(format!("there is no rule `{}`", arguments.rule));
        return Err(match closest(&arguments.rule, registries::ids()) {
            None => failure.help("`compat rules` lists them all"),
            Some(id) => failure.help(format!("did you mean `{id}`? `compat rules` lists them all")),
        });
    }
    arguments.output.write(&pages.join("\n"))?;
    Ok(Exit::Done)
}
