//! What rules outside schemas say a finding with.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::Context;
use crate::change::{Change, Edit, Element, Role};
use crate::document::{NodeId, Tree, Value};

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

impl Context<'_> {
    /// A finding of `rule` about `change` with the severity of the case at hand. Who breaks follows from the side of the
    /// exchange on which the change stands, where it stands on one.
    pub(crate) fn graded(
        &self,
        rule: &RuleMetadata,
        change: &Change,
        severity: Severity,
        message: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        let whole = matches!(change.element, Element::Path | Element::Operation);
        let who_breaks = match change.place.role {
            _ if severity < Severity::PotentiallyBreaking => Vec::new(),
            Role::Request if !whole => vec![Party::OldWriters],
            Role::Response if !whole => vec![Party::OldReaders],
            // Who calls an operation writes and reads.
            _ => rule.who_breaks.to_vec(),
        };
        Finding { severity, who_breaks, ..self.finding(rule, change, message, why, advice) }
    }

    /// What stood in the field, for a message.
    pub(crate) fn old_value(&self, change: &Change) -> String {
        change.before.map_or_else(|| "nothing".to_owned(), |node| shown(self.before.tree, node))
    }

    /// What stands in the field now, for a message.
    pub(crate) fn new_value(&self, change: &Change) -> String {
        change.after.map_or_else(|| "nothing".to_owned(), |node| shown(self.after.tree, node))
    }

    /// The object of the new document in which a field that changed stands, or would stand.
    pub(crate) fn holder(&self, change: &Change) -> Option<NodeId> {
        let node = change.after?;
        if self.after.tree.is_object(node) { Some(node) } else { self.after.tree.parent(node) }
    }

    /// Whether the new document says that what a field of changed is deprecated.
    pub(crate) fn is_deprecated_now(&self, change: &Change) -> bool {
        let flag = self.holder(change).and_then(|node| self.after.tree.get(node, "deprecated"));
        flag.and_then(|node| self.after.tree.bool(node)) == Some(true)
    }

    /// The day until which the new document says that what a field of changed stays, as written.
    pub(crate) fn sunset(&self, change: &Change) -> Option<String> {
        let node = self.after.tree.get(self.holder(change)?, "x-sunset")?;
        Some(shown(self.after.tree, node))
    }
}

impl Change {
    /// The operation that changed, in words.
    pub(crate) fn operation(&self) -> &str {
        self.place.operation.as_deref().unwrap_or(&self.place.subject)
    }

    /// What changed, in words: the operation, or what stands in it.
    pub(crate) fn what(&self) -> &str {
        if self.element == Element::Operation { self.operation() } else { &self.place.subject }
    }

    /// What became of a field, behind `has`.
    pub(crate) fn went(&self) -> &'static str {
        match self.edit {
            Edit::Added => "come",
            Edit::Removed => "gone",
            Edit::Raised | Edit::Lowered | Edit::Changed => "changed",
        }
    }

    /// The member of a collection that changed.
    pub(crate) fn named_item(&self) -> String {
        self.item.as_deref().map_or_else(|| "of an unknown name".to_owned(), |item| format!("`{item}`"))
    }
}

/// A value in a message: texts as they are, others as JSON, both cut where they are long.
fn shown(tree: &Tree, node: NodeId) -> String {
    let text = match tree.value(node) {
        Value::String(text) | Value::Number(text) => text.to_owned(),
        _ => tree.to_json(node).to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("`{}…`", text.get(..cut).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
