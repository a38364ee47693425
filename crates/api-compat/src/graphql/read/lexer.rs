//! Words of a GraphQL document (October 2021, 2.1).

/// What kind of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of `! $ & ( ) : = @ [ ] { | }`.
    Mark(u8),
    /// `...`
    Spread,
    Name,
    Number,
    String,
    BlockString,
    /// The end of the text.
    End,
    /// What is no word; a string that does not end.
    Unknown,
}

/// A word, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads words one after the other.
#[derive(Debug)]
pub(super) struct Lexer<'s> {
    pub(super) text: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Continues behind `at`.
    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn next(&mut self) -> Token {
        self.skip_ignored();
        let start = self.at;
        let kind = match self.byte(start) {
            0 if start >= self.text.len() => Kind::End,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.name(),
            mark @ (b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'|' | b'}') => {
                self.at += 1;
                Kind::Mark(mark)
            }
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'.' if self.text.get(start..).is_some_and(|rest| rest.starts_with("...")) => {
                self.at += 3;
                Kind::Spread
            }
            _ => {
                self.at += self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                Kind::Unknown
            }
        };
        Token { kind, start, end: self.at.min(self.text.len()) }
    }

    /// White space, commas, comments and byte order marks say nothing.
    fn skip_ignored(&mut self) {
        loop {
            match self.byte(self.at) {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => self.at += 1,
                b'#' => {
                    let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                    self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
                }
                0xef if self.text.get(self.at..).is_some_and(|rest| rest.starts_with('\u{feff}')) => self.at += 3,
                _ => return,
            }
        }
    }

    fn name(&mut self) -> Kind {
        while matches!(self.byte(self.at), b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9') {
            self.at += 1;
        }
        Kind::Name
    }

    /// A number, as far as it goes; whether it is well formed is asked where it is used.
    fn number(&mut self) -> Kind {
        self.at += 1;
        while matches!(self.byte(self.at), b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') {
            self.at += 1;
        }
        Kind::Number
    }

    fn string(&mut self) -> Kind {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(b"\"\"\"") {
            return self.block_string();
        }
        let mut length = 1;
        while let Some(byte) = rest.get(length) {
            match byte {
                b'"' => {
                    self.at += length + 1;
                    return Kind::String;
                }
                b'\\' => length += 2,
                b'\n' | b'\r' => break,
                _ => length += 1,
            }
        }
        self.at = self.text.floor_char_boundary(self.at + length.min(rest.len()));
        Kind::Unknown
    }

    fn block_string(&mut self) -> Kind {
        let mut from = self.at + 3;
        loop {
            let rest = self.text.get(from..).unwrap_or_default();
            let Some(length) = rest.find("\"\"\"") else {
                self.at = self.text.len();
                return Kind::Unknown;
            };
            from += length + 3;
            let escaped = rest.get(..length).is_some_and(|before| before.ends_with('\\'));
            if !escaped {
                self.at = from;
                return Kind::BlockString;
            }
        }
    }
}

/// All names in a text, in its order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut lexer = Lexer::new(text);
    std::iter::from_fn(move || {
        loop {
            let token = lexer.next();
            match token.kind {
                Kind::End => return None,
                Kind::Name => return text.get(token.start..token.end),
                _ => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::new(text);
        let mut words = Vec::new();
        loop {
            let token = lexer.next();
            if token.kind == Kind::End {
                return words;
            }
            words.push((token.kind, &text[token.start..token.end]));
        }
    }

    #[test]
    fn words_are_found_between_what_says_nothing() {
        let found = words("\u{feff}type,A # no\n{ x: -1.5e3 ...\"a\\\"b\" \"\"\"c \\\"\"\" d\"\"\"}");
        let texts: Vec<&str> = found.iter().map(|(_, text)| *text).collect();
        let all = ["type", "A", "{", "x", ":", "-1.5e3", "...", "\"a\\\"b\"", "\"\"\"c \\\"\"\" d\"\"\"", "}"];
        assert_eq!(texts, all);
    }

    #[test]
    fn what_is_no_word_is_no_end() {
        let kinds = |text| words(text).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds("\"open\n a"), [Kind::Unknown, Kind::Name]);
        assert_eq!(kinds("\"\"\"open a"), [Kind::Unknown]);
        assert_eq!(kinds("é . ;\0"), [Kind::Unknown; 4]);
        assert_eq!(kinds("\"é\\"), [Kind::Unknown]);
    }
}
