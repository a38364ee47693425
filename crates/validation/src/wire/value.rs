//! A value as JSON that reads back as the same value, and as text for people.

use database::{Decimal, Instant, Value};
use serde_json::{Map, Value as Json};

use crate::canonical::{read, time};
use crate::{Error, ErrorKind, Result};

/// Integers that every reader of JSON keeps exactly.
const EXACT: u128 = 1 << 53;
/// Most levels of arrays in arrays.
const DEEPEST: usize = 64;

/// A value as JSON: texts, truth values, NULL and integers of up to 53 bits as themselves, everything else as an object of one
/// member that names the type.
pub fn to_json(value: &Value) -> Json {
    let named = |name: &str, it: Json| Json::Object(Map::from_iter([(name.to_owned(), it)]));
    let text = |name: &str, it: String| named(name, Json::String(it));
    match value {
        Value::Null => Json::Null,
        Value::Bool(it) => Json::Bool(*it),
        Value::Integer(it) if it.unsigned_abs() <= EXACT => i64::try_from(*it).map_or(Json::Null, Json::from),
        Value::Integer(it) => text("integer", it.to_string()),
        Value::Decimal(it) => text("decimal", it.to_string()),
        Value::Float32(it) => text("float32", format!("{it:?}")),
        Value::Float64(it) => text("float", format!("{it:?}")),
        Value::Text(it) => Json::String(it.clone()),
        Value::Bytes(it) => text("bytes", hexadecimal(it)),
        Value::Date(it) => text("date", time::date_text(*it)),
        Value::Time(it) => text("time", time::time_text(*it)),
        Value::TimeTz(micros, east) => named("time_tz", Json::from(vec![Json::from(*micros), Json::from(*east)])),
        Value::Timestamp(it) => text("timestamp", time::instant_text(*it)),
        Value::TimestampTz(it) => text("timestamp_utc", utc_text(*it)),
        Value::Interval { months, days, micros } => {
            named("interval", Json::from(vec![Json::from(*months), Json::from(*days), Json::from(*micros)]))
        }
        Value::Uuid(it) => text("uuid", read::uuid_text(*it)),
        Value::Json(it) => text("json", it.clone()),
        Value::Array(it) => named("array", Json::Array(it.iter().map(to_json).collect())),
        Value::Other(it) => text("other", it.clone()),
    }
}

/// The value that a JSON stands for.
///
/// # Errors
/// [`ErrorKind::Malformed`] where it stands for none.
pub fn from_json(json: &Json) -> Result<Value> {
    read_at(json, 0).ok_or_else(|| {
        let text: String = json.to_string().chars().take(80).collect();
        Error::new(ErrorKind::Malformed, format!("`{text}` stands for no value"))
    })
}

fn read_at(json: &Json, depth: usize) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Bool(it) => Some(Value::Bool(*it)),
        Json::Number(it) => it.as_i64().map(|it| Value::Integer(it.into())),
        Json::String(it) => Some(Value::Text(it.clone())),
        Json::Array(_) => None,
        Json::Object(members) => {
            let mut members = members.iter();
            let (name, it) = members.next().filter(|_| members.len() == 0)?;
            named(name, it, depth)
        }
    }
}

fn named(name: &str, it: &Json, depth: usize) -> Option<Value> {
    let text = it.as_str();
    Some(match name {
        "integer" => Value::Integer(text?.parse().ok()?),
        "decimal" => Value::Decimal(Decimal::parse(text?)?),
        "float32" => Value::Float32(text?.parse().ok()?),
        "float" => Value::Float64(text?.parse().ok()?),
        "bytes" => Value::Bytes(from_hexadecimal(text?)?),
        "date" => Value::Date(time::read_date(text?)?),
        "time" => Value::Time(time::read_time(text?)?),
        "time_tz" => match numbers(it)?.as_slice() {
            [micros, east] => Value::TimeTz(*micros, i32::try_from(*east).ok()?),
            _ => return None,
        },
        "timestamp" => Value::Timestamp(exact_instant(text?)?),
        "timestamp_utc" => Value::TimestampTz(exact_instant(text?)?),
        "interval" => match numbers(it)?.as_slice() {
            [months, days, micros] => Value::Interval {
                months: i32::try_from(*months).ok()?,
                days: i32::try_from(*days).ok()?,
                micros: *micros,
            },
            _ => return None,
        },
        "uuid" => {
            let digits: String = text?.chars().filter(|it| *it != '-').collect();
            Value::Uuid(from_hexadecimal(&digits)?.try_into().ok()?)
        }
        "json" => Value::Json(text?.to_owned()),
        "array" if depth < DEEPEST => {
            let elements: Option<Vec<Value>> = it.as_array()?.iter().map(|it| read_at(it, depth + 1)).collect();
            Value::Array(elements?)
        }
        "other" => Value::Other(text?.to_owned()),
        _ => return None,
    })
}

fn numbers(it: &Json) -> Option<Vec<i64>> {
    it.as_array()?.iter().map(Json::as_i64).collect()
}

fn utc_text(it: Instant) -> String {
    let text = time::instant_text(it);
    if text.ends_with("infinity") { text } else { text + "Z" }
}

fn exact_instant(text: &str) -> Option<Instant> {
    time::read_instant(text)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let digits = std::str::from_utf8(pair).ok().filter(|it| it.len() == 2 && !it.starts_with('+'))?;
            u8::from_str_radix(digits, 16).ok()
        })
        .collect()
}

/// A value as a person reads it: `NULL` for none, texts without quotes, bytes as `\x00ff`.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bytes(it) => format!("\\x{}", hexadecimal(it)),
        Value::Interval { months, days, micros } => {
            format!("{months} months {days} days {}", time::time_text(*micros))
        }
        Value::TimestampTz(it) => utc_text(*it),
        Value::Array(it) => format!("[{}]", it.iter().map(plain).collect::<Vec<_>>().join(", ")),
        _ => read::text(value).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<Value> {
        let instant = |micros: i64, nanos: u16| Instant { micros, nanos };
        let decimal = |it: &str| Value::Decimal(Decimal::parse(it).unwrap_or_else(|| panic!("{it}")));
        vec![
            Value::Null,
            Value::Bool(true),
            Value::Integer(-5),
            Value::Integer(1 << 53),
            Value::Integer((1 << 53) + 1),
            Value::Integer(i128::MIN),
            decimal("1.00"),
            decimal("-0.00000000000000000001"),
            decimal("NaN"),
            Value::Float32(0.1),
            Value::Float64(-0.0),
            Value::Float64(5e-324),
            Value::Float64(f64::NEG_INFINITY),
            Value::Text("{\"decimal\":\"1\"}\u{0}é😀".into()),
            Value::Bytes(vec![0, 255]),
            Value::Date(-719_528),
            Value::Date(i32::MAX),
            Value::Time(-3_020_399_000_000),
            Value::Time(86_400_000_000),
            Value::TimeTz(1, -3600),
            Value::Timestamp(instant(-1, 7)),
            Value::Timestamp(instant(i64::MIN, 0)),
            Value::TimestampTz(instant(253_402_300_799_999_999, 0)),
            Value::TimestampTz(instant(i64::MAX, 0)),
            Value::Interval { months: -1, days: 30, micros: 1 },
            Value::Uuid([7; 16]),
            Value::Json("{ \"a\" : 1.0 }".into()),
            Value::Array(vec![Value::Array(vec![Value::Null]), Value::Integer(1)]),
            Value::Other("(1,2)".into()),
        ]
    }

    #[test]
    fn every_value_reads_back_as_it_was() {
        for value in values() {
            let text = to_json(&value).to_string();
            let json: Json = serde_json::from_str(&text).unwrap_or_default();
            let read = from_json(&json).map(|it| format!("{it:?}")).map_err(|it| it.to_string());
            assert_eq!(read, Ok(format!("{value:?}")), "{text}");
        }
    }

    #[test]
    fn no_two_values_have_one_text() {
        let mut texts: Vec<String> = values().iter().map(|it| to_json(it).to_string()).collect();
        let count = texts.len();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }

    #[test]
    fn what_stands_for_no_value_is_said() {
        for text in
            ["[1]", "{}", "{\"decimal\":1}", "{\"bytes\":\"0\"}", "{\"a\":1,\"b\":2}", "1.5", "{\"time_tz\":[1]}"]
        {
            let json: Json = serde_json::from_str(text).unwrap_or_default();
            assert!(from_json(&json).is_err_and(|it| it.kind() == ErrorKind::Malformed), "{text}");
        }
    }
}
