//! How long steps take: figures in, a distribution out, with what it is derived from.
//!
//! An [`Estimate`] names its model, its figures and its common causes. Figures of speed ([`Figure`]) come from the
//! specification, from `plan calibrate`, else from a wide prior that is named as such; [`Throughputs`] knows which.

mod amount;
mod calibration;
mod figure;
pub mod model;
mod rate;
mod size;
mod terms;
pub(crate) mod words;

pub use amount::Amount;
pub use calibration::{CALIBRATION_SCHEMA_VERSION, Calibration, MeasuredFigure, MeasuredTable, Sample, Spread};
pub use figure::{Figure, Prior, Unit};
pub use rate::{Rate, Throughputs};
pub use size::{ENTRY_BYTES, INDEX_SHARE, ROW_BYTES, ROWS, Statistics, TableSize};

pub use words::duration as duration_in_words;

use terms::Term;

use schedule::Distribution;
use serde::{Deserialize, Serialize};

use crate::specification::model::Fact;

/// How long something takes, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The model that it was computed by.
    pub model: Model,
    /// How long, in seconds.
    pub distribution: Distribution,
    /// One sentence with the figures: `50,000,000 rows at 10,000 rows/s (P5 to P95: 1,033 to 96,800)`.
    pub explanation: String,
    /// What it is derived from, priors included.
    pub inputs: Vec<Fact>,
    /// What makes it slow or fast together with other steps; the squares of the loadings add up to at most 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drivers: Vec<CommonCause>,
    /// Bytes of disk that have to be free; none where it needs none worth telling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_disk_bytes: Option<f64>,
    /// Whether it ends at all; none where that is no question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convergence: Option<Convergence>,
}

/// The model that an estimate was computed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Model {
    /// Rows copied while nobody writes: `N/r`.
    Copy,
    /// A copy while rows change: `(N/r) / (1 − w/a)`.
    CopyWhileChanging,
    /// A table is written anew: `(heap + indexes) / bandwidth`.
    Rewrite,
    /// An index built while rows change: `2·heap/scan + 1.5·index/sort + oldest transaction`.
    ConcurrentIndex,
    /// An index built under a lock: `heap/scan + index/sort`.
    Index,
    /// Every row is looked at: `heap/scan`.
    Validation,
    /// Rows changed in batches: `⌈N/b⌉ · max(interval, batch + pause)`.
    Batches,
    /// Bytes over a line: `bytes/bandwidth`.
    Transfer,
    /// A lock is waited for, and the work under it does not depend on the size of a table.
    LockOnly,
    /// A person works: three points.
    Person,
    /// A program does something that does not depend on sizes: three points.
    Program,
    /// Nothing is done but waiting: fixed.
    Hold,
    /// A machine asks a question.
    Gate,
    /// The author of the specification states how long.
    Stated,
    /// Several of these one after the other.
    Sum,
}

/// Something that makes several steps slow or fast together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommonCause {
    /// What, the same for all of these steps: `speed of the database engine`.
    pub name: String,
    /// Correlation of the logarithm of the duration with the cause, 0 to 1; a duration grows with its causes.
    pub loading: f64,
}

/// Whether a copy catches up with what is written meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Rows written a second meanwhile: w.
    pub writes_per_second: f64,
    /// Rows that can be applied a second: a, the median.
    pub applied_per_second: f64,
    /// Probability that w ≥ a, so that it never ends; the distribution holds for the other case.
    pub probability_never: f64,
}

impl Convergence {
    /// Whether it never ends by the medians.
    pub fn never(&self) -> bool {
        self.writes_per_second >= self.applied_per_second
    }
}
