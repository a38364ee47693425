//! `COPY … TO STDOUT (FORMAT binary)`: the rows of a query with the least that the engine and we can do for each.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use super::PostgresSession;
use super::decode::{Decoder, malformed};
use crate::{Error, ErrorKind, Result, Value};

const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";

impl PostgresSession {
    pub(crate) fn copy_out(&mut self, query: &str, each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>) -> Result<()> {
        let plan = self.plan(query, 0)?;
        let text = plan.sql.trim_end().trim_end_matches(';');
        let copy = format!("COPY (\n{text}\n) TO STDOUT (FORMAT binary)");
        let outcome = match self.client.copy_out(&copy) {
            Ok(reader) => rows(reader, &plan.decoders, each),
            Err(error) => Err(error.into()),
        };
        self.forget_where_failed(query, outcome)
    }
}

fn rows(
    mut reader: impl BufRead,
    decoders: &[Decoder],
    each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>,
) -> Result<()> {
    let (mut signature, mut word) = ([0; SIGNATURE.len()], [0; 4]);
    read(&mut reader, &mut signature)?;
    if signature != *SIGNATURE {
        return Err(malformed());
    }
    // Flags, then the length of an extension of the header that no version has so far.
    read(&mut reader, &mut word)?;
    read(&mut reader, &mut word)?;
    skip(&mut reader, u64::from(u32::from_be_bytes(word)))?;
    let mut values = vec![Value::Null; decoders.len()];
    let mut scratch = Vec::new();
    loop {
        let mut count = [0; 2];
        read(&mut reader, &mut count)?;
        match usize::try_from(i16::from_be_bytes(count)) {
            Ok(count) if count == decoders.len() => {}
            Ok(_) => return Err(malformed()),
            // The trailer; what is behind it is the end of the protocol's message.
            Err(_) => return skip(&mut reader, u64::MAX),
        }
        for (decoder, value) in decoders.iter().zip(&mut values) {
            read(&mut reader, &mut word)?;
            match usize::try_from(i32::from_be_bytes(word)) {
                Ok(length) => field(&mut reader, length, &mut scratch, |raw| decoder.decode(raw, value))?,
                Err(_) => *value = Value::Null,
            }
        }
        if each(&values).is_break() {
            return Ok(());
        }
    }
}

/// Hands a field over where it lies, or, where it is spread over several messages, from `scratch`.
fn field(
    reader: &mut impl BufRead,
    length: usize,
    scratch: &mut Vec<u8>,
    decode: impl FnOnce(&[u8]) -> Result<()>,
) -> Result<()> {
    let buffered = reader.fill_buf().map_err(lost)?;
    if let Some(raw) = buffered.get(..length) {
        decode(raw)?;
        reader.consume(length);
        return Ok(());
    }
    scratch.clear();
    let wanted = u64::try_from(length).unwrap_or(u64::MAX);
    let got = reader.take(wanted).read_to_end(scratch).map_err(lost)?;
    if got == length { decode(scratch) } else { Err(malformed()) }
}

fn read(reader: &mut impl BufRead, into: &mut [u8]) -> Result<()> {
    reader.read_exact(into).map_err(lost)
}

fn skip(reader: &mut impl BufRead, most: u64) -> Result<()> {
    std::io::copy(&mut reader.take(most), &mut std::io::sink()).map_err(lost)?;
    Ok(())
}

/// The client wraps its own errors, the engine's among them, into those of the standard library.
fn lost(error: std::io::Error) -> Error {
    match error.downcast::<postgres::Error>() {
        Ok(error) => error.into(),
        Err(error) => Error::new(ErrorKind::Unreachable, format!("the connection is lost: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(fields: &[&[u8]]) -> Vec<u8> {
        let mut raw = SIGNATURE.to_vec();
        raw.extend([0; 8]);
        raw.extend([0, 1]);
        for field in fields {
            raw.extend(*field);
        }
        raw
    }

    fn read_all(raw: &[u8], decoder: Decoder) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        // Pieces of one byte: every field lies across messages.
        let reader = std::io::BufReader::with_capacity(1, raw);
        rows(reader, &[decoder], &mut |row| {
            all.extend_from_slice(row);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    #[test]
    fn rows_come_out_however_they_are_cut() -> Result<()> {
        let raw = stream(&[&[0, 0, 0, 2], b"ab", &[0, 1], &[0xff; 4], &[0xff, 0xff]]);
        assert_eq!(read_all(&raw, Decoder::Text)?, [Value::Text("ab".into()), Value::Null]);
        Ok(())
    }

    #[test]
    fn what_is_cut_short_is_an_error() {
        let raw = stream(&[&[0, 0, 0, 9], b"ab"]);
        assert!(read_all(&raw, Decoder::Text).is_err());
        assert!(read_all(&raw[..10], Decoder::Text).is_err());
        assert!(read_all(&stream(&[&[0, 0, 0, 0], &[0, 2]]), Decoder::Text).is_err());
    }
}
