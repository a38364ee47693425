//! Bodies of functions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::QualifiedName;

use super::expression::{self, Columns, print};
use super::replay::Replay;
use super::syntax;
use super::tokens::{Token, tokens};

/// The body of a function: the text in quotes, or the canonical form of `RETURN` and `BEGIN ATOMIC`.
pub(super) fn body(replay: &Replay<'_>, node: &SyntaxNode, name: &QualifiedName) -> String {
    if let Some(option) = syntax::below(node, SyntaxKind::AS_FUNC_OPTION) {
        let strings: Vec<_> = tokens(&syntax::text(&option))
            .into_iter()
            .filter_map(|token| match token {
                Token::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        return strings.join(", ");
    }
    if let Some(node) = syntax::child(node, SyntaxKind::RETURN_STMT) {
        let text = syntax::text(&node);
        let value = text.get("return".len()..).unwrap_or_default().trim().trim_end_matches(';');
        let columns = Columns { table: name.name.clone(), ..Columns::default() };
        return format!("RETURN {}", expression::canonical(value, &replay.names, &columns, None));
    }
    let Some(node) = syntax::child(node, SyntaxKind::ATOMIC_BODY) else { return String::new() };
    let statements = node.children().map(|statement| {
        let text = syntax::text(&statement);
        let text = text.trim().trim_end_matches(';').trim();
        match statement.kind() {
            SyntaxKind::SELECT | SyntaxKind::COMPOUND_SELECT | SyntaxKind::VALUES => {
                replay.canonical_query(text, &[]).0
            }
            _ => print::tokens(&tokens(text)),
        }
    });
    format!("BEGIN ATOMIC {}; END", statements.collect::<Vec<_>>().join("; "))
}
