//! The text of a value: what the input functions of `PostgreSQL` read, whatever `DateStyle` and `IntervalStyle` are.
//! Others take its dates and times (ISO 8601) too.

use std::fmt::Write;

use crate::Value;
use crate::calendar::date_of;

pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;

/// The input text of a value; of NULL, an empty one.
pub(crate) fn text_of(value: &Value) -> String {
    text_with(value, ',')
}

/// The same, with the character that stands between the elements of an array: a comma, but for boxes.
pub(crate) fn text_with(value: &Value, delimiter: char) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => (if *value { "t" } else { "f" }).to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Float32(number) => float(f64::from(*number), || format!("{number:?}")),
        Value::Float64(number) => float(*number, || format!("{number:?}")),
        Value::Text(text) | Value::Json(text) | Value::Other(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().fold("\\x".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
        Value::Date(i32::MIN) | Value::Interval { months: i32::MIN, days: i32::MIN, micros: i64::MIN } => {
            "-infinity".to_owned()
        }
        Value::Date(i32::MAX) | Value::Interval { months: i32::MAX, days: i32::MAX, micros: i64::MAX } => {
            "infinity".to_owned()
        }
        Value::Date(days) => date(i64::from(*days), ""),
        Value::Time(micros) => time(*micros),
        Value::TimeTz(micros, east) => format!("{}{}", time(*micros), zone(*east)),
        Value::Timestamp(instant) => timestamp(instant.micros, ""),
        Value::TimestampTz(instant) => timestamp(instant.micros, "+00:00"),
        // Every part with its sign: with IntervalStyle `sql_standard` one sign would count for all.
        Value::Interval { months, days, micros } => format!("{months:+} mons {days:+} days {}", signed_time(*micros)),
        Value::Uuid(bytes) => uuid(*bytes),
        Value::Array(values) => array(values, delimiter),
    }
}

fn float(number: f64, finite: impl FnOnce() -> String) -> String {
    match number {
        _ if number.is_nan() => "NaN".to_owned(),
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ => finite(),
    }
}

/// A date with `behind` between it and the mark of its era.
fn date(days: i64, behind: &str) -> String {
    let (year, month, day) = date_of(days);
    let (year, era) = if year > 0 { (year, "") } else { (1 - year, " BC") };
    format!("{year:04}-{month:02}-{day:02}{behind}{era}")
}

fn timestamp(micros: i64, zone: &str) -> String {
    match micros {
        i64::MIN => "-infinity".to_owned(),
        i64::MAX => "infinity".to_owned(),
        _ => moment(micros.div_euclid(MICROS_PER_DAY), micros.rem_euclid(MICROS_PER_DAY), zone),
    }
}

/// A day and the microseconds since its midnight.
pub(crate) fn moment(days: i64, micros: i64, zone: &str) -> String {
    date(days, &format!(" {}{zone}", time(micros)))
}

fn signed_time(micros: i64) -> String {
    let sign = if micros < 0 { '-' } else { '+' };
    format!("{sign}{}", unsigned_time(micros.unsigned_abs()))
}

fn time(micros: i64) -> String {
    if micros < 0 { signed_time(micros) } else { unsigned_time(micros.unsigned_abs()) }
}

fn unsigned_time(micros: u64) -> String {
    let seconds = micros / 1_000_000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:06}", micros % 1_000_000)
}

fn zone(east: i32) -> String {
    let sign = if east < 0 { '-' } else { '+' };
    let east = east.unsigned_abs();
    format!("{sign}{:02}:{:02}:{:02}", east / 3600, east / 60 % 60, east % 60)
}

pub(crate) fn uuid(bytes: [u8; 16]) -> String {
    bytes.iter().enumerate().fold(String::new(), |mut text, (at, byte)| {
        let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
        let _ = write!(text, "{dash}{byte:02x}");
        text
    })
}

/// `{"a",NULL,{"b"}}`: every element but arrays and NULL in quotes, so that none is taken for anything else.
fn array(values: &[Value], delimiter: char) -> String {
    let mut text = "{".to_owned();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            text.push(delimiter);
        }
        match value {
            Value::Null => text.push_str("NULL"),
            Value::Array(inner) => text.push_str(&array(inner, delimiter)),
            _ => {
                text.push('"');
                text.push_str(&text_of(value).replace('\\', "\\\\").replace('"', "\\\""));
                text.push('"');
            }
        }
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    #[test]
    fn points_in_time_have_their_era_and_zone() {
        assert_eq!(text_of(&Value::Date(-719_163)), "0001-12-31 BC");
        assert_eq!(text_of(&Value::Timestamp(Instant::of_micros(-1))), "1969-12-31 23:59:59.999999");
        assert_eq!(text_of(&Value::TimestampTz(Instant::of_micros(0))), "1970-01-01 00:00:00.000000+00:00");
        assert_eq!(text_of(&Value::TimestampTz(Instant::of_micros(i64::MAX))), "infinity");
        assert_eq!(text_of(&Value::TimeTz(1, -5400)), "00:00:00.000001-01:30:00");
    }

    #[test]
    fn every_part_of_a_span_has_its_sign() {
        let span = Value::Interval { months: 1, days: -2, micros: -1_500_000 };
        assert_eq!(text_of(&span), "+1 mons -2 days -00:00:01.500000");
    }

    #[test]
    fn elements_of_arrays_are_quoted() {
        let values = vec![Value::Null, Value::Text("NULL".into()), Value::Text("a\"\\,{}".into())];
        assert_eq!(text_of(&Value::Array(values)), "{NULL,\"NULL\",\"a\\\"\\\\,{}\"}");
    }
}
