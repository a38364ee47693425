//! Shares of a whole: `2%`, 0.02.

use serde_json::{Value as Json, json};

use super::quantity::{self, Unit};
use super::{Form, Number, near};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

const PERCENT: &[Unit] = &[("%", 1.0)];

/// Per cent, 0 to 100: a number, or a text such as `5%`.
pub(in crate::specification) struct Percentage;

impl Form for Percentage {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let percent = read(node, reader, 1.0, "write a number from 0 to 100, or a text such as `5%`")?;
        if !(0.0..=100.0).contains(&percent) {
            let message = format!("{percent} % is no part of the whole");
            reader.out_of_range(node.span, message, "write 0 to 100");
            return None;
        }
        Some(percent)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("percentage", || {
            json!({
                "description": "Per cent, 0 to 100: a number, or a text such as `5%`.",
                "anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string", "pattern": PATTERN}],
            })
        })
    }

    fn shown() -> String {
        "percentage, 0 to 100".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// `0%` to `100%`.
const PATTERN: &str = r"^\s*0*(\d{1,2}(\.\d+)?|100(\.0+)?)\s*%\s*$";

/// A share, 0 to 1: a number, or a text such as `99.9%`.
pub(in crate::specification) struct Share;

impl Form for Share {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let share = read(node, reader, 0.01, "write a number from 0 to 1, or a text such as `99.9%`")?;
        if !(0.0..=1.0).contains(&share) {
            let help = "write 0 to 1, or per cent with their sign, such as `99.9%`";
            reader.out_of_range(node.span, format!("{share} is no share of the whole"), help);
            return None;
        }
        Some(share)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("share", || {
            json!({
                "description": "A share, 0 to 1: a number, or a text such as `99.9%`.",
                "anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": PATTERN}],
            })
        })
    }

    fn shown() -> String {
        "share, 0 to 1 or `0%` to `100%`".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A number as it is, or per cent times `factor`.
fn read(node: Node<'_>, reader: &mut Reader<'_>, factor: f64, help: &str) -> Option<f64> {
    let Value::String(text) = node.value() else {
        return Number::read(node, reader);
    };
    let percent = percent(text);
    if percent.is_none() {
        reader.bad_value(node.span, format!("`{text}` is no share"), help);
    }
    // Dividing keeps `5%` what 0.05 is.
    percent.map(|percent| if factor < 1.0 { percent / 100.0 } else { percent })
}

/// The number before a sign of per cent.
pub(super) fn percent(text: &str) -> Option<f64> {
    quantity::one(text, PERCENT).filter(|_| !text.contains(['_', ',']))
}
