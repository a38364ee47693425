//! Values as the text that an engine takes for them, and as literals of its SQL.

use std::fmt::Write;

use database::{EngineKind, Value};

use super::calendar;

/// The text that the engine reads as this value; none for NULL, for bytes, and for what the engine cannot hold.
pub(super) fn text(value: &Value, engine: EngineKind) -> Option<String> {
    let is_postgres = engine == EngineKind::Postgres;
    Some(match value {
        Value::Null | Value::Bytes(_) => return None,
        Value::Bool(it) if is_postgres => it.to_string(),
        Value::Bool(it) => u8::from(*it).to_string(),
        Value::Integer(it) => it.to_string(),
        Value::Decimal(it) => it.to_string(),
        Value::Float32(it) => float(f64::from(*it), &format!("{it:e}")),
        Value::Float64(it) => float(*it, &format!("{it:e}")),
        Value::Text(it) | Value::Json(it) | Value::Other(it) => it.clone(),
        Value::Date(days) => match calendar::date(*days) {
            Some(text) => text,
            None => infinity(*days > 0, is_postgres)?,
        },
        Value::Time(micros) => calendar::time(*micros),
        Value::TimeTz(micros, zone) => format!("{}{}", calendar::time(*micros), offset(*zone)),
        Value::Timestamp(at) => match calendar::timestamp(*at, "") {
            Some(text) => text,
            None => infinity(at.micros > 0, is_postgres)?,
        },
        Value::TimestampTz(at) => match calendar::timestamp(*at, if is_postgres { "+00" } else { "" }) {
            Some(text) => text,
            None => infinity(at.micros > 0, is_postgres)?,
        },
        Value::Interval { months: i32::MIN, days: i32::MIN, micros: i64::MIN } => "-infinity".to_owned(),
        Value::Interval { months: i32::MAX, days: i32::MAX, micros: i64::MAX } => "infinity".to_owned(),
        Value::Interval { months, days, micros } => {
            let sign = if *micros < 0 { "-" } else { "" };
            let (seconds, rest) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
            format!("{months} months {days} days {sign}{seconds}.{rest:06} seconds")
        }
        Value::Uuid(bytes) => uuid(bytes),
        Value::Array(items) => array(items, engine)?,
    })
}

/// The value as a literal of the engine's SQL; none for what the engine cannot hold.
pub(super) fn literal(value: &Value, engine: EngineKind) -> Option<String> {
    Some(match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(it) if engine == EngineKind::Postgres => it.to_string(),
        Value::Bool(it) => u8::from(*it).to_string(),
        Value::Integer(it) => it.to_string(),
        Value::Decimal(it)
            if it.as_str().ends_with(|last: char| last.is_ascii_digit()) && engine != EngineKind::Sqlite =>
        {
            it.to_string()
        }
        Value::Float64(it) if engine == EngineKind::Sqlite => sqlite_real(*it),
        Value::Float32(it) if engine == EngineKind::Sqlite => sqlite_real(f64::from(*it)),
        // MySQL compares a column of 32 bits with a text as 64 bits, where the shortest digits of the one are another number.
        Value::Float32(it) if engine != EngineKind::Postgres => {
            quoted(&float(f64::from(*it), &format!("{:e}", f64::from(*it))), engine)
        }
        Value::Bytes(bytes) => match engine {
            EngineKind::Postgres => format!("'\\x{}'", hex(bytes)),
            _ => format!("X'{}'", hex(bytes)),
        },
        other => quoted(&text(other, engine)?, engine),
    })
}

/// A text as a literal, whatever it holds and however the session reads backslashes. No line of it ends with a carriage return,
/// which the clients of MySQL and SQLite leave out.
pub(super) fn quoted(text: &str, engine: EngineKind) -> String {
    let doubled = text.replace('\'', "''");
    match engine {
        EngineKind::Postgres if text.contains('\\') => format!("E'{}'", doubled.replace('\\', "\\\\")),
        EngineKind::Sqlite if text.contains(['\0', '\r']) => format!("CAST(X'{}' AS TEXT)", hex(text.as_bytes())),
        // Unlike a conversion, a literal takes the collation of the column that it is compared with.
        EngineKind::MySql | EngineKind::MariaDb if text.contains(['\\', '\0', '\r']) => {
            format!("_utf8mb4 X'{}'", hex(text.as_bytes()))
        }
        _ => format!("'{doubled}'"),
    }
}

/// The bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A UUID with its hyphens.
pub(super) fn uuid(bytes: &[u8; 16]) -> String {
    let digits = hex(bytes);
    let part = |from, to| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

fn float(value: f64, shortest: &str) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        (if value > 0.0 { "Infinity" } else { "-Infinity" }).to_owned()
    } else {
        shortest.to_owned()
    }
}

/// `SQLite` has no literal for infinity, but one that is too large; it holds no NaN.
fn sqlite_real(value: f64) -> String {
    if value.is_nan() {
        "NULL".to_owned()
    } else if value.is_infinite() {
        (if value > 0.0 { "9e999" } else { "-9e999" }).to_owned()
    } else {
        format!("{value:?}")
    }
}

fn infinity(positive: bool, known: bool) -> Option<String> {
    known.then(|| (if positive { "infinity" } else { "-infinity" }).to_owned())
}

fn offset(seconds: i32) -> String {
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    format!("{sign}{:02}:{:02}:{:02}", size / 3600, size / 60 % 60, size % 60)
}

/// An array as `PostgreSQL` writes it: `{1,NULL,"a\"b"}`.
fn array(items: &[Value], engine: EngineKind) -> Option<String> {
    if engine != EngineKind::Postgres {
        return None;
    }
    let items: Option<Vec<String>> = items
        .iter()
        .map(|item| match item {
            Value::Null => Some("NULL".to_owned()),
            Value::Array(inner) => array(inner, engine),
            Value::Bytes(bytes) => Some(format!("\"\\\\x{}\"", hex(bytes))),
            other => text(other, engine).map(|it| format!("\"{}\"", it.replace('\\', "\\\\").replace('"', "\\\""))),
        })
        .collect();
    Some(format!("{{{}}}", items?.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(value: &Value) -> String {
        literal(value, EngineKind::Postgres).unwrap_or_default()
    }

    #[test]
    fn no_text_ends_its_literal() {
        for engine in [EngineKind::Postgres, EngineKind::MySql, EngineKind::Sqlite] {
            assert_eq!(quoted("it's -- \n", engine), "'it''s -- \n'");
        }
        assert_eq!(quoted("a\\' OR 1", EngineKind::Postgres), "E'a\\\\'' OR 1'");
        assert_eq!(quoted("\\'", EngineKind::MariaDb), "_utf8mb4 X'5c27'");
        assert_eq!(quoted("a\r\n", EngineKind::MySql), "_utf8mb4 X'610d0a'");
        assert_eq!(quoted("a\0", EngineKind::Sqlite), "CAST(X'6100' AS TEXT)");
    }

    #[test]
    fn values_read_as_the_engine_takes_them() {
        assert_eq!(postgres(&Value::Float64(-0.0)), "'-0e0'");
        assert_eq!(postgres(&Value::Float64(f64::NEG_INFINITY)), "'-Infinity'");
        assert_eq!(postgres(&Value::Bytes(vec![0, 255])), "'\\x00ff'");
        let span = Value::Interval { months: 14, days: -3, micros: -1_500_000 };
        assert_eq!(postgres(&span), "'14 months -3 days -1.500000 seconds'");
        let items = vec![Value::Null, Value::Text("NULL".into()), Value::Text("a\"\\".into()), Value::Array(vec![])];
        assert_eq!(text(&Value::Array(items), EngineKind::Postgres).as_deref(), Some(r#"{NULL,"NULL","a\"\\",{}}"#));
        assert_eq!(literal(&Value::Date(i32::MAX), EngineKind::MySql), None);
        assert_eq!(literal(&Value::Float32(0.1), EngineKind::MySql).as_deref(), Some("'1.0000000149011612e-1'"));
        assert_eq!(literal(&Value::Float64(1.0), EngineKind::Sqlite).as_deref(), Some("1.0"));
        assert_eq!(literal(&Value::TimeTz(0, -19_800), EngineKind::Postgres).as_deref(), Some("'00:00:00-05:30:00'"));
    }
}
