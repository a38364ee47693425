//! PostgreSQL with each of its tools.

use std::path::PathBuf;
use std::process::Command;

use testkit::engine::{Binaries, Postgres};

use crate::bench::{ends, free_port, has, plan, write};

/// A server with an archive, the artefacts of a plan beside it, and an instance on the side that is stopped at the end.
struct Drill {
    server: Postgres,
    binaries: Binaries,
    side_port: u16,
    environment: Vec<(&'static str, String)>,
}

impl Drop for Drill {
    fn drop(&mut self) {
        let pg_ctl = self.binaries.program("pg_ctl");
        let side = self.server.folder().join("side");
        // It may never have come up.
        let _ = self
            .server
            .command(&[&pg_ctl.to_string_lossy(), "-D", &side.to_string_lossy(), "-m", "immediate", "stop"])
            .output();
    }
}

const BREWERY: &str = "
id: brewery
type: database
pattern: schema_change
source: PostgreSQL 15
target: PostgreSQL 15
tables: [{name: casks, rows: 3000, size: 1 MB}]
schema_changes: [{table: casks, changes: [{type: add_column, column: hops, data_type: text, nullable: true}]}]
";

const ROWS: &str =
    "CREATE TABLE casks (id bigint PRIMARY KEY, label text, filled timestamptz DEFAULT '2026-02-03 04:05:06+01');
    INSERT INTO casks SELECT n, 'cask ' || n FROM generate_series(1, 2000) AS n;
    CREATE TABLE \"Old ledger\" (line text); INSERT INTO \"Old ledger\" VALUES ('first');";

impl Drill {
    /// `recovery` is what the specification says of it, `{folder}` the folder of the server.
    fn new(settings: &[&str], recovery: &str) -> Self {
        let binaries = Binaries::find(None).unwrap();
        let base = ["wal_level=replica", "max_wal_senders=5", "archive_mode=on", "full_page_writes=on"];
        let all: Vec<&str> = base.iter().chain(settings).copied().collect();
        let server = Postgres::start_with(&binaries, &all).unwrap();
        let side_port = free_port();
        let folder = server.folder().display().to_string();
        let specification = format!("{BREWERY}{}\n  side_port: {side_port}\n", recovery.replace("{folder}", &folder));
        write(&plan(&specification), &server.folder().join("artefacts"));
        let source = format!("host=127.0.0.1 port={} user=postgres dbname=brewery", server.port());
        let bin = binaries.program("").display().to_string();
        let environment = vec![("SOURCE_URL", source), ("PG_BIN", bin.trim_end_matches('/').to_owned())];
        let drill = Self { server, binaries, side_port, environment };
        drill.sql("postgres", "CREATE DATABASE brewery");
        drill.sql("brewery", ROWS);
        drill
    }

    fn psql(port: u16, database: &str, statement: &str) -> String {
        let dsn = format!("host=127.0.0.1 port={port} user=postgres dbname={database}");
        ends(
            Command::new("psql").args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", &dsn, "-c", statement]),
            0,
        )
    }

    fn sql(&self, database: &str, statement: &str) -> String {
        Self::psql(self.server.port(), database, statement)
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.server.folder().join(name)
    }

    /// Runs a script of the plan, which has to end with `code`.
    fn run(&self, script: &str, arguments: &[&str], code: i32) -> String {
        let path = self.folder("artefacts/brewery").join(script).display().to_string();
        let words: Vec<&str> = ["bash", &path].into_iter().chain(arguments.iter().copied()).collect();
        let environment = self.environment.iter().map(|(name, value)| (*name, value.as_str()));
        ends(self.server.command(&words).envs(environment), code)
    }

    /// All rows of the database on `port`, in an order of their own.
    fn rows(port: u16) -> String {
        Self::psql(port, "brewery", "SELECT c::text FROM casks c ORDER BY id")
            + &Self::psql(port, "brewery", "SELECT * FROM \"Old ledger\"")
    }

    /// The drill itself; `archived` sees to it that the archive has what the server gave it.
    fn carry_out(&self, archived: impl Fn(&Self)) {
        self.run("recovery/base-backup.sh", &[], 0);
        self.sql("brewery", "INSERT INTO casks SELECT n, 'late ' || n FROM generate_series(2001, 3000) AS n");
        let point = self.run("expand/forward/00-restore-point.sh", &[], 0);
        assert!(point.contains('/'), "{point}");
        archived(self);
        let before = Self::rows(self.server.port());
        self.sql("brewery", "UPDATE casks SET label = 'spoilt' WHERE id % 7 = 0; DELETE FROM casks WHERE id > 2500; DROP TABLE \"Old ledger\"");
        self.sql("brewery", "CREATE TABLE after_it (x int)");
        // Nothing happens where nothing is to be done.
        self.run("expand/back/recover-to-side.sh", &["--dry-run"], 0);
        assert!(!self.folder("side").exists());
        // The rows in use differ from those on the side, which the script says by its code.
        let told = self.run("expand/back/recover-to-side.sh", &[], 1);
        for says in [
            "public.casks: 857 rows only on the side",
            "\"Old ledger\": is on the side instance only",
            "public.after_it",
        ] {
            assert!(told.contains(says), "{told}");
        }
        assert_eq!(Self::rows(self.side_port), before);
        // What lies on the side is never written over.
        self.run("expand/back/recover-to-side.sh", &[], 3);
        assert_eq!(Self::rows(self.side_port), before);
        self.run("recovery/recover.sh", &["--name", "it's"], 3);
    }
}

#[test]
fn pg_basebackup_and_an_archive_bring_every_row_back_on_the_side() {
    let archive = "archive_command=cp %p {folder}/archive/%f";
    let drill = Drill::new(
        &[archive],
        "recovery:\n  tool: pg_basebackup\n  backup_folder: '{folder}/base'\n  log_archive: '{folder}/archive'\n  side_folder: '{folder}/side'\n  database: brewery",
    );
    drill.carry_out(|_| {});
    // A whole backup is not taken twice.
    drill.run("recovery/base-backup.sh", &[], 0);
}

#[test]
fn pgbackrest_brings_every_row_back_on_the_side() {
    if !has("pgbackrest") {
        eprintln!("pgBackRest is not installed: its drill was not run");
        return;
    }
    let archive =
        "archive_command=pgbackrest --config={folder}/archive/pgbackrest.conf --stanza=brewery archive-push %p";
    let mut drill = Drill::new(
        &[archive],
        "recovery:\n  tool: pgbackrest\n  server: brewery\n  side_folder: '{folder}/side'\n  database: brewery",
    );
    let folder = drill.server.folder().display().to_string();
    let archive = drill.folder("archive").display().to_string();
    let configuration = format!(
        "[global]\nrepo1-path={archive}/repo\nrepo1-retention-full=2\nlog-path={archive}/log\nlock-path={archive}/lock\n\
         spool-path={archive}/spool\nstart-fast=y\n[brewery]\npg1-path={folder}/data\npg1-port={}\npg1-socket-path={folder}\n\
         pg1-user=postgres\n",
        drill.server.port()
    );
    std::fs::write(drill.folder("archive/pgbackrest.conf"), configuration).unwrap();
    drill.environment.push(("PGBACKREST_CONFIG", format!("{archive}/pgbackrest.conf")));
    let config = format!("--config={archive}/pgbackrest.conf");
    ends(&mut drill.server.command(&["pgbackrest", &config, "--stanza=brewery", "stanza-create"]), 0);
    drill.carry_out(|_| {});
}

#[test]
fn barman_brings_every_row_back_on_the_side() {
    if !has("barman") {
        eprintln!("Barman is not installed: its drill was not run");
        return;
    }
    let archive = "archive_command=cp %p {folder}/archive/brewery/incoming/%f";
    let mut drill = Drill::new(
        &[archive],
        "recovery:\n  tool: barman\n  server: brewery\n  side_folder: '{folder}/side'\n  database: brewery",
    );
    let archive = drill.folder("archive").display().to_string();
    let dsn = format!("host=127.0.0.1 port={} user=postgres dbname=postgres", drill.server.port());
    let programs = drill.binaries.program("").display().to_string();
    let user = ends(&mut drill.server.command(&["id", "-un"]), 0);
    let configuration = format!(
        "[barman]\nbarman_home={archive}\nbarman_user={}\nlog_file={archive}/barman.log\nconfiguration_files_directory={archive}/none\n\
         [brewery]\ndescription=brewery\nconninfo={dsn}\nstreaming_conninfo={dsn}\nbackup_method=postgres\nimmediate_checkpoint=true\narchiver=on\n\
         path_prefix={programs}\n",
        user.trim()
    );
    let file = format!("{archive}/barman.conf");
    std::fs::write(&file, configuration).unwrap();
    let barman =
        |drill: &Drill, word: &str| ends(&mut drill.server.command(&["barman", "--config", &file, word, "brewery"]), 0);
    ends(&mut drill.server.command(&["mkdir", "-p", &format!("{archive}/brewery/incoming")]), 0);
    drill.environment.push(("BARMAN_CONFIG", file.clone()));
    ends(&mut drill.server.command(&["barman", "--config", &file, "cron"]), 0);
    // Barman is content with a server once a segment has come.
    drill.sql("postgres", "SELECT pg_create_restore_point('first'), pg_switch_wal()");
    while drill.sql("postgres", "SELECT archived_count > 0 FROM pg_stat_archiver").trim() != "t" {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    barman(&drill, "archive-wal");
    drill.carry_out(|drill| {
        barman(drill, "archive-wal");
    });
}
