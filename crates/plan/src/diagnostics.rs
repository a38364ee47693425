//! What the readers have to say of the input.

use std::fmt::Write as _;

use cli_common::Failure;
use findings::{Diagnostic, DiagnosticLevel};
use schema_diff::read::Reading;

/// Prints what the readers said; a failure where one of them could not tell the whole schema.
pub(crate) fn check(readings: &[&Reading]) -> Result<(), Failure> {
    let mut errors = 0;
    for diagnostic in readings.iter().flat_map(|reading| &reading.diagnostics) {
        eprintln!("{}", text(diagnostic));
        errors += usize::from(diagnostic.level == DiagnosticLevel::Error);
    }
    match errors {
        0 => Ok(()),
        1 => Err(Failure::new("no plan: a part of the schemas could not be read").help("correct what is named above")),
        many => Err(Failure::new(format!("no plan: {many} parts of the schemas could not be read"))
            .help("correct what is named above")),
    }
}

fn text(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        DiagnosticLevel::Warning => "warning",
        DiagnosticLevel::Error => "error",
    };
    let mut text = format!("{level}[{}]: {}", diagnostic.code, diagnostic.message);
    if let Some(location) = &diagnostic.location {
        text += &place(location);
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "\n  help: {help}");
    }
    text
}

/// Where it is, with the first line of what stands there.
pub(crate) fn place(location: &findings::Location) -> String {
    const SHOWN: usize = 120;
    let line: String = location.snippet.lines().next().unwrap_or_default().trim().chars().take(SHOWN).collect();
    format!("\n  --> {location}\n   |  {line}")
}
