//! Texts, points in time, time zones.

use std::marker::PhantomData;
use std::str::FromStr;

use schedule::Instant;
use serde_json::{Value as Json, json};

use super::{Form, limit};
use crate::specification::fault::Fault;
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;
use crate::specification::suggest;

/// A text that is not empty.
pub(in crate::specification) struct Text;

impl Form for Text {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a text");
            return None;
        };
        if text.trim().is_empty() {
            reader.bad_value(node.span, "the text is empty", "write one, or leave the field out");
            return None;
        }
        Some(text.to_owned())
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "string", "pattern": r"\S"})
    }

    fn shown() -> String {
        "text".to_owned()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}

/// A text that says what `T` reads, as an option of the command line does.
pub(in crate::specification) struct Said<T>(PhantomData<T>);

impl<T: FromStr + 'static> Form for Said<T>
where
    T::Err: std::fmt::Display,
{
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let text = Text::read(node, reader)?;
        if let Err(error) = text.parse::<T>() {
            let fault = Fault::error("bad-option", error.to_string(), node.span);
            reader.report(fault.help("write it as the option of `plan make` takes it"));
            return None;
        }
        Some(text)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Text::schema(definitions)
    }

    fn shown() -> String {
        Text::shown()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}

/// A point in time (RFC 3339).
pub(in crate::specification) struct Moment;

impl Form for Moment {
    type Value = Instant;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Instant> {
        let text = Text::read(node, reader)?;
        let help = "write date, time and offset, such as `2027-01-11T09:00Z` or `2027-01-11T10:00+01:00`";
        if !is_moment(&text) {
            reader.bad_value(node.span, format!("`{text}` is no point in time"), help);
            return None;
        }
        if !limit::check_year(&text, node, reader) {
            return None;
        }
        let instant = text.parse().ok();
        if instant.is_none() {
            let fault = Fault::error("no-such-time", format!("there is no `{text}`"), node.span);
            reader.report(fault.help(help));
        }
        instant
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("moment", || {
            json!({
                "description": "A point in time (RFC 3339), such as `2027-01-11T09:00Z` or `2027-01-11T10:00+01:00`.",
                "type": "string",
                "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$",
            })
        })
    }

    fn shown() -> String {
        "point in time".to_owned()
    }

    fn same(one: &Instant, other: &Instant) -> bool {
        one == other
    }
}

/// Whether `text` is written as `2027-01-11T09:00:00.5+01:00`, seconds and their fraction left out or not.
fn is_moment(text: &str) -> bool {
    let (time, offset) = match text.strip_suffix('Z') {
        Some(time) => (time, None),
        None => match text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) {
            Some((time, offset)) => (time, Some(offset)),
            None => return false,
        },
    };
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    let digits = |it: &str| (1..=9).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
    let like = |text: &str, model: &str| {
        let same = |(byte, model): (u8, u8)| if model == b'0' { byte.is_ascii_digit() } else { byte == model };
        text.len() == model.len() && text.bytes().zip(model.bytes()).all(same)
    };
    let seconds = like(time, "0000-00-00T00:00:00");
    (seconds || like(time, "0000-00-00T00:00") && fraction.is_none())
        && fraction.is_none_or(digits)
        && offset.is_none_or(|it| like(it, "+00:00") || like(it, "-00:00"))
}

/// An IANA time zone.
pub(in crate::specification) struct Zone;

impl Form for Zone {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let text = Text::read(node, reader)?;
        if schedule::is_time_zone(&text) {
            return Some(text);
        }
        let known = schedule::time_zones();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = suggest::nearest(&text, &known).map_or_else(
            || "write a name of the IANA database, such as `Europe/Berlin` or `UTC`".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        reader.report(Fault::error("unknown-time-zone", format!("`{text}` is no time zone"), node.span).help(help));
        None
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("time_zone", || {
            json!({
                "description": "A time zone of the IANA database, such as `Europe/Berlin` or `UTC`.",
                "type": "string",
                "pattern": r"^[A-Za-z0-9_+/-]+$",
            })
        })
    }

    fn shown() -> String {
        "time zone".to_owned()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}
