//! A message that took any payload has a schema for it.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message that took any payload has a schema for it.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "payload-schema-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A message that took any payload has a schema for it.",
    explanation: "\
        Without a schema any payload was fine. Where the application receives, payloads that old clients send \
        may be refused now.\n\nSee the AsyncAPI Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {name: Parcel}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {name: Parcel, payload: {type: object}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
    good: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::PayloadAdded {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::PotentiallyBreaking, "payloads that clients send may be refused"),
            (Severity::NonBreaking, "what fits the schema was taken before"),
        ),
        _ => (
            (Severity::NonBreaking, "what is sent fits the schema"),
            (Severity::PotentiallyBreaking, "the old system sends what the schema may refuse"),
        ),
    };
    let message = "the payload has a schema now".to_owned();
    Some(context.graded(&RULES[0], change, verdicts, message, "make sure that all payloads which are sent fit"))
}
