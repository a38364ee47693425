//! How a file of CSV is written.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{Error, ErrorKind, Result};

/// How a file of CSV is written. The default is what PostgreSQL's `COPY … CSV HEADER` writes: commas, double quotes, NULL as
/// nothing at all (`a,,b`) and the empty text as `""`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsvOptions {
    /// Between values; none for a tab where the name of the file ends in `.tsv` or `.tab`, a comma otherwise.
    pub delimiter: Option<u8>,
    /// Around values; none where quotes mean nothing.
    pub quote: Option<u8>,
    /// Before a quote or delimiter that is part of a value, besides the quote doubled. Behind it `n`, `r`, `t`, `b`, `0` and `Z`
    /// mean what they mean to `LOAD DATA`, and a value that is nothing but it and `N` is NULL.
    pub escape: Option<u8>,
    /// Whether the first record holds the names of the columns.
    pub has_header: bool,
    /// What stands for NULL, without quotes around it.
    pub null: String,
    /// Whether the bytes are those of ISO 8859-1 instead of UTF-8.
    pub is_latin1: bool,
}

/// What would end an option or its value in an address, or is not seen.
const SPECIAL: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'&').add(b'#').add(b'"').add(b'\'');

impl Default for CsvOptions {
    fn default() -> Self {
        let quote = Some(b'"');
        Self { delimiter: None, quote, escape: None, has_header: true, null: String::new(), is_latin1: false }
    }
}

impl CsvOptions {
    /// Takes another character between values.
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = Some(delimiter);
        self
    }

    /// Takes another character around values.
    pub fn quote(mut self, quote: u8) -> Self {
        self.quote = Some(quote);
        self
    }

    /// Takes quotes for characters like any other.
    pub fn without_quotes(mut self) -> Self {
        self.quote = None;
        self
    }

    /// Takes a character, mostly a backslash, before quotes and delimiters that are part of a value.
    pub fn escape(mut self, escape: u8) -> Self {
        self.escape = Some(escape);
        self
    }

    /// Takes the first record for a row.
    pub fn without_header(mut self) -> Self {
        self.has_header = false;
        self
    }

    /// Takes this text for NULL; nothing at all is then the empty text.
    pub fn null(mut self, spelling: impl Into<String>) -> Self {
        self.null = spelling.into();
        self
    }

    /// Reads ISO 8859-1.
    pub fn latin1(mut self) -> Self {
        self.is_latin1 = true;
        self
    }

    /// Reads `delimiter=%3B&null=\N&header=no`: options as an address of a file has them behind its `?`. Characters may be
    /// percent-encoded; `tab`, `comma`, `semicolon`, `pipe` and, for the quote, `none` are words for them.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an option or value that is not known, and for characters that cannot be told apart.
    pub fn parse(text: &str) -> Result<Self> {
        let mut options = Self::default();
        for pair in text.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options = options.with(&decoded(name)?, &decoded(value)?)?;
        }
        options.sensible()
    }

    fn with(mut self, name: &str, value: &str) -> Result<Self> {
        match name {
            "delimiter" => self.delimiter = Some(character(name, value)?),
            "quote" if value == "none" => self.quote = None,
            "quote" => self.quote = Some(character(name, value)?),
            "escape" => self.escape = Some(character(name, value)?),
            "null" => value.clone_into(&mut self.null),
            "header" => {
                self.has_header = match value {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(usage(format!("`header={value}`: write `header=yes` or `header=no`"))),
                }
            }
            "encoding" => {
                self.is_latin1 = match value.to_ascii_lowercase().as_str() {
                    "utf-8" | "utf8" => false,
                    "latin1" | "iso-8859-1" => true,
                    _ => {
                        let text = format!(
                            "`encoding={value}`: `utf-8` and `latin1` are read; `iconv -f {value} -t UTF-8` converts others"
                        );
                        return Err(usage(text));
                    }
                }
            }
            _ => {
                let text = format!(
                    "`{name}` is no option of CSV; these are: delimiter, quote, escape, null, header, encoding"
                );
                return Err(usage(text));
            }
        }
        Ok(self)
    }

    /// Refuses characters that cannot be told apart.
    fn sensible(self) -> Result<Self> {
        if self.delimiter.is_some() && (self.delimiter == self.quote || self.delimiter == self.escape) {
            return Err(usage("the delimiter is also the quote or the escape".to_owned()));
        }
        // A quote that is its own escape is a quote doubled, which is understood anyway.
        Ok(if self.escape == self.quote { Self { escape: None, ..self } } else { self })
    }
}

/// The options that are not the default, as [`CsvOptions::parse`] reads them.
impl fmt::Display for CsvOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usual = Self::default();
        let encoded = |text: &str| utf8_percent_encode(text, SPECIAL).to_string();
        let character = |byte: u8| match byte {
            b'\t' => "tab".to_owned(),
            byte => encoded(&char::from(byte).to_string()),
        };
        let mut parts = Vec::new();
        if let Some(delimiter) = self.delimiter {
            parts.push(format!("delimiter={}", character(delimiter)));
        }
        if self.quote != usual.quote {
            parts.push(format!("quote={}", self.quote.map_or("none".to_owned(), character)));
        }
        if let Some(escape) = self.escape {
            parts.push(format!("escape={}", character(escape)));
        }
        if self.null != usual.null {
            parts.push(format!("null={}", encoded(&self.null)));
        }
        if !self.has_header {
            parts.push("header=no".to_owned());
        }
        if self.is_latin1 {
            parts.push("encoding=latin1".to_owned());
        }
        f.write_str(&parts.join("&"))
    }
}

fn decoded(text: &str) -> Result<Cow<'_, str>> {
    let refused = |_| usage(format!("`{text}` is not percent-encoded UTF-8"));
    percent_decode_str(text).decode_utf8().map_err(refused)
}

/// The one byte that a value of an option stands for.
fn character(name: &str, value: &str) -> Result<u8> {
    match (value, value.as_bytes()) {
        ("tab" | "\\t", _) => Ok(b'\t'),
        ("comma", _) => Ok(b','),
        ("semicolon", _) => Ok(b';'),
        ("pipe", _) => Ok(b'|'),
        (_, [byte]) if byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) => Ok(*byte),
        _ => {
            let text =
                format!("`{name}={value}`: write one character of ASCII, or `tab`, `comma`, `semicolon`, `pipe`");
            Err(usage(text))
        }
    }
}

fn usage(text: String) -> Error {
    Error::new(ErrorKind::Usage, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_written_as_they_are_read() {
        let options = CsvOptions::default().delimiter(b'&').null("a b%").quote(b'\'').escape(b'\\').latin1();
        for options in [options.without_header(), CsvOptions::default().delimiter(b'\t').without_quotes()] {
            assert_eq!(CsvOptions::parse(&options.to_string()).unwrap(), options, "{options}");
        }
        assert_eq!(CsvOptions::default().to_string(), "");
        assert_eq!(
            CsvOptions::parse("delimiter=;&null=\\N").unwrap(),
            CsvOptions::default().delimiter(b';').null("\\N")
        );
    }

    #[test]
    fn options_that_make_no_sense_are_refused_by_name() {
        for (text, part) in [
            ("delimeter=;", "`delimeter` is no option"),
            ("delimiter=%E2%82%AC", "one character of ASCII"),
            ("delimiter=", "one character of ASCII"),
            ("header=maybe", "header=yes"),
            ("encoding=utf-16", "iconv -f utf-16"),
            ("delimiter=%22", "also the quote"),
            ("null=%FF", "percent-encoded"),
        ] {
            let error = CsvOptions::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
