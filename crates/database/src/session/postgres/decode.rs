//! Values of PostgreSQL's binary formats. Each is the counterpart of the `…_send` function of the type.

use postgres::types::{Kind, Type};

use super::numeric;
use crate::text::{MICROS_PER_DAY, moment};
use crate::{Error, ErrorKind, Instant, Result, Value};

/// Days between 1970-01-01 and 2000-01-01, from which the engine counts.
const EPOCH_DAYS: i32 = 10_957;
/// The same in microseconds.
const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// How the values of a column are decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decoder {
    Bool,
    Int2,
    Int4,
    Int8,
    Oid,
    Float4,
    Float8,
    Numeric,
    Text,
    /// `character(n)`: the blanks that fill a value up are no part of it (manual, 8.3).
    Padded,
    /// `"char"`: one byte.
    Char,
    Json,
    Jsonb,
    Bytes,
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    /// The text of a type without a variant of its own; the query has to convert it.
    Converted,
    /// The text that its output gives: a conversion writes the mask of every `inet`, which no other program shows.
    Inet,
    Array(Box<Decoder>),
}

impl Decoder {
    /// The decoder for a type, and for its elements.
    pub(super) fn of(of: &Type) -> Self {
        match of.kind() {
            Kind::Domain(base) => return Self::of(base),
            Kind::Enum(_) => return Self::Text,
            Kind::Array(element) => return Self::Array(Box::new(Self::of(element))),
            Kind::Simple => {}
            _ => return Self::Converted,
        }
        if of.schema() != "pg_catalog" {
            return if of.name() == "citext" { Self::Text } else { Self::Converted };
        }
        match of.name() {
            "bool" => Self::Bool,
            "int2" => Self::Int2,
            "int4" => Self::Int4,
            "int8" => Self::Int8,
            "oid" => Self::Oid,
            "float4" => Self::Float4,
            "float8" => Self::Float8,
            "numeric" => Self::Numeric,
            "text" | "varchar" | "name" | "unknown" | "xml" => Self::Text,
            "bpchar" => Self::Padded,
            "char" => Self::Char,
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            "bytea" => Self::Bytes,
            "date" => Self::Date,
            "time" => Self::Time,
            "timetz" => Self::TimeTz,
            "timestamp" => Self::Timestamp,
            "timestamptz" => Self::TimestampTz,
            "interval" => Self::Interval,
            "uuid" => Self::Uuid,
            "inet" => Self::Inet,
            _ => Self::Converted,
        }
    }

    /// How the query has to convert `column` before it can be decoded; none where it can be as it is.
    pub(super) fn conversion(&self, column: &str) -> Option<String> {
        match self {
            Self::Converted => Some(format!("{column}::pg_catalog.text")),
            Self::Inet => Some(format!("pg_catalog.textin(pg_catalog.inet_out({column}))")),
            Self::Array(element) => element.conversion(column).map(|_| format!("{column}::pg_catalog.text[]")),
            _ => None,
        }
    }

    /// Decodes a value into `into`, whose memory is used again where it can be.
    pub(super) fn decode(&self, raw: &[u8], into: &mut Value) -> Result<()> {
        *into = match self {
            Self::Text => return text(raw, into),
            Self::Padded => return text(unpadded(raw), into),
            Self::Bytes => return bytes(raw, into),
            Self::Bool => Value::Bool(fixed::<1>(raw)? != [0]),
            Self::Int2 => Value::Integer(i16::from_be_bytes(fixed(raw)?).into()),
            Self::Int4 => Value::Integer(i32::from_be_bytes(fixed(raw)?).into()),
            Self::Int8 => Value::Integer(i64::from_be_bytes(fixed(raw)?).into()),
            Self::Oid => Value::Integer(u32::from_be_bytes(fixed(raw)?).into()),
            Self::Float4 => Value::Float32(f32::from_be_bytes(fixed(raw)?)),
            Self::Float8 => Value::Float64(f64::from_be_bytes(fixed(raw)?)),
            Self::Numeric => Value::Decimal(numeric::decode(raw).ok_or_else(malformed)?),
            Self::Char => char_of(raw)?,
            Self::Json => Value::Json(string(raw)?),
            Self::Jsonb => Value::Json(string(raw.strip_prefix(&[1]).ok_or_else(malformed)?)?),
            Self::Date => Value::Date(date(i32::from_be_bytes(fixed(raw)?))),
            Self::Time => Value::Time(i64::from_be_bytes(fixed(raw)?)),
            Self::TimeTz => time_tz(raw)?,
            Self::Timestamp => instant(raw, "", Value::Timestamp)?,
            Self::TimestampTz => instant(raw, "+00:00", Value::TimestampTz)?,
            Self::Interval => interval(raw)?,
            Self::Uuid => Value::Uuid(fixed(raw)?),
            Self::Converted | Self::Inet => Value::Other(string(raw)?),
            Self::Array(element) => super::array::decode(element, raw)?,
        };
        Ok(())
    }
}

/// What is sent is not what the format says.
pub(super) fn malformed() -> Error {
    Error::new(ErrorKind::Other, "the server sent a value that is not in the binary format of its type")
}

fn fixed<const N: usize>(raw: &[u8]) -> Result<[u8; N]> {
    raw.try_into().map_err(|_| malformed())
}

fn string(raw: &[u8]) -> Result<String> {
    std::str::from_utf8(raw).map(str::to_owned).map_err(|_| malformed())
}

/// The text without the blanks at its end.
fn unpadded(raw: &[u8]) -> &[u8] {
    let blanks = raw.iter().rev().take_while(|it| **it == b' ').count();
    raw.get(..raw.len() - blanks).unwrap_or_default()
}

/// A database of the encoding `SQL_ASCII` holds any bytes in its texts.
fn text(raw: &[u8], into: &mut Value) -> Result<()> {
    match (std::str::from_utf8(raw), &mut *into) {
        (Ok(text), Value::Text(old)) => {
            old.clear();
            old.push_str(text);
        }
        (Ok(text), other) => *other = Value::Text(text.to_owned()),
        (Err(_), _) => return bytes(raw, into),
    }
    Ok(())
}

#[allow(clippy::unnecessary_wraps)] // As the others.
fn bytes(raw: &[u8], into: &mut Value) -> Result<()> {
    match into {
        Value::Bytes(old) => {
            old.clear();
            old.extend_from_slice(raw);
        }
        other => *other = Value::Bytes(raw.to_vec()),
    }
    Ok(())
}

/// The engine prints the zero byte as an empty text and bytes beyond ASCII as backslash and octal digits.
fn char_of(raw: &[u8]) -> Result<Value> {
    Ok(Value::Text(match fixed::<1>(raw)? {
        [0] => String::new(),
        [byte] if byte.is_ascii() => char::from(byte).to_string(),
        [byte] => format!("\\{byte:03o}"),
    }))
}

fn date(days: i32) -> i32 {
    if days == i32::MIN || days == i32::MAX { days } else { days.saturating_add(EPOCH_DAYS) }
}

/// The engine knows some thirty years more than [`Instant`], which counts from 1970 where it counts from 2000: these come as
/// their text.
fn instant(raw: &[u8], zone: &str, of: fn(Instant) -> Value) -> Result<Value> {
    let micros = i64::from_be_bytes(fixed(raw)?);
    let is_infinite = micros == i64::MIN || micros == i64::MAX;
    Ok(match micros.checked_add(EPOCH_MICROS) {
        _ if is_infinite => of(Instant::of_micros(micros)),
        Some(micros) if micros != i64::MAX => of(Instant::of_micros(micros)),
        _ => {
            let days = micros.div_euclid(MICROS_PER_DAY) + i64::from(EPOCH_DAYS);
            Value::Other(moment(days, micros.rem_euclid(MICROS_PER_DAY), zone))
        }
    })
}

fn time_tz(raw: &[u8]) -> Result<Value> {
    let (time, west) = raw.split_first_chunk::<8>().ok_or_else(malformed)?;
    Ok(Value::TimeTz(i64::from_be_bytes(*time), i32::from_be_bytes(fixed(west)?).saturating_neg()))
}

fn interval(raw: &[u8]) -> Result<Value> {
    let (micros, rest) = raw.split_first_chunk::<8>().ok_or_else(malformed)?;
    let (days, months) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
    Ok(Value::Interval {
        months: i32::from_be_bytes(fixed(months)?),
        days: i32::from_be_bytes(*days),
        micros: i64::from_be_bytes(*micros),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decoder: &Decoder, raw: &[u8]) -> Option<Value> {
        let mut value = Value::Null;
        decoder.decode(raw, &mut value).ok().map(|()| value)
    }

    #[test]
    fn points_in_time_count_from_1970() {
        assert_eq!(decoded(&Decoder::Date, &(-10_957_i32).to_be_bytes()), Some(Value::Date(0)));
        assert_eq!(decoded(&Decoder::Date, &i32::MAX.to_be_bytes()), Some(Value::Date(i32::MAX)));
        let micros = Instant::of_micros(EPOCH_MICROS + 1);
        assert_eq!(decoded(&Decoder::Timestamp, &1_i64.to_be_bytes()), Some(Value::Timestamp(micros)));
        let infinite = Instant::of_micros(i64::MIN);
        assert_eq!(decoded(&Decoder::TimestampTz, &i64::MIN.to_be_bytes()), Some(Value::TimestampTz(infinite)));
    }

    #[test]
    fn what_is_cut_short_is_an_error() {
        for decoder in
            [Decoder::Int4, Decoder::Interval, Decoder::TimeTz, Decoder::Uuid, Decoder::Jsonb, Decoder::Numeric]
        {
            assert_eq!(decoded(&decoder, &[2, 2, 3]), None, "{decoder:?}");
        }
    }

    #[test]
    fn text_that_is_not_utf8_stays_bytes() {
        assert_eq!(decoded(&Decoder::Padded, b" ab  "), Some(Value::Text(" ab".into())));
        assert_eq!(decoded(&Decoder::Text, &[0xe9]), Some(Value::Bytes(vec![0xe9])));
    }
}
