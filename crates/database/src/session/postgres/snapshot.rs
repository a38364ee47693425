//! Snapshots of PostgreSQL.

use super::PostgresSession;
use crate::session::SnapshotOptions;
use crate::{Result, Value};

/// What the texts of values depend on, so that equal values have equal texts in every session.
const TEXTS: &str = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; \
     SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL xmloption = 'content'; \
     SET LOCAL lc_monetary = 'C'";

impl PostgresSession {
    /// Begins a transaction that reads one state of the database: that of now, or the one that another session exported.
    pub(crate) fn begin_snapshot(&mut self, options: &SnapshotOptions) -> Result<()> {
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
        let begun = self.set_up(options);
        if begun.is_err() {
            // The first failure is the one worth telling.
            let _ = self.execute("ROLLBACK");
        }
        begun
    }

    fn set_up(&mut self, options: &SnapshotOptions) -> Result<()> {
        if let Some(snapshot) = &options.join {
            self.execute(&format!("SET TRANSACTION SNAPSHOT '{}'", snapshot.replace('\'', "''")))?;
        }
        self.execute(TEXTS)?;
        if let Some(timeout) = options.statement_timeout {
            self.execute(&format!("SET LOCAL statement_timeout = {}", timeout.as_millis().max(1)))?;
        }
        // The snapshot is taken by the first query: now.
        self.execute("SELECT 1")
    }

    pub(crate) fn export_snapshot(&mut self) -> Result<Option<String>> {
        let mut name = None;
        self.stream("SELECT pg_catalog.pg_export_snapshot()", &[], &mut |row| {
            if let [Value::Text(text)] = row {
                name = Some(text.clone());
            }
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(name)
    }
}
