//! A client gets in with something else too.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A client gets in with something else too.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-security-loosened",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A client gets in with something else too.",
    explanation: "\
        Whoever got in before does so still, by what is left of the old alternatives; the rule about what is \
        tightened says where that is not so.\n\nSee the AsyncAPI Specification 3.0.0, Security Scheme Object.",
    bad: (
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka, security: [{type: userPassword}]}"
            "channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("servers:"
            "  main: {host: a.example, protocol: kafka, security: [{type: userPassword}, {type: X509}]}"
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
    if change.what != What::SecurityLoosened {
        return None;
    }
    let verdicts = (
        (Severity::Additive, "more clients get in"),
        (Severity::Breaking, "what is enough now is not for the old server"),
    );
    let message = format!("security was {}, and is {}", or_none(&change.words.0), or_none(&change.words.1));
    Some(context.graded(
        &RULES[0],
        change,
        verdicts,
        message,
        "have the servers changed everywhere before clients rely on it",
    ))
}
