//! Servers, and which channels they have.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{Channel, deref};
use crate::document::{NodeId, Tree};

/// Where a server is, and how it is spoken to.
const ADDRESS: [&str; 5] = ["url", "host", "pathname", "protocol", "protocolVersion"];

impl Differ<'_, '_> {
    pub(super) fn servers(&mut self) {
        let (old, new) = (self.old, self.new);
        let before: BTreeMap<&str, NodeId> = old.servers.iter().map(|(name, node)| (name.as_str(), *node)).collect();
        let after: BTreeMap<&str, NodeId> = new.servers.iter().map(|(name, node)| (name.as_str(), *node)).collect();
        // Clients go by addresses, and not by names.
        let mut came: BTreeMap<Vec<Option<&str>>, Vec<&str>> = BTreeMap::new();
        for (name, node) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            came.entry(address(new.tree, *node)).or_default().push(name);
        }
        for (name, node) in &before {
            let at = At { subject: format!("server {name}"), ..At::default() };
            if let Some(other) = after.get(name) {
                self.server(*node, *other, &at);
                continue;
            }
            let same = came.get_mut(&address(old.tree, *node)).and_then(Vec::pop);
            if let Some(other) = same.and_then(|it| after.get(it)) {
                let places = (Some(*node), Some(*other));
                self.record(What::TextChanged, &at, "name of the server".to_owned(), places, <_>::default());
                self.server(*node, *other, &at);
                continue;
            }
            let places = (Some(*node), Some(new.root));
            self.record(What::ServerRemoved, &at, (*name).to_owned(), places, <_>::default());
        }
        for name in came.into_values().flatten() {
            let at = At { subject: format!("server {name}"), ..At::default() };
            let places = (Some(old.root), after.get(name).copied());
            self.record(What::ServerAdded, &at, name.to_owned(), places, <_>::default());
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
        self.variables((old, new), at);
        self.security((old, new), at);
        self.bindings((old, new), at, "server");
        self.texts((old, new), at, super::texts::SERVER);
    }

    /// What stands in the braces of an address.
    fn variables(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        let (before, after) = (variables(self.old.tree, old), variables(self.new.tree, new));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let (was, is) = (before.get(name).copied(), after.get(name).copied());
            let at = at.within(format!("{}, variable {name}", at.subject));
            let places = (was.or(Some(old)), is.or(Some(new)));
            let (Some(was), Some(is)) = (was, is) else {
                let shown = |it: Option<NodeId>| if it.is_some() { name.clone() } else { String::new() };
                let words = (shown(was), shown(is));
                self.record(What::ServerChanged, &at, "variables".to_owned(), places, words);
                continue;
            };
            for key in super::texts::VARIABLE {
                let (one, other) = (self.old.tree.get(was, key), self.new.tree.get(is, key));
                if one.map(|it| self.old.tree.digest(it)) != other.map(|it| self.new.tree.digest(it)) {
                    let shown =
                        |tree: &Tree, it: Option<NodeId>| it.map(|it| tree.to_json(it).to_string()).unwrap_or_default();
                    let words = (shown(self.old.tree, one), shown(self.new.tree, other));
                    self.record(What::ServerChanged, &at, format!("variables.{key}"), places, words);
                }
            }
            self.texts((was, is), &at, super::texts::VARIABLE);
        }
    }

    /// On which servers a channel is: on all of them, where it names none.
    pub(super) fn servers_of_channel(&mut self, old: &Channel, new: &Channel, at: &At) {
        if old.servers == new.servers {
            return;
        }
        let has =
            |channel: &Channel, name: &str| channel.servers.as_ref().is_none_or(|all| all.iter().any(|it| it == name));
        let of_new: BTreeSet<&str> = self.new.servers.iter().map(|(name, _)| name.as_str()).collect();
        // A server that is gone, or came, says so itself.
        let both: Vec<String> =
            self.old.servers.iter().map(|(name, _)| name).filter(|it| of_new.contains(it.as_str())).cloned().collect();
        let places = (
            self.old.tree.get(old.node, "servers").or(Some(old.node)),
            self.new.tree.get(new.node, "servers").or(Some(new.node)),
        );
        let before = self.changes.len();
        for name in both {
            let words = match (has(old, &name), has(new, &name)) {
                (true, false) => (name.clone(), String::new()),
                (false, true) => (String::new(), name.clone()),
                _ => continue,
            };
            self.record(What::ChannelServersChanged, at, name, places, words);
        }
        if self.changes.len() == before {
            self.record(What::TextChanged, at, "servers".to_owned(), places, <_>::default());
        }
    }
}

/// Where a server is, and how it is spoken to.
fn address(tree: &Tree, server: NodeId) -> Vec<Option<&str>> {
    ADDRESS.iter().map(|key| tree.get(server, key).and_then(|it| tree.str(it))).collect()
}

/// The variables of a server by their names.
fn variables(tree: &Tree, server: NodeId) -> BTreeMap<String, NodeId> {
    let all = tree.get(server, "variables").and_then(|it| deref(tree, it)).into_iter().flat_map(|it| tree.entries(it));
    all.filter_map(|(name, it)| Some((name.to_owned(), deref(tree, it)?))).collect()
}
