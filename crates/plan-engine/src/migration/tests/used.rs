//! Every value of a specification is used by something in the plan, or named as not used with its reason.

use std::collections::BTreeSet;

use super::{LEDGER, PARCELS, TOGETHER, plan, step};
use crate::migration::MigrationPlan;
use crate::migration::model::{Criterion, Work};
use crate::specification::model::FactSource;

/// What the plan names as not used, with the reason.
fn unused(plan: &MigrationPlan) -> Vec<&str> {
    plan.notes.iter().filter_map(|it| it.says.strip_prefix("stated, not used: ")).collect()
}

fn criteria<'a>(plan: &'a MigrationPlan, id: &str) -> &'a [Criterion] {
    match &step(plan, id).work {
        Work::Gate(gate) => &gate.criteria,
        other => panic!("{id} is no gate: {other:?}"),
    }
}

/// Lines of the specification that anything in the file of the plan cites, the specification inside left out.
fn lines_cited(plan: &MigrationPlan) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    let mut value = serde_json::to_value(plan).unwrap();
    value.as_object_mut().unwrap().remove("specification");
    let mut waiting = vec![value];
    while let Some(next) = waiting.pop() {
        if let Ok(FactSource::Specification { at: Some(at), .. }) = serde_json::from_value(next.clone()) {
            lines.insert(at.line);
        }
        match next {
            serde_json::Value::Array(all) => waiting.extend(all),
            serde_json::Value::Object(all) => waiting.extend(all.into_iter().map(|(_, it)| it)),
            _ => {}
        }
    }
    lines
}

#[test]
fn every_value_of_both_shapes_is_used_or_named() {
    let service = plan(PARCELS);
    assert_eq!(
        unused(&service),
        [
            "constraints.max_downtime_minutes, because no step of strangler_fig stops Parcel desk (one Python process per depot)"
        ]
    );
    let database = plan(LEDGER);
    assert_eq!(unused(&database), [""; 0]);
    // By the lines, too: what holds figures is cited somewhere.
    for (text, plan) in [(PARCELS, &service), (LEDGER, &database)] {
        let cited = lines_cited(plan);
        for (number, line) in text.lines().enumerate() {
            let holds =
                line.chars().any(|it| it.is_ascii_digit()) && !line.contains("source:") && !line.contains("target:");
            let hours = line.contains("start:");
            assert!(!holds || hours || cited.contains(&(number + 1)), "line {}: {line}", number + 1);
        }
    }
}

#[test]
fn the_new_side_is_no_slower_than_the_old_one() {
    let plan = plan(PARCELS);
    for id in ["service/canary-parcels_on_new-held-30", "service/validate-watch"] {
        let of = |metric: &str| criteria(&plan, id).iter().find(|it| it.measure.subject() == metric).map(|it| it.bound);
        assert_eq!((of("response_time_average"), of("response_time_p95")), (Some(70.0), Some(240.0)), "{id}");
    }
    // An alert on the same time is what the author allows.
    let alerted = super::plan(&PARCELS.replace("{error_rate: 0.01}", "{error_rate: 0.01, response_time_p95: 300}"));
    let bounds: Vec<f64> = criteria(&alerted, "service/validate-watch")
        .iter()
        .filter(|it| it.measure.subject() == "response_time_p95")
        .map(|it| it.bound)
        .collect();
    assert_eq!(bounds, [300.0]);
}

#[test]
fn there_is_room_before_traffic_comes() {
    let plan = plan(PARCELS);
    let bounds: Vec<f64> = criteria(&plan, "service/deploy-room").iter().map(|it| it.bound).collect();
    // 9 instances of 1.2 cores and 1.5 GB.
    assert!((bounds[0] - 10.8).abs() < 1e-9 && (bounds[1] - 13.5).abs() < 1e-9, "{bounds:?}");
    // 910 requests a second at most; 9 instances stand 1,300, so 7 are needed for all of it, and 4 are there from the start.
    let ready = |share: &str| criteria(&plan, &format!("service/canary-parcels_on_new-ready-{share}"))[0].bound;
    assert_eq!((ready("4"), ready("100")), (4.0, 7.0));
    assert!(
        plan.steps().all(|it| it.id != "service/canary-parcels_on_new-ready-30"),
        "4 instances are enough for 30 %"
    );
    let title = &step(&plan, "service/deploy-load-test").title;
    assert!(title.contains("1300 requests a second with 12 GB of data behind it"), "{title}");
}

#[test]
fn who_switches_traffic_is_named() {
    let plan = plan(PARCELS);
    for id in ["service/intercept-proxy", "service/canary-parcels_on_new-to-30"] {
        let says: Vec<&str> = step(&plan, id).basis.iter().map(|it| it.says.as_str()).collect();
        assert!(
            says.iter().any(|it| it.contains("HAProxy 1.8")) && says.iter().any(|it| it.contains("Envoy")),
            "{says:?}"
        );
    }
}

#[test]
fn what_nothing_depends_on_is_named_with_its_place() {
    let more = "resources: [{name: printers, capacity: 2}]\nthroughput: [{name: copy_rows, rate: 9 rows/s}]\n";
    let more = format!("{more}roles: [{{name: dba}}, {{name: gardener}}]\nobjectives: {{rpo: 5m, slo: 99.9%}}\n");
    let text = TOGETHER
        .replace("objectives: {rto: 45m}\nroles:\n  - {name: dba, people: 2}\n  - {name: backend-engineer, people: 3}\n  - {name: release-manager, people: 1}\n", &more)
        .replace("size: 90 MB", "size: 90 MB, index_size: 4 MB");
    let plan = plan(&text);
    let all = unused(&plan).join("\n");
    for said in ["resources.0.capacity", "throughput.0.rate", "roles.1.name", "rooms-db.tables.0.index_size"] {
        assert!(all.contains(said), "{said} is not among {all}");
    }
    assert!(!all.contains("slo") && !all.contains("rpo") && !all.contains("roles.0"), "{all}");
    let note = plan.notes.iter().find(|it| it.says.contains("printers") || it.says.contains("resources.0")).unwrap();
    assert!(matches!(note.basis[0].source, FactSource::Specification { at: Some(_), .. }), "{note:?}");
}
