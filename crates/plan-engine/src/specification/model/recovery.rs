//! How data are brought back from a backup.

use serde::{Deserialize, Serialize};

/// How the data of a migration are brought back where no inverse of a step can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// What takes backups and brings them back.
    pub tool: RecoveryTool,
    /// What the tool calls the server: a stanza of pgBackRest, a server of Barman.
    pub server: Option<String>,
    /// The folder of a backup that is files: of `pg_basebackup`, of a dump, of copies.
    pub backup_folder: Option<String>,
    /// The folder into which the log is archived.
    pub log_archive: Option<String>,
    /// The folder of the instance on the side.
    pub side_folder: Option<String>,
    /// The port of the instance on the side.
    pub side_port: Option<u32>,
    /// The database that is compared; the path of the file for `SQLite`.
    pub database: Option<String>,
}

/// What takes backups and brings them back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryTool {
    /// `pg_basebackup` and an archive of the log.
    PgBasebackup,
    /// pgBackRest.
    Pgbackrest,
    /// Barman.
    Barman,
    /// A dump and `mysqlbinlog`, for `MySQL` and `MariaDB`.
    Mysqlbinlog,
    /// Copies of the file of a `SQLite` database.
    FileCopy,
}

impl RecoveryTool {
    /// As the specification writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PgBasebackup => "pg_basebackup",
            Self::Pgbackrest => "pgbackrest",
            Self::Barman => "barman",
            Self::Mysqlbinlog => "mysqlbinlog",
            Self::FileCopy => "file_copy",
        }
    }
}
