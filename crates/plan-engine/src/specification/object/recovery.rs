//! How the data of a migration are brought back where no inverse of a step can.

use super::{Fields, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{Choice, Text, Whole, Words};
use crate::specification::model::{self, RecoveryTool};
use crate::specification::reader::Reader;

impl Words for RecoveryTool {
    const WHAT: &'static str = "tool of recovery";
    const ALL: &'static [(&'static str, Self)] = &[
        ("pg_basebackup", Self::PgBasebackup),
        ("pgbackrest", Self::Pgbackrest),
        ("barman", Self::Barman),
        ("mysqlbinlog", Self::Mysqlbinlog),
        ("file_copy", Self::FileCopy),
    ];
}

#[derive(Default)]
pub(super) struct Recovery {
    tool: Option<RecoveryTool>,
    server: Option<String>,
    backup_folder: Option<String>,
    log_archive: Option<String>,
    side_folder: Option<String>,
    side_port: Option<u32>,
    database: Option<String>,
}

impl Object for Recovery {
    type Made = model::Recovery;
    const NAME: &'static str = "recovery";
    const ABOUT: &'static str = "How the data are brought back where no inverse of a step can: from a backup and the log, into an \
                                 instance on the side first. Each phase then begins with a restore point.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Choice<RecoveryTool>>("tool", "What takes backups and brings them back.", |it| &mut it.tool)
            .required()
            .field::<Text>(
                "server",
                "What the tool calls the server: a stanza of pgBackRest, a server of Barman.",
                |it| &mut it.server,
            )
            .field::<Text>(
                "backup_folder",
                "The folder of the backup of pg_basebackup, mysqldump or the files.",
                |it| &mut it.backup_folder,
            )
            .field::<Text>(
                "log_archive",
                "The folder into which the log is archived: segments of WAL, or binary logs.",
                |it| &mut it.log_archive,
            )
            .field::<Text>("side_folder", "The empty folder of the instance on the side.", |it| &mut it.side_folder)
            .field::<Whole>("side_port", "The port of the instance on the side; 54329 unless told.", |it| {
                &mut it.side_port
            })
            .field::<Text>("database", "The database that is compared; the path of the file for SQLite.", |it| {
                &mut it.database
            })
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Recovery> {
        let recovery = model::Recovery {
            tool: self.tool?,
            server: self.server,
            backup_folder: self.backup_folder,
            log_archive: self.log_archive,
            side_folder: self.side_folder,
            side_port: self.side_port,
            database: self.database,
        };
        if recovery.side_port.is_some_and(|it| it > 65_535) {
            let message = "no port is above 65535";
            reader.report(Fault::error("out-of-range", message, seen.value("side_port")).help("write 1 to 65535"));
        }
        // Shells and configurations take them as they are; a quotation mark or a line break has no place in a path.
        for name in ["server", "backup_folder", "log_archive", "side_folder", "database"] {
            let value = match name {
                "server" => &recovery.server,
                "backup_folder" => &recovery.backup_folder,
                "log_archive" => &recovery.log_archive,
                "side_folder" => &recovery.side_folder,
                _ => &recovery.database,
            };
            if value.as_ref().is_some_and(|it| it.contains(['\'', '"', '\\', '$', '`', '%', '\n', '\r'])) {
                let message = format!("`{name}` holds a character that shells and configurations read otherwise");
                let help = "use a name without quotation marks, `\\`, `$`, `%` and backticks";
                reader.report(Fault::error("bad-value", message, seen.value(name)).help(help));
            }
        }
        Some(recovery)
    }
}
