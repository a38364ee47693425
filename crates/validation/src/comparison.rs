//! What a comparison found.

use crate::{DifferenceKind, Note, Row, Settling, Threshold};

/// What a comparison found, without the differing rows themselves, which the observer was told.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The source.
    pub source: SideSummary,
    /// The target.
    pub target: SideSummary,
    /// The columns of the key; none where rows were compared as a multiset.
    pub key: Vec<String>,
    /// Rows of the source that the target does not have, or not as often.
    pub missing: u64,
    /// Rows of the target that the source does not have, or not as often.
    pub extra: u64,
    /// Rows that both have with different values.
    pub mismatched: u64,
    /// What was found in each column compared.
    pub columns: Vec<ColumnSummary>,
    /// Where in the key's order the differences lie; empty where the key has no order that both sides share.
    pub ranges: Vec<RangeSummary>,
    /// What became of the differences that were read again.
    pub settled: Settled,
    /// How it was compared.
    pub strategy: Strategy,
    /// Why in this way, in a sentence.
    pub reason: String,
    /// What a reader has to know: what is not compared exactly, or was not possible.
    pub notes: Vec<Note>,
    /// How many keys stand for more than one row of a side, among the rows that were looked at one by one.
    pub repeated_keys: u64,
    /// What a sample shows of all rows.
    pub sample: Option<SampleResult>,
    /// How much may differ.
    pub threshold: Threshold,
}

/// A side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SideSummary {
    /// What it is called: without password.
    pub label: String,
    /// The product, or none for a file.
    pub engine: Option<String>,
    /// Its version.
    pub version: String,
    /// Rows compared; of a sample, the rows drawn.
    pub rows: u64,
}

/// What was found in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSummary {
    /// Its name.
    pub name: String,
    /// Mismatched rows in which it differs.
    pub differences: u64,
    /// Rows in which it differs by no more than its tolerance.
    pub tolerated: u64,
}

/// What was found in a half-open range of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeSummary {
    /// The first key in it; none for all from the beginning.
    pub from: Option<Row>,
    /// The first key behind it; none for all to the end.
    pub to: Option<Row>,
    /// Differences in it: missing, extra, mismatched.
    pub differences: [u64; 3],
}

/// What became of the differences that were read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// The same each time.
    pub stable: u64,
    /// Still different, with values that went on changing.
    pub transient: u64,
    /// Gone: they are not counted among the differences.
    pub vanished: u64,
    /// Not read again.
    pub unchecked: u64,
}

/// How it was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strategy {
    /// Checksums of buckets, then digests, then rows.
    Buckets,
    /// Checksums of buckets; those that differ were read in the order of the key.
    BucketsThenMerge,
    /// Both sides in the order of the key.
    Merge,
    /// Whole rows with counts.
    Multiset,
    /// Rows drawn at random.
    Sample,
}

impl Strategy {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buckets => "buckets",
            Self::BucketsThenMerge => "buckets_then_merge",
            Self::Merge => "merge",
            Self::Multiset => "multiset",
            Self::Sample => "sample",
        }
    }
}

/// What a sample shows of all rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleResult {
    /// Rows that were drawn from the side that shows most differences: from the source where both show as many.
    pub rows: u64,
    /// Of them, those that are missing on the other side or differ.
    pub differing: u64,
    /// How sure the bounds are: 0.99.
    pub confidence: f64,
    /// With that confidence at least this share of a side's rows is missing on the other side or differs.
    pub at_least: f64,
    /// With that confidence at most this share of either side's rows is missing on the other side or differs.
    pub at_most: f64,
    /// What the rows were drawn with.
    pub seed: u64,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Equal, or within the thresholds.
    Equal,
    /// Only transient differences, or a sample that does not decide.
    Unsettled,
    /// Different.
    Different,
}

impl Verdict {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Unsettled => "unsettled",
            Self::Different => "different",
        }
    }

    /// The exit code of programs.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Equal => 0,
            Self::Unsettled => 1,
            Self::Different => 2,
        }
    }
}

impl Comparison {
    /// All differences, transient ones included.
    pub fn differences(&self) -> u64 {
        self.missing + self.extra + self.mismatched
    }

    /// The answer.
    pub fn verdict(&self) -> Verdict {
        if let Some(sample) = &self.sample {
            return self.of_sample(sample);
        }
        let allowed = self.allowed();
        if self.differences() <= allowed {
            Verdict::Equal
        } else if self.differences() - self.settled.transient.min(self.differences()) <= allowed {
            Verdict::Unsettled
        } else {
            Verdict::Different
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, rounded down"
    )]
    fn allowed(&self) -> u64 {
        let by_share = (self.source.rows as f64 * self.threshold.share.clamp(0.0, 1.0)).floor() as u64;
        by_share.max(self.threshold.rows)
    }

    fn of_sample(&self, sample: &SampleResult) -> Verdict {
        let share = self.threshold.share;
        if sample.at_most <= share {
            Verdict::Equal
        } else if sample.differing > 0 && sample.at_least > share && self.settled.transient < self.differences() {
            Verdict::Different
        } else {
            Verdict::Unsettled
        }
    }

    /// Counts a difference.
    pub(crate) fn count(&mut self, kind: DifferenceKind, rows: u64, columns: &[usize], settling: Settling) {
        match kind {
            DifferenceKind::MissingInTarget => self.missing += rows,
            DifferenceKind::ExtraInTarget => self.extra += rows,
            DifferenceKind::Mismatched => self.mismatched += rows,
        }
        for column in columns {
            if let Some(column) = self.columns.get_mut(*column) {
                column.differences += 1;
            }
        }
        match settling {
            Settling::Unchecked => self.settled.unchecked += rows,
            Settling::Stable => self.settled.stable += rows,
            Settling::Transient => self.settled.transient += rows,
        }
    }
}
