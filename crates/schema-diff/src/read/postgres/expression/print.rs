//! Prints expressions with the fewest parentheses.

use super::super::query;
use super::super::tokens::Token;
use super::tree::{Call, Expr, FramePart, Sort, Window};

/// The canonical text of an expression.
pub(in super::super) fn print(expr: &Expr) -> String {
    match expr {
        Expr::Name(path) => path.iter().map(|name| identifier(name)).collect::<Vec<_>>().join("."),
        Expr::Star(path) => {
            path.iter().map(|name| identifier(name) + ".").chain(["*".to_owned()]).collect::<Vec<_>>().concat()
        }
        Expr::Text(text) => string(text),
        Expr::Number(text) | Expr::Verbatim(text) | Expr::Word(text) => text.clone(),
        Expr::Cast(value, data_type) => format!("{}::{data_type}", within(value, 15)),
        Expr::Prefix(operator, value) => format!("{operator} {}", within(value, 13)),
        Expr::Infix(left, operator, right) => {
            let power = power(expr);
            format!("{} {operator} {}", within(left, power), within(right, power + 1))
        }
        Expr::Not(value) => format!("NOT {}", within(value, 4)),
        Expr::And(parts) => parts.iter().map(|part| within(part, 3)).collect::<Vec<_>>().join(" AND "),
        Expr::Or(parts) => parts.iter().map(|part| within(part, 2)).collect::<Vec<_>>().join(" OR "),
        Expr::Is(value, words) => format!("{} IS {words}", within(value, 5)),
        Expr::Distinct { left, right, negated } => {
            let not = if *negated { "NOT " } else { "" };
            format!("{} IS {not}DISTINCT FROM {}", within(left, 5), within(right, 5))
        }
        Expr::Quantified { left, operator, all, right } => quantified(left, operator, *all, right),
        Expr::Call(call) => function(call),
        Expr::Array(items) => format!("ARRAY[{}]", list(items)),
        Expr::Row(items) => format!("ROW({})", list(items)),
        Expr::Case { operand, branches, otherwise } => case(operand.as_deref(), branches, otherwise.as_deref()),
        Expr::Query(query) => format!("({})", query::print(query)),
        Expr::Exists(query) => format!("EXISTS ({})", query::print(query)),
        Expr::ArrayQuery(query) => format!("ARRAY({})", query::print(query)),
        Expr::Collate(value, collation) => format!("{} COLLATE {}", within(value, 12), identifier(collation)),
        Expr::Subscript(base, bounds) => {
            let bounds: Vec<_> = bounds.iter().map(|bound| bound.as_ref().map(print).unwrap_or_default()).collect();
            format!("{}[{}]", within(base, 15), bounds.join(":"))
        }
        Expr::Field(base, field) => {
            format!("({}).{}", print(base), if field == "*" { "*".to_owned() } else { identifier(field) })
        }
    }
}

/// `IN` where the operator and the array allow it, since that is how people write it.
fn quantified(left: &Expr, operator: &str, all: bool, right: &Expr) -> String {
    let left = within(left, 7);
    match (right, operator, all) {
        (Expr::Array(items), "=", false) if !items.is_empty() => format!("{left} IN ({})", list(items)),
        (Expr::Array(items), "<>", true) if !items.is_empty() => format!("{left} NOT IN ({})", list(items)),
        (Expr::Query(query), "=", false) => format!("{left} IN ({})", query::print(query)),
        (Expr::Query(query), ..) => {
            format!("{left} {operator} {} ({})", if all { "ALL" } else { "ANY" }, query::print(query))
        }
        _ => format!("{left} {operator} {} ({})", if all { "ALL" } else { "ANY" }, print(right)),
    }
}

fn function(call: &Call) -> String {
    let mut out: String = call.name.iter().map(|name| identifier(name)).collect::<Vec<_>>().join(".");
    out.push('(');
    if call.star {
        out.push('*');
    }
    if call.distinct {
        out.push_str("DISTINCT ");
    }
    let last = call.arguments.len().saturating_sub(1);
    let arguments = call.arguments.iter().enumerate().map(|(at, (name, value))| {
        let variadic = if call.variadic && at == last { "VARIADIC " } else { "" };
        let name = name.as_ref().map(|name| identifier(name) + " => ").unwrap_or_default();
        format!("{variadic}{name}{}", print(value))
    });
    out.push_str(&arguments.collect::<Vec<_>>().join(", "));
    if !call.order.is_empty() {
        out.push_str(" ORDER BY ");
        out.push_str(&sorts(&call.order));
    }
    out.push(')');
    if !call.within.is_empty() {
        out.push_str(&format!(" WITHIN GROUP (ORDER BY {})", sorts(&call.within)));
    }
    if let Some(filter) = &call.filter {
        out.push_str(&format!(" FILTER (WHERE {})", print(filter)));
    }
    if let Some(over) = &call.over {
        out.push_str(" OVER ");
        out.push_str(&window(over));
    }
    out
}

/// The canonical text of a window.
pub(in super::super) fn window(window: &Window) -> String {
    let name = window.name.as_ref().map(|name| identifier(name)).unwrap_or_default();
    if window.bare {
        return name;
    }
    let mut parts = Vec::new();
    if !name.is_empty() {
        parts.push(name);
    }
    if !window.partition.is_empty() {
        parts.push(format!("PARTITION BY {}", list(&window.partition)));
    }
    if !window.order.is_empty() {
        parts.push(format!("ORDER BY {}", sorts(&window.order)));
    }
    parts.extend(window.frame.iter().map(|part| match part {
        FramePart::Word(word) => word.clone(),
        FramePart::Offset(offset) => print(offset),
    }));
    format!("({})", parts.join(" "))
}

/// The canonical text of the elements of `ORDER BY`.
pub(in super::super) fn sorts(sorts: &[Sort]) -> String {
    let one = |sort: &Sort| {
        let using = sort.using.as_ref().map(|operator| format!(" USING {operator}")).unwrap_or_default();
        let direction = if sort.descending { " DESC" } else { "" };
        let nulls = match sort.nulls_first {
            Some(true) => " NULLS FIRST",
            Some(false) => " NULLS LAST",
            None => "",
        };
        format!("{}{using}{direction}{nulls}", print(&sort.key))
    };
    sorts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn case(operand: Option<&Expr>, branches: &[(Expr, Expr)], otherwise: Option<&Expr>) -> String {
    let mut out = "CASE".to_owned();
    if let Some(operand) = operand {
        out.push(' ');
        out.push_str(&print(operand));
    }
    for (condition, result) in branches {
        out.push_str(&format!(" WHEN {} THEN {}", print(condition), print(result)));
    }
    if let Some(otherwise) = otherwise {
        out.push_str(&format!(" ELSE {}", print(otherwise)));
    }
    out + " END"
}

/// Several expressions with commas.
pub(in super::super) fn list(items: &[Expr]) -> String {
    items.iter().map(print).collect::<Vec<_>>().join(", ")
}

fn within(expr: &Expr, least: u8) -> String {
    if power(expr) < least { format!("({})", print(expr)) } else { print(expr) }
}

fn power(expr: &Expr) -> u8 {
    match expr {
        Expr::Or(_) => 1,
        Expr::And(_) => 2,
        Expr::Not(_) => 3,
        Expr::Is(..) | Expr::Distinct { .. } => 4,
        Expr::Quantified { .. } => 6,
        Expr::Infix(_, operator, _) => match operator.as_str() {
            "=" | "<" | ">" | "<=" | ">=" | "<>" => 5,
            "+" | "-" => 8,
            "*" | "/" | "%" => 9,
            "^" => 10,
            _ => 7,
        },
        Expr::Collate(..) => 12,
        Expr::Prefix(..) => 13,
        Expr::Number(text) if text.starts_with('-') => 13,
        Expr::Cast(..) => 15,
        _ => 16,
    }
}

/// An identifier, quoted where it does not fold to itself.
pub(in super::super) fn identifier(name: &str) -> String {
    let mut chars = name.chars();
    let plain = chars.next().is_some_and(|first| first.is_lowercase() || first == '_')
        && chars.all(|char| char == '_' || char == '$' || char.is_ascii_digit() || char.is_lowercase());
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A string literal.
pub(in super::super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Tokens as they stand, with single spaces: the form of what could not be read.
pub(in super::super) fn tokens(tokens: &[Token]) -> String {
    let one = |token: &Token| match token {
        Token::Word(word) => word.clone(),
        Token::Quoted(name) => identifier(name),
        Token::Text(text) => string(text),
        Token::Number(text) | Token::Bits(text) | Token::Parameter(text) | Token::Operator(text) => text.clone(),
        Token::Sign(sign) => sign.to_string(),
    };
    tokens.iter().map(one).collect::<Vec<_>>().join(" ")
}
