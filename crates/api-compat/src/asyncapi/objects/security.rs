//! What lets a client in.

use super::{Object, Shape, note, of, text};

/// Security Requirement Object (2): scopes by names of schemes.
pub(super) static REQUIREMENT: Object =
    Object { name: "Security Requirement Object", fields: &[], members: Some(Shape::Texts) };

/// Security Scheme Object.
pub(super) static SCHEME: Object = Object {
    name: "Security Scheme Object",
    fields: &[
        text("type"),
        note("description"),
        text("name"),
        text("in"),
        text("scheme"),
        note("bearerFormat"),
        of("flows", Shape::Object(&FLOWS)),
        text("openIdConnectUrl"),
        of("scopes", Shape::Texts).three(),
    ],
    members: None,
};

static FLOWS: Object = Object {
    name: "OAuth Flows Object",
    fields: &[
        of("implicit", Shape::Object(&FLOW)),
        of("password", Shape::Object(&FLOW)),
        of("clientCredentials", Shape::Object(&FLOW)),
        of("authorizationCode", Shape::Object(&FLOW)),
    ],
    members: None,
};

static FLOW: Object = Object {
    name: "OAuth Flow Object",
    fields: &[
        text("authorizationUrl"),
        text("tokenUrl"),
        text("refreshUrl"),
        of("scopes", Shape::Object(&SCOPES)).two(),
        of("availableScopes", Shape::Object(&SCOPES)).three(),
    ],
    members: None,
};

static SCOPES: Object = Object { name: "Scopes", fields: &[], members: Some(Shape::Text) };
