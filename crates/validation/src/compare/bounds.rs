//! Bounds between ranges of keys, which both sides have to be asked for.

use database::{Decimal, Value, ValueKind};

use crate::{Row, SideInfo};

/// The bounds as keys that either side's columns can hold: a bound need not be the key of a row, but both sides have to take it for
/// the same. Those that a side cannot hold are left out.
pub(super) fn known_to_both(bounds: Vec<Row>, key: &[usize], source: &SideInfo, target: &SideInfo) -> Vec<Row> {
    let is_whole = |place: &usize| [source, target].iter().any(|it| it.kinds.get(*place) == Some(&ValueKind::Integer));
    let whole: Vec<bool> = key.iter().map(is_whole).collect();
    let known = |bound: Row| {
        let values = bound.into_iter().zip(&whole);
        values.map(|(value, whole)| if *whole { next_whole(&value) } else { Some(value) }).collect()
    };
    bounds.into_iter().filter_map(known).collect()
}

/// The least whole number that is no smaller; none where 64 bits do not hold it.
fn next_whole(value: &Value) -> Option<Value> {
    let number = match value {
        Value::Integer(it) => *it,
        Value::Decimal(it) => ceiling(it)?,
        _ => return None,
    };
    i64::try_from(number).ok().map(|it| Value::Integer(it.into()))
}

fn ceiling(number: &Decimal) -> Option<i128> {
    let number = number.normalised();
    let (whole, fraction) = number.as_str().split_once('.').unwrap_or((number.as_str(), ""));
    let up = !fraction.is_empty() && !whole.starts_with('-');
    whole.parse::<i128>().ok()?.checked_add(i128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_up() {
        let cases = [("7.00", Some(7)), ("7.5", Some(8)), ("-7.5", Some(-7)), ("-0.5", Some(0)), ("0.001", Some(1))];
        for (text, expected) in cases {
            let number = Decimal::parse(text).map(Value::Decimal);
            assert_eq!(number.and_then(|it| next_whole(&it)), expected.map(Value::Integer), "{text}");
        }
        for text in ["NaN", "9223372036854775807.5"] {
            assert_eq!(Decimal::parse(text).map(Value::Decimal).and_then(|it| next_whole(&it)), None, "{text}");
        }
        assert_eq!(next_whole(&Value::Integer(u64::MAX.into())), None);
    }
}
