//! A server is elsewhere, or speaks otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A server is elsewhere, or speaks otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-address-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A server is elsewhere, or speaks otherwise.",
    explanation: "\
        Clients go by host, path and protocol. A protocol's version and the variables of an address may leave \
        old ones working, and count as potentially breaking.\n\nSee the AsyncAPI Specification 3.0.0, Server \
        Object.",
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
            "  main: {host: b.example, protocol: kafka}"
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
    if change.what != What::ServerChanged {
        return None;
    }
    let verdicts = if change.item == "protocolVersion" || change.item.starts_with("variables") {
        (
            (Severity::PotentiallyBreaking, "clients of the old version may not be understood"),
            (Severity::PotentiallyBreaking, "clients of the new version may not be understood"),
        )
    } else {
        (
            (Severity::Breaking, "clients that connect as before get no connection"),
            (Severity::Breaking, "clients that connect as described now get no connection to the old server"),
        )
    };
    let message = format!("`{}` of the server went from `{}` to `{}`", change.item, change.words.0, change.words.1);
    Some(context.graded(&RULES[0], change, verdicts, message, "serve both until nobody connects as before"))
}
