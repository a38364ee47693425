//! Whether `sqlparser` understands an expression or a query. What it does not is still compared, as text.

use sqlparser::parser::Parser;

use super::dialect::Sqlite;

/// Longer texts are not checked: a parse tree as deep as a text is long would not fit the stack when it is dropped.
const LONGEST: usize = 16 << 10;

/// Why `text` is no expression; `None` where it is one, or could not be checked.
pub(in crate::read) fn expression(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut parser = match Parser::new(&Sqlite).with_recursion_limit(1000).try_with_sql(text) {
        Ok(parser) => parser,
        Err(error) => return Some(error.to_string()),
    };
    match parser.parse_expr() {
        Err(error) => Some(error.to_string()),
        Ok(_) if parser.peek_token().token != sqlparser::tokenizer::Token::EOF => {
            Some(format!("`{}` is not expected", parser.peek_token().token))
        }
        Ok(_) => None,
    }
}

/// Why `text` is no query; `None` where it is one, or could not be checked.
pub(in crate::read) fn query(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let parsed = Parser::new(&Sqlite).with_recursion_limit(1000).try_with_sql(text);
    parsed.and_then(|mut parser| parser.parse_query().map(drop)).err().map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_told_from_an_expression() {
        assert_eq!(expression("a > 0 AND b GLOB 'x*' OR json_extract(c, '$.x') IS NOT 1"), None);
        assert!(expression("a >").is_some());
        assert!(expression("a b c").is_some());
        assert!(query("SELECT FROM WHERE").is_some());
        assert_eq!(query("WITH x AS (SELECT 1) SELECT * FROM x"), None);
        assert_eq!(expression(&format!("1{}", " + 1".repeat(100_000))), None);
        assert_eq!(expression(&format!("1{}", " + 1".repeat(4_000))), None);
    }
}
