//! What each tool of recovery needs and is made of.

use plan_engine::specification::model::{Recovery, RecoveryTool};

const TARGET: &str = include_str!("target.sh");
const POSTGRES: &str = include_str!("postgres.sh");
const MYSQL: &str = include_str!("mysql.sh");
const SQLITE: &str = include_str!("sqlite.sh");

const BACKUP: &str = "Takes the backup that recovery begins with";
const POINT: &str = "Marks a restore point and notes its position";
const RECOVER: &str = "Brings the data up to a restore point into an instance on the side";
const COMPARE: &str = "Compares the rows in use with those of the instance on the side";

/// A script: the name of its file, what it is for, what it is made of.
type Parts = (&'static str, &'static str, &'static [&'static str]);

/// A tool of recovery.
pub(super) struct Tool {
    /// Fields of the specification without which it does nothing.
    pub(super) needs: &'static [&'static str],
    pub(super) scripts: &'static [Parts],
    /// Where and as whom it is run.
    pub(super) run_as: &'static str,
}

const POSTGRES_POINT: Parts = ("restore-point.sh", POINT, &[POSTGRES, include_str!("restore-point.sh")]);
const POSTGRES_COMPARE: Parts = ("compare.sh", COMPARE, &[POSTGRES, include_str!("compare.sh")]);
const POSTGRES_USER: &str =
    "Run it on the machine of the instance on the side, as a user other than root who may read the backup.";

static PG_BASEBACKUP: Tool = Tool {
    needs: &["backup_folder", "log_archive", "side_folder", "database"],
    scripts: &[
        ("base-backup.sh", BACKUP, &[POSTGRES, include_str!("base-backup-pg_basebackup.sh")]),
        POSTGRES_POINT,
        ("recover.sh", RECOVER, &[POSTGRES, TARGET, include_str!("recover-pg_basebackup.sh")]),
        POSTGRES_COMPARE,
    ],
    run_as: POSTGRES_USER,
};

static PGBACKREST: Tool = Tool {
    needs: &["server", "side_folder", "database"],
    scripts: &[
        ("base-backup.sh", BACKUP, &[include_str!("base-backup-pgbackrest.sh")]),
        POSTGRES_POINT,
        ("recover.sh", RECOVER, &[POSTGRES, TARGET, include_str!("recover-pgbackrest.sh")]),
        POSTGRES_COMPARE,
    ],
    run_as: POSTGRES_USER,
};

static BARMAN: Tool = Tool {
    needs: &["server", "side_folder", "database"],
    scripts: &[
        ("base-backup.sh", BACKUP, &[include_str!("base-backup-barman.sh")]),
        POSTGRES_POINT,
        ("recover.sh", RECOVER, &[POSTGRES, TARGET, include_str!("recover-barman.sh")]),
        POSTGRES_COMPARE,
    ],
    run_as: POSTGRES_USER,
};

static MYSQLBINLOG: Tool = Tool {
    needs: &["backup_folder", "log_archive", "side_folder", "database"],
    scripts: &[
        ("base-backup.sh", BACKUP, &[MYSQL, include_str!("base-backup-mysqlbinlog.sh")]),
        ("restore-point.sh", POINT, &[MYSQL, include_str!("restore-point-mysql.sh")]),
        ("recover.sh", RECOVER, &[MYSQL, include_str!("recover-mysqlbinlog.sh")]),
        ("compare.sh", COMPARE, &[MYSQL, include_str!("compare-mysql.sh")]),
    ],
    run_as: "Run it on the machine of the instance on the side, as a user other than root who may read the backup.",
};

static FILE_COPY: Tool = Tool {
    needs: &["backup_folder", "side_folder", "database"],
    scripts: &[
        ("restore-point.sh", POINT, &[SQLITE, include_str!("restore-point-sqlite.sh")]),
        ("recover.sh", RECOVER, &[SQLITE, include_str!("recover-file_copy.sh")]),
        ("compare.sh", COMPARE, &[SQLITE, include_str!("compare-sqlite.sh")]),
    ],
    run_as: "Run it on the machine of the file, as a user who may read and write it.",
};

impl Tool {
    pub(super) fn of(tool: RecoveryTool) -> &'static Self {
        match tool {
            RecoveryTool::PgBasebackup => &PG_BASEBACKUP,
            RecoveryTool::Pgbackrest => &PGBACKREST,
            RecoveryTool::Barman => &BARMAN,
            RecoveryTool::Mysqlbinlog => &MYSQLBINLOG,
            RecoveryTool::FileCopy => &FILE_COPY,
        }
    }

    /// Environment variables that a script needs, with what they hold.
    pub(super) fn secrets(&self, script: &str) -> Vec<(&'static str, &'static str)> {
        let parts = self.scripts.iter().filter(|(name, ..)| *name == script).flat_map(|(_, _, parts)| *parts);
        let text: String = parts.copied().collect();
        SECRETS.into_iter().filter(|(name, _)| text.contains(&format!("needed {name} "))).collect()
    }
}

const SECRETS: [(&str, &str); 2] = [
    ("SOURCE_URL", "the connection string of the engine in use"),
    ("SOURCE_DEFAULTS", "the path of an option file with host, port, user and password of the engine in use"),
];

/// The value of a field by its name.
pub(super) fn value<'a>(told: &'a Recovery, field: &str) -> Option<&'a str> {
    let value = match field {
        "server" => &told.server,
        "backup_folder" => &told.backup_folder,
        "log_archive" => &told.log_archive,
        "side_folder" => &told.side_folder,
        "database" => &told.database,
        _ => &None,
    };
    value.as_deref()
}

/// A value that a field may have.
pub(super) fn example(tool: RecoveryTool, field: &str) -> &'static str {
    match (field, tool) {
        ("server", _) => "main",
        ("backup_folder", _) => "/var/backups/base",
        ("log_archive", RecoveryTool::Mysqlbinlog) => "/var/backups/binlog",
        ("log_archive", _) => "/var/backups/wal",
        ("side_folder", _) => "/srv/side",
        (_, RecoveryTool::FileCopy) => "/srv/data/app.sqlite",
        _ => "app",
    }
}
