//! Reads what an expression is made of: literals, names, calls, what stands in parentheses.

use super::super::cursor::{Cursor, Read, Unreadable};
use super::super::names::Names;
use super::super::query;
use super::super::tokens::Token;
use super::super::types;
use super::call;
use super::parse::expression;
use super::tree::Expr;

/// Words that are values of their own.
const VALUES: &[&str] = &[
    "true",
    "false",
    "null",
    "default",
    "current_date",
    "current_role",
    "current_user",
    "session_user",
    "user",
    "current_catalog",
    "current_schema",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
];

/// Types that can stand before a string: `date '2024-01-01'`.
const PREFIX_TYPES: &[&str] = &[
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "interval",
    "int",
    "integer",
    "bigint",
    "smallint",
    "numeric",
    "decimal",
    "float",
    "real",
    "double",
    "bool",
    "boolean",
    "text",
    "varchar",
    "character",
    "char",
    "bpchar",
    "bit",
    "uuid",
    "json",
    "jsonb",
    "inet",
    "cidr",
    "bytea",
    "xml",
    "point",
    "box",
    "money",
    "regclass",
    "name",
    "float8",
    "float4",
    "int2",
    "int4",
    "int8",
    "national",
    "nchar",
];

/// Reads a primary.
pub(super) fn primary(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    let token = cursor.peek().ok_or(Unreadable)?;
    match token {
        Token::Number(number) => {
            cursor.next();
            Ok(Expr::Number(number.clone()))
        }
        Token::Text(text) => {
            cursor.next();
            let mut text = text.clone();
            // Two literals one after the other are one.
            while let Some(Token::Text(more)) = cursor.peek() {
                text.push_str(more);
                cursor.next();
            }
            Ok(Expr::Text(text))
        }
        Token::Bits(text) => {
            cursor.next();
            Ok(Expr::Text(bits(text)))
        }
        Token::Parameter(text) => {
            cursor.next();
            Ok(Expr::Verbatim(text.clone()))
        }
        Token::Sign('(') => parenthesised(cursor, names),
        Token::Word(word) => word_primary(cursor, names, word),
        Token::Quoted(_) => call::name_or_call(cursor, names),
        _ => Err(Unreadable),
    }
}

/// The digits of a bit string, which the engine prints as binary whatever way they were written.
fn bits(text: &str) -> String {
    let digits = text.get(1..).unwrap_or_default().trim_matches('\'');
    if !text.starts_with('x') {
        return digits.to_owned();
    }
    digits
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .fold(String::new(), |bits, digit| format!("{bits}{digit:04b}"))
}

fn word_primary(cursor: &mut Cursor<'_>, names: &Names, word: &str) -> Read<Expr> {
    match word {
        "case" => return case(cursor, names),
        "cast" | "treat" if cursor.is_sign_at(1, '(') => {
            cursor.next();
            cursor.expect_sign('(')?;
            let value = expression(cursor, names)?;
            cursor.expect("as")?;
            let data_type = types::parse(cursor, names)?;
            cursor.expect_sign(')')?;
            return Ok(Expr::Cast(Box::new(value), data_type.to_string()));
        }
        "array" if cursor.is_sign_at(1, '[') => {
            cursor.next();
            return array(cursor, names);
        }
        "array" if cursor.is_sign_at(1, '(') => {
            cursor.next();
            return Ok(Expr::ArrayQuery(Box::new(query::parenthesised(cursor, names)?)));
        }
        "exists" if cursor.is_sign_at(1, '(') => {
            cursor.next();
            return Ok(Expr::Exists(Box::new(query::parenthesised(cursor, names)?)));
        }
        "row" if cursor.is_sign_at(1, '(') => {
            cursor.next();
            return Ok(Expr::Row(cursor.parenthesised(|cursor| expression(cursor, names))?));
        }
        _ => {}
    }
    if VALUES.contains(&word) && !cursor.is_sign_at(1, '.') {
        cursor.next();
        return value_word(cursor, word);
    }
    if let Some(found) = typed_literal(cursor, names, word) {
        return Ok(found);
    }
    call::name_or_call(cursor, names)
}

fn value_word(cursor: &mut Cursor<'_>, word: &str) -> Read<Expr> {
    let upper = word.to_uppercase();
    if !cursor.is_sign('(') {
        return Ok(Expr::Word(upper));
    }
    let precision = cursor.parenthesised(|cursor| match cursor.next() {
        Some(Token::Number(number)) => Ok(number.clone()),
        _ => Err(Unreadable),
    })?;
    Ok(Expr::Word(if precision.is_empty() { upper } else { format!("{upper}({})", precision.join(", ")) }))
}

/// `interval '1 day'`, `timestamp with time zone '…'`.
fn typed_literal(cursor: &mut Cursor<'_>, names: &Names, word: &str) -> Option<Expr> {
    let direct = matches!(cursor.peek_at(1), Some(Token::Text(_)));
    if !direct && !PREFIX_TYPES.contains(&word) {
        return None;
    }
    let mark = cursor.mark();
    if let Ok(data_type) = types::parse(cursor, names)
        && let Some(Token::Text(text)) = cursor.peek()
    {
        cursor.next();
        let mut printed = data_type.to_string();
        let fields = if printed == "interval" { types::interval_fields(cursor) } else { String::new() };
        if !fields.is_empty() {
            printed = format!("interval {fields}");
        }
        return Some(Expr::Cast(Box::new(Expr::Text(text.clone())), printed));
    }
    cursor.reset(mark);
    None
}

fn parenthesised(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    if query::opens(cursor) {
        return Ok(Expr::Query(Box::new(query::parenthesised(cursor, names)?)));
    }
    let mut items = cursor.parenthesised(|cursor| expression(cursor, names))?;
    if items.len() == 1 { items.pop().ok_or(Unreadable) } else { Ok(Expr::Row(items)) }
}

fn array(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    if !cursor.eat_sign('[') {
        return Err(Unreadable);
    }
    if cursor.eat_sign(']') {
        return Ok(Expr::Array(Vec::new()));
    }
    let items =
        cursor.list(|cursor| if cursor.is_sign('[') { array(cursor, names) } else { expression(cursor, names) })?;
    cursor.expect_sign(']')?;
    Ok(Expr::Array(items))
}

fn case(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect("case")?;
    let operand = if cursor.is("when") { None } else { Some(Box::new(expression(cursor, names)?)) };
    let mut branches = Vec::new();
    while cursor.eat("when") {
        let condition = expression(cursor, names)?;
        cursor.expect("then")?;
        branches.push((condition, expression(cursor, names)?));
    }
    let otherwise = if cursor.eat("else") { Some(Box::new(expression(cursor, names)?)) } else { None };
    cursor.expect("end")?;
    Ok(Expr::Case { operand, branches, otherwise })
}
