//! What does not change messages: texts, tags, examples, extensions; and what nobody uses.

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::document::{NodeId, Tree};

/// Keys of each object that are compared by themselves; all others are texts.
pub(super) const ROOT: &[&str] = &["asyncapi", "channels", "operations", "servers", "components", "defaultContentType"];
pub(super) const SERVER: &[&str] =
    &["url", "host", "pathname", "protocol", "protocolVersion", "variables", "security", "bindings"];
pub(super) const CHANNEL: &[&str] = &["address", "messages", "parameters", "bindings", "publish", "subscribe", "$ref"];
pub(super) const OPERATION: &[&str] =
    &["action", "channel", "messages", "message", "reply", "bindings", "security", "traits"];
pub(super) const MESSAGE: &[&str] =
    &["payload", "headers", "schemaFormat", "contentType", "correlationId", "bindings", "traits"];
pub(super) const PARAMETER: &[&str] = &["schema", "enum"];

impl Differ<'_, '_> {
    /// The fields of two objects besides those in `known`.
    pub(super) fn texts(&mut self, (old, new): (NodeId, NodeId), at: &At, known: &[&str]) {
        let (was, is) = (self.old.tree, self.new.tree);
        let keys = was.entries(old).chain(is.entries(new)).map(|(key, _)| key).filter(|key| !known.contains(key));
        let mut keys: Vec<String> = keys.map(str::to_owned).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let digest = |tree: &Tree, node: NodeId| tree.get(node, &key).map(|it| tree.digest(it));
            if digest(was, old) != digest(is, new) {
                let places = (was.get(old, &key).or(Some(old)), is.get(new, &key).or(Some(new)));
                self.record(What::TextChanged, at, key, places, <_>::default());
            }
        }
    }

    /// The document itself.
    pub(super) fn whole(&mut self) {
        let (old, new) = (self.old.root, self.new.root);
        let at = At { subject: "document".to_owned(), ..At::default() };
        let text =
            |tree: &Tree, node: NodeId| tree.get(node, "asyncapi").and_then(|it| tree.str(it)).map(str::to_owned);
        let words = (text(self.old.tree, old).unwrap_or_default(), text(self.new.tree, new).unwrap_or_default());
        if words.0 != words.1 {
            self.record(What::VersionChanged, &at, String::new(), (Some(old), Some(new)), words);
        }
        self.texts((old, new), &at, ROOT);
    }

    /// What differs and was not told: parts that no channel and no server leads to.
    pub(super) fn rest(&mut self) {
        if !self.changes.is_empty() || !self.findings.is_empty() || !self.comparison.changes.is_empty() {
            return;
        }
        let at = At { subject: "document, parts that nothing uses".to_owned(), ..At::default() };
        for key in ROOT {
            let digest = |tree: &Tree, node: NodeId| tree.get(node, key).map(|it| tree.digest(it));
            let (old, new) = (self.old.root, self.new.root);
            if digest(self.old.tree, old) != digest(self.new.tree, new) {
                let places = (self.old.tree.get(old, key).or(Some(old)), self.new.tree.get(new, key).or(Some(new)));
                self.record(What::TextChanged, &at, (*key).to_owned(), places, <_>::default());
            }
        }
    }
}
