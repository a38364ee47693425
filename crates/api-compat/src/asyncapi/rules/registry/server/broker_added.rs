//! A server came.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A server came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A server came.",
    explanation: "\
        Nobody has to connect to it.\n\nSee the AsyncAPI Specification 3.0.0, Server Object.",
    bad: (
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka}"
            "channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka}"
            "  other: {host: b.example, protocol: kafka}"
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
    if change.what != What::ServerAdded {
        return None;
    }
    let verdicts = (
        (Severity::Additive, "nobody has to connect to it"),
        (Severity::PotentiallyBreaking, "a new client that connects to it finds nothing yet"),
    );
    let message = format!("the server `{}` was added", change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "have the server up before clients connect"))
}
