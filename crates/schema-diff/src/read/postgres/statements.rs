//! Takes a source apart into statements before the parser sees it: one bad statement never loses the file, hostile
//! nesting never reaches a recursive parser, and a tree is no larger than its statement.

use findings::Span;
use squawk_lexer::{LiteralKind, TokenKind};

use crate::read::Limits;

/// Tokens between two commas at one level: more would make a tree as deep as it is long.
const LONGEST_RUN: usize = 10_000;

/// Tokens in a row that are no literal, parenthesis or comma: prefix operators nest.
const LONGEST_PREFIX: usize = 1_000;

/// A statement of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// From its first token to the last before the semicolon.
    pub span: Span,
    /// Why the parser must not see it.
    pub refused: Option<&'static str>,
}

/// The statements of `text`, without commands of `psql` and data of `COPY … FROM stdin`.
pub(super) fn split(text: &str, limits: &Limits) -> Vec<Piece> {
    let mut splitter = Splitter { text, limits, pieces: Vec::new(), open: Open::default() };
    let mut start = 0;
    while let Some(next) = splitter.run(start) {
        start = next;
    }
    splitter.pieces
}

#[derive(Default)]
struct Open {
    start: Option<usize>,
    end: usize,
    /// Tokens since the last comma, for each level of parentheses.
    runs: Vec<usize>,
    words: Vec<String>,
    previous: String,
    /// Depth of `BEGIN ATOMIC … END`, `CASE` counted.
    atomic: usize,
    /// Depth of `CASE`.
    cases: usize,
    /// Prefix operators, and words such as `NOT`, one after the other.
    prefixes: usize,
    refused: Option<&'static str>,
}

struct Splitter<'a> {
    text: &'a str,
    limits: &'a Limits,
    pieces: Vec<Piece>,
    open: Open,
}

impl Splitter<'_> {
    /// Reads tokens from `start`; returns where to go on where the text between is not SQL.
    fn run(&mut self, start: usize) -> Option<usize> {
        let mut offset = start;
        for token in squawk_lexer::tokenize(self.text.get(start..)?) {
            let end = offset + token.len as usize;
            let piece = self.text.get(offset..end).unwrap_or_default();
            let at = std::mem::replace(&mut offset, end);
            if piece.is_empty() {
                break;
            }
            match token.kind {
                TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment { .. } => {}
                TokenKind::Semi if self.open.runs.len() <= 1 && self.open.atomic == 0 => {
                    let copy = self.is_copy_from_stdin();
                    self.close();
                    if copy {
                        return Some(self.behind_copy_data(end));
                    }
                }
                _ if piece.starts_with('\\') && self.open.start.is_none() => return Some(self.behind_line(end)),
                kind => self.take(kind, piece, at, end),
            }
        }
        self.close();
        None
    }

    fn take(&mut self, kind: TokenKind, piece: &str, start: usize, end: usize) {
        let open = &mut self.open;
        if open.start.is_none() {
            *open = Open { start: Some(start), runs: vec![0], ..Open::default() };
        }
        open.end = end;
        if let Some(run) = open.runs.last_mut() {
            *run += 1;
            if *run > LONGEST_RUN {
                open.refused = Some("an expression is too long");
            }
        }
        open.prefixes = if matches!(kind, TokenKind::Literal { .. } | TokenKind::OpenParen | TokenKind::Comma) {
            0
        } else {
            open.prefixes + 1
        };
        if open.cases > self.limits.depth || open.prefixes > LONGEST_PREFIX {
            open.refused = Some("an expression is nested too deeply");
        }
        match kind {
            TokenKind::OpenParen | TokenKind::OpenBracket => {
                open.runs.push(0);
                if open.runs.len() > self.limits.depth {
                    open.refused = Some("parentheses are nested too deeply");
                }
            }
            TokenKind::CloseParen | TokenKind::CloseBracket if open.runs.len() > 1 => {
                open.runs.pop();
            }
            TokenKind::Comma | TokenKind::Semi => {
                if let Some(run) = open.runs.last_mut() {
                    *run = 0;
                }
            }
            TokenKind::Ident => open.word(piece),
            TokenKind::Literal {
                kind: LiteralKind::Str { terminated } | LiteralKind::DollarQuotedString { terminated },
            } => {
                if !terminated {
                    open.refused = Some("a string does not end");
                } else if is_deep(piece, self.limits.depth) {
                    open.refused = Some("parentheses in a string are nested too deeply");
                }
            }
            _ => {}
        }
        if piece.contains('\0') {
            open.refused = Some("it holds a NUL byte");
        }
        if end - open.start.unwrap_or(end) > self.limits.statement_bytes {
            open.refused = Some("it is too large");
        }
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if let Some(start) = open.start {
            self.pieces.push(Piece { span: Span::new(start, open.end), refused: open.refused });
        }
    }

    fn is_copy_from_stdin(&self) -> bool {
        let words = &self.open.words;
        words.first().is_some_and(|word| word == "copy") && words.windows(2).any(|pair| pair == ["from", "stdin"])
    }

    fn behind_line(&self, from: usize) -> usize {
        self.text.get(from..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |at| from + at + 1)
    }

    fn behind_copy_data(&self, from: usize) -> usize {
        let mut line = self.behind_line(from);
        while line < self.text.len() {
            let next = self.behind_line(line);
            if self.text.get(line..next).is_some_and(|text| text.trim_end() == "\\.") {
                return next;
            }
            line = next;
        }
        self.text.len()
    }
}

impl Open {
    fn word(&mut self, piece: &str) {
        if piece.len() > 12 {
            self.previous.clear();
            return;
        }
        let word = piece.to_ascii_lowercase();
        match word.as_str() {
            "atomic" if self.previous == "begin" => self.atomic = 1,
            "case" => {
                self.cases += 1;
                self.atomic += usize::from(self.atomic > 0);
            }
            "end" => {
                self.cases = self.cases.saturating_sub(1);
                self.atomic = self.atomic.saturating_sub(1);
            }
            _ => {}
        }
        if self.words.len() < 64 {
            self.words.push(word.clone());
        }
        self.previous = word;
    }
}

/// Whether the parentheses in a string, which may be a function's body, are nested beyond `depth`.
fn is_deep(text: &str, depth: usize) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'[' => open += 1,
            b')' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        open > depth
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text, &Limits::default()).into_iter().map(|piece| &text[piece.span.start..piece.span.end]).collect()
    }

    #[test]
    fn statements_end_at_semicolons_of_their_own() {
        assert_eq!(
            texts(
                "-- a; b\nSELECT 1; /* ; */ SELECT ';', $$;$$ ;\n;CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);"
            ),
            ["SELECT 1", "SELECT ';', $$;$$", "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"]
        );
    }

    #[test]
    fn atomic_bodies_keep_their_semicolons() {
        let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        assert_eq!(texts(&format!("{function}; SELECT 3")), [function, "SELECT 3"]);
    }

    #[test]
    fn commands_and_data_of_dumps_are_passed_over() {
        let dump = "\\restrict it's\nSELECT 1;\nCOPY t (a) FROM stdin;\n1'\n\\.\n\\connect x\nSELECT 2;\n";
        assert_eq!(texts(dump), ["SELECT 1", "COPY t (a) FROM stdin", "SELECT 2"]);
    }

    #[test]
    fn hostile_input_is_refused() {
        let deep = "SELECT ".to_owned() + &"(".repeat(10_000) + &")".repeat(10_000);
        let long = "SELECT 1".to_owned() + &" + (1)".repeat(20_000);
        for text in [deep.as_str(), &long, "SELECT '", "SELECT 1\0"] {
            let pieces = split(text, &Limits::default());
            assert!(pieces.iter().any(|piece| piece.refused.is_some()), "{:?}", &text[..8]);
        }
    }
}
