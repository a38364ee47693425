//! The application sends or receives on a channel now.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// The application sends or receives on a channel now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-operation-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The application sends or receives on a channel now.",
    explanation: "\
        No old client counts on it. In AsyncAPI 2 `publish` is what clients do, so that the application \
        receives; in version 3 `send` and `receive` are what the application does.\n\nSee the AsyncAPI \
        Specification 3.0.0, Operation Object.",
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
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"
            "  tell: {action: send, channel: {$ref: '#/channels/parcels'}}"),
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
    if change.what != What::OperationAdded {
        return None;
    }
    let verdicts = (
        (Severity::Additive, "no old client counts on it"),
        (Severity::Breaking, "a new client that counts on it finds nothing on the old system"),
    );
    let message =
        format!("the application {} here now", if change.action == Some(Action::Send) { "sends" } else { "receives" });
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "have the system with the operation everywhere before clients use it",
    ))
}
