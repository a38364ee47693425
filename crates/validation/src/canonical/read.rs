//! A value read as another kind: what a text, a number or bytes of the other side mean.

use std::borrow::Cow;

use database::{Decimal, Instant, Value};

use super::{array, time};

/// The elements of an array, or of a text that writes one.
pub(crate) fn elements(value: &Value) -> Option<Cow<'_, [Value]>> {
    match value {
        Value::Array(elements) => Some(Cow::Borrowed(elements)),
        Value::Text(it) | Value::Other(it) | Value::Json(it) => array::elements(it).map(Cow::Owned),
        _ => None,
    }
}

pub(crate) fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Bool(it) => Decimal::parse(if *it { "1" } else { "0" }),
        Value::Integer(it) => Decimal::parse(&it.to_string()),
        Value::Decimal(it) => Some(it.clone()),
        Value::Float32(it) => Decimal::parse(&format!("{it:e}")),
        Value::Float64(it) => Decimal::parse(&format!("{it:e}")),
        Value::Text(it) | Value::Other(it) | Value::Json(it) => match it.trim() {
            "t" | "true" | "TRUE" | "True" => Decimal::parse("1"),
            "f" | "false" | "FALSE" | "False" => Decimal::parse("0"),
            it => Decimal::parse(it),
        },
        _ => None,
    }
}

/// Rounded to 32 bits where it holds more.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what this form does")]
pub(crate) fn float32(value: &Value) -> Option<f32> {
    match value {
        Value::Float32(it) => Some(*it),
        Value::Float64(it) => Some(*it as f32),
        _ => digits(value)?.parse().ok(),
    }
}

pub(crate) fn float64(value: &Value) -> Option<f64> {
    match value {
        Value::Float32(it) => Some(f64::from(*it)),
        Value::Float64(it) => Some(*it),
        _ => digits(value)?.parse().ok(),
    }
}

/// The text of a number that is to be read as floating point.
fn digits(value: &Value) -> Option<String> {
    match value {
        Value::Integer(it) => Some(it.to_string()),
        Value::Decimal(it) => Some(it.to_string()),
        Value::Text(it) | Value::Other(it) => Some(it.trim().to_owned()),
        _ => None,
    }
}

pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(it) | Value::Other(it) | Value::Json(it) => Some(it.clone()),
        Value::Bool(it) => Some(if *it { "true" } else { "false" }.to_owned()),
        Value::Integer(it) => Some(it.to_string()),
        Value::Decimal(it) => Some(it.to_string()),
        Value::Float32(it) => Some(format!("{it:?}")),
        Value::Float64(it) => Some(format!("{it:?}")),
        Value::Uuid(it) => Some(uuid_text(*it)),
        Value::Date(it) => Some(time::date_text(*it)),
        Value::Time(it) => Some(time::time_text(*it)),
        Value::TimeTz(micros, east) => Some(time::time_text(*micros) + &time::zone_text(*east)),
        Value::Timestamp(it) => Some(time::instant_text(*it)),
        Value::TimestampTz(it) => Some(time::instant_text(*it) + "Z"),
        _ => None,
    }
}

pub(crate) fn bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::Bytes(it) => Some(it),
        Value::Text(it) => Some(it.as_bytes()),
        _ => None,
    }
}

pub(crate) fn date(value: &Value) -> Option<i32> {
    match value {
        Value::Date(it) => Some(*it),
        Value::Text(it) | Value::Other(it) => time::read_date(it.trim()),
        _ => None,
    }
}

pub(crate) fn time(value: &Value) -> Option<i64> {
    match value {
        Value::Time(it) => Some(*it),
        Value::Text(it) | Value::Other(it) => time::read_time(it.trim()),
        _ => None,
    }
}

/// Microseconds since midnight, and the seconds that the zone lies east.
pub(crate) fn time_tz(value: &Value) -> Option<(i64, i32)> {
    match value {
        Value::TimeTz(micros, east) => Some((*micros, *east)),
        Value::Text(it) | Value::Other(it) => time::read_time_tz(it.trim()),
        _ => None,
    }
}

pub(crate) fn instant(value: &Value) -> Option<Instant> {
    match value {
        Value::Timestamp(it) | Value::TimestampTz(it) => Some(*it),
        Value::Date(days) => Some(time::midnight(*days)),
        Value::Text(it) | Value::Other(it) => time::read_instant(it.trim()),
        _ => None,
    }
}

pub(crate) fn interval(value: &Value) -> Option<(i32, i32, i64)> {
    match value {
        Value::Interval { months, days, micros } => Some((*months, *days, *micros)),
        Value::Text(it) | Value::Other(it) => time::read_interval(it.trim()),
        _ => None,
    }
}

pub(crate) fn uuid(value: &Value) -> Option<String> {
    match value {
        Value::Uuid(it) => Some(uuid_text(*it)),
        Value::Bytes(it) => Some(uuid_text(it.as_slice().try_into().ok()?)),
        Value::Text(it) | Value::Other(it) => {
            let it = it.trim().trim_start_matches('{').trim_end_matches('}');
            let digits: String = it.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
            let number =
                u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32 && !digits.starts_with('+'))?;
            Some(uuid_text(number.to_be_bytes()))
        }
        _ => None,
    }
}

pub(crate) fn uuid_text(bytes: [u8; 16]) -> String {
    let it = format!("{:032x}", u128::from_be_bytes(bytes));
    let part = |from: usize, to: usize| it.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_means_depends_on_the_other_side() {
        let text = |it: &str| Value::Text(it.to_owned());
        assert_eq!(decimal(&text(" 12.50 ")).map(|it| it.to_string()).as_deref(), Some("12.50"));
        assert_eq!(decimal(&text("true")), decimal(&Value::Integer(1)));
        assert_eq!(decimal(&text("twelve")), None);
        assert_eq!(float64(&text("1e-3")), Some(0.001));
        let id = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
        assert_eq!(uuid(&text("{0F1E2D3C4B5A69788796A5B4C3D2E1F0}")).as_deref(), Some(id));
        assert_eq!(uuid(&text("+f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")), None, "a sign is no digit");
    }

    #[test]
    fn a_float_read_as_a_number_is_its_shortest_text() {
        let read = |it: f64| decimal(&Value::Float64(it)).map(|it| it.to_string());
        assert_eq!(read(0.1).as_deref(), Some("0.1"));
        assert_eq!(read(0.100_000_000_000_000_1).as_deref(), Some("0.1000000000000001"));
        assert_eq!(read(1e23).as_deref(), Some("100000000000000000000000"));
        assert_eq!(read(f64::NEG_INFINITY).as_deref(), Some("-Infinity"));
    }
}
