//! Numbers of both sides by group, and which of them are not as near as they should be.

use std::collections::BTreeMap;

use database::Value;

use super::Bound;
use super::amount::Amount;
use super::report::Measured;
use super::shown;
use crate::Form;
use crate::canonical::same as equal;
use crate::wire::plain;

/// The values of each group of one side; the group is none where there is one only.
pub(crate) type Groups = BTreeMap<Option<String>, Vec<Value>>;

/// What came out of comparing.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) measured: Vec<Measured>,
    pub(crate) failing: u64,
    pub(crate) measurements: u64,
}

/// How many measurements are reported in full, those that hold too.
const SHOWN_IN_FULL: usize = 30;

impl Tally {
    pub(crate) fn add(&mut self, measured: Measured, examples: usize) {
        self.measurements += 1;
        self.failing += u64::from(!measured.holds);
        let failing = usize::try_from(self.failing).unwrap_or(usize::MAX);
        if if measured.holds { self.measured.len() < SHOWN_IN_FULL } else { failing <= examples.max(1) } {
            self.measured.push(measured);
        }
    }

    /// Leaves out what holds where there is too much of it.
    pub(crate) fn finished(mut self) -> Self {
        if self.measurements > SHOWN_IN_FULL as u64 {
            self.measured.retain(|it| !it.holds);
        }
        self
    }
}

/// The text by which groups and rows of both sides are matched: equal numbers have equal texts, and no text is that of NULL.
pub(crate) fn group_text(value: &Value) -> String {
    match value {
        Value::Text(text) if text == "NULL" => "'NULL'".to_owned(),
        // Texts grouped by their bytes.
        Value::Bytes(bytes) => std::str::from_utf8(bytes).map_or_else(|_| plain(value), str::to_owned),
        _ => Amount::of(value).map_or_else(|| plain(value), |it| it.text()),
    }
}

/// Whether two values are the same, whatever the engines call their types.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (Amount::of(one), Amount::of(other)) {
        (Some(one), Some(other)) => one.is_near(&other, &Bound::default()),
        _ => equal(one, other, &common_form(one, other)),
    }
}

/// What two values have in common.
fn common_form(one: &Value, other: &Value) -> Form {
    let either = |test: fn(&Value) -> bool| test(one) || test(other);
    match () {
        () if either(|it| matches!(it, Value::Null)) => Form::AsIs,
        () if either(|it| matches!(it, Value::TimestampTz(_))) => Form::TimestampTz,
        () if either(|it| matches!(it, Value::Timestamp(_))) => Form::Timestamp,
        () if either(|it| matches!(it, Value::Date(_))) => Form::Date,
        () if either(|it| matches!(it, Value::Time(_))) => Form::Time,
        () if either(|it| matches!(it, Value::Uuid(_))) => Form::Uuid,
        () if either(|it| matches!(it, Value::Json(_))) => Form::Json,
        () if either(|it| matches!(it, Value::Integer(_) | Value::Decimal(_))) => Form::Number,
        () if either(|it| matches!(it, Value::Text(_))) => Form::Text,
        () => Form::AsIs,
    }
}

/// Compares a value of both sides: numbers by the bound, anything else by its text.
pub(crate) fn measured(
    what: &str,
    group: Option<&String>,
    source: Option<&Value>,
    target: Option<&Value>,
    bound: &Bound,
) -> Measured {
    let number = |value: Option<&Value>| value.and_then(Amount::of);
    let (difference, holds) = match (number(source), number(target)) {
        (Some(one), Some(other)) => (Some(one.to(&other).signed()), one.is_near(&other, bound)),
        _ => (None, source.zip(target).is_some_and(|(one, other)| same(one, other))),
    };
    Measured {
        what: what.to_owned(),
        group: group.cloned(),
        source: source.map(shown::text),
        target: target.map(shown::text),
        difference,
        holds,
    }
}

/// All groups that either side has.
pub(crate) fn names<'g>(source: &'g Groups, target: &'g Groups) -> impl Iterator<Item = &'g Option<String>> {
    let missing = target.keys().filter(|it| !source.contains_key(*it));
    let mut all: Vec<_> = source.keys().chain(missing).collect();
    all.sort();
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_left_out_where_there_is_much() {
        let mut tally = Tally::default();
        for number in 0..100 {
            let (source, target) = (Value::Integer(number), Value::Integer(number % 90));
            tally.add(measured("rows", None, Some(&source), Some(&target), &Bound::default()), 3);
        }
        let tally = tally.finished();
        assert_eq!((tally.failing, tally.measurements, tally.measured.len()), (10, 100, 3));
        assert_eq!(tally.measured[0].difference.as_deref(), Some("-90"));
    }

    #[test]
    fn values_that_are_no_numbers_are_compared_as_text() {
        let text = |it: &str| Value::Text(it.to_owned());
        let bound = Bound { absolute: Some(100.0), relative: None };
        assert!(!measured("min(name)", None, Some(&text("a")), Some(&text("b")), &bound).holds);
        assert!(!measured("min(name)", None, Some(&text("NULL")), None, &bound).holds);
        assert!(measured("sum", None, Some(&Value::Null), Some(&Value::Null), &bound).holds);
    }
}
