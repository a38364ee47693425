//! How often and how fast: `120/s`, `1200/min`, `12.5 MB/s`, `35,000 rows/s`.

use serde_json::{Value as Json, json};

use super::limit;
use super::quantity::{self, NUMBER, Unit};
use super::{Amount, Form, near, number};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

const TIMES: &[Unit] = &[("s", 1.0), ("min", 60.0), ("h", 3_600.0), ("d", 86_400.0)];
const FREQUENCIES: &[Unit] = &[("", 1.0), ("k", 1e3), ("M", 1e6)];
const THINGS: &[Unit] = &[
    ("", 1.0),
    ("rows", 1.0),
    ("k rows", 1e3),
    ("M rows", 1e6),
    ("B", 1.0),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("KiB", 1_024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("kbit", 125.0),
    ("Mbit", 125e3),
    ("Gbit", 125e6),
];

/// How often something happens, a second: a number, or a text such as `1200/min`.
pub(in crate::specification) struct PerSecond;

impl Form for PerSecond {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::String(text) = node.value() else {
            return limit::FREQUENCY.check(number::not_negative(node, reader)?, node, reader);
        };
        let Some(rate) = rate(text, FREQUENCIES) else {
            let help = "write a number a second, or a text such as `120/s` or `1200/min`";
            reader.bad_value(node.span, format!("`{text}` is no rate"), help);
            return None;
        };
        limit::FREQUENCY.check(rate, node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let amount = Amount::schema(definitions);
        definitions.add("rate", || {
            json!({
                "description": "A rate: a number a second, or a text such as `120/s`, `1200/min` or `3M/d`.",
                "anyOf": [amount, {"type": "string", "pattern": pattern(FREQUENCIES)}],
            })
        })
    }

    fn shown() -> String {
        "rate".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// How fast something goes: rows or bytes a second, with the unit.
pub(in crate::specification) struct Speed;

impl Form for Speed {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a text such as `12.5 MB/s` or `35,000 rows/s`");
            return None;
        };
        let Some(rate) = rate(text, THINGS).filter(|rate| *rate > 0.0) else {
            let help = format!("write `12.5 MB/s` or `35,000 rows/s`; units are {}", quantity::listed(THINGS));
            reader.bad_value(node.span, format!("`{text}` is no speed"), help);
            return None;
        };
        limit::SPEED.check(rate, node, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("speed", || {
            json!({
                "description": "A speed: rows or bytes a second (or min, h, d), such as `12.5 MB/s`, `100 Mbit/s` or `35,000 rows/s`; more than 0.",
                "type": "string",
                "pattern": pattern(THINGS),
                "not": {"pattern": r"^\s*0+([_,]0+)*(\.0+)?\s*[^\d\s._,]"},
            })
        })
    }

    fn shown() -> String {
        "speed".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

fn rate(text: &str, things: &[Unit]) -> Option<f64> {
    let (amount, time) = text.split_once('/')?;
    let (_, seconds) = TIMES.iter().find(|(name, _)| *name == time.trim())?;
    Some(quantity::one(amount, things)? / seconds)
}

fn pattern(things: &[Unit]) -> String {
    format!(r"^\s*{NUMBER}\s*{}\s*/\s*{}\s*$", quantity::alternatives(things), quantity::alternatives(TIMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_a_second() {
        assert_eq!(rate("1200/min", FREQUENCIES), Some(20.0));
        assert_eq!(rate("12.5 MB/s", THINGS), Some(12.5e6));
        assert_eq!(rate("100 Mbit/s", THINGS), Some(12.5e6));
        assert_eq!(rate("35,000 rows/s", THINGS), Some(35_000.0));
        for text in ["12", "12 MB", "MB/s", "12 MB/fortnight", "-1/s"] {
            assert_eq!(rate(text, THINGS), None, "{text}");
        }
    }
}
