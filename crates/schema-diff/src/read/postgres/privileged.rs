//! What a statement needs of the role that runs it, told from its words alone.

use super::tokens::{Token, tokens};

/// Kinds of objects that only a superuser may create, in the words that follow `CREATE`, `ALTER`, `DROP` or
/// `COMMENT ON`. Of extensions some are trusted; who may do without is found out by trying.
const KINDS: &[&[&str]] = &[
    &["extension"],
    &["foreign", "data", "wrapper"],
    &["event", "trigger"],
    &["subscription"],
    &["operator", "class"],
    &["operator", "family"],
    &["cast"],
    &["access", "method"],
    &["text", "search", "parser"],
    &["text", "search", "template"],
    &["transform"],
    &["language"],
];

/// Words that make a function one for superusers: what it is written in, and what it promises.
const LANGUAGES: &[&str] = &["c", "internal"];

/// Whether only a superuser may run `statement`, as far as its words tell.
pub(in crate::read) fn needs_superuser(statement: &str) -> bool {
    let tokens = tokens(statement);
    let words: Vec<&str> = tokens.iter().map(word).collect();
    let rest = match words.as_slice() {
        ["create", "or", "replace", rest @ ..]
        | ["create" | "alter" | "drop", rest @ ..]
        | ["comment", "on", rest @ ..] => rest,
        // What a plan does to an extension it does in a block that is quoted so.
        ["do", ..] => return statement.split_whitespace().nth(1) == Some("$extension$"),
        _ => return false,
    };
    let rest = match rest {
        ["trusted" | "procedural", rest @ ..] => rest,
        _ => rest,
    };
    if KINDS.iter().any(|kind| rest.starts_with(kind)) {
        return true;
    }
    match rest {
        ["function" | "procedure" | "routine", rest @ ..] => is_for_superusers(rest, &tokens),
        ["publication", rest @ ..] => {
            rest.windows(2).any(|pair| matches!(pair, ["all", "tables" | "sequences"] | ["tables", "in"]))
        }
        ["type", ..] => words.contains(&"input") && words.contains(&"output"),
        _ => false,
    }
}

fn is_for_superusers(words: &[&str], tokens: &[Token]) -> bool {
    let language = tokens.windows(2).find_map(|pair| match pair {
        [Token::Word(word), Token::Word(name) | Token::Quoted(name) | Token::Text(name)] if word == "language" => {
            Some(name.to_lowercase())
        }
        _ => None,
    });
    let untrusted = |name: &str| LANGUAGES.contains(&name) || (name.starts_with("pl") && name.ends_with('u'));
    language.is_some_and(|name| untrusted(&name))
        || words.contains(&"support")
        || words.iter().zip(words.iter().skip(1)).any(|(a, b)| *b == "leakproof" && *a != "not")
}

/// The roles that `statement` makes where roles are all that it is about, which concerns the server and not the schema:
/// `CREATE ROLE` and its like, and the `DO` block that asks first whether they are there.
pub(in crate::read) fn roles_made(statement: &str) -> Option<Vec<String>> {
    let outer = tokens(statement);
    let body = match outer.as_slice() {
        [Token::Word(first), ..] if first == "do" => outer.iter().find_map(|token| match token {
            Token::Text(body) => Some(tokens(body)),
            _ => None,
        })?,
        [Token::Word(first), ..] if first == "create" => outer,
        [Token::Word(first), Token::Word(kind), third, ..] if first == "alter" || first == "drop" => {
            let about_roles = matches!(kind.as_str(), "role" | "user" | "group") && word(third) != "mapping";
            return about_roles.then(Vec::new);
        }
        _ => return None,
    };
    let mut roles = Vec::new();
    for (at, token) in body.iter().enumerate() {
        let next = body.get(at.saturating_add(1)).map_or("", word);
        match word(token) {
            "create" if matches!(next, "role" | "user" | "group") && body.get(at + 2).map(word) != Some("mapping") => {
                roles.push(match body.get(at.saturating_add(2))? {
                    Token::Word(name) | Token::Quoted(name) => name.clone(),
                    _ => return None,
                });
            }
            "create" | "drop" | "insert" | "update" | "delete" | "execute" | "perform" | "call" | "revoke" => {
                return None;
            }
            "alter" if !matches!(next, "role" | "user" | "group") => return None,
            "grant" if body.iter().any(|it| word(it) == "on") => return None,
            _ => {}
        }
    }
    if roles.is_empty() { None } else { Some(roles) }
}

/// The word, where the token is one that was not quoted.
fn word(token: &Token) -> &str {
    match token {
        Token::Word(word) => word,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_superuser_may_do_is_told_by_its_words() {
        for statement in [
            "CREATE EXTENSION hstore",
            "/* so */ create foreign data wrapper w",
            "CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'x'",
            "CREATE OR REPLACE FUNCTION f() RETURNS int AS 'a', 'b' LANGUAGE \"c\" STRICT",
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql LEAKPROOF AS ''",
            "CREATE PUBLICATION p FOR ALL TABLES",
            "ALTER PUBLICATION p SET TABLES IN SCHEMA s",
            "DROP EVENT TRIGGER IF EXISTS e",
            "COMMENT ON EXTENSION x IS 'y'",
            "DO $extension$ BEGIN END $extension$",
            "CREATE TYPE t (INPUT = i, OUTPUT = o)",
        ] {
            assert!(needs_superuser(statement), "{statement}");
        }
        for statement in [
            "CREATE TABLE extension (a int)",
            "SELECT 1",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql NOT LEAKPROOF AS 'LANGUAGE c'",
            "CREATE PUBLICATION p FOR TABLE t",
            "DO $$ BEGIN CREATE EXTENSION x; END $$",
            "CREATE TYPE t AS (input int)",
        ] {
            assert!(!needs_superuser(statement), "{statement}");
        }
    }

    #[test]
    fn blocks_that_only_make_roles_are_told_from_others() {
        let made = |text: &str| roles_made(text).unwrap_or_default().join(" ");
        assert_eq!(roles_made("ALTER ROLE x NOLOGIN"), Some(Vec::new()));
        assert_eq!(roles_made("DROP USER MAPPING FOR x SERVER s"), None);
        assert_eq!(made("CREATE USER app LOGIN"), "app");
        assert_eq!(
            made("DO $$ BEGIN CREATE ROLE \"a b\" NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"),
            "a b"
        );
        assert_eq!(
            made(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'x') THEN CREATE ROLE x; END IF; END $$"
            ),
            "x"
        );
        for other in [
            "DO $$ BEGIN CREATE ROLE x; CREATE TABLE t (a int); END $$",
            "DO $$ BEGIN EXECUTE 'CREATE ROLE x'; END $$",
            "CREATE TABLE t (role text)",
            "CREATE USER MAPPING FOR x SERVER s",
        ] {
            assert_eq!(made(other), "", "{other}");
        }
    }
}
