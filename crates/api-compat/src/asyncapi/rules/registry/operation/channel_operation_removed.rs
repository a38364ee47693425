//! The application does not send, or does not receive, on a channel any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// The application does not send, or does not receive, on a channel any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-operation-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The application does not send, or does not receive, on a channel any more.",
    explanation: "\
        What clients send there is taken by nobody, or nothing comes to those who listen. In AsyncAPI 2 \
        `publish` is what clients do, so that the application receives; in version 3 `send` and `receive` are \
        what the application does.\n\nSee the AsyncAPI Specification 3.0.0, Operation Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"
            "  tell: {action: send, channel: {$ref: '#/channels/parcels'}}"),
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
    if change.what != What::OperationRemoved {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::Breaking, "what clients send is taken by nobody"),
            (Severity::NonBreaking, "no new client sends here"),
        ),
        _ => (
            (Severity::Breaking, "nothing comes to those who listen"),
            (Severity::NonBreaking, "no new client listens here"),
        ),
    };
    let message =
        format!("the application does not {} here any more", change.action.map_or("take part", Action::as_str));
    Some(context.graded(&RULES[0], change, verdicts, message, "keep the operation until nobody counts on it"))
}
