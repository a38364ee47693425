//! A payload is encoded otherwise.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A payload is encoded otherwise.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-content-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A payload is encoded otherwise.",
    explanation: "\
        The content type says how the payload is written. Who reads by the old one does not understand the new \
        one. Where one side says nothing, it is only said now, and counts as potentially breaking. A \
        `defaultContentType` of the document is that of messages which say nothing.\n\nSee the AsyncAPI \
        Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {contentType: application/json, payload: {type: object}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {contentType: application/cbor, payload: {type: object}}"
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
    if change.what != What::ContentTypeChanged {
        return None;
    }
    let stated = !change.words.0.is_empty() && !change.words.1.is_empty();
    let verdicts = if stated {
        (
            (Severity::Breaking, "payloads are written in another way"),
            (Severity::Breaking, "payloads are written in another way"),
        )
    } else {
        (
            (Severity::PotentiallyBreaking, "one side does not say how payloads are written"),
            (Severity::PotentiallyBreaking, "one side does not say how payloads are written"),
        )
    };
    let message = format!("the content type went from `{}` to `{}`", change.words.0, change.words.1);
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "add a message with the new content type beside the old one",
    ))
}
