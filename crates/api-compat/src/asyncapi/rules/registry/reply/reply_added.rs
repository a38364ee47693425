//! A message is answered now.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A message is answered now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "reply-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A message is answered now.",
    explanation: "\
        Old clients do not wait for it.\n\nSee the AsyncAPI Specification 3.0.0, Operation Reply Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}, reply: {address: {location: '$message.header#/replyTo'}, channel: {$ref: '#/channels/answers'}}}"),
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
    if change.what != What::ReplyAdded {
        return None;
    }
    let verdicts = (
        (Severity::Additive, "old clients do not wait for it"),
        (Severity::Breaking, "new clients wait for an answer of the old system in vain"),
    );
    let message = "the message is answered now".to_owned();
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "have the system that answers everywhere before clients wait",
    ))
}
