//! Where values stand, by JSON pointer.

use std::collections::BTreeMap;

use findings::{SourceText, Span};

use super::model::Places;
use super::node::{Node, Value};
use super::reader::{head, push};

/// Where each value begins, by JSON pointer.
pub(super) type Spans = BTreeMap<String, Span>;

/// Where each value of the tree begins.
pub(super) fn spans(root: Node<'_>) -> Spans {
    let mut spans = Spans::new();
    let mut pointer = String::new();
    walk(root, &mut pointer, &mut spans);
    spans
}

/// Recurses as deep as the tree's limit.
fn walk(node: Node<'_>, pointer: &mut String, spans: &mut Spans) {
    spans.insert(pointer.clone(), head(node));
    let length = pointer.len();
    match node.value() {
        Value::List => {
            for (at, item) in node.items().enumerate() {
                push(pointer, &at.to_string());
                walk(item, pointer, spans);
                pointer.truncate(length);
            }
        }
        Value::Object => {
            for member in node.members() {
                push(pointer, member.key);
                walk(member.value, pointer, spans);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// Line and column of each value.
pub(super) fn places(source: &SourceText, spans: &Spans, same: BTreeMap<String, String>) -> Places {
    let place = |(pointer, span): (&String, &Span)| (pointer.clone(), source.line_column(span.start));
    Places { source: source.name().to_owned(), by_pointer: spans.iter().map(place).collect(), same }
}
