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
