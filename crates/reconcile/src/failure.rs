//! Errors of the library as failures of the program: one message that helps.

use cli_common::{Exit, Failure};
use validation::check::CheckStatus;
use validation::{Error, ErrorKind};

/// What went wrong, and what to do.
pub(crate) fn of(error: &Error) -> Failure {
    let failure = Failure::new(error.to_string());
    match help(error.kind()) {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// What can be done where the message does not say so itself.
fn help(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::Unreachable => {
            "check that the engine runs, and that host, port, database, user and password are right"
        }
        ErrorKind::Denied => "give the user the right to read the table, or name a user who has it",
        ErrorKind::TimedOut => "give it more time with --statement-timeout, or compare fewer rows with --where",
        ErrorKind::Shape => "check the names of tables and columns, and that nobody changes the tables meanwhile",
        ErrorKind::Io => "check that the file may be read or written, and that there is room for it",
        _ => return None,
    })
}

/// The exit code of checks.
pub(crate) fn exit_of(status: CheckStatus) -> Exit {
    match status {
        CheckStatus::Passed => Exit::Done,
        CheckStatus::Unsettled => Exit::Unsettled,
        CheckStatus::Failed => Exit::Different,
        CheckStatus::Error => Exit::CouldNotTell,
    }
}
