//! Values of a specification's text with the places where they stand.

use findings::{Diagnostic, SourceText, Span};
use source_tree::{Format, Limits, NodeId, Options, Tree};

/// What `source` holds, and what is wrong about its syntax. The tree has no root where nothing can be told.
pub(super) fn read(source: &SourceText) -> (Tree, Vec<Diagnostic>) {
    let limits = Limits::default().depth(48).bytes(32 << 20).values(2_000_000);
    let format = Format::of(source.name(), source.text());
    let mut tree = Tree::default();
    let diagnostics = tree.add("", source.clone(), &Options::new(limits).format(format).strict("a specification"));
    (tree, diagnostics)
}

/// A value and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'t> {
    Null,
    Bool(bool),
    /// A finite number.
    Number(f64),
    String(&'t str),
    List,
    Object,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Span,
    pub(super) value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The whole of the text.
    pub(super) fn root(tree: &'t Tree) -> Option<Self> {
        Some(Self::new(tree, tree.root()?))
    }

    fn new(tree: &'t Tree, id: NodeId) -> Self {
        Self { tree, id, span: tree.span(id) }
    }

    pub(super) fn value(self) -> Value<'t> {
        match self.tree.value(self.id) {
            source_tree::Value::Null => Value::Null,
            source_tree::Value::Bool(it) => Value::Bool(it),
            // Strictly read numbers are finite.
            source_tree::Value::Number(text) => Value::Number(text.parse().unwrap_or_default()),
            source_tree::Value::String(text) => Value::String(text),
            source_tree::Value::Array => Value::List,
            source_tree::Value::Object => Value::Object,
        }
    }

    /// A number or a text as it is written, a number as JSON spells it; nothing for other values.
    pub(super) fn written(self) -> &'t str {
        match self.tree.value(self.id) {
            source_tree::Value::Number(text) | source_tree::Value::String(text) => text,
            _ => "",
        }
    }

    /// What it is, for messages.
    pub(super) fn kind(self) -> &'static str {
        match self.value() {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::List => "a list",
            Value::Object => "an object",
        }
    }

    /// Whether it is an object with the member `key`.
    pub(super) fn has(self, key: &str) -> bool {
        self.tree.get(self.id, key).is_some()
    }

    /// The items of a list.
    pub(super) fn items(self) -> impl ExactSizeIterator<Item = Node<'t>> {
        self.tree.items(self.id).map(move |id| Self::new(self.tree, id))
    }

    /// The members of an object, in the order of the text; no key stands twice.
    pub(super) fn members(self) -> impl ExactSizeIterator<Item = Member<'t>> {
        let member = move |it: source_tree::Member<'t>| Member {
            key: it.key,
            key_span: it.key_span,
            value: Self::new(self.tree, it.value),
        };
        self.tree.members(self.id).map(member)
    }

    /// As JSON.
    pub(super) fn json(self) -> serde_json::Value {
        self.tree.to_json(self.id)
    }
}
