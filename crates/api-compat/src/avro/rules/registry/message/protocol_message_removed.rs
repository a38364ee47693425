//! A protocol has a message less.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A protocol has a message less.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "protocol-message-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A protocol has a message less.",
    explanation: "\
        An old client that sends it gets an error from the new server.\n\nSee the Avro Specification 1.12, \
        \"Protocol Declaration\"; \"Messages\".",
    bad: (
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}, "place": {"request": [{"name": "n", "type": "int"}], "response": "string"}}}"#,
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
    ),
    good: (
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::MessageRemoved {
        return None;
    }
    let message = format!("the message `{}` was removed", change.item);
    let safe = (Severity::NonBreaking, "no new client sends it");
    Some(context.graded(&RULES[0], change, safe, message, "keep it until no client sends it"))
}
