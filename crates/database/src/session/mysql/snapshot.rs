//! Snapshots of MySQL and MariaDB: of the tables whose storage engine has transactions.

use super::MySqlSession;
use crate::session::SnapshotOptions;
use crate::{EngineKind, Error, ErrorKind, Result};

impl MySqlSession {
    pub(crate) fn begin_snapshot(&mut self, options: &SnapshotOptions) -> Result<()> {
        if options.join.is_some() {
            let message = format!("{} cannot share a snapshot between sessions", self.kind);
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
        if let Some(timeout) = options.statement_timeout {
            let millis = timeout.as_millis().max(1);
            self.execute(&match self.kind {
                EngineKind::MariaDb => {
                    format!("SET SESSION max_statement_time = {}.{:03}", millis / 1000, millis % 1000)
                }
                _ => format!("SET SESSION max_execution_time = {millis}"),
            })?;
        }
        // A reader that stops to work on what it has got is not taken for one that has gone.
        self.execute("SET SESSION net_write_timeout = 3600")?;
        self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")?;
        self.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    }

    pub(crate) fn end_snapshot(&mut self) -> Result<()> {
        self.execute("ROLLBACK")?;
        let timeout = if self.kind == EngineKind::MariaDb { "max_statement_time" } else { "max_execution_time" };
        self.execute(&format!("SET SESSION {timeout} = DEFAULT, net_write_timeout = DEFAULT"))
    }
}
