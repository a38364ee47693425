//! The value of one side as the other one's column takes it.

use database::{Column, Decimal, EngineKind, Instant, Value, ValueKind};

use super::text::{text, uuid};
use crate::canonical::read;

/// The value in the form that a column takes, without any loss; otherwise why it cannot be written.
pub(super) fn convert(value: &Value, column: &Column, engine: EngineKind) -> Result<Value, String> {
    if *value == Value::Null {
        let refusal = "it is NULL, which the column does not take";
        return if column.nullable { Ok(Value::Null) } else { Err(refusal.to_owned()) };
    }
    if is_odd_day(value, &column.kind, engine) {
        return Ok(value.clone());
    }
    let value = to_kind(value, &column.kind, engine)?;
    // SQLite keeps it where a column has no type.
    let signs_zero = match engine {
        EngineKind::MariaDb => false,
        EngineKind::Sqlite => column.kind == ValueKind::Any,
        _ => true,
    };
    if !signs_zero && is_minus_zero(&value) {
        return Err(format!("{engine} holds no −0"));
    }
    storable(value, engine)
}

/// A value that was read from the column itself, as a parameter of a guard.
pub(super) fn as_seen(value: &Value, engine: EngineKind) -> Value {
    storable(value.clone(), engine).unwrap_or_else(|_| value.clone())
}

/// A day that is in no calendar (`0000-00-00`), which `MySQL` takes from `MySQL`.
fn is_odd_day(value: &Value, kind: &ValueKind, engine: EngineKind) -> bool {
    matches!(engine, EngineKind::MySql | EngineKind::MariaDb)
        && matches!(value, Value::Other(_))
        && matches!(kind, ValueKind::Date | ValueKind::Timestamp(_) | ValueKind::TimestampTz(_))
}

fn to_kind(value: &Value, kind: &ValueKind, engine: EngineKind) -> Result<Value, String> {
    match kind {
        ValueKind::Bool => truth(value),
        ValueKind::Integer => whole(value),
        ValueKind::Decimal(scale) => exact(value, *scale, engine),
        ValueKind::Float32 | ValueKind::Float64 => floating(value, kind),
        ValueKind::Text | ValueKind::Enum => match value {
            Value::Bytes(_) => Err("it is no text".to_owned()),
            Value::Text(_) => Ok(value.clone()),
            other => text(other, engine).map(Value::Text).ok_or_else(|| misfit(value, "a text")),
        },
        ValueKind::Bytes => match value {
            Value::Bytes(_) => Ok(value.clone()),
            Value::Text(it) => Ok(Value::Bytes(it.clone().into_bytes())),
            Value::Uuid(it) => Ok(Value::Bytes(it.to_vec())),
            _ => Err(misfit(value, "bytes")),
        },
        ValueKind::Date => date(value),
        ValueKind::Time(digits) => match value {
            Value::Time(micros) => fitting(*micros, *digits).map(Value::Time),
            Value::Text(_) => Ok(value.clone()),
            _ => Err(misfit(value, "a time of day")),
        },
        ValueKind::Timestamp(digits) => instant(value, *digits).map(|it| it.map_or(value.clone(), Value::Timestamp)),
        ValueKind::TimestampTz(digits) => {
            instant(value, *digits).map(|it| it.map_or(value.clone(), Value::TimestampTz))
        }
        ValueKind::Uuid => match value {
            Value::Bytes(bytes) => {
                <[u8; 16]>::try_from(bytes.as_slice()).map(Value::Uuid).map_err(|_| misfit(value, "a UUID"))
            }
            _ => Ok(value.clone()),
        },
        ValueKind::Json => match value {
            Value::Text(it) => Ok(Value::Json(it.clone())),
            _ => Ok(value.clone()),
        },
        ValueKind::TimeTz(_) | ValueKind::Interval | ValueKind::Array(_) | ValueKind::Any | ValueKind::Other(_) => {
            Ok(value.clone())
        }
    }
}

/// What the engine has no type for, in the form in which it keeps it.
fn storable(value: Value, engine: EngineKind) -> Result<Value, String> {
    match (engine, &value) {
        (EngineKind::Postgres, Value::Text(it) | Value::Json(it) | Value::Other(it)) if it.contains('\0') => {
            Err("it holds the character U+0000, which PostgreSQL's text does not".to_owned())
        }
        (EngineKind::Postgres, _) => Ok(value),
        (_, Value::Bool(it)) => Ok(Value::Integer(i128::from(*it))),
        (_, Value::Uuid(it)) => Ok(Value::Text(uuid(it))),
        (_, Value::Array(_) | Value::Interval { .. } | Value::TimeTz(..)) => {
            Err(format!("{engine} has no type for {}", name(&value)))
        }
        (EngineKind::Sqlite, Value::Float64(it)) if it.is_nan() => Err("SQLite holds no NaN".to_owned()),
        (
            EngineKind::Sqlite,
            Value::Date(_) | Value::Time(_) | Value::Timestamp(_) | Value::TimestampTz(_) | Value::Decimal(_),
        ) => text(&value, engine).map(Value::Text).ok_or_else(|| format!("{engine} holds no infinite time")),
        (EngineKind::Sqlite, _) => Ok(value),
        (_, Value::Float32(it)) if !it.is_finite() => Err(format!("{engine} holds neither NaN nor infinity")),
        (_, Value::Float64(it)) if !it.is_finite() => Err(format!("{engine} holds neither NaN nor infinity")),
        (_, Value::Decimal(it)) if !it.as_str().ends_with(|last: char| last.is_ascii_digit()) => {
            Err(format!("{engine} holds neither NaN nor infinity"))
        }
        (_, Value::Date(_) | Value::Timestamp(_) | Value::TimestampTz(_)) if text(&value, engine).is_none() => {
            Err(format!("{engine} holds no infinite time"))
        }
        _ => Ok(value),
    }
}

fn is_minus_zero(value: &Value) -> bool {
    match value {
        Value::Float32(it) => *it == 0.0 && it.is_sign_negative(),
        Value::Float64(it) => *it == 0.0 && it.is_sign_negative(),
        _ => false,
    }
}

fn truth(value: &Value) -> Result<Value, String> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::Integer(0) => Ok(Value::Bool(false)),
        Value::Integer(1) => Ok(Value::Bool(true)),
        Value::Text(it) if matches!(it.trim(), "t" | "true" | "TRUE" | "True" | "1") => Ok(Value::Bool(true)),
        Value::Text(it) if matches!(it.trim(), "f" | "false" | "FALSE" | "False" | "0") => Ok(Value::Bool(false)),
        _ => Err(misfit(value, "a truth value")),
    }
}

fn whole(value: &Value) -> Result<Value, String> {
    match value {
        Value::Integer(_) => Ok(value.clone()),
        Value::Bool(it) => Ok(Value::Integer(i128::from(*it))),
        // `SQLite` keeps what does not fit the declared type of a column as it is.
        other => {
            let number = number(other).map(|it| it.normalised());
            number
                .and_then(|it| it.as_str().parse().ok())
                .map(Value::Integer)
                .ok_or_else(|| misfit(value, "a whole number"))
        }
    }
}

/// `PostgreSQL` keeps as many digits as the column says, and compares them: they are written so that the row is found as it was written.
fn exact(value: &Value, scale: Option<u32>, engine: EngineKind) -> Result<Value, String> {
    let number = number(value).ok_or_else(|| misfit(value, "a number"))?;
    let digits = number.normalised().scale();
    match scale {
        Some(scale) if usize::try_from(scale).is_ok_and(|scale| digits > scale) => {
            Err(format!("it has {digits} digits behind the point, the column keeps {scale}"))
        }
        Some(scale) if engine == EngineKind::Postgres => Ok(Value::Decimal(with_digits(number, scale))),
        _ => Ok(Value::Decimal(number)),
    }
}

/// The number with so many digits behind the point, which are no fewer than it has; what is no number stays.
fn with_digits(number: Decimal, scale: u32) -> Decimal {
    let plain = number.normalised();
    let missing = usize::try_from(scale).unwrap_or(0).saturating_sub(plain.scale());
    if missing == 0 || !plain.as_str().ends_with(|last: char| last.is_ascii_digit()) {
        return plain;
    }
    let point = if plain.scale() == 0 { "." } else { "" };
    Decimal::parse(&format!("{}{point}{}", plain.as_str(), "0".repeat(missing))).unwrap_or(number)
}

fn floating(value: &Value, kind: &ValueKind) -> Result<Value, String> {
    match (value, kind) {
        (Value::Float64(_), ValueKind::Float64) | (Value::Float32(_), ValueKind::Float32) => return Ok(value.clone()),
        (Value::Float32(it), _) => return Ok(Value::Float64(f64::from(*it))),
        _ => {}
    }
    let exact = number(value).ok_or_else(|| misfit(value, "a number"))?;
    let converted = match kind {
        ValueKind::Float32 => exact.as_str().parse().map(Value::Float32),
        _ => exact.as_str().parse().map(Value::Float64),
    };
    match converted {
        Ok(it) if number(&it).is_some_and(|back| back.normalised() == exact.normalised()) => Ok(it),
        _ => Err("it has more digits than the column's floating point keeps".to_owned()),
    }
}

/// The number as comparing reads it, where a text may be a truth value too.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Other(_) | Value::Json(_) => None,
        _ => read::decimal(value),
    }
}

fn date(value: &Value) -> Result<Value, String> {
    const DAY: i64 = 86_400_000_000;
    match value {
        Value::Date(_) | Value::Text(_) => Ok(value.clone()),
        Value::Timestamp(at) | Value::TimestampTz(at) if at.micros % DAY == 0 && at.nanos == 0 => {
            i32::try_from(at.micros / DAY).map(Value::Date).map_err(|_| misfit(value, "a date"))
        }
        _ => Err(misfit(value, "a date")),
    }
}

/// The point in time; none for texts, which the engine reads itself.
fn instant(value: &Value, digits: Option<u32>) -> Result<Option<Instant>, String> {
    let at = match value {
        Value::Text(_) => return Ok(None),
        Value::Timestamp(at) | Value::TimestampTz(at) => *at,
        Value::Date(days) => Instant::of_micros(i64::from(*days).saturating_mul(86_400_000_000)),
        _ => return Err(misfit(value, "a date and time")),
    };
    if at.nanos != 0 {
        return Err("it has nanoseconds, which the column does not keep".to_owned());
    }
    if at.micros != i64::MIN && at.micros != i64::MAX {
        fitting(at.micros, digits)?;
    }
    Ok(Some(at))
}

fn fitting(micros: i64, digits: Option<u32>) -> Result<i64, String> {
    let unit = 10_i64.pow(6 - digits.unwrap_or(6).min(6));
    if micros % unit == 0 {
        return Ok(micros);
    }
    Err(format!("it has more digits behind the second than the {} that the column keeps", digits.unwrap_or(6)))
}

fn misfit(value: &Value, wanted: &str) -> String {
    format!("{} is not {wanted}", name(value))
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::Bool(_) => "a truth value",
        Value::Integer(_) => "a whole number",
        Value::Decimal(_) => "an exact number",
        Value::Float32(_) | Value::Float64(_) => "a floating-point number",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "a value of bytes",
        Value::Date(_) => "a date",
        Value::Time(_) => "a time of day",
        Value::TimeTz(..) => "a time of day with a zone",
        Value::Timestamp(_) => "a date and time",
        Value::TimestampTz(_) => "a point in time",
        Value::Interval { .. } => "a span of time",
        Value::Uuid(_) => "a UUID",
        Value::Json(_) => "a document",
        Value::Array(_) => "an array",
        Value::Other(_) => "a value of a type of its own",
    }
}

#[cfg(test)]
mod tests {
    use database::Identity;

    use super::*;

    fn converted(value: &Value, kind: ValueKind, engine: EngineKind) -> Result<Value, String> {
        let column = Column {
            name: "c".into(),
            type_name: String::new(),
            kind,
            nullable: false,
            generated: false,
            set_on_update: false,
            identity: Identity::None,
            sorts_by_bytes: true,
            equates_texts: false,
            character_set: None,
        };
        convert(value, &column, engine)
    }

    #[test]
    fn values_take_the_form_of_the_column() {
        let one = Value::Integer(1);
        assert_eq!(converted(&one, ValueKind::Bool, EngineKind::Postgres), Ok(Value::Bool(true)));
        assert_eq!(converted(&Value::Bool(true), ValueKind::Integer, EngineKind::MySql), Ok(one.clone()));
        assert_eq!(converted(&Value::Bool(true), ValueKind::Bool, EngineKind::Sqlite), Ok(one));
        let uuid = Value::Text("6f1c0f8e-0000-4000-8000-0000000000aa".into());
        assert_eq!(converted(&uuid, ValueKind::Uuid, EngineKind::Postgres), Ok(uuid));
        let at = Value::TimestampTz(Instant::of_micros(1_000_000));
        assert_eq!(
            converted(&at, ValueKind::Timestamp(Some(0)), EngineKind::MySql),
            Ok(Value::Timestamp(Instant::of_micros(1_000_000)))
        );
    }

    #[test]
    fn nothing_is_cut_off_in_silence() {
        let number = |text| Decimal::parse(text).map_or(Value::Null, Value::Decimal);
        let postgres = EngineKind::Postgres;
        assert!(converted(&number("1.005"), ValueKind::Decimal(Some(2)), postgres).is_err());
        assert!(converted(&number("1.500"), ValueKind::Decimal(Some(2)), postgres).is_ok());
        assert!(converted(&number("0.1"), ValueKind::Float64, postgres).is_ok());
        assert!(converted(&number("0.10000000000000000001"), ValueKind::Float64, postgres).is_err());
        let at = Value::Timestamp(Instant::of_micros(1_234_567));
        assert!(converted(&at, ValueKind::Timestamp(Some(3)), EngineKind::MySql).is_err());
        assert!(converted(&at, ValueKind::Date, postgres).is_err());
        assert!(converted(&Value::Null, ValueKind::Text, postgres).is_err());
        assert!(converted(&Value::Text("a\0".into()), ValueKind::Text, postgres).is_err());
        assert!(converted(&Value::Float64(f64::NAN), ValueKind::Float64, EngineKind::MySql).is_err());
        assert!(converted(&Value::Integer(2), ValueKind::Bool, postgres).is_err());
    }
}
