//! Takes out of an expression what the engine puts in when it prints it back, and rewrites what it rewrites.

use super::super::names::Names;
use super::super::tokens::{Token, tokens};
use super::tree::{Call, Expr};
use super::{Columns, literal, types, walk};

/// The expression without the casts, qualifiers and spellings that the engine adds by itself.
pub(in super::super) fn simplify(expr: Expr, names: &Names, columns: &Columns) -> Expr {
    walk::map(expr, &mut |expr| step(expr, names, columns))
}

fn step(expr: Expr, names: &Names, columns: &Columns) -> Expr {
    match expr {
        Expr::Name(path) => unqualified(path, columns),
        Expr::Cast(value, data_type) => cast(*value, data_type, names, columns),
        Expr::Call(call) => Expr::Call(Box::new(spread(over_dates(sequence_call(*call, names), columns)))),
        Expr::Case { operand, branches, otherwise } => {
            let otherwise = otherwise.filter(|value| **value != Expr::Word("NULL".to_owned()));
            Expr::Case { operand, branches, otherwise }
        }
        Expr::Infix(left, operator, right) => typed_by_the_other_side(*left, operator, *right, columns),
        Expr::Quantified { left, operator, all, right } => {
            let right = match *right {
                Expr::Array(items) => Expr::Array(
                    items.into_iter().map(|item| with_type_of(item, types::of(&left, columns).as_deref())).collect(),
                ),
                other => other,
            };
            Expr::Quantified { left, operator, all, right: Box::new(right) }
        }
        Expr::And(parts) => Expr::And(flat(parts, true)),
        Expr::Or(parts) => Expr::Or(flat(parts, false)),
        other => other,
    }
}

fn flat(parts: Vec<Expr>, and: bool) -> Vec<Expr> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Expr::And(inner) if and => out.extend(inner),
            Expr::Or(inner) if !and => out.extend(inner),
            other => out.push(other),
        }
    }
    out
}

/// `t.a` as `a` where `t` is the only table.
fn unqualified(mut path: Vec<String>, columns: &Columns) -> Expr {
    let table = path.len().checked_sub(2).and_then(|at| path.get(at));
    if table.is_some_and(|table| *table == columns.table)
        && let Some(name) = path.pop()
    {
        return Expr::Name(vec![name]);
    }
    Expr::Name(path)
}

fn cast(value: Expr, data_type: String, names: &Names, columns: &Columns) -> Expr {
    let kept = |value: Expr, data_type: String| Expr::Cast(Box::new(value), data_type);
    match value {
        Expr::Text(text) if data_type == "regclass" => kept(Expr::Text(relation(&text, names)), data_type),
        Expr::Text(text) if data_type.starts_with("reg") && data_type != "regconfig" => {
            kept(Expr::Text(text), data_type)
        }
        Expr::Text(text) => literal::canonical(&text, &data_type).unwrap_or_else(|| kept(Expr::Text(text), data_type)),
        Expr::Word(word) if word == "NULL" => Expr::Word(word),
        Expr::Number(number) if is_number(&data_type) => Expr::Number(number),
        Expr::Array(items)
            if data_type.ends_with("[]")
                && !items.is_empty()
                && !items.iter().any(|item| needs_cast(item, &data_type, columns)) =>
        {
            Expr::Array(items)
        }
        value => match types::of(&value, columns) {
            Some(own) if own == data_type => value,
            Some(own) if data_type == "text" && types::is_text(&own) => value,
            _ => kept(value, data_type),
        },
    }
}

fn needs_cast(item: &Expr, data_type: &str, columns: &Columns) -> bool {
    let element = data_type.trim_end_matches("[]");
    match item {
        literal if literal.is_literal() => false,
        other => match types::of(other, columns) {
            Some(own) => own != element && !(types::is_text(&own) && types::is_text(element)),
            None => true,
        },
    }
}

fn is_number(data_type: &str) -> bool {
    matches!(data_type, "integer" | "bigint" | "smallint" | "numeric" | "real" | "double precision")
}

/// A literal compared with a column is of the column's type, cast or not.
fn typed_by_the_other_side(left: Expr, operator: String, right: Expr, columns: &Columns) -> Expr {
    if !matches!(operator.as_str(), "=" | "<>" | "<" | ">" | "<=" | ">=") {
        return Expr::Infix(Box::new(left), operator, Box::new(right));
    }
    let (left_type, right_type) = (types::of(&left, columns), types::of(&right, columns));
    let left = narrow(with_type_of(left, right_type.as_deref()), columns);
    let right = narrow(with_type_of(right, left_type.as_deref()), columns);
    Expr::Infix(Box::new(left), operator, Box::new(right))
}

/// An integer without the cast that makes it comparable with other numbers, which the engine puts in by itself.
fn narrow(value: Expr, columns: &Columns) -> Expr {
    match value {
        Expr::Cast(inner, data_type)
            if matches!(data_type.as_str(), "numeric" | "double precision" | "real")
                && matches!(types::of(&inner, columns).as_deref(), Some("integer" | "bigint" | "smallint")) =>
        {
            *inner
        }
        other => other,
    }
}

fn with_type_of(value: Expr, data_type: Option<&str>) -> Expr {
    match (value, data_type) {
        (Expr::Text(text), Some(data_type)) => literal::canonical(&text, data_type).unwrap_or(Expr::Text(text)),
        (value, _) => value,
    }
}

/// The expression as the default of a column of type `target`.
pub(super) fn assigned(expr: Expr, target: Option<&str>) -> Expr {
    match (expr, target) {
        (Expr::Text(text), Some(target)) => literal::canonical(&text, target).unwrap_or(Expr::Text(text)),
        (Expr::Cast(value, data_type), Some(target)) if data_type == target && data_type != "regclass" => *value,
        (expr, _) => expr,
    }
}

/// `nextval('s')` with the full name of the sequence.
fn sequence_call(mut call: Call, names: &Names) -> Call {
    let sequence = matches!(call.name.last().map(String::as_str), Some("nextval" | "currval" | "setval" | "lastval"));
    if let Some((_, argument)) = call.arguments.first_mut().filter(|_| sequence)
        && let Expr::Text(text) = argument
    {
        *argument = Expr::Cast(Box::new(Expr::Text(relation(text, names))), "regclass".to_owned());
    }
    call
}

/// `f(VARIADIC ARRAY[a, b])` as `f(a, b)`.
fn spread(mut call: Call) -> Call {
    if call.variadic
        && let Some((None, Expr::Array(items))) = call.arguments.last().cloned()
    {
        call.variadic = false;
        call.arguments.pop();
        call.arguments.extend(items.into_iter().map(|item| (None, item)));
    }
    call
}

/// Functions over moments take dates too, and those over fractions integers; the engine shows the cast that it puts in.
fn over_dates(mut call: Call, columns: &Columns) -> Call {
    const MOMENTS: &[&str] = &["date_trunc", "to_char", "date_part", "age"];
    const FRACTIONS: &[&str] =
        &["to_timestamp", "sqrt", "power", "exp", "ln", "log", "round", "floor", "ceil", "trunc"];
    let name = call.name.last().cloned().unwrap_or_default();
    for (_, argument) in &mut call.arguments {
        let value = std::mem::replace(argument, Expr::Row(Vec::new()));
        *argument = match value {
            Expr::Cast(inner, data_type)
                if MOMENTS.contains(&name.as_str())
                    && data_type == "timestamp with time zone"
                    && types::of(&inner, columns).as_deref() == Some("date") =>
            {
                *inner
            }
            value if FRACTIONS.contains(&name.as_str()) => narrow(value, columns),
            value => value,
        };
    }
    call
}

/// The full name of the relation that `text` names.
fn relation(text: &str, names: &Names) -> String {
    let path: Vec<String> = tokens(text)
        .into_iter()
        .filter_map(|token| match token {
            Token::Word(name) | Token::Quoted(name) => Some(name),
            _ => None,
        })
        .collect();
    if path.first().is_some_and(|schema| schema == "pg_catalog") || path.is_empty() {
        return text.to_owned();
    }
    let name = names.relation(&path);
    format!("{}.{}", super::print::identifier(&name.schema), super::print::identifier(&name.name))
}

/// `x IN (…)` and `x NOT IN (…)` as the engine takes them apart: constants become an array, the rest comparisons.
pub(super) fn membership(left: Expr, items: Vec<Expr>, negated: bool) -> Expr {
    let (operator, all) = if negated { ("<>", true) } else { ("=", false) };
    let (mut variable, mut constant): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| !walk::columns(item).is_empty() || matches!(item, Expr::Row(_)));
    if constant.len() < 2 {
        constant.append(&mut variable);
    }
    let mut parts = Vec::new();
    if constant.len() > 1
        && !matches!(constant.first(), Some(Expr::Row(_)))
        && variable.is_empty()
        && !constant.iter().any(|item| !walk::columns(item).is_empty())
    {
        let right = Box::new(Expr::Array(std::mem::take(&mut constant)));
        parts.push(Expr::Quantified { left: Box::new(left.clone()), operator: operator.to_owned(), all, right });
    }
    parts.extend(constant.into_iter().chain(variable).map(|item| Expr::infix(left.clone(), operator, item)));
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            if negated { Expr::And(parts) } else { Expr::Or(parts) }
        }
        (None, _) => left,
    }
}
