//! Reading one state of the database.

use std::time::Duration;

/// How a snapshot is taken.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SnapshotOptions {
    /// How long a statement may take; none for as long as the session allowed before. SQLite has no such bound.
    pub statement_timeout: Option<Duration>,
    /// The snapshot of another session on the same server, as [`Session::export_snapshot`](crate::Session::export_snapshot)
    /// gave it.
    pub join: Option<String>,
}

impl SnapshotOptions {
    /// Statements that take longer than `timeout` fail.
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = Some(timeout);
        self
    }

    /// Sees what the session sees that exported `snapshot`.
    pub fn join(mut self, snapshot: impl Into<String>) -> Self {
        self.join = Some(snapshot.into());
        self
    }
}
