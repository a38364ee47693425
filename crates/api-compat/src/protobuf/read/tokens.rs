//! The words of a `.proto` file, as far as one has to know them to rewrite it.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword or a number.
    Word,
    /// A string with its quotes.
    Text,
    /// Any other character that means something.
    Sign(u8),
}

/// A token and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Placed {
    pub(super) fn is(&self, sign: u8) -> bool {
        self.token == Token::Sign(sign)
    }

    /// The characters of it.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The tokens of a text, one after the other, without space and comments.
pub(super) struct Tokens<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        loop {
            self.take_while(|byte| byte.is_ascii_whitespace());
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'/')) => self.take_while(|byte| byte != b'\n'),
                (Some(b'/'), Some(b'*')) => {
                    self.at += 2;
                    while self.peek(0).is_some() && !(self.peek(0) == Some(b'*') && self.peek(1) == Some(b'/')) {
                        self.at += 1;
                    }
                    self.at = (self.at + 2).min(self.text.len());
                }
                _ => return,
            }
        }
    }

    fn take_text(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote || byte == b'\n' {
                break;
            }
        }
        self.at = self.at.min(self.text.len());
    }
}

impl Iterator for Tokens<'_> {
    type Item = Placed;

    fn next(&mut self) -> Option<Placed> {
        self.skip_space();
        let start = self.at;
        let token = match self.peek(0)? {
            quote @ (b'"' | b'\'') => {
                self.take_text(quote);
                Token::Text
            }
            byte if is_word(byte) => {
                self.take_while(|byte| is_word(byte) || byte == b'.');
                Token::Word
            }
            byte => {
                self.at += 1;
                Token::Sign(byte)
            }
        };
        Some(Placed { token, start, end: self.at })
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_hide_what_is_in_them() {
        let text = "a /* { */ \"b;\\\"\" // }\n;'x'";
        let words: Vec<&str> = Tokens::new(text).map(|it| it.of(text)).collect();
        assert_eq!(words, ["a", "\"b;\\\"\"", ";", "'x'"]);
        assert_eq!(Tokens::new("/* never closed").count(), 0);
        assert_eq!(Tokens::new("\"never closed\\").count(), 1);
    }
}
