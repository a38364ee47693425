//! Sizes, in bytes: `30 GiB`, `500 MB`, or a number of a unit that the field's name tells.

use serde_json::{Value as Json, json};

use super::limit::{self, Limit};
use super::measure::{Measure, Stated, units};
use super::quantity::{self, Unit};
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

/// A size with its unit; `0` needs none.
pub(in crate::specification) type Bytes = Stated<Size>;

/// Sizes, in bytes.
pub(in crate::specification) struct Size;

impl Measure for Size {
    const NAME: &'static str = "size";
    const EXAMPLE: &'static str = "30 GiB";
    const HELP: &'static str = "write a number with its unit, such as `450 MB` (10⁶ bytes) or `30 GiB` (2³⁰ bytes)";
    const LIMIT: Limit = limit::SIZE;

    fn parse(text: &str) -> Option<f64> {
        quantity::one(text, UNITS)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("size", || {
            json!({
                "description": "A size: a number with its unit (B, kB, MB, GB, TB, PB are powers of 1000; KiB, MiB, GiB, TiB of 1024), such as `30 GiB`; or 0.",
                "anyOf": [{"const": 0}, {"type": "string", "pattern": quantity::pattern(UNITS)}],
            })
        })
    }
}

units! {
    Megabytes = Megabyte of Size, "megabytes (10⁶ bytes)", 1e6;
    Gigabytes = Gigabyte of Size, "gigabytes (10⁹ bytes)", 1e9;
}
