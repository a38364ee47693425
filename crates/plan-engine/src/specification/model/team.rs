//! Who does the work, when, and with what.

use schedule::WeeklyHours;
use serde::{Deserialize, Serialize};

/// The quantile that dates are promised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commit {
    /// Half of the draws are done by then.
    P50,
    /// Four in five.
    #[default]
    P80,
    /// Nineteen in twenty.
    P95,
}

/// What may be lost, and for how long a service may be away or slow.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Objectives {
    /// Recovery time objective, in seconds.
    pub recovery_time: Option<f64>,
    /// Recovery point objective, in seconds of lost writes.
    pub recovery_point: Option<f64>,
    /// Share of requests that have to succeed, for example 0.999.
    pub availability: Option<f64>,
    /// Days over which the share is counted.
    pub availability_days: Option<f64>,
}

/// People who do the same kind of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// For example `database-engineer`.
    pub name: String,
    /// How many there are.
    pub people: u32,
    /// The calendar by which they work; none: Monday to Friday, 9 to 17 UTC, and the plan says so.
    pub calendar: Option<String>,
}

/// A window that opens again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The pointer to it in the file.
    pub pointer: String,
    /// What it is called.
    pub name: String,
    /// An IANA time zone.
    pub time_zone: String,
    /// When it is open; never empty.
    pub hours: Vec<WeeklyHours>,
}

/// A span in which nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// When, in `time_zone`.
    pub span: schedule::LocalSpan,
    /// An IANA time zone.
    pub time_zone: String,
    /// Why.
    pub reason: String,
}

/// Something that steps share, of which there is so much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceLimit {
    /// For example `backfill-workers`.
    pub name: String,
    /// How many steps can hold one at a time.
    pub capacity: u32,
}

/// How fast something goes, as it was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// What: a name of `docs/` *throughput figures*, for example `copy_rows`, `scan_bytes`, `index_bytes`, `network_bytes`.
    pub name: String,
    /// Units a second: the median.
    pub per_second: f64,
    /// Standard deviation of the natural logarithm.
    pub sigma: f64,
    /// Where it was measured.
    pub measured: Option<String>,
}
