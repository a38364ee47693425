//! A text, a tag, an example or an extension changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A text, a tag, an example or an extension changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "asyncapi-text-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A text, a tag, an example or an extension changed.",
    explanation: "\
        Nothing that passes a channel changes by it. Parts of the document that no channel and no server leads \
        to are told here too, where nothing else changed.\n\nSee the AsyncAPI Specification 3.0.0, AsyncAPI \
        Object.",
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
            "    summary: Parcels."
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
    if change.what != What::TextChanged {
        return None;
    }
    let verdicts =
        ((Severity::NonBreaking, "no message changes by it"), (Severity::NonBreaking, "no message changes by it"));
    let message = format!("`{}` changed", change.item);
    Some(context.graded(&RULES[0], change, verdicts, message, "nothing"))
}
