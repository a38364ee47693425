//! Errors of the library as failures of the program: one message that helps.

use cli_common::{Exit, Failure};
use validation::check::CheckStatus;
use validation::{Error, ErrorKind};

/// What went wrong, and what to do.
pub(crate) fn of(error: &Error) -> Failure {
    let failure = Failure::new(error.to_string());
    match error.kind() {
        ErrorKind::Unreachable => {
            failure.help("check that the engine runs, and that host, port, user and password are right")
        }
        _ => failure,
    }
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
