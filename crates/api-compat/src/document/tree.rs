//! The tree: values in one arena, each with its place.

use findings::{Location, SourceText, Span};

use super::digest;

/// A value of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(super) u32);

/// What a value is. Numbers are given as written: what is equal is decided on decimals, not on floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    Number(&'t str),
    String(&'t str),
    Array,
    Object,
}

/// A text of the tree: a part of a source, or of what had to be decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) decoded: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    Null,
    Bool(bool),
    Number(Text),
    String(Text),
    /// A range of `items`.
    Array {
        first: u32,
        length: u32,
    },
    /// A range of `entries`, and where it is large, of `sorted` too.
    Object {
        first: u32,
        length: u32,
        sorted: u32,
    },
}

/// The range of [`Tree::sorted`] of an object that has none.
pub(super) const UNSORTED: u32 = u32::MAX;

/// Offsets count through all files of the tree, in the order in which they were added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) content: Content,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) parent: u32,
    /// Equal for equal values, whatever the order of keys and the spelling of numbers and strings.
    pub(super) digest: u64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: Text,
    pub(super) key_start: u32,
    pub(super) key_end: u32,
    pub(super) value: NodeId,
}

/// A file of the tree.
#[derive(Debug)]
pub(super) struct File {
    /// Relative to the document; empty for the document itself.
    pub(super) path: String,
    pub(super) source: SourceText,
    /// Where its text starts among all files' texts.
    pub(super) base: u32,
    pub(super) root: Option<NodeId>,
}

/// Documents as values in one arena. A YAML alias is a node of its own whose items or members are those of the value
/// that it stands for, shared: these have their place and their parent there.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(super) files: Vec<File>,
    pub(super) nodes: Vec<Node>,
    pub(super) items: Vec<NodeId>,
    pub(super) entries: Vec<Entry>,
    pub(super) decoded: String,
    /// Whether any value shares its items or members with another one.
    pub(super) aliases: bool,
    /// Of large objects: their entries as digest of the key and index, by digest.
    pub(super) sorted: Vec<(u64, u32)>,
}

impl Tree {
    /// The value of the document itself; none where it could not be read.
    pub(crate) fn root(&self) -> Option<NodeId> {
        self.files.first()?.root
    }

    /// Whether values share what they hold (YAML's aliases), so that a walk down comes by some of it again and again.
    pub(crate) fn has_aliases(&self) -> bool {
        self.aliases
    }

    /// The values of all files.
    pub(crate) fn roots(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.files.iter().filter_map(|file| file.root)
    }

    /// The value of the file added as `path`.
    pub(crate) fn file_root(&self, path: &str) -> Option<NodeId> {
        self.files.iter().find(|file| file.path == path)?.root
    }

    /// The paths of all files, relative to the document: empty for the document itself.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }

    /// The path, relative to the document, of the file in which `node` stands.
    pub(crate) fn file_of(&self, node: NodeId) -> &str {
        self.file_at(self.nodes[node.0 as usize].start).map_or("", |file| file.path.as_str())
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourceText> {
        self.files.iter().map(|file| &file.source)
    }

    pub(crate) fn value(&self, node: NodeId) -> Value<'_> {
        match self.nodes[node.0 as usize].content {
            Content::Null => Value::Null,
            Content::Bool(it) => Value::Bool(it),
            Content::Number(text) => Value::Number(self.text(text)),
            Content::String(text) => Value::String(self.text(text)),
            Content::Array { .. } => Value::Array,
            Content::Object { .. } => Value::Object,
        }
    }

    /// The value of `key`, where `node` is an object that has it (the last one, where it stands twice).
    pub(crate) fn get(&self, node: NodeId, key: &str) -> Option<NodeId> {
        Some(self.entries[self.entry_index(node, key)?].value)
    }

    /// Keys and values of an object in the order of the text; nothing for what is no object.
    pub(crate) fn entries(&self, node: NodeId) -> impl DoubleEndedIterator<Item = (&str, NodeId)> + ExactSizeIterator {
        let range = match self.nodes[node.0 as usize].content {
            Content::Object { first, length, .. } => first as usize..(first + length) as usize,
            _ => 0..0,
        };
        self.entries[range].iter().map(|entry| (self.text(entry.key), entry.value))
    }

    /// Values of an array; nothing for what is no array.
    pub(crate) fn items(&self, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator + '_ {
        let range = match self.nodes[node.0 as usize].content {
            Content::Array { first, length } => first as usize..(first + length) as usize,
            _ => 0..0,
        };
        self.items[range].iter().copied()
    }

    pub(crate) fn str(&self, node: NodeId) -> Option<&str> {
        match self.value(node) {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn bool(&self, node: NodeId) -> Option<bool> {
        match self.value(node) {
            Value::Bool(it) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn is_object(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0 as usize].content, Content::Object { .. })
    }

    pub(crate) fn is_array(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0 as usize].content, Content::Array { .. })
    }

    /// Equal for equal values (JSON's equality: order of keys and spelling of numbers do not matter).
    pub(crate) fn digest(&self, node: NodeId) -> u64 {
        self.nodes[node.0 as usize].digest
    }

    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.nodes[node.0 as usize].parent;
        (parent != u32::MAX).then_some(NodeId(parent))
    }

    /// The key of `node` in the object that it is a member of.
    pub(crate) fn key(&self, node: NodeId) -> Option<&str> {
        Some(self.text(self.member(node)?.key))
    }

    /// JSON Pointer (RFC 6901) of `node` in its file.
    pub(crate) fn pointer(&self, node: NodeId) -> String {
        let mut parts = Vec::new();
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            let part = self.key(at).map(|key| key.replace('~', "~0").replace('/', "~1"));
            parts.push(part.or_else(|| Some(self.index(at)?.to_string())).unwrap_or_default());
            at = parent;
        }
        parts.iter().rev().flat_map(|part| ["/", part]).collect()
    }

    /// Where `node` stands, with its pointer.
    pub(crate) fn locate(&self, node: NodeId) -> Option<Location> {
        let Node { start, end, .. } = self.nodes[node.0 as usize];
        let mut location = self.locate_span(start, end)?;
        location.pointer = Some(self.pointer(node));
        Some(location)
    }

    /// Where the key of `node` stands, or `node` itself where it has none, with its pointer: what a finding about a
    /// member of an object marks.
    pub(crate) fn locate_key(&self, node: NodeId) -> Option<Location> {
        let Some(entry) = self.member(node) else { return self.locate(node) };
        let mut location = self.locate_span(entry.key_start, entry.key_end)?;
        location.pointer = Some(self.pointer(node));
        Some(location)
    }

    /// The value as JSON; numbers that no float holds are given as the nearest one.
    pub(crate) fn to_json(&self, node: NodeId) -> serde_json::Value {
        match self.value(node) {
            Value::Null => serde_json::Value::Null,
            Value::Bool(it) => it.into(),
            Value::Number(text) => serde_json::from_str(text).unwrap_or(serde_json::Value::Null),
            Value::String(text) => text.into(),
            Value::Array => self.items(node).map(|item| self.to_json(item)).collect(),
            Value::Object => {
                serde_json::Value::Object(self.entries(node).map(|(k, v)| (k.to_owned(), self.to_json(v))).collect())
            }
        }
    }

    fn text(&self, text: Text) -> &str {
        let (start, end) = (text.start as usize, (text.start + text.length) as usize);
        if text.decoded {
            return self.decoded.get(start..end).unwrap_or_default();
        }
        let file = if let [only] = self.files.as_slice() { Some(only) } else { self.file_at(text.start) };
        let Some(file) = file else { return "" };
        let base = file.base as usize;
        file.source.text().get(start - base..end - base).unwrap_or_default()
    }

    /// The member of an object whose value is `node`. Members lie in the order of their values in the arena.
    fn member(&self, node: NodeId) -> Option<&Entry> {
        let Content::Object { first, length, .. } = self.nodes[self.parent(node)?.0 as usize].content else {
            return None;
        };
        let entries = &self.entries[first as usize..(first + length) as usize];
        entries.get(entries.partition_point(|entry| entry.value < node)).filter(|entry| entry.value == node)
    }

    /// The index of `node` in its array, whose items lie in the order of the arena.
    fn index(&self, node: NodeId) -> Option<usize> {
        let Content::Array { first, length } = self.nodes[self.parent(node)?.0 as usize].content else { return None };
        self.items[first as usize..(first + length) as usize].binary_search(&node).ok()
    }

    /// The value of the file in which `node` stands.
    pub(super) fn root_of(&self, node: NodeId) -> Option<NodeId> {
        self.file_at(self.nodes[node.0 as usize].start)?.root
    }

    /// Members `key` of all objects that are strings, with the text.
    pub(super) fn texts_of<'t>(&'t self, key: &'static str) -> impl Iterator<Item = (NodeId, &'t str)> {
        let entries = self.entries.iter().filter(move |entry| entry.key.length as usize == key.len());
        let named = entries.filter(move |entry| self.text(entry.key) == key);
        named.filter_map(|entry| Some((entry.value, self.str(entry.value)?)))
    }

    fn file_at(&self, offset: u32) -> Option<&File> {
        let at = self.files.partition_point(|file| file.base <= offset);
        self.files.get(at.checked_sub(1)?)
    }

    fn locate_span(&self, start: u32, end: u32) -> Option<Location> {
        let file = self.file_at(start)?;
        Some(file.source.locate(Span::new((start - file.base) as usize, (end - file.base) as usize)))
    }

    fn entry_index(&self, node: NodeId, key: &str) -> Option<usize> {
        let Content::Object { first, length, sorted } = self.nodes.get(node.0 as usize)?.content else { return None };
        let is_it = |at: &usize| {
            let text = self.entries[*at].key;
            text.length as usize == key.len() && self.text(text) == key
        };
        if sorted == UNSORTED {
            return (first as usize..(first + length) as usize).find(is_it);
        }
        let sorted = &self.sorted[sorted as usize..(sorted + length) as usize];
        let digest = digest::bytes(key.as_bytes());
        let from = sorted.partition_point(|(other, _)| *other < digest);
        sorted[from..].iter().take_while(|(other, _)| *other == digest).map(|(_, at)| *at as usize).find(is_it)
    }
}
