//! A channel has another address.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A channel has another address.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-address-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A channel has another address.",
    explanation: "\
        The address is where clients send and listen: topics, queues, routing keys, paths. Who uses the old one \
        finds nothing there, and no broker says so: messages are lost in silence. Names of parameters in it do \
        not matter.\n\nSee the AsyncAPI Specification 3.0.0, Channel Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: depot.parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
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
    if change.what != What::ChannelAddressChanged {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "whoever uses the old address finds nothing there"),
        (Severity::Breaking, "whoever uses the new address finds nothing there on the old system"),
    );
    let message = format!("the address of `{}` went from `{}` to `{}`", change.item, change.words.0, change.words.1);
    Some(context.graded(&RULES[0], change, verdicts, message, "serve both addresses until nobody uses the old one"))
}
