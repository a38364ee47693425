//! A message has no headers any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Action, Change, Context, KINDS, What};

/// A message has no headers any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-headers-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A message has no headers any more.",
    explanation: "\
        Where the application sends, clients that read a header no longer find it.\n\nSee the AsyncAPI \
        Specification 3.0.0, Message Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}, headers: {type: object}}"
            "operations:"
            "  tell: {action: send, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "operations:"
            "  tell: {action: send, channel: {$ref: '#/channels/parcels'}}"),
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
    if change.what != What::HeadersRemoved {
        return None;
    }
    let verdicts = match change.action {
        Some(Action::Receive) => (
            (Severity::NonBreaking, "headers that are sent are passed over"),
            (Severity::PotentiallyBreaking, "the old system may refuse a message without them"),
        ),
        _ => (
            (Severity::PotentiallyBreaking, "clients that read a header no longer find it"),
            (Severity::NonBreaking, "new clients read no header"),
        ),
    };
    let message = "the message has no schema of headers any more".to_owned();
    Some(context.graded(&RULES[0], change, verdicts, message, "go on sending the headers until nobody reads them"))
}
