//! A message is gone from an operation.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message is gone from an operation.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-message-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A message is gone from an operation.",
    explanation: "\
        Where the application receives, what old clients send is refused. Where it sends, clients wait for the \
        message in vain, which no schema shows to matter; it counts as potentially breaking.\n\nSee the \
        AsyncAPI Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "      Letter: {payload: {type: string}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
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
    if change.what != What::MessageRemoved {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::Breaking, "what old clients send is refused"),
            (Severity::NonBreaking, "no new client sends it"),
        ),
        _ => (
            (Severity::PotentiallyBreaking, "clients wait for it in vain"),
            (Severity::PotentiallyBreaking, "new clients meet a message that they do not know"),
        ),
    };
    let message = format!("the message `{}` was removed", change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "take it until nobody sends it"))
}
