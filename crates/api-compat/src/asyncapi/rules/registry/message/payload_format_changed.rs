//! A payload is written in another schema language.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A payload is written in another schema language.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "payload-format-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A payload is written in another schema language.",
    explanation: "\
        JSON Schema, Avro and Protobuf describe payloads that are written otherwise: JSON, or bytes of one kind \
        or the other. Who writes one is not understood by who reads the other. Schemas in languages that are \
        not read here, such as RAML, are compared as texts, and count as potentially breaking where they \
        differ.\n\nSee the AsyncAPI Specification 3.0.0, Message Object.",
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
            "    messages:"
            "      Parcel: {payload: {schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {type: map, values: string}}}"
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
    if change.what != What::FormatChanged {
        return None;
    }
    let verdicts = if change.item.is_empty() {
        (
            (Severity::Breaking, "payloads are written in another way"),
            (Severity::Breaking, "payloads are written in another way"),
        )
    } else {
        (
            (Severity::PotentiallyBreaking, "nothing here reads the language"),
            (Severity::PotentiallyBreaking, "nothing here reads the language"),
        )
    };
    let message = if change.item.is_empty() {
        format!("the payload was described by {}, and is by {}", change.words.0, change.words.1)
    } else {
        "the schema changed, in a language that is not read here".to_owned()
    };
    Some(context.graded(&RULES[0], change, verdicts, message, "add a message with the new payload beside the old one"))
}
