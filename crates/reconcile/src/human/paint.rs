//! Colours.

use validation::Verdict;
use validation::check::CheckStatus;

/// Colours texts, where they are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) coloured: bool,
}

impl Paint {
    pub(super) fn status(self, status: CheckStatus, text: &str) -> String {
        let code = match status {
            CheckStatus::Passed => "32",
            CheckStatus::Unsettled => "33",
            CheckStatus::Failed | CheckStatus::Error => "31",
        };
        self.with(code, text)
    }

    pub(super) fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Equal => "32",
            Verdict::Unsettled => "33",
            Verdict::Different => "31",
        };
        self.with(code, text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
