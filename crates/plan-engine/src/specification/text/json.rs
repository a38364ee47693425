//! A reader of JSON (RFC 8259) that keeps places. It does not recurse: what is open lies in the builder.

use findings::Span;

use super::builder::Builder;
use super::{Fault, Node, Value};

const CODE: &str = "json-syntax";
const HELP: &str = "correct the text: it is not JSON (RFC 8259) from here on";

/// Reads `text`.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Fault>) {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, bytes: text.as_bytes(), at, builder: Builder::default() };
    if let Err(fault) = reader.document() {
        let mut faults = reader.builder.faults;
        faults.push(fault);
        return (None, faults);
    }
    reader.builder.finish()
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    builder: Builder,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        loop {
            if self.value()? {
                continue;
            }
            if self.after_value()? {
                break;
            }
        }
        self.space();
        if self.at < self.bytes.len() {
            return Err(self.unexpected("the end of the text"));
        }
        Ok(())
    }

    /// Reads the start of a value; true where it is an object or a list that a value has to follow.
    fn value(&mut self) -> Result<bool, Fault> {
        self.space();
        let (object, end) = match self.peek() {
            Some(b'{') => (true, b'}'),
            Some(b'[') => (false, b']'),
            _ => return self.scalar().map(|()| false),
        };
        self.builder.open(object, self.at, 0)?;
        self.at += 1;
        self.space();
        if self.peek() == Some(end) {
            self.close()?;
            return Ok(false);
        }
        if object {
            self.key()?;
        }
        Ok(true)
    }

    /// Closes what ends here; true at the end of the document, false where a value has to follow.
    fn after_value(&mut self) -> Result<bool, Fault> {
        while let Some(object) = self.builder.in_object() {
            self.space();
            match (self.peek(), object) {
                (Some(b','), true) => {
                    self.at += 1;
                    self.space();
                    self.key()?;
                    return Ok(false);
                }
                (Some(b','), false) => {
                    self.at += 1;
                    return Ok(false);
                }
                (Some(b'}'), true) | (Some(b']'), false) => self.close()?,
                (_, true) => return Err(self.unexpected("`,` or `}`")),
                (_, false) => return Err(self.unexpected("`,` or `]`")),
            }
        }
        Ok(true)
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.at += 1;
        self.builder.close(self.at).map(|_| ())
    }

    fn key(&mut self) -> Result<(), Fault> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        let key = self.string()?;
        self.builder.key(key, Span::new(start, self.at));
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected("a value")),
        };
        self.builder.scalar(value, Span::new(start, self.at))
    }

    fn word(&mut self, word: &'static str, value: Value) -> Result<Value, Fault> {
        if !self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    /// RFC 8259, section 6.
    fn number(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(self.unexpected("no digit after a leading zero"));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let number = self.text.get(start..self.at).and_then(|number| number.parse::<f64>().ok());
        let span = Span::new(start, self.at);
        let finite = number.filter(|number| number.is_finite()).map(Value::Number);
        finite.ok_or_else(|| Fault::error(CODE, "the number is too large", span).help("write a smaller one"))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(()) }
    }

    /// RFC 8259, section 7. The next byte is the opening quote.
    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut decoded = String::new();
        loop {
            let plain = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            decoded.push_str(self.text.get(plain..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => decoded.push(self.escape()?),
                Some(_) => {
                    let help = "write it as an escape, for example `\\n` or `\\u0000`";
                    return Err(self.fault("a control character stands in a string", help));
                }
                None => {
                    let span = Span::new(start, start + 1);
                    return Err(Fault::error(CODE, "a string that starts here does not end", span).help(HELP));
                }
            }
        }
        self.at += 1;
        Ok(decoded)
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let decoded = match self.bytes.get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.fault("JSON knows no such escape", "write a backslash as `\\\\`")),
        };
        self.at += 2;
        Ok(decoded)
    }

    fn unicode_escape(&mut self) -> Result<char, Fault> {
        let unit = self.code_unit(self.at)?;
        let mut code = unit;
        let mut length = 6;
        if (0xd800..0xdc00).contains(&unit) && self.bytes.get(self.at + 6..self.at + 8) == Some(br"\u") {
            let low = self.code_unit(self.at + 6)?;
            if (0xdc00..0xe000).contains(&low) {
                code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                length = 12;
            }
        }
        // Half of a pair alone is no character.
        let Some(decoded) = char::from_u32(code) else {
            let help = "write both halves of the surrogate pair, or the character itself";
            return Err(self.fault("half of a surrogate pair stands alone: it is no character", help));
        };
        self.at += length;
        Ok(decoded)
    }

    /// The four hexadecimal digits of the escape that starts at `at`.
    fn code_unit(&self, at: usize) -> Result<u32, Fault> {
        let digits = self.bytes.get(at + 2..at + 6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.fault("`\\u` is not followed by four hexadecimal digits", HELP))
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found = found.map_or("the end of the text".to_owned(), |found| format!("`{}`", found.escape_debug()));
        self.fault(format!("expected {expected}, found {found}"), HELP)
    }

    fn fault(&self, message: impl Into<String>, help: &str) -> Fault {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Fault::error(CODE, message, Span::new(self.at, self.at + length)).help(help)
    }
}
