//! Free-text expressions and queries: taken only where the dialect's parser understands them.

use crate::Dialect;
use crate::read::sqlite::{check, tokens};

/// `text` without what follows its last token, if it is one expression of `dialect`; otherwise why it is not.
pub(super) fn expression(text: &str, dialect: Dialect) -> Result<&str, String> {
    let trimmed = one_piece(text)?;
    let reason = match dialect {
        Dialect::Sqlite => check::expression(trimmed),
        Dialect::Postgres => postgres(&format!("SELECT ({trimmed})")),
    };
    reason.map_or(Ok(trimmed), Err)
}

/// The same for a query or a statement that changes rows.
pub(super) fn statement(text: &str, dialect: Dialect) -> Result<&str, String> {
    let trimmed = one_piece(text.trim().trim_end_matches(';'))?;
    let reason = match dialect {
        Dialect::Sqlite => check::query(trimmed),
        Dialect::Postgres => postgres(trimmed),
    };
    reason.map_or(Ok(trimmed), Err)
}

/// What cannot break out of the statement that it is put into: no semicolon, parentheses in pairs, nothing unended.
fn one_piece(text: &str) -> Result<&str, String> {
    let mut depth = 0_usize;
    let (mut start, mut end) = (None, 0);
    for token in tokens(text) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1).ok_or("a parenthesis is closed that was never opened")?,
            ";" => return Err("only one expression or statement can stand here".to_owned()),
            _ if token.invalid => return Err(format!("`{}` cannot be read", token.text)),
            _ => {}
        }
        start.get_or_insert(token.start);
        end = token.start + token.text.len();
    }
    if depth > 0 {
        return Err("a parenthesis is never closed".to_owned());
    }
    start.and_then(|start| text.get(start..end)).ok_or_else(|| "it is empty".to_owned())
}

fn postgres(sql: &str) -> Option<String> {
    let parsed = squawk_syntax::SourceFile::parse(sql);
    parsed.errors().first().map(|error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_whole_expression_is_taken() {
        for dialect in Dialect::ALL {
            assert_eq!(expression(" length(a) >= 60 -- hash", dialect), Ok("length(a) >= 60"));
            for bad in ["a >", "a) OR (b", "a; DROP TABLE t", "'a", "", "a b c d"] {
                assert!(expression(bad, dialect).is_err(), "{bad} {dialect}");
            }
        }
    }
}
