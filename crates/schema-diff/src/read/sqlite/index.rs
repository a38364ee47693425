//! `CREATE INDEX`.

use super::column::raw;
use super::cursor::{Cursor, Fault, name_of, split_at_commas, without_outer};
use super::token::{Kind, Token};
use crate::catalogue::{Index, IndexElement, IndexKey};

/// Reads from behind the index's name; gives the table's name and the index.
pub(super) fn index(cursor: &mut Cursor<'_>, name: String, unique: bool) -> Result<(String, Index), Fault> {
    cursor.expect("ON")?;
    let table = cursor.name()?;
    let source = cursor.source();
    let inner = cursor.group()?;
    let elements =
        split_at_commas(source, inner).into_iter().map(|part| element(source, part)).collect::<Result<Vec<_>, _>>()?;
    let predicate = if cursor.eat(&["WHERE"]) {
        let rest = cursor.rest();
        if rest.is_empty() {
            return Err(cursor.fault("a condition"));
        }
        Some(raw(source, rest))
    } else {
        cursor.end()?;
        None
    };
    let index = Index {
        name,
        unique,
        method: String::new(),
        elements,
        include: Vec::new(),
        nulls_not_distinct: false,
        predicate,
        storage_parameters: std::collections::BTreeMap::new(),
        valid: true,
        parent: None,
        comment: None,
    };
    Ok((table, index))
}

fn element<'a>(source: &'a str, mut tokens: &'a [Token]) -> Result<IndexElement, Fault> {
    let is = |token: Option<&Token>, word: &str| {
        token.is_some_and(|token| token.kind == Kind::Word && token.text(source).eq_ignore_ascii_case(word))
    };
    let mut descending = false;
    if let Some((last, before)) = tokens.split_last()
        && !before.is_empty()
        && (is(Some(last), "DESC") || is(Some(last), "ASC"))
    {
        descending = is(Some(last), "DESC");
        tokens = before;
    }
    let mut stated = None;
    if let [before @ .., collate, name] = tokens
        && is(Some(collate), "COLLATE")
        && !before.is_empty()
    {
        // `BINARY` is kept here: it may differ from the column's own.
        stated = name_of(source, *name).map(|name| name.to_ascii_uppercase());
        tokens = before;
    }
    let tokens = without_outer(source, tokens);
    let key = match tokens {
        [] => return Err(Fault::new("an element of the index is missing", Cursor::new(source, tokens).here())),
        [token] if matches!(token.kind, Kind::Word | Kind::Quoted) => {
            IndexKey::Column(name_of(source, *token).unwrap_or_default())
        }
        _ => IndexKey::Expression(raw(source, tokens)),
    };
    Ok(IndexElement { key, collation: stated, operator_class: None, descending, nulls: None })
}

/// Takes away a collation that says what holds anyway: the column's own, or `BINARY` for an expression.
pub(super) fn settle_collation(element: &mut IndexElement, own: Option<&str>) {
    if element.collation.as_deref() == Some(own.unwrap_or("BINARY")) {
        element.collation = None;
    }
}
