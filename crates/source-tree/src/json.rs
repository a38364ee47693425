//! A reader of JSON (RFC 8259) that keeps positions. It does not recurse: what is open lies in the builder.

use findings::Span;

use super::builder::{Builder, Hashed};
use super::fault::Fault;

pub(crate) const CODE: &str = "json-syntax";
const HELP: &str = "correct the text: it is not JSON (RFC 8259) from here on";

/// Reads `text` into the builder.
pub(crate) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Fault> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, bytes: text.as_bytes(), at, builder, scratch: String::new() };
    reader.document()
}

struct Reader<'r, 't> {
    text: &'r str,
    bytes: &'r [u8],
    at: usize,
    builder: &'r mut Builder<'t>,
    /// Where strings with escapes are decoded.
    scratch: String,
}

impl Reader<'_, '_> {
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

    /// Reads the start of a value; true where it is an object or an array that a value has to follow.
    fn value(&mut self) -> Result<bool, Fault> {
        self.space();
        match self.peek() {
            Some(b'{') => {
                self.builder.open(true, 0, Span::new(self.at, self.at + 1))?;
                self.at += 1;
                self.space();
                if self.peek() == Some(b'}') {
                    self.close();
                    return Ok(false);
                }
                self.key()?;
                Ok(true)
            }
            Some(b'[') => {
                self.builder.open(false, 0, Span::new(self.at, self.at + 1))?;
                self.at += 1;
                self.space();
                if self.peek() == Some(b']') {
                    self.close();
                    return Ok(false);
                }
                Ok(true)
            }
            _ => self.scalar().map(|()| false),
        }
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
                (Some(b'}'), true) | (Some(b']'), false) => self.close(),
                (_, true) => return Err(self.unexpected("`,` or `}`")),
                (_, false) => return Err(self.unexpected("`,` or `]`")),
            }
        }
        Ok(true)
    }

    fn close(&mut self) {
        self.at += 1;
        self.builder.close(self.at);
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
        match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                self.builder.string(text, Span::new(start, self.at))?;
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => {
                self.word("true")?;
                self.builder.bool(true, Span::new(start, self.at))?;
            }
            Some(b'f') => {
                self.word("false")?;
                self.builder.bool(false, Span::new(start, self.at))?;
            }
            Some(b'n') => {
                self.word("null")?;
                self.builder.null(Span::new(start, self.at))?;
            }
            _ => return Err(self.unexpected("a value")),
        }
        Ok(())
    }

    fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// RFC 8259, section 6.
    fn number(&mut self) -> Result<(), Fault> {
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
        let number = self.text.get(start..self.at).unwrap_or_default();
        if self.builder.strict().is_some() && !is_finite(number) {
            let span = Span::new(start, self.at);
            return Err(Fault::new(CODE, "the number is too large", span, "write a smaller one"));
        }
        let text = self.builder.written(start, self.at);
        self.builder.number(number, text, Span::new(start, self.at))?;
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(()) }
    }

    /// RFC 8259, section 7. The next byte is the opening quote.
    fn string(&mut self) -> Result<Hashed, Fault> {
        let start = self.at + 1;
        self.at = start;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(self.builder.written(start, self.at - 1));
        }
        self.scratch.clear();
        let mut plain = start;
        loop {
            self.scratch.push_str(self.text.get(plain..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let it = self.escape()?;
                    self.scratch.push(it);
                }
                Some(_) => {
                    let message = "a control character stands in a string";
                    return Err(self.fault(message, "write it as an escape, for example `\\n` or `\\u0000`"));
                }
                None => {
                    let span = Span::new(start - 1, start);
                    return Err(Fault::new(CODE, "a string that starts here does not end", span, HELP));
                }
            }
            plain = self.at;
            self.skip_plain();
        }
        self.at += 1;
        Ok(self.builder.decoded(&self.scratch))
    }

    /// Moves to the next byte that means something in a string: a quote, a backslash, a control character.
    fn skip_plain(&mut self) {
        self.at += plain_length(&self.bytes[self.at..]);
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
        if !(0xd800..0xe000).contains(&unit) {
            self.at += 6;
            return char::from_u32(unit).ok_or_else(|| self.lone_surrogate());
        }
        if unit >= 0xdc00 || self.bytes.get(self.at + 6..self.at + 8) != Some(br"\u") {
            return Err(self.lone_surrogate());
        }
        let low = self.code_unit(self.at + 6)?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(self.lone_surrogate());
        }
        let it = char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        self.at += 12;
        it.ok_or_else(|| self.lone_surrogate())
    }

    /// The four hexadecimal digits of the escape that starts at `at`.
    fn code_unit(&self, at: usize) -> Result<u32, Fault> {
        let digits = self.bytes.get(at + 2..at + 6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.fault("`\\u` is not followed by four hexadecimal digits", HELP))
    }

    fn lone_surrogate(&self) -> Fault {
        let help = "write both halves of the surrogate pair, or the character itself";
        self.fault("half of a surrogate pair stands alone: it is no character", help)
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
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => self.fault(format!("expected {expected}, found `{}`", found.escape_debug()), HELP),
            None => self.fault(format!("expected {expected}, found the end of the text"), HELP),
        }
    }

    fn fault(&self, message: impl Into<String>, help: &'static str) -> Fault {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Fault::new(CODE, message, Span::new(self.at, self.at + length), help)
    }
}

/// Whether a float can come near the number, which is spelt as in JSON.
pub(crate) fn is_finite(number: &str) -> bool {
    number.parse().is_ok_and(f64::is_finite)
}

/// How many bytes stand before the first quote, backslash or control character; eight are looked at together.
fn plain_length(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (at, chunk) in chunks.iter().enumerate() {
        let ends = ends(u64::from_le_bytes(*chunk));
        if ends != 0 {
            return at * 8 + ends.trailing_zeros() as usize / 8;
        }
    }
    let in_rest = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
    bytes.len() - rest.len() + in_rest.unwrap_or(rest.len())
}

/// The high bit of each byte that is a quote, a backslash or a control character. Above the lowest of them a borrow may
/// set others.
fn ends(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGH;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    equal(b'"') | equal(b'\\') | below(word, 0x20)
}

#[cfg(test)]
mod tests {
    use findings::DiagnosticLevel;

    use crate::testing::Read;
    use crate::{Limits, Options};

    fn read(text: &str) -> Read {
        crate::testing::read("a.json", text)
    }

    fn json(text: &str) -> serde_json::Value {
        let read = read(text);
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        read.tree.to_json(read.root())
    }

    /// Line, column and message of the only diagnostic of a text that cannot be read.
    fn error(text: &str) -> String {
        let document = read(text);
        assert!(document.tree.root().is_none(), "{text}");
        let [it] = document.diagnostics.as_slice() else { panic!("{:?}", document.diagnostics) };
        assert_eq!(it.level, DiagnosticLevel::Error);
        let place = it.location.as_ref().unwrap();
        format!("{}:{} {}", place.start.line, place.start.column, it.message)
    }

    #[test]
    fn the_first_byte_that_ends_plain_text_is_found_at_every_place() {
        for byte in 0..=255_u8 {
            for at in 0..20 {
                let mut bytes = [0x80_u8; 20];
                bytes[at] = byte;
                let ends = byte < 0x20 || matches!(byte, b'"' | b'\\');
                assert_eq!(super::plain_length(&bytes), if ends { at } else { 20 }, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn values_are_those_of_another_reader() {
        for text in [
            r#"{"a": [1, -2.5e3, true, false, null, "x"], "b": {}, "c": [], "d": {"e": {"f": [[]]}}}"#,
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000é""#,
            " \t\r\n[ 0 , -0 , 1E+2 ]\n",
        ] {
            let expected: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(json(text), expected);
        }
        assert_eq!(json("\u{feff}{}"), serde_json::json!({}));
    }

    #[test]
    fn what_is_no_json_is_refused_where_it_stands() {
        assert_eq!(error("{\"a\": 1,\n \"é\": x}"), "2:7 expected a value, found `x`");
        assert_eq!(error("[1 2]"), "1:4 expected `,` or `]`, found `2`");
        assert_eq!(error("[1,]"), "1:4 expected a value, found `]`");
        assert_eq!(error("{\"a\" 1}"), "1:6 expected `:`, found `1`");
        assert_eq!(error("{a: 1}"), "1:2 expected a key in double quotes, found `a`");
        assert_eq!(error("[01]"), "1:3 expected no digit after a leading zero, found `1`");
        assert_eq!(error("[1.]"), "1:4 expected a digit, found `]`");
        assert_eq!(error("[\"a"), "1:2 a string that starts here does not end");
        assert_eq!(error("[\"a\nb\"]"), "1:4 a control character stands in a string");
        assert_eq!(error("[\"\\x\"]"), "1:3 JSON knows no such escape");
        assert_eq!(error("[\"\\ud800\"]"), "1:3 half of a surrogate pair stands alone: it is no character");
        assert_eq!(error("[\"\\ud800\\u0041\"]"), "1:3 half of a surrogate pair stands alone: it is no character");
        assert_eq!(error("[\"\\u+123\"]"), "1:3 `\\u` is not followed by four hexadecimal digits");
        assert_eq!(error("{} {}"), "1:4 expected the end of the text, found `{`");
        assert_eq!(error("{\"a\":"), "1:6 expected a value, found the end of the text");
        assert_eq!(error("[\0]"), "1:2 expected a value, found `\\0`");
    }

    #[test]
    fn places_count_characters_and_mark_the_value() {
        let document = read("{\"é\": {\"b\": [1, \"two\"]}}");
        let tree = &document.tree;
        let node = tree.find(tree.root().unwrap(), "/é/b/1").unwrap();
        let place = tree.locate(node).unwrap();
        assert_eq!((place.start.column, place.end.column), (17, 22));
        assert_eq!(place.pointer.as_deref(), Some("/é/b/1"));
        let array = tree.parent(node).unwrap();
        assert_eq!(tree.locate_key(array).unwrap().start.column, 8);
    }

    #[test]
    fn of_a_doubled_key_the_last_counts() {
        for more in [0, 40] {
            let others = (0..more).map(|at| format!("\"k{at}\": {at}, ")).collect::<Vec<_>>().concat();
            let document = read(&format!("{{\"a\": 1, {others}\"\\u0061\": 2, \"b\": 3, \"a\": 4}}"));
            let tree = &document.tree;
            let root = tree.root().unwrap();
            assert_eq!(tree.value(tree.get(root, "a").unwrap()), crate::Value::Number("4"));
            assert_eq!(tree.entries(root).len(), more + 2);
            assert_eq!(document.diagnostics.len(), 2);
            assert_eq!(document.diagnostics[0].level, DiagnosticLevel::Warning);
        }
    }

    #[test]
    fn digests_are_of_values_not_of_texts() {
        let digest = |text: &str| {
            let document = read(text);
            document.tree.digest(document.tree.root().unwrap())
        };
        assert_eq!(digest(r#"{"a": [1.0, "é"], "b": null}"#), digest(r#"{"b":null,"\u0061":[10e-1,"\u00E9"]}"#));
        for other in [r#"{"a": ["1", "é"], "b": null}"#, r#"{"a": ["é", 1], "b": null}"#, r#"{"a": [1, "é"], "b": {}}"#]
        {
            assert_ne!(digest(r#"{"a": [1.0, "é"], "b": null}"#), digest(other));
        }
    }

    #[test]
    fn large_objects_are_looked_up_too() {
        let members: Vec<String> = (0..1000).map(|at| format!("\"k{at}\": {at}")).collect();
        let document = read(&format!("{{{}}}", members.join(",")));
        let tree = &document.tree;
        let root = tree.root().unwrap();
        for at in [0, 7, 999] {
            assert_eq!(tree.to_json(tree.get(root, &format!("k{at}")).unwrap()), serde_json::json!(at));
        }
        assert_eq!(tree.get(root, "k1000"), None);
    }

    #[test]
    fn limits_are_told_where_they_are_passed() {
        let options = Options::new(Limits::default().depth(3).values(10).bytes(1000));
        let code = |text: &str| {
            let document = Read::with("a.json", text, &options);
            document.diagnostics.first().map(|it| (it.code.clone(), it.location.as_ref().unwrap().start.column))
        };
        assert_eq!(code("[[[1]]]"), None);
        assert_eq!(code("[[[[1]]]]"), Some(("too-deep".into(), 4)));
        assert_eq!(code("[1,2,3,4,5,6,7,8,9,0]"), Some(("too-many-values".into(), 20)));
        assert_eq!(code(&" ".repeat(1001)), Some(("too-large".into(), 1)));
    }
}
