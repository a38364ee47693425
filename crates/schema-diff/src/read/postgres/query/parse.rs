//! Reads queries.

use super::super::cursor::{Cursor, Read, Unreadable};
use super::super::expression::tree::{Body, Cte, Expr, Group, Query, Select};
use super::super::expression::{expression, order, window};
use super::super::names::Names;
use super::super::tokens::Token;
use super::from;

/// Whether a query starts `ahead` of the cursor, parentheses skipped.
pub(in super::super) fn starts(cursor: &Cursor<'_>, ahead: usize) -> bool {
    let mut ahead = ahead;
    while cursor.is_sign_at(ahead, '(') {
        ahead += 1;
    }
    cursor.is_at(ahead, "select")
        || cursor.is_at(ahead, "with")
        || (cursor.is_at(ahead, "values") && cursor.is_sign_at(ahead + 1, '('))
        || (cursor.is_at(ahead, "table")
            && matches!(cursor.peek_at(ahead + 1), Some(Token::Word(_) | Token::Quoted(_))))
}

/// Whether the parenthesis that comes next holds a query, and not an expression or a join that only starts with one.
pub(in super::super) fn opens(cursor: &Cursor<'_>) -> bool {
    let mut depth = 0;
    while cursor.is_sign_at(depth, '(') {
        depth += 1;
    }
    if depth == 0 || !starts(cursor, depth) {
        return false;
    }
    // Each of the parentheses must close where a query can end or go on.
    let (mut ahead, mut open) = (depth, depth);
    while let Some(token) = cursor.peek_at(ahead) {
        ahead += 1;
        match token {
            Token::Sign('(') => open += 1,
            Token::Sign(')') => {
                open -= 1;
                if open < depth {
                    depth = open;
                    if open == 0 {
                        return true;
                    }
                    let goes_on = cursor.is_sign_at(ahead, ')')
                        || matches!(cursor.peek_at(ahead), Some(Token::Word(word)) if AFTER_QUERY.contains(&word.as_str()));
                    if !goes_on {
                        return false;
                    }
                }
            }
            _ => {}
        }
    }
    false
}

/// Words that can follow a query in parentheses where it is itself a part of a query.
const AFTER_QUERY: &[&str] = &["union", "except", "intersect", "order", "limit", "offset", "fetch", "for"];

/// A query in parentheses.
pub(in super::super) fn parenthesised(cursor: &mut Cursor<'_>, names: &Names) -> Read<Query> {
    cursor.expect_sign('(')?;
    let query = query(cursor, names)?;
    cursor.expect_sign(')')?;
    Ok(query)
}

/// A query.
pub(in super::super) fn query(cursor: &mut Cursor<'_>, names: &Names) -> Read<Query> {
    let (mut recursive, mut with) = (false, Vec::new());
    if cursor.eat("with") {
        recursive = cursor.eat("recursive");
        with = cursor.list(|cursor| cte(cursor, names))?;
    }
    let mut query = compound(cursor, names, 0)?;
    if !with.is_empty() {
        if !query.with.is_empty() {
            return Err(Unreadable);
        }
        (query.recursive, query.with) = (recursive, with);
    }
    tail(cursor, names, &mut query)?;
    Ok(query)
}

fn cte(cursor: &mut Cursor<'_>, names: &Names) -> Read<Cte> {
    let name = cursor.name()?;
    let columns = if cursor.is_sign('(') { cursor.parenthesised(Cursor::name)? } else { Vec::new() };
    cursor.expect("as")?;
    let materialized = if cursor.eat("materialized") {
        Some(true)
    } else if cursor.eat_all(&["not", "materialized"]) {
        Some(false)
    } else {
        None
    };
    Ok(Cte { name, columns, materialized, query: parenthesised(cursor, names)? })
}

/// `UNION` and `EXCEPT` bind alike, `INTERSECT` more strongly.
fn compound(cursor: &mut Cursor<'_>, names: &Names, least: u8) -> Read<Query> {
    let mut left = operand(cursor, names)?;
    loop {
        let power = if cursor.is_any(&["union", "except"]) { 1 } else { 2 * u8::from(cursor.is("intersect")) };
        if power == 0 || power < least {
            return Ok(left);
        }
        let mut operator = cursor.name()?.to_uppercase();
        if cursor.eat("all") {
            operator.push_str(" ALL");
        }
        cursor.eat("distinct");
        let right = compound(cursor, names, power + 1)?;
        left = Query::of(Body::Compound { left: Box::new(left), operator, right: Box::new(right) });
    }
}

fn operand(cursor: &mut Cursor<'_>, names: &Names) -> Read<Query> {
    if cursor.is_sign('(') {
        return parenthesised(cursor, names);
    }
    if cursor.eat("values") {
        let rows = cursor.list(|cursor| cursor.parenthesised(|cursor| expression(cursor, names)))?;
        return Ok(Query::of(Body::Values(rows)));
    }
    if cursor.eat("table") {
        let mut select = Select { targets: vec![(Expr::Star(Vec::new()), None)], ..Select::default() };
        select.from = vec![from::item(cursor, names)?];
        return Ok(Query::of(Body::Select(Box::new(select))));
    }
    cursor.expect("select")?;
    Ok(Query::of(Body::Select(Box::new(select(cursor, names)?))))
}

fn select(cursor: &mut Cursor<'_>, names: &Names) -> Read<Select> {
    let mut select = Select::default();
    if cursor.eat("distinct") {
        let on = cursor.eat("on");
        select.distinct = Some(if on { cursor.parenthesised(|cursor| expression(cursor, names))? } else { Vec::new() });
    }
    cursor.eat("all");
    if !cursor.is("from") && !cursor.is_sign(')') && !cursor.at_end() {
        select.targets = cursor.list(|cursor| target(cursor, names))?;
    }
    if cursor.eat("from") {
        select.from = cursor.list(|cursor| from::item(cursor, names))?;
    }
    if cursor.eat("where") {
        select.filter = Some(expression(cursor, names)?);
    }
    if cursor.eat_all(&["group", "by"]) {
        cursor.eat("all");
        select.group = cursor.list(|cursor| group(cursor, names))?;
    }
    if cursor.eat("having") {
        select.having = Some(expression(cursor, names)?);
    }
    if cursor.eat("window") {
        select.windows = cursor.list(|cursor| {
            let name = cursor.name()?;
            cursor.expect("as")?;
            Ok((name, window(cursor, names)?))
        })?;
    }
    Ok(select)
}

/// Words that end a target; any other word behind an expression is its name.
const AFTER_TARGET: &[&str] = &[
    "from",
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
    "into",
];

fn target(cursor: &mut Cursor<'_>, names: &Names) -> Read<(Expr, Option<String>)> {
    let value = expression(cursor, names)?;
    let stated = cursor.eat("as")
        || matches!(cursor.peek(), Some(Token::Quoted(_)))
        || matches!(cursor.peek(), Some(Token::Word(word)) if !AFTER_TARGET.contains(&word.as_str()));
    Ok((value, if stated { Some(cursor.name()?) } else { None }))
}

fn group(cursor: &mut Cursor<'_>, names: &Names) -> Read<Group> {
    let sets = if cursor.is("rollup") && cursor.is_sign_at(1, '(') {
        Some("ROLLUP")
    } else if cursor.is("cube") && cursor.is_sign_at(1, '(') {
        Some("CUBE")
    } else if cursor.are(&["grouping", "sets"]) {
        cursor.next();
        Some("GROUPING SETS")
    } else {
        None
    };
    let Some(sets) = sets else {
        if cursor.is_sign('(') && cursor.is_sign_at(1, ')') {
            cursor.next();
            cursor.next();
            return Ok(Group::By(Expr::Row(Vec::new())));
        }
        return Ok(Group::By(expression(cursor, names)?));
    };
    cursor.next();
    Ok(Group::Sets(sets, cursor.parenthesised(|cursor| group(cursor, names))?))
}

fn tail(cursor: &mut Cursor<'_>, names: &Names, query: &mut Query) -> Read<()> {
    loop {
        if cursor.are(&["order", "by"]) {
            query.order = order(cursor, names)?;
        } else if cursor.eat("limit") {
            query.limit = if cursor.eat("all") { None } else { Some(expression(cursor, names)?) };
            query.limit = query.limit.take().filter(|limit| *limit != Expr::Word("NULL".to_owned()));
        } else if cursor.eat("offset") {
            query.offset = Some(expression(cursor, names)?);
            let _ = cursor.eat("rows") || cursor.eat("row");
        } else if cursor.eat("fetch") {
            let _ = cursor.eat("first") || cursor.eat("next");
            let one = cursor.is_any(&["row", "rows"]);
            query.limit = Some(if one { Expr::Number("1".to_owned()) } else { expression(cursor, names)? });
            let _ = cursor.eat("rows") || cursor.eat("row");
            query.ties = cursor.eat_all(&["with", "ties"]);
            cursor.eat("only");
        } else if cursor.eat("for") {
            query.locking.push(locking(cursor)?);
        } else {
            return Ok(());
        }
    }
}

fn locking(cursor: &mut Cursor<'_>) -> Read<String> {
    let mut words = vec!["FOR".to_owned()];
    while cursor.is_any(&["no", "key", "update", "share", "of", "nowait", "skip", "locked"]) {
        let word = cursor.name()?;
        let of = word == "of";
        words.push(word.to_uppercase());
        if of {
            words.push(cursor.list(Cursor::name)?.join(", "));
        }
    }
    Ok(words.join(" "))
}
