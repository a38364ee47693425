//! Values that satisfy or violate simple conditions: comparisons with literals, lists, ranges and lengths.
//!
//! A guess by the shape of the text, not a solver: an engine confirms what comes of it, or it stays unconfirmed.

use super::literal::literal;
use super::sql::string;
use crate::catalogue::{Catalogue, Expression, Table};

/// Values by column.
pub(super) type Values = Vec<(String, String)>;

/// One comparison of a condition: values with which it holds, and values with which it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    /// Values with which it holds.
    pub(super) satisfying: Option<Values>,
    /// Values with which it does not.
    pub(super) violating: Option<Values>,
}

/// The comparisons of `condition` over columns of `table`, in order.
pub(super) fn comparisons(catalogue: &Catalogue, table: &Table, condition: &Expression) -> Vec<Comparison> {
    let tokens = tokens(&condition.canonical);
    (0..tokens.len()).filter_map(|at| comparison(catalogue, table, &tokens, at)).collect()
}

fn comparison(catalogue: &Catalogue, table: &Table, tokens: &[Token], at: usize) -> Option<Comparison> {
    let column = tokens.get(at)?.name().filter(|name| table.column(name).is_some())?;
    let measured = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(Token::is_length);
    let rest = tokens.get(at + 1..)?;
    match rest {
        [Token::Operator(operator), Token::Number(number), ..] if measured => length(column, operator, number),
        [Token::Operator(operator), literal, ..] if literal.is_literal() => {
            Some(Comparison::of_literals(column, compare(operator, literal)))
        }
        [Token::Operator(operator), Token::Word(other), ..] if table.column(other).is_some() => {
            columns(catalogue, table, column, operator, other)
        }
        [Token::Word(word), first, ..] if word.eq_ignore_ascii_case("in") && first.is_literal() => {
            Some(Comparison::of_literals(column, in_list(rest)))
        }
        [Token::Word(word), low, ..] if word.eq_ignore_ascii_case("between") && low.is_literal() => {
            Some(Comparison::of_literals(column, (Some(low.sql()), low.moved(-1))))
        }
        [Token::Word(is), Token::Word(not), Token::Word(null), ..]
            if [is, not, null].iter().zip(["is", "not", "null"]).all(|(word, it)| word.eq_ignore_ascii_case(it)) =>
        {
            let value = literal(catalogue, &table.column(column)?.data_type, 1);
            Some(Comparison::of_literals(column, (value, Some("NULL".to_owned()))))
        }
        _ => None,
    }
}

impl Comparison {
    fn of_literals(column: &str, (satisfying, violating): (Option<String>, Option<String>)) -> Self {
        let of = |value: Option<String>| value.map(|value| vec![(column.to_owned(), value)]);
        Self { satisfying: of(satisfying), violating: of(violating) }
    }
}

/// What holds and what does not for `column <operator> literal`.
fn compare(operator: &str, literal: &Token) -> (Option<String>, Option<String>) {
    let equal = Some(literal.sql());
    match operator {
        "=" => (equal, literal.other()),
        "<>" | "!=" => (literal.other(), equal),
        ">" => (literal.moved(1), equal),
        ">=" => (equal, literal.moved(-1)),
        "<" => (literal.moved(-1), equal),
        "<=" => (equal, literal.moved(1)),
        _ => (None, None),
    }
}

fn in_list(rest: &[Token]) -> (Option<String>, Option<String>) {
    let listed = |value: &String| rest.iter().any(|token| token.is_literal() && token.sql() == *value);
    let first = rest.get(1);
    let mut outside = first.and_then(Token::other);
    while let Some(value) = outside.take_if(|value| listed(value)) {
        outside = tokens(&value).first().and_then(Token::other);
    }
    (first.map(Token::sql), outside)
}

fn length(column: &str, operator: &str, number: &str) -> Option<Comparison> {
    let number: usize = number.parse().ok().filter(|number| *number <= 10_000)?;
    let text = |length: Option<usize>| length.map(|length| string(&"x".repeat(length)));
    let (equal, more, less) = (Some(number), Some(number + 1), number.checked_sub(1));
    let (holds, fails) = match operator {
        "=" | "<=" => (equal, more),
        ">=" => (equal, less),
        ">" => (more, equal),
        "<" => (less, equal),
        _ => return None,
    };
    Some(Comparison::of_literals(column, (text(holds), text(fails))))
}

fn columns(catalogue: &Catalogue, table: &Table, left: &str, operator: &str, right: &str) -> Option<Comparison> {
    let data_type = &table.column(left)?.data_type;
    let (low, high) = (literal(catalogue, data_type, 1)?, literal(catalogue, data_type, 2)?);
    let pair = |a: &String, b: &String| Some(vec![(left.to_owned(), a.clone()), (right.to_owned(), b.clone())]);
    let (satisfying, violating) = match operator {
        "<" | "<=" => (pair(&low, &high), pair(&high, &low)),
        ">" | ">=" => (pair(&high, &low), pair(&low, &high)),
        "<>" | "!=" => (pair(&low, &high), pair(&low, &low)),
        "=" => (pair(&low, &low), pair(&low, &high)),
        _ => return None,
    };
    Some(Comparison { satisfying, violating })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Number(String),
    Text(String),
    Operator(String),
}

impl Token {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is_length(&self) -> bool {
        matches!(self, Self::Word(word) if ["length", "char_length", "character_length"].contains(&word.as_str()))
    }

    fn is_literal(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Text(_))
    }

    fn sql(&self) -> String {
        match self {
            Self::Text(text) => string(text),
            Self::Word(it) | Self::Number(it) | Self::Operator(it) => it.clone(),
        }
    }

    /// A number that is more or less by `by`.
    fn moved(&self, by: i64) -> Option<String> {
        let Self::Number(number) = self else { return None };
        match number.parse::<i64>() {
            Ok(number) => Some(number.checked_add(by)?.to_string()),
            Err(_) => number.parse::<f64>().ok().map(|number| format!("{}", number + if by < 0 { -1.0 } else { 1.0 })),
        }
    }

    /// Another value of the same type.
    fn other(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(string(&format!("{text}x"))),
            _ => self.moved(1),
        }
    }
}

/// The tokens of a canonical expression. Parentheses and casts are left out: they do not matter to the shapes above.
fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => {
                let body = &rest[1..];
                let end = text_end(body);
                found.push(Token::Text(body[..end].replace("''", "'")));
                (end + 2).min(rest.len())
            }
            '"' => {
                let end = rest[1..].find('"').map_or(rest.len() - 1, |end| end);
                found.push(Token::Word(rest[1..=end].to_owned()));
                (end + 2).min(rest.len())
            }
            ':' if rest.starts_with("::") => 2 + type_length(&rest[2..]),
            _ if first.is_alphabetic() || first == '_' => {
                let end = span(rest, |c| c.is_alphanumeric() || c == '_' || c == '$');
                found.push(Token::Word(rest[..end].to_owned()));
                end
            }
            _ if first.is_ascii_digit() || (first == '-' && signs_number(&found, rest)) => {
                let end = 1 + span(&rest[1..], |c| c.is_ascii_digit() || c == '.');
                found.push(Token::Number(rest[..end].to_owned()));
                end
            }
            _ if "<>=!~".contains(first) => {
                let end = span(rest, |c| "<>=!~*".contains(c));
                found.push(Token::Operator(rest[..end].to_owned()));
                end
            }
            '(' | ')' | ',' | '[' | ']' => 1,
            _ => {
                found.push(Token::Operator(first.to_string()));
                first.len_utf8()
            }
        };
        rest = rest[length..].trim_start();
    }
    found
}

/// Whether the minus at the start of `rest` is a sign: behind an operator or a word, before a digit.
fn signs_number(found: &[Token], rest: &str) -> bool {
    let behind = matches!(found.last(), Some(Token::Operator(_)));
    behind && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Length of the string literal's text up to its closing quote.
fn text_end(body: &str) -> usize {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'\'', Some(b'\'')) => at += 2,
            (b'\'', _) => return at,
            _ => at += 1,
        }
    }
    body.len()
}

/// Length of the type name at the start of `text`; some have several words.
fn type_length(text: &str) -> usize {
    let word = |text: &str| span(text, |c| c.is_alphanumeric() || "_.\"[]".contains(c));
    let mut length = word(text);
    while let Some(rest) = text.get(length..).and_then(|rest| rest.strip_prefix(' ')) {
        let next = &rest[..word(rest)];
        if !["varying", "precision", "without", "with", "time", "zone"].contains(&next) {
            break;
        }
        length += 1 + next.len();
    }
    length
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::{Column, DataType};

    fn first(condition: &str) -> Option<(String, String)> {
        let column = |name: &str| Column {
            name: name.to_owned(),
            data_type: DataType::named("integer"),
            collation: None,
            not_null: true,
            default: None,
            identity: None,
            generated: None,
            comment: None,
            grants: crate::catalogue::Grants::default(),
            settings: crate::catalogue::ColumnSettings::default(),
        };
        let table = Table { columns: vec![column("a"), column("b")], ..Table::default() };
        let catalogue = Catalogue::empty(Dialect::Postgres);
        let found = comparisons(&catalogue, &table, &Expression::new(condition, condition)).into_iter().next()?;
        let show = |values: Option<Values>| {
            let values = values.unwrap_or_default();
            values.into_iter().map(|(column, value)| format!("{column}={value}")).collect::<Vec<_>>().join(" ")
        };
        Some((show(found.satisfying), show(found.violating)))
    }

    fn both(satisfying: &str, violating: &str) -> (String, String) {
        (satisfying.to_owned(), violating.to_owned())
    }

    #[test]
    fn simple_shapes_are_understood() {
        assert_eq!(first("a > 0"), Some(both("a=1", "a=0")));
        assert_eq!(first("(a >= (0)::numeric)"), Some(both("a=0", "a=-1")));
        assert_eq!(first("a IN ('x', 'xx')"), Some(both("a='x'", "a='xxx'")));
        assert_eq!(first("a BETWEEN 1 AND 5"), Some(both("a=1", "a=0")));
        assert_eq!(first("length(a) >= 3"), Some(both("a='xxx'", "a='xx'")));
        assert_eq!(first("a < b"), Some(both("a=1 b=2", "a=2 b=1")));
        assert_eq!(first("a::character varying IN ('x')"), Some(both("a='x'", "a='xx'")));
        assert_eq!(first("a > -5"), Some(both("a=-4", "a=-5")));
    }

    #[test]
    fn other_shapes_give_nothing_and_never_panic() {
        for condition in ["f(a)", "", "'", "\"", "a", "a =", "::", "é < ü", "a ~ '^x'", "a IN", "\"a"] {
            let found = first(condition);
            assert!(found.is_none() || found == Some(both("", "")), "{condition}: {found:?}");
        }
    }
}
