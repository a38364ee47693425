//! A message is not answered any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A message is not answered any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "reply-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A message is not answered any more.",
    explanation: "\
        Old clients wait for the answer in vain.\n\nSee the AsyncAPI Specification 3.0.0, Operation Reply \
        Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}, reply: {address: {location: '$message.header#/replyTo'}, channel: {$ref: '#/channels/answers'}}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
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
    if change.what != What::ReplyRemoved {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "old clients wait for the answer in vain"),
        (Severity::NonBreaking, "new clients do not wait for it"),
    );
    let message = "the message is not answered any more".to_owned();
    Some(context.graded(&RULES[0], change, verdicts, message, "go on answering until nobody waits"))
}
