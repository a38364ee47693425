//! Whether a message is answered changed.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// Whether a message is answered changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "one-way-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "Whether a message is answered changed.",
    explanation: "\
        A client that waits for an answer to a message which is one-way waits for ever; one that does not wait \
        leaves an answer on the connection.\n\nSee the Avro Specification 1.12, \"Protocol Declaration\"; \
        \"Messages\".",
    bad: (
        r#"{"protocol": "Shop", "messages": {"log": {"request": [], "response": "null"}}}"#,
        r#"{"protocol": "Shop", "messages": {"log": {"request": [], "response": "null", "one-way": true}}}"#,
    ),
    good: (
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
        r#"{"protocol": "Shop", "messages": {"ping": {"request": [], "response": "null"}}}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::OneWayChanged {
        return None;
    }
    let message = format!("the message was {} and is {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "nothing waits");
    Some(context.graded(&RULES[0], change, safe, message, "add a message of another name"))
}
