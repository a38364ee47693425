//! The characters of CSV that mean something, found in a buffer of bytes.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::record::{Record, Spelling};
use crate::CsvOptions;

/// The characters that mean something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner {
    delimiter: u8,
    quote: Option<u8>,
    escape: Option<u8>,
}

/// Where in a value the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
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

/// What came at the end of what was used of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The end of the buffer.
    More,
    /// The end of the record.
    Done,
    /// Something behind a closing quote.
    Broken,
}

impl Scanner {
    pub(super) fn new(options: &CsvOptions) -> Self {
        Self { delimiter: options.delimiter.unwrap_or(b','), quote: options.quote, escape: options.escape }
    }

    /// Takes bytes of a buffer into a record, up to its end: how many were used, how many line feeds were among them, and what came.
    pub(super) fn take(self, buffer: &[u8], state: &mut State, record: &mut Record) -> (usize, u64, Event) {
        let mut rest = buffer;
        let mut lines = 0;
        let mut event = Event::More;
        while event == Event::More && !rest.is_empty() {
            let length = self.plain(*state, rest);
            let (text, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            if !text.is_empty() {
                record.push(text);
                lines += if *state == State::Quoted { memchr_iter(b'\n', text).count() as u64 } else { 0 };
                *state = if *state == State::Quoted { State::Quoted } else { State::Plain };
            }
            rest = behind;
            if let Some((byte, behind)) = rest.split_first() {
                rest = behind;
                lines += u64::from(*byte == b'\n');
                event = self.special(*byte, state, record);
            }
        }
        (buffer.len() - rest.len(), lines, event)
    }

    /// How many bytes at the beginning are characters like any other.
    fn plain(self, state: State, bytes: &[u8]) -> usize {
        let found = match (state, self.quote, self.escape) {
            (State::Quoted, Some(quote), Some(escape)) => memchr2(quote, escape, bytes),
            (State::Quoted, Some(quote), None) => memchr(quote, bytes),
            (State::Begin, Some(quote), _) if bytes.first() == Some(&quote) => Some(0),
            (State::Begin | State::Plain, _, Some(escape)) => memchr3(self.delimiter, b'\n', escape, bytes),
            (State::Begin | State::Plain, _, None) => memchr2(self.delimiter, b'\n', bytes),
            _ => Some(0),
        };
        found.unwrap_or(bytes.len())
    }

    /// A character that means something, or stands where any does.
    fn special(self, byte: u8, state: &mut State, record: &mut Record) -> Event {
        *state = match *state {
            State::Escaped(quoted) => {
                record.escaped(byte, quoted);
                if quoted { State::Quoted } else { State::Plain }
            }
            State::Quoted if Some(byte) == self.quote => State::Closing,
            State::Quoted => State::Escaped(true),
            State::Closing if Some(byte) == self.quote => {
                record.push(&[byte]);
                State::Quoted
            }
            _ if byte == self.delimiter => {
                record.end_value();
                State::Begin
            }
            _ if byte == b'\n' => return Event::Done,
            State::Closing if byte == b'\r' => State::Closing,
            State::Closing => return Event::Broken,
            State::Begin if Some(byte) == self.quote => {
                record.spelled(Spelling::Quoted);
                State::Quoted
            }
            State::Begin | State::Plain => State::Escaped(false),
        };
        Event::More
    }
}
