//! Responses, and what both requests and responses consist of.

use super::document::SERVER;
use super::{Field, Object, Shape, Version, any, flag, keyword, list, map, one, text};
use crate::change::Element;

/// What the system answers, by status.
pub(crate) static RESPONSES: Object = Object {
    name: "Responses Object",
    element: Element::Response,
    fields: &[],
    members: Some(Shape::Object(&RESPONSE)),
    referable: false,
};

/// What the system answers with one status.
pub(crate) static RESPONSE: Object = Object {
    name: "Response Object",
    element: Element::Response,
    fields: &[
        text("summary").since(Version::V32),
        text("description").required_until(Version::V31),
        map("headers", &HEADER).own(),
        map("content", &MEDIA_TYPE).since(Version::V30).own(),
        map("links", &LINK).since(Version::V30),
        Field::new("schema", Shape::Schema).until(Version::V20).own(),
        Field::new("examples", Shape::AnyMap).until(Version::V20),
    ],
    members: None,
    referable: true,
};

/// A body of one media type.
pub(crate) static MEDIA_TYPE: Object = Object {
    name: "Media Type Object",
    element: Element::MediaType,
    fields: &[
        Field::new("schema", Shape::Schema).own(),
        Field::new("itemSchema", Shape::Schema).since(Version::V32).own(),
        any("example"),
        map("examples", &EXAMPLE),
        map("encoding", &ENCODING).own(),
        list("prefixEncoding", &ENCODING).since(Version::V32).own(),
        one("itemEncoding", &ENCODING).since(Version::V32).own(),
    ],
    members: None,
    referable: true,
};

/// How a part of a form is written.
pub(crate) static ENCODING: Object = Object {
    name: "Encoding Object",
    element: Element::Encoding,
    fields: &[
        text("contentType").own(),
        map("headers", &HEADER).own(),
        text("style").own(),
        Field::new("explode", Shape::Flag).own(),
        flag("allowReserved"),
        map("encoding", &ENCODING).since(Version::V32).own(),
        list("prefixEncoding", &ENCODING).since(Version::V32).own(),
        one("itemEncoding", &ENCODING).since(Version::V32).own(),
    ],
    members: None,
    referable: false,
};

/// A header of a response or of a part of a form.
pub(crate) static HEADER: Object = Object {
    name: "Header Object",
    element: Element::Header,
    fields: &[
        text("description"),
        flag("required").since(Version::V30),
        flag("deprecated").since(Version::V30),
        text("style").since(Version::V30).own(),
        Field::new("explode", Shape::Flag).since(Version::V30).own(),
        Field::new("schema", Shape::Schema).since(Version::V30).own(),
        map("content", &MEDIA_TYPE).since(Version::V30).own(),
        any("example").since(Version::V30),
        map("examples", &EXAMPLE).since(Version::V30),
        text("collectionFormat").until(Version::V20).own(),
        keyword("type"),
        keyword("format"),
        keyword("items"),
        keyword("default"),
        keyword("maximum"),
        keyword("exclusiveMaximum"),
        keyword("minimum"),
        keyword("exclusiveMinimum"),
        keyword("maxLength"),
        keyword("minLength"),
        keyword("pattern"),
        keyword("maxItems"),
        keyword("minItems"),
        keyword("uniqueItems"),
        keyword("enum"),
        keyword("multipleOf"),
    ],
    members: None,
    referable: true,
};

/// A message as an example.
pub(crate) static EXAMPLE: Object = Object {
    name: "Example Object",
    element: Element::Example,
    fields: &[
        text("summary"),
        text("description"),
        any("dataValue").since(Version::V32),
        text("serializedValue").since(Version::V32),
        text("externalValue"),
        any("value"),
    ],
    members: None,
    referable: true,
};

/// Where a response leads.
pub(crate) static LINK: Object = Object {
    name: "Link Object",
    element: Element::Link,
    fields: &[
        text("operationRef"),
        text("operationId"),
        Field::new("parameters", Shape::AnyMap),
        any("requestBody"),
        text("description"),
        one("server", &SERVER),
    ],
    members: None,
    referable: true,
};
