//! What does not change data: documentation, defaults of fields that both versions write, sort order, properties.

use super::{At, Diff};
use crate::avro::change::What;
use crate::avro::model::{Field, TypeId};
use crate::document::{NodeId, Tree};

/// Keys that the specification gives a meaning, which are looked at by themselves.
const KNOWN: [&str; 18] = [
    "type",
    "name",
    "namespace",
    "aliases",
    "doc",
    "fields",
    "symbols",
    "default",
    "items",
    "values",
    "size",
    "order",
    "logicalType",
    "precision",
    "scale",
    "request",
    "response",
    "errors",
];

impl Diff<'_> {
    /// Of a type.
    pub(super) fn annotations(&mut self, old: TypeId, new: TypeId, at: &At) {
        let nodes = (self.old.schemas.get(old).map(|it| it.node), self.new.schemas.get(new).map(|it| it.node));
        if let (Some(old), Some(new)) = nodes {
            self.notes(old, new, at);
        }
    }

    /// Of a field.
    pub(super) fn field_annotations(&mut self, old: &Field, new: &Field, at: &At) {
        self.notes(old.node, new.node, at);
        let text = |tree: &Tree, node: Option<NodeId>| node.map(|it| tree.to_json(it).to_string());
        let digest = |tree: &Tree, node: Option<NodeId>| node.map(|it| tree.digest(it));
        if digest(self.old.tree, old.default) != digest(self.new.tree, new.default) {
            let what = match (old.default, new.default) {
                (None, _) => What::DefaultAdded,
                (_, None) => What::DefaultRemoved,
                _ => What::DefaultChanged,
            };
            let words = (text(self.old.tree, old.default), text(self.new.tree, new.default));
            let words = (words.0.unwrap_or_default(), words.1.unwrap_or_default());
            let places = (old.default.or(Some(old.node)), new.default.or(Some(new.node)));
            self.record(what, new.name.clone(), at, places, words, (None, None));
        }
        if old.aliases != new.aliases {
            let words = (old.aliases.join(", "), new.aliases.join(", "));
            self.record(
                What::AliasesChanged,
                new.name.clone(),
                at,
                (Some(old.node), Some(new.node)),
                words,
                (None, None),
            );
        }
        let order = |tree: &Tree, node: NodeId| -> String {
            tree.get(node, "order").and_then(|it| tree.str(it)).unwrap_or("ascending").to_owned()
        };
        let words = (order(self.old.tree, old.node), order(self.new.tree, new.node));
        if words.0 != words.1 {
            self.record(
                What::OrderChanged,
                new.name.clone(),
                at,
                (Some(old.node), Some(new.node)),
                words,
                (None, None),
            );
        }
    }

    fn notes(&mut self, old: NodeId, new: NodeId, at: &At) {
        let (was, is) = (self.old.tree, self.new.tree);
        let places = (Some(old), Some(new));
        let digest = |tree: &Tree, node: NodeId, key: &str| tree.get(node, key).map(|it| tree.digest(it));
        if digest(was, old, "doc") != digest(is, new, "doc") {
            let places = (was.get(old, "doc").or(Some(old)), is.get(new, "doc").or(Some(new)));
            self.record(What::DocumentationChanged, String::new(), at, places, <_>::default(), (None, None));
        }
        let keys = was.entries(old).chain(is.entries(new)).map(|(key, _)| key);
        let mut keys: Vec<&str> = keys.filter(|key| !KNOWN.contains(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            if digest(was, old, key) != digest(is, new, key) {
                let places = (was.get(old, key).or(places.0), is.get(new, key).or(places.1));
                self.record(What::PropertyChanged, key.to_owned(), at, places, <_>::default(), (None, None));
            }
        }
    }
}
