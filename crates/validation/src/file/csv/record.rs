//! Records of CSV, with the quotes remembered: `a,,b` and `a,"",b` are not the same.

use std::borrow::Cow;
use std::io::BufRead;

use super::CsvOptions;
use crate::{Error, ErrorKind, Result};

/// Bytes of one record at most: a quote that is never closed must not read the whole file into memory.
const LONGEST: usize = 1 << 30;

/// The values of a record.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
    /// Where each value ends, and whether it stood in quotes.
    ends: Vec<(usize, bool)>,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn value(&self, place: usize) -> (&[u8], bool) {
        let begin = place.checked_sub(1).and_then(|it| self.ends.get(it)).map_or(0, |(end, _)| *end);
        let (end, quoted) = self.ends.get(place).copied().unwrap_or((begin, false));
        (self.bytes.get(begin..end).unwrap_or_default(), quoted)
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// Where in a value the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At its beginning.
    Begin,
    /// In a value without quotes.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: it is doubled, or it was the last.
    Closing,
    /// Behind the character that takes the meaning from the next one; whether within quotes.
    Escaped(bool),
}

/// Reads records one after the other.
pub(super) struct Records<R> {
    reader: R,
    options: CsvOptions,
    delimiter: u8,
    name: String,
    /// The line that the reader is in, from 1, and the one in which the record began.
    line: u64,
    began: u64,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R, options: CsvOptions, name: String) -> Self {
        let delimiter = options.delimiter.unwrap_or(b',');
        Self { reader, options, delimiter, name, line: 0, began: 0 }
    }

    /// Reads the next record; false at the end of the file. Lines without anything on them are passed over where a record has
    /// more than one value.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool> {
        if self.line == 0 {
            self.line = 1;
            self.mark()?;
        }
        let width = record.len();
        loop {
            record.clear();
            self.began = self.line;
            if !self.fill(record)? {
                return Ok(false);
            }
            let is_blank = record.len() == 1 && record.value(0) == (&[][..], false);
            if !is_blank || width == 1 {
                return Ok(true);
            }
        }
    }

    /// Passes over the mark of UTF-8 that some programs put at the beginning, and refuses those of UTF-16.
    fn mark(&mut self) -> Result<()> {
        let start = self.peek()?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(self.malformed("the file is UTF-16: convert it to UTF-8"));
        }
        if start.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.reader.consume(3);
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<&[u8]> {
        let name = &self.name;
        self.reader.fill_buf().map_err(|error| Error::new(ErrorKind::Io, format!("{name} cannot be read: {error}")))
    }

    /// One record; false where there is nothing left.
    fn fill(&mut self, record: &mut Record) -> Result<bool> {
        let mut state = State::Begin;
        let mut is_quoted = false;
        let mut is_empty = true;
        loop {
            if self.peek()?.is_empty() {
                return self.end(record, state, is_quoted, is_empty);
            }
            let (quote, escape, delimiter) = (self.options.quote, self.options.escape, self.delimiter);
            let buffer = self.reader.fill_buf().unwrap_or_default();
            let mut used = 0;
            let mut done = false;
            let mut failed = false;
            for byte in buffer {
                let byte = *byte;
                used += 1;
                is_empty = false;
                self.line += u64::from(byte == b'\n');
                state = match state {
                    State::Escaped(quoted) => {
                        record.bytes.push(byte);
                        if quoted { State::Quoted } else { State::Plain }
                    }
                    State::Quoted if byte == quote => State::Closing,
                    State::Quoted if Some(byte) == escape => State::Escaped(true),
                    State::Quoted => {
                        record.bytes.push(byte);
                        State::Quoted
                    }
                    State::Closing if byte == quote => {
                        record.bytes.push(byte);
                        State::Quoted
                    }
                    _ if byte == delimiter => {
                        record.ends.push((record.bytes.len(), std::mem::take(&mut is_quoted)));
                        State::Begin
                    }
                    _ if byte == b'\n' => {
                        done = true;
                        break;
                    }
                    State::Closing if byte == b'\r' => State::Closing,
                    State::Closing => {
                        failed = true;
                        break;
                    }
                    State::Begin if byte == quote => {
                        is_quoted = true;
                        State::Quoted
                    }
                    _ if Some(byte) == escape => State::Escaped(false),
                    _ => {
                        record.bytes.push(byte);
                        State::Plain
                    }
                };
            }
            self.reader.consume(used);
            if failed {
                return Err(self.malformed("something stands behind the closing quote of a value"));
            }
            if record.bytes.len() > LONGEST {
                return Err(self.malformed("the record is longer than 1 GB: a quote may be missing"));
            }
            if done {
                finish(record, is_quoted);
                return Ok(true);
            }
        }
    }

    /// The end of the file.
    fn end(&self, record: &mut Record, state: State, is_quoted: bool, is_empty: bool) -> Result<bool> {
        if is_empty {
            return Ok(false);
        }
        if matches!(state, State::Quoted | State::Escaped(_)) {
            return Err(self.malformed("the file ends within quotes, which are never closed"));
        }
        finish(record, is_quoted);
        Ok(true)
    }

    /// Whether a value is NULL: the spelling of it, without quotes.
    pub(super) fn is_null(&self, record: &Record, place: usize) -> bool {
        let (bytes, quoted) = record.value(place);
        !quoted && bytes == self.options.null.as_bytes()
    }

    /// The text of a value.
    pub(super) fn text<'r>(&self, record: &'r Record, place: usize) -> Result<Cow<'r, str>> {
        let (bytes, _) = record.value(place);
        if self.options.is_latin1 {
            return Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect()));
        }
        std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| {
            self.malformed(&format!("value {} is not UTF-8: say so where the file is ISO 8859-1", place + 1))
        })
    }

    /// The error of a record that has another number of values than the first.
    pub(super) fn ragged(&self, got: usize, expected: usize) -> Error {
        self.malformed(&format!("the record has {got} values where the first has {expected}"))
    }

    fn malformed(&self, why: &str) -> Error {
        Error::new(ErrorKind::Malformed, format!("{}:{}: {why}", self.name, self.began.max(1)))
    }
}

/// Ends the last value. The return before the line feed is no part of it.
fn finish(record: &mut Record, is_quoted: bool) {
    let begin = record.ends.last().map_or(0, |(end, _)| *end);
    if !is_quoted && record.bytes.len() > begin && record.bytes.last() == Some(&b'\r') {
        record.bytes.pop();
    }
    record.ends.push((record.bytes.len(), is_quoted));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records as texts, NULL as none, read through a buffer of three bytes.
    fn read(text: &[u8], options: CsvOptions) -> Result<Vec<Vec<Option<String>>>> {
        let reader = std::io::BufReader::with_capacity(3, text);
        let mut records = Records::new(reader, options, "f.csv".into());
        let (mut all, mut record) = (Vec::new(), Record::default());
        while records.next(&mut record)? {
            let value = |place| {
                let null = records.is_null(&record, place);
                Ok((!null).then_some(records.text(&record, place)?.into_owned()))
            };
            all.push((0..record.len()).map(value).collect::<Result<_>>()?);
        }
        Ok(all)
    }

    fn shown(text: &str, options: CsvOptions) -> String {
        let rows = match read(text.as_bytes(), options) {
            Ok(rows) => rows,
            Err(error) => return error.to_string(),
        };
        let value = |it: &Option<String>| it.clone().unwrap_or_else(|| "NULL".into());
        rows.iter().map(|row| row.iter().map(value).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn quotes_tell_the_empty_text_from_null() {
        let plain = CsvOptions::default;
        assert_eq!(shown("a,b\r\n,\"\"\r\n\"x,\"\"y\"\"\nz\",1\n", plain()), "a|b/NULL|/x,\"y\"\nz|1");
        assert_eq!(shown("a,b\n\n1,2", plain()), "a|b/1|2");
        assert_eq!(shown("a\n\n1\n", plain()), "a/NULL/1");
        assert_eq!(shown("\u{feff}a,b\n\\N,\n", plain().null("\\N")), "a|b/NULL|");
        assert_eq!(shown("a;b\n1\\;2;'x\\'y'\n", plain().delimiter(b';').quote(b'\'').escape(b'\\')), "a|b/1;2|x'y");
        assert_eq!(shown("", plain()), "");
    }

    #[test]
    fn what_is_no_csv_is_said_with_its_line() {
        let plain = CsvOptions::default;
        assert_eq!(shown("a\n\"b\nc\n", plain()), "f.csv:2: the file ends within quotes, which are never closed");
        assert_eq!(shown("a\n\"b\"c\n", plain()), "f.csv:2: something stands behind the closing quote of a value");
        let latin1 = b"a,b\n1,\xe9\n";
        assert!(read(latin1, plain()).is_err_and(|it| it.to_string().starts_with("f.csv:2: value 2 is not UTF-8")));
        assert!(read(latin1, plain().latin1()).is_ok());
        assert!(read(b"\xff\xfea\0", plain()).is_err());
    }
}
