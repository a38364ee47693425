//! Puts the values that a reader meets, in the order of the text, into the tree.

use findings::{Diagnostic, LineColumn, SourceText, Span};

use super::fault::Fault;
use super::tree::{Content, Entry, Node, Text, UNSORTED};
use super::{NodeId, Options, Tree, digest, merge};

/// Objects with more members are looked up by a sorted index.
const LARGE: usize = 12;

/// Warnings of one document: who has more has them for one reason.
const WARNINGS: usize = 50;

/// Bytes of a text that a value takes at least, where it is one of a document that people use.
const BYTES_OF_VALUE: usize = 12;

/// A text of the tree with its digest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hashed {
    text: Text,
    digest: u64,
}

/// How much a value holds, aliases written out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extent {
    pub(crate) values: usize,
    pub(crate) height: usize,
}

pub(crate) struct Member {
    pub(crate) entry: Entry,
    pub(crate) key_digest: u64,
    /// Whether its value holds the members to take, as a merge key says.
    pub(crate) merge: bool,
}

/// An object or an array that is not closed yet.
struct Frame {
    node: NodeId,
    object: bool,
    /// Where its members or items start among those that wait.
    first: usize,
    key: Option<(Hashed, Span)>,
    /// Whether the next value, and whether any, is one that a merge key takes members from.
    merge: bool,
    merges: bool,
    anchor: usize,
    extent: Extent,
}

/// Puts the values that a reader meets, in the order of the text, into the tree.
pub(crate) struct Builder<'t> {
    tree: &'t mut Tree,
    source: &'t SourceText,
    options: &'t Options,
    base: u32,
    frames: Vec<Frame>,
    members: Vec<Member>,
    items: Vec<NodeId>,
    root: Option<NodeId>,
    values: usize,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    /// A builder of the values of `source`, whose text starts at `base` among all texts of the tree.
    pub(crate) fn new(tree: &'t mut Tree, source: &'t SourceText, base: u32, options: &'t Options) -> Self {
        reserve(tree, source.text().as_bytes());
        Self {
            tree,
            source,
            options,
            base,
            frames: Vec::new(),
            members: Vec::new(),
            items: Vec::new(),
            root: None,
            values: 0,
            diagnostics: Vec::new(),
        }
    }

    /// The value that was read, once all are closed.
    pub(crate) fn finish(self) -> (Option<NodeId>, Vec<Diagnostic>) {
        (self.root, self.diagnostics)
    }

    /// What a text is called that is read strictly; none where it is not.
    pub(crate) fn strict(&self) -> Option<&'static str> {
        self.options.strict
    }

    /// Whether the innermost open value is an object; none where none is open.
    pub(crate) fn in_object(&self) -> Option<bool> {
        Some(self.frames.last()?.object)
    }

    /// Whether what comes next in the innermost open value is a key.
    pub(crate) fn needs_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.object && frame.key.is_none())
    }

    /// The text that stands at `start..end` in the source.
    pub(crate) fn written(&self, start: usize, end: usize) -> Hashed {
        let digest = digest::bytes(self.source.text().as_bytes().get(start..end).unwrap_or_default());
        Hashed { text: Text { start: self.at(start), length: narrow(end - start), decoded: false }, digest }
    }

    /// A text that stands in the source in another spelling.
    pub(crate) fn decoded(&mut self, text: &str) -> Hashed {
        let start = narrow(self.tree.decoded.len());
        self.tree.decoded.push_str(text);
        Hashed {
            text: Text { start, length: narrow(text.len()), decoded: true },
            digest: digest::bytes(text.as_bytes()),
        }
    }

    /// `text`, at the end of `span` or before the quote there, where it is spelt so; decoded otherwise.
    pub(crate) fn found(&mut self, text: &str, span: Span) -> Hashed {
        for end in [span.end, span.end.saturating_sub(1)] {
            let start = end.saturating_sub(text.len()).max(span.start);
            if self.source.text().as_bytes().get(start..end) == Some(text.as_bytes()) {
                return self.written(start, end);
            }
        }
        self.decoded(text)
    }

    pub(crate) fn null(&mut self, span: Span) -> Result<NodeId, Fault> {
        self.scalar(Content::Null, digest::NULL, span)
    }

    pub(crate) fn bool(&mut self, it: bool, span: Span) -> Result<NodeId, Fault> {
        self.scalar(Content::Bool(it), digest::bool(it), span)
    }

    pub(crate) fn string(&mut self, text: Hashed, span: Span) -> Result<NodeId, Fault> {
        self.scalar(Content::String(text.text), digest::string(text.digest), span)
    }

    /// `number` is spelt as in JSON; `text` is where it stands.
    pub(crate) fn number(&mut self, number: &str, text: Hashed, span: Span) -> Result<NodeId, Fault> {
        self.scalar(Content::Number(text.text), digest::number(number), span)
    }

    /// An object or an array begins at the start of `span`; `anchor` is what [`Builder::close`] gives back.
    pub(crate) fn open(&mut self, object: bool, anchor: usize, span: Span) -> Result<(), Fault> {
        if self.frames.len() >= self.options.limits.depth {
            return Err(self.too_deep(span));
        }
        let content = if object {
            Content::Object { first: 0, length: 0, sorted: UNSORTED }
        } else {
            Content::Array { first: 0, length: 0 }
        };
        let node = self.push(content, 0, span)?;
        let first = if object { self.members.len() } else { self.items.len() };
        let extent = Extent { values: 1, height: 0 };
        self.frames.push(Frame { node, object, first, key: None, merge: false, merges: false, anchor, extent });
        Ok(())
    }

    /// The key of the next value of the innermost object.
    pub(crate) fn key(&mut self, text: Hashed, span: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some((text, span));
        }
    }

    /// The key is one that merges: the members of its value become members of the object.
    pub(crate) fn merge(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.merge = true;
            frame.merges = true;
        }
    }

    /// The text of `node` as the next key; false where it is no string.
    pub(crate) fn alias_as_key(&mut self, node: NodeId, span: Span) -> bool {
        let Content::String(text) = self.tree.nodes[node.0 as usize].content else { return false };
        let digest = digest::bytes(key_text(self.tree, self.source.text(), self.base, text).as_bytes());
        self.key(Hashed { text, digest }, span);
        true
    }

    /// A value that shares its items or members with `node`.
    pub(crate) fn alias(&mut self, node: NodeId, extent: Extent, span: Span) -> Result<(), Fault> {
        if self.frames.len() + extent.height > self.options.limits.depth {
            return Err(self.too_deep(span));
        }
        self.values = self.values.saturating_add(extent.values - 1);
        let Node { content, digest, .. } = self.tree.nodes[node.0 as usize];
        self.tree.aliases = true;
        let node = self.push(content, digest, span)?;
        self.attach(node, extent);
        Ok(())
    }

    /// The innermost object or array ends before `end`: its anchor, itself, what it holds.
    pub(crate) fn close(&mut self, end: usize) -> Option<(usize, NodeId, Extent)> {
        let frame = self.frames.pop()?;
        let end = self.at(end);
        let (content, digest) = if frame.object { self.close_object(&frame) } else { self.close_array(&frame) };
        let node = &mut self.tree.nodes[frame.node.0 as usize];
        node.end = end.max(node.start);
        node.content = content;
        node.digest = digest;
        let extent = Extent { values: frame.extent.values, height: frame.extent.height + 1 };
        self.attach(frame.node, extent);
        Some((frame.anchor, frame.node, extent))
    }

    fn close_array(&mut self, frame: &Frame) -> (Content, u64) {
        let items = &self.items[frame.first..];
        let (first, length) = (narrow(self.tree.items.len()), narrow(items.len()));
        let digest = digest::array(items.iter().map(|item| self.tree.nodes[item.0 as usize].digest));
        self.tree.items.extend(items);
        self.items.truncate(frame.first);
        (Content::Array { first, length }, digest)
    }

    fn close_object(&mut self, frame: &Frame) -> (Content, u64) {
        self.drop_duplicates(frame.first);
        if frame.merges {
            self.merge_members(frame.first);
        }
        let members = &self.members[frame.first..];
        let (first, length) = (narrow(self.tree.entries.len()), narrow(members.len()));
        let nodes = &self.tree.nodes;
        let digest = digest::object(
            members.iter().map(|member| (member.key_digest, nodes[member.entry.value.0 as usize].digest)),
        );
        self.tree.entries.extend(members.iter().map(|member| member.entry));
        let mut sorted = UNSORTED;
        if members.len() > LARGE {
            let from = self.tree.sorted.len();
            sorted = narrow(from);
            self.tree.sorted.extend(members.iter().map(|member| member.key_digest).zip(first..));
            self.tree.sorted[from..].sort_unstable();
        }
        self.members.truncate(frame.first);
        (Content::Object { first, length, sorted }, digest)
    }

    /// Of members with the same key only the last is kept; a warning tells of the others. Strictly, only the first is,
    /// and an error tells.
    fn drop_duplicates(&mut self, first: usize) {
        let doubled = doubled(&self.members[first..], self.options.strict.is_some());
        if doubled.is_empty() {
            return;
        }
        // No more is told than is warned of: each is looked for from the start.
        for at in doubled.iter().take(WARNINGS.saturating_sub(self.diagnostics.len())) {
            let Entry { key, key_start, key_end, .. } = self.members[first + at].entry;
            let span = Span::new((key_start - self.base) as usize, (key_end - self.base) as usize);
            let name = key_text(self.tree, self.source.text(), self.base, key);
            let again = self.members.get(first + at).map(|it| it.key_digest);
            let earliest = self.members[first..].iter().find(|it| Some(it.key_digest) == again);
            let before = earliest.map_or(span.start, |it| (it.entry.key_start - self.base) as usize);
            self.warn(self.duplicate_key(name, span, before));
        }
        let mut doubled = doubled.into_iter().peekable();
        let mut at = 0;
        self.members.retain(|_| {
            at += 1;
            at <= first || doubled.next_if_eq(&(at - 1 - first)).is_none()
        });
    }

    /// `before` is where the key stands first.
    fn duplicate_key(&self, name: &str, span: Span, before: usize) -> Fault {
        if self.options.strict.is_some() {
            let message = format!("the key `{name}` stands twice in one object");
            let LineColumn { line, column } = self.source.line_column(before);
            let help = format!("the first stands at {}:{line}:{column}: keep one of the two", self.source.name());
            return Fault::new("duplicate-key", message, span, help);
        }
        let message = format!("the key `{name}` stands more than once in this object; the last one counts");
        Fault::new("duplicate-key", message, span, "keep one of them: programs differ in which one counts")
    }

    fn merge_members(&mut self, first: usize) {
        let own = self.members.split_off(first);
        let text = self.source.text();
        let digest = |tree: &Tree, key: Text| digest::bytes(key_text(tree, text, self.base, key).as_bytes());
        let (merged, others) = merge::merged(self.tree, own, digest);
        self.members.extend(merged);
        for Entry { key_start, key_end, .. } in others {
            let span = Span::new((key_start - self.base) as usize, (key_end - self.base) as usize);
            let message = "what the merge key `<<` names is no mapping and no list of mappings; it is passed over";
            self.warn(Fault::new("yaml-merge", message, span, "name the alias of a mapping"));
        }
    }

    /// Tells of `fault`, of the first ones of a document: strictly as an error.
    pub(crate) fn warn(&mut self, fault: Fault) {
        if self.diagnostics.len() < WARNINGS {
            let strict = self.options.strict.is_some();
            let told = if strict { fault.error(self.source) } else { fault.warning(self.source) };
            self.diagnostics.push(told);
        }
    }

    /// Tells of an error after which the text is read on.
    #[cfg(feature = "toml")]
    pub(crate) fn tell(&mut self, fault: Fault) {
        if self.diagnostics.len() < WARNINGS {
            self.diagnostics.push(fault.error(self.source));
        }
    }

    fn scalar(&mut self, content: Content, digest: u64, span: Span) -> Result<NodeId, Fault> {
        let node = self.push(content, digest, span)?;
        self.attach(node, Extent { values: 1, height: 0 });
        Ok(node)
    }

    fn push(&mut self, content: Content, digest: u64, span: Span) -> Result<NodeId, Fault> {
        self.values += 1;
        if self.values > self.options.limits.values {
            return Err(self.too_many(span));
        }
        let node = NodeId(narrow(self.tree.nodes.len()));
        let parent = self.frames.last().map_or(u32::MAX, |frame| frame.node.0);
        self.tree.nodes.push(Node { content, start: self.at(span.start), end: self.at(span.end), parent, digest });
        Ok(node)
    }

    /// Makes `node` the next item or member of the innermost open value.
    fn attach(&mut self, node: NodeId, extent: Extent) {
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.extent.values = frame.extent.values.saturating_add(extent.values);
        frame.extent.height = frame.extent.height.max(extent.height);
        if !frame.object {
            self.items.push(node);
        } else if let Some((key, span)) = frame.key.take() {
            let (key_start, key_end) = (self.base + narrow(span.start), self.base + narrow(span.end));
            let entry = Entry { key: key.text, key_start, key_end, value: node };
            let merge = std::mem::take(&mut frame.merge);
            self.members.push(Member { entry, key_digest: key.digest, merge });
        }
    }

    fn at(&self, offset: usize) -> u32 {
        self.base + narrow(offset)
    }

    fn too_deep(&self, span: Span) -> Fault {
        let message = format!("values are nested more than {} levels deep here", self.options.limits.depth);
        match self.options.strict {
            Some(what) => Fault::new("too-deep", message, span, format!("no value of {what} lies that deep")),
            None => Fault::new("too-deep", message, span, "flatten the document, or raise the limit of depth"),
        }
    }

    fn too_many(&self, span: Span) -> Fault {
        let values = self.options.limits.values;
        if let Some(what) = self.options.strict {
            let message = format!("the text holds more than {values} values, aliases written out");
            return Fault::new("too-many-values", message, span, format!("{what} that large has to be split"));
        }
        let message = format!("the document holds more than {values} values");
        Fault::new("too-many-values", message, span, "split the document, or raise the limit of values")
    }
}

/// Makes room for about as many values as the text can hold, so that nothing is copied while it grows. What is not
/// needed is never touched; where there is no room, the tree grows as it can.
fn reserve(tree: &mut Tree, text: &[u8]) {
    let values = (count(text, b',') + count(text, b'{') + count(text, b'[')).max(count(text, b'\n'));
    let most = text.len() / BYTES_OF_VALUE;
    // A failure to reserve is none: what is pushed later asks again.
    let _ = tree.nodes.try_reserve(values.min(most));
    let _ = tree.entries.try_reserve(count(text, b':').min(most));
}

/// How often the byte stands in the text; up to 255 of them are counted in a byte, many side by side.
fn count(text: &[u8], byte: u8) -> usize {
    text.chunks(255).map(|it| usize::from(it.iter().map(|other| u8::from(*other == byte)).sum::<u8>())).sum()
}

/// Indices, ascending, of the members whose key another one has too: one after them, or one `before` them.
fn doubled(members: &[Member], before: bool) -> Vec<usize> {
    if members.len() <= LARGE {
        let again = |(at, member): (usize, &Member)| {
            let others = if before { &members[..at] } else { &members[at + 1..] };
            others.iter().any(|other| other.key_digest == member.key_digest).then_some(at)
        };
        return members.iter().enumerate().filter_map(again).collect();
    }
    let mut order: Vec<(u64, usize)> = members.iter().enumerate().map(|(at, it)| (it.key_digest, at)).collect();
    order.sort_unstable();
    let pairs = order.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let mut doubled: Vec<usize> = pairs.map(|pair| pair[usize::from(before)].1).collect();
    doubled.sort_unstable();
    doubled
}

fn key_text<'a>(tree: &'a Tree, source: &'a str, base: u32, key: Text) -> &'a str {
    let (from, start) = if key.decoded { (tree.decoded.as_str(), key.start) } else { (source, key.start - base) };
    from.get(start as usize..(start + key.length) as usize).unwrap_or_default()
}

/// Offsets fit: a file is taken only where all texts together stay below 4 GiB.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
