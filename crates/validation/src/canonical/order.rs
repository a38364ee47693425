//! The order of keys that is the same on every side: numbers by value, texts by their bytes.

use std::cmp::Ordering;

use database::{Decimal, Value};

use super::read;

/// The order of two keys, value by value.
pub fn compare_keys(one: &[Value], other: &[Value]) -> Ordering {
    let pairs = one.iter().zip(other).map(|(one, other)| compare(one, other));
    pairs.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&other.len()))
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other))
        | (Value::Json(one), Value::Json(other))
        | (Value::Other(one), Value::Other(other)) => one.cmp(other),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Time(one), Value::Time(other)) => one.cmp(other),
        (Value::TimeTz(a, b), Value::TimeTz(c, d)) => {
            let utc = |micros: i64, east: i32| i128::from(micros) - i128::from(east) * 1_000_000;
            utc(*a, *b).cmp(&utc(*c, *d)).then(b.cmp(d))
        }
        (Value::Uuid(one), Value::Uuid(other)) => one.cmp(other),
        (Value::Array(one), Value::Array(other)) => compare_keys(one, other),
        (
            Value::Timestamp(_) | Value::TimestampTz(_) | Value::Date(_),
            Value::Timestamp(_) | Value::TimestampTz(_) | Value::Date(_),
        ) => read::instant(one).cmp(&read::instant(other)),
        (Value::Interval { .. }, Value::Interval { .. }) => read::interval(one).cmp(&read::interval(other)),
        _ if is_number(one) && is_number(other) => numbers(one, other),
        _ => class(one).cmp(&class(other)),
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Decimal(_) | Value::Float32(_) | Value::Float64(_))
}

fn numbers(one: &Value, other: &Value) -> Ordering {
    if let (Value::Float32(_) | Value::Float64(_), Value::Float32(_) | Value::Float64(_)) = (one, other) {
        let float = |it: &Value| read::float64(it).unwrap_or(f64::NAN);
        let (one, other) = (float(one), float(other));
        // NaN stands behind all numbers, as in PostgreSQL.
        return one.partial_cmp(&other).unwrap_or_else(|| one.is_nan().cmp(&other.is_nan()));
    }
    match (read::decimal(one), read::decimal(other)) {
        (Some(one), Some(other)) => decimals(&one.normalised(), &other.normalised()),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

fn decimals(one: &Decimal, other: &Decimal) -> Ordering {
    /// Minus infinity, numbers, infinity, NaN.
    fn rank(text: &str) -> u8 {
        match text {
            "-Infinity" => 0,
            "Infinity" => 2,
            "NaN" => 3,
            _ => 1,
        }
    }
    let (one, other) = (one.as_str(), other.as_str());
    let by_rank = rank(one).cmp(&rank(other));
    if by_rank != Ordering::Equal || rank(one) != 1 {
        return by_rank;
    }
    match (one.strip_prefix('-'), other.strip_prefix('-')) {
        (Some(one), Some(other)) => magnitudes(other, one),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => magnitudes(one, other),
    }
}

fn magnitudes(one: &str, other: &str) -> Ordering {
    let (whole, fraction) = one.split_once('.').unwrap_or((one, ""));
    let (other_whole, other_fraction) = other.split_once('.').unwrap_or((other, ""));
    let by_length = whole.len().cmp(&other_whole.len());
    by_length.then_with(|| whole.cmp(other_whole)).then_with(|| fraction.cmp(other_fraction))
}

/// Where values of different classes stand to one another.
fn class(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Integer(_) | Value::Decimal(_) | Value::Float32(_) | Value::Float64(_) => 2,
        Value::Text(_) => 3,
        Value::Bytes(_) => 4,
        Value::Date(_) | Value::Timestamp(_) | Value::TimestampTz(_) => 5,
        Value::Time(_) | Value::TimeTz(..) => 6,
        Value::Interval { .. } => 7,
        Value::Uuid(_) => 8,
        Value::Json(_) => 9,
        Value::Array(_) => 10,
        Value::Other(_) => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind_have_one_order() {
        let decimal = |it: &str| Value::Decimal(Decimal::parse(it).expect("a number"));
        let ascending = [
            decimal("-Infinity"),
            decimal("-10.5"),
            Value::Integer(-10),
            decimal("-9.75"),
            Value::Float64(-0.5),
            Value::Integer(0),
            decimal("0.00000000000000000001"),
            Value::Float64(2.0),
            decimal("10"),
            decimal("10.01"),
            Value::Integer(i128::from(u64::MAX)),
            decimal("NaN"),
        ];
        for (place, one) in ascending.iter().enumerate() {
            for (other_place, other) in ascending.iter().enumerate() {
                assert_eq!(compare(one, other), place.cmp(&other_place), "{one:?} {other:?}");
            }
        }
        assert_eq!(compare(&decimal("1.0"), &decimal("1.00")), Ordering::Equal);
    }

    #[test]
    fn the_first_value_that_differs_decides() {
        let key = |a: i128, b: &str| vec![Value::Integer(a), Value::Text(b.to_owned())];
        assert_eq!(compare_keys(&key(1, "z"), &key(2, "a")), Ordering::Less);
        assert_eq!(compare_keys(&key(1, "a"), &key(1, "B")), Ordering::Greater, "by bytes");
    }
}
