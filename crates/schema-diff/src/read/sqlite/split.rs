//! Splits a text into statements.

use findings::Span;

use super::cursor::Fault;
use super::token::{Kind, Lexer, Token};
use crate::read::Limits;

/// A statement's tokens, without the final semicolon; or why it cannot be read.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) tokens: Vec<Token>,
    pub(super) span: Span,
    pub(super) fault: Option<Fault>,
}

/// Reads statement by statement, so that one bad statement never loses those behind it.
#[derive(Debug)]
pub(super) struct Splitter<'a> {
    source: &'a str,
    pub(super) lexer: Lexer<'a>,
    limits: &'a Limits,
    /// Pieces of a trigger without an end, which had to be taken apart again.
    queue: std::collections::VecDeque<Piece>,
}

impl<'a> Splitter<'a> {
    pub(super) fn new(source: &'a str, limits: &'a Limits) -> Self {
        Self { source, lexer: Lexer::new(source), limits, queue: std::collections::VecDeque::new() }
    }

    fn word(&self, tokens: &[Token], at: usize) -> Option<&'a str> {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        self.source.get(token.start..token.end)
    }

    fn is_trigger(&self, tokens: &[Token]) -> bool {
        let is = |at: usize, word: &str| self.word(tokens, at).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let temporary = usize::from(is(1, "temp") || is(1, "temporary"));
        is(0, "create") && is(1 + temporary, "trigger")
    }

    fn is_semicolon(&self, token: Option<&Token>) -> bool {
        token.is_some_and(|token| token.kind == Kind::Punct && token.text(self.source) == ";")
    }

    /// Whether `tokens` end in `; END`, as a trigger does (the same test as `sqlite3_complete`).
    fn ends_trigger(&self, tokens: &[Token]) -> bool {
        let Some(last) = tokens.len().checked_sub(1) else { return false };
        let end = self.word(tokens, last).is_some_and(|word| word.eq_ignore_ascii_case("end"));
        end && self.is_semicolon(last.checked_sub(1).and_then(|at| tokens.get(at)))
    }

    fn piece(&self, tokens: Vec<Token>, fault: Option<Fault>) -> Piece {
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(start, |token| token.end);
        let span = Span::new(start, end);
        let fault = fault.or_else(|| self.depth_fault(&tokens)).or_else(|| self.invalid_fault(&tokens));
        Piece { tokens, span, fault }
    }

    fn depth_fault(&self, tokens: &[Token]) -> Option<Fault> {
        let mut depth = 0_usize;
        for token in tokens.iter().filter(|token| token.kind == Kind::Punct) {
            match token.text(self.source) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > self.limits.depth {
                let message = format!("parentheses are nested more than {} deep", self.limits.depth);
                return Some(Fault::new(message, token.span()).code("limit"));
            }
        }
        None
    }

    fn invalid_fault(&self, tokens: &[Token]) -> Option<Fault> {
        let token = tokens.iter().find(|token| token.kind == Kind::Invalid)?;
        let text = token.text(self.source);
        let message = match text.chars().next() {
            Some(quote @ ('\'' | '"' | '`' | '[' | 'x' | 'X')) => format!("what {quote} opens is never closed"),
            Some(other) => format!("{other:?} is no character of SQL"),
            None => "unexpected end".to_owned(),
        };
        Some(Fault::new(message, Span::new(token.start, (token.start + 1).min(token.end))))
    }

    /// Takes a trigger without an end apart at its semicolons, so that what follows it is not lost.
    fn take_apart(&mut self, tokens: &[Token]) {
        let mut fault =
            Some(Fault::new("this trigger has no `END`", tokens.first().map_or(Span::default(), |it| it.span())));
        let parts = tokens.split(|token| self.is_semicolon(Some(token))).filter(|part| !part.is_empty());
        let pieces: Vec<Piece> = parts.map(|part| self.piece(part.to_vec(), fault.take())).collect();
        self.queue.extend(pieces);
    }

    fn too_long(&mut self, start: usize) -> Piece {
        let mut end = start;
        for token in self.lexer.by_ref() {
            if token.kind == Kind::Punct && token.text(self.source) == ";" {
                break;
            }
            end = token.end;
        }
        let message = format!("this statement is longer than {} bytes", self.limits.statement_bytes);
        let fault = Fault::new(message, Span::new(start, start)).code("limit");
        Piece { tokens: Vec::new(), span: Span::new(start, end), fault: Some(fault) }
    }
}

impl Iterator for Splitter<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(piece) = self.queue.pop_front() {
            return Some(piece);
        }
        let mut tokens: Vec<Token> = Vec::new();
        let mut trigger = false;
        while let Some(token) = self.lexer.next() {
            if self.is_semicolon(Some(&token)) {
                if tokens.is_empty() {
                    continue;
                }
                if !trigger || self.ends_trigger(&tokens) {
                    return Some(self.piece(tokens, None));
                }
            }
            tokens.push(token);
            if tokens.len() <= 3 {
                trigger = self.is_trigger(&tokens);
            }
            let start = tokens.first().map_or(0, |first| first.start);
            if token.end - start > self.limits.statement_bytes {
                return Some(self.too_long(start));
            }
        }
        if tokens.is_empty() {
            return None;
        }
        if trigger && !self.ends_trigger(&tokens) {
            self.take_apart(&tokens);
            return self.queue.pop_front();
        }
        Some(self.piece(tokens, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(source: &str) -> Vec<(&str, bool)> {
        let limits = Limits::default();
        Splitter::new(source, &limits)
            .map(|piece| (&source[piece.span.start..piece.span.end], piece.fault.is_some()))
            .collect()
    }

    #[test]
    fn semicolons_in_strings_and_triggers_do_not_split() {
        let trigger = "CREATE TEMP TRIGGER t DELETE ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END";
        let source = format!("SELECT ';'; {trigger};; SELECT 2");
        assert_eq!(split(&source), [("SELECT ';'", false), (trigger, false), ("SELECT 2", false)]);
    }

    #[test]
    fn a_trigger_without_an_end_loses_nothing_behind_it() {
        let pieces = split("CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; CREATE TABLE b (c)");
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[1], ("CREATE TABLE b (c)", false));
        assert!(pieces[0].1);
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { statement_bytes: 50, ..Limits::default() };
        let long = format!("SELECT {}; SELECT 2", "1, ".repeat(40));
        let pieces: Vec<_> = Splitter::new(&long, &limits).map(|piece| piece.fault.is_some()).collect();
        assert_eq!(pieces, [true, false]);
        assert_eq!(split(&"(".repeat(10_000)).len(), 1);
    }
}
