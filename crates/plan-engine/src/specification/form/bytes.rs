//! Sizes, in bytes: `30 GiB`, `500 MB`, or a number of a unit that the field's name tells.

use serde_json::{Value as Json, json};

use super::quantity::{self, Unit};
use super::{Amount, Form, near};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

const KIB: f64 = 1_024.0;
pub(super) const UNITS: &[Unit] = &[
    ("B", 1.0),
    ("kB", 1e3),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
    ("KiB", KIB),
    ("MiB", KIB * KIB),
    ("GiB", KIB * KIB * KIB),
    ("TiB", KIB * KIB * KIB * KIB),
];
const HELP: &str = "write a number with its unit, such as `450 MB` (10⁶ bytes) or `30 GiB` (2³⁰ bytes)";

/// A size with its unit; `0` needs none.
pub(in crate::specification) struct Bytes;

impl Form for Bytes {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        match node.value() {
            Value::Number(0.0) => Some(0.0),
            Value::Number(_) => {
                reader.bad_value(node.span, "a size without its unit", HELP);
                None
            }
            Value::String(text) => {
                let bytes = quantity::one(text, UNITS);
                if bytes.is_none() {
                    reader.bad_value(node.span, format!("`{text}` is no size"), HELP);
                }
                bytes
            }
            _ => {
                reader.wrong_type(node, "a size such as `30 GiB`");
                None
            }
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("size", || {
            json!({
                "description": "A size: a number with its unit (B, kB, MB, GB, TB, PB are powers of 1000; KiB, MiB, GiB, TiB of 1024), such as `30 GiB`; or 0.",
                "anyOf": [{"const": 0}, {"type": "string", "pattern": quantity::pattern(UNITS)}],
            })
        })
    }

    fn shown() -> String {
        "size".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

/// A number of units that the field's name tells.
macro_rules! in_units {
    ($name:ident, $word:literal, $bytes:literal) => {
        #[doc = concat!("A number of ", $word, ".")]
        pub(in crate::specification) struct $name;

        impl Form for $name {
            type Value = f64;

            fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
                Amount::read(node, reader).map(|number| number * $bytes)
            }

            fn schema(definitions: &mut Definitions) -> Json {
                Amount::schema(definitions)
            }

            fn shown() -> String {
                concat!("number of ", $word).to_owned()
            }

            fn same(one: &f64, other: &f64) -> bool {
                near(*one, *other)
            }
        }
    };
}

in_units!(Megabytes, "megabytes (10⁶ bytes)", 1e6);
in_units!(Gigabytes, "gigabytes (10⁹ bytes)", 1e9);
