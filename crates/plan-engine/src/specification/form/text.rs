//! Texts, points in time, time zones.

use std::marker::PhantomData;
use std::str::FromStr;

use schedule::Instant;
use serde_json::{Value as Json, json};

use super::Form;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;
use crate::specification::suggest;
use crate::specification::text::{Node, Value};

/// A text that is not empty.
pub(in crate::specification) struct Text;

impl Form for Text {
    type Value = String;

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<String> {
        let Value::String(text) = &node.value else {
            reader.wrong_type(node, "a text");
            return None;
        };
        if text.trim().is_empty() {
            reader.bad_value(node.span, "the text is empty", "write one, or leave the field out");
            return None;
        }
        Some(text.clone())
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

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<String> {
        let text = Text::read(node, reader)?;
        if let Err(error) = text.parse::<T>() {
            reader.bad_value(node.span, error.to_string(), "write it as the option of `plan make` takes it");
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

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Instant> {
        let text = Text::read(node, reader)?;
        let instant = text.parse().ok();
        if instant.is_none() {
            let help = "write date, time and offset, such as `2027-01-11T09:00Z` or `2027-01-11T10:00+01:00`";
            reader.bad_value(node.span, format!("`{text}` is no point in time"), help);
        }
        instant
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("moment", || {
            json!({
                "description": "A point in time (RFC 3339), such as `2027-01-11T09:00Z` or `2027-01-11T10:00+01:00`.",
                "type": "string",
                "pattern": r"^[+-]?\d{4,6}-?\d{2}-?\d{2}([Tt ]\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?)\s*([Zz]|[+-]\d{2}(:?\d{2}(:?\d{2})?)?)(\[[^\]]+\])?$",
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

/// An IANA time zone.
pub(in crate::specification) struct Zone;

impl Form for Zone {
    type Value = String;

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<String> {
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
        reader.bad_value(node.span, format!("`{text}` is no time zone"), help);
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
