//! Servers, and what they and operations ask of whoever connects.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{deref, field};
use crate::document::{NodeId, Tree};

/// Where a server is, and how it is spoken to.
const ADDRESS: [&str; 5] = ["url", "host", "pathname", "protocol", "protocolVersion"];

impl Differ<'_, '_> {
    pub(super) fn servers(&mut self) {
        let (old, new) = (self.old, self.new);
        let before: BTreeMap<&str, NodeId> = old.servers.iter().map(|(name, node)| (name.as_str(), *node)).collect();
        let after: BTreeMap<&str, NodeId> = new.servers.iter().map(|(name, node)| (name.as_str(), *node)).collect();
        for (name, node) in &before {
            let at = At { subject: format!("server {name}"), ..At::default() };
            if let Some(other) = after.get(name) {
                self.server(*node, *other, &at);
                continue;
            }
            let places = (Some(*node), Some(new.root));
            self.record(What::ServerRemoved, &at, (*name).to_owned(), places, <_>::default());
        }
        for (name, node) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let at = At { subject: format!("server {name}"), ..At::default() };
            self.record(What::ServerAdded, &at, (*name).to_owned(), (Some(old.root), Some(*node)), <_>::default());
        }
    }

    fn server(&mut self, old: NodeId, new: NodeId, at: &At) {
        for key in ADDRESS {
            let text = |tree: &Tree, node: NodeId| tree.get(node, key).and_then(|it| tree.str(it)).map(str::to_owned);
            let (was, is) = (text(self.old.tree, old), text(self.new.tree, new));
            if was != is {
                let places = (self.old.tree.get(old, key).or(Some(old)), self.new.tree.get(new, key).or(Some(new)));
                let words = (was.unwrap_or_default(), is.unwrap_or_default());
                self.record(What::ServerChanged, at, key.to_owned(), places, words);
            }
        }
        let digest = |tree: &Tree, node: NodeId| tree.get(node, "variables").map(|it| tree.digest(it));
        if digest(self.old.tree, old) != digest(self.new.tree, new) {
            let places = (Some(old), Some(new));
            self.record(What::ServerChanged, at, "variables".to_owned(), places, <_>::default());
        }
        self.security((old, new), at);
        self.bindings((old, new), at, "server");
        self.texts((old, new), at, super::texts::SERVER);
    }

    /// Any one of the alternatives lets a client in: who had one of the old ones still has to get in.
    pub(super) fn security(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        let (was, is) = (alternatives(self.old.tree, old), alternatives(self.new.tree, new));
        if was == is {
            return;
        }
        let words = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(" or ");
        let words = (words(&was), words(&is));
        let places = (Some(old), Some(new));
        let refused = !is.is_empty() && (was.is_empty() || was.iter().any(|it| !is.contains(it)));
        if refused {
            self.record(What::SecurityTightened, at, String::new(), places, words.clone());
        }
        if is.is_empty() || is.iter().any(|it| !was.contains(it)) && !was.is_empty() {
            self.record(What::SecurityLoosened, at, String::new(), places, words);
        }
    }
}

/// What lets a client in: of version 2 names of schemes with their scopes, of version 3 schemes.
fn alternatives(tree: &Tree, holder: NodeId) -> BTreeSet<String> {
    let Some(list) = field(tree, holder, "security") else { return BTreeSet::new() };
    let scheme = |name: &str| {
        let root = tree.root()?;
        let schemes = tree.get(tree.get(root, "components")?, "securitySchemes")?;
        deref(tree, tree.get(schemes, name)?)
    };
    tree.items(list)
        .filter_map(|it| {
            let node = deref(tree, it)?;
            if tree.get(node, "type").is_some() {
                return Some(described(tree, node));
            }
            // `{name: [scope, …], …}`: all of them together.
            let parts: Vec<String> = tree
                .entries(node)
                .map(|(name, scopes)| {
                    let scopes: Vec<&str> = tree.items(scopes).filter_map(|it| tree.str(it)).collect();
                    let what = scheme(name).map_or_else(|| name.to_owned(), |it| described(tree, it));
                    if scopes.is_empty() { what } else { format!("{what} with {}", scopes.join(", ")) }
                })
                .collect();
            Some(parts.join(" and "))
        })
        .collect()
}

/// A scheme by what a client has to have: its type, where it goes, and the scopes that are asked for.
fn described(tree: &Tree, node: NodeId) -> String {
    let text = |key: &str| tree.get(node, key).and_then(|it| tree.str(it)).map(str::to_owned);
    let mut words = vec![text("type").unwrap_or_else(|| "unknown".to_owned())];
    words.extend(["scheme", "in", "name", "openIdConnectUrl"].iter().filter_map(|key| text(key)));
    if let Some(scopes) = tree.get(node, "scopes") {
        words.extend(tree.items(scopes).filter_map(|it| tree.str(it)).map(str::to_owned));
    }
    words.join(" ")
}
