//! Reads scalar expressions with the engine's own precedence (PostgreSQL manual, 4.1.6).
//!
//! The CST's expression nodes are not used: their precedence differs from the engine's in places (`BETWEEN 1 AND 2 OR x`
//! takes the `OR` into the upper bound), and the trees are rewritten here anyway.

use super::super::cursor::{Cursor, Read, Unreadable};
use super::super::names::Names;
use super::super::query;
use super::super::tokens::Token;
use super::super::types;
use super::tree::Expr;
use super::{call, primary};

/// How strongly operators bind, weakest first.
mod power {
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const IS: u8 = 4;
    pub(super) const COMPARISON: u8 = 5;
    pub(super) const MATCH: u8 = 6;
    pub(super) const OTHER: u8 = 7;
    pub(super) const SUM: u8 = 8;
    pub(super) const PRODUCT: u8 = 9;
    pub(super) const POWER: u8 = 10;
    pub(super) const AT: u8 = 11;
    pub(super) const COLLATE: u8 = 12;
    pub(super) const SIGN: u8 = 13;
    pub(super) const CAST: u8 = 15;
}

/// Reads an expression.
pub(in super::super) fn expression(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    binding(cursor, names, 0)
}

/// Reads an expression without `AND`, `OR`, `NOT` and comparisons: a bound of `BETWEEN`, an argument of `POSITION`.
pub(super) fn operand(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    binding(cursor, names, power::OTHER)
}

fn binding(cursor: &mut Cursor<'_>, names: &Names, least: u8) -> Read<Expr> {
    let mut left = prefix(cursor, names)?;
    while let Some(power) = next_power(cursor) {
        if power < least {
            break;
        }
        left = infix(cursor, names, left, power)?;
    }
    Ok(left)
}

fn prefix(cursor: &mut Cursor<'_>, names: &Names) -> Read<Expr> {
    if cursor.is("not") {
        cursor.next();
        return Ok(Expr::Not(Box::new(binding(cursor, names, power::NOT)?)));
    }
    if let Some(Token::Operator(operator)) = cursor.peek() {
        if operator == "*" {
            cursor.next();
            return Ok(Expr::Star(Vec::new()));
        }
        cursor.next();
        let least = if matches!(operator.as_str(), "-" | "+") { power::SIGN } else { power::OTHER };
        let operand = binding(cursor, names, least)?;
        return Ok(match (operator.as_str(), operand) {
            ("-", Expr::Number(number)) if !number.starts_with('-') => Expr::Number(format!("-{number}")),
            ("+", operand) => operand,
            (operator, operand) => Expr::Prefix(operator.to_owned(), Box::new(operand)),
        });
    }
    primary::primary(cursor, names)
}

/// How strongly the next token binds what stands before it; none where it ends the expression.
fn next_power(cursor: &Cursor<'_>) -> Option<u8> {
    Some(match cursor.peek()? {
        Token::Operator(operator) => match operator.as_str() {
            "::" => power::CAST,
            "^" => power::POWER,
            "*" | "/" | "%" => power::PRODUCT,
            "+" | "-" => power::SUM,
            "=" | "<" | ">" | "<=" | ">=" | "<>" => power::COMPARISON,
            "=>" => return None,
            _ => power::OTHER,
        },
        Token::Sign('[' | '.') => power::CAST,
        Token::Word(word) => match word.as_str() {
            "or" => power::OR,
            "and" => power::AND,
            "is" | "isnull" | "notnull" => power::IS,
            "between" | "in" | "like" | "ilike" | "similar" => power::MATCH,
            "not" => match cursor.peek_at(1) {
                Some(Token::Word(next)) if matches!(next.as_str(), "between" | "in" | "like" | "ilike" | "similar") => {
                    power::MATCH
                }
                _ => return None,
            },
            "operator" if cursor.is_sign_at(1, '(') => power::OTHER,
            "at" if cursor.is_at(1, "time") => power::AT,
            "collate" => power::COLLATE,
            "overlaps" => power::OTHER,
            _ => return None,
        },
        _ => return None,
    })
}

fn infix(cursor: &mut Cursor<'_>, names: &Names, left: Expr, power: u8) -> Read<Expr> {
    match cursor.next() {
        Some(Token::Operator(operator)) if operator == "::" => {
            Ok(Expr::Cast(Box::new(left), types::parse(cursor, names)?.to_string()))
        }
        Some(Token::Operator(operator)) => operation(cursor, names, left, operator, power),
        Some(Token::Sign('[')) => subscript(cursor, names, left),
        Some(Token::Sign(_)) => match cursor.next() {
            Some(Token::Word(field) | Token::Quoted(field)) => Ok(Expr::Field(Box::new(left), field.clone())),
            Some(Token::Operator(star)) if star == "*" => Ok(Expr::Field(Box::new(left), "*".to_owned())),
            _ => Err(Unreadable),
        },
        Some(Token::Word(word)) => keyword(cursor, names, left, word),
        _ => Err(Unreadable),
    }
}

fn keyword(cursor: &mut Cursor<'_>, names: &Names, left: Expr, word: &str) -> Read<Expr> {
    Ok(match word {
        "or" => join(left, binding(cursor, names, power::AND)?, false),
        "and" => join(left, binding(cursor, names, power::NOT)?, true),
        "isnull" => Expr::Is(Box::new(left), "NULL".to_owned()),
        "notnull" => Expr::Is(Box::new(left), "NOT NULL".to_owned()),
        "is" => return is_test(cursor, names, left),
        "at" => {
            cursor.expect("time")?;
            cursor.expect("zone")?;
            let zone = binding(cursor, names, power::COLLATE)?;
            Expr::call("timezone", vec![zone, left])
        }
        "collate" => {
            let mut path = cursor.path()?;
            Expr::Collate(Box::new(left), path.pop().unwrap_or_default())
        }
        "overlaps" => Expr::infix(left, "OVERLAPS", binding(cursor, names, power::SUM)?),
        "operator" => {
            cursor.expect_sign('(')?;
            let operator = qualified_operator(cursor)?;
            return operation(cursor, names, left, &operator, power::OTHER);
        }
        "not" => {
            let word = cursor.name()?;
            return matching(cursor, names, left, &word, true);
        }
        _ => return matching(cursor, names, left, word, false),
    })
}

fn qualified_operator(cursor: &mut Cursor<'_>) -> Read<String> {
    loop {
        match cursor.next() {
            Some(Token::Operator(operator)) => {
                cursor.expect_sign(')')?;
                return Ok(operator.clone());
            }
            Some(Token::Word(_) | Token::Quoted(_) | Token::Sign('.')) => {}
            _ => return Err(Unreadable),
        }
    }
}

/// `AND` and `OR`, flat.
fn join(left: Expr, right: Expr, and: bool) -> Expr {
    let mut parts = Vec::new();
    for side in [left, right] {
        match side {
            Expr::And(inner) if and => parts.extend(inner),
            Expr::Or(inner) if !and => parts.extend(inner),
            other => parts.push(other),
        }
    }
    if and { Expr::And(parts) } else { Expr::Or(parts) }
}

fn operation(cursor: &mut Cursor<'_>, names: &Names, left: Expr, operator: &str, power: u8) -> Read<Expr> {
    if cursor.is_any(&["any", "some", "all"]) && cursor.is_sign_at(1, '(') {
        let all = cursor.is("all");
        cursor.next();
        cursor.expect_sign('(')?;
        let right = call::expression_or_query(cursor, names)?;
        cursor.expect_sign(')')?;
        return Ok(Expr::Quantified {
            left: Box::new(left),
            operator: operator.to_owned(),
            all,
            right: Box::new(right),
        });
    }
    Ok(Expr::infix(left, operator, binding(cursor, names, power + 1)?))
}

fn subscript(cursor: &mut Cursor<'_>, names: &Names, base: Expr) -> Read<Expr> {
    let mut bounds = Vec::new();
    loop {
        if cursor.eat_sign(']') {
            if bounds.len() == 1 && matches!(bounds.first(), Some(None)) {
                bounds.push(None);
            }
            return Ok(Expr::Subscript(Box::new(base), bounds));
        }
        if cursor.eat_sign(':') {
            if bounds.is_empty() {
                bounds.push(None);
            }
            if cursor.is_sign(']') {
                bounds.push(None);
            }
        } else {
            bounds.push(Some(expression(cursor, names)?));
        }
    }
}

fn is_test(cursor: &mut Cursor<'_>, names: &Names, left: Expr) -> Read<Expr> {
    let negated = cursor.eat("not");
    if cursor.eat("distinct") {
        cursor.expect("from")?;
        let right = Box::new(binding(cursor, names, power::COMPARISON)?);
        return Ok(Expr::Distinct { left: Box::new(left), right, negated });
    }
    let mut words = if negated { "NOT ".to_owned() } else { String::new() };
    let word = cursor.name()?.to_uppercase();
    words.push_str(&word);
    while matches!(word.as_str(), "JSON" | "NFC" | "NFD" | "NFKC" | "NFKD")
        && cursor.is_any(&["value", "object", "array", "scalar", "normalized", "with", "without", "unique", "keys"])
    {
        words.push(' ');
        words.push_str(&cursor.name()?.to_uppercase());
    }
    Ok(Expr::Is(Box::new(left), words))
}

/// `BETWEEN`, `IN`, `LIKE`, `ILIKE`, `SIMILAR TO`, in the form that the engine gives them.
fn matching(cursor: &mut Cursor<'_>, names: &Names, left: Expr, word: &str, negated: bool) -> Read<Expr> {
    match word {
        "between" => between(cursor, names, left, negated),
        "in" => membership(cursor, names, left, negated),
        "like" | "ilike" => {
            let right = escaped(cursor, names, "like_escape")?;
            let operator = match (word, negated) {
                ("like", false) => "~~",
                ("like", true) => "!~~",
                (_, false) => "~~*",
                (_, true) => "!~~*",
            };
            if cursor.is_any(&["any", "some", "all"]) {
                return Err(Unreadable);
            }
            Ok(quantified_pattern(left, operator, right))
        }
        "similar" => {
            cursor.expect("to")?;
            let pattern = binding(cursor, names, power::OTHER)?;
            let mut arguments = vec![pattern];
            if cursor.eat("escape") {
                arguments.push(binding(cursor, names, power::OTHER)?);
            }
            let right = Expr::call("similar_to_escape", arguments);
            Ok(Expr::infix(left, if negated { "!~" } else { "~" }, right))
        }
        _ => Err(Unreadable),
    }
}

/// `LIKE ANY (…)` reads as a call of `any`; it is the quantified operator.
fn quantified_pattern(left: Expr, operator: &str, right: Expr) -> Expr {
    match right {
        Expr::Quantified { all, right, operator: empty, .. } if empty.is_empty() => {
            Expr::Quantified { left: Box::new(left), operator: operator.to_owned(), all, right }
        }
        right => Expr::infix(left, operator, right),
    }
}

fn escaped(cursor: &mut Cursor<'_>, names: &Names, function: &str) -> Read<Expr> {
    if cursor.is_any(&["any", "some", "all"]) && cursor.is_sign_at(1, '(') {
        let nothing = Expr::Word("NULL".to_owned());
        return operation(cursor, names, nothing, "", power::MATCH);
    }
    let pattern = binding(cursor, names, power::OTHER)?;
    if cursor.eat("escape") {
        let escape = binding(cursor, names, power::OTHER)?;
        return Ok(Expr::call(function, vec![pattern, escape]));
    }
    Ok(pattern)
}

fn between(cursor: &mut Cursor<'_>, names: &Names, value: Expr, negated: bool) -> Read<Expr> {
    let symmetric = cursor.eat("symmetric");
    cursor.eat("asymmetric");
    let low = operand(cursor, names)?;
    cursor.expect("and")?;
    let high = operand(cursor, names)?;
    let pair = |value: Expr, low: Expr, high: Expr| {
        if negated {
            Expr::Or(vec![Expr::infix(value.clone(), "<", low), Expr::infix(value, ">", high)])
        } else {
            Expr::And(vec![Expr::infix(value.clone(), ">=", low), Expr::infix(value, "<=", high)])
        }
    };
    if !symmetric {
        return Ok(pair(value, low, high));
    }
    let sides = vec![pair(value.clone(), low.clone(), high.clone()), pair(value, high, low)];
    Ok(if negated { Expr::And(sides) } else { Expr::Or(sides) })
}

fn membership(cursor: &mut Cursor<'_>, names: &Names, left: Expr, negated: bool) -> Read<Expr> {
    if cursor.is_sign('(') && query::starts(cursor, 1) {
        cursor.next();
        let query = query::query(cursor, names)?;
        cursor.expect_sign(')')?;
        let right = Box::new(Expr::Query(Box::new(query)));
        let found = Expr::Quantified { left: Box::new(left), operator: "=".to_owned(), all: false, right };
        return Ok(if negated { Expr::Not(Box::new(found)) } else { found });
    }
    let items = cursor.parenthesised(|cursor| expression(cursor, names))?;
    Ok(super::simplify::membership(left, items, negated))
}
