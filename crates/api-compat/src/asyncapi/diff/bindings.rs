//! Bindings: what a protocol needs to know besides (AsyncAPI bindings).

use std::collections::BTreeMap;

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{deref, fields};
use crate::document::{NodeId, Tree};

/// Keys whose values are schemas, which are compared as such.
const SCHEMAS: [(&str, &str); 6] = [
    ("kafka", "key"),
    ("http", "query"),
    ("http", "headers"),
    ("ws", "query"),
    ("ws", "headers"),
    ("mqtt", "correlationData"),
];

impl Differ<'_, '_> {
    /// Compares the bindings of two servers, channels, operations or messages, key by key.
    pub(super) fn bindings(&mut self, (old, new): (NodeId, NodeId), at: &At, level: &str) {
        let (before, after) = (leaves(self.old.tree, old), leaves(self.new.tree, new));
        let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut done = Vec::new();
        for key in keys {
            let (was, is) = (before.get(key).copied(), after.get(key).copied());
            let same = was.map(|it| self.old.tree.digest(it)) == is.map(|it| self.new.tree.digest(it));
            if same {
                continue;
            }
            if let (Some(was), Some(is), true) = (was, is, is_schema(key)) {
                done.push((key.clone(), was, is));
                continue;
            }
            let shown =
                |tree: &Tree, node: Option<NodeId>| node.map_or_else(String::new, |it| tree.to_json(it).to_string());
            let words = (shown(self.old.tree, was), shown(self.new.tree, is));
            let at = at.within(format!("{}, {level} binding", at.subject));
            let places = (was.or(Some(old)), is.or(Some(new)));
            self.record(What::BindingChanged, &at, format!("{level} {key}"), places, words);
        }
        for (key, was, is) in done {
            let at = at.within(format!("{}, {level} binding {key}", at.subject));
            self.bound_schema((was, is), &at);
        }
    }

    fn bound_schema(&mut self, nodes: (NodeId, NodeId), at: &At) {
        let place = crate::change::Place {
            operation: at.operation.clone(),
            role: at.role(),
            subject: at.subject.clone(),
            ..crate::change::Place::default()
        };
        self.comparison.schemas(nodes.0, nodes.1, &std::rc::Rc::new(place));
    }
}

fn is_schema(key: &str) -> bool {
    SCHEMAS.iter().any(|(protocol, name)| key.split_once('.') == Some((protocol, name)))
}

/// All values of the bindings by their paths: `kafka.topic`, `amqp.queue.durable`. Schemas are not looked into.
fn leaves(tree: &Tree, holder: NodeId) -> BTreeMap<String, NodeId> {
    let mut found = BTreeMap::new();
    // What goes before comes first, and what traits say besides is merged into it.
    for bindings in fields(tree, holder, "bindings") {
        let Some(bindings) = deref(tree, bindings) else { continue };
        let mut open: Vec<(String, NodeId)> = tree.entries(bindings).map(|(key, it)| (key.to_owned(), it)).collect();
        // The depth of the document is limited, and so is what lies in it.
        while let Some((path, node)) = open.pop() {
            let node = deref(tree, node).unwrap_or(node);
            let deep = path.matches('.').count() > 8;
            if tree.is_object(node) && !is_schema(&path) && !deep && tree.entries(node).len() > 0 {
                open.extend(tree.entries(node).map(|(key, it)| (format!("{path}.{key}"), it)));
            } else {
                found.entry(path).or_insert(node);
            }
        }
    }
    found
}
