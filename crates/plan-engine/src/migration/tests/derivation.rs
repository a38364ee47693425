//! What a specification tells is visible and used, and a figure that changes moves what cites it and nothing else.

use std::collections::BTreeSet;

use super::{LEDGER, PARCELS, plan, position, read, step};
use crate::migration::model::{AnyPlan, Holds, Measure, MigrationPlan, Work};
use crate::specification::model::FactSource;

/// The steps that differ between the plans of two texts.
fn moved(before: &str, after: &str) -> BTreeSet<String> {
    let (before, after) = (plan(before), plan(after));
    let differs = |one: &MigrationPlan, other: &MigrationPlan| {
        let its = one.steps().filter(|it| other.steps().find(|that| that.id == it.id) != Some(it));
        its.map(|it| it.id.clone()).collect::<BTreeSet<_>>()
    };
    &differs(&before, &after) | &differs(&after, &before)
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn every_step_says_what_it_is_derived_from() {
    for text in [PARCELS, LEDGER, super::TOGETHER] {
        for step in plan(text).steps() {
            assert!(!step.basis.is_empty(), "{}", step.id);
            assert!(!step.estimate.inputs.is_empty(), "{}", step.id);
            assert!(!step.why.is_empty(), "{}", step.id);
        }
    }
}

#[test]
fn places_are_those_of_the_file() {
    let plan = plan(PARCELS);
    let stage = step(&plan, "service/canary-parcels_on_new-to-30");
    let FactSource::Specification { file, at: Some(at) } = &stage.basis[0].source else { panic!("{:?}", stage.basis) };
    let line = PARCELS.lines().nth(at.line - 1).unwrap();
    assert_eq!(file, "plan.yaml");
    assert!(line[at.column - 1..].starts_with("{percentage: 30, duration_hours: 9}"), "{line}");
}

#[test]
fn the_schedule_of_a_flag_becomes_stages_that_are_held_and_judged() {
    let plan = plan(PARCELS);
    let stage = step(&plan, "service/canary-parcels_on_new-to-30");
    let Work::Traffic { from, to, hold_seconds, .. } = &stage.work else { panic!("{:?}", stage.work) };
    assert_eq!((*from, *to, *hold_seconds), (4.0, 30.0, 9.0 * 3_600.0));
    let gate = step(&plan, "service/canary-parcels_on_new-held-30");
    let Work::Gate(it) = &gate.work else { panic!("{:?}", gate.work) };
    let errors = &it.criteria[0];
    assert_eq!(errors.measure, Measure::Metric("error_rate".to_owned()));
    assert_eq!((errors.holds, errors.bound, errors.for_seconds), (Holds::AtMost, 0.01, 9.0 * 3_600.0));
    // 0.2 % to 1 %: (1.96 + 0.84)² · (0.002·0.998 + 0.01·0.99)/0.008².
    assert_eq!(errors.samples, Some(1_459.0));
    assert!(gate.notes.iter().any(|it| it.says.contains("at 96 requests a second")), "{:?}", gate.notes);
    assert!(gate.notes.iter().any(|it| it.says.starts_with("queue_length")), "{:?}", gate.notes);
}

#[test]
fn a_hold_that_is_too_short_for_its_threshold_is_prolonged() {
    let quiet = PARCELS.replace("alert_thresholds: {error_rate: 0.01}", "alert_thresholds: {error_rate: 0.00201}");
    let plan = plan(&quiet);
    let gate = step(&plan, "service/canary-parcels_on_new-held-4");
    assert!(gate.notes.iter().any(|it| it.says.contains("is too short")), "{:?}", gate.notes);
    assert!(gate.estimate.distribution.mean() > 6.0 * 3_600.0);
}

#[test]
fn routes_are_matched_and_what_has_no_counterpart_is_named() {
    let plan = plan(PARCELS);
    let moved = step(&plan, "service/intercept-route-get-v1-parcels-id");
    assert!(moved.title.contains("to GET /v2/parcels/{parcel}"), "{}", moved.title);
    let gone = step(&plan, "service/intercept-route-get-v1-tariff-sheet");
    assert!(gone.title.starts_with("Settle what becomes of GET /v1/tariff-sheet"), "{}", gone.title);
    let intercept = plan.phases.iter().find(|it| it.name == "intercept").unwrap();
    assert!(intercept.notes[0].says.contains("GET /v2/depots"), "{:?}", intercept.notes);
}

#[test]
fn triggers_are_armed_and_say_what_they_do() {
    let plan = plan(PARCELS);
    let [back, call, more] = plan.triggers.as_slice() else { panic!("{:?}", plan.triggers) };
    assert_eq!((back.trigger.bound.threshold, back.trigger.for_seconds), (0.03, 240.0));
    assert!(back.does.contains("parcels_on_new"), "{}", back.does);
    assert!(back.armed_in.contains(&"service/canary-parcels_on_new".to_owned()));
    // What moved users is taken back, the last one first; what is deployed and stands before them stays.
    let moved = back.armed_in.iter().position(|it| it == "service/canary-parcels_on_new").unwrap();
    let mut behind = back.armed_in[moved..].to_vec();
    behind.reverse();
    assert!(moved > 1 && back.takes_back == behind, "{:?}", back.takes_back);
    assert!(call.takes_back.is_empty() && call.does.starts_with("calls service-engineer"), "{}", call.does);
    assert!(more.does.contains("up to 9"), "{}", more.does);
}

#[test]
fn stated_phases_stand_beside_the_plan_and_deviations_are_noted() {
    let plan = plan(PARCELS);
    let own = step(&plan, "service/train_depots-as-stated");
    assert!(own.title.contains("Show the depots"), "{}", own.title);
    // The author's 36 hours are how long everything is watched.
    let watch = step(&plan, "service/validate-watch");
    assert!((watch.estimate.distribution.mean() - 36.0 * 3_600.0).abs() < 1e-6);
    let canary = plan.phases.iter().find(|it| it.name == "canary-parcels_on_new").unwrap();
    assert!(canary.stated.is_some());
    let noted: Vec<_> = plan.notes.iter().filter(|it| it.says.contains("the author takes 20 h")).collect();
    assert!(noted.len() == 1 && noted[0].basis[0].pointer.starts_with("/migration_phases/0"), "{:?}", plan.notes);
}

#[test]
fn a_figure_moves_what_cites_it_and_nothing_else() {
    let stage =
        moved(PARCELS, &PARCELS.replace("{percentage: 30, duration_hours: 9}", "{percentage: 30, duration_hours: 8}"));
    assert_eq!(stage, set(&["service/canary-parcels_on_new-to-30", "service/canary-parcels_on_new-held-30"]));
    let peak = moved(PARCELS, &PARCELS.replace("peak_requests_per_second: 910", "peak_requests_per_second: 905"));
    let ready = ["service/canary-parcels_on_new-ready-4", "service/canary-parcels_on_new-ready-100"];
    assert_eq!(peak, set(&["service/deploy-load-test", ready[0], ready[1]]));
    let trigger = moved(PARCELS, &PARCELS.replace("threshold: 0.03", "threshold: 0.04"));
    assert_eq!(trigger, set(&[]));
    let query = moved(LEDGER, &LEDGER.replace("max_query_response_time_ms: 140", "max_query_response_time_ms: 150"));
    let citing = ["copy-provision", "verify-load-test", "watch-kept", "cutover-watched"];
    assert_eq!(query, citing.iter().map(|it| format!("database/{it}")).collect());
}

#[test]
fn rows_of_a_table_move_its_copy_and_its_comparison() {
    let moved = moved(LEDGER, &LEDGER.replace("row_count: 700000", "row_count: 710000"));
    assert!(
        moved.contains("database/copy-table-exports") && moved.contains("database/verify-same-exports"),
        "{moved:?}"
    );
    // The copies of the others get another share of the transactions; nothing but copies and comparisons moves.
    let others = moved.iter().filter(|it| !it.contains("copy-table-") && !it.contains("verify-same-"));
    assert_eq!(others.count(), 0, "{moved:?}");
}

#[test]
fn an_engine_moves_within_its_downtime_and_windows() {
    let plan = plan(LEDGER);
    let fence = step(&plan, "database/cut-fence");
    assert!(fence.notes.iter().any(|it| it.says.contains("not done 20 min after")), "{:?}", fence.notes);
    assert_eq!(fence.timing.windows, ["preferred_migration_window"]);
    assert_eq!(fence.timing.outside, ["critical_business_hours"]);
    let rest = step(&plan, "database/copy-rest");
    assert!(rest.title.contains("889 GB"), "{}", rest.title);
    let order: Vec<&str> = plan.steps().filter_map(|it| it.id.strip_prefix("database/verify-same-")).collect();
    assert_eq!(order, ["accounts", "postings", "exports"], "critical tables first, small ones first");
    assert!(step(&plan, "database/copy-table-postings").title.contains("logical replication"));
    let release = plan.phases.iter().find(|it| it.name == "release").unwrap();
    assert_eq!(release.point_of_no_return.as_ref().unwrap().step, "database/release-stop-feed");
    assert!(matches!(release.steps[0].work, Work::Approval { .. }));
}

#[test]
fn words_become_a_schema_plan_that_is_part_of_the_plan() {
    let plan = plan(LEDGER);
    let schema = plan.schema_plan("database").unwrap();
    let check = plan.steps().find(|it| it.title.contains("memo_length")).unwrap();
    let Work::SchemaStep { step: id, .. } = &check.work else { panic!("{:?}", check.work) };
    assert!(schema.phases.iter().flat_map(|it| &it.steps).any(|it| it.id == *id));
    assert!(check.basis.iter().any(|it| it.says.contains("LENGTH(memo) <= 500")), "{:?}", check.basis);
    let alone = crate::migration::of_schema_plan(schema.clone()).unwrap();
    assert!(alone.steps().any(|it| it.title == check.title));
}

#[test]
fn regimes_become_controls_at_a_place() {
    let plan = plan(LEDGER);
    let controls = &plan.summaries[0].controls;
    assert!(controls.iter().all(|it| it.regime == "SOX" && it.steps.len() == 1), "{controls:?}");
    assert!(controls.iter().any(|it| it.steps == ["database/cut-sox-approved-by-another"]), "{controls:?}");
    let unknown = super::plan(&LEDGER.replace("[SOX]", "[MaRisk]"));
    assert_eq!(unknown.summaries[0].controls.len(), 2);
}

#[test]
fn the_score_of_complexity_is_the_sum_of_its_parts() {
    // 900 GB: 1, two dependencies: 0, 20 minutes: 3, two requirements: 2.
    let complexity = &plan(LEDGER).summaries[0].complexity;
    assert_eq!((complexity.score, complexity.level.as_str(), complexity.parts.len()), (6, "high", 3));
}

#[test]
fn the_file_reads_back_and_shows_alterations() {
    let plan = plan(LEDGER);
    let text = plan.to_json().unwrap();
    assert_eq!(text, super::plan(LEDGER).to_json().unwrap());
    let Ok(AnyPlan::Migration(read_back)) = AnyPlan::from_json(&text) else { panic!("not read back") };
    assert_eq!(*read_back, plan);
    let altered = text.replace("40000000", "40000001");
    assert!(AnyPlan::from_json(&altered).unwrap_err().to_string().contains("altered"));
    let other = text.replace("\"kind\": \"migration_plan\"", "\"kind\": \"shopping_list\"");
    assert!(AnyPlan::from_json(&other).unwrap_err().to_string().contains("shopping_list"));
}

#[test]
fn another_product_gets_a_schema_from_people_and_rows_as_values() {
    let text =
        LEDGER.replace("PostgreSQL 12 on premises", "PostgreSQL 12").replace("PostgreSQL 16 in the cloud", "MySQL 8.4");
    let plan = plan(&text);
    let schema = step(&plan, "database/assess-schema");
    assert!(schema.notes.iter().any(|it| it.says.contains("from PostgreSQL 12 to MySQL 8")), "{:?}", schema.notes);
    assert!(
        matches!(&schema.basis[0].source, FactSource::Specification { at: Some(at), .. } if at.line == 5),
        "{schema:?}"
    );
    let copy = step(&plan, "database/copy-table-postings");
    assert!(copy.title.contains("bulk copy and change capture"), "{}", copy.title);
    let order = [
        "assess-schema",
        "assess-application",
        "copy-provision",
        "copy-table-postings",
        "verify-same-postings",
        "cut-switch",
    ];
    assert!(order.map(|it| position(&plan, &format!("database/{it}"))).is_sorted());
    // What is said of the cut is in the words of either product; MySQL's statements are not this program's to write.
    let instruction = |id: &str| match &step(&plan, id).work {
        Work::Manual { instruction } => instruction.clone(),
        other => panic!("{other:?}"),
    };
    assert!(instruction("database/cut-fence").contains("default_transaction_read_only"));
    assert!(instruction("database/cut-switch").contains("AUTO_INCREMENT"));
    assert!(plan.schema_plans.is_empty() && plan.steps().any(|it| matches!(it.work, Work::SchemaEdit { .. })));
}

#[test]
fn a_stage_without_a_hold_is_watched_for_ten_minutes() {
    let plan = plan(PARCELS);
    let gate = step(&plan, "service/canary-parcels_on_new-held-100");
    assert!((gate.estimate.distribution.mean() - 600.0).abs() < 1.0, "{:?}", gate.estimate);
    assert!(gate.title.contains("10 min"), "{}", gate.title);
    assert!(gate.basis.iter().any(|it| matches!(&it.source, FactSource::Prior { cites } if cites.contains("no hold"))));
    assert!(gate.notes.iter().any(|it| it.says.contains("no hold is told")), "{:?}", gate.notes);
}

#[test]
fn passwords_of_engines_stay_out() {
    let text = "
description: was mysql://root:pw-one@old/parcels
migrations:
- id: parcels
  type: database
  pattern: schema_change
  source: postgres://app:pw-two@db/parcels
  target: host=db password=pw-three dbname=parcels
  constraints: {dependencies: ['postgres://feed:pw-four@feed/x']}
  schema:
    before: postgres://app:pw-five@db/parcels
    after: postgres://app:pw@six@db/parcels?password=pw-seven
    statistics: 'postgres://app:pw eight@db/parcels'
  tables: [{name: parcels, rows: 20M}]
";
    let specification = read(text);
    assert!(specification.migrations[0].schema.as_ref().unwrap().before.contains("pw-five"), "who reads needs it");
    let plan = crate::migration::make(&specification, crate::migration::Inputs::new()).unwrap();
    let json = plan.to_json().unwrap();
    assert!(!json.contains("pw"), "{:?}", json.find("pw").map(|at| &json[at - 60..at + 60]));
    assert_eq!(plan.specification.migrations[0].schema.as_ref().unwrap().before, "postgres://app@db/parcels");
    assert!(plan.steps().any(|it| it.basis.iter().any(|fact| fact.says.contains("postgres://feed@feed/x"))));
    assert!(AnyPlan::from_json(&json).is_ok());
}

#[test]
fn a_migration_of_which_nothing_is_stated_is_told() {
    let plan = plan("{type: database, pattern: schema_change, source: a, target: b}");
    assert_eq!(plan.steps().count(), 0);
    assert!(plan.notes.iter().any(|it| it.says.contains("no step follows")), "{:?}", plan.notes);
}

#[test]
fn a_flag_moves_the_routes_that_it_states() {
    let plan = plan(
        "{type: service, pattern: strangler_fig, source: a, target: b, service: {legacy: {endpoints: [GET /carts, GET /v1/users, \
         POST /orders, GET /prices]}, new: {endpoints: [GET /carts, GET /v2/users, POST /orders]}}, flags: [{name: carts, routes: \
         [GET /v2/users, POST /orders], stages: [{percentage: 100}]}, {name: users, routes: [GET /carts], stages: [{percentage: \
         100}]}]}",
    );
    let says: Vec<&str> = plan.phases.iter().flat_map(|it| &it.notes).map(|it| it.says.as_str()).collect();
    assert!(says.contains(&"as stated carts moves GET /v1/users, POST /orders"), "{says:#?}");
    assert!(says.contains(&"as stated users moves GET /carts"), "{says:#?}");
    assert!(says.contains(&"no flag states GET /prices: the old side keeps what no flag moves"), "{says:#?}");
}
