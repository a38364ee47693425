//! Exit codes.

use std::process::ExitCode;

use findings::{Severity, Verdict};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Compatible, or done.
    Done = 0,
    /// Potentially breaking, a gate not met, not settled.
    Unsettled = 1,
    /// Breaking, different, a check failed.
    Different = 2,
    /// Could not tell: bad usage, unreadable input, unsupported, engine not reachable.
    CouldNotTell = 3,
}

impl Exit {
    /// The code for `verdict`, where everything below `fail_on` counts as compatible.
    pub fn of_verdict(verdict: Verdict, fail_on: Severity) -> Self {
        match verdict {
            Verdict::Identical => Self::Done,
            _ if verdict < Verdict::from(fail_on) => Self::Done,
            Verdict::Breaking => Self::Different,
            _ => Self::Unsettled,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_the_level_is_compatible() {
        let exit = |verdict, level| Exit::of_verdict(verdict, level) as u8;
        assert_eq!(exit(Verdict::Additive, Severity::PotentiallyBreaking), 0);
        assert_eq!(exit(Verdict::PotentiallyBreaking, Severity::PotentiallyBreaking), 1);
        assert_eq!(exit(Verdict::PotentiallyBreaking, Severity::Breaking), 0);
        assert_eq!(exit(Verdict::Breaking, Severity::Breaking), 2);
        assert_eq!(exit(Verdict::Identical, Severity::NonBreaking), 0);
    }
}
