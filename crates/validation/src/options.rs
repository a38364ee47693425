//! How two sides are compared.

use std::path::PathBuf;
use std::time::Duration;

use database::Decimal;

/// How two sides are compared.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CompareOptions {
    /// Which differences count where both sides have the same engine and type.
    pub equality: Equality,
    /// What is not counted as a difference, by column.
    pub tolerances: Vec<Tolerance>,
    /// The way of comparing.
    pub strategy: StrategyChoice,
    /// Whether a key that does not tell rows apart is an error ([`crate::ErrorKind::Shape`]); otherwise rows with the same key are compared as a
    /// multiset.
    pub unique_key: bool,
    /// Whether and how differences are read again.
    pub recheck: Recheck,
    /// How many differences are handed to the observer at most; all are counted.
    pub limit: Option<u64>,
    /// How much may differ and be equal all the same.
    pub threshold: Threshold,
    /// How many rows are read of a side each second at most.
    pub rows_per_second: Option<u64>,
    /// The file that an interrupted comparison goes on from.
    pub checkpoint: Option<PathBuf>,
    /// Only a sample is compared.
    pub sample: Option<Sample>,
    /// Bytes that may be used for what is kept of rows, about.
    pub memory: u64,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self {
            equality: Equality::Exact,
            tolerances: Vec::new(),
            strategy: StrategyChoice::Auto,
            unique_key: false,
            recheck: Recheck::default(),
            limit: None,
            threshold: Threshold::default(),
            rows_per_second: None,
            checkpoint: None,
            sample: None,
            memory: 64 << 20,
        }
    }
}

/// Which differences count where both sides have the same engine and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Equality {
    /// Every difference of representation.
    #[default]
    Exact,
    /// What the engine's own `=` tells apart: 1.0 and 1.00, −0 and 0 are equal.
    Engine,
}

impl Equality {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Engine => "engine",
        }
    }
}

/// What is not counted as a difference in one column. Several for one column add up: each is tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Tolerance {
    /// The field's name.
    pub column: String,
    /// What is tolerated.
    pub kind: ToleranceKind,
}

/// What is tolerated.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ToleranceKind {
    /// Numbers that are at most so far from one another.
    Absolute(Decimal),
    /// Numbers that differ by at most so much of the larger one (0.01 is one per cent).
    Relative(f64),
    /// Capital against small letters.
    Case,
    /// White space at both ends, and how much of it stands between words.
    WhiteSpace,
    /// Points in time and times of day that are at most so far from one another.
    Time(Duration),
}

/// The way of comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum StrategyChoice {
    /// The cheaper one, by a probe.
    #[default]
    Auto,
    /// Checksums of buckets, then keys and digests of those that differ, then rows.
    Buckets,
    /// Both sides read in the order of their key.
    Merge,
    /// Whole rows with counts, without a key.
    Multiset,
}

/// Whether and how differences are read again: what is being written at the moment differs for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recheck {
    /// How often at most; 0 for never. A row that shows the same difference twice running with both sides' values unchanged is stable.
    pub rounds: u32,
    /// The pause before the first time; each further one is twice as long.
    pub pause: Duration,
}

/// How much may differ and be equal all the same: within either bound.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Threshold {
    /// Rows.
    pub rows: u64,
    /// Share of the source's rows, 0 to 1.
    pub share: f64,
}

/// A sample that stands for all rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Rows that are drawn from each side.
    pub rows: u64,
    /// How sure the bound is, between 0 and 1: 0.99.
    pub confidence: f64,
    /// Decides which rows are drawn.
    pub seed: u64,
}

impl Sample {
    /// The sample that shows, where nothing in it differs, that at most a `share` of the rows of each side do.
    pub fn that_bounds(share: f64, confidence: f64, seed: u64) -> Self {
        let rows = libm::log((1.0 - confidence) / 2.0) / libm::log1p(-share);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and a count is no fraction"
        )]
        let rows = if rows.is_finite() { rows.ceil() as u64 } else { u64::MAX };
        Self { rows, confidence, seed }
    }
}

impl CompareOptions {
    /// The differences that count.
    pub fn with_equality(mut self, equality: Equality) -> Self {
        self.equality = equality;
        self
    }

    /// With one more tolerance.
    pub fn with_tolerance(mut self, column: impl Into<String>, kind: ToleranceKind) -> Self {
        self.tolerances.push(Tolerance { column: column.into(), kind });
        self
    }

    /// With a way of comparing.
    pub fn with_strategy(mut self, strategy: StrategyChoice) -> Self {
        self.strategy = strategy;
        self
    }

    /// A key that does not tell rows apart is an error.
    pub fn with_unique_key(mut self) -> Self {
        self.unique_key = true;
        self
    }

    /// Differences are read again.
    pub fn with_recheck(mut self, rounds: u32, pause: Duration) -> Self {
        self.recheck = Recheck { rounds, pause };
        self
    }

    /// At most so many differences are handed to the observer.
    pub fn with_limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// So much may differ.
    pub fn with_threshold(mut self, threshold: Threshold) -> Self {
        self.threshold = threshold;
        self
    }

    /// At most so many rows of a side are read each second.
    pub fn with_rows_per_second(mut self, rows: u64) -> Self {
        self.rows_per_second = Some(rows);
        self
    }

    /// Goes on from that file, and writes it on the way.
    pub fn with_checkpoint(mut self, file: impl Into<PathBuf>) -> Self {
        self.checkpoint = Some(file.into());
        self
    }

    /// Compares only a sample.
    pub fn with_sample(mut self, sample: Sample) -> Self {
        self.sample = Some(sample);
        self
    }

    /// Keeps at most about so many bytes.
    pub fn with_memory(mut self, bytes: u64) -> Self {
        self.memory = bytes;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_as_large_as_its_bound_asks() {
        assert_eq!(Sample::that_bounds(0.0002, 0.99, 1).rows, 26_489);
        assert_eq!(Sample::that_bounds(0.0, 0.99, 1).rows, u64::MAX);
    }
}
