//! What is not counted as a difference: decided on two values that are known to differ.

use database::{Decimal, Value};

use crate::canonical::{compare_keys, distance, read};
use crate::{Tolerance, ToleranceKind};

/// Whether one of the tolerances lets two values pass, or all those for texts together.
pub(crate) fn tolerated(one: &Value, other: &Value, tolerances: &[Tolerance]) -> bool {
    if tolerances.is_empty() || matches!(one, Value::Null) || matches!(other, Value::Null) {
        return false;
    }
    tolerances.iter().any(|it| passes(one, other, &it.kind)) || texts(one, other, tolerances)
}

fn passes(one: &Value, other: &Value, kind: &ToleranceKind) -> bool {
    match kind {
        ToleranceKind::Absolute(bound) => apart(one, other).is_some_and(|it| at_most(it, bound.clone())),
        ToleranceKind::Relative(share) => relative(one, other, *share),
        ToleranceKind::Time(bound) => nanos_apart(one, other).is_some_and(|nanos| nanos <= bound.as_nanos()),
        ToleranceKind::Case | ToleranceKind::WhiteSpace => false,
    }
}

/// Exact: both numbers as decimals, however many digits they have.
fn apart(one: &Value, other: &Value) -> Option<Decimal> {
    distance(&read::decimal(one)?, &read::decimal(other)?)
}

fn at_most(one: Decimal, bound: Decimal) -> bool {
    compare_keys(&[Value::Decimal(one)], &[Value::Decimal(bound)]).is_le()
}

fn relative(one: &Value, other: &Value, share: f64) -> bool {
    let float = |it: &Value| read::decimal(it).and_then(|it| it.as_str().parse::<f64>().ok());
    let Some(apart) = apart(one, other).and_then(|it| it.as_str().parse::<f64>().ok()) else { return false };
    match (float(one), float(other)) {
        (Some(one), Some(other)) => apart <= share * one.abs().max(other.abs()),
        _ => false,
    }
}

/// Between two points in time, or two times of day.
fn nanos_apart(one: &Value, other: &Value) -> Option<u128> {
    if let (Some(one), Some(other)) = (read::time(one), read::time(other)) {
        return Some(u128::from(one.abs_diff(other)) * 1000);
    }
    let (one, other) = (read::instant(one)?, read::instant(other)?);
    let is_finite = |micros: i64| micros != i64::MIN && micros != i64::MAX;
    if !is_finite(one.micros) || !is_finite(other.micros) {
        return None;
    }
    let nanos = |it: database::Instant| i128::from(it.micros) * 1000 + i128::from(it.nanos);
    Some(nanos(one).abs_diff(nanos(other)))
}

/// Case and white space together, where both are tolerated.
fn texts(one: &Value, other: &Value, tolerances: &[Tolerance]) -> bool {
    let has = |kind: &ToleranceKind| tolerances.iter().any(|it| it.kind == *kind);
    let (case, space) = (has(&ToleranceKind::Case), has(&ToleranceKind::WhiteSpace));
    if !case && !space {
        return false;
    }
    let plain = |value: &Value| {
        let text = read::text(value)?;
        let text = if space { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text };
        Some(if case { text.to_lowercase() } else { text })
    };
    plain(one).is_some() && plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn passes_with(one: &Value, other: &Value, kinds: &[ToleranceKind]) -> bool {
        let of = |kind: &ToleranceKind| Tolerance { column: "it".into(), kind: kind.clone() };
        tolerated(one, other, &kinds.iter().map(of).collect::<Vec<_>>())
    }

    fn text(it: &str) -> Value {
        Value::Text(it.to_owned())
    }

    #[test]
    fn numbers_pass_up_to_the_bound_and_no_further() {
        let bound = [ToleranceKind::Absolute(Decimal::parse("0.005").expect("a number"))];
        let number = |it: &str| Value::Decimal(Decimal::parse(it).expect("a number"));
        assert!(passes_with(&number("10.005"), &number("10"), &bound));
        assert!(!passes_with(&number("10.00500000000000000001"), &number("10"), &bound));
        assert!(passes_with(&Value::Float64(0.1), &Value::Float64(0.104), &bound));
        assert!(!passes_with(&number("NaN"), &number("10"), &bound));
        assert!(!passes_with(&Value::Null, &number("0"), &bound));
        assert!(passes_with(&number("100"), &number("101"), &[ToleranceKind::Relative(0.01)]));
        assert!(!passes_with(&number("100"), &number("102"), &[ToleranceKind::Relative(0.01)]));
    }

    #[test]
    fn case_and_white_space_add_up() {
        let (one, other) = (text(" Ada  LOVELACE"), text("ada lovelace"));
        assert!(!passes_with(&one, &other, &[ToleranceKind::Case]));
        assert!(!passes_with(&one, &other, &[ToleranceKind::WhiteSpace]));
        assert!(passes_with(&one, &other, &[ToleranceKind::Case, ToleranceKind::WhiteSpace]));
    }

    #[test]
    fn times_pass_where_one_side_keeps_fewer_digits() {
        let at = |micros: i64| Value::Timestamp(database::Instant::of_micros(micros));
        let second = [ToleranceKind::Time(Duration::from_secs(1))];
        assert!(passes_with(&at(1_999_999), &at(1_000_000), &second));
        assert!(!passes_with(&at(2_000_001), &at(1_000_000), &second));
        assert!(!passes_with(&at(i64::MAX), &at(i64::MAX - 1), &second), "infinity is far from everything");
        assert!(passes_with(&text("1970-01-01 00:00:01"), &at(1_000_000), &second));
    }
}
