//! Values of MySQL's binary protocol.

use mysql::consts::{ColumnFlags, ColumnType};
use mysql::{Column, Value as Sent};

use crate::calendar::{date_of, days_of};
use crate::{Decimal, Instant, Value, ValueKind};

/// The number of the character set `binary`: bytes, not text.
const BINARY: u16 = 63;
/// What the protocol gives as the scale of a number that has none, and as the precision of a time without one.
const NO_SCALE: u8 = 31;

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// What the values of a column are read as.
pub(super) fn kind_of(column: &Column) -> ValueKind {
    let digits = Some(u32::from(column.decimals())).filter(|it| *it < u32::from(NO_SCALE));
    match column.column_type() {
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => ValueKind::Decimal(digits),
        ColumnType::MYSQL_TYPE_FLOAT => ValueKind::Float32,
        ColumnType::MYSQL_TYPE_DOUBLE => ValueKind::Float64,
        ColumnType::MYSQL_TYPE_TINY
        | ColumnType::MYSQL_TYPE_SHORT
        | ColumnType::MYSQL_TYPE_INT24
        | ColumnType::MYSQL_TYPE_LONG
        | ColumnType::MYSQL_TYPE_LONGLONG
        | ColumnType::MYSQL_TYPE_YEAR
        | ColumnType::MYSQL_TYPE_BIT => ValueKind::Integer,
        ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => ValueKind::Date,
        ColumnType::MYSQL_TYPE_TIME | ColumnType::MYSQL_TYPE_TIME2 => ValueKind::Time(digits),
        ColumnType::MYSQL_TYPE_DATETIME | ColumnType::MYSQL_TYPE_DATETIME2 => ValueKind::Timestamp(digits),
        ColumnType::MYSQL_TYPE_TIMESTAMP | ColumnType::MYSQL_TYPE_TIMESTAMP2 => ValueKind::TimestampTz(digits),
        ColumnType::MYSQL_TYPE_JSON => ValueKind::Json,
        ColumnType::MYSQL_TYPE_NULL => ValueKind::Any,
        _ if is_enum(column) => ValueKind::Enum,
        _ if column.character_set() == BINARY => ValueKind::Bytes,
        _ => ValueKind::Text,
    }
}

fn is_enum(column: &Column) -> bool {
    column.flags().contains(ColumnFlags::ENUM_FLAG) || column.column_type() == ColumnType::MYSQL_TYPE_ENUM
}

/// The value, by the type of its column.
pub(super) fn decode(column: &Column, value: Sent) -> Value {
    match value {
        Sent::NULL => Value::Null,
        Sent::Int(number) => Value::Integer(number.into()),
        Sent::UInt(number) => Value::Integer(number.into()),
        Sent::Float(number) => Value::Float32(number),
        Sent::Double(number) => Value::Float64(number),
        Sent::Bytes(bytes) => of_bytes(column, bytes),
        Sent::Date(year, month, day, hour, minute, second, micros) => {
            let time = clock(hour, minute, second, micros);
            of_date(column.column_type(), (year.into(), month.into(), day.into()), time, (hour, minute, second, micros))
        }
        Sent::Time(negative, days, hour, minute, second, micros) => {
            let time = i64::from(days) * MICROS_PER_DAY + clock(hour, minute, second, micros);
            Value::Time(if negative { -time } else { time })
        }
    }
}

fn clock(hour: u8, minute: u8, second: u8, micros: u32) -> i64 {
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    seconds * 1_000_000 + i64::from(micros)
}

fn of_bytes(column: &Column, bytes: Vec<u8>) -> Value {
    match kind_of(column) {
        ValueKind::Decimal(_) => match std::str::from_utf8(&bytes).ok().and_then(Decimal::parse) {
            Some(number) => Value::Decimal(number),
            None => text(bytes),
        },
        // `BIT`: at most 64, the most significant byte first.
        ValueKind::Integer => Value::Integer(bytes.iter().fold(0, |number, byte| number << 8 | i128::from(*byte))),
        ValueKind::Bytes => Value::Bytes(bytes),
        ValueKind::Json => match String::from_utf8(bytes) {
            Ok(text) => Value::Json(text),
            Err(error) => Value::Bytes(error.into_bytes()),
        },
        _ => text(bytes),
    }
}

fn text(bytes: Vec<u8>) -> Value {
    String::from_utf8(bytes).map_or_else(|error| Value::Bytes(error.into_bytes()), Value::Text)
}

/// Days that are in no calendar (`0000-00-00`, `2024-02-31`), which the engine can hold, come as their text.
fn of_date(of: ColumnType, (year, month, day): (i64, i64, i64), time: i64, parts: (u8, u8, u8, u32)) -> Value {
    let days = days_of(year, month, day);
    let is_day = (1..=12).contains(&month) && day > 0 && date_of(days) == (year, month, day);
    let is_date = matches!(of, ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE);
    if !is_day {
        let (hour, minute, second, micros) = parts;
        let date = format!("{year:04}-{month:02}-{day:02}");
        let text = if is_date { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}.{micros:06}") };
        return Value::Other(text);
    }
    if is_date {
        return i32::try_from(days).map_or(Value::Null, Value::Date);
    }
    let instant = Instant::of_micros(days * MICROS_PER_DAY + time);
    if matches!(of, ColumnType::MYSQL_TYPE_TIMESTAMP | ColumnType::MYSQL_TYPE_TIMESTAMP2) {
        // The session's zone is UTC.
        return Value::TimestampTz(instant);
    }
    Value::Timestamp(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_in_no_calendar_stay_text() {
        let date = Column::new(ColumnType::MYSQL_TYPE_DATE);
        assert_eq!(decode(&date, Sent::Date(1970, 1, 2, 0, 0, 0, 0)), Value::Date(1));
        assert_eq!(decode(&date, Sent::Date(0, 0, 0, 0, 0, 0, 0)), Value::Other("0000-00-00".into()));
        assert_eq!(decode(&date, Sent::Date(2023, 2, 29, 0, 0, 0, 0)), Value::Other("2023-02-29".into()));
        let time = Column::new(ColumnType::MYSQL_TYPE_DATETIME);
        let expected = Value::Other("2024-00-10 01:02:03.000004".into());
        assert_eq!(decode(&time, Sent::Date(2024, 0, 10, 1, 2, 3, 4)), expected);
    }

    #[test]
    fn bits_are_numbers_and_times_go_beyond_a_day() {
        let bit = Column::new(ColumnType::MYSQL_TYPE_BIT);
        assert_eq!(decode(&bit, Sent::Bytes(vec![1, 0])), Value::Integer(256));
        let time = Column::new(ColumnType::MYSQL_TYPE_TIME);
        let expected = Value::Time(-(34 * MICROS_PER_DAY + 1));
        assert_eq!(decode(&time, Sent::Time(true, 34, 0, 0, 0, 1)), expected);
    }
}
