//! A channel is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A channel is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A channel is gone.",
    explanation: "\
        Whoever sends to it or listens to it finds nothing there. Channels are matched by their addresses, \
        names of parameters left aside, and then by their keys.\n\nSee the AsyncAPI Specification 3.0.0, \
        Channel Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  returns: {address: returns}"
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
    if change.what != What::ChannelRemoved {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "whoever sends to it or listens to it finds nothing there"),
        (Severity::NonBreaking, "no new client uses it"),
    );
    let message = format!("the channel `{}` was removed", change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "keep it until nobody uses it"))
}
