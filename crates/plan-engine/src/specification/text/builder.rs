//! Puts the values that a reader meets, in the order of the text, into a tree.

use std::collections::HashMap;

use findings::Span;

use super::{FAULTS, Fault, LIMITS, Member, Node, Value};

/// An object or a list that is not closed yet.
struct Frame {
    object: bool,
    start: usize,
    anchor: usize,
    items: Vec<Node>,
    members: Vec<Member>,
    key: Option<(String, Span)>,
}

/// Puts the values that a reader meets, in the order of the text, into a tree.
#[derive(Default)]
pub(super) struct Builder {
    frames: Vec<Frame>,
    root: Option<Node>,
    values: usize,
    pub(super) faults: Vec<Fault>,
}

impl Builder {
    /// Whether the innermost open value is an object; none where none is open.
    pub(super) fn in_object(&self) -> Option<bool> {
        Some(self.frames.last()?.object)
    }

    /// Whether what comes next in the innermost open value is a key.
    pub(super) fn needs_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.object && frame.key.is_none())
    }

    /// The key of the next value of the innermost object.
    pub(super) fn key(&mut self, key: String, span: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some((key, span));
        }
    }

    /// An object or a list begins at `start`; `anchor` is what [`Builder::close`] gives back.
    pub(super) fn open(&mut self, object: bool, start: usize, anchor: usize) -> Result<(), Fault> {
        Self::deep_enough(self.frames.len() + 1, Span::new(start, start))?;
        self.frames.push(Frame { object, start, anchor, items: Vec::new(), members: Vec::new(), key: None });
        Ok(())
    }

    /// The innermost object or list ends before `end`: its anchor and itself.
    pub(super) fn close(&mut self, end: usize) -> Result<Option<(usize, &Node)>, Fault> {
        let Some(frame) = self.frames.pop() else { return Ok(None) };
        let span = Span::new(frame.start, end.max(frame.start));
        let value = if frame.object { Value::Object(self.unique(frame.members)) } else { Value::List(frame.items) };
        let node = self.attach(Node { value, span }, 1)?;
        Ok(node.map(|node| (frame.anchor, node)))
    }

    /// A value that holds no other.
    pub(super) fn scalar(&mut self, value: Value, span: Span) -> Result<(), Fault> {
        self.attach(Node { value, span }, 1).map(|_| ())
    }

    /// A copy of a value, as an alias asks for.
    pub(super) fn copy(&mut self, node: &Node, span: Span) -> Result<(), Fault> {
        let (values, height) = extent(node);
        Self::deep_enough(self.frames.len() + height, span)?;
        self.enough_values(values, span)?;
        self.attach(node.clone(), values).map(|_| ())
    }

    /// The value that was read, once all are closed.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Fault>) {
        (self.root, self.faults)
    }

    fn attach(&mut self, node: Node, values: usize) -> Result<Option<&Node>, Fault> {
        self.enough_values(values, node.span)?;
        self.values += values;
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Some(self.root.insert(node)));
        };
        if !frame.object {
            frame.items.push(node);
            return Ok(frame.items.last());
        }
        let (key, key_span) = frame.key.take().unwrap_or_default();
        frame.members.push(Member { key, key_span, value: node });
        Ok(frame.members.last().map(|member| &member.value))
    }

    /// The members without those whose key stood before, each of which is a fault.
    fn unique(&mut self, members: Vec<Member>) -> Vec<Member> {
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(members.len());
        let mut again = Vec::new();
        for (at, member) in members.iter().enumerate() {
            if first.contains_key(member.key.as_str()) {
                again.push(at);
            } else {
                first.insert(&member.key, at);
            }
        }
        if again.is_empty() {
            return members;
        }
        for member in again.iter().filter_map(|at| members.get(*at)) {
            if self.faults.len() < FAULTS {
                let message = format!("the key `{}` stands twice in one object", member.key);
                let fault = Fault::error("duplicate-key", message, member.key_span);
                self.faults.push(fault.help("keep one of the two"));
            }
        }
        let mut again = again.into_iter().peekable();
        let mut kept = Vec::with_capacity(members.len());
        for (at, member) in members.into_iter().enumerate() {
            if again.next_if_eq(&at).is_none() {
                kept.push(member);
            }
        }
        kept
    }

    fn deep_enough(depth: usize, span: Span) -> Result<(), Fault> {
        if depth <= LIMITS.depth {
            return Ok(());
        }
        let message = format!("the values are nested more than {} levels deep", LIMITS.depth);
        Err(Fault::error("too-deep", message, span).help("no field of a specification needs that many"))
    }

    fn enough_values(&self, more: usize, span: Span) -> Result<(), Fault> {
        if self.values.saturating_add(more) <= LIMITS.values {
            return Ok(());
        }
        let message = format!("the text holds more than {} values, aliases written out", LIMITS.values);
        Err(Fault::error("too-many-values", message, span).help("split the specification"))
    }
}

/// How many values a value holds, itself included, and how many levels. It recurses as deep as the limit of levels.
fn extent(node: &Node) -> (usize, usize) {
    let within: Vec<(usize, usize)> = match &node.value {
        Value::List(items) => items.iter().map(extent).collect(),
        Value::Object(members) => members.iter().map(|member| extent(&member.value)).collect(),
        _ => return (1, 0),
    };
    let values = within.iter().map(|(values, _)| values).sum::<usize>();
    (values + 1, within.iter().map(|(_, height)| *height).max().unwrap_or(0) + 1)
}
