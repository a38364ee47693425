//! What does not change messages: texts, tags, examples, extensions.

use std::collections::BTreeSet;

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{deref, field};
use crate::document::{NodeId, Tree};

/// Keys of each object that are compared by themselves; all others are texts.
pub(super) const ROOT: &[&str] = &["asyncapi", "channels", "operations", "servers", "components", "defaultContentType"];
pub(super) const SERVER: &[&str] =
    &["url", "host", "pathname", "protocol", "protocolVersion", "variables", "security", "bindings"];
pub(super) const CHANNEL: &[&str] =
    &["address", "messages", "parameters", "bindings", "publish", "subscribe", "servers", "$ref"];
pub(super) const OPERATION: &[&str] =
    &["action", "channel", "messages", "message", "reply", "bindings", "security", "traits"];
pub(super) const MESSAGE: &[&str] =
    &["payload", "headers", "schemaFormat", "contentType", "correlationId", "bindings", "traits"];
pub(super) const PARAMETER: &[&str] = &["schema", "enum", "default"];
pub(super) const REPLY: &[&str] = &["address", "channel", "messages"];
/// A correlation id, the address of a reply.
pub(super) const LOCATED: &[&str] = &["location"];
/// A schema that says what it is written in.
pub(super) const FORMATTED: &[&str] = &["schemaFormat", "schema"];
pub(super) const VARIABLE: &[&str] = &["enum", "default"];
pub(super) const SCHEME: &[&str] = &["type", "name", "in", "scheme", "openIdConnectUrl", "flows", "scopes"];
pub(super) const FLOW: &[&str] = &["authorizationUrl", "tokenUrl", "refreshUrl", "scopes", "availableScopes"];

impl Differ<'_, '_> {
    /// The fields of two objects and their traits besides those in `known`.
    pub(super) fn texts(&mut self, (old, new): (NodeId, NodeId), at: &At, known: &[&str]) {
        let (was, is) = (self.old.tree, self.new.tree);
        let mut keys = stated(was, old);
        keys.extend(stated(is, new));
        for key in keys.into_iter().filter(|key| !known.contains(key)) {
            let (before, after) = (field(was, old, key), field(is, new, key));
            if before.map(|it| was.digest(it)) != after.map(|it| is.digest(it)) {
                let places = (before.or(Some(old)), after.or(Some(new)));
                self.record(What::TextChanged, at, key.to_owned(), places, <_>::default());
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
}

/// The keys of an object and of its traits.
fn stated(tree: &Tree, node: NodeId) -> BTreeSet<&str> {
    let traits = tree.get(node, "traits").into_iter().flat_map(|list| tree.items(list));
    let all = std::iter::once(node).chain(traits.filter_map(|it| deref(tree, it)));
    all.flat_map(|it| tree.entries(it)).map(|(key, _)| key).collect()
}
