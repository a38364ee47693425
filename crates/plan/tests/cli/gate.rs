//! `plan gate`: the gates of a plan name checks, and their answers decide.

use std::path::Path;

use super::{folder, plan};

const SPECIFICATION: &str = "
name: harbour
migrations:
- id: harbour-db
  type: database
  pattern: dual_write
  source: PostgreSQL 13
  target: PostgreSQL 16
  tables: [{name: berths, rows: 30k}]
  phases:
  - {name: tidy-up, description: look through the berths, checks: [berths are the same, number of berths]}
";

const CHECKS: &str = "[connections.old]
url = \"sqlite:old.db\"
[connections.new]
url = \"sqlite:new.db\"
[defaults]
source = \"old\"
target = \"new\"
[[table]]
name = \"berths are the same\"
table = \"berths\"
[[count]]
name = \"number of berths\"
table = \"berths\"
";

fn database(path: &Path, metres: i32) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let create =
        "CREATE TABLE berths (id INTEGER PRIMARY KEY, metres INTEGER); INSERT INTO berths VALUES (1, 12), (2, ";
    connection.execute_batch(&format!("{create}{metres})")).unwrap();
}

#[test]
fn checks_of_a_phase_are_a_gate_that_is_met_or_not() {
    let folder = folder("gate-checks");
    std::fs::write(folder.join("harbour.yaml"), SPECIFICATION).unwrap();
    std::fs::write(folder.join("checks.toml"), CHECKS).unwrap();
    database(&folder.join("old.db"), 30);
    database(&folder.join("new.db"), 31);
    let made = plan(&folder, "make --spec harbour.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    let shown = plan(&folder, "show plan.json --format markdown");
    assert!(shown.stdout.contains("berths are the same"), "{}", shown.stdout);

    let ask = "gate plan.json --phase harbour-db/tidy-up --checks checks.toml";
    let differs = plan(&folder, ask);
    assert_eq!(differs.code, 1, "{differs:?}");
    assert!(differs.stdout.contains("not met") && differs.stdout.contains("reconcile repair"), "{differs:?}");
    assert!(differs.stdout.contains("  met                   the check `number of berths`"), "{differs:?}");

    std::fs::remove_file(folder.join("new.db")).unwrap();
    database(&folder.join("new.db"), 30);
    let same = plan(&folder, ask);
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.stdout.contains("1 gate: met"), "{same:?}");

    // Metrics and engines that are not here are never taken for met.
    let all = plan(&folder, "gate plan.json --checks checks.toml");
    assert_eq!(all.code, 3, "{all:?}");
    assert!(all.stdout.contains("cannot be asked here"), "{all:?}");
    let without = plan(&folder, "gate plan.json --step harbour-db/tidy-up-checks");
    assert_eq!(without.code, 3, "{without:?}");
    assert!(without.stdout.contains("no file of checks is given"), "{without:?}");
    std::fs::remove_file(folder.join("new.db")).unwrap();
    assert_eq!(plan(&folder, ask).code, 3, "a side that is gone tells nothing");
}

#[test]
fn what_is_misspelt_is_never_met() {
    let folder = folder("gate-names");
    std::fs::write(folder.join("harbour.yaml"), SPECIFICATION).unwrap();
    std::fs::write(folder.join("checks.toml"), CHECKS.replace("number of berths", "count")).unwrap();
    database(&folder.join("old.db"), 30);
    database(&folder.join("new.db"), 30);
    assert_eq!(plan(&folder, "make --spec harbour.yaml -o plan.json").code, 0);
    let phase = plan(&folder, "gate plan.json --phase harbour-db/tidy --checks checks.toml");
    assert!(phase.code == 3 && phase.stderr.contains("harbour-db/tidy-up"), "{phase:?}");
    let step = plan(&folder, "gate plan.json --step harbour-db/tidy-up-check");
    assert!(step.code == 3 && step.stderr.contains("harbour-db/tidy-up-checks"), "{step:?}");
    let check = plan(&folder, "gate plan.json --phase harbour-db/tidy-up --checks checks.toml");
    assert!(check.code == 3 && check.stdout.contains("has no check `number of berths`"), "{check:?}");
}
