//! The canonical form of an expression, a query or a trigger: keywords in capitals, names as they are declared, one
//! spelling for operators that have two, redundant parentheses gone.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::cursor::name_of;
use super::spelling::Spelling;
use super::token::{Kind, Lexer, Token};

/// What a token is to the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Open,
    Close,
    Comma,
    Dot,
    Operator,
    Keyword,
    Name,
    Literal,
}

#[derive(Debug)]
struct Item {
    class: Class,
    text: String,
    dropped: bool,
}

/// The canonical form of `text`.
pub(super) fn canonical(text: &str, spelling: &Spelling) -> String {
    let tokens: Vec<Token> = Lexer::new(text).collect();
    let mut items: Vec<Item> = tokens.iter().map(|token| item(text, *token, spelling)).collect();
    drop_redundant(&mut items);
    joined(&items)
}

fn item(source: &str, token: Token, spelling: &Spelling) -> Item {
    let text = token.text(source);
    let (class, text) = match token.kind {
        Kind::Punct => match text {
            "(" => (Class::Open, "(".to_owned()),
            ")" => (Class::Close, ")".to_owned()),
            "," => (Class::Comma, ",".to_owned()),
            "." => (Class::Dot, ".".to_owned()),
            "==" => (Class::Operator, "=".to_owned()),
            "!=" => (Class::Operator, "<>".to_owned()),
            other => (Class::Operator, other.to_owned()),
        },
        Kind::Word if is_keyword(text) => (Class::Keyword, text.to_ascii_uppercase()),
        Kind::Word | Kind::Quoted => {
            let name = name_of(source, token).unwrap_or_default();
            (Class::Name, quoted_if_needed(&spelling.of(&name)))
        }
        Kind::Number | Kind::Blob => (Class::Literal, text.to_ascii_lowercase()),
        Kind::String | Kind::Parameter | Kind::Invalid => (Class::Literal, text.to_owned()),
    };
    Item { class, text, dropped: false }
}

/// Words that are never a name unless they are quoted.
const KEYWORDS: &str = "add all alter and as between by case check collate commit constraint create cross \
    current_date current_time current_timestamp default deferrable delete distinct drop else end escape except \
    exists false for foreign from full glob group having in index inner insert instead intersect into is isnull \
    join left like limit match natural not nothing notnull null of on or order outer primary raise references \
    regexp returning right row select set table then to transaction trigger true union unique update using values \
    when where with after asc before begin cascade cast conflict desc each ignore replace recursive over partition \
    window filter abort fail rollback do offset first last nulls virtual view temp temporary if";

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| KEYWORDS.split_ascii_whitespace().collect());

fn is_keyword(word: &str) -> bool {
    word.len() <= 17 && WORDS.contains(word.to_ascii_lowercase().as_str())
}

fn quoted_if_needed(name: &str) -> String {
    let mut chars = name.chars();
    let plain = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_' || c == '$')
        && !is_keyword(name);
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// What stands on one level of parentheses.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "what has been seen, independently of each other")]
struct Level {
    open: usize,
    items: usize,
    comma: bool,
    query: bool,
    between: bool,
    and: bool,
    /// `OR`, `NOT`, `CASE`: binds looser than `AND`, or not at all like an operator.
    loose: bool,
}

impl Level {
    fn note(&mut self, item: &Item) {
        self.items += 1;
        match item.class {
            Class::Comma => self.comma = true,
            Class::Keyword => match item.text.as_str() {
                "SELECT" | "VALUES" | "WITH" => self.query = true,
                "AND" => self.and = true,
                "BETWEEN" => self.between = true,
                "OR" | "NOT" | "CASE" | "AS" | "COLLATE" | "ORDER" | "FROM" => self.loose = true,
                _ => {}
            },
            _ => {}
        }
    }
}

fn drop_redundant(items: &mut [Item]) {
    let mut levels = vec![Level { open: usize::MAX, ..Level::default() }];
    for at in 0..items.len() {
        let Some(item) = items.get(at) else { break };
        match item.class {
            Class::Open => levels.push(Level { open: at, ..Level::default() }),
            Class::Close if levels.len() > 1 => {
                let Some(inner) = levels.pop() else { break };
                let outer = levels.last().copied().unwrap_or_default();
                let redundant = is_redundant(items, inner, outer, at);
                if redundant {
                    for end in [inner.open, at] {
                        if let Some(item) = items.get_mut(end) {
                            item.dropped = true;
                        }
                    }
                }
                if let Some(outer) = levels.last_mut() {
                    // A group that stays counts as two, so that it is no single atom.
                    outer.items += if redundant { inner.items } else { 2 };
                    outer.and |= redundant && inner.and;
                    outer.loose |= redundant && inner.loose;
                }
            }
            _ => levels.last_mut().into_iter().for_each(|level| level.note(item)),
        }
    }
}

/// Whether the parentheses of `inner`, closed at `close`, can go without another meaning.
fn is_redundant(items: &[Item], inner: Level, outer: Level, close: usize) -> bool {
    if inner.query || inner.comma || inner.items == 0 {
        return false;
    }
    let before = inner.open.checked_sub(1).and_then(|at| items.get(at));
    let after = items.get(close + 1);
    let keyword = |item: Option<&Item>, words: &[&str]| {
        item.is_some_and(|item| item.class == Class::Keyword && words.contains(&item.text.as_str()))
    };
    let class = |item: Option<&Item>, classes: &[Class]| item.is_none_or(|item| classes.contains(&item.class));
    let opens = class(before, &[Class::Open, Class::Comma])
        || keyword(before, &["WHEN", "THEN", "ELSE", "WHERE", "HAVING", "SELECT"]);
    let closes = class(after, &[Class::Close, Class::Comma])
        || keyword(after, &["WHEN", "THEN", "ELSE", "END", "GROUP", "ORDER", "LIMIT", "BEGIN"]);
    if opens && closes {
        return true;
    }
    let operator = before.is_some_and(|item| item.class == Class::Operator);
    if inner.items == 1 && (opens || operator || keyword(before, &["AND", "OR", "NOT"])) {
        return true;
    }
    if inner.loose || inner.between || outer.between {
        return false;
    }
    let beside: &[&str] = if inner.and { &["OR"] } else { &["AND", "OR"] };
    (opens || keyword(before, beside)) && (closes || keyword(after, beside))
}

fn joined(items: &[Item]) -> String {
    let mut text = String::new();
    let mut previous: Option<Class> = None;
    for item in items.iter().filter(|item| !item.dropped) {
        let tight = matches!(
            (previous, item.class),
            (None | Some(Class::Open | Class::Dot), _)
                | (_, Class::Close | Class::Comma | Class::Dot)
                | (Some(Class::Name), Class::Open)
        );
        if !tight {
            text.push(' ');
        }
        text.push_str(&item.text);
        previous = Some(item.class);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> String {
        let mut spelling = Spelling::default();
        spelling.add("userId");
        canonical(text, &spelling)
    }

    #[test]
    fn spellings_of_one_expression_are_equal() {
        for (one, other) in [
            ("((a==1))", "A = 1"),
            ("a != 'It''s'", "\"a\" <> 'It''s'"),
            ("(a > 1) and (b < 2 or c)", "a > 1 AND (b < 2 OR c)"),
            ("lower((x))", "LOWER( [x] )"),
            ("a or (b and c)", "a OR b AND c"),
            ("case when (a) then (1) else (2) end", "CASE WHEN a THEN 1 ELSE 2 END"),
            ("x IN ((1), 2)", "x IN (1, 2)"),
            ("a = -(1)", "a = -1"),
        ] {
            assert_eq!(form(one), form(other));
        }
    }

    #[test]
    fn parentheses_that_mean_something_stay() {
        assert_eq!(form("(a or b) and c"), "(a OR b) AND c");
        assert_eq!(form("a - (b - c)"), "a - (b - c)");
        assert_eq!(form("x in (1)"), "x IN (1)");
        assert_eq!(form("a between (b = c) and d"), "a BETWEEN (b = c) AND d");
        assert_eq!(form("exists (select 1)"), "EXISTS (SELECT 1)");
        assert_eq!(form("(a = b) = c"), "(a = b) = c");
        assert_eq!(form("not (a and b)"), "NOT (a AND b)");
    }

    #[test]
    fn names_are_spelt_as_declared() {
        assert_eq!(form("USERID > 0 and t.\"Order\" = 1"), "userId > 0 AND t.\"order\" = 1");
    }
}
