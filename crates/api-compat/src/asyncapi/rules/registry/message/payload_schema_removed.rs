//! A message has no schema for its payload any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message has no schema for its payload any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "payload-schema-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A message has no schema for its payload any more.",
    explanation: "\
        Any payload is fine from now on. Where the application sends, clients may get what the old schema \
        refuses.\n\nSee the AsyncAPI Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {name: Parcel, payload: {type: object}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {name: Parcel}"
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
    if change.what != What::PayloadRemoved {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::NonBreaking, "whatever fitted is taken"),
            (Severity::PotentiallyBreaking, "the old system refuses what does not fit its schema"),
        ),
        _ => (
            (Severity::PotentiallyBreaking, "clients may get what they do not expect"),
            (Severity::NonBreaking, "what the old system sends is fine"),
        ),
    };
    let message = "the payload has no schema any more".to_owned();
    Some(context.graded(&RULES[0], change, verdicts, message, "keep the schema"))
}
