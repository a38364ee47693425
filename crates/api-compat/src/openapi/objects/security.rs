//! Who may call.

use super::{Field, Object, Shape, Version, flag, one, text};
use crate::change::Element;

/// One alternative: the schemes that are needed together.
pub(crate) static SECURITY_REQUIREMENT: Object = Object {
    name: "Security Requirement Object",
    element: Element::SecurityRequirement,
    fields: &[],
    members: Some(Shape::Texts),
    referable: false,
};

/// A way to say who calls.
pub(crate) static SECURITY_SCHEME: Object = Object {
    name: "Security Scheme Object",
    element: Element::SecurityScheme,
    fields: &[
        text("type").required().own(),
        text("description"),
        text("name"),
        text("in"),
        text("scheme").since(Version::V30).own(),
        text("bearerFormat").since(Version::V30),
        one("flows", &OAUTH_FLOWS).since(Version::V30).own(),
        text("openIdConnectUrl").since(Version::V30),
        text("oauth2MetadataUrl").since(Version::V32),
        flag("deprecated").since(Version::V32),
        text("flow").until(Version::V20).own(),
        text("authorizationUrl").until(Version::V20).own(),
        text("tokenUrl").until(Version::V20).own(),
        Field::new("scopes", Shape::AnyMap).until(Version::V20).own(),
    ],
    members: None,
    referable: true,
};

/// The flows of OAuth 2.0 that a scheme allows.
pub(crate) static OAUTH_FLOWS: Object = Object {
    name: "OAuth Flows Object",
    element: Element::OAuthFlow,
    fields: &[
        one("implicit", &OAUTH_FLOW).own(),
        one("password", &OAUTH_FLOW).own(),
        one("clientCredentials", &OAUTH_FLOW).own(),
        one("authorizationCode", &OAUTH_FLOW).own(),
        one("deviceAuthorization", &OAUTH_FLOW).since(Version::V32).own(),
    ],
    members: None,
    referable: false,
};

/// One flow of OAuth 2.0.
pub(crate) static OAUTH_FLOW: Object = Object {
    name: "OAuth Flow Object",
    element: Element::OAuthFlow,
    fields: &[
        text("authorizationUrl"),
        text("deviceAuthorizationUrl").since(Version::V32),
        text("tokenUrl"),
        text("refreshUrl").since(Version::V30),
        Field::new("scopes", Shape::AnyMap).required(),
    ],
    members: None,
    referable: false,
};
