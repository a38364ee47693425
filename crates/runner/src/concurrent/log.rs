//! What a writer went through during one step.

use std::time::Duration;

use plan_engine::plan::AppVersion;

use crate::application::session::Trouble;

/// What a writer, or several, went through during one step.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Transactions begun.
    pub(crate) transactions: u64,
    /// Statements run.
    pub(crate) statements: u64,
    /// Transactions made again because they lost against another.
    pub(crate) retried: u32,
    /// The statement that took longest, and how long.
    pub(crate) longest: Option<(Duration, String)>,
    /// What the engine refused.
    pub(crate) troubles: Vec<(AppVersion, Trouble)>,
    /// Why the session is lost, where it is.
    pub(crate) lost: Option<database::Error>,
}

impl Log {
    /// A statement was run.
    pub(crate) fn ran(&mut self, took: Duration, statement: &str) {
        self.statements += 1;
        if self.longest.as_ref().is_none_or(|(longest, _)| took > *longest) {
            self.longest = Some((took, statement.to_owned()));
        }
    }

    /// Adds what another went through.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.transactions += other.transactions;
        self.statements += other.statements;
        self.retried += other.retried;
        if let Some((took, statement)) = other.longest
            && self.longest.as_ref().is_none_or(|(longest, _)| took > *longest)
        {
            self.longest = Some((took, statement));
        }
        self.troubles.extend(other.troubles);
        self.lost = self.lost.take().or(other.lost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_logs_the_longer_statement_counts() {
        let mut one = Log::default();
        one.ran(Duration::from_millis(2), "a");
        let mut other = Log::default();
        other.ran(Duration::from_millis(5), "b");
        other.ran(Duration::from_millis(1), "c");
        one.absorb(other);
        assert_eq!(one.statements, 3);
        assert_eq!(one.longest, Some((Duration::from_millis(5), "b".to_owned())));
    }
}
