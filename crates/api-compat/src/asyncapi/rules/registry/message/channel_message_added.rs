//! A message came to an operation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message came to an operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-message-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A message came to an operation.",
    explanation: "\
        Where the application receives, nobody has to send it. Where it sends, old clients meet a message that \
        they do not know, which breaks those that refuse what they do not know.\n\nSee the AsyncAPI \
        Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "      Letter: {payload: {type: string}}"
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
    if change.what != What::MessageAdded {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => {
            ((Severity::Additive, "nobody has to send it"), (Severity::Breaking, "the old system does not take it"))
        }
        _ => (
            (Severity::PotentiallyBreaking, "old clients meet a message that they do not know"),
            (Severity::NonBreaking, "new clients wait for it in vain on the old system"),
        ),
    };
    let message = format!("the message `{}` was added", change.item);
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "have readers that pass over messages which they do not know",
    ))
}
