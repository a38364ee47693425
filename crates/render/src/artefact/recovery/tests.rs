//! What the recovery of a specification is made of.

use super::*;
use crate::artefact::artefacts;
use crate::artefact::testing::plan_of;

const MILL: &str = "
id: mill
type: database
pattern: schema_change
source: PostgreSQL 15
target: PostgreSQL 15
tables: [{name: sacks, rows: 10000, size: 2 MB}]
schema_changes: [{table: sacks, changes: [{type: add_column, column: grain, data_type: text, nullable: true}]}]
";

#[test]
fn what_the_tool_needs_and_nobody_says_is_named() {
    let plan = plan_of(&format!("{MILL}recovery: {{tool: barman}}\n"));
    let refused = artefacts(&plan, None).unwrap_err();
    let fields: Vec<&str> = refused.missing.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["recovery.server", "recovery.side_folder", "recovery.database"]);
}

#[test]
fn each_phase_has_its_point_and_its_way_to_the_side() {
    let plan = plan_of(&format!(
        "{MILL}recovery: {{tool: pgbackrest, server: mill, side_folder: /srv/the side, database: mill}}\n"
    ));
    let files = artefacts(&plan, None).unwrap().files;
    let paths: Vec<&str> = files.iter().map(|it| it.path.as_str()).collect();
    for path in ["mill/recovery/base-backup.sh", "mill/recovery/compare.sh", "mill/expand/back/recover-to-side.sh"] {
        assert!(paths.contains(&path), "{path} is not among {paths:#?}");
    }
    let recover = files.iter().find(|it| it.path == "mill/recovery/recover.sh").unwrap();
    assert!(recover.executable && recover.text.contains("setting SIDE_FOLDER '/srv/the side'"));
    let names: std::collections::BTreeSet<String> = plan.phases.iter().map(|it| name_of(&plan, it)).collect();
    assert_eq!(names.len(), plan.phases.len());
    assert!(names.iter().all(|it| it.len() <= 63), "{names:?}");
}

#[test]
fn who_says_nothing_gets_nothing_and_is_told() {
    let made = artefacts(&plan_of(MILL), None).unwrap();
    assert!(made.files.iter().all(|it| !it.path.contains("recovery")));
    assert!(made.manifest.left_out.iter().any(|it| it.field == "recovery.tool"));
}
