//! The canonical form of a statement that is held as such: near to what the engine prints, whoever wrote it.

use crate::catalogue::{DefinitionId, DefinitionKind};
use crate::read::postgres::expression::print;
use crate::read::postgres::replay::Replay;
use crate::read::postgres::tokens::{Token, tokens};

use super::policy;

impl Replay<'_> {
    /// The canonical form of `text`, a statement of `id`.
    pub(super) fn canonical_definition(&self, id: &DefinitionId, text: &str) -> String {
        if id.kind == DefinitionKind::Policy
            && let (Some(parts), Some(relation)) = (policy::parts(text), &id.relation)
        {
            return self.canonical_policy(&id.name, relation, &parts);
        }
        let mut tokens = without_public(tokens(text));
        if speaks_of_types(id.kind) {
            tokens = with_types(tokens);
        }
        if has_options(id.kind) {
            sort_options(&mut tokens);
        }
        if id.kind == DefinitionKind::Statistics {
            sort_columns_of_statistics(&mut tokens);
        }
        compact(&tokens)
    }
}

/// Tokens without `public.`, which an author leaves out where the engine does not.
fn without_public(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let public = matches!(out.last(), Some(Token::Word(word)) if word == "public");
        if public && token == Token::Sign('.') {
            out.pop();
        } else {
            out.push(token);
        }
    }
    out
}

fn speaks_of_types(kind: DefinitionKind) -> bool {
    kind.is_type()
        || matches!(
            kind,
            DefinitionKind::Aggregate
                | DefinitionKind::Operator
                | DefinitionKind::OperatorClass
                | DefinitionKind::Cast
                | DefinitionKind::Transform
                | DefinitionKind::ForeignTable
        )
}

/// Short names of types as the engine prints them.
fn with_types(tokens: Vec<Token>) -> Vec<Token> {
    let long = |word: &str| -> Option<&'static [&'static str]> {
        Some(match word {
            "int" | "int4" => &["integer"],
            "int2" => &["smallint"],
            "int8" => &["bigint"],
            "float4" => &["real"],
            "float8" => &["double", "precision"],
            "bool" => &["boolean"],
            "decimal" => &["numeric"],
            "varchar" => &["character", "varying"],
            "timestamptz" => &["timestamp", "with", "time", "zone"],
            "timetz" => &["time", "with", "time", "zone"],
            _ => return None,
        })
    };
    let mut out = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match &token {
            Token::Word(word) if matches!(word.as_str(), "time" | "timestamp") => {
                out.push(token.clone());
                let stated = matches!(rest.peek(), Some(Token::Word(word)) if word == "with" || word == "without");
                if !stated && !matches!(rest.peek(), Some(Token::Sign('(') | Token::Word(_))) {
                    out.extend(["without", "time", "zone"].map(|word| Token::Word(word.to_owned())));
                }
            }
            Token::Word(word) => match long(word) {
                Some(words) => out.extend(words.iter().map(|word| Token::Word((*word).to_owned()))),
                None => out.push(token),
            },
            _ => out.push(token),
        }
    }
    out
}

fn has_options(kind: DefinitionKind) -> bool {
    matches!(
        kind,
        DefinitionKind::Aggregate
            | DefinitionKind::Operator
            | DefinitionKind::RangeType
            | DefinitionKind::BaseType
            | DefinitionKind::Collation
            | DefinitionKind::TextSearchConfiguration
            | DefinitionKind::TextSearchDictionary
            | DefinitionKind::TextSearchParser
            | DefinitionKind::TextSearchTemplate
    )
}

/// Sorts the elements of the last parentheses at the outer level: options come in any order.
fn sort_options(tokens: &mut Vec<Token>) {
    if tokens.last() != Some(&Token::Sign(')')) {
        return;
    }
    let mut depth = 0_usize;
    let open = tokens.iter().rposition(|token| {
        match token {
            Token::Sign(')') => depth += 1,
            Token::Sign('(') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let Some(open) = open else { return };
    let inside: Vec<Token> = tokens.drain(open + 1..tokens.len().saturating_sub(1)).collect();
    let close = tokens.pop();
    tokens.extend(sorted(inside));
    tokens.extend(close);
}

/// Sorts what stands between `ON` and `FROM`: the engine prints it in the order of the table, which a twin changes.
fn sort_columns_of_statistics(tokens: &mut Vec<Token>) {
    let word = |wanted: &str| tokens.iter().position(|it| matches!(it, Token::Word(word) if word == wanted));
    if let (Some(on), Some(from)) = (word("on"), word("from"))
        && on < from
    {
        let columns = tokens.drain(on + 1..from).collect();
        let rest = tokens.split_off(on + 1);
        tokens.extend(sorted(columns));
        tokens.extend(rest);
    }
}

/// A list with its elements in order.
fn sorted(list: Vec<Token>) -> Vec<Token> {
    let mut elements: Vec<Vec<Token>> = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in list {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if token == Token::Sign(',') && depth == 0 {
            elements.push(Vec::new());
        } else if let Some(element) = elements.last_mut() {
            element.push(token);
        }
    }
    elements.sort_by_key(|element| print::tokens(element));
    elements.join(&Token::Sign(','))
}

/// Tokens with spaces where a person puts them.
fn compact(tokens: &[Token]) -> String {
    let mut text = String::new();
    let mut tight = true;
    for token in tokens {
        let spelt = print::tokens(std::slice::from_ref(token));
        let closes = matches!(token, Token::Sign(')' | ',' | '.' | ';' | ']' | '['));
        if !tight && !closes {
            text.push(' ');
        }
        text.push_str(&spelt);
        tight = matches!(token, Token::Sign('(' | '.' | '['));
    }
    text
}

/// The name of the multirange type that comes with the range type called `name` (PostgreSQL manual, CREATE TYPE).
pub(super) fn multirange(text: &str, name: &str) -> String {
    let tokens = tokens(text);
    let stated = tokens.iter().position(|token| *token == Token::Word("multirange_type_name".to_owned()));
    let names = tokens.iter().skip(stated.map_or(usize::MAX, |at| at + 2));
    let stated = names
        .take_while(|token| !matches!(token, Token::Sign(',' | ')')))
        .filter_map(|token| match token {
            Token::Word(name) | Token::Quoted(name) => Some(name.clone()),
            _ => None,
        })
        .last();
    stated.unwrap_or_else(|| match name.rfind("range") {
        Some(_) => name.replacen("range", "multirange", 1),
        None => format!("{name}_multirange"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_types_are_written_one_way() {
        let form = |text: &str| {
            let mut tokens = with_types(without_public(tokens(text)));
            sort_options(&mut tokens);
            compact(&tokens)
        };
        assert_eq!(
            form("CREATE AGGREGATE public.f(int) (stype = int8, sfunc = public.g)"),
            "create aggregate f (integer) (sfunc = g, stype = bigint)"
        );
        assert_eq!(
            form("(a timestamp, b time with time zone)"),
            "(a timestamp without time zone, b time with time zone)"
        );
    }

    #[test]
    fn columns_of_statistics_come_in_one_order() {
        let mut written = tokens("create statistics s (mcv) on b, a, f(d, c) from t");
        sort_columns_of_statistics(&mut written);
        assert_eq!(compact(&written), "create statistics s (mcv) on a, b, f (d, c) from t");
    }

    #[test]
    fn a_range_brings_its_multirange() {
        assert_eq!(multirange("", "float_range"), "float_multirange");
        assert_eq!(multirange("", "span"), "span_multirange");
        assert_eq!(multirange("(subtype = date, multirange_type_name = app.spans)", "span"), "spans");
    }
}
