//! An interface as the message check reads it: operations with what they ask for and what they answer. A reading of its
//! own, which shares nothing with the one that finds differences.

use std::collections::{BTreeMap, HashMap};

use super::read;
use crate::document::{NodeId, Tree};

/// Methods of a path item (OpenAPI 3.2, Path Item Object).
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The operations of a document, found by method and path.
pub(super) struct Interface<'t> {
    pub(super) tree: &'t Tree,
    /// Path items by their template without names; those with fewer variables first.
    items: HashMap<String, NodeId>,
    /// Methods and paths in the order of the document.
    order: Vec<(String, &'t str)>,
}

/// A parameter, or a field of a form in OpenAPI 2.0.
#[derive(Debug, Clone)]
pub(super) struct Parameter<'t> {
    pub(super) name: &'t str,
    pub(super) location: &'t str,
    pub(super) is_required: bool,
    pub(super) style: &'t str,
    pub(super) explodes: bool,
    /// Its schema; in OpenAPI 2.0 the parameter itself.
    pub(super) schema: Option<NodeId>,
    /// The media type of its text, where it has `content`.
    pub(super) media: Option<&'t str>,
}

#[derive(Debug, Clone)]
pub(super) struct Body<'t> {
    pub(super) is_required: bool,
    /// Media types with their schemas.
    pub(super) content: Vec<(&'t str, Option<NodeId>)>,
}

#[derive(Debug, Clone)]
pub(super) struct Response<'t> {
    /// `200`, `2XX`, `default`.
    pub(super) status: &'t str,
    pub(super) content: Vec<(&'t str, Option<NodeId>)>,
    /// Lower case, and whether they are required.
    pub(super) headers: BTreeMap<String, bool>,
}

/// One alternative of security: schemes, what they are, and the scopes needed.
pub(super) type Alternative<'t> = BTreeMap<&'t str, (String, Vec<&'t str>)>;

/// What an operation asks for and answers.
#[derive(Debug, Clone)]
pub(super) struct Operation<'t> {
    pub(super) parameters: Vec<Parameter<'t>>,
    pub(super) body: Option<Body<'t>>,
    /// Empty: anybody may.
    pub(super) security: Vec<Alternative<'t>>,
    pub(super) responses: Vec<Response<'t>>,
    pub(super) servers: Vec<String>,
}

/// Why an operation is not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Path,
    Method,
}

impl<'t> Interface<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let paths = tree.root().and_then(|root| tree.get(root, "paths"));
        let all = paths.into_iter().flat_map(|paths| tree.entries(paths));
        let mut items = HashMap::new();
        let mut order = Vec::new();
        for (path, item) in all.filter(|(path, _)| path.starts_with('/')) {
            let item = read::target(tree, item);
            let methods = METHODS.iter().filter(|method| tree.get(item, method).is_some());
            order.extend(methods.map(|method| (method.to_ascii_uppercase(), path)));
            items.insert(shape(path), item);
        }
        Self { tree, items, order }
    }

    /// Methods and paths of all operations.
    pub(super) fn operations(&self) -> impl Iterator<Item = (String, &'t str)> + '_ {
        self.order.iter().cloned()
    }

    /// Whether the system sends this request of itself (3.1, 4.8.1 OpenAPI Object, `webhooks`).
    pub(super) fn has_webhook(&self, method: &str, name: &str) -> bool {
        let tree = self.tree;
        let webhooks = tree.root().and_then(|root| tree.get(root, "webhooks"));
        let item = webhooks.and_then(|it| tree.get(it, name)).map(|it| read::target(tree, it));
        item.is_some_and(|it| tree.get(it, &method.to_ascii_lowercase()).is_some())
    }

    /// The operation that is called by `method` and a path of the template `path`.
    pub(super) fn operation(&self, method: &str, path: &str) -> Result<Operation<'t>, Missing> {
        let item = *self.items.get(&shape(path)).or_else(|| self.by_value(path)).ok_or(Missing::Path)?;
        let method = method.to_ascii_lowercase();
        let additional = || self.tree.get(self.tree.get(item, "additionalOperations")?, &method.to_ascii_uppercase());
        let known = METHODS.contains(&method.as_str()).then(|| self.tree.get(item, &method)).flatten();
        let node = known.or_else(additional).ok_or(Missing::Method)?;
        Ok(read::operation(self.tree, item, node))
    }

    /// The path item whose template has a variable where `path` has one or a text.
    fn by_value(&self, path: &str) -> Option<&NodeId> {
        let wanted = shape(path);
        let parts: Vec<&str> = wanted.split('/').collect();
        let fits = |template: &str| {
            let theirs: Vec<&str> = template.split('/').collect();
            theirs.len() == parts.len() && theirs.iter().zip(&parts).all(|(one, part)| *one == "{}" || one == part)
        };
        self.items.iter().filter(|(template, _)| fits(template)).map(|(_, item)| item).min()
    }
}

/// A template without the names of its variables.
fn shape(path: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '}' => inside = false,
            _ if inside => continue,
            '{' => inside = true,
            _ => {}
        }
        text.push(letter);
    }
    text
}
