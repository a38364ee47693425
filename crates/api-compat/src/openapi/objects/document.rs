//! The document, what it says of itself, its servers, tags and components.

use super::message::{EXAMPLE, HEADER, LINK, MEDIA_TYPE, RESPONSE};
use super::operation::{CALLBACK, PARAMETER, PATH_ITEM, PATHS, REQUEST_BODY};
use super::security::{SECURITY_REQUIREMENT, SECURITY_SCHEME};
use super::{Field, Object, Shape, Version, list, map, one, text, texts};
use crate::change::Element;

/// The root of a document.
pub(crate) static DOCUMENT: Object = Object {
    name: "OpenAPI Object",
    element: Element::Document,
    fields: &[
        text("swagger").until(Version::V20).required(),
        text("openapi").since(Version::V30).required(),
        text("$self").since(Version::V32),
        one("info", &INFO).required(),
        text("jsonSchemaDialect").since(Version::V31),
        list("servers", &SERVER).since(Version::V30).own(),
        text("host").until(Version::V20).own(),
        text("basePath").until(Version::V20).own(),
        texts("schemes").until(Version::V20).own(),
        texts("consumes").until(Version::V20).own(),
        texts("produces").until(Version::V20).own(),
        one("paths", &PATHS).required_until(Version::V30).own(),
        map("webhooks", &PATH_ITEM).since(Version::V31).own(),
        one("components", &COMPONENTS).since(Version::V30).own(),
        Field::new("definitions", Shape::SchemaMap).until(Version::V20).own(),
        map("parameters", &PARAMETER).until(Version::V20).own(),
        map("responses", &RESPONSE).until(Version::V20).own(),
        map("securityDefinitions", &SECURITY_SCHEME).until(Version::V20).own(),
        list("security", &SECURITY_REQUIREMENT).own(),
        list("tags", &TAG).own(),
        one("externalDocs", &EXTERNAL_DOCS),
    ],
    members: None,
    referable: false,
};

/// What the document says of the interface as a whole.
pub(crate) static INFO: Object = Object {
    name: "Info Object",
    element: Element::Info,
    fields: &[
        text("title").required(),
        text("summary").since(Version::V31),
        text("description"),
        text("termsOfService"),
        one("contact", &CONTACT),
        one("license", &LICENSE),
        text("version").required(),
    ],
    members: None,
    referable: false,
};

static CONTACT: Object = Object {
    name: "Contact Object",
    element: Element::Contact,
    fields: &[text("name"), text("url"), text("email")],
    members: None,
    referable: false,
};

static LICENSE: Object = Object {
    name: "License Object",
    element: Element::License,
    fields: &[text("name").required(), text("identifier").since(Version::V31), text("url")],
    members: None,
    referable: false,
};

/// Where the interface is served.
pub(crate) static SERVER: Object = Object {
    name: "Server Object",
    element: Element::Server,
    fields: &[
        text("url").required().own(),
        text("description"),
        text("name").since(Version::V32),
        map("variables", &SERVER_VARIABLE),
    ],
    members: None,
    referable: false,
};

static SERVER_VARIABLE: Object = Object {
    name: "Server Variable Object",
    element: Element::ServerVariable,
    fields: &[texts("enum"), text("default").required(), text("description")],
    members: None,
    referable: false,
};

/// What is used elsewhere in the document.
pub(crate) static COMPONENTS: Object = Object {
    name: "Components Object",
    element: Element::Component,
    fields: &[
        Field::new("schemas", Shape::SchemaMap).own(),
        map("responses", &RESPONSE).own(),
        map("parameters", &PARAMETER).own(),
        map("examples", &EXAMPLE).own(),
        map("requestBodies", &REQUEST_BODY).own(),
        map("headers", &HEADER).own(),
        map("securitySchemes", &SECURITY_SCHEME).own(),
        map("links", &LINK).own(),
        map("callbacks", &CALLBACK).own(),
        map("pathItems", &PATH_ITEM).since(Version::V31).own(),
        map("mediaTypes", &MEDIA_TYPE).since(Version::V32).own(),
    ],
    members: None,
    referable: false,
};

/// A group of operations, for people.
pub(crate) static TAG: Object = Object {
    name: "Tag Object",
    element: Element::Tag,
    fields: &[
        text("name").required().own(),
        text("summary").since(Version::V32),
        text("description"),
        one("externalDocs", &EXTERNAL_DOCS),
        text("parent").since(Version::V32),
        text("kind").since(Version::V32),
    ],
    members: None,
    referable: false,
};

/// Where more is to be read.
pub(super) static EXTERNAL_DOCS: Object = Object {
    name: "External Documentation Object",
    element: Element::ExternalDocs,
    fields: &[text("description"), text("url").required()],
    members: None,
    referable: false,
};
