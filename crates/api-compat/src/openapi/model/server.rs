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

/// 2.0, Swagger Object: `schemes`, `host` and `basePath`; an operation may have `schemes` of its own.
fn from_host<'a>(part: &Part<'a>) -> Vec<Server<'a>> {
    let document = part.api.document();
    let Some(node) = ["host", "basePath", "schemes"].iter().find_map(|key| part.get(key)) else { return Vec::new() };
    let base = document.str("basePath").unwrap_or_default();
    let host = document.str("host");
    let stated = if part.get("schemes").is_some() { *part } else { document };
    let schemes: Vec<_> = stated.words("schemes").collect();
    if schemes.is_empty() {
        let url = match host {
            Some(host) => format!("//{host}{base}"),
            None if base.is_empty() => "/".to_owned(),
            None => base.to_owned(),
        };
        return vec![Server { url, node, part: None }];
    }
    // Without a host it is the one that serves the document.
    let host = host.map_or_else(String::new, |host| format!("//{host}"));
    let url = |scheme| format!("{scheme}:{host}{base}");
    schemes.into_iter().map(|(scheme, node)| Server { url: url(scheme), node, part: None }).collect()
}
