//! Reads what stands in `FROM`.

use super::super::cursor::{Cursor, Read, Unreadable};
use super::super::expression::expression;
use super::super::expression::tree::{Alias, Expr, From};
use super::super::names::Names;
use super::super::tokens::Token;
use super::super::types;
use super::parse;

/// Words that cannot be an alias without `AS`.
const NOT_ALIAS: &[&str] = &[
    "where",
    "group",
    "having",
    "window",
    "union",
    "except",
    "intersect",
    "order",
    "limit",
    "offset",
    "fetch",
    "for",
    "with",
    "join",
    "inner",
    "left",
    "right",
    "full",
    "cross",
    "natural",
    "on",
    "using",
    "tablesample",
    "returning",
    "set",
    "lateral",
];

/// An element of `FROM` with the joins that hang on it.
pub(super) fn item(cursor: &mut Cursor<'_>, names: &Names) -> Read<From> {
    let mut left = single(cursor, names)?;
    while let Some(kind) = join(cursor)? {
        let right = single_or_nested(cursor, names, &kind)?;
        let (mut on, mut using) = (None, Vec::new());
        if cursor.eat("on") {
            on = Some(expression(cursor, names)?);
        } else if cursor.eat("using") {
            using = cursor.parenthesised(Cursor::name)?;
        }
        left = From::Join { left: Box::new(left), kind, right: Box::new(right), on, using };
    }
    Ok(left)
}

/// `a JOIN b JOIN c ON … ON …`: the right side is itself a join where its condition is still to come.
fn single_or_nested(cursor: &mut Cursor<'_>, names: &Names, kind: &str) -> Read<From> {
    let right = single(cursor, names)?;
    let conditional = !kind.starts_with("CROSS") && !kind.starts_with("NATURAL");
    if !conditional || cursor.is_any(&["on", "using"]) {
        return Ok(right);
    }
    let mut left = right;
    while !cursor.is_any(&["on", "using"]) {
        let Some(kind) = join(cursor)? else { return Err(Unreadable) };
        let right = single_or_nested(cursor, names, &kind)?;
        let (mut on, mut using) = (None, Vec::new());
        if cursor.eat("on") {
            on = Some(expression(cursor, names)?);
        } else if cursor.eat("using") {
            using = cursor.parenthesised(Cursor::name)?;
        }
        left = From::Join { left: Box::new(left), kind, right: Box::new(right), on, using };
    }
    Ok(left)
}

fn join(cursor: &mut Cursor<'_>) -> Read<Option<String>> {
    let mut kind = String::new();
    if cursor.eat("natural") {
        kind.push_str("NATURAL ");
    }
    for (word, side) in [("left", "LEFT "), ("right", "RIGHT "), ("full", "FULL "), ("cross", "CROSS ")] {
        if cursor.is(word) && !cursor.is_sign_at(1, '(') {
            cursor.next();
            kind.push_str(side);
        }
    }
    cursor.eat("outer");
    let inner = cursor.eat("inner");
    if cursor.eat("join") {
        return Ok(Some(kind + "JOIN"));
    }
    if kind.is_empty() && !inner { Ok(None) } else { Err(Unreadable) }
}

fn single(cursor: &mut Cursor<'_>, names: &Names) -> Read<From> {
    let lateral = cursor.eat("lateral");
    if cursor.is_sign('(') {
        return parenthesised(cursor, names, lateral);
    }
    if cursor.are(&["rows", "from"]) {
        cursor.next();
        cursor.next();
        let calls = cursor.parenthesised(|cursor| expression(cursor, names))?;
        return function(cursor, names, lateral, calls);
    }
    let only = cursor.is("only") && !cursor.is_sign_at(1, '.');
    if only {
        cursor.next();
    }
    let mark = cursor.mark();
    let name = cursor.path()?;
    if cursor.is_sign('(') {
        cursor.reset(mark);
        let call = expression(cursor, names)?;
        return function(cursor, names, lateral, vec![call]);
    }
    cursor.eat_operator("*");
    let alias = alias(cursor, names)?;
    let sample = if cursor.eat("tablesample") { Some(expression(cursor, names)?) } else { None };
    Ok(From::Relation { name, only, alias, sample })
}

fn parenthesised(cursor: &mut Cursor<'_>, names: &Names, lateral: bool) -> Read<From> {
    if parse::opens(cursor) {
        let query = parse::parenthesised(cursor, names)?;
        return Ok(From::Query { lateral, query: Box::new(query), alias: alias(cursor, names)? });
    }
    cursor.expect_sign('(')?;
    let inner = item(cursor, names)?;
    cursor.expect_sign(')')?;
    if alias(cursor, names)?.name.is_some() {
        return Err(Unreadable);
    }
    Ok(inner)
}

fn function(cursor: &mut Cursor<'_>, names: &Names, lateral: bool, calls: Vec<Expr>) -> Read<From> {
    let ordinality = cursor.eat_all(&["with", "ordinality"]);
    Ok(From::Function { lateral, calls, ordinality, alias: alias(cursor, names)? })
}

fn alias(cursor: &mut Cursor<'_>, names: &Names) -> Read<Alias> {
    let mut alias = Alias::default();
    let stated = cursor.eat("as");
    let named = match cursor.peek() {
        Some(Token::Quoted(_)) => true,
        Some(Token::Word(word)) => stated || !NOT_ALIAS.contains(&word.as_str()),
        _ => false,
    };
    if named {
        alias.name = Some(cursor.name()?);
    }
    if (named || stated) && cursor.is_sign('(') {
        alias.columns = cursor.parenthesised(|cursor| {
            let name = cursor.name()?;
            let typed = !cursor.is_sign(',') && !cursor.is_sign(')');
            let data_type = if typed { Some(types::parse(cursor, names)?.to_string()) } else { None };
            Ok((name, data_type))
        })?;
    }
    Ok(alias)
}
