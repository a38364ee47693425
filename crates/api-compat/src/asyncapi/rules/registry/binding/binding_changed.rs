//! What a protocol needs to know besides changed.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, Verdict, What};

/// What a protocol needs to know besides changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "binding-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "What a protocol needs to know besides changed.",
    explanation: "\
        Bindings say how channels, operations and messages are on Kafka, AMQP, MQTT, WebSockets and HTTP. Keys \
        that lead clients elsewhere (a topic, an exchange, a method) or change how messages are written (an \
        encoding) break; what decides how long or how surely messages are kept may break; replicas and versions \
        of a binding do not. Keys that are not known here count as potentially breaking. Schemas in bindings \
        (keys of Kafka, query and headers of HTTP and WebSockets) are compared as schemas.\n\nSee the AsyncAPI \
        Specification 3.0.0, Bindings.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "    bindings: {kafka: {topic: parcels-v1}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "    bindings: {kafka: {topic: parcels-v2}}"
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

/// Bindings by protocol and key, with what a change of each does (AsyncAPI bindings). Keys end with what is named here.
const KNOWN: [(&str, Verdict); 47] = [
    ("channel kafka.topic", MOVED),
    ("channel kafka.partitions", ORDER),
    ("channel kafka.replicas", INSIDE),
    ("channel kafka.topicConfiguration.cleanup.policy", KEPT),
    ("channel kafka.topicConfiguration.retention.ms", KEPT),
    ("channel kafka.topicConfiguration.retention.bytes", KEPT),
    ("channel kafka.topicConfiguration.delete.retention.ms", KEPT),
    ("channel kafka.topicConfiguration.max.message.bytes", SIZE),
    ("operation kafka.groupId", SHARED),
    ("operation kafka.clientId", SHARED),
    ("message kafka.schemaIdLocation", WRITTEN),
    ("message kafka.schemaIdPayloadEncoding", WRITTEN),
    ("message kafka.schemaLookupStrategy", WRITTEN),
    ("message kafka.key", WRITTEN),
    ("server kafka.schemaRegistryUrl", MOVED),
    ("server kafka.schemaRegistryVendor", SHARED),
    ("channel amqp.is", MOVED),
    ("channel amqp.exchange.name", MOVED),
    ("channel amqp.exchange.type", MOVED),
    ("channel amqp.exchange.durable", REFUSED),
    ("channel amqp.exchange.autoDelete", REFUSED),
    ("channel amqp.exchange.vhost", MOVED),
    ("channel amqp.queue.name", MOVED),
    ("channel amqp.queue.durable", REFUSED),
    ("channel amqp.queue.exclusive", REFUSED),
    ("channel amqp.queue.autoDelete", REFUSED),
    ("channel amqp.queue.vhost", MOVED),
    ("operation amqp.cc", MOVED),
    ("operation amqp.bcc", MOVED),
    ("operation amqp.replyTo", MOVED),
    ("operation amqp.expiration", KEPT),
    ("operation amqp.deliveryMode", KEPT),
    ("operation amqp.mandatory", SHARED),
    ("operation amqp.ack", SHARED),
    ("operation amqp.priority", INSIDE),
    ("operation amqp.userId", REFUSED),
    ("message amqp.contentEncoding", WRITTEN),
    ("message amqp.messageType", WRITTEN),
    ("operation mqtt.qos", KEPT),
    ("operation mqtt.retain", KEPT),
    ("operation mqtt.messageExpiryInterval", KEPT),
    ("message mqtt.payloadFormatIndicator", WRITTEN),
    ("message mqtt.contentType", WRITTEN),
    ("message mqtt.responseTopic", MOVED),
    ("channel ws.method", MOVED),
    ("operation http.method", MOVED),
    ("message http.statusCode", WRITTEN),
];

const MOVED: Verdict = (Severity::Breaking, "clients go elsewhere, or in another way, and find nothing there");
const WRITTEN: Verdict = (Severity::Breaking, "messages are written in another way");
const REFUSED: Verdict = (Severity::Breaking, "the broker refuses a client that declares it otherwise");
const KEPT: Verdict =
    (Severity::PotentiallyBreaking, "messages are kept, or delivered, otherwise than clients count on");
const ORDER: Verdict = (Severity::PotentiallyBreaking, "messages with the same key may come in another order");
const SIZE: Verdict = (Severity::PotentiallyBreaking, "messages that were small enough may be refused");
const SHARED: Verdict =
    (Severity::PotentiallyBreaking, "who gets which message, and whether it is acknowledged, may change");
const INSIDE: Verdict = (Severity::NonBreaking, "no client notices");
const UNKNOWN: Verdict = (Severity::PotentiallyBreaking, "nothing here knows what this key of the protocol changes");

/// What a change of the key does.
fn verdict(key: &str) -> Verdict {
    if key.ends_with(".bindingVersion") {
        return INSIDE;
    }
    KNOWN.iter().find(|(known, _)| *known == key).map_or(UNKNOWN, |(_, verdict)| *verdict)
}

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::BindingChanged {
        return None;
    }
    let verdict = verdict(&change.item);
    let verdicts = (verdict, verdict);
    let message = match (change.words.0.as_str(), change.words.1.as_str()) {
        ("", new) => format!("the {} binding was added: {new}", change.item),
        (old, "") => format!("the {} binding was removed (it was {old})", change.item),
        (old, new) => format!("the {} binding went from {old} to {new}", change.item),
    };
    Some(context.graded(&RULES[0], change, verdicts, message, "keep the old binding until no client goes by it"))
}
