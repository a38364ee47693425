//! Channels, and what an application does on them.

use super::document::{EXTERNAL, TAGS};
use super::message::MESSAGE;
use super::security::{REQUIREMENT, SCHEME};
use super::{Object, Shape, note, of, text};

/// Channel Item Object (2), Channel Object (3).
pub(super) static CHANNEL: Object = Object {
    name: "Channel Object",
    fields: &[
        text("address").three(),
        of("messages", Shape::Map(&MESSAGE)).three(),
        note("title").three(),
        note("summary").three(),
        note("description"),
        of("servers", Shape::Texts).two(),
        of("servers", Shape::References).three(),
        of("subscribe", Shape::Object(&OPERATION)).two(),
        of("publish", Shape::Object(&OPERATION)).two(),
        of("parameters", Shape::Map(&PARAMETER)),
        TAGS.three(),
        EXTERNAL.three(),
        of("bindings", Shape::Bindings),
    ],
    members: None,
};

/// Operation Object.
pub(super) static OPERATION: Object = Object {
    name: "Operation Object",
    fields: &[
        text("action").three(),
        of("channel", Shape::Reference).three(),
        note("operationId").two(),
        note("title").three(),
        note("summary"),
        note("description"),
        of("security", Shape::List(&REQUIREMENT)).two(),
        of("security", Shape::List(&SCHEME)).three(),
        TAGS,
        EXTERNAL,
        of("bindings", Shape::Bindings),
        of("traits", Shape::List(&OPERATION_TRAIT)).noted(),
        of("message", Shape::Object(&MESSAGE)).two(),
        of("messages", Shape::References).three(),
        of("reply", Shape::Object(&REPLY)).three(),
    ],
    members: None,
};

/// Operation Trait Object.
pub(super) static OPERATION_TRAIT: Object = Object {
    name: "Operation Trait Object",
    fields: &[
        note("operationId").two(),
        note("title").three(),
        note("summary"),
        note("description"),
        of("security", Shape::List(&REQUIREMENT)).two(),
        of("security", Shape::List(&SCHEME)).three(),
        TAGS,
        EXTERNAL,
        of("bindings", Shape::Bindings),
    ],
    members: None,
};

/// Parameter Object: of version 2 a schema, of version 3 texts.
pub(super) static PARAMETER: Object = Object {
    name: "Parameter Object",
    fields: &[
        note("description"),
        of("schema", Shape::Schema).two(),
        of("enum", Shape::Texts).three(),
        text("default").three(),
        of("examples", Shape::Texts).three().noted(),
        note("location"),
    ],
    members: None,
};

/// Operation Reply Object.
pub(super) static REPLY: Object = Object {
    name: "Operation Reply Object",
    fields: &[
        of("address", Shape::Object(&REPLY_ADDRESS)),
        of("channel", Shape::Reference),
        of("messages", Shape::References),
    ],
    members: None,
};

/// Operation Reply Address Object.
pub(super) static REPLY_ADDRESS: Object =
    Object { name: "Operation Reply Address Object", fields: &[note("description"), text("location")], members: None };
