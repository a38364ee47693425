//! Migrations that are deployed together, or one after the other.

use super::{TOGETHER, plan, position, read};
use crate::migration::{Inputs, make};

#[test]
fn the_schema_expands_before_the_application_and_contracts_once_the_old_one_is_removed() {
    let plan = plan(TOGETHER);
    let order = [
        "rooms-db/backfill-1",
        "rooms-app/deploy-new-side",
        "rooms-db/cutover-1",
        "rooms-app/canary-rooms_v5-to-100",
        "rooms-app/decommission-delete",
        "rooms-db/contract-1",
    ];
    let places: Vec<usize> = order.iter().map(|it| position(&plan, it)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_migration_comes_after_the_one_that_it_waits_for() {
    let plan = plan(TOGETHER);
    let last = plan.phases.iter().rposition(|it| it.migration == "rooms-app").unwrap();
    let first = plan.phases.iter().position(|it| it.migration == "rooms-report").unwrap();
    assert!(last < first);
    assert!(plan.phases[last].way_back.first_take_back.contains(&plan.phases[first].id));
    assert_eq!(plan.summaries[1].reaches, ["rooms-report"]);
}

#[test]
fn the_way_back_of_the_schema_waits_for_that_of_the_application() {
    let plan = plan(TOGETHER);
    let phase = |id: &str| plan.phases.iter().find(|it| it.id == id).unwrap();
    assert!(phase("rooms-db/validate").way_back.first_take_back.contains(&"rooms-app/deploy".to_owned()));
    assert!(phase("rooms-app/canary-rooms_v5").way_back.first_take_back.contains(&"rooms-app/validate".to_owned()));
    assert!(phase("rooms-db/cutover").way_back.first_take_back.contains(&"rooms-app/canary-rooms_v5".to_owned()));
    // Once the schema has contracted there is no way back of the application at all.
    let removed = phase("rooms-app/decommission");
    assert!(removed.way_back.first_take_back.contains(&"rooms-db/contract".to_owned()));
    assert!(removed.way_back.estimate.is_none(), "{removed:?}");
}

#[test]
fn a_deployment_that_is_noted_is_taken_back_by_a_note() {
    let plan = plan(TOGETHER);
    let step = plan.steps().find(|it| it.id == "rooms-db/cutover-1").unwrap();
    assert_eq!(step.inverse.estimate.as_ref(), Some(&step.estimate));
}

#[test]
fn everything_comes_after_what_it_waits_for() {
    for text in [TOGETHER, super::PARCELS, super::LEDGER] {
        let plan = plan(text);
        for step in plan.steps() {
            let at = position(&plan, &step.id);
            assert!(step.after.iter().all(|it| position(&plan, it) < at), "{}", step.id);
        }
    }
}

#[test]
fn what_waits_for_each_other_is_an_error() {
    let mut specification = read(TOGETHER);
    specification.migrations[1].after = vec!["rooms-report".to_owned()];
    let error = make(&specification, Inputs::new()).unwrap_err().to_string();
    assert!(error.contains("circle") && error.contains("rooms-app") && error.contains("rooms-report"), "{error}");
}
