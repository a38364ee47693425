//! From every phase of every fixture's plan, the way back leads to the catalogue before.

use findings::SourceText;
use plan_engine::plan::{PhaseName, Plan, Side};
use plan_engine::{Fill, MakeOptions};
use rollback_gen::{compose, point_of_no_return};
use schema_diff::Dialect;
use schema_diff::catalogue::Catalogue;
use schema_diff::diff::{Rename, diff};
use schema_diff::read::{Limits, read};
use testkit::fixture::Fixture;

/// The plan of a fixture; none where it is refused.
fn plan(fixture: &Fixture) -> Option<Plan> {
    let dialect: Dialect = fixture.dialect.parse().unwrap();
    let reading = |text: &str| read(dialect, &[SourceText::new("a.sql", text)], &Limits::default());
    let (before, after) = (reading(&fixture.before), reading(&fixture.after));
    let mut renames = Rename::stated(&before, &after);
    renames.extend(fixture.options.renames.iter().map(|text| text.parse::<Rename>().unwrap()));
    let conversions = fixture.options.conversions.iter().map(|text| text.parse().unwrap()).collect();
    let fills = &fixture.options.fills;
    let fills = fills.iter().map(|(column, value)| Fill { column: column.clone(), expression: value.clone() });
    let options = MakeOptions::new().renames(renames).fills(fills.collect()).conversions(conversions).purge(true);
    plan_engine::make(Side::of(&before), Side::of(&after), &options).ok()
}

/// The differences between two catalogues, as text.
fn differences(left: &Catalogue, right: &Catalogue) -> Vec<String> {
    let difference = diff(left, right, &[]).unwrap();
    difference.changes.iter().map(|change| format!("{}: {:?}", change.path, change.kind)).collect()
}

#[test]
fn every_way_back_leads_to_the_catalogue_before() {
    let mut planned = 0;
    for fixture in Fixture::all().unwrap() {
        let Some(plan) = plan(&fixture) else { continue };
        planned += 1;
        for from in plan.phases.iter().map(|phase| phase.name).filter(|name| *name != PhaseName::Purge) {
            let done = plan.phases.iter().filter(|phase| phase.name <= from).flat_map(|phase| &phase.steps);
            let forwards = done.flat_map(|step| &step.effect);
            let rollback = compose(&plan, from);
            let back = rollback.steps().flat_map(|step| &step.effect);
            let mut now = plan.before.catalogue.clone();
            for edit in forwards.chain(back) {
                assert!(edit.apply(&mut now), "{} from {from}: {} does not apply", fixture.name, edit.path);
            }
            let left = differences(&now, &plan.before.catalogue);
            assert!(left.is_empty(), "{} from {from}: {left:#?}", fixture.name);
            assert_eq!(rollback.lost().count(), 0, "{} from {from}", fixture.name);
        }
    }
    assert!(planned >= 40, "only {planned} fixtures were planned");
}

#[test]
fn only_purge_has_no_way_back() {
    for fixture in Fixture::all().unwrap() {
        let point = plan(&fixture).as_ref().and_then(point_of_no_return);
        assert!(point.as_ref().is_none_or(|point| point.phase == PhaseName::Purge), "{}: {point:?}", fixture.name);
    }
}

#[test]
fn a_phase_runs_the_versions_of_the_states_that_it_passes_through() {
    for fixture in Fixture::all().unwrap() {
        let Some(plan) = plan(&fixture) else { continue };
        for from in plan.phases.iter().map(|phase| phase.name) {
            let rollback = compose(&plan, from);
            let mut running = rollback.versions.clone();
            for phase in &rollback.phases {
                for name in &phase.takes_back {
                    let taken_back = plan.phases.iter().find(|it| it.name == *name).unwrap();
                    assert_eq!(taken_back.versions, phase.versions, "{} from {from}: {name}", fixture.name);
                }
                if let Some(point) = &phase.deployment {
                    running.retain(|version| !point.stop.contains(version));
                    running.extend(&point.deploy);
                    running.sort();
                }
                assert_eq!(running, phase.versions, "{} from {from}: {}", fixture.name, phase.name);
            }
        }
    }
}
