//! What the comparison of an interface says is shown where it matters.

use findings::{Severity, Verdict};

use super::{PARCELS, read, step};
use crate::migration::model::{ApiFinding, ApiReport};
use crate::migration::{Inputs, make};

fn report(operation: &str) -> ApiReport {
    let finding = ApiFinding {
        rule: "request-required-property-added".to_owned(),
        severity: Severity::Breaking,
        operation: Some(operation.to_owned()),
        message: "the required property `depot` was added".to_owned(),
        fingerprint: "a1b2".to_owned(),
        place: Some("new.yaml:20:9".to_owned()),
    };
    ApiReport {
        migration: "service".to_owned(),
        kind: "openapi".to_owned(),
        before: "old.yaml".to_owned(),
        after: "new.yaml".to_owned(),
        verdict: Verdict::Breaking,
        findings: vec![finding],
    }
}

#[test]
fn what_breaks_stands_on_the_step_of_its_route() {
    let plan = make(&read(PARCELS), Inputs::new().report(report("GET /v1/parcels/{number}"))).unwrap();
    let route = step(&plan, "service/intercept-route-get-v1-parcels-id");
    assert!(route.notes.iter().any(|it| it.says.contains("`depot` was added")), "{:?}", route.notes);
    let told = step(&plan, "service/prepare-tell-label_printer");
    assert!(told.notes.iter().any(|it| it.says.contains("1 change")), "{:?}", told.notes);
    assert!(!plan.phases.iter().any(|it| it.name == "withdraw"), "the path has a version");
}

#[test]
fn a_path_without_a_version_serves_both_forms_until_nobody_uses_the_old_one() {
    let text =
        PARCELS.replace("POST /v1/parcels\n", "POST /parcels\n").replace("POST /v2/parcels\n", "POST /parcels\n");
    let plan = make(&read(&text), Inputs::new().report(report("POST /parcels"))).unwrap();
    let route = step(&plan, "service/intercept-route-post-parcels");
    assert!(route.title.contains("in both forms"), "{}", route.title);
    let withdraw = plan.phases.iter().position(|it| it.name == "withdraw").unwrap();
    let drain = plan.phases.iter().position(|it| it.name == "drain").unwrap();
    assert!(drain < withdraw && plan.phases[withdraw].steps.len() == 1);
}
