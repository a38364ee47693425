//! `sqlparser`'s dialect of SQLite, extended where it falls short.

use std::any::TypeId;

use sqlparser::ast::{BinaryOperator, Expr, Statement};
use sqlparser::dialect::{Dialect, SQLiteDialect};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;

/// SQLite with `IS [NOT]` between any two values.
#[derive(Debug)]
pub(super) struct Sqlite;

const INNER: SQLiteDialect = SQLiteDialect {};

impl Dialect for Sqlite {
    fn dialect(&self) -> TypeId {
        INNER.dialect()
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        INNER.is_delimited_identifier_start(ch)
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        INNER.is_identifier_start(ch) || ch > '\u{ffff}'
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        self.is_identifier_start(ch) || ch.is_ascii_digit() || ch == '$'
    }

    fn parse_statement(&self, parser: &mut Parser<'_>) -> Option<Result<Statement, ParserError>> {
        INNER.parse_statement(parser)
    }

    fn parse_infix(&self, parser: &mut Parser<'_>, left: &Expr, precedence: u8) -> Option<Result<Expr, ParserError>> {
        if !is_before_value(parser) {
            return INNER.parse_infix(parser, left, precedence);
        }
        parser.next_token();
        let op = if parser.parse_keyword(Keyword::NOT) { BinaryOperator::NotEq } else { BinaryOperator::Eq };
        let left = Box::new(left.clone());
        Some(parser.parse_subexpr(precedence).map(|right| Expr::BinaryOp { left, op, right: Box::new(right) }))
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        INNER.supports_filter_during_aggregation()
    }

    fn supports_in_empty_list(&self) -> bool {
        INNER.supports_in_empty_list()
    }

    fn supports_limit_comma(&self) -> bool {
        INNER.supports_limit_comma()
    }

    fn supports_notnull_operator(&self) -> bool {
        INNER.supports_notnull_operator()
    }

    fn supports_comma_separated_trim(&self) -> bool {
        INNER.supports_comma_separated_trim()
    }

    fn supports_numeric_literal_underscores(&self) -> bool {
        INNER.supports_numeric_literal_underscores()
    }
}

/// Whether `IS` or `IS NOT` comes next with something behind it that the parser does not take there by itself.
fn is_before_value(parser: &Parser<'_>) -> bool {
    const TAKEN: [Keyword; 7] = [
        Keyword::NULL,
        Keyword::TRUE,
        Keyword::FALSE,
        Keyword::DISTINCT,
        Keyword::UNKNOWN,
        Keyword::JSON,
        Keyword::NORMALIZED,
    ];
    let keyword = |at: usize| match parser.peek_nth_token(at).token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    };
    if keyword(0) != Keyword::IS {
        return false;
    }
    let behind = if keyword(1) == Keyword::NOT { 2 } else { 1 };
    !TAKEN.contains(&keyword(behind))
}
