//! Numbers, and true or false.

use serde_json::{Value as Json, json};

use super::limit;
use super::quantity::{self, Unit};
use super::{Form, near};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// Any number.
pub(in crate::specification) struct Number;

impl Form for Number {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::Number(number) = node.value() else {
            reader.wrong_type(node, "a number");
            return None;
        };
        Some(number)
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "number"})
    }

    fn shown() -> String {
        "number".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A number that is not negative.
pub(in crate::specification) struct Amount;

impl Form for Amount {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        limit::AMOUNT.check(not_negative(node, reader)?, node, reader)
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "number", "minimum": 0})
    }

    fn shown() -> String {
        "number, 0 or more".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A number that is not negative, however large.
pub(super) fn not_negative(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
    let number = Number::read(node, reader)?;
    if number < 0.0 {
        reader.out_of_range(node.span, format!("{} is negative", node.written()), "write 0 or more");
        return None;
    }
    Some(number)
}

/// A spread, as the standard deviation of a natural logarithm.
pub(in crate::specification) struct Spread;

impl Form for Spread {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        limit::SPREAD.check(not_negative(node, reader)?, node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Amount::schema(definitions)
    }

    fn shown() -> String {
        Amount::shown()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A whole number from one.
pub(in crate::specification) struct Whole;

impl Form for Whole {
    type Value = u32;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<u32> {
        let number = Number::read(node, reader)?;
        if number.fract() != 0.0 || !(1.0..=1e6).contains(&number) {
            let message = format!("{} is no whole number from 1 to 1,000,000", node.written());
            reader.out_of_range(node.span, message, "write a whole number");
            return None;
        }
        Some(number as u32)
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "integer", "minimum": 1, "maximum": 1_000_000})
    }

    fn shown() -> String {
        "whole number, 1 or more".to_owned()
    }

    fn same(one: &u32, other: &u32) -> bool {
        one == other
    }
}

const MULTIPLES: &[Unit] = &[("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("bn", 1e9)];

/// A count: a number, or a text such as `50M` or `1_500_000`.
pub(in crate::specification) struct Count;

impl Form for Count {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::String(text) = node.value() else {
            return limit::ROWS.check(not_negative(node, reader)?, node, reader);
        };
        let Some(count) = quantity::one(text, MULTIPLES) else {
            let help = "write a number, such as 1500000, `1.5M` or `1_500_000`";
            reader.bad_value(node.span, format!("`{text}` is no count"), help);
            return None;
        };
        limit::ROWS.check(count, node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let amount = Amount::schema(definitions);
        definitions.add("count", || {
            json!({
                "description": "A count: a number, or a text such as `1.5M` (k, M, G or bn) or `1_500_000`.",
                "anyOf": [amount, {"type": "string", "pattern": quantity::pattern(MULTIPLES)}],
            })
        })
    }

    fn shown() -> String {
        "count".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// True or false.
pub(in crate::specification) struct Truth;

impl Form for Truth {
    type Value = bool;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<bool> {
        let Value::Bool(it) = node.value() else {
            reader.wrong_type(node, "true or false");
            return None;
        };
        Some(it)
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "boolean"})
    }

    fn shown() -> String {
        "true or false".to_owned()
    }

    fn same(one: &bool, other: &bool) -> bool {
        one == other
    }
}
