//! Parameters of an address: which values a part of it takes.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::Channel;
use crate::document::{NodeId, Tree};

/// What a parameter takes that says nothing of its values.
const ANY: &str = "any value";

impl Differ<'_, '_> {
    /// A parameter that is not described takes any value.
    pub(super) fn parameters(&mut self, old: &Channel, new: &Channel, at: &At) {
        let of = |channel: &'_ Channel| -> BTreeMap<String, NodeId> { channel.parameters.iter().cloned().collect() };
        let (before, after) = (of(old), of(new));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        // Names do not travel: of an address with one parameter it is the same one.
        let renamed = names.len() == 2 && before.len() == 1 && after.len() == 1;
        if let (true, Some(was), Some((name, is))) = (renamed, before.values().next(), after.iter().next()) {
            let at = at.within(format!("{}, parameter {name}", at.subject));
            let places = (Some(*was), Some(*is));
            self.record(What::TextChanged, &at, "name of the parameter".to_owned(), places, <_>::default());
            return self.parameter(name, places, (old.node, new.node), &at);
        }
        for name in names {
            let at = at.within(format!("{}, parameter {name}", at.subject));
            let places = (before.get(name).copied(), after.get(name).copied());
            self.parameter(name, places, (old.node, new.node), &at);
        }
    }

    fn parameter(&mut self, name: &str, nodes: (Option<NodeId>, Option<NodeId>), holders: (NodeId, NodeId), at: &At) {
        let trees = (self.old.tree, self.new.tree);
        let places = (nodes.0.or(Some(holders.0)), nodes.1.or(Some(holders.1)));
        let both = nodes.0.zip(nodes.1);
        let before = self.changes.len();
        let values = (
            nodes.0.map_or_else(Vec::new, |it| values(trees.0, it)),
            nodes.1.map_or_else(Vec::new, |it| values(trees.1, it)),
        );
        let schema = |tree: &Tree, node: Option<NodeId>| node.and_then(|it| tree.get(it, "schema"));
        let schemas = (schema(trees.0, nodes.0), schema(trees.1, nodes.1));
        // Two schemas are compared as such.
        if schemas.0.is_none() || schemas.1.is_none() {
            self.values(name, &values, places, at);
            let says = |tree: &Tree, it: Option<NodeId>, values: &[String]| {
                values.is_empty() && it.is_some_and(|it| !takes_any_text(tree, it))
            };
            let allowed = "what its schema allows";
            match (says(trees.0, schemas.0, &values.0), says(trees.1, schemas.1, &values.1)) {
                (false, true) if values.0.is_empty() => {
                    let words = (ANY.to_owned(), allowed.to_owned());
                    self.record(What::ParameterChanged, at, name.to_owned(), places, words);
                }
                (true, false) if values.1.is_empty() => {
                    let words = (allowed.to_owned(), ANY.to_owned());
                    self.record(What::ParameterChanged, at, name.to_owned(), places, words);
                }
                _ => {}
            }
        }
        let default = |tree: &Tree, node: Option<NodeId>| {
            node.and_then(|it| tree.get(it, "default")).and_then(|it| tree.str(it)).map(str::to_owned)
        };
        let defaults = (default(trees.0, nodes.0), default(trees.1, nodes.1));
        if defaults.0 != defaults.1 {
            let words = (defaults.0.unwrap_or_default(), defaults.1.unwrap_or_default());
            self.record(What::ParameterChanged, at, format!("default {name}"), places, words);
        }
        match both {
            Some(both) => {
                self.schema_of_parameter(both, at);
                self.texts(both, at, super::texts::PARAMETER);
            }
            None if self.changes.len() == before => {
                self.record(What::TextChanged, at, "parameter".to_owned(), places, <_>::default());
            }
            None => {}
        }
    }

    fn values(
        &mut self,
        name: &str,
        (was, is): &(Vec<String>, Vec<String>),
        places: (Option<NodeId>, Option<NodeId>),
        at: &At,
    ) {
        let mut record = |was: &str, is: &str| {
            let words = (was.to_owned(), is.to_owned());
            self.record(What::ParameterChanged, at, name.to_owned(), places, words);
        };
        match (was.is_empty(), is.is_empty()) {
            (true, true) => {}
            (true, false) => record(ANY, &is.join(", ")),
            (false, true) => record(&was.join(", "), ANY),
            (false, false) => {
                was.iter().filter(|it| !is.contains(it)).for_each(|gone| record(gone, ""));
                is.iter().filter(|it| !was.contains(it)).for_each(|came| record("", came));
            }
        }
    }
}

/// The values that a parameter takes: stated by itself (version 3), or by its schema.
fn values(tree: &Tree, node: NodeId) -> Vec<String> {
    let list = tree.get(node, "enum").or_else(|| tree.get(tree.get(node, "schema")?, "enum"));
    let texts = list.into_iter().flat_map(|list| tree.items(list)).filter_map(|it| tree.str(it));
    texts.map(str::to_owned).collect()
}

/// Whether the schema says no more than that a text stands there.
fn takes_any_text(tree: &Tree, schema: NodeId) -> bool {
    tree.entries(schema).all(|(key, value)| match key {
        "type" => tree.str(value) == Some("string"),
        "description" | "title" | "examples" => true,
        _ => key.starts_with("x-"),
    })
}
