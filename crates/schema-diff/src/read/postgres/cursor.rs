//! A position in a list of tokens.

use super::tokens::Token;

/// What a reader of tokens says where it cannot go on; the caller falls back to the tokens as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The result of reading something from tokens.
pub(super) type Read<T> = Result<T, Unreadable>;

/// A position in a list of tokens.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of `tokens`.
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    /// The next token.
    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// The token `ahead` of the next one.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    /// Whether nothing is left.
    pub(super) fn at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Where it stands, to come back to.
    pub(super) fn mark(&self) -> usize {
        self.at
    }

    /// Goes back to a mark.
    pub(super) fn reset(&mut self, mark: usize) {
        self.at = mark;
    }

    /// Whether the next token is the keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.is_at(0, keyword)
    }

    /// Whether the token `ahead` is the keyword.
    pub(super) fn is_at(&self, ahead: usize, keyword: &str) -> bool {
        matches!(self.peek_at(ahead), Some(Token::Word(word)) if word == keyword)
    }

    /// Whether the next token is one of the keywords.
    pub(super) fn is_any(&self, keywords: &[&str]) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if keywords.contains(&word.as_str()))
    }

    /// Whether the keywords come next, all of them.
    pub(super) fn are(&self, keywords: &[&str]) -> bool {
        keywords.iter().enumerate().all(|(ahead, keyword)| self.is_at(ahead, keyword))
    }

    /// Takes the keyword if it comes next.
    pub(super) fn eat(&mut self, keyword: &str) -> bool {
        let found = self.is(keyword);
        self.at += usize::from(found);
        found
    }

    /// Takes the keywords if all of them come next.
    pub(super) fn eat_all(&mut self, keywords: &[&str]) -> bool {
        let found = self.are(keywords);
        if found {
            self.at += keywords.len();
        }
        found
    }

    /// Takes the keyword or gives up.
    pub(super) fn expect(&mut self, keyword: &str) -> Read<()> {
        if self.eat(keyword) { Ok(()) } else { Err(Unreadable) }
    }

    /// Whether the sign comes next.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.peek() == Some(&Token::Sign(sign))
    }

    /// Whether the sign stands `ahead`.
    pub(super) fn is_sign_at(&self, ahead: usize, sign: char) -> bool {
        self.peek_at(ahead) == Some(&Token::Sign(sign))
    }

    /// Takes the sign if it comes next.
    pub(super) fn eat_sign(&mut self, sign: char) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    /// Takes the sign or gives up.
    pub(super) fn expect_sign(&mut self, sign: char) -> Read<()> {
        if self.eat_sign(sign) { Ok(()) } else { Err(Unreadable) }
    }

    /// Whether the operator comes next.
    pub(super) fn is_operator(&self, operator: &str) -> bool {
        matches!(self.peek(), Some(Token::Operator(text)) if text == operator)
    }

    /// Takes the operator if it comes next.
    pub(super) fn eat_operator(&mut self, operator: &str) -> bool {
        let found = self.is_operator(operator);
        self.at += usize::from(found);
        found
    }

    /// Takes an identifier, quoted or not.
    pub(super) fn name(&mut self) -> Read<String> {
        match self.next() {
            Some(Token::Word(name) | Token::Quoted(name)) => Ok(name.clone()),
            _ => Err(Unreadable),
        }
    }

    /// Takes a name that may be qualified.
    pub(super) fn path(&mut self) -> Read<Vec<String>> {
        let mut path = vec![self.name()?];
        while self.is_sign('.') && matches!(self.peek_at(1), Some(Token::Word(_) | Token::Quoted(_))) {
            self.at += 1;
            path.push(self.name()?);
        }
        Ok(path)
    }

    /// Reads elements with commas between them.
    pub(super) fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut list = vec![element(self)?];
        while self.eat_sign(',') {
            list.push(element(self)?);
        }
        Ok(list)
    }

    /// Reads elements in parentheses.
    pub(super) fn parenthesised<T>(&mut self, element: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        self.expect_sign('(')?;
        if self.eat_sign(')') {
            return Ok(Vec::new());
        }
        let list = self.list(element)?;
        self.expect_sign(')')?;
        Ok(list)
    }
}
