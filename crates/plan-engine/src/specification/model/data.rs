//! What patterns that move data need to know of the way.

use serde::{Deserialize, Serialize};

/// What patterns that move data need to know of the way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Data {
    /// The environment variable that holds the connection string of the source.
    pub source_connection: Option<String>,
    /// The environment variable that holds the connection string of the target.
    pub target_connection: Option<String>,
    /// The publication of what is replicated.
    pub publication: Option<String>,
    /// The replication slot of the source.
    pub slot: Option<String>,
    /// The subscription of the target.
    pub subscription: Option<String>,
    /// Whether a feed back to the source runs behind the switch; it does unless told.
    pub reverse: Option<bool>,
    /// The share of mismatches that parity has to exclude, 0 to 1.
    pub mismatch_rate: Option<f64>,
    /// Reads or writes compared a second.
    pub comparisons_per_second: Option<f64>,
    /// The column that tells what changed since the last delta.
    pub watermark: Option<String>,
    /// How the deltas learn of rows that were deleted.
    pub deletes: Option<Deletes>,
    /// What carries a stream, with its version.
    pub connector: Option<String>,
    /// The table, or the stream, that holds events.
    pub event_store: Option<String>,
    /// Bytes of log that the source writes a second.
    pub log_rate: Option<f64>,
    /// Bytes of disk that the source's log may take.
    pub log_disk: Option<f64>,
}

/// How deltas learn of rows that were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deletes {
    /// Rows are marked as deleted and stay.
    Tombstones,
    /// A log of deletions is kept, by a trigger or by the application.
    Log,
    /// Keys of both sides are compared.
    Compared,
    /// Nothing is ever deleted.
    Never,
}
