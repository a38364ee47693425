//! Durations, in seconds: `15m`, `1h30m`, `PT15M`, or a number of a unit that the field's name tells.

use serde_json::{Value as Json, json};

use super::limit::{self, Limit};
use super::measure::{Measure, Stated, units};
use super::quantity::{self, NUMBER, Unit};
use super::{Amount, Form, near, number};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

const UNITS: &[Unit] =
    &[("ms", 0.001), ("s", 1.0), ("min", 60.0), ("m", 60.0), ("h", 3_600.0), ("d", 86_400.0), ("w", 604_800.0)];
const ISO: &str = r"^\s*P(?!\s*$)(\d+W)?(\d+D)?(T(?!\s*$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\s*$";

/// A duration with its units; `0` needs none.
pub(in crate::specification) type Duration = Stated<Time>;

/// Durations, in seconds.
pub(in crate::specification) struct Time;

impl Measure for Time {
    const NAME: &'static str = "duration";
    const EXAMPLE: &'static str = "15m";
    const HELP: &'static str =
        "write a number with its unit, such as `90s`, `15m`, `1h30m`, `2d`, or ISO 8601 such as `PT15M`";
    const LIMIT: Limit = limit::TIME;

    fn parse(text: &str) -> Option<f64> {
        iso(text.trim()).or_else(|| sum(text.trim()))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let term = format!(r"{NUMBER}\s*{}", quantity::alternatives(UNITS));
        let pattern = format!(r"^\s*{term}(\s*{term})*\s*$");
        definitions.add("duration", || {
            json!({
                "description": "A duration: numbers with their units (ms, s, m or min, h, d, w), such as `90s` or `1h30m`; ISO 8601, such as `PT15M`; or 0.",
                "anyOf": [{"const": 0}, {"type": "string", "anyOf": [{"pattern": pattern}, {"pattern": ISO}]}],
            })
        })
    }
}

units! {
    Minutes = Minute of Time, "minutes", 60.0;
    Hours = Hour of Time, "hours", 3_600.0;
}

/// `1h30m`: each unit once or more, in any order.
fn sum(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut seconds = 0.0;
    loop {
        let (value, behind) = quantity::number(rest)?;
        let behind = behind.trim_start();
        let letters = behind.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(letters)?;
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        seconds += value * factor;
        rest = behind.trim_start();
        if rest.is_empty() {
            return Some(seconds).filter(|seconds: &f64| seconds.is_finite());
        }
    }
}

/// `P1W2DT3H4M5S`
fn iso(text: &str) -> Option<f64> {
    let rest = text.strip_prefix('P')?;
    let (days, times) = rest.split_once('T').map_or((rest, None), |(days, times)| (days, Some(times)));
    if times == Some("") || days.is_empty() && times.is_none() {
        return None;
    }
    let parts = |text, units: &[(char, f64)]| parts(text, units);
    let days = parts(days, &[('W', 604_800.0), ('D', 86_400.0)])?;
    let times = parts(times.unwrap_or_default(), &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Some(days + times)
}

/// Each unit once at most and in their order; only seconds have a fraction.
fn parts(text: &str, units: &[(char, f64)]) -> Option<f64> {
    let mut rest = text;
    let mut sum = 0.0;
    for (unit, factor) in units {
        let Some((digits, behind)) = rest.split_once(*unit) else { continue };
        let whole = digits.split_once('.').filter(|_| *unit == 'S').map_or(digits, |(whole, _)| whole);
        if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) || digits.ends_with('.') {
            return None;
        }
        let value: f64 = digits.parse().ok()?;
        sum += value * factor;
        rest = behind;
    }
    (rest.is_empty() && sum.is_finite()).then_some(sum)
}

/// An answering time in milliseconds: a number of them, or a duration.
pub(in crate::specification) struct Milliseconds;

impl Form for Milliseconds {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        match node.value() {
            Value::Number(_) => {
                let milliseconds = number::not_negative(node, reader)?;
                limit::TIME.check(milliseconds / 1_000.0, node, reader).map(|_| milliseconds)
            }
            _ => Duration::read(node, reader).map(|seconds| seconds * 1_000.0),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"anyOf": [Amount::schema(definitions), Duration::schema(definitions)]})
    }

    fn shown() -> String {
        "number of milliseconds, or duration".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        near(*one, *other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_sums_of_units_or_iso() {
        for (text, seconds) in
            [("15m", 900.0), ("1h30m", 5400.0), ("1h 30 min", 5400.0), ("500ms", 0.5), ("2d", 172_800.0)]
        {
            assert_eq!(sum(text), Some(seconds), "{text}");
        }
        for (text, seconds) in [("PT15M", 900.0), ("P1DT2H", 93_600.0), ("P2W", 1_209_600.0), ("PT0.5S", 0.5)] {
            assert_eq!(iso(text), Some(seconds), "{text}");
        }
        for text in [
            "", "15", "m", "15x", "-5m", "1h 2", "15M", "P", "PT", "P1DT", "P1H", "PT1D", "PT.5S", "PT5.S", "PT1.5H",
            "PT1M1H",
        ] {
            assert_eq!(sum(text).or_else(|| iso(text)), None, "{text}");
        }
    }
}
