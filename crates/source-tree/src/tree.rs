//! The tree: values in one arena, each with its place.

use findings::{Diagnostic, Location, SourceText, Span};

use super::{Options, digest};

/// A value of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// What a value is. Numbers are given as written: what is equal is decided on decimals, not on floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, spelt as JSON spells it.
    Number(&'t str),
    /// A text, decoded.
    String(&'t str),
    /// An array: see [`Tree::items`].
    Array,
    /// An object: see [`Tree::entries`].
    Object,
}

/// A text of the tree: a part of a source, or of what had to be decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) length: u32,
    pub(crate) decoded: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Content {
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
pub(crate) const UNSORTED: u32 = u32::MAX;

/// Offsets count through all files of the tree, in the order in which they were added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) content: Content,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) parent: u32,
    /// Equal for equal values, whatever the order of keys and the spelling of numbers and strings.
    pub(crate) digest: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) key: Text,
    pub(crate) key_start: u32,
    pub(crate) key_end: u32,
    pub(crate) value: NodeId,
}

/// A file of the tree.
#[derive(Debug)]
pub struct File {
    /// Relative to the document; empty for the document itself.
    pub(crate) path: String,
    pub(crate) source: SourceText,
    /// Where its text starts among all files' texts.
    pub(crate) base: u32,
    pub(crate) root: Option<NodeId>,
}

/// Documents as values in one arena. A YAML alias is a node of its own whose items or members are those of the value
/// that it stands for, shared: these have their place and their parent there.
#[derive(Debug, Default)]
pub struct Tree {
    pub(crate) files: Vec<File>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) items: Vec<NodeId>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) decoded: String,
    /// Whether any value shares its items or members with another one.
    pub(crate) aliases: bool,
    /// Of large objects: their entries as digest of the key and index, by digest.
    pub(crate) sorted: Vec<(u64, u32)>,
}

/// A member of an object, with the place of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member<'t> {
    /// The key, decoded.
    pub key: &'t str,
    /// Where the key stands in its source, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: NodeId,
}

impl File {
    /// Relative to the document; empty for the document itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its text.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// Its value; none where it could not be read.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }
}

impl Tree {
    /// Adds the text `source` as the file `path` (relative to the document, with `/` between its parts; empty for the
    /// document itself, which comes first), and says what is wrong about it. Where it cannot be read, it is there without
    /// a value.
    pub fn add(&mut self, path: &str, source: SourceText, options: &Options) -> Vec<Diagnostic> {
        super::read::read(self, path, source, options)
    }

    /// The files in the order in which they were added.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The value of the document itself; none where it could not be read.
    pub fn root(&self) -> Option<NodeId> {
        self.files.first()?.root
    }

    /// Whether values share what they hold (YAML's aliases), so that a walk down comes by some of it again and again.
    pub fn has_aliases(&self) -> bool {
        self.aliases
    }

    /// The values of all files.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.files.iter().filter_map(|file| file.root)
    }

    /// The value of the file added as `path`.
    pub fn file_root(&self, path: &str) -> Option<NodeId> {
        self.files.iter().find(|file| file.path == path)?.root
    }

    /// The paths of all files, relative to the document: empty for the document itself.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }

    /// The path, relative to the document, of the file in which `node` stands.
    pub fn file_of(&self, node: NodeId) -> &str {
        self.file_at(self.nodes[node.0 as usize].start).map_or("", |file| file.path.as_str())
    }

    /// The texts of all files.
    pub fn sources(&self) -> impl Iterator<Item = &SourceText> {
        self.files.iter().map(|file| &file.source)
    }

    /// What `node` is.
    #[inline]
    pub fn value(&self, node: NodeId) -> Value<'_> {
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
    #[inline]
    pub fn get(&self, node: NodeId, key: &str) -> Option<NodeId> {
        Some(self.entries[self.entry_index(node, key)?].value)
    }

    /// Keys and values of an object in the order of the text; nothing for what is no object.
    #[inline]
    pub fn entries(&self, node: NodeId) -> impl DoubleEndedIterator<Item = (&str, NodeId)> + ExactSizeIterator {
        let range = match self.nodes[node.0 as usize].content {
            Content::Object { first, length, .. } => first as usize..(first + length) as usize,
            _ => 0..0,
        };
        self.entries[range].iter().map(|entry| (self.text(entry.key), entry.value))
    }

    /// Members of an object in the order of the text, with the places of their keys; nothing for what is no object.
    pub fn members(&self, node: NodeId) -> impl DoubleEndedIterator<Item = Member<'_>> + ExactSizeIterator {
        let range = match self.nodes[node.0 as usize].content {
            Content::Object { first, length, .. } => first as usize..(first + length) as usize,
            _ => 0..0,
        };
        self.entries[range].iter().map(|entry| Member {
            key: self.text(entry.key),
            key_span: self.span_in_file(entry.key_start, entry.key_end),
            value: entry.value,
        })
    }

    /// Values of an array; nothing for what is no array.
    #[inline]
    pub fn items(&self, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator + '_ {
        let range = match self.nodes[node.0 as usize].content {
            Content::Array { first, length } => first as usize..(first + length) as usize,
            _ => 0..0,
        };
        self.items[range].iter().copied()
    }

    /// The text of a string; none for what is no string.
    #[inline]
    pub fn str(&self, node: NodeId) -> Option<&str> {
        match self.value(node) {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value; none for what is none.
    #[inline]
    pub fn bool(&self, node: NodeId) -> Option<bool> {
        match self.value(node) {
            Value::Bool(it) => Some(it),
            _ => None,
        }
    }

    /// Whether `node` is an object.
    #[inline]
    pub fn is_object(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0 as usize].content, Content::Object { .. })
    }

    /// Whether `node` is an array.
    #[inline]
    pub fn is_array(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0 as usize].content, Content::Array { .. })
    }

    /// Equal for equal values (JSON's equality: order of keys and spelling of numbers do not matter).
    #[inline]
    pub fn digest(&self, node: NodeId) -> u64 {
        self.nodes[node.0 as usize].digest
    }

    /// The object or array that `node` is a member or an item of.
    #[inline]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.nodes[node.0 as usize].parent;
        (parent != u32::MAX).then_some(NodeId(parent))
    }

    /// The key of `node` in the object that it is a member of.
    pub fn key(&self, node: NodeId) -> Option<&str> {
        Some(self.text(self.member(node)?.key))
    }

    /// Where `node` stands in its source.
    pub fn span(&self, node: NodeId) -> Span {
        let Node { start, end, .. } = self.nodes[node.0 as usize];
        self.span_in_file(start, end)
    }

    /// Where `node` stands, with its pointer.
    pub fn locate(&self, node: NodeId) -> Option<Location> {
        let Node { start, end, .. } = self.nodes[node.0 as usize];
        let mut location = self.locate_span(start, end)?;
        location.pointer = Some(self.pointer(node));
        Some(location)
    }

    /// Where the key of `node` stands, or `node` itself where it has none, with its pointer: what a finding about a
    /// member of an object marks.
    pub fn locate_key(&self, node: NodeId) -> Option<Location> {
        let Some(entry) = self.member(node) else { return self.locate(node) };
        let mut location = self.locate_span(entry.key_start, entry.key_end)?;
        location.pointer = Some(self.pointer(node));
        Some(location)
    }

    /// The value as JSON; numbers that no float holds are given as the nearest one.
    pub fn to_json(&self, node: NodeId) -> serde_json::Value {
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

    #[inline]
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
    #[inline]
    fn member(&self, node: NodeId) -> Option<&Entry> {
        let Content::Object { first, length, .. } = self.nodes[self.parent(node)?.0 as usize].content else {
            return None;
        };
        let entries = &self.entries[first as usize..(first + length) as usize];
        entries.get(entries.partition_point(|entry| entry.value < node)).filter(|entry| entry.value == node)
    }

    /// The index of `node` in its array, whose items lie in the order of the arena.
    pub(crate) fn index(&self, node: NodeId) -> Option<usize> {
        let Content::Array { first, length } = self.nodes[self.parent(node)?.0 as usize].content else { return None };
        self.items[first as usize..(first + length) as usize].binary_search(&node).ok()
    }

    /// The value of the file in which `node` stands.
    pub fn root_of(&self, node: NodeId) -> Option<NodeId> {
        self.file_at(self.nodes[node.0 as usize].start)?.root
    }

    /// Members `key` of all objects that are strings, with the text.
    pub fn texts_of<'t>(&'t self, key: &'static str) -> impl Iterator<Item = (NodeId, &'t str)> {
        let entries = self.entries.iter().filter(move |entry| entry.key.length as usize == key.len());
        let named = entries.filter(move |entry| self.text(entry.key) == key);
        named.filter_map(|entry| Some((entry.value, self.str(entry.value)?)))
    }

    fn file_at(&self, offset: u32) -> Option<&File> {
        let at = self.files.partition_point(|file| file.base <= offset);
        self.files.get(at.checked_sub(1)?)
    }

    fn span_in_file(&self, start: u32, end: u32) -> Span {
        let base = self.file_at(start).map_or(0, |file| file.base);
        Span::new((start - base) as usize, (end - base) as usize)
    }

    fn locate_span(&self, start: u32, end: u32) -> Option<Location> {
        let file = self.file_at(start)?;
        Some(file.source.locate(Span::new((start - file.base) as usize, (end - file.base) as usize)))
    }

    #[inline]
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
