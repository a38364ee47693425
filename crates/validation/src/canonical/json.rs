//! Documents of JSON by value. A reader of its own, because numbers must keep all their digits.

use std::collections::BTreeMap;

use database::{Decimal, Value};

use super::read;

/// Most levels of a document; deeper ones are compared as they are written.
const DEEPEST: usize = 128;

/// The document without white space, with the members of objects in the order of their names' bytes (the last of several with
/// one name counts) and numbers by value; none where it is no document.
pub(super) fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    match value {
        Value::Json(it) | Value::Text(it) | Value::Other(it) => {
            let mut reader = Reader { rest: it };
            reader.value(&mut text, 0)?;
            reader.skip();
            reader.rest.is_empty().then_some(text)
        }
        _ => member(value, &mut text, 0).map(|()| text),
    }
}

/// The elements of a document that is an array: texts and numbers as texts, arrays in arrays as such; none where it is none.
pub(super) fn elements(text: &str) -> Option<Vec<Value>> {
    let mut reader = Reader { rest: text };
    let elements = reader.elements(0)?;
    reader.skip();
    reader.rest.is_empty().then_some(elements)
}

/// A value that is no document, as a part of one.
fn member(value: &Value, into: &mut String, depth: usize) -> Option<()> {
    match value {
        _ if depth > DEEPEST => return None,
        Value::Null => into.push_str("null"),
        Value::Bool(it) => into.push_str(if *it { "true" } else { "false" }),
        Value::Integer(_) | Value::Decimal(_) | Value::Float32(_) | Value::Float64(_) => {
            into.push_str(read::decimal(value)?.normalised().as_str());
        }
        Value::Json(it) => Reader { rest: it }.value(into, depth)?,
        Value::Array(elements) => {
            into.push('[');
            for (place, element) in elements.iter().enumerate() {
                if place > 0 {
                    into.push(',');
                }
                member(element, into, depth + 1)?;
            }
            into.push(']');
        }
        _ => quote(&read::text(value)?, into),
    }
    Some(())
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, start: &str) -> bool {
        self.skip();
        let found = self.rest.strip_prefix(start);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn value(&mut self, into: &mut String, depth: usize) -> Option<()> {
        self.skip();
        if depth > DEEPEST {
            return None;
        }
        match self.rest.as_bytes().first()? {
            b'{' => self.object(into, depth),
            b'[' => self.array(into, depth),
            b'"' => {
                quote(&self.string()?, into);
                Some(())
            }
            b'-' | b'0'..=b'9' => self.number(into),
            _ => {
                let word = ["null", "true", "false"].into_iter().find(|word| self.take(word))?;
                into.push_str(word);
                Some(())
            }
        }
    }

    fn object(&mut self, into: &mut String, depth: usize) -> Option<()> {
        let mut members = BTreeMap::new();
        if !self.take("{") {
            return None;
        }
        while !self.take("}") {
            if !members.is_empty() && !self.take(",") {
                return None;
            }
            self.skip();
            let name = self.string()?;
            let mut text = String::new();
            if !self.take(":") {
                return None;
            }
            self.value(&mut text, depth + 1)?;
            members.insert(name, text);
        }
        into.push('{');
        for (place, (name, text)) in members.iter().enumerate() {
            if place > 0 {
                into.push(',');
            }
            quote(name, into);
            into.push(':');
            into.push_str(text);
        }
        into.push('}');
        Some(())
    }

    fn array(&mut self, into: &mut String, depth: usize) -> Option<()> {
        if !self.take("[") {
            return None;
        }
        into.push('[');
        let mut first = true;
        while !self.take("]") {
            if !first {
                if !self.take(",") {
                    return None;
                }
                into.push(',');
            }
            first = false;
            self.value(into, depth + 1)?;
        }
        into.push(']');
        Some(())
    }

    fn elements(&mut self, depth: usize) -> Option<Vec<Value>> {
        if depth > DEEPEST || !self.take("[") {
            return None;
        }
        let mut elements = Vec::new();
        while !self.take("]") {
            if !elements.is_empty() && !self.take(",") {
                return None;
            }
            self.skip();
            elements.push(match self.rest.as_bytes().first()? {
                b'[' => Value::Array(self.elements(depth + 1)?),
                b'"' => Value::Text(self.string()?),
                first => {
                    let mut text = String::new();
                    let is_object = *first == b'{';
                    self.value(&mut text, depth + 1)?;
                    match text.as_str() {
                        "null" => Value::Null,
                        _ if is_object => Value::Json(text),
                        _ => Value::Text(text),
                    }
                }
            });
        }
        Some(elements)
    }

    fn number(&mut self, into: &mut String) -> Option<()> {
        let end = self.rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
        let (text, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        // An exponent that no exact number can hold leaves the number as it is written.
        match Decimal::parse(text) {
            Some(it) => into.push_str(it.normalised().as_str()),
            None => into.push_str(text),
        }
        self.rest = rest;
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            let (plain, rest) = self.rest.split_at_checked(end)?;
            text.push_str(plain);
            if let Some(rest) = rest.strip_prefix('"') {
                self.rest = rest;
                return Some(text);
            }
            let mut letters = rest.chars();
            let escape = (letters.next(), letters.next()?);
            self.rest = letters.as_str();
            text.push(match escape.1 {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => self.unicode()?,
                other => other,
            });
        }
    }

    /// The letter of `\u` and four digits, with the second half of a pair.
    fn unicode(&mut self) -> Option<char> {
        let high = self.four()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        self.rest = self.rest.strip_prefix("\\u")?;
        let low = self.four()?.checked_sub(0xdc00).filter(|it| *it < 0x400)?;
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low)
    }

    fn four(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        digits.bytes().all(|it| it.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

/// As JSON with only what must be escaped.
fn quote(text: &str, into: &mut String) {
    into.push('"');
    for letter in text.chars() {
        match letter {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '\n' => into.push_str("\\n"),
            '\0'..='\u{1f}' => into.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => into.push(letter),
        }
    }
    into.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        canonical(&Value::Json(text.to_owned()))
    }

    #[test]
    fn documents_of_one_value_have_one_text() {
        let text = r#"{"a":[1,2.5,null],"b":"é\n😀"}"#;
        assert_eq!(of(r#" { "b" : "\u00e9\u000A\ud83d\ude00", "a" : [ 1.0, 25e-1, null ] } "#).as_deref(), Some(text));
        assert_eq!(of(text).as_deref(), Some(text));
        assert_ne!(of("1.0000000000000000000001"), of("1"));
        assert_ne!(of(r#"["1"]"#), of("[1]"));
        assert_eq!(of("{}").as_deref(), Some("{}"));
    }

    #[test]
    fn what_is_no_document_is_none() {
        for text in ["", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\\ud800\"", "[,1]", "{,}"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(of(&"[".repeat(100_000)), None);
    }
}
