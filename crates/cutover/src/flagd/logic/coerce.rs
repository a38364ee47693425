//! JavaScript's view of values, which JSON Logic takes.

use std::cmp::Ordering;

use serde_json::Value;

/// JSON Logic's own truth: an empty list is false, the text `0` is true.
pub(super) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// How much there is of a value: one for each part, and for every eight bytes of texts.
pub(super) fn size(value: &Value) -> u64 {
    match value {
        Value::String(text) => 1 + text.len() as u64 / 8,
        Value::Array(items) => items.iter().map(size).fold(1, u64::saturating_add),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| size(value) + name.len() as u64 / 8).fold(1, u64::saturating_add)
        }
        _ => 1,
    }
}

/// The number of a value; NaN where it is none.
pub(super) fn number(value: &Value) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(truth) => f64::from(u8::from(*truth)),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
        Value::String(text) if text.trim().is_empty() => 0.0,
        Value::String(text) => decimal(text.trim()),
        Value::Array(_) | Value::Object(_) => f64::NAN,
    }
}

/// Rust reads `inf` and `nan`, JavaScript does not.
fn decimal(text: &str) -> f64 {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if is_decimal { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// A number as JSON; what is none is null. Whole ones have no fraction.
pub(super) fn json(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        return Value::from(number as i64);
    }
    serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// The text of a value, as joining makes it: nothing for null.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| json(number).to_string()),
        Value::String(text) => text.clone(),
        // Bounded: values come out of JSON, whose depth is.
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

pub(super) fn strictly_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(_) | Value::Object(_), _) => false,
        _ => a == b,
    }
}

pub(super) fn loosely_equal(a: &Value, b: &Value) -> bool {
    use Value::{Array, Null, Object, String};
    match (a, b) {
        (Null, Null) => true,
        (Null, _) | (_, Null) | (Array(_) | Object(_), Array(_) | Object(_)) => false,
        (Array(_) | Object(_), _) => loosely_equal(&String(text(a)), b),
        (_, Array(_) | Object(_)) => loosely_equal(a, &String(text(b))),
        (String(a), String(b)) => a == b,
        #[expect(clippy::float_cmp, reason = "as JavaScript does it")]
        _ => number(a) == number(b),
    }
}

/// Texts by their characters, anything else by its number.
pub(super) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => number(a).partial_cmp(&number(b)),
    }
}
