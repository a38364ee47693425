//! Parts that no channel, no operation and no server leads to: what differs in them is told.

use std::collections::{BTreeMap, HashSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::document::{NodeId, Resolve as _, Tree};

impl Differ<'_, '_> {
    /// Parts of `components` that came, went or changed, and that nothing uses.
    pub(super) fn rest(&mut self) {
        let (was, is) = (parts(self.old.tree, self.old.root), parts(self.new.tree, self.new.root));
        let used = (reached(self.old.tree, self.old.root), reached(self.new.tree, self.new.root));
        let at = At { subject: "document, parts that nothing uses".to_owned(), ..At::default() };
        let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in names {
            let (old, new) = (was.get(name).copied(), is.get(name).copied());
            let is_used = old.is_some_and(|it| used.0.contains(&it)) || new.is_some_and(|it| used.1.contains(&it));
            let same = old.map(|it| self.old.tree.digest(it)) == new.map(|it| self.new.tree.digest(it));
            if !is_used && !same {
                let places = (old.or(Some(self.old.root)), new.or(Some(self.new.root)));
                self.record(What::TextChanged, &at, name.clone(), places, <_>::default());
            }
        }
        self.default_content_type();
    }

    /// What holds for all messages that state none, where all of them do.
    fn default_content_type(&mut self) {
        let key = "defaultContentType";
        let places = (self.old.tree.get(self.old.root, key), self.new.tree.get(self.new.root, key));
        let same = places.0.map(|it| self.old.tree.digest(it)) == places.1.map(|it| self.new.tree.digest(it));
        let told = self.changes.iter().any(|it| it.what == What::ContentTypeChanged);
        if !same && !told {
            let at = At { subject: "document".to_owned(), ..At::default() };
            let places = (places.0.or(Some(self.old.root)), places.1.or(Some(self.new.root)));
            self.record(What::TextChanged, &at, key.to_owned(), places, <_>::default());
        }
    }
}

/// The parts of `components` by their kinds and names; what stands there that is no object too.
fn parts(tree: &Tree, root: NodeId) -> BTreeMap<String, NodeId> {
    let kinds = tree.get(root, "components").into_iter().flat_map(|it| tree.entries(it));
    let mut all = BTreeMap::new();
    for (kind, holder) in kinds {
        if kind.starts_with("x-") || !tree.is_object(holder) {
            all.insert(format!("components.{kind}"), holder);
        }
        all.extend(tree.entries(holder).map(|(name, part)| (format!("components.{kind}.{name}"), part)));
    }
    all
}

/// All that channels, operations and servers hold and refer to.
fn reached(tree: &Tree, root: NodeId) -> HashSet<NodeId> {
    let mut seen: HashSet<NodeId> = HashSet::new();
    let starts = ["channels", "operations", "servers"].iter().filter_map(|key| tree.get(root, key));
    let mut open: Vec<NodeId> = starts.collect();
    let components = tree.get(root, "components");
    let schemes = components.and_then(|it| tree.get(it, "securitySchemes"));
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        open.extend(tree.items(node));
        for (key, value) in tree.entries(node) {
            open.push(value);
            match key {
                "$ref" => open.extend(tree.str(value).and_then(|it| tree.resolve(node, it))),
                // Version 2: `security: [{NAME: [scope, …]}]`.
                "security" => {
                    let names = tree.items(value).flat_map(|it| tree.entries(it)).map(|(name, _)| name);
                    open.extend(names.filter_map(|name| tree.get(schemes?, name)));
                }
                _ => {}
            }
        }
    }
    seen
}
