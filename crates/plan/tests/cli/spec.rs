//! `plan make --spec`: checking a specification.

use super::{folder, plan};

const FINE: &str = "
name: billing
roles: [{name: dba, people: 2}]
migrations:
- id: database
  type: database
  pattern: schema_change
  source: PostgreSQL 14
  target: PostgreSQL 17
  owner: dba
  tables: [{name: invoices, rows: 3M}, {name: lines, rows: 40M}]
- id: service
  type: service
  pattern: canary
  source: old
  target: new
  together_with: database
  flags: [{name: new-billing, stages: [{percentage: 5, hold: 2h}, {percentage: 100}]}]
";

#[test]
fn a_specification_is_summed_up() {
    let folder = folder("specification");
    std::fs::write(folder.join("fine.yaml"), FINE).unwrap();
    let ran = plan(&folder, "make --spec fine.yaml --validate");
    assert_eq!(ran.stdout, "fine: 2 migrations, 2 tables, 1 flag, 1 role\n", "{ran:?}");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let ran = plan(&folder, "make --spec fine.yaml --validate --rename a=b");
    assert!(ran.code == 3 && ran.stderr.contains("renames"), "{ran:?}");
    let ran = plan(&folder, "make --spec nowhere.yaml --validate");
    assert!(ran.code == 3 && ran.stderr.contains("nowhere.yaml: cannot be read"), "{ran:?}");
}

#[test]
fn faults_are_shown_where_they_stand() {
    let folder = folder("broken-specification");
    let broken =
        FINE.replace("hold: 2h", "hold: 2 hours").replace("owner", "ownr").replace("together_with: d", "after: d");
    std::fs::write(folder.join("broken.yaml"), broken.replace("after: database", "after: databse")).unwrap();
    let ran = plan(&folder, "make --spec broken.yaml --validate");
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
    for expected in [
        "error[unknown-field]: unknown field `ownr` in migration",
        "--> broken.yaml:10:3",
        "did you mean `owner`?",
        "broken.yaml:17:10",
        "did you mean `database`?",
        "`2 hours` is no duration",
        "^^^^^^^",
        "broken.yaml: 3 things to correct",
    ] {
        assert!(ran.stderr.contains(expected), "`{expected}` is missing:\n{}", ran.stderr);
    }
}
