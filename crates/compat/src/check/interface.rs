//! Two documents of an interface.

use api_compat::{ErrorKind, Kind};
use cli_common::Failure;
use cli_common::input::{Input, interface};
use findings::Report;

use super::Arguments;
use crate::config::Config;

/// Compares two documents of an interface, of `kind` where it is stated.
pub(super) fn report(
    arguments: &Arguments,
    kind: Option<Kind>,
    config: &Config,
    before: &Input,
    after: &Input,
) -> Result<Report, Failure> {
    if !arguments.renames.is_empty() {
        return Err(Failure::new("--rename is for databases: in an interface a name is what clients write")
            .help("leave it out; what goes and what comes is judged each for itself"));
    }
    let (old, new) = interface::read_both(before, after, arguments.mirror.as_deref())?;
    let mut options = config.options().with_declared_version(arguments.declared_version);
    options.kind = kind;
    options.today = arguments.today;
    if let Some(direction) = arguments.direction {
        options = options.with_direction(direction);
    }
    api_compat::compare(&old, &new, &options).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::DifferentKinds => "give two versions of the same interface",
            _ => "say what both are with --kind openapi or --kind json-schema",
        };
        Failure::new(format!("{} and {}: {error}", before.name(), after.name())).help(help)
    })
}
