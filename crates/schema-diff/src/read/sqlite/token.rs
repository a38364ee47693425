//! Tokens of SQLite's SQL with byte-exact places.
//!
//! `sqlparser`'s tokenizer is not used for whole statements: it gives up at an unterminated string and knows neither
//! byte offsets nor SQLite's three ways to quote a name.

use findings::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in `"…"`, `` `…` `` or `[…]`.
    Quoted,
    /// `'…'`.
    String,
    /// `x'…'`.
    Blob,
    /// A number.
    Number,
    /// `?1`, `:name`, `@name`, `$name`.
    Parameter,
    /// An operator or a bracket.
    Punct,
    /// Something that ends too early, or no character of SQL.
    Invalid,
}

/// A token: its kind and the bytes that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    pub(super) fn text(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or("")
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Reads tokens one after the other, and gathers the comments that state a rename.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    /// `renamed from: x` in a comment: where, and the old name.
    pub(super) renames: Vec<(usize, String)>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, at: 0, renames: Vec::new() }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            let length = if trimmed.starts_with("--") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.get(2..).and_then(|body| body.find("*/")).map_or(trimmed.len(), |end| end + 4)
            } else {
                return;
            };
            if let Some(old) = renamed_from(&trimmed[..length]) {
                self.renames.push((self.at, old));
            }
            self.at += length;
        }
    }

    fn token(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.at;
        self.at += length;
        Token { kind, start, end: self.at }
    }

    fn quoted(&mut self, kind: Kind, prefix: usize, close: u8) -> Token {
        match end_of_quote(self.rest().as_bytes(), prefix, close) {
            Some(length) => self.token(kind, length),
            None => self.token(Kind::Invalid, self.rest().len()),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let rest = self.rest();
        let mut chars = rest.chars();
        let first = chars.next()?;
        let second = chars.next().unwrap_or(' ');
        Some(match first {
            '\'' => self.quoted(Kind::String, 1, b'\''),
            '"' => self.quoted(Kind::Quoted, 1, b'"'),
            '`' => self.quoted(Kind::Quoted, 1, b'`'),
            '[' => match rest.find(']') {
                Some(end) => self.token(Kind::Quoted, end + 1),
                None => self.token(Kind::Invalid, rest.len()),
            },
            'x' | 'X' if second == '\'' => self.quoted(Kind::Blob, 2, b'\''),
            '0'..='9' => self.token(Kind::Number, number_length(rest)),
            '.' if second.is_ascii_digit() => self.token(Kind::Number, number_length(rest)),
            '?' | ':' | '@' | '$' => {
                let length = rest[1..].find(|c| !is_word(c)).map_or(rest.len(), |end| end + 1);
                self.token(Kind::Parameter, length)
            }
            _ if is_word(first) => self.token(Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            _ => {
                let length = operator_length(rest);
                if length == 0 { self.token(Kind::Invalid, first.len_utf8()) } else { self.token(Kind::Punct, length) }
            }
        })
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || (!c.is_ascii() && !c.is_whitespace())
}

/// Length of a quoted token whose opening takes `prefix` bytes; the closing byte is doubled where it is meant.
fn end_of_quote(bytes: &[u8], prefix: usize, close: u8) -> Option<usize> {
    let mut at = prefix;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == close)? + 1;
        if bytes.get(at) != Some(&close) {
            return Some(at);
        }
        at += 1;
    }
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let exponent_sign =
            matches!(byte, b'+' | b'-') && !hexadecimal && at > 0 && matches!(bytes.get(at - 1), Some(b'e' | b'E'));
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || exponent_sign) {
            break;
        }
        at += 1;
    }
    at
}

fn operator_length(text: &str) -> usize {
    const OPERATORS: [&str; 28] = [
        "->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "==", "(", ")", ",", ";", ".", "+", "-", "*", "/", "%",
        "<", ">", "=", "&", "|", "~", "!", "#",
    ];
    OPERATORS.iter().find(|it| text.starts_with(**it)).map_or(0, |it| it.len())
}

/// The old name in a comment such as `-- renamed from: x`.
fn renamed_from(comment: &str) -> Option<String> {
    let body = comment.trim_start_matches(['-', '/', '*']).trim_end_matches(['/', '*']).trim();
    let marker = "renamed from:";
    let old =
        body.get(..marker.len()).filter(|start| start.eq_ignore_ascii_case(marker)).and(body.get(marker.len()..))?;
    let old = old.trim().trim_matches(['"', '`', '[', ']', '\'']);
    (!old.is_empty()).then(|| old.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        Lexer::new(source).map(|token| token.text(source)).collect()
    }

    #[test]
    fn quotes_comments_and_operators() {
        let source = "a.[b c] -- x;\n`d``e`'it''s' /* ; */ 1.5e-3->>'$' x'00' != ?1";
        let expected = ["a", ".", "[b c]", "`d``e`", "'it''s'", "1.5e-3", "->>", "'$'", "x'00'", "!=", "?1"];
        assert_eq!(texts(source), expected);
    }

    #[test]
    fn what_does_not_end_is_invalid_and_ends_the_text() {
        let kinds: Vec<_> = Lexer::new("a 'b c").map(|token| token.kind).collect();
        assert_eq!(kinds, [Kind::Word, Kind::Invalid]);
        assert_eq!(Lexer::new("\u{1} \0 é").count(), 3);
    }

    #[test]
    fn a_rename_is_read_from_its_comment() {
        let mut lexer = Lexer::new("a -- Renamed from: \"old\"\n, b /* renamed from: c */");
        assert_eq!(lexer.by_ref().count(), 3);
        let names: Vec<_> = lexer.renames.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["old", "c"]);
    }
}
