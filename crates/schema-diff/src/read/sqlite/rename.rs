//! Renames carried into texts, as SQLite's `ALTER TABLE … RENAME` carries them into checks, indexes, views and triggers.
//!
//! SQLite resolves names; here the words around a name tell what it is.

use super::cursor::name_of;
use super::token::{Kind, Lexer, Token};
use crate::Dialect;
use crate::write::Writer;

/// Replaces the names in `text` for which `hit` is true: it is given the tokens and the place among them.
fn replace(text: &str, new: &str, hit: impl Fn(&[Token], usize) -> bool) -> String {
    let tokens: Vec<Token> = Lexer::new(text).collect();
    let quoted = Writer::new(Dialect::Sqlite).ident(new);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (at, token) in tokens.iter().enumerate() {
        if matches!(token.kind, Kind::Word | Kind::Quoted | Kind::String) && hit(&tokens, at) {
            result.push_str(text.get(done..token.start).unwrap_or(""));
            result.push_str(&quoted);
            done = token.end;
        }
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}

fn is_name(text: &str, token: Option<&Token>, name: &str) -> bool {
    token
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted))
        .and_then(|token| name_of(text, *token))
        .is_some_and(|it| it.eq_ignore_ascii_case(name))
}

fn is_punct(text: &str, token: Option<&Token>, punct: &str) -> bool {
    token.is_some_and(|token| token.kind == Kind::Punct && token.text(text) == punct)
}

fn is_word(text: &str, token: Option<&Token>, words: &[&str]) -> bool {
    token.is_some_and(|token| {
        token.kind == Kind::Word && words.iter().any(|word| token.text(text).eq_ignore_ascii_case(word))
    })
}

/// Whether `text` mentions `name`.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    Lexer::new(text).any(|token| is_name(text, Some(&token), name))
}

/// Renames a table in a view or a trigger: where a table is named, and where it qualifies a column.
pub(super) fn table(text: &str, old: &str, new: &str) -> String {
    const BEFORE: [&str; 6] = ["FROM", "JOIN", "INTO", "UPDATE", "ON", "TABLE"];
    replace(text, new, |tokens, at| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        is_name(text, tokens.get(at), old)
            && !is_punct(text, before, ".")
            && (is_punct(text, tokens.get(at + 1), ".")
                || is_word(text, before, &BEFORE)
                || in_from_list(text, tokens, at))
    })
}

/// Whether the name at `at` stands behind a comma of a `FROM` list.
fn in_from_list(text: &str, tokens: &[Token], at: usize) -> bool {
    const ENDS: [&str; 9] = ["WHERE", "GROUP", "ORDER", "LIMIT", "SELECT", "SET", "ON", "USING", "HAVING"];
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    if !is_punct(text, before, ",") {
        return false;
    }
    let mut closed = 0_usize;
    for token in tokens.get(..at).unwrap_or(&[]).iter().rev() {
        if is_punct(text, Some(token), ")") {
            closed += 1;
        } else if is_punct(text, Some(token), "(") {
            if closed == 0 {
                return false;
            }
            closed -= 1;
        } else if closed == 0 && is_word(text, Some(token), &ENDS) {
            return false;
        } else if closed == 0 && is_word(text, Some(token), &["FROM", "JOIN"]) {
            return true;
        }
    }
    false
}

/// Renames a column in an expression of its own table.
pub(super) fn column(text: &str, old: &str, new: &str) -> String {
    replace(text, new, |tokens, at| is_name(text, tokens.get(at), old) && !is_punct(text, tokens.get(at + 1), "("))
}

/// Renames a column of `table` in a view or trigger that mentions the table. `shared` tells whether another table there
/// has a column of that name: then only those qualified with the table, its alias, `NEW` or `OLD` are meant.
pub(super) fn column_of(text: &str, table: &str, old: &str, new: &str, own_trigger: bool, shared: bool) -> String {
    let all: Vec<Token> = Lexer::new(text).collect();
    let aliases = aliases(text, &all, table);
    replace(text, new, |tokens, at| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if !is_name(text, tokens.get(at), old)
            || is_punct(text, tokens.get(at + 1), "(")
            || is_punct(text, tokens.get(at + 1), ".")
            || is_word(text, before, &["AS", "TRIGGER"])
        {
            return false;
        }
        if !is_punct(text, before, ".") {
            return !shared;
        }
        let qualifier = at.checked_sub(2).and_then(|at| tokens.get(at));
        aliases.iter().any(|alias| is_name(text, qualifier, alias))
            || (own_trigger && is_word(text, qualifier, &["NEW", "OLD"]))
    })
}

/// The names under which a text knows `table`.
fn aliases(text: &str, tokens: &[Token], table: &str) -> Vec<String> {
    const NOT_ALIASES: [&str; 16] = [
        "WHERE", "JOIN", "ON", "LEFT", "INNER", "CROSS", "NATURAL", "GROUP", "ORDER", "LIMIT", "SET", "UNION", "WHEN",
        "FOR", "BEGIN", "VALUES",
    ];
    let mut found = vec![table.to_owned()];
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| is_name(text, Some(token), table)) {
        let next = at + 1 + usize::from(is_word(text, tokens.get(at + 1), &["AS"]));
        let alias = tokens.get(next).filter(|token| !is_word(text, Some(token), &NOT_ALIASES));
        let alias = alias.filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
        found.extend(alias.and_then(|token| name_of(text, *token)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_renamed_where_a_table_is_meant() {
        assert_eq!(
            table("SELECT a.t, t.a FROM a, t JOIN x ON x.i = t.i WHERE t = 't'", "t", "new t"),
            "SELECT a.t, \"new t\".a FROM a, \"new t\" JOIN x ON x.i = \"new t\".i WHERE t = 't'"
        );
    }

    #[test]
    fn a_column_is_renamed_under_its_aliases() {
        assert_eq!(
            column_of("SELECT u.a, p.a AS a FROM users u JOIN p ON p.i = u.i", "users", "a", "b", false, true),
            "SELECT u.b, p.a AS a FROM users u JOIN p ON p.i = u.i"
        );
        assert_eq!(column("a > 0 AND a(1) <> 'a'", "a", "b"), "b > 0 AND a(1) <> 'a'");
    }
}
