//! How an engine is read.

use std::time::Duration;

/// How an engine is read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EngineOptions {
    /// How many connections read at the same time; they share one snapshot. More than one only on `PostgreSQL`: another engine has no
    /// snapshot that several could share, and is read with one.
    pub connections: usize,
    /// How long a statement may take; none for as long as it likes.
    pub statement_timeout: Option<Duration>,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self { connections: 1, statement_timeout: None }
    }
}

impl EngineOptions {
    /// Reads with so many connections, at least one.
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(1);
        self
    }

    /// Statements that take longer fail.
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = Some(timeout);
        self
    }
}
