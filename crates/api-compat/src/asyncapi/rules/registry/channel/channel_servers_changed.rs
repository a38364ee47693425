//! A channel is on other servers.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A channel is on other servers.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-servers-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A channel is on other servers.",
    explanation: "\
        A channel that names no servers is on all of them. Who is connected to a server that does not have it any \
        more sends and listens there in vain.\n\nSee the AsyncAPI Specification 3.0.0, Channel Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    servers: [{$ref: '#/servers/north'}, {$ref: '#/servers/south'}]"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  north: {host: north.example, protocol: amqp}"
            "  south: {host: south.example, protocol: amqp}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    servers: [{$ref: '#/servers/north'}]"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  north: {host: north.example, protocol: amqp}"
            "  south: {host: south.example, protocol: amqp}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
    good: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    servers: [{$ref: '#/servers/north'}, {$ref: '#/servers/south'}]"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  north: {host: north.example, protocol: amqp}"
            "  south: {host: south.example, protocol: amqp}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  north: {host: north.example, protocol: amqp}"
            "  south: {host: south.example, protocol: amqp}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::ChannelServersChanged {
        return None;
    }
    let is_gone = change.words.1.is_empty();
    let verdicts = if is_gone {
        (
            (Severity::Breaking, "whoever uses it there finds nothing"),
            (Severity::NonBreaking, "new clients use it on the servers that are left"),
        )
    } else {
        (
            (Severity::Additive, "no old client uses it there"),
            (Severity::Breaking, "a new client finds no such channel on that server of the old system"),
        )
    };
    let message =
        format!("the channel is {} the server `{}`", if is_gone { "no longer on" } else { "now on" }, change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "keep it there until nobody uses it"))
}
