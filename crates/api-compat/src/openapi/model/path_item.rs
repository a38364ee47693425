//! Path items and their operations.

use super::part::{Api, Part};
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// The operations of one path, of one callback expression, of one webhook.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathItem<'a> {
    /// What the item says itself.
    pub(crate) own: Part<'a>,
    /// What its `$ref` leads to.
    referenced: Option<Part<'a>>,
}

/// One method on one path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'a> {
    /// In upper case, as requests have it.
    pub(crate) method: &'a str,
    pub(crate) part: Part<'a>,
    pub(crate) item: PathItem<'a>,
}

/// The methods that have a field, with the first version that has it.
const METHODS: [(&str, &str, Version); 9] = [
    ("get", "GET", Version::V20),
    ("put", "PUT", Version::V20),
    ("post", "POST", Version::V20),
    ("delete", "DELETE", Version::V20),
    ("options", "OPTIONS", Version::V20),
    ("head", "HEAD", Version::V20),
    ("patch", "PATCH", Version::V20),
    ("trace", "TRACE", Version::V30),
    ("query", "QUERY", Version::V32),
];

impl<'a> PathItem<'a> {
    /// The path item at `node`; a `$ref` may have fields beside it (3.1, 4.8.9 Path Item Object).
    pub(crate) fn of(api: Api<'a>, node: NodeId) -> Option<Self> {
        let own = Part::here(api, node);
        match own.get("$ref") {
            None => Some(Self { own, referenced: None }),
            Some(_) => Some(Self { own, referenced: Some(api.part(node)?) }),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<NodeId> {
        self.own.get(key).or_else(|| self.referenced?.get(key))
    }

    /// The part that holds its fields, for what goes by the table of objects.
    pub(crate) fn part(&self) -> Part<'a> {
        self.referenced.unwrap_or(self.own)
    }

    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = NodeId> + use<'a> {
        let tree = self.own.api.tree;
        self.get(key).into_iter().flat_map(move |node| tree.items(node))
    }

    pub(crate) fn operations(&self) -> Vec<Operation<'a>> {
        let api = self.own.api;
        let fixed = METHODS.into_iter().filter(|(.., since)| *since <= api.version);
        let fixed = fixed.filter_map(|(key, method, _)| Some((method, self.get(key)?)));
        let additional = self.get("additionalOperations").filter(|_| api.version >= Version::V32);
        let additional = additional.into_iter().flat_map(|node| api.tree.entries(node));
        fixed
            .chain(additional)
            .filter(|(_, node)| api.tree.is_object(*node))
            .map(|(method, node)| Operation { method, part: Part::here(api, node), item: *self })
            .collect()
    }
}
