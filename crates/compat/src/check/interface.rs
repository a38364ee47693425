//! Two documents of an interface.

use api_compat::{Document, ErrorKind, Kind};
use cli_common::Failure;
use cli_common::input::{Input, interface};
use findings::{DiagnosticLevel, Report};

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
    options.kind = kind.or_else(|| kind_of_unreadable(&old, &new));
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

/// Where a text could not be read its kind is not known either, and the report says what is wrong with it.
fn kind_of_unreadable(old: &Document, new: &Document) -> Option<Kind> {
    let unreadable = |document: &Document| {
        document.kind().is_none() && document.diagnostics().iter().any(|it| it.level == DiagnosticLevel::Error)
    };
    let any = unreadable(old) || unreadable(new);
    any.then(|| old.kind().or(new.kind()).unwrap_or(Kind::OpenApi))
}
