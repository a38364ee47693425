//! Scripts of phases and gates as bash and shellcheck take them.

use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::validator;

use crate::artefact::testing::plan_of;
use crate::artefact::{ArtefactFormat, artefacts};

const BAKERY: &str = "
migrations:
- id: bakery
  type: database
  pattern: schema_change
  source: PostgreSQL 15
  target: PostgreSQL 15
  tables: [{name: loaves, rows: 10000, size: 2 MB}]
  schema_changes:
  - table: loaves
    changes:
    - {type: add_column, column: crust, data_type: text, nullable: true}
    - {type: drop_column, column: crumb}
  recovery: {tool: pgbackrest, server: bakery, side_folder: /srv/side, database: bakery}
- id: oven
  type: service
  pattern: canary
  source: oven's keeper $(id) 1
  target: oven `id` 2
  together_with: bakery
  flags: [{name: oven-2, stages: [{percentage: 5, hold: 30m}, {percentage: 100, hold: 1h}]}]
  monitoring: {critical_metrics: [error_rate], alert_thresholds: {error_rate: 1%}}
";

/// A folder with the artefacts of `specification`, and the paths of those that are scripts.
fn written(specification: &str, name: &str) -> (PathBuf, Vec<PathBuf>) {
    let folder = std::env::temp_dir().join(format!("migration-architect-{name}-{}", std::process::id()));
    let mut scripts = Vec::new();
    for artefact in artefacts(&plan_of(specification), None).unwrap().files {
        let path = folder.join(&artefact.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &artefact.text).unwrap();
        if artefact.format == ArtefactFormat::Shell {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(&path, mode).unwrap();
            scripts.push(path);
        }
    }
    (folder, scripts)
}

/// How a script ends, and what it says.
fn ends(script: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
    let output = Command::new(script).args(arguments).envs(environment.iter().copied()).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_script_is_clean_and_does_nothing_where_it_is_only_tried() {
    let (folder, scripts) = written(BAKERY, "bakery");
    assert!(scripts.len() > 20, "{scripts:#?}");
    validator::shellcheck(&scripts).unwrap();
    let runs = scripts.iter().filter(|it| it.ends_with("forward/run.sh"));
    for script in runs {
        let environment =
            [("TARGET_URL", "host=127.0.0.1 port=1 dbname=none"), ("SOURCE_URL", "host=127.0.0.1 port=1 dbname=none")];
        let (code, said) = ends(script, &["--dry-run"], &environment);
        // A restore point asks the engine whether it has an archive before it says what it would do.
        let expected = if said.contains("archive_mode") || said.contains("does not answer") { 3 } else { 0 };
        assert_eq!(code, expected, "{}: {said}", script.display());
        assert_eq!(ends(script, &["--quickly"], &[]).0, 3);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

const CELLAR: &str = "
id: cellar
type: database
pattern: schema_change
source: SQLite 3
target: SQLite 3
tables: [{name: jars, rows: 100, size: 1 MB}]
schema_changes: [{table: jars, changes: [{type: add_column, column: lid, data_type: text, nullable: true}]}]
";

#[test]
fn a_gate_says_by_its_code_whether_it_holds() {
    let (folder, _) = written(CELLAR, "cellar");
    let file = folder.join("cellar.sqlite");
    let gate = folder.join("gate.sh");
    let url = format!("sqlite:{}", file.display());
    let sqlite =
        |statement: &str| assert!(Command::new("sqlite3").arg(&file).arg(statement).status().unwrap().success());
    sqlite("CREATE TABLE jars (id INTEGER PRIMARY KEY); INSERT INTO jars VALUES (1), (2), (3)");
    let with = |criterion: &str| {
        let body = format!("{criterion}\ngate \"$@\"\n");
        let text = super::Script { about: &[], settings: &[], parts: &[include_str!("gate.sh"), &body] }.text();
        std::fs::write(&gate, text).unwrap();
        std::fs::set_permissions(&gate, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    };
    let rows = "'SELECT count(*) FROM jars'";
    let told = [
        (format!("criterion jars equal 3 0 0 sql SOURCE_URL {rows}"), 0),
        (format!("criterion jars at_most 2.5 0 0 sql SOURCE_URL {rows}"), 1),
        (format!("criterion jars at_least 3 0 0 sql SOURCE_URL {rows}"), 0),
        (format!("criterion jars equal 0 0 0 both {rows} {rows}"), 0),
        (format!("criterion jars equal 0 0 0 both {rows} 'SELECT 1'"), 1),
        // No answer, no number and no table are no answer.
        ("criterion jars equal 0 0 0 sql SOURCE_URL 'SELECT NULL'".to_owned(), 3),
        ("criterion jars equal 0 0 0 sql SOURCE_URL \"SELECT 'many'\"".to_owned(), 3),
        ("criterion jars equal 0 0 0 sql SOURCE_URL 'SELECT count(*) FROM lids'".to_owned(), 3),
        ("criterion jars equal 0 0 0 sql OTHER_URL 'SELECT 0'".to_owned(), 3),
        // Too few samples, enough of them.
        (format!("criterion jars equal 0 0 4 sql SOURCE_URL 'SELECT 0' -- sql SOURCE_URL {rows}"), 1),
        (format!("criterion jars equal 0 0 3 sql SOURCE_URL 'SELECT 0' -- sql SOURCE_URL {rows}"), 0),
        // The one that fails decides, wherever it stands.
        (format!("criterion a equal 3 0 0 sql SOURCE_URL {rows}\ncriterion b equal 4 0 0 sql SOURCE_URL {rows}"), 1),
    ];
    for (criterion, code) in told {
        with(&criterion);
        let (found, said) = ends(&gate, &[], &[("SOURCE_URL", &url), ("TARGET_URL", &url)]);
        assert_eq!(found, code, "{criterion}\n{said}");
    }
    // It has to hold for its time, from when the step began.
    with(&format!("criterion jars equal 3 2 0 sql SOURCE_URL {rows}"));
    let environment = [("SOURCE_URL", url.as_str()), ("EVERY", "1")];
    assert_eq!(ends(&gate, &["--once"], &environment).0, 1);
    assert_eq!(ends(&gate, &[], &environment).0, 0);
    assert_eq!(ends(&gate, &["--once"], &[("SOURCE_URL", &url), ("SINCE", "1000")]).0, 0);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_a_person_does_stops_a_phase_until_it_is_said_to_be_done() {
    let (folder, _) = written(BAKERY, "bakery-by-hand");
    let script = folder.join("oven/canary-oven-2/forward/run.sh");
    let (code, said) = ends(&script, &[], &[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("set oven-2 to 5 %") && said.contains("DONE="), "{said}");
    let set = folder.join("set-traffic");
    std::fs::write(&set, format!("#!/bin/sh\necho \"$1 $2\" >>'{}'\n", folder.join("said").display())).unwrap();
    std::fs::set_permissions(&set, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    // Without Prometheus the gate behind the first stage cannot tell.
    let (code, said) =
        ends(&script, &[], &[("SET_TRAFFIC", set.to_str().unwrap()), ("LONGEST_WAIT", "0"), ("DONE", "all")]);
    assert!(code == 3 && said.contains("PROMETHEUS_URL") || code == 1 && said.contains("to go"), "{code}: {said}");
    assert_eq!(std::fs::read_to_string(folder.join("said")).unwrap(), "oven-2 5\n");
    std::fs::remove_dir_all(folder).unwrap();
}
