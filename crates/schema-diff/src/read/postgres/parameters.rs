//! `WITH (name = value, …)`.

use std::collections::BTreeMap;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::cursor::{Cursor, Read, Unreadable};
use super::syntax;
use super::tokens::{Token, tokens};

/// The parameters in the `WITH (…)` or `SET (…)` of a node; a name without a value stands for `true`.
pub(super) fn parameters(node: &SyntaxNode) -> BTreeMap<String, String> {
    let list = syntax::below(node, SyntaxKind::ATTRIBUTE_LIST);
    list.map(|list| read(&syntax::text(&list))).unwrap_or_default()
}

/// The parameters in a text that starts with the parenthesis.
pub(super) fn read(text: &str) -> BTreeMap<String, String> {
    let tokens = tokens(text);
    let mut cursor = Cursor::new(&tokens);
    cursor.parenthesised(parameter).unwrap_or_default().into_iter().collect()
}

fn parameter(cursor: &mut Cursor<'_>) -> Read<(String, String)> {
    let name = cursor.path()?.join(".");
    if !cursor.eat_operator("=") {
        return Ok((name, "true".to_owned()));
    }
    let sign = if cursor.eat_operator("-") { "-" } else { "" };
    let value = match cursor.next() {
        Some(Token::Word(text) | Token::Quoted(text) | Token::Text(text) | Token::Number(text)) => text.clone(),
        _ => return Err(Unreadable),
    };
    Ok((name, format!("{sign}{value}")))
}
