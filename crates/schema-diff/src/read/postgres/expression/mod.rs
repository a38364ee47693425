//! Expressions in canonical form: what the engine prints back equals what the author wrote.

mod call;
mod literal;
mod parse;
mod primary;
pub(super) mod print;
mod simplify;
pub(super) mod tree;
mod types;
pub(super) mod walk;

use std::collections::BTreeMap;

use crate::catalogue::Expression;

use super::cursor::Cursor;
use super::names::Names;
use super::tokens::{Token, tokens};
use tree::Expr;

pub(super) use call::{order, window};
pub(super) use parse::expression;
pub(super) use simplify::simplify;
pub(super) use types::of as type_of;

/// What the names in an expression can mean: the columns of one table with their types.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Name of the table, by which columns may be qualified.
    pub table: String,
    /// Types as the engine prints them, by column as it is named in expressions.
    pub types: BTreeMap<String, String>,
}

/// The expression that `text` spells, over `columns`. `target` is the type that it is assigned to, where there is one.
pub(super) fn read(text: &str, names: &Names, columns: &Columns, target: Option<&str>) -> Expression {
    let text = text.trim();
    Expression::new(text, canonical(text, names, columns, target))
}

/// The canonical form of `text`. What cannot be read stays as its tokens.
pub(super) fn canonical(text: &str, names: &Names, columns: &Columns, target: Option<&str>) -> String {
    let tokens = tokens(text);
    match parsed(&tokens, names) {
        Some(tree) => print::print(&simplify::assigned(simplify(tree, names, columns), target)),
        None => print::tokens(&tokens),
    }
}

/// The tree of `text`, where it can be read.
pub(super) fn tree(text: &str, names: &Names, columns: &Columns) -> Option<Expr> {
    parsed(&tokens(text), names).map(|tree| simplify(tree, names, columns))
}

fn parsed(tokens: &[Token], names: &Names) -> Option<Expr> {
    let mut cursor = Cursor::new(tokens);
    let tree = expression(&mut cursor, names).ok()?;
    cursor.at_end().then_some(tree)
}

#[cfg(test)]
mod tests;
