//! What differs between two documents, object by object.

mod callbacks;
mod components;
mod content;
mod document;
mod encoding;
mod fields;
mod form;
mod headers;
mod operation;
mod parameters;
mod paths;
mod place;
mod prefix;
mod request_body;
mod responses;
mod schemes;
mod security;
mod servers;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::model::{Api, Part};
use super::objects::Version;
use super::same::Same;
use crate::change::{Change, Edit, Element, Place};
use crate::comparison::Comparison;
use crate::document::{NodeId, Value};

pub(super) use place::Scope;
use prefix::Prefixes;

/// Compares two documents.
pub(super) struct Differ<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    before: Api<'a>,
    after: Api<'a>,
    same: Same<'a>,
    /// Whether operations that say the same mean the same: nothing that they inherit differs.
    inherits_same: bool,
    /// A part of the URL that moved between servers and paths.
    prefixes: Prefixes,
    /// Security schemes that have another name in the new document: old names by new ones.
    renamed: HashMap<&'a str, &'a str>,
    /// Operations of callbacks that were compared within the operation at hand: callbacks may lead to themselves.
    called_back: HashSet<(NodeId, NodeId)>,
    /// Headers that were compared within the header at hand, and how deep it lies.
    headers_seen: HashSet<(NodeId, NodeId)>,
    header_depth: usize,
    /// Whether an operation of both documents leaves to the document who may call it.
    leaves_security: bool,
}

/// The same object in both documents.
#[derive(Debug, Clone, Copy)]
struct Pair<'a> {
    before: Part<'a>,
    after: Part<'a>,
}

/// What differs, wherever it stands.
#[derive(Debug)]
struct Difference {
    element: Element,
    field: &'static str,
    item: Option<String>,
    edit: Edit,
}

impl Difference {
    fn new(element: Element, field: &'static str, edit: Edit) -> Self {
        Self { element, field, item: None, edit }
    }

    fn item(self, item: impl Into<String>) -> Self {
        Self { item: Some(item.into()), ..self }
    }
}

impl Pair<'_> {
    /// Where `key` stands on both sides, or would stand: the object that lacks it.
    fn nodes(&self, key: &str) -> (NodeId, NodeId) {
        (self.before.get(key).unwrap_or(self.before.node), self.after.get(key).unwrap_or(self.after.node))
    }

    fn own(&self) -> (NodeId, NodeId) {
        (self.before.node, self.after.node)
    }
}

impl<'c, 'a> Differ<'c, 'a> {
    /// A differ for the two documents of `comparison`; none where one of them is empty.
    pub(super) fn new(comparison: &'c mut Comparison<'a>) -> Option<Self> {
        let (before, after) = (Api::of(comparison.before.tree)?, Api::of(comparison.after.tree)?);
        let same = Same::new(before.tree, after.tree);
        let digest = |api: Api<'_>, key| api.tree.get(api.root, key).map(|node| api.tree.digest(node));
        let inherits_same = before.version == after.version
            && (before.version != Version::V20
                || ["consumes", "produces"].iter().all(|key| digest(before, key) == digest(after, key)));
        let renamed = schemes::renamed(before, after);
        let inherits_same = inherits_same && renamed.is_empty();
        let prefixes = Prefixes::of(before, after);
        let called_back = HashSet::new();
        Some(Self {
            comparison,
            before,
            after,
            same,
            inherits_same,
            prefixes,
            renamed,
            called_back,
            headers_seen: HashSet::new(),
            header_depth: 0,
            leaves_security: false,
        })
    }

    /// Records everything.
    pub(super) fn compare(mut self) {
        let pair = Pair { before: self.before.document(), after: self.after.document() };
        if self.inherits_same && self.same.same(pair.before.node, pair.after.node) {
            return;
        }
        self.document(pair);
        self.paths();
        self.webhooks();
        self.document_security(pair);
        self.security_schemes();
        self.components();
    }

    fn push(&mut self, place: &Rc<Place>, difference: Difference, (before, after): (NodeId, NodeId)) {
        let Difference { element, field, item, edit } = difference;
        self.comparison.changes.push(Change {
            element,
            field,
            item,
            edit,
            place: Rc::clone(place),
            before: Some(before),
            after: Some(after),
            schema: None,
        });
    }

    fn is_null(api: Api<'_>, node: NodeId) -> bool {
        api.tree.value(node) == Value::Null
    }

    /// Whether the schema accepts everything, as no schema does too.
    fn is_open(api: Api<'_>, schema: NodeId) -> bool {
        match api.tree.value(schema) {
            Value::Bool(it) => it,
            Value::Object => api.tree.entries(schema).next().is_none(),
            _ => false,
        }
    }
}
