//! `SQLite` with copies of its file.

use std::process::Command;

use crate::bench::{ends, plan, write};

const HERBARIUM: &str = "
id: herbarium
type: database
pattern: schema_change
source: SQLite 3
target: SQLite 3
tables: [{name: leaves, rows: 300, size: 1 MB}]
schema_changes: [{table: leaves, changes: [{type: add_column, column: colour, data_type: text, nullable: true}]}]
";

#[test]
fn a_copy_of_the_file_brings_every_row_back_on_the_side() {
    let folder = std::env::temp_dir().join(format!("migration-architect-herbarium-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let home = folder.display().to_string();
    let file = format!("{home}/herbarium.sqlite");
    let recovery = format!(
        "recovery: {{tool: file_copy, backup_folder: '{home}/copies', side_folder: '{home}/side', database: '{file}'}}\n"
    );
    write(&plan(&format!("{HERBARIUM}{recovery}")), &folder.join("artefacts"));
    let run = |script: &str, arguments: &[&str], code: i32| {
        ends(Command::new("bash").arg(folder.join("artefacts/herbarium").join(script)).args(arguments), code)
    };
    let rows =
        |file: &str| ends(Command::new("sqlite3").args([file, "SELECT id, quote(leaf) FROM leaves ORDER BY id"]), 0);
    let change = |statement: &str| ends(Command::new("sqlite3").args([&file, statement]), 0);

    change(
        "PRAGMA journal_mode = WAL; CREATE TABLE leaves (id INTEGER PRIMARY KEY, leaf); INSERT INTO leaves VALUES (1, 'oak'), (2, x'00ff'), (3, NULL)",
    );
    let point = run("expand/forward/00-restore-point.sh", &[], 0);
    assert!(point.starts_with("sha256:"), "{point}");
    let before = rows(&file);
    // A point that is there stays as it is.
    change("DELETE FROM leaves WHERE id = 2; UPDATE leaves SET leaf = 'ash' WHERE id = 1");
    assert_eq!(run("expand/forward/00-restore-point.sh", &[], 0), point);
    let told = run("expand/back/recover-to-side.sh", &[], 1);
    assert!(told.contains(">   1,'oak'"), "{told}");
    assert_eq!(rows(&format!("{home}/side/side.sqlite")), before);
    run("expand/back/recover-to-side.sh", &[], 3);
    std::fs::remove_dir_all(&folder).unwrap();
}
