//! What the decoder carries along: where it is, what is wrong, which names are defined and referred to.

use std::collections::BTreeMap;

use findings::{SourceText, Span};

use super::fault::Fault;
use super::names::Names;
use super::node::Node;

/// What the decoder carries along.
pub(super) struct Reader<'s> {
    source: &'s SourceText,
    /// JSON pointer of the value that is read.
    pointer: String,
    pub(super) faults: Vec<Fault>,
    pub(super) names: Names,
    /// Pointers by another name of a field, to those that stand in the file.
    pub(super) same: BTreeMap<String, String>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s SourceText) -> Self {
        Self { source, pointer: String::new(), faults: Vec::new(), names: Names::default(), same: BTreeMap::new() }
    }

    /// Reads what lies at `segment` of the value that is read.
    pub(super) fn within<T>(&mut self, segment: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        push(&mut self.pointer, segment);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// The JSON pointer of the value that is read.
    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The line, from one, that `span` begins in.
    pub(super) fn line(&self, span: Span) -> usize {
        self.source.line_column(span.start).line
    }

    /// Where `span` begins, as diagnostics show it: `spec.yaml:4:12`.
    pub(super) fn place(&self, span: Span) -> String {
        let at = self.source.line_column(span.start);
        format!("{}:{}:{}", self.source.name(), at.line, at.column)
    }

    /// `name` of the object that is read means the field that is written as `written`.
    pub(super) fn same(&mut self, name: &str, written: &str) {
        let (mut from, mut to) = (self.pointer.clone(), self.pointer.clone());
        push(&mut from, name);
        push(&mut to, written);
        self.same.insert(from, to);
    }

    pub(super) fn report(&mut self, fault: Fault) {
        let fault = fault.at(&self.pointer);
        self.faults.push(fault);
    }

    /// `node` is not what was expected: `a number`, `a text such as …`.
    pub(super) fn wrong_type(&mut self, node: Node<'_>, expected: &str) {
        let span = head(node);
        let fault = match node.value() {
            super::node::Value::Null => Fault::error("wrong-type", "the field has no value", span)
                .help(format!("write {expected}, or leave the field out")),
            _ => Fault::error("wrong-type", format!("expected {expected}, found {}", node.kind()), span)
                .help(format!("write {expected}")),
        };
        self.report(fault);
    }

    /// The value at `span` is no such value at all.
    pub(super) fn bad_value(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(Fault::error("bad-value", message, span).help(help));
    }

    /// The value at `span` does not go with another one.
    pub(super) fn out_of_order(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(Fault::error("out-of-order", message, span).help(help));
    }

    /// The value at `span` is one, but cannot be.
    pub(super) fn out_of_range(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(Fault::error("out-of-range", message, span).help(help));
    }
}

/// Where `node` begins: all of it where it is a value alone.
pub(super) fn head(node: Node<'_>) -> Span {
    match node.value() {
        super::node::Value::List | super::node::Value::Object => start(node.span),
        _ => node.span,
    }
}

/// Where a span begins.
pub(super) fn start(span: Span) -> Span {
    Span::new(span.start, span.end.min(span.start + 1))
}

/// Adds a segment to a pointer (RFC 6901).
pub(super) fn push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
}
