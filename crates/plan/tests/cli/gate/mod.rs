//! `plan gate`: the gates of a plan name checks, queries and metrics, and their answers decide.

mod approvals;
mod guide;
mod metrics;
mod script;

use std::path::{Path, PathBuf};

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
[[aggregate]]
name = \"metres of quay\"
table = \"berths\"
of = [\"sum(metres)\"]
";

fn database(path: &Path, metres: i32) {
    let _ = std::fs::remove_file(path);
    let connection = rusqlite::Connection::open(path).unwrap();
    let create =
        "CREATE TABLE berths (id INTEGER PRIMARY KEY, metres INTEGER); INSERT INTO berths VALUES (1, 12), (2, ";
    connection.execute_batch(&format!("{create}{metres})")).unwrap();
}

/// A folder with the plan of `specification`, the checks and the databases of both sides, which differ in metres.
fn harbour(test: &str, specification: &str, checks: &str) -> PathBuf {
    let folder = folder(test);
    std::fs::write(folder.join("harbour.yaml"), specification).unwrap();
    std::fs::write(folder.join("checks.toml"), checks).unwrap();
    database(&folder.join("old.db"), 30);
    database(&folder.join("new.db"), 31);
    let made = plan(&folder, "make --spec harbour.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    folder
}

/// A text in one line, whatever the width of the columns that it was laid out for.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn checks_of_a_phase_are_a_gate_that_is_met_or_not() {
    let folder = harbour("gate-checks", SPECIFICATION, CHECKS);
    let shown = plan(&folder, "show plan.json --format markdown");
    assert!(shown.stdout.contains("berths are the same"), "{}", shown.stdout);

    let ask = "gate plan.json --phase harbour-db/tidy-up --checks checks.toml";
    let differs = plan(&folder, ask);
    assert_eq!(differs.code, 1, "{differs:?}");
    assert!(differs.stdout.contains("✗") && differs.stdout.contains("reconcile repair"), "{differs:?}");
    assert!(differs.stdout.ends_with("NOT MET: 1 gate, 1 of 2 conditions not met\n"), "{differs:?}");

    database(&folder.join("new.db"), 30);
    let same = plan(&folder, ask);
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.stdout.ends_with("MET: 1 gate, 2 conditions\n"), "{same:?}");

    // Metrics and engines that are not here are never taken for met.
    let all = plan(&folder, "gate plan.json --checks checks.toml");
    assert_eq!(all.code, 3, "{all:?}");
    assert!(flat(&all.stdout).contains("no monitoring is given"), "{all:?}");
    let without = plan(&folder, "gate plan.json --step harbour-db/tidy-up-checks");
    assert_eq!(without.code, 3, "{without:?}");
    assert!(flat(&without.stdout).contains("no file of checks is given"), "{without:?}");
    std::fs::remove_file(folder.join("new.db")).unwrap();
    assert_eq!(plan(&folder, ask).code, 3, "a side that is gone tells nothing");
}

/// Three phases end with a check each.
#[test]
fn of_three_gates_the_one_that_is_not_met_is_told_with_its_numbers() {
    let (head, _) = SPECIFICATION.rsplit_once("  - {name: tidy-up").unwrap();
    let phases = "  - {name: look, description: look through the berths, checks: [number of berths]}\n  \
                  - {name: measure, description: measure the quay, checks: [metres of quay]}\n  \
                  - {name: count, description: count the berths, checks: [number of long berths]}\n";
    let long = "[[count]]\nname = \"number of long berths\"\ntable = \"berths\"\nwhere = \"metres > 20\"\n";
    let folder = harbour("gate-three", &format!("{head}{phases}"), &format!("{CHECKS}{long}"));
    let steps = ["look", "measure", "count"].map(|it| format!("--step harbour-db/{it}-checks")).join(" ");
    let ask = format!("gate plan.json {steps} --checks checks.toml");
    let asked = plan(&folder, &ask);
    assert_eq!(asked.code, 1, "{asked:?}");
    let unmet: Vec<&str> = asked.stdout.lines().filter(|it| it.contains('✗')).collect();
    assert!(unmet.len() == 1 && unmet[0].contains("metres of quay"), "{asked:?}");
    let says = flat(&asked.stdout);
    assert!(says.contains("NOT MET: 3 gates, 1 of 3 conditions not met"), "{says}");

    let json = plan(&folder, &format!("{ask} --format json"));
    assert_eq!(json.code, 1, "{json:?}");
    let report: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((report["kind"].as_str(), report["outcome"].as_str()), (Some("gate_report"), Some("not_met")));
    let gates = report["gates"].as_array().unwrap();
    let of = |name: &str| gates.iter().find(|it| it["phase"] == format!("harbour-db/{name}")).unwrap();
    let outcomes = ["look", "measure", "count"].map(|it| of(it)["outcome"].as_str().unwrap());
    assert_eq!(outcomes, ["met", "not_met", "met"]);
    let condition = &of("measure")["conditions"][0];
    assert_eq!((condition["kind"].as_str(), condition["found"].as_f64()), (Some("check"), Some(1.0)));
    let by = "sum(metres): 42 in the source, 43 in the target (+1)";
    assert!(condition["says"].as_str().unwrap().contains(by), "{condition}");

    let junit = plan(&folder, &format!("{ask} --format junit"));
    assert_eq!(junit.code, 1, "{junit:?}");
    assert!(junit.stdout.contains("tests=\"3\" failures=\"1\" errors=\"0\""), "{junit:?}");
    assert!(junit.stdout.contains(by), "{junit:?}");
}

#[test]
fn what_is_misspelt_is_never_met_and_what_is_near_is_told() {
    let folder = harbour("gate-names", SPECIFICATION, &CHECKS.replace("number of berths", "number-of-berth"));
    let phase = plan(&folder, "gate plan.json --phase harbour-db/tidy --checks checks.toml");
    assert!(phase.code == 3 && phase.stderr.contains("harbour-db/tidy-up"), "{phase:?}");
    let step = plan(&folder, "gate plan.json --step harbour-db/tidy-up-check");
    assert!(step.code == 3 && step.stderr.contains("harbour-db/tidy-up-checks"), "{step:?}");
    // The check that fails is not even run: a name that is not there is told first.
    let check = plan(&folder, "gate plan.json --phase harbour-db/tidy-up --checks checks.toml");
    assert!(check.code == 3 && check.stdout.is_empty(), "{check:?}");
    for says in [
        "checks.toml has no check `number of berths`: is it `number-of-berth` (checks.toml:11)?",
        "harbour-db/tidy-up-checks, harbour.yaml:11:",
    ] {
        assert!(check.stderr.contains(says), "{check:?}");
    }
}

/// A proof runs on a scratch database, which has no other side that a check could look at.
#[test]
fn a_proof_says_that_it_asks_no_gates_between_phases() {
    let folder = super::planned("gate-proof");
    let specification = "name: shop\nmigrations:\n- id: shop-db\n  type: database\n  pattern: schema_change\n  source: SQLite 3\n  \
                         target: SQLite 3\n  schema: {before: before.sql, after: after.sql, dialect: sqlite}\n  phases:\n  \
                         - {name: look, description: look through the orders, checks: [orders are the same]}\n";
    std::fs::write(folder.join("shop.yaml"), specification).unwrap();
    let made = plan(&folder, "make --spec shop.yaml -o shop.json");
    assert_eq!(made.code, 0, "{made:?}");
    let proven = plan(&folder, "prove shop.json --rows 3 --format json");
    let proof: serde_json::Value = serde_json::from_str(&proven.stdout).unwrap();
    let skipped = proof["skipped"].as_array().unwrap();
    let told =
        |it: &serde_json::Value| it.as_str().is_some_and(|it| it.contains("`plan gate`") && it.contains("the gate "));
    assert!(skipped.iter().any(told), "{skipped:?}");
    let schema = plan(&folder, "prove plan.json --rows 3 --format json");
    assert!(!schema.stdout.contains("plan gate"), "a plan of one schema has no such gates: {schema:?}");
}
