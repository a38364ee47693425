//! What let a client in does not any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// What let a client in does not any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-security-tightened",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "What let a client in does not any more.",
    explanation: "\
        Any one of the alternatives under `security` lets a client in; with none, anybody may connect. A client \
        that has what one of the old alternatives asked for, and of which nothing is left, is refused.\n\nSee \
        the AsyncAPI Specification 3.0.0, Security Scheme Object.",
    bad: (
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka}"
            "channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka, security: [{type: userPassword}]}"
            "channels:"
            "  parcels:"
            "    address: parcels"
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

/// What is asked for, in words.
fn or_none(words: &str) -> &str {
    if words.is_empty() { "none" } else { words }
}

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::SecurityTightened {
        return None;
    }
    let verdicts = (
        (Severity::Breaking, "clients with what was enough before are refused"),
        (Severity::NonBreaking, "what is enough now is enough for the old server or more"),
    );
    let message = format!("security was {}, and is {}", or_none(&change.words.0), or_none(&change.words.1));
    Some(context.graded(&RULES[0], change, verdicts, message, "take both for a while"))
}
