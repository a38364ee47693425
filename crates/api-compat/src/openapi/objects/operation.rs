//! Paths, operations, and what a client sends.

use super::document::{EXTERNAL_DOCS, SERVER};
use super::message::{EXAMPLE, MEDIA_TYPE, RESPONSES};
use super::security::SECURITY_REQUIREMENT;
use super::{Field, Object, Shape, Version, any, flag, keyword, list, map, one, text, texts};
use crate::change::Element;

/// All paths.
pub(crate) static PATHS: Object = Object {
    name: "Paths Object",
    element: Element::Path,
    fields: &[],
    members: Some(Shape::Object(&PATH_ITEM)),
    referable: false,
};

/// The operations of one path.
pub(crate) static PATH_ITEM: Object = Object {
    name: "Path Item Object",
    element: Element::Path,
    fields: &[
        text("$ref").own(),
        text("summary").since(Version::V30),
        text("description").since(Version::V30),
        one("get", &OPERATION).own(),
        one("put", &OPERATION).own(),
        one("post", &OPERATION).own(),
        one("delete", &OPERATION).own(),
        one("options", &OPERATION).own(),
        one("head", &OPERATION).own(),
        one("patch", &OPERATION).own(),
        one("trace", &OPERATION).since(Version::V30).own(),
        one("query", &OPERATION).since(Version::V32).own(),
        map("additionalOperations", &OPERATION).since(Version::V32).own(),
        list("servers", &SERVER).since(Version::V30).own(),
        list("parameters", &PARAMETER).own(),
    ],
    members: None,
    referable: true,
};

/// One method on one path.
pub(crate) static OPERATION: Object = Object {
    name: "Operation Object",
    element: Element::Operation,
    fields: &[
        texts("tags"),
        text("summary"),
        text("description"),
        one("externalDocs", &EXTERNAL_DOCS),
        text("operationId"),
        texts("consumes").until(Version::V20).own(),
        texts("produces").until(Version::V20).own(),
        list("parameters", &PARAMETER).own(),
        one("requestBody", &REQUEST_BODY).since(Version::V30).own(),
        one("responses", &RESPONSES).required_until(Version::V30).own(),
        map("callbacks", &CALLBACK).since(Version::V30).own(),
        flag("deprecated"),
        texts("schemes").until(Version::V20).own(),
        list("security", &SECURITY_REQUIREMENT).own(),
        list("servers", &SERVER).since(Version::V30).own(),
        text("x-sunset"),
        text("x-stability-level").own(),
    ],
    members: None,
    referable: false,
};

/// A parameter of an operation.
pub(crate) static PARAMETER: Object = Object {
    name: "Parameter Object",
    element: Element::Parameter,
    fields: &[
        text("name").required().own(),
        text("in").required().own(),
        text("description"),
        flag("required"),
        flag("deprecated").since(Version::V30),
        flag("allowEmptyValue"),
        text("style").since(Version::V30).own(),
        Field::new("explode", Shape::Flag).since(Version::V30).own(),
        flag("allowReserved").since(Version::V30),
        Field::new("schema", Shape::Schema).own(),
        map("content", &MEDIA_TYPE).since(Version::V30).own(),
        any("example").since(Version::V30),
        map("examples", &EXAMPLE).since(Version::V30),
        text("x-sunset"),
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

/// What a client sends as the body.
pub(crate) static REQUEST_BODY: Object = Object {
    name: "Request Body Object",
    element: Element::RequestBody,
    fields: &[text("description"), map("content", &MEDIA_TYPE).required().own(), flag("required")],
    members: None,
    referable: true,
};

/// Requests that the system sends to its client.
pub(crate) static CALLBACK: Object = Object {
    name: "Callback Object",
    element: Element::Callback,
    fields: &[],
    members: Some(Shape::Object(&PATH_ITEM)),
    referable: true,
};
