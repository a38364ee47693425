//! A protocol has a message more.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A protocol has a message more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "protocol-message-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A protocol has a message more.",
    explanation: "\
        No old client sends it. A new client that sends it to the old server gets an error.\n\nSee the Avro \
        Specification 1.12, \"Protocol Declaration\"; \"Messages\".",
    bad: (
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}, "place": {"request": [{"name": "n", "type": "int"}], "response": "string"}}}"#,
    ),
    good: (
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::MessageAdded {
        return None;
    }
    let message = format!("the message `{}` was added", change.item);
    let safe = (Severity::Additive, "no old client sends it");
    Some(context.graded(&RULES[0], change, safe, message, "have servers with the message before clients send it"))
}
