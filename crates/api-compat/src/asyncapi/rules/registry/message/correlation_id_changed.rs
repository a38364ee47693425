//! The correlation ID lies elsewhere.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// The correlation ID lies elsewhere.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "correlation-id-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The correlation ID lies elsewhere.",
    explanation: "\
        By it an answer is matched with what it answers. Who looks where it was finds nothing, and takes the \
        answer for one to nothing.\n\nSee the AsyncAPI Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}, correlationId: {location: '$message.header#/trace'}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}, correlationId: {location: '$message.header#/flow'}}"
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
    if change.what != What::CorrelationChanged {
        return None;
    }
    let verdicts = if change.words.0.is_empty() {
        ((Severity::Additive, "nobody looked for one"), (Severity::PotentiallyBreaking, "the old system sends none"))
    } else {
        (
            (Severity::PotentiallyBreaking, "who looks where it was finds nothing"),
            (Severity::PotentiallyBreaking, "who looks where it is now finds nothing on the old system"),
        )
    };
    let message = format!("the correlation ID was at `{}` and is at `{}`", change.words.0, change.words.1);
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "send it in both places until nobody looks at the old one",
    ))
}
