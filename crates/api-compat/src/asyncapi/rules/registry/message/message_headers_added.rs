//! A message has headers now.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message has headers now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-headers-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A message has headers now.",
    explanation: "\
        Where the application receives, messages of old clients lack them; where a header is required they are \
        refused. What came to headers that were there is told by the rules about schemas.\n\nSee the AsyncAPI \
        Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}, headers: {type: object, required: [trace], properties: {trace: {type: string}}}}"
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
    if change.what != What::HeadersAdded {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::PotentiallyBreaking, "messages of old clients may lack a header that is required"),
            (Severity::NonBreaking, "the old system passes over headers"),
        ),
        _ => (
            (Severity::NonBreaking, "clients pass over headers that they do not know"),
            (Severity::PotentiallyBreaking, "messages of the old system lack them"),
        ),
    };
    let message = "the message has a schema of headers now".to_owned();
    Some(context.graded(&RULES[0], change, verdicts, message, "let no header be required until all clients send it"))
}
