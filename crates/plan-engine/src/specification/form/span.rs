//! Days and spans of local time: `2026-12-24`, `2026-12-24T18:00`, `2026-12-24/2027-01-02`.

use findings::{Date, Span};
use schedule::{Closed, LocalSpan};
use serde_json::{Value as Json, json};

use super::{Form, hours, limit};
use crate::specification::fault::Fault;
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

const LOCAL: &str = r"\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:00)?)?";
const HELP: &str = "write a day such as `2026-12-24`, or a day and a time such as `2026-12-24T18:00`";

/// A day, or a day and a time, without a time zone.
pub(in crate::specification) struct LocalTime;

impl Form for LocalTime {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a day such as `2026-12-24`");
            return None;
        };
        let Some(time) = local(text) else {
            reader.report(fault(text, text, node.span));
            return None;
        };
        limit::check_year(&time, node, reader).then_some(time)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("local_time", || {
            json!({
                "description": "A day, such as `2026-12-24`, or a day and a time, such as `2026-12-24T18:00`.",
                "type": "string",
                "pattern": format!("^{LOCAL}$"),
            })
        })
    }

    fn shown() -> String {
        "day, or day and time".to_owned()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}

/// `wrong`, a part of `text`, is no local time; or it is written as one, but there is no such day.
fn fault(text: &str, wrong: &str, span: Span) -> Fault {
    let written = |text: &str| {
        let model = if text.len() == 10 { "0000-00-00" } else { "0000-00-00T00:00" };
        let short = text.strip_suffix(":00").filter(|short| short.len() == 16).unwrap_or(text).replace(' ', "T");
        let same = |(byte, model): (u8, u8)| if model == b'0' { byte.is_ascii_digit() } else { byte == model };
        let time = short.get(11..).is_none_or(|time| hours::clock(time).is_some_and(|minute| minute < 1440));
        short.len() == model.len() && short.bytes().zip(model.bytes()).all(same) && time
    };
    if text.split('/').all(written) {
        return Fault::error("no-such-time", format!("there is no day `{wrong}`"), span).help("correct the day");
    }
    Fault::error("bad-value", format!("`{wrong}` is no day and no local time"), span).help(HELP)
}

/// `text` as `2026-12-24` or `2026-12-24T18:00`, where there is such a day and such a time.
fn local(text: &str) -> Option<String> {
    // TOML writes the seconds too.
    let text = text.strip_suffix(":00").filter(|short| short.len() == 16).unwrap_or(text);
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time)));
    day.parse::<Date>().ok().filter(|_| day.len() == 10)?;
    match time {
        None => Some(day.to_owned()),
        Some(time) => hours::clock(time).filter(|minute| *minute < 1440).map(|_| format!("{day}T{time}")),
    }
}

/// A day, or days from and to with `/`, on which a calendar is closed.
pub(in crate::specification) struct Closing;

impl Form for Closing {
    type Value = Closed;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Closed> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a day such as `2026-12-24`, or days such as `2026-12-24/2027-01-02`");
            return None;
        };
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        let Some((from, to)) = local(from).zip(local(to)) else {
            let wrong = if local(from).is_none() { from } else { to };
            reader.report(fault(text, wrong, node.span));
            return None;
        };
        if !limit::check_year(&from, node, reader) || !limit::check_year(&to, node, reader) {
            return None;
        }
        if !ordered(&from, &to) {
            reader.out_of_order(node.span, "it ends before it begins", "put the earlier day first");
            return None;
        }
        Some(Closed { span: LocalSpan { from, to }, reason: "closed".to_owned() })
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("closing", || {
            json!({
                "description": "A day, such as `2026-12-24`, or a span of local time, such as `2026-12-24/2027-01-02`.",
                "type": "string",
                "pattern": format!("^{LOCAL}(/{LOCAL})?$"),
            })
        })
    }

    fn shown() -> String {
        "day, or days with `/` between".to_owned()
    }

    fn same(one: &Closed, other: &Closed) -> bool {
        one == other
    }
}

/// Whether a span from `from` to `to` is one: a day alone at its end is included whole.
pub(in crate::specification) fn ordered(from: &str, to: &str) -> bool {
    // Both are written the same way: their order is that of the texts; a day is behind all its times.
    let end = |text: &str| if text.len() == 10 { format!("{text}T24:00") } else { text.to_owned() };
    let start = |text: &str| if text.len() == 10 { format!("{text}T00:00") } else { text.to_owned() };
    start(from) < end(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_are_days_that_there_are() {
        assert_eq!(local("2026-12-24").as_deref(), Some("2026-12-24"));
        assert_eq!(local("2026-12-24 18:00:00").as_deref(), Some("2026-12-24T18:00"));
        for text in ["2026-02-30", "2026-12-24T24:00", "2026-12-24T", "24.12.2026", "2026-12-24T18:00Z", ""] {
            assert_eq!(local(text), None, "{text}");
        }
        assert!(ordered("2026-12-24", "2026-12-24") && ordered("2026-12-24T18:00", "2026-12-24"));
        assert!(!ordered("2026-12-24", "2026-12-23") && !ordered("2026-12-24T18:00", "2026-12-24T18:00"));
    }
}
