//! A channel came.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A channel came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A channel came.",
    explanation: "\
        No old client uses it. A new client finds nothing there on the old system.\n\nSee the AsyncAPI \
        Specification 3.0.0, Channel Object.",
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
            "  returns: {address: returns}"
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
    if change.what != What::ChannelAdded {
        return None;
    }
    let verdicts = (
        (Severity::Additive, "no old client uses it"),
        (Severity::Breaking, "a new client finds no such channel on the old system"),
    );
    let message = format!("the channel `{}` was added", change.item);
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "have the system with the channel everywhere before clients use it",
    ))
}
