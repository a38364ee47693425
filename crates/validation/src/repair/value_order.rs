//! Which of two values comes first.

use std::cmp::Ordering;

use database::{Decimal, Value};

/// Which of two values of one column is greater; none where that cannot be said: NULL, NaN, values of kinds that are not
/// comparable, more than one spelling.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Text(a) | Value::Other(a), Value::Text(b) | Value::Other(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::TimeTz(a, zone_a), Value::TimeTz(b, zone_b)) => {
            (a - i64::from(*zone_a) * 1_000_000).cmp(&(b - i64::from(*zone_b) * 1_000_000))
        }
        (Value::Timestamp(a) | Value::TimestampTz(a), Value::Timestamp(b) | Value::TimestampTz(b)) => a.cmp(b),
        (Value::Uuid(a), Value::Uuid(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        _ => return numbers(a, b),
    })
}

/// An order of any two keys, the same each time: NULL first, then by [`compare`], then by their kind and text.
pub(super) fn total(a: &[Value], b: &[Value]) -> Ordering {
    let each = |(a, b): (&Value, &Value)| {
        let nulls = (*a != Value::Null).cmp(&(*b != Value::Null));
        nulls.then_with(|| compare(a, b).unwrap_or_else(|| format!("{a:?}").cmp(&format!("{b:?}"))))
    };
    a.iter().zip(b).map(each).find(|it| it.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn numbers(a: &Value, b: &Value) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (float(a), float(b)) {
        return a.partial_cmp(&b);
    }
    exact(&decimal(a)?, &decimal(b)?)
}

/// Floating point, where at least one of the two is; whole numbers of 53 bits are the same in it.
fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Float32(it) => Some(f64::from(*it)),
        Value::Float64(it) => Some(*it),
        Value::Integer(it) => i32::try_from(*it).ok().map(f64::from),
        _ => None,
    }
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(it) => Decimal::parse(&it.to_string()),
        Value::Float32(it) => Decimal::parse(&format!("{it}")),
        Value::Float64(it) => Decimal::parse(&format!("{it}")),
        Value::Decimal(it) => Some(it.clone()),
        _ => None,
    }
}

fn exact(a: &Decimal, b: &Decimal) -> Option<Ordering> {
    let rank = |it: &Decimal| match it.as_str() {
        "NaN" => None,
        "-Infinity" => Some(-1),
        "Infinity" => Some(1),
        _ => Some(0),
    };
    let (rank_a, rank_b) = (rank(a)?, rank(b)?);
    if rank_a != 0 || rank_b != 0 {
        return Some(rank_a.cmp(&rank_b));
    }
    let (a, b) = (a.normalised(), b.normalised());
    let parts = |text: &str| {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (negative, whole.len(), whole.to_owned(), fraction.to_owned())
    };
    let (negative_a, size_a, whole_a, fraction_a) = parts(a.as_str());
    let (negative_b, size_b, whole_b, fraction_b) = parts(b.as_str());
    let magnitude = (size_a, whole_a, fraction_a).cmp(&(size_b, whole_b, fraction_b));
    Some(match (negative_a, negative_b) {
        (true, true) => magnitude.reverse(),
        (false, false) => magnitude,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Value {
        Decimal::parse(text).map_or(Value::Null, Value::Decimal)
    }

    #[test]
    fn exact_numbers_are_ordered_by_value() {
        let ascending =
            ["-Infinity", "-10.5", "-10.25", "-9", "0", "0.00000000000000000001", "0.1", "2", "10", "Infinity"];
        for pair in ascending.windows(2) {
            assert_eq!(compare(&number(pair[0]), &number(pair[1])), Some(Ordering::Less), "{pair:?}");
            assert_eq!(compare(&number(pair[1]), &number(pair[0])), Some(Ordering::Greater), "{pair:?}");
        }
        assert_eq!(compare(&number("1.50"), &number("1.5")), Some(Ordering::Equal));
        assert_eq!(compare(&number("3"), &Value::Integer(3)), Some(Ordering::Equal));
        assert_eq!(compare(&number("NaN"), &number("1")), None);
        assert_eq!(compare(&Value::Float64(2.5), &Value::Integer(2)), Some(Ordering::Greater));
        assert_eq!(compare(&Value::Null, &Value::Integer(2)), None);
    }

    #[test]
    fn keys_have_a_total_order() {
        let (a, b) = ([Value::Null, Value::Integer(2)], [Value::Integer(1), Value::Integer(0)]);
        assert_eq!(total(&a, &b), Ordering::Less);
        assert_eq!(total(&b, &b), Ordering::Equal);
        assert_eq!(total(&[Value::Text("b".into())], &[Value::Text("ab".into())]), Ordering::Greater);
    }
}
