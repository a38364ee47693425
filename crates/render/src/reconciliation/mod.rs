//! What a reconciliation found: for people, as one page of HTML that needs nothing else, as `JUnit` XML, as metrics and as CSV.

mod bars;
mod csv;
pub mod human;
mod junit;
mod metrics;
mod number;
mod plot;
mod sheet;
mod table;
mod value;
mod visible;

use validation::check::CheckReport;
use validation::{Comparison, Difference};

pub use csv::DifferencesCsv;
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
    /// Rows that differed and other measurements that did not hold; none where a check could not be told.
    pub differences: Option<u64>,
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
