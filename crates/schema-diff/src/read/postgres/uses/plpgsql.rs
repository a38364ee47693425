//! PL/pgSQL: the syntax tree of a body. The parser does not know `INTO`, which says where a statement puts its row; it is
//! blanked out, since its targets are variables.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SourceFile, SyntaxNode};

use super::super::tokens::{Token, spanned};

/// Quotes the body; no body holds it.
const QUOTE: &str = "$migration_architect_body$";

/// Words that begin a statement whose row `INTO` takes.
const STATEMENTS: &[&str] = &["select", "with", "insert", "update", "delete", "merge", "values", "table"];

/// Words after which a statement begins.
const OPENERS: &[&str] = &["begin", "then", "else", "loop", "declare"];

/// The tree of a body, where it parses.
pub(super) fn tree(body: &str) -> Option<SyntaxNode> {
    let text = format!("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS {QUOTE}{}{QUOTE}", without_into(body));
    let parsed = SourceFile::parse(&text);
    let create = parsed.tree().syntax().children().find_map(ast::CreateFunction::cast)?;
    let body = create.plpgsql()?;
    body.errors().is_empty().then(|| body.syntax())
}

/// The body with blanks for every `INTO [STRICT] target, …`.
fn without_into(body: &str) -> String {
    let (tokens, spans) = spanned(body);
    let mut blanked = body.to_owned();
    let (mut depth, mut in_statement, mut fresh) = (0_i32, false, true);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let word = match token {
            Token::Word(word) => word.as_str(),
            _ => "",
        };
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        let after_verb = matches!(at.checked_sub(1).and_then(|it| tokens.get(it)), Some(Token::Word(it)) if it == "insert" || it == "merge");
        if word == "into" && depth == 0 && in_statement && !after_verb {
            let end = end_of_targets(&tokens, at + 1);
            if let (Some(first), Some(last)) = (spans.get(at), spans.get(end.saturating_sub(1))) {
                let range = first.start..last.end;
                blanked.replace_range(range.clone(), &" ".repeat(range.len()));
            }
            at = end;
            continue;
        }
        if fresh && !word.is_empty() {
            in_statement = STATEMENTS.contains(&word);
        }
        // `FOR … IN SELECT …` and `RETURN QUERY SELECT …` have no `INTO`.
        fresh = *token == Token::Sign(';') || (depth == 0 && OPENERS.contains(&word));
        at += 1;
    }
    blanked
}

/// Behind the targets that begin at `at`: names with fields and subscripts, separated by commas.
fn end_of_targets(tokens: &[Token], mut at: usize) -> usize {
    if tokens.get(at) == Some(&Token::Word("strict".to_owned())) {
        at += 1;
    }
    loop {
        at += 1;
        loop {
            match tokens.get(at) {
                Some(Token::Sign('.')) => at += 2,
                Some(Token::Sign('[')) => {
                    while tokens.get(at).is_some_and(|it| *it != Token::Sign(']')) {
                        at += 1;
                    }
                    at += 1;
                }
                _ => break,
            }
        }
        if tokens.get(at) != Some(&Token::Sign(',')) {
            return at.min(tokens.len());
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_blanked_and_nothing_else() {
        let text = without_into(
            "BEGIN INSERT INTO a SELECT 1 RETURNING b INTO x.y, z[1]; SELECT INTO STRICT q r FROM s; EXECUTE 'a' INTO t; END",
        );
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            "BEGIN INSERT INTO a SELECT 1 RETURNING b ; SELECT r FROM s; EXECUTE 'a' INTO t; END"
        );
    }

    #[test]
    fn the_end_of_a_body_is_no_place_to_fall_off() {
        for body in ["SELECT 1 INTO", "SELECT 1 INTO x.", "SELECT 1 INTO x[", "SELECT 1 INTO x,", "(((", ""] {
            assert_eq!(without_into(body).len(), body.len());
        }
    }
}
