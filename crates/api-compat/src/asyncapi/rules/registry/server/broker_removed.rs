//! A server is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A server is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A server is gone.",
    explanation: "\
        Clients that connect to it get no connection.\n\nSee the AsyncAPI Specification 3.0.0, Server Object.",
    bad: (
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka}"
            "  other: {host: b.example, protocol: kafka}"
            "channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka}"
            "channels:"
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
    if change.what != What::ServerRemoved {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "clients that connect to it get no connection"),
        (Severity::NonBreaking, "no new client connects to it"),
    );
    let message = format!("the server `{}` was removed", change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "keep it until nobody connects"))
}
