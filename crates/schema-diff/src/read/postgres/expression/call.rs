//! Reads names and calls of functions, those with a syntax of their own included.

use super::super::cursor::{Cursor, Read, Unreadable};
use super::super::names::Names;
use super::super::query;
use super::super::tokens::Token;
use super::parse::{expression, operand};
use super::tree::{Call, Expr, FramePart, Sort, Window};

/// Reads a name, `t.*`, or a call.
pub(super) fn name_or_call(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    let quoted = matches!(cursor.peek(), Some(Token::Quoted(_)));
    let path = cursor.path()?;
    if cursor.is_sign('.') && matches!(cursor.peek_at(1), Some(Token::Operator(star)) if star == "*") {
        cursor.next();
        cursor.next();
        return Ok(Expr::Star(path));
    }
    if !cursor.is_sign('(') {
        return Ok(Expr::Name(path));
    }
    if !quoted && path.len() == 1 {
        match path.first().map_or("", String::as_str) {
            "extract" => return extract(cursor, names),
            "substring" => return substring(cursor, names),
            "position" => return position(cursor, names),
            "overlay" => return overlay(cursor, names),
            "trim" => return trim(cursor, names),
            _ => {}
        }
    }
    plain(cursor, names, path)
}

fn plain(cursor: &mut Cursor<'_>, names: &Names, name: Vec<String>) -> Read<Expr> {
    let mut call = Call { name: resolved(name, names), ..Call::default() };
    cursor.expect_sign('(')?;
    if cursor.eat_operator("*") {
        call.star = true;
    } else if !cursor.is_sign(')') {
        call.distinct = cursor.eat("distinct");
        cursor.eat("all");
        call.arguments = cursor.list(|cursor| {
            if cursor.eat("variadic") {
                call.variadic = true;
            }
            argument(cursor, names)
        })?;
        call.order = order(cursor, names)?;
    }
    cursor.expect_sign(')')?;
    if cursor.are(&["within", "group"]) {
        cursor.next();
        cursor.next();
        cursor.expect_sign('(')?;
        call.within = order(cursor, names)?;
        cursor.expect_sign(')')?;
    }
    if cursor.is("filter") && cursor.is_sign_at(1, '(') {
        cursor.next();
        cursor.expect_sign('(')?;
        cursor.expect("where")?;
        call.filter = Some(expression(cursor, names)?);
        cursor.expect_sign(')')?;
    }
    if cursor.eat("over") {
        call.over = Some(over(cursor, names)?);
    }
    Ok(Expr::Call(Box::new(call)))
}

/// The name of a function without `pg_catalog` and `public`, with its schema where the search path hides it.
fn resolved(mut path: Vec<String>, names: &Names) -> Vec<String> {
    if path.len() == 1 && names.knows_function(&path) {
        let found = names.function(&path);
        path.insert(0, found.schema);
    }
    if path.len() == 2 && matches!(path.first().map(String::as_str), Some("public" | "pg_catalog")) {
        path.remove(0);
    }
    path
}

fn argument(cursor: &mut Cursor<'_>, names: &Names) -> Read<(Option<String>, Expr)> {
    let named = matches!(cursor.peek_at(1), Some(Token::Operator(arrow)) if arrow == "=>" || arrow == ":=");
    let name = if named {
        let name = cursor.name()?;
        cursor.next();
        Some(name)
    } else {
        None
    };
    Ok((name, expression(cursor, names)?))
}

/// An expression, or a query without parentheses of its own.
pub(super) fn expression_or_query(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    if query::starts(cursor, 0) {
        return Ok(Expr::Query(Box::new(query::query(cursor, names)?)));
    }
    expression(cursor, names)
}

/// `ORDER BY …`, empty where it does not come next.
pub(in super::super) fn order(cursor: &mut Cursor<'_>, names: &Names) -> Read<Vec<Sort>> {
    if !cursor.eat_all(&["order", "by"]) {
        return Ok(Vec::new());
    }
    cursor.list(|cursor| {
        let key = expression(cursor, names)?;
        let using = if cursor.eat("using") {
            match cursor.next() {
                Some(Token::Operator(operator)) => Some(operator.clone()),
                _ => return Err(Unreadable),
            }
        } else {
            None
        };
        let descending = cursor.eat("desc");
        cursor.eat("asc");
        let mut nulls_first = None;
        if cursor.eat("nulls") {
            let first = cursor.eat("first");
            if !first {
                cursor.expect("last")?;
            }
            nulls_first = (first != descending).then_some(first);
        }
        Ok(Sort { key, descending, nulls_first, using })
    })
}

fn over(cursor: &mut Cursor<'_>, names: &Names) -> Read<Window> {
    if !cursor.is_sign('(') {
        return Ok(Window { name: Some(cursor.name()?), bare: true, ..Window::default() });
    }
    window(cursor, names)
}

/// A window in parentheses.
pub(in super::super) fn window(cursor: &mut Cursor<'_>, names: &Names) -> Read<Window> {
    cursor.expect_sign('(')?;
    let mut window = Window::default();
    let clause = cursor.is_sign(')') || cursor.is_any(&["partition", "order", "rows", "range", "groups"]);
    if !clause {
        window.name = Some(cursor.name()?);
    }
    if cursor.eat_all(&["partition", "by"]) {
        window.partition = cursor.list(|cursor| expression(cursor, names))?;
    }
    window.order = order(cursor, names)?;
    while !cursor.eat_sign(')') {
        const FRAME: &[&str] = &[
            "rows",
            "range",
            "groups",
            "between",
            "and",
            "unbounded",
            "preceding",
            "following",
            "current",
            "row",
            "exclude",
            "group",
            "ties",
            "no",
            "others",
        ];
        let part = if cursor.is_any(FRAME) {
            FramePart::Word(cursor.name()?.to_uppercase())
        } else {
            FramePart::Offset(operand(cursor, names)?)
        };
        window.frame.push(part);
    }
    Ok(window)
}

fn extract(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect_sign('(')?;
    let field = match cursor.next() {
        Some(Token::Word(field) | Token::Quoted(field) | Token::Text(field)) => field.to_lowercase(),
        _ => return Err(Unreadable),
    };
    cursor.expect("from")?;
    let value = expression(cursor, names)?;
    cursor.expect_sign(')')?;
    Ok(Expr::call("extract", vec![Expr::Text(field), value]))
}

fn substring(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect_sign('(')?;
    let value = expression(cursor, names)?;
    let (mut from, mut length) = (None, None);
    loop {
        if cursor.eat("from") {
            from = Some(expression(cursor, names)?);
        } else if cursor.eat("for") {
            length = Some(expression(cursor, names)?);
        } else {
            break;
        }
    }
    if from.is_none() && length.is_none() {
        return plain_rest(cursor, names, "substring", value);
    }
    cursor.expect_sign(')')?;
    let mut arguments = vec![value, from.unwrap_or_else(|| Expr::Number("1".to_owned()))];
    arguments.extend(length);
    Ok(Expr::call("substring", arguments))
}

/// The rest of an ordinary call after its first argument; reading that twice would take exponential time.
fn plain_rest(cursor: &mut Cursor<'_>, names: &Names, function: &str, first: Expr) -> Read<Expr> {
    let mut arguments = vec![first];
    while cursor.eat_sign(',') {
        arguments.push(expression(cursor, names)?);
    }
    cursor.expect_sign(')')?;
    Ok(Expr::call(function, arguments))
}

fn position(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect_sign('(')?;
    let needle = operand(cursor, names)?;
    if !cursor.eat("in") {
        return plain_rest(cursor, names, "position", needle);
    }
    let haystack = operand(cursor, names)?;
    cursor.expect_sign(')')?;
    Ok(Expr::call("position", vec![haystack, needle]))
}

fn overlay(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect_sign('(')?;
    let mut arguments = vec![expression(cursor, names)?];
    if !cursor.eat("placing") {
        let first = arguments.pop().ok_or(Unreadable)?;
        return plain_rest(cursor, names, "overlay", first);
    }
    arguments.push(expression(cursor, names)?);
    cursor.expect("from")?;
    arguments.push(expression(cursor, names)?);
    if cursor.eat("for") {
        arguments.push(expression(cursor, names)?);
    }
    cursor.expect_sign(')')?;
    Ok(Expr::call("overlay", arguments))
}

fn trim(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    cursor.expect_sign('(')?;
    let function = if cursor.eat("leading") {
        "ltrim"
    } else if cursor.eat("trailing") {
        "rtrim"
    } else {
        cursor.eat("both");
        "btrim"
    };
    let mut arguments = Vec::new();
    if cursor.eat("from") {
        arguments.extend(cursor.list(|cursor| expression(cursor, names))?);
    } else {
        let first = expression(cursor, names)?;
        if cursor.eat("from") {
            arguments.extend(cursor.list(|cursor| expression(cursor, names))?);
            arguments.push(first);
        } else {
            arguments.push(first);
            while cursor.eat_sign(',') {
                arguments.push(expression(cursor, names)?);
            }
        }
    }
    cursor.expect_sign(')')?;
    Ok(Expr::call(function, arguments))
}
