//! Finds and reads a file of checks.

use std::path::Path;

use cli_common::Failure;
use validation::check::{Checker, Checks};

use crate::interrupt::Interrupt;

/// The checks of the file at `path`; relative paths in it start at its folder.
pub(crate) fn read(path: &Path, interrupt: &Interrupt) -> Result<Checker, Failure> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{name}: cannot be read: {error}")))?;
    let checks = Checks::read(&name, &text).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(|it| format!("error: {it}")).collect();
        Failure::shown(lines.join("\n"))
    })?;
    if checks.checks.is_empty() {
        return Err(Failure::new(format!("{name}: there is no check in it"))
            .help("docs/guide/checks.md has the kinds of checks"));
    }
    let checker = Checker::new(checks, &name, path.parent().unwrap_or(Path::new("")));
    Ok(checker.telling(waiting).interrupted_by(interrupt.of_engines()))
}

/// Says on standard error why nothing is read.
pub(crate) fn waiting(why: &str) {
    eprintln!("waiting: {why}");
}
