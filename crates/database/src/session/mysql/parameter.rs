//! Typed parameters.

use mysql::Value as Sent;

use crate::calendar::date_of;
use crate::text::{MICROS_PER_DAY, text_of};
use crate::{Instant, Value};

/// The value as the protocol sends it. MySQL refuses the parts of the longest times, so that a time travels as text. An exact number travels as text: beside a column the engine reads it as what the column
/// is when it is stored, but as floating point when it is compared, so a comparison has to convert it
/// (`CAST(? AS DECIMAL(65,30))`).
pub(super) fn sent(value: &Value) -> Sent {
    match value {
        Value::Null => Sent::NULL,
        Value::Bool(value) => Sent::Int(i64::from(*value)),
        Value::Integer(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => Sent::Int(number),
            (_, Ok(number)) => Sent::UInt(number),
            _ => Sent::Bytes(number.to_string().into_bytes()),
        },
        Value::Float32(number) => Sent::Float(*number),
        Value::Float64(number) => Sent::Double(*number),
        Value::Bytes(bytes) => Sent::Bytes(bytes.clone()),
        Value::Date(days) => moment(i64::from(*days), 0).unwrap_or_else(|| as_text(value)),
        Value::Timestamp(instant) | Value::TimestampTz(instant) => {
            of_instant(*instant).unwrap_or_else(|| as_text(value))
        }
        other => as_text(other),
    }
}

fn as_text(value: &Value) -> Sent {
    Sent::Bytes(text_of(value).into_bytes())
}

fn of_instant(instant: Instant) -> Option<Sent> {
    moment(instant.micros.div_euclid(MICROS_PER_DAY), instant.micros.rem_euclid(MICROS_PER_DAY))
}

/// None outside the years that the engine has, infinities among them.
fn moment(days: i64, micros: i64) -> Option<Sent> {
    let (year, month, day) = date_of(days);
    let year = u16::try_from(year).ok().filter(|it| *it <= 9999)?;
    let (hour, minute, second, micros) = clock(micros)?;
    Some(Sent::Date(year, month.try_into().ok()?, day.try_into().ok()?, hour, minute, second, micros))
}

fn clock(micros: i64) -> Option<(u8, u8, u8, u32)> {
    let seconds = micros / 1_000_000;
    let small = |number: i64| u8::try_from(number).ok();
    let micros = u32::try_from(micros % 1_000_000).ok()?;
    Some((small(seconds / 3600)?, small(seconds / 60 % 60)?, small(seconds % 60)?, micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_time_are_sent_in_parts() {
        assert_eq!(sent(&Value::Date(-1)), Sent::Date(1969, 12, 31, 0, 0, 0, 0));
        let instant = Instant::of_micros(-1);
        assert_eq!(sent(&Value::Timestamp(instant)), Sent::Date(1969, 12, 31, 23, 59, 59, 999_999));
        assert_eq!(sent(&Value::Date(i32::MAX)), Sent::Bytes(b"infinity".to_vec()));
        assert_eq!(sent(&Value::Time(-90_000_000_001)), Sent::Bytes(b"-25:00:00.000001".to_vec()));
        assert_eq!(sent(&Value::Integer(u64::MAX.into())), Sent::UInt(u64::MAX));
    }
}
