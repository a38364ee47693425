//! Where the interface is served.

use super::part::Part;
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// A server by its URL.
#[derive(Debug, Clone)]
pub(crate) struct Server<'a> {
    pub(crate) url: String,
    pub(crate) node: NodeId,
    /// The Server Object; none where the URL was put together from 2.0's fields, or is the usual one.
    pub(crate) part: Option<Part<'a>>,
}

/// The servers that `part`, a document, path item or operation, states: none where it states none.
pub(crate) fn servers<'a>(part: &Part<'a>) -> Vec<Server<'a>> {
    if part.api.version == Version::V20 {
        return from_host(part);
    }
    let api = part.api;
    part.list("servers")
        .filter_map(|node| {
            let server = Part::here(api, node);
            Some(Server { url: server.str("url")?.to_owned(), node, part: Some(server) })
        })
        .collect()
}

/// 2.0, Swagger Object: `schemes`, `host` and `basePath`.
fn from_host<'a>(part: &Part<'a>) -> Vec<Server<'a>> {
    let node = ["host", "basePath", "schemes"].iter().find_map(|key| part.get(key));
    let Some(node) = node else { return Vec::new() };
    let base = part.str("basePath").unwrap_or_default();
    let Some(host) = part.str("host") else {
        let url = if base.is_empty() { "/".to_owned() } else { base.to_owned() };
        return vec![Server { url, node, part: None }];
    };
    let mut schemes: Vec<_> = part.words("schemes").map(|(scheme, at)| (format!("{scheme}://"), at)).collect();
    if schemes.is_empty() {
        schemes.push(("//".to_owned(), node));
    }
    schemes
        .into_iter()
        .map(|(scheme, node)| Server { url: format!("{scheme}{host}{base}"), node, part: None })
        .collect()
}
