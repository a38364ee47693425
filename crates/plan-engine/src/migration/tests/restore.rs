//! Restore points of migrations that say how their data are brought back.

use super::{plan, position};
use crate::specification::model::FactSource;

const CELLAR: &str = "
type: database
pattern: schema_change
source: PostgreSQL 14 in the cellar
target: PostgreSQL 16 in the cellar
tables: [{name: barrels, rows: 1M, size: 200 MB}]
recovery:
  tool: pgbackrest
  server: cellar
  side_folder: /srv/side
  side_port: 5499
";

#[test]
fn each_phase_begins_with_a_restore_point_that_cites_the_recovery() {
    let made = plan(CELLAR);
    assert!(made.phases.len() > 3);
    for phase in &made.phases {
        let first = &phase.steps[0];
        assert!(first.id.ends_with("restore-point"), "{} begins with {}", phase.id, first.id);
        assert!(first.basis.iter().any(|it| it.pointer == "/recovery/side_port"
            && matches!(&it.source, FactSource::Specification { at: Some(_), .. })));
    }
    let unused = made.notes.iter().filter(|it| it.says.contains("recovery")).count();
    assert_eq!(unused, 0, "{:#?}", made.notes);
    assert!(position(&made, "database/copy-restore-point") < position(&made, "database/copy-provision"));
}

#[test]
fn nobody_gets_one_unasked() {
    let without = CELLAR.split_once("recovery:").unwrap().0;
    assert!(plan(without).steps().all(|it| !it.id.contains("restore-point")));
}
