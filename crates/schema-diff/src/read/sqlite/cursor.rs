//! Walks over the tokens of a statement.

use findings::Span;

use super::token::{Kind, Token};

/// Why a statement cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) span: Span,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Self { code: "syntax", message: message.into(), span }
    }

    pub(super) fn code(self, code: &'static str) -> Self {
        Self { code, ..self }
    }
}

/// A position among tokens.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    source: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str, tokens: &'a [Token]) -> Self {
        Self { source, tokens, at: 0 }
    }

    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or(&[])
    }

    /// What lies between an earlier position and this one.
    pub(super) fn since(&self, start: usize) -> &'a [Token] {
        self.tokens.get(start..self.at).unwrap_or(&[])
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn here(&self) -> Span {
        self.peek().or_else(|| self.tokens.last().copied()).map_or(Span::default(), Token::span)
    }

    pub(super) fn fault(&self, expected: &str) -> Fault {
        let found = match self.peek() {
            Some(token) => format!("found `{}`", shortened(token.text(self.source))),
            None => "the statement ends".to_owned(),
        };
        Fault::new(format!("expected {expected}, {found}"), self.here())
    }

    fn is_at(&self, at: usize, word: &str) -> bool {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word);
        token.is_some_and(|token| token.text(self.source).eq_ignore_ascii_case(word))
    }

    /// Whether the keyword `word` comes next.
    pub(super) fn is(&self, word: &str) -> bool {
        self.is_at(self.at, word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether these keywords come next, and goes behind them if so.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(offset, word)| self.is_at(self.at + offset, word));
        if found {
            self.at += words.len();
        }
        found
    }

    pub(super) fn expect(&mut self, word: &str) -> Result<(), Fault> {
        if self.eat(&[word]) { Ok(()) } else { Err(self.fault(&format!("`{word}`"))) }
    }

    pub(super) fn is_punct(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == Kind::Punct && token.text(self.source) == text)
    }

    pub(super) fn eat_punct(&mut self, text: &str) -> bool {
        let found = self.is_punct(text);
        self.at += usize::from(found);
        found
    }

    /// A name; SQLite takes a string for one too.
    pub(super) fn name(&mut self) -> Result<String, Fault> {
        match self.peek().and_then(|token| name_of(self.source, token)) {
            Some(name) => {
                self.at += 1;
                Ok(name)
            }
            None => Err(self.fault("a name")),
        }
    }

    /// A name that may have a schema before it: `(schema, name)`.
    pub(super) fn qualified(&mut self) -> Result<(Option<String>, String), Fault> {
        let first = self.name()?;
        if self.eat_punct(".") { Ok((Some(first), self.name()?)) } else { Ok((None, first)) }
    }

    /// The tokens between the parenthesis that comes next and the one that closes it; goes behind that.
    pub(super) fn group(&mut self) -> Result<&'a [Token], Fault> {
        let open = self.here();
        if !self.eat_punct("(") {
            return Err(self.fault("`(`"));
        }
        let start = self.at;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.kind == Kind::Punct {
                match token.text(self.source) {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
            }
            if depth == 0 {
                return Ok(self.tokens.get(start..self.at - 1).unwrap_or(&[]));
            }
        }
        Err(Fault::new("this parenthesis is never closed", open))
    }

    pub(super) fn end(&self) -> Result<(), Fault> {
        if self.is_done() { Ok(()) } else { Err(self.fault("the end of the statement")) }
    }
}

/// The text that `tokens` cover.
pub(super) fn text_of<'a>(source: &'a str, tokens: &[Token]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => source.get(first.start..last.end).unwrap_or(""),
        _ => "",
    }
}

/// The name that a token stands for, without its quotes.
pub(super) fn name_of(source: &str, token: Token) -> Option<String> {
    let text = token.text(source);
    match token.kind {
        Kind::Word => Some(text.to_owned()),
        Kind::Quoted | Kind::String => {
            let close = text.chars().last()?;
            let body = text.get(1..text.len() - 1)?;
            Some(if close == ']' {
                body.to_owned()
            } else {
                body.replace(&format!("{close}{close}"), &close.to_string())
            })
        }
        _ => None,
    }
}

/// Splits at the commas outside parentheses.
pub(super) fn split_at_commas<'a>(source: &str, tokens: &'a [Token]) -> Vec<&'a [Token]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Punct) {
        match token.text(source) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(tokens.get(start..at).unwrap_or(&[]));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(tokens.get(start..).unwrap_or(&[]));
    parts
}

/// Takes away the parentheses around the whole.
pub(super) fn without_outer<'a>(source: &'a str, mut tokens: &'a [Token]) -> &'a [Token] {
    loop {
        let mut cursor = Cursor::new(source, tokens);
        match cursor.group() {
            Ok(inner) if cursor.is_done() && !inner.is_empty() => tokens = inner,
            _ => return tokens,
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
