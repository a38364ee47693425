//! Answers go elsewhere.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// Answers go elsewhere.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "reply-address-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "Answers go elsewhere.",
    explanation: "\
        The address of the reply says where the answer goes, or where in the message that is written. Old \
        clients listen elsewhere.\n\nSee the AsyncAPI Specification 3.0.0, Operation Reply Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}, reply: {address: {location: '$message.header#/replyTo'}, messages: [{$ref: '#/channels/answers/messages/Done'}]}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "  answers: {address: answers, messages: {Done: {payload: {type: string}}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}, reply: {address: {location: '$message.header#/answerTo'}, messages: [{$ref: '#/channels/answers/messages/Done'}]}}"),
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
    if change.what != What::ReplyAddressChanged {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "old clients wait for the answer elsewhere"),
        (Severity::Breaking, "new clients wait for an answer of the old system elsewhere"),
    );
    let message = format!("answers went to `{}`, and go to `{}`", change.words.0, change.words.1);
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "answer in both places until nobody listens to the old one",
    ))
}
