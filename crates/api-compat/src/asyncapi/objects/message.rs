//! Messages.

use super::document::{EXTERNAL, TAGS};
use super::{Field, Object, Shape, note, of, text};

const HEADERS: Field = of("headers", Shape::Schema);
const CORRELATION_ID: Field = of("correlationId", Shape::Object(&CORRELATION));
const BINDINGS: Field = of("bindings", Shape::Bindings);
const EXAMPLES: Field = of("examples", Shape::List(&EXAMPLE)).noted();

/// Message Object. `oneOf` holds several (2.6, Operation Object, `message`).
pub(super) static MESSAGE: Object = Object {
    name: "Message Object",
    fields: &[
        note("messageId").two(),
        HEADERS,
        of("payload", Shape::Schema),
        CORRELATION_ID,
        text("schemaFormat").two(),
        text("contentType"),
        note("name"),
        note("title"),
        note("summary"),
        note("description"),
        TAGS,
        EXTERNAL,
        BINDINGS,
        EXAMPLES,
        of("traits", Shape::List(&MESSAGE_TRAIT)).noted(),
        of("oneOf", Shape::List(&MESSAGE)).two(),
    ],
    members: None,
};

/// Message Trait Object.
pub(super) static MESSAGE_TRAIT: Object = Object {
    name: "Message Trait Object",
    fields: &[
        note("messageId").two(),
        HEADERS,
        CORRELATION_ID,
        text("schemaFormat").two(),
        text("contentType"),
        note("name"),
        note("title"),
        note("summary"),
        note("description"),
        TAGS,
        EXTERNAL,
        BINDINGS,
        EXAMPLES,
    ],
    members: None,
};

static EXAMPLE: Object = Object {
    name: "Message Example Object",
    fields: &[of("headers", Shape::Any).noted(), of("payload", Shape::Any).noted(), note("name"), note("summary")],
    members: None,
};

/// Correlation ID Object.
pub(super) static CORRELATION: Object =
    Object { name: "Correlation ID Object", fields: &[note("description"), text("location")], members: None };
