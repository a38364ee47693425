//! Records of CSV, with the quotes remembered: `a,,b` and `a,"",b` are not the same.

use std::borrow::Cow;
use std::io::BufRead;

use super::scanner::{Event, Scanner, State};
use crate::{CsvOptions, Error, ErrorKind, Result};

/// Bytes of one record at most: a quote that is never closed must not read the whole file into memory.
const LONGEST: usize = 1 << 30;

/// The values of a record.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
    /// Where each value ends, and how it was spelled.
    ends: Vec<(usize, Spelling)>,
    /// How the value that is being read is spelled.
    spelling: Spelling,
}

/// How a value was spelled, which tells whether it can be NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Spelling {
    /// As it is.
    #[default]
    Plain,
    /// In quotes.
    Quoted,
    /// With something in it whose meaning was taken.
    Escaped,
    /// It begins with `\N`, and is NULL where that is all.
    Null,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn value(&self, place: usize) -> (&[u8], Spelling) {
        let begin = place.checked_sub(1).and_then(|it| self.ends.get(it)).map_or(0, |(end, _)| *end);
        let (end, spelling) = self.ends.get(place).copied().unwrap_or((begin, Spelling::Plain));
        (self.bytes.get(begin..end).unwrap_or_default(), spelling)
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.spelling = Spelling::Plain;
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn spelled(&mut self, spelling: Spelling) {
        self.spelling = spelling;
    }

    /// A character behind the one that takes its meaning, as `LOAD DATA` reads it.
    pub(super) fn escaped(&mut self, byte: u8, quoted: bool) {
        let is_first = self.bytes.len() == self.ends.last().map_or(0, |(end, _)| *end);
        self.spelling = match (quoted, byte) {
            (true, _) => Spelling::Quoted,
            (false, b'N') if is_first => Spelling::Null,
            (false, _) => Spelling::Escaped,
        };
        self.bytes.push(match byte {
            b'0' => 0,
            b'b' => 8,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'Z' => 26,
            other => other,
        });
    }

    pub(super) fn end_value(&mut self) {
        self.ends.push((self.bytes.len(), std::mem::take(&mut self.spelling)));
    }

    /// Ends the last value. The return before the line feed is no part of it.
    fn finish(&mut self) {
        let begin = self.ends.last().map_or(0, |(end, _)| *end);
        if self.spelling != Spelling::Quoted && self.bytes.len() > begin && self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        self.end_value();
    }
}

/// Reads records one after the other.
pub(super) struct Records<R> {
    reader: R,
    options: CsvOptions,
    scanner: Scanner,
    name: String,
    /// The line that the reader is in, from 1, and the one in which the record began.
    line: u64,
    began: u64,
    /// Bytes before the reader, and before the record.
    offset: u64,
    began_at: u64,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R, options: CsvOptions, name: String) -> Self {
        let scanner = Scanner::new(&options);
        Self { reader, options, scanner, name, line: 0, began: 0, offset: 0, began_at: 0 }
    }

    /// Reads the next record; false at the end of the file. Lines without anything on them are passed over where a record has
    /// more than one value.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool> {
        if self.line == 0 {
            self.line = 1;
            self.begin()?;
        }
        let width = record.len();
        loop {
            record.clear();
            (self.began, self.began_at) = (self.line, self.offset);
            if !self.fill(record)? {
                return Ok(false);
            }
            let is_blank = record.len() == 1 && record.value(0) == (&[][..], Spelling::Plain);
            if !is_blank || width == 1 {
                return Ok(true);
            }
        }
    }

    /// Passes over the mark of UTF-8 that some programs put at the beginning, and refuses UTF-16.
    fn begin(&mut self) -> Result<()> {
        let start = self.peek()?;
        let utf16 = match start {
            [0xff, 0xfe, ..] => Some("UTF-16LE"),
            [0xfe, 0xff, ..] => Some("UTF-16BE"),
            [byte, 0, ..] if *byte != 0 => Some("UTF-16LE"),
            [0, byte, ..] if *byte != 0 => Some("UTF-16BE"),
            _ => None,
        };
        if let Some(encoding) = utf16 {
            let why = format!("byte 0: the file is {encoding}: convert it, `iconv -f {encoding} -t UTF-8`");
            return Err(self.malformed(&why));
        }
        if start.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.consume(3);
        }
        Ok(())
    }

    fn consume(&mut self, bytes: usize) {
        self.reader.consume(bytes);
        self.offset += bytes as u64;
    }

    fn peek(&mut self) -> Result<&[u8]> {
        let Self { name, line, .. } = self;
        self.reader.fill_buf().map_err(|error| {
            let damaged = matches!(
                error.kind(),
                std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::UnexpectedEof
            );
            let kind = if damaged { ErrorKind::Malformed } else { ErrorKind::Io };
            Error::new(kind, format!("{name}:{line}: it cannot be read: {error}"))
        })
    }

    /// One record; false where there is nothing left.
    fn fill(&mut self, record: &mut Record) -> Result<bool> {
        let scanner = self.scanner;
        let mut state = State::Begin;
        loop {
            let buffer = self.peek()?;
            if buffer.is_empty() {
                return self.end(record, state);
            }
            let (used, lines, event) = scanner.take(buffer, &mut state, record);
            self.consume(used);
            self.line += lines;
            match event {
                Event::More if record.bytes.len() <= LONGEST => {}
                Event::More => return Err(self.malformed("the record is longer than 1 GB: a quote may be missing")),
                Event::Broken => {
                    return Err(self.malformed("something stands behind the closing quote of a value"));
                }
                Event::Done => {
                    record.finish();
                    return Ok(true);
                }
            }
        }
    }

    /// The end of the file.
    fn end(&self, record: &mut Record, state: State) -> Result<bool> {
        if self.offset == self.began_at {
            return Ok(false);
        }
        if matches!(state, State::Quoted | State::Escaped(_)) {
            return Err(self.malformed("the file ends within quotes, which are never closed"));
        }
        record.finish();
        Ok(true)
    }

    /// Whether a value is NULL: the spelling of it, without quotes.
    pub(super) fn is_null(&self, record: &Record, place: usize) -> bool {
        match record.value(place) {
            (bytes, Spelling::Plain) => bytes == self.options.null.as_bytes(),
            (bytes, Spelling::Null) => bytes == b"N",
            _ => false,
        }
    }

    /// The text of a value.
    pub(super) fn text<'r>(&self, record: &'r Record, place: usize) -> Result<Cow<'r, str>> {
        let (bytes, _) = record.value(place);
        if self.options.is_latin1 {
            return Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect()));
        }
        std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let shown: Vec<String> =
                bytes.get(error.valid_up_to()..).unwrap_or_default().iter().take(4).map(|it| format!("{it:02x}")).collect();
            self.malformed(&format!(
                "value {} of the record at byte {} is not UTF-8 ({}): if the file is ISO 8859-1, say `?encoding=latin1`; \
                 `iconv -f ENCODING -t UTF-8` converts others",
                place + 1,
                self.began_at,
                shown.join(" ")
            ))
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
        let place = "f.csv:2: value 2 of the record at byte 4 is not UTF-8 (e9)";
        assert!(read(latin1, plain()).is_err_and(|it| it.to_string().starts_with(place)));
        assert!(read(latin1, plain().latin1()).is_ok());
        for (bytes, encoding) in [(&b"\xff\xfea\0"[..], "UTF-16LE"), (b"a\0,\0", "UTF-16LE"), (b"\0a\0,", "UTF-16BE")] {
            let error = read(bytes, plain()).unwrap_err().to_string();
            assert!(error.contains(&format!("iconv -f {encoding} -t UTF-8")), "{error}");
        }
    }

    #[test]
    fn what_load_data_reads_is_read_the_same() {
        let dump = || CsvOptions::default().delimiter(b'\t').without_quotes().escape(b'\\').null("\\N");
        assert_eq!(shown("a\tb\n\\N\t\\\\N\n", dump()), "a|b/NULL|\\N");
        assert_eq!(shown("x\\ty\\\nz\t\"q\n\tN\n", dump()), "x\ty\nz|\"q/|N");
        assert_eq!(shown("\\Nx\t\\0\n", dump()), "Nx|\0");
        let quoted = || CsvOptions::default().escape(b'\\').null("\\N");
        assert_eq!(shown("\\N,\"\\N\",\"a\\\"b\"\n", quoted()), "NULL|N|a\"b");
    }
}
