//! Reports for people.

mod checks;
mod comparison;
mod repair;
mod round;

use validation::Verdict;
use validation::check::CheckStatus;

use crate::paint::Paint;
use crate::wrap::WIDTH;

pub use checks::checks;
pub use comparison::comparison;
pub use repair::repair;
pub use round::round;

/// How reports for people are laid out.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Layout {
    /// Whether there are colours.
    pub colour: bool,
    /// Columns that there are for tables.
    pub width: u16,
}

impl Default for Layout {
    fn default() -> Self {
        Self { colour: false, width: WIDTH }
    }
}

impl Layout {
    /// With or without colours.
    #[must_use]
    pub fn colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    /// In so many columns, but in no fewer than a table needs.
    #[must_use]
    pub fn width(mut self, columns: usize) -> Self {
        const LEAST: u16 = 40;
        self.width = u16::try_from(columns).unwrap_or(u16::MAX).max(LEAST);
        self
    }

    fn status(self, status: CheckStatus, text: &str) -> String {
        let paint = Paint(self.colour);
        match status {
            CheckStatus::Passed => paint.good(text),
            CheckStatus::Unsettled => paint.warning(text),
            CheckStatus::Failed | CheckStatus::Error => paint.bad(text),
        }
    }

    fn verdict(self, verdict: Verdict, text: &str) -> String {
        self.status(
            match verdict {
                Verdict::Equal => CheckStatus::Passed,
                Verdict::Unsettled => CheckStatus::Unsettled,
                Verdict::Different => CheckStatus::Failed,
            },
            text,
        )
    }
}
