//! A document, and an object in it with the reference that led there.

use crate::document::{NodeId, Resolve as _, Tree, Value};
use crate::openapi::objects::Version;

/// References that lead to references: more than any document needs, few enough to end.
const HOPS: usize = 64;

/// An OpenAPI document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Api<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) version: Version,
    pub(crate) root: NodeId,
}

/// An object of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) api: Api<'a>,
    pub(crate) node: NodeId,
    /// The Reference Object that stands in its place.
    reference: Option<NodeId>,
}

impl<'a> Api<'a> {
    /// The document of `tree`; none where it is empty or could not be read.
    pub(crate) fn of(tree: &'a Tree) -> Option<Self> {
        let root = tree.root()?;
        Some(Self { tree, version: version(tree, root), root })
    }

    pub(crate) fn document(self) -> Part<'a> {
        Part { api: self, node: self.root, reference: None }
    }

    /// What stands at `node`, through references; none where one leads nowhere.
    pub(crate) fn part(self, node: NodeId) -> Option<Part<'a>> {
        let mut at = node;
        for _ in 0..HOPS {
            let Some(reference) = self.tree.get(at, "$ref").and_then(|it| self.tree.str(it)) else {
                return Some(Part { api: self, node: at, reference: (at != node).then_some(node) });
            };
            at = self.tree.resolve(at, reference)?;
        }
        None
    }
}

impl<'a> Part<'a> {
    /// What stands at `node`, be it a reference.
    pub(crate) fn here(api: Api<'a>, node: NodeId) -> Self {
        Self { api, node, reference: None }
    }

    /// The value of the field `key`. Beside `$ref`, `summary` and `description` override (3.1, 4.8.23 Reference Object).
    pub(crate) fn get(&self, key: &str) -> Option<NodeId> {
        let tree = self.api.tree;
        let beside = || match key {
            "summary" | "description" if self.api.version >= Version::V31 => tree.get(self.reference?, key),
            _ => None,
        };
        beside().or_else(|| tree.get(self.node, key))
    }

    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        let node = self.get(key)?;
        self.api.tree.str(node)
    }

    /// A text that may have been written without quotes, as versions and dates are.
    pub(crate) fn word(&self, key: &str) -> Option<&'a str> {
        word(self.api.tree, self.get(key)?)
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        let node = self.get(key)?;
        self.api.tree.bool(node)
    }

    /// The object under `key`, through references.
    pub(crate) fn part(&self, key: &str) -> Option<Part<'a>> {
        self.api.part(self.get(key)?)
    }

    /// What the field `key` has as an array; nothing for what is none.
    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = NodeId> + use<'a> {
        let tree = self.api.tree;
        self.get(key).into_iter().flat_map(move |node| tree.items(node))
    }

    /// The texts that the field `key` lists.
    pub(crate) fn words(&self, key: &str) -> impl Iterator<Item = (&'a str, NodeId)> + use<'a> {
        let tree = self.api.tree;
        self.list(key).filter_map(move |node| Some((word(tree, node)?, node)))
    }

    /// Keys and values of the object that the field `key` holds; nothing for what is none.
    pub(crate) fn map(&self, key: &str) -> impl Iterator<Item = (&'a str, NodeId)> + use<'a> {
        let tree = self.api.tree;
        self.get(key).into_iter().flat_map(move |node| tree.entries(node))
    }

    /// Keys and values of the object itself.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, NodeId)> + use<'a> {
        self.api.tree.entries(self.node)
    }
}

/// What stands at `node` as a text, though it may have been written as a number or a flag.
pub(crate) fn word(tree: &Tree, node: NodeId) -> Option<&str> {
    match tree.value(node) {
        Value::String(text) | Value::Number(text) => Some(text),
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        Value::Null | Value::Array | Value::Object => None,
    }
}

/// The version that the document states; an unknown one is read as the nearest that is known.
fn version(tree: &Tree, root: NodeId) -> Version {
    let stated = |key| tree.get(root, key).and_then(|node| word(tree, node));
    match stated("openapi") {
        Some(it) if it.starts_with("3.0") || it == "3" => Version::V30,
        Some(it) if it.starts_with("3.1") => Version::V31,
        Some(_) => Version::V32,
        None if tree.get(root, "swagger").is_some() => Version::V20,
        None => Version::V31,
    }
}
