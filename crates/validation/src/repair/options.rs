//! What a repair may do.

use std::time::Duration;

/// Which side is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// The target is mended from the source.
    #[default]
    SourceToTarget,
    /// The source is mended from the target.
    TargetToSource,
}

impl Direction {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SourceToTarget => "source-to-target",
            Self::TargetToSource => "target-to-source",
        }
    }
}

/// Whose values count where both sides have a row with other values. Rows that the written side lacks are inserted under
/// every policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Policy {
    /// The source's: with [`Direction::TargetToSource`] such rows are left as they are.
    SourceWins,
    /// The target's: with [`Direction::SourceToTarget`] such rows are left as they are.
    TargetWins,
    /// Those of the row with the greater value in this column (as both sides call it). Where the values are equal, one is NULL
    /// or they cannot be compared, the row is left as it is and reported.
    Newest(String),
    /// Nobody's: only rows that are missing are inserted.
    OnlyMissing,
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SourceWins => f.write_str("source-wins"),
            Self::TargetWins => f.write_str("target-wins"),
            Self::Newest(column) => write!(f, "newest:{column}"),
            Self::OnlyMissing => f.write_str("only-missing"),
        }
    }
}

impl std::str::FromStr for Policy {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "source-wins" => Ok(Self::SourceWins),
            "target-wins" => Ok(Self::TargetWins),
            "only-missing" => Ok(Self::OnlyMissing),
            _ => match text.strip_prefix("newest:") {
                Some(column) if !column.is_empty() => Ok(Self::Newest(column.to_owned())),
                _ => Err(crate::Error::new(
                    crate::ErrorKind::Usage,
                    format!("`{text}` is no policy: use source-wins, target-wins, newest:COLUMN or only-missing"),
                )),
            },
        }
    }
}

/// What a repair may do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepairOptions {
    /// Which side is written.
    pub direction: Direction,
    /// Whose values count.
    pub policy: Policy,
    /// Whether rows that only the written side has are deleted.
    pub delete_extra: bool,
    /// Steps in a transaction; at least 1.
    pub batch: usize,
    /// Why, for the audit table.
    pub reason: String,
    /// How long a statement waits for a row that somebody else has locked, before that row is left.
    pub lock_timeout: Duration,
    /// Whether tables that their engine keeps without transactions (`MyISAM`) are written.
    pub without_transactions: bool,
}

impl RepairOptions {
    /// The side that is read from wins, nothing is deleted, 500 steps in a transaction, 5 seconds for a lock.
    pub fn new(direction: Direction) -> Self {
        let policy = match direction {
            Direction::SourceToTarget => Policy::SourceWins,
            Direction::TargetToSource => Policy::TargetWins,
        };
        Self {
            direction,
            policy,
            delete_extra: false,
            batch: 500,
            reason: String::new(),
            lock_timeout: Duration::from_secs(5),
            without_transactions: false,
        }
    }

    /// With this policy.
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Deletes rows that only the written side has.
    pub fn deleting_extra(mut self) -> Self {
        self.delete_extra = true;
        self
    }

    /// So many steps in a transaction.
    pub fn with_batch(mut self, steps: usize) -> Self {
        self.batch = steps.max(1);
        self
    }

    /// Waits so long for a row that somebody else has locked; MySQL counts in seconds, from one.
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Writes tables without transactions too: a batch that is interrupted there is neither undone nor noted.
    pub fn without_transactions(mut self) -> Self {
        self.without_transactions = true;
        self
    }

    /// For this reason.
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_read_as_they_are_written() {
        for text in ["source-wins", "target-wins", "only-missing", "newest:updated_at"] {
            assert_eq!(text.parse::<Policy>().map(|it| it.to_string()).ok().as_deref(), Some(text));
        }
        for text in ["", "newest", "newest:", "oldest:a", "Source-Wins"] {
            assert!(text.parse::<Policy>().is_err(), "{text}");
        }
    }
}
