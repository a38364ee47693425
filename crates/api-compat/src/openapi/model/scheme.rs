//! Ways to say who calls.

use super::part::{Api, Part};
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// A security scheme, 2.0's in the words of 3.x.
#[derive(Debug, Clone)]
pub(crate) struct Scheme<'a> {
    pub(crate) part: Part<'a>,
    /// `apiKey`, `http`, `mutualTLS`, `oauth2`, `openIdConnect`.
    pub(crate) kind: &'a str,
    /// Of `http`: the scheme of the `Authorization` header, which has no case.
    pub(crate) http: Option<String>,
    pub(crate) flows: Vec<Flow<'a>>,
}

/// One flow of OAuth 2.0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow<'a> {
    pub(crate) name: &'a str,
    pub(crate) part: Part<'a>,
}

impl<'a> Scheme<'a> {
    /// The schemes of the document, by name; none for those that a reference does not lead to.
    pub(crate) fn all(api: Api<'a>) -> Vec<(&'a str, NodeId, Option<Self>)> {
        let document = api.document();
        let of = |(name, node)| (name, node, api.part(node).map(Self::of));
        if api.version == Version::V20 {
            return document.map("securityDefinitions").map(of).collect();
        }
        let components = document.part("components");
        components.into_iter().flat_map(|it| it.map("securitySchemes")).map(of).collect()
    }

    fn of(part: Part<'a>) -> Self {
        let kind = part.str("type").unwrap_or_default();
        if part.api.version == Version::V20 && kind == "basic" {
            return Self { part, kind: "http", http: Some("basic".to_owned()), flows: Vec::new() };
        }
        let http = part.str("scheme").map(str::to_ascii_lowercase);
        Self { part, kind, http, flows: flows(part) }
    }
}

fn flows(part: Part<'_>) -> Vec<Flow<'_>> {
    if part.api.version == Version::V20 {
        let name = match part.str("flow") {
            Some("application") => Some("clientCredentials"),
            Some("accessCode") => Some("authorizationCode"),
            other => other,
        };
        return name.map(|name| Flow { name, part }).into_iter().collect();
    }
    let known = ["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"];
    let flow = |(name, node)| Some(Flow { name, part: Part::here(part.api, node) });
    part.map("flows").filter(|(name, _)| known.contains(name)).filter_map(flow).collect()
}
