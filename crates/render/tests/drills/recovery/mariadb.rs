//! MariaDB with a dump and its binary log.

use testkit::engine::MariaDb;

use crate::bench::{ends, free_port, plan, write};

const VINEYARD: &str = "
id: vineyard
type: database
pattern: schema_change
source: MariaDB 10
target: MariaDB 10
tables: [{name: vines, rows: 500, size: 1 MB}]
schema_changes: [{table: vines, changes: [{type: add_column, column: grape, data_type: text, nullable: true}]}]
";

#[test]
fn a_dump_and_the_binary_log_bring_every_row_back_on_the_side() {
    let Some(server) = MariaDb::start().unwrap() else {
        eprintln!("MariaDB is not installed: its drill was not run");
        return;
    };
    let folder = server.folder().display().to_string();
    let recovery = format!(
        "recovery: {{tool: mysqlbinlog, backup_folder: '{folder}/archive/dump', log_archive: '{folder}/archive', \
         side_folder: '{folder}/side', side_port: {}, database: vineyard}}\n",
        free_port()
    );
    write(&plan(&format!("{VINEYARD}{recovery}")), &server.folder().join("artefacts"));
    let run = |script: &str, arguments: &[&str], code: i32| {
        let path = format!("{folder}/artefacts/vineyard/{script}");
        let words: Vec<&str> = ["bash", &path].into_iter().chain(arguments.iter().copied()).collect();
        ends(server.command(&words).env("SOURCE_DEFAULTS", format!("{folder}/client.cnf")), code)
    };
    let rows = "SELECT * FROM vineyard.vines ORDER BY id; SELECT * FROM vineyard.tools";

    server.ask("CREATE DATABASE vineyard").unwrap();
    server.ask("CREATE TABLE vineyard.vines (id int PRIMARY KEY, note varchar(40), raw blob) ENGINE = InnoDB").unwrap();
    server
        .ask("USE vineyard; INSERT INTO vines SELECT seq, concat('vine ', seq), x'00ff27' FROM seq_1_to_300")
        .unwrap();
    run("recovery/base-backup.sh", &[], 0);
    server.ask("USE vineyard; INSERT INTO vines SELECT seq, 'young', NULL FROM seq_301_to_500").unwrap();
    server.ask("CREATE TABLE vineyard.tools (name text); INSERT INTO vineyard.tools VALUES ('knife')").unwrap();
    let point = run("expand/forward/00-restore-point.sh", &[], 0);
    let before = server.ask(rows).unwrap();
    server
        .ask("UPDATE vineyard.vines SET note = 'frost' WHERE id > 400; DROP TABLE vineyard.tools; FLUSH BINARY LOGS")
        .unwrap();

    run("expand/back/recover-to-side.sh", &[], 3);
    run("expand/back/recover-to-side.sh", &["--position", point.trim(), "--dry-run"], 0);
    let told = run("expand/back/recover-to-side.sh", &["--position", point.trim()], 1);
    assert!(told.contains("tools") && told.contains("vines"), "{told}");
    let side = format!("--defaults-file={folder}/side/side.cnf");
    let on_the_side = |statement: &str| {
        ends(&mut server.command(&["mariadb", &side, "--batch", "--skip-column-names", "--execute", statement]), 0)
    };
    let found = on_the_side(rows);
    on_the_side("SHUTDOWN");
    assert_eq!(found, before);
}
