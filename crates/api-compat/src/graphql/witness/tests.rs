//! Whether what breaks is shown.

use findings::{Confirmation, Finding, Severity};

use super::super::rules::families;
use super::super::testing::found;

fn is_confirmed(finding: &Finding) -> bool {
    finding.witness.as_ref().is_some_and(|it| matches!(it.confirmation, Confirmation::ConfirmedBy(_)))
}

#[test]
fn what_breaks_in_the_examples_of_rules_is_shown() {
    let mut wrong = Vec::new();
    for rule in families().flatten() {
        for finding in found(rule.bad.0, rule.bad.1) {
            // The validator does not know `@oneOf`.
            let known = finding.rule != "one-of-applied";
            if finding.severity == Severity::Breaking && known && !is_confirmed(&finding) {
                wrong.push(format!("{}: {} {:?}", finding.rule, finding.message, finding.witness));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_witness_fails_for_what_it_shows_and_not_for_what_else_is_on_its_way() {
    let before =
        "type Query { user(id: ID!): User }\ntype User { id: ID! email: String role: Role }\nenum Role { GUEST }\n";
    let after =
        "type Query { user(id: ID!, tenant: ID!): User }\ntype User { id: ID! role: Role }\nenum Role { GUEST ROOT }\n";
    let all = found(before, after);
    let fails = |rule: &str| all.iter().find(|it| it.rule == rule).unwrap().witness.clone().unwrap().fails_with;
    assert!(fails("required-argument-added").contains("tenant"));
    for (rule, named) in [("field-removed", "email"), ("enum-type-value-added", "ROOT")] {
        let fails = fails(rule);
        assert!(fails.contains(named) && !fails.contains("tenant"), "{rule}: {fails}");
    }
}

#[test]
fn a_default_that_goes_where_a_value_must_be_given_breaks_whoever_left_it_out() {
    let before = "directive @show(times: Int! = 1) on FIELD
        type Query { items(by: Filter, first: Int! = 5, skip: Int = 0): Int }
        input Filter { name: String mood: Mood! = GOOD } enum Mood { GOOD BAD }";
    let after = before.replace(" = 1", "").replace(" = 5", "").replace(" = 0", "").replace(" = GOOD", "");
    let all = found(before, &after);
    let told: Vec<(Severity, bool, &str)> =
        all.iter().map(|it| (it.severity, is_confirmed(it), it.subject.as_str())).collect();
    assert_eq!(
        told,
        [
            (Severity::Breaking, true, "@show(times:)"),
            (Severity::Breaking, true, "Query.items(first:)"),
            (Severity::PotentiallyBreaking, false, "Query.items(skip:)"),
            (Severity::Breaking, true, "Filter.mood"),
        ],
        "{all:#?}"
    );
}
