//! The document, what it says of itself, its servers and its store of parts.

use super::channel::{CHANNEL, OPERATION, OPERATION_TRAIT, PARAMETER, REPLY, REPLY_ADDRESS};
use super::message::{CORRELATION, MESSAGE, MESSAGE_TRAIT};
use super::security::{REQUIREMENT, SCHEME};
use super::{Field, Object, Shape, note, of, text};

/// AsyncAPI Object.
pub(in crate::asyncapi) static DOCUMENT: Object = Object {
    name: "AsyncAPI Object",
    fields: &[
        text("asyncapi"),
        note("id"),
        of("info", Shape::Object(&INFO)).noted(),
        of("servers", Shape::Map(&SERVER)),
        text("defaultContentType"),
        of("channels", Shape::Map(&CHANNEL)),
        of("operations", Shape::Map(&OPERATION)).three(),
        of("components", Shape::Object(&COMPONENTS)).noted(),
        of("tags", Shape::List(&TAG)).two().noted(),
        EXTERNAL.two(),
    ],
    members: None,
};

/// `externalDocs` of many objects.
pub(super) const EXTERNAL: Field = of("externalDocs", Shape::Object(&EXTERNAL_DOCS)).noted();

/// `tags` of many objects.
pub(super) const TAGS: Field = of("tags", Shape::List(&TAG)).noted();

static EXTERNAL_DOCS: Object =
    Object { name: "External Documentation Object", fields: &[note("description"), note("url")], members: None };

/// Tag Object.
static TAG: Object =
    Object { name: "Tag Object", fields: &[note("name"), note("description"), EXTERNAL], members: None };

static INFO: Object = Object {
    name: "Info Object",
    fields: &[
        note("title"),
        note("version"),
        note("description"),
        note("termsOfService"),
        of("contact", Shape::Object(&CONTACT)).noted(),
        of("license", Shape::Object(&LICENSE)).noted(),
        TAGS.three(),
        EXTERNAL.three(),
    ],
    members: None,
};

static CONTACT: Object =
    Object { name: "Contact Object", fields: &[note("name"), note("url"), note("email")], members: None };

static LICENSE: Object = Object { name: "License Object", fields: &[note("name"), note("url")], members: None };

/// Server Object.
pub(super) static SERVER: Object = Object {
    name: "Server Object",
    fields: &[
        text("url").two(),
        text("host").three(),
        text("pathname").three(),
        text("protocol"),
        text("protocolVersion"),
        note("description"),
        note("title").three(),
        note("summary").three(),
        of("variables", Shape::Map(&VARIABLE)),
        of("security", Shape::List(&REQUIREMENT)).two(),
        of("security", Shape::List(&SCHEME)).three(),
        TAGS,
        EXTERNAL.three(),
        of("bindings", Shape::Bindings),
    ],
    members: None,
};

/// Server Variable Object.
static VARIABLE: Object = Object {
    name: "Server Variable Object",
    fields: &[of("enum", Shape::Texts), text("default"), note("description"), of("examples", Shape::Texts).noted()],
    members: None,
};

static BINDINGS: Object = Object { name: "Bindings Object", fields: &[], members: Some(Shape::Any) };

static SCHEMAS: Object = Object { name: "Map of Schemas", fields: &[], members: Some(Shape::Schema) };

/// What nothing leads to changes nothing, and is told.
static COMPONENTS: Object = Object {
    name: "Components Object",
    fields: &[
        of("schemas", Shape::Object(&SCHEMAS)).noted(),
        of("servers", Shape::Map(&SERVER)).noted(),
        of("serverVariables", Shape::Map(&VARIABLE)).noted(),
        of("channels", Shape::Map(&CHANNEL)).noted(),
        of("operations", Shape::Map(&OPERATION)).three().noted(),
        of("messages", Shape::Map(&MESSAGE)).noted(),
        of("securitySchemes", Shape::Map(&SCHEME)).noted(),
        of("parameters", Shape::Map(&PARAMETER)).noted(),
        of("correlationIds", Shape::Map(&CORRELATION)).noted(),
        of("replies", Shape::Map(&REPLY)).three().noted(),
        of("replyAddresses", Shape::Map(&REPLY_ADDRESS)).three().noted(),
        of("externalDocs", Shape::Map(&EXTERNAL_DOCS)).three().noted(),
        of("tags", Shape::Map(&TAG)).three().noted(),
        of("operationTraits", Shape::Map(&OPERATION_TRAIT)).noted(),
        of("messageTraits", Shape::Map(&MESSAGE_TRAIT)).noted(),
        of("serverBindings", Shape::Map(&BINDINGS)).noted(),
        of("channelBindings", Shape::Map(&BINDINGS)).noted(),
        of("operationBindings", Shape::Map(&BINDINGS)).noted(),
        of("messageBindings", Shape::Map(&BINDINGS)).noted(),
    ],
    members: None,
};
