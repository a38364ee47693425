//! What a reconciliation found as one page of HTML that needs nothing else, as `JUnit` XML and as metrics.

mod bars;
mod junit;
mod metrics;
mod plot;
mod sheet;
mod table;

use validation::check::CheckReport;
use validation::{Comparison, Difference};

pub use junit::check_junit;
pub use metrics::check_metrics;

/// What a page is made of.
#[derive(Debug, Clone)]
pub struct ReconciliationPage<'a> {
    title: &'a str,
    report: &'a CheckReport,
    tables: Vec<ComparedTable<'a>>,
    rounds: &'a [Round],
}

/// A table that was compared row by row.
#[derive(Debug, Clone, Copy)]
pub struct ComparedTable<'a> {
    /// The name of its check.
    pub name: &'a str,
    /// What was found.
    pub comparison: &'a Comparison,
    /// Rows that differ, as many as are to be shown.
    pub rows: &'a [Difference],
}

/// A round of `watch`: what was found when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Seconds since the first round began.
    pub seconds: u64,
    /// Rows that differed.
    pub differences: u64,
}

impl<'a> ReconciliationPage<'a> {
    /// Of a report, under a title.
    pub fn new(title: &'a str, report: &'a CheckReport) -> Self {
        Self { title, report, tables: Vec::new(), rounds: &[] }
    }

    /// With a table that was compared.
    #[must_use]
    pub fn table(mut self, table: ComparedTable<'a>) -> Self {
        self.tables.push(table);
        self
    }

    /// With how it went over time.
    #[must_use]
    pub fn rounds(mut self, rounds: &'a [Round]) -> Self {
        self.rounds = rounds;
        self
    }

    /// The page.
    ///
    /// # Errors
    /// Where a value cannot be formatted; none of a report that was made.
    pub fn html(&self) -> Result<String, std::fmt::Error> {
        sheet::Sheet::of(self).write()
    }
}

/// A count with its thousands apart, as pages and tables show it.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let shown: Vec<_> = [0, 999, 1_000, 12_345, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}
