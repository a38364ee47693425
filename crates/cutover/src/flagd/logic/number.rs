//! Arithmetic.

use serde_json::Value;

use super::coerce::{json, number};

/// What is no number, or infinite, is null.
pub(super) fn calculate(name: &str, given: &[Value]) -> Value {
    let numbers: Vec<f64> = given.iter().map(number).collect();
    json(match (name, numbers.as_slice()) {
        ("+", numbers) => numbers.iter().sum(),
        ("-", [one]) => -one,
        ("-", [a, b, ..]) => a - b,
        ("*", [_, ..]) => numbers.iter().product(),
        ("/", [a, b, ..]) => a / b,
        ("%", [a, b, ..]) => a % b,
        ("min", [_, ..]) => numbers.iter().copied().fold(f64::INFINITY, lesser),
        ("max", [_, ..]) => -numbers.iter().map(|number| -number).fold(f64::INFINITY, lesser),
        _ => f64::NAN,
    })
}

/// What is no number stays so.
fn lesser(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }
}
