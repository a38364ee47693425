//! Prints queries in one line.

use super::super::expression::print::{self as scalar, identifier, list, sorts, window};
use super::super::expression::tree::{Alias, Body, Cte, Expr, From, Group, Query, Select};

/// The canonical text of a query.
pub(in super::super) fn print(query: &Query) -> String {
    let mut out = String::new();
    if !query.with.is_empty() {
        out.push_str(if query.recursive { "WITH RECURSIVE " } else { "WITH " });
        out.push_str(&query.with.iter().map(cte).collect::<Vec<_>>().join(", "));
        out.push(' ');
    }
    out.push_str(&body(&query.body));
    if !query.order.is_empty() {
        out.push_str(" ORDER BY ");
        out.push_str(&sorts(&query.order));
    }
    if let Some(offset) = &query.offset {
        out.push_str(" OFFSET ");
        out.push_str(&scalar::print(offset));
    }
    if let Some(limit) = &query.limit {
        out.push_str(" LIMIT ");
        out.push_str(&scalar::print(limit));
        out.push_str(if query.ties { " WITH TIES" } else { "" });
    }
    for locking in &query.locking {
        out.push(' ');
        out.push_str(locking);
    }
    out
}

fn cte(cte: &Cte) -> String {
    let columns: Vec<_> = cte.columns.iter().map(|column| identifier(column)).collect();
    let columns = if columns.is_empty() { String::new() } else { format!("({})", columns.join(", ")) };
    let materialized = match cte.materialized {
        Some(true) => "MATERIALIZED ",
        Some(false) => "NOT MATERIALIZED ",
        None => "",
    };
    format!("{}{columns} AS {materialized}({})", identifier(&cte.name), print(&cte.query))
}

fn body(body: &Body) -> String {
    match body {
        Body::Select(select) => self::select(select),
        Body::Values(rows) => {
            let rows: Vec<_> = rows.iter().map(|row| format!("({})", list(row))).collect();
            format!("VALUES {}", rows.join(", "))
        }
        Body::Compound { left, operator, right } => {
            format!("{} {operator} {}", operand(left, true), operand(right, false))
        }
    }
}

/// A side of `UNION`: in parentheses where it is more than a `SELECT`, or where the sides would join otherwise.
fn operand(query: &Query, left: bool) -> String {
    let plain = query.with.is_empty()
        && query.order.is_empty()
        && query.limit.is_none()
        && query.offset.is_none()
        && query.locking.is_empty()
        && (left || !matches!(query.body, Body::Compound { .. }));
    if plain { print(query) } else { format!("({})", print(query)) }
}

fn select(select: &Select) -> String {
    let mut out = "SELECT ".to_owned();
    match &select.distinct {
        Some(on) if on.is_empty() => out.push_str("DISTINCT "),
        Some(on) => out.push_str(&format!("DISTINCT ON ({}) ", list(on))),
        None => {}
    }
    out.push_str(&select.targets.iter().map(target).collect::<Vec<_>>().join(", "));
    if !select.from.is_empty() {
        out.push_str(" FROM ");
        out.push_str(&select.from.iter().map(from).collect::<Vec<_>>().join(", "));
    }
    if let Some(filter) = &select.filter {
        out.push_str(" WHERE ");
        out.push_str(&scalar::print(filter));
    }
    if !select.group.is_empty() {
        out.push_str(" GROUP BY ");
        out.push_str(&groups(&select.group));
    }
    if let Some(having) = &select.having {
        out.push_str(" HAVING ");
        out.push_str(&scalar::print(having));
    }
    if !select.windows.is_empty() {
        let windows = select.windows.iter().map(|(name, it)| format!("{} AS {}", identifier(name), window(it)));
        out.push_str(" WINDOW ");
        out.push_str(&windows.collect::<Vec<_>>().join(", "));
    }
    out
}

fn target((value, name): &(Expr, Option<String>)) -> String {
    match name {
        Some(name) => format!("{} AS {}", scalar::print(value), identifier(name)),
        None => scalar::print(value),
    }
}

fn groups(groups: &[Group]) -> String {
    let one = |group: &Group| match group {
        Group::By(value) => scalar::print(value),
        Group::Sets(kind, inner) => format!("{kind} ({})", self::groups(inner)),
    };
    groups.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn from(item: &From) -> String {
    match item {
        From::Relation { name, only, alias, sample } => {
            let name = name.iter().map(|part| identifier(part)).collect::<Vec<_>>().join(".");
            let sample =
                sample.as_ref().map(|sample| format!(" TABLESAMPLE {}", scalar::print(sample))).unwrap_or_default();
            format!("{}{name}{}{sample}", if *only { "ONLY " } else { "" }, self::alias(alias))
        }
        From::Query { lateral, query, alias } => {
            format!("{}({}){}", if *lateral { "LATERAL " } else { "" }, print(query), self::alias(alias))
        }
        From::Function { lateral, calls, ordinality, alias } => {
            let calls =
                if let [call] = calls.as_slice() { scalar::print(call) } else { format!("ROWS FROM({})", list(calls)) };
            let ordinality = if *ordinality { " WITH ORDINALITY" } else { "" };
            format!("{}{calls}{ordinality}{}", if *lateral { "LATERAL " } else { "" }, self::alias(alias))
        }
        From::Join { left, kind, right, on, using } => {
            let nested = matches!(**right, From::Join { .. });
            let right = if nested { format!("({})", from(right)) } else { from(right) };
            let mut out = format!("{} {kind} {right}", from(left));
            if let Some(on) = on {
                out.push_str(" ON ");
                out.push_str(&scalar::print(on));
            }
            if !using.is_empty() {
                let using: Vec<_> = using.iter().map(|column| identifier(column)).collect();
                out.push_str(&format!(" USING ({})", using.join(", ")));
            }
            out
        }
    }
}

fn alias(alias: &Alias) -> String {
    let mut out = alias.name.as_ref().map(|name| format!(" {}", identifier(name))).unwrap_or_default();
    if !alias.columns.is_empty() {
        let one = |(name, data_type): &(String, Option<String>)| match data_type {
            Some(data_type) => format!("{} {data_type}", identifier(name)),
            None => identifier(name),
        };
        out.push_str(&format!("({})", alias.columns.iter().map(one).collect::<Vec<_>>().join(", ")));
    }
    out
}
