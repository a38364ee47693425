//! Every pattern, made of its fixture and of generated specifications: whole plans, with gates, ways back and points of no
//! return where the pattern has them.

use std::path::Path;

use super::plan;
use crate::migration::MigrationPlan;
use crate::migration::model::Work;
use crate::plan::Loss;

/// The specifications of `fixtures/patterns`: the pattern and the text.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/patterns");
    let mut found: Vec<(String, String)> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|it| {
            let name = it.unwrap().file_name().into_string().unwrap();
            let text = std::fs::read_to_string(folder.join(&name).join("spec.yaml")).ok()?;
            Some((name, text))
        })
        .collect();
    found.sort();
    found
}

fn position(plan: &MigrationPlan, suffix: &str) -> usize {
    let found = plan.steps().position(|it| it.id.ends_with(suffix));
    found.unwrap_or_else(|| panic!("no step {suffix} among {:#?}", plan.steps().map(|it| &it.id).collect::<Vec<_>>()))
}

#[test]
fn every_fixture_of_a_pattern_gives_a_whole_plan() {
    let all = fixtures();
    for pattern in [
        "schema_change",
        "parallel_schema",
        "event_sourcing",
        "bulk_snapshot",
        "incremental_sync",
        "stream",
        "dual_write",
        "change_data_capture",
    ] {
        assert!(all.iter().any(|(name, _)| name == pattern), "{pattern} has no fixture");
    }
    for (name, text) in all {
        let plan = plan(&text);
        for (at, phase) in plan.phases.iter().enumerate() {
            assert!(!phase.purpose.is_empty() && !phase.steps.is_empty(), "{name}: {}", phase.id);
            assert!(at == 0 || !phase.entry.is_empty(), "{name}: {} has no entry", phase.id);
            assert!(!phase.exit.is_empty(), "{name}: {} has no exit", phase.id);
            assert!(!phase.moments.is_empty(), "{name}: {}", phase.id);
        }
        for step in plan.steps() {
            assert!(!step.basis.is_empty() && !step.title.is_empty() && !step.why.is_empty(), "{name}: {}", step.id);
            if let Work::Gate(gate) = &step.work {
                assert!(!gate.criteria.is_empty(), "{name}: {} asks nothing", step.id);
            }
        }
        let unused: Vec<&str> =
            plan.notes.iter().map(|it| it.says.as_str()).filter(|it| it.starts_with("stated, not used")).collect();
        assert!(unused.is_empty(), "{name}: {unused:#?}");
        assert!(plan.phases.iter().any(|it| it.point_of_no_return.is_some()) || name == "schema_change", "{name}");
    }
}

#[test]
fn an_approval_stands_before_every_step_without_a_way_back() {
    for (name, text) in fixtures() {
        let plan = plan(&text);
        for phase in &plan.phases {
            let lost = phase.steps.iter().position(|it| matches!(it.inverse.loss, Loss::Everything(_)));
            let Some(at) = lost else { continue };
            let is_schema = matches!(phase.steps[at].work, Work::SchemaStep { .. });
            let approved = phase.steps[..at].iter().any(|it| matches!(it.work, Work::Approval { .. }));
            assert!(approved || is_schema, "{name}: {}", phase.steps[at].id);
        }
    }
}

#[test]
fn the_position_of_the_feed_back_lies_between_the_last_flush_and_the_switch() {
    for pattern in ["change_data_capture", "stream", "incremental_sync", "schema_change"] {
        let (_, text) = fixtures().into_iter().find(|(name, _)| name == pattern).unwrap();
        let plan = plan(&text);
        let order = [
            "cut-fence",
            "cut-drained",
            "cut-position",
            "cut-feed-back",
            "cut-switch",
            "cut-reverse-verified",
            "cut-unfence",
        ];
        let places: Vec<usize> = order.iter().map(|it| position(&plan, it)).collect();
        assert!(places.is_sorted(), "{pattern}: {places:?}");
        let one_go = plan.steps().skip(places[0]).take(places[6] - places[0] + 1);
        assert!(one_go.into_iter().all(|it| it.timing.in_one_go.as_deref() == Some("downtime")), "{pattern}");
    }
}

#[test]
fn without_a_feed_back_the_first_write_of_the_target_is_the_point_of_no_return() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "change_data_capture").unwrap();
    let with = plan(&text);
    let ends = |plan: &MigrationPlan| plan.phases.iter().find_map(|it| it.point_of_no_return.clone()).unwrap().step;
    assert!(ends(&with).ends_with("release-stop-feed"), "{}", ends(&with));
    let without = plan(&text.replace("  log_rate: 900 kB/s", "  reverse: false\n  log_rate: 900 kB/s"));
    assert!(ends(&without).ends_with("cut-unfence"), "{}", ends(&without));
    assert!(without.steps().all(|it| !it.id.contains("feed-back")));
}

#[test]
fn stages_of_dual_write_follow_one_another_and_the_old_side_is_a_fallback_while_it_is_current() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "dual_write").unwrap();
    let plan = plan(&text);
    let names: Vec<&str> = plan.phases.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["off", "dual-write", "shadow", "live", "ramp-down", "complete"]);
    let end = plan.phases.iter().position(|it| it.point_of_no_return.is_some()).unwrap();
    assert_eq!(plan.phases[end].name, "complete");
    // 3/rate comparisons.
    let parity = plan.steps().find(|it| it.id.ends_with("shadow-parity")).unwrap();
    let Work::Gate(gate) = &parity.work else { panic!("{parity:?}") };
    assert_eq!(gate.criteria[0].samples, Some(30_000.0));
}

#[test]
fn the_freeze_of_a_bulk_copy_is_held_against_the_downtime() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "bulk_snapshot").unwrap();
    let says = |text: &str| {
        let plan = plan(text);
        let window = plan.phases.iter().find(|it| it.name == "window").unwrap();
        window.notes.iter().find(|it| it.says.starts_with("the freeze takes")).unwrap().says.clone()
    };
    assert!(says(&text).ends_with("and 8 h are allowed"), "{}", says(&text));
    let short = says(&text.replace("max_downtime: 8h", "max_downtime: 5m"));
    assert!(short.contains("a pattern that copies while writes go on is needed"), "{short}");
}

#[test]
fn deltas_shrink_by_what_is_written_over_what_is_applied() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "incremental_sync").unwrap();
    let says = |text: &str| {
        let plan = plan(text);
        let step = plan.steps().find(|it| it.id.ends_with("deltas-rounds")).unwrap();
        step.notes[0].says.clone()
    };
    // 240M rows take 2.9 h at P80; each delta a twentieth (210/4,200) of the one before; 12.5 min may be taken.
    assert!(says(&text).starts_with("1 delta by the figures"), "{}", says(&text));
    let busy = text.replace("writes_per_second: 210", "writes_per_second: 2100");
    assert!(says(&busy).starts_with("6 deltas"), "{}", says(&busy));
    let drowned = text.replace("writes_per_second: 210", "writes_per_second: 9000");
    assert!(says(&drowned).starts_with("deltas do not shrink"), "{}", says(&drowned));
}
