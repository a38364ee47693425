//! `compat explain`.

use clap::Args;
use cli_common::{Exit, Failure, Output};
use render::findings::rule_page;

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
    let registry = schema_diff::rules::registry();
    let rule = registry.get(&arguments.rule).ok_or_else(|| {
        let failure = Failure::new(format!("there is no rule `{}`", arguments.rule));
        let alike: Vec<&str> = registry.iter().map(|rule| rule.id).filter(|id| alike(id, &arguments.rule)).collect();
        match alike.as_slice() {
            [] => failure.help("`compat rules` lists them all"),
            some => failure.help(format!("did you mean {}? `compat rules` lists them all", some.join(", "))),
        }
    })?;
    arguments.output.write(&rule_page(rule))?;
    Ok(Exit::Done)
}

/// Whether two ids share their first or last word.
fn alike(id: &str, given: &str) -> bool {
    let first = |text: &str| text.split('-').next().map(str::to_owned);
    let last = |text: &str| text.rsplit('-').next().map(str::to_owned);
    first(id) == first(given) && last(id).zip(last(given)).is_some_and(|(a, b)| a.starts_with(&b) || b.starts_with(&a))
}
