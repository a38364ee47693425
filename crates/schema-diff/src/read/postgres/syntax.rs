//! Access to the CST by kinds of nodes.

use findings::Span;
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::tokens::{Token, tokens};

/// Kinds of nodes that are types.
const TYPES: &[SyntaxKind] = &[
    SyntaxKind::ARRAY_TYPE,
    SyntaxKind::PATH_TYPE,
    SyntaxKind::PERCENT_TYPE,
    SyntaxKind::VARCHAR_TYPE,
    SyntaxKind::CHARACTER_TYPE,
    SyntaxKind::BIT_TYPE,
    SyntaxKind::BIT_VARYING_TYPE,
    SyntaxKind::DOUBLE_TYPE,
    SyntaxKind::TIME_TYPE,
    SyntaxKind::TIMESTAMP_TYPE,
    SyntaxKind::INTERVAL_TYPE,
];

/// The first child of a kind.
pub(super) fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.children().find(|child| child.kind() == kind)
}

/// The children of a kind.
pub(super) fn children(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |child| child.kind() == kind)
}

/// The first node of a kind below `node`.
pub(super) fn below(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.descendants().skip(1).find(|child| child.kind() == kind)
}

/// The first child that is a type.
pub(super) fn type_of(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.children().find(|child| TYPES.contains(&child.kind()))
}

/// Whether `node` has a child of the kind, node or token.
pub(super) fn has(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens().any(|child| child.kind() == kind)
}

/// The text of a node.
pub(super) fn text(node: &SyntaxNode) -> String {
    node.text().to_string()
}

/// The names in a node, folded, in order: a path where the node is one.
pub(super) fn path(node: &SyntaxNode) -> Vec<String> {
    tokens(&text(node))
        .into_iter()
        .filter_map(|token| match token {
            Token::Word(name) | Token::Quoted(name) => Some(name),
            _ => None,
        })
        .collect()
}

/// The last name in a node.
pub(super) fn name(node: &SyntaxNode) -> String {
    path(node).pop().unwrap_or_default()
}

/// The name in the first child of a kind.
pub(super) fn child_name(node: &SyntaxNode, kind: SyntaxKind) -> Option<String> {
    child(node, kind).map(|child| name(&child))
}

/// The names in the children of a kind.
pub(super) fn names(node: &SyntaxNode, kind: SyntaxKind) -> Vec<String> {
    children(node, kind).map(|child| name(&child)).collect()
}

/// The value of the first string literal in a node.
pub(super) fn string(node: &SyntaxNode) -> Option<String> {
    tokens(&text(node)).into_iter().find_map(|token| match token {
        Token::Text(text) => Some(text),
        _ => None,
    })
}

/// What stands between the parentheses of a node.
pub(super) fn inside(node: &SyntaxNode) -> String {
    let mut open = None;
    let mut close = None;
    for child in node.children_with_tokens() {
        if child.kind() == SyntaxKind::L_PAREN && open.is_none() {
            open = Some(usize::from(child.text_range().end()));
        }
        if child.kind() == SyntaxKind::R_PAREN {
            close = Some(usize::from(child.text_range().start()));
        }
    }
    let start = usize::from(node.text_range().start());
    let text = text(node);
    open.zip(close)
        .and_then(|(open, close)| text.get(open.checked_sub(start)?..close.checked_sub(start)?))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The first child node behind the first token of a kind.
pub(super) fn after(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    let mut seen = false;
    node.children_with_tokens().find_map(|child| {
        seen |= child.kind() == kind;
        child.as_node().filter(|_| seen).cloned()
    })
}

/// Where a node stands in a source in which its statement starts at `base`.
pub(super) fn span(node: &SyntaxNode, base: usize) -> Span {
    let range = node.text_range();
    Span::new(base + usize::from(range.start()), base + usize::from(range.end()))
}
