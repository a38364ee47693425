//! Servers.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Differ, Difference, Pair};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::model::{Operation, Part, Server, servers};
use crate::openapi::objects::{SERVER, Version};

impl<'a> Differ<'_, 'a> {
    /// Where nothing is said the server is `/` (3.1, 4.8.1 OpenAPI Object, `servers`).
    pub(super) fn document_servers(&mut self, pair: Pair<'a>, place: &Rc<Place>) {
        if self.prefixes.moved() {
            return;
        }
        let (before, after) = (stated_or_usual(pair.before), stated_or_usual(pair.after));
        self.servers(&before, &after, pair.own(), place);
    }

    /// Servers of an operation or its path override those of the document.
    pub(super) fn operation_servers(&mut self, before: &Operation<'a>, after: &Operation<'a>, place: &Rc<Place>) {
        let (old, new) = (overriding(before), overriding(after));
        if old.is_none() && new.is_none() {
            return;
        }
        let old = old.unwrap_or_else(|| stated_or_usual(self.before.document()));
        let new = new.unwrap_or_else(|| stated_or_usual(self.after.document()));
        self.servers(&old, &new, (before.part.node, after.part.node), place);
    }

    fn servers(&mut self, before: &[Server<'a>], after: &[Server<'a>], holders: (NodeId, NodeId), place: &Rc<Place>) {
        let by_url = |list: &[Server<'a>]| -> HashMap<String, Server<'a>> {
            list.iter().map(|it| (without_slash(&it.url).to_owned(), it.clone())).collect()
        };
        let (known, new) = (by_url(before), by_url(after));
        for old in before {
            let place = place.within(&format!("server `{}`", old.url));
            let Some(server) = new.get(without_slash(&old.url)) else {
                let gone = Difference::new(Element::Server, "", Edit::Removed).item(&old.url);
                self.push(&place, gone, (old.node, holders.1));
                continue;
            };
            if let (Some(before), Some(after)) = (old.part, server.part) {
                self.fields(&SERVER, Pair { before, after }, &place);
            }
        }
        for server in after.iter().filter(|it| !known.contains_key(without_slash(&it.url))) {
            let place = place.within(&format!("server `{}`", server.url));
            let came = Difference::new(Element::Server, "", Edit::Added).item(&server.url);
            self.push(&place, came, (holders.0, server.node));
        }
    }
}

/// Paths are appended to the URL and start with a slash.
fn without_slash(url: &str) -> &str {
    url.strip_suffix('/').unwrap_or(url)
}

pub(super) fn stated_or_usual(document: Part<'_>) -> Vec<Server<'_>> {
    let stated = servers(&document);
    if stated.is_empty() { vec![Server { url: "/".to_owned(), node: document.node, part: None }] } else { stated }
}

/// The servers of the operation, or else of its path, where one of them states any.
fn overriding<'a>(operation: &Operation<'a>) -> Option<Vec<Server<'a>>> {
    if operation.part.api.version == Version::V20 {
        return operation.part.get("schemes").map(|_| servers(&operation.part));
    }
    let path = operation.item.part();
    [operation.part, operation.item.own, path].iter().map(servers).find(|stated| !stated.is_empty())
}
