//! When people work.

use schedule::{CalendarSpec, Closed, LocalSpan, WeeklyHours};

use serde_json::{Value as Json, json};

use super::{Fields, Item, Object, Seen};
use crate::specification::form::{
    self, Calendars, Closing, Form, List, LocalTime, Name, OneOrMore, Text, Weekly, Zone,
};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

#[derive(Default)]
pub(super) struct Calendar {
    name: Option<String>,
    time_zone: Option<String>,
    hours: Option<Vec<WeeklyHours>>,
    open: Option<Vec<LocalSpan>>,
    closed: Option<Vec<Closed>>,
}

impl Object for Calendar {
    type Made = CalendarSpec;
    const NAME: &'static str = "calendar";
    const ABOUT: &'static str = "Hours of a week, and days off.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Calendars>>("name", "Its name.", |it| &mut it.name)
            .required()
            .field::<Zone>("time_zone", "Its time zone; the specification's unless told.", |it| &mut it.time_zone)
            .also::<Zone>("timezone", "The same.", |it| &mut it.time_zone)
            .field::<OneOrMore<Weekly>>(
                "hours",
                "When people work, such as `Mon-Fri 09:00-17:00`; around the clock unless told.",
                |it| &mut it.hours,
            )
            .field::<List<Extra>>(
                "open",
                "Days, and spans of local time, on which they work besides the hours.",
                |it| &mut it.open,
            )
            .field::<List<Holiday>>("holidays", "Days, and spans of local time, on which nobody works.", |it| {
                &mut it.closed
            })
            .also::<List<Holiday>>("closed", "The same.", |it| &mut it.closed)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<CalendarSpec> {
        Some(CalendarSpec {
            name: self.name?,
            time_zone: self.time_zone.unwrap_or_default(),
            hours: self.hours.unwrap_or_default(),
            open: self.open.unwrap_or_default(),
            closed: self.closed.unwrap_or_default(),
        })
    }
}

/// Single hours or days, as a text.
struct Extra;

impl Form for Extra {
    type Value = LocalSpan;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<LocalSpan> {
        Closing::read(node, reader).map(|closed| closed.span)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Closing::schema(definitions)
    }

    fn shown() -> String {
        Closing::shown()
    }

    fn same(one: &LocalSpan, other: &LocalSpan) -> bool {
        one == other
    }
}

/// A day off as a text, or as an object with its reason.
struct Holiday;

impl Form for Holiday {
    type Value = Closed;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Closed> {
        match node.value() {
            Value::Object => Item::<Reasoned>::read(node, reader),
            _ => Closing::read(node, reader),
        }
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"anyOf": [Closing::schema(definitions), Item::<Reasoned>::schema(definitions)]})
    }

    fn shown() -> String {
        format!("{}, or {}", Closing::shown(), Item::<Reasoned>::shown())
    }

    fn same(one: &Closed, other: &Closed) -> bool {
        one == other
    }
}

#[derive(Default)]
struct Reasoned {
    from: Option<String>,
    to: Option<String>,
    reason: Option<String>,
}

impl Object for Reasoned {
    type Made = Closed;
    const NAME: &'static str = "holiday";
    const ABOUT: &'static str = "A span in which a calendar is closed.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<LocalTime>("from", "Where it begins.", |it| &mut it.from)
            .required()
            .field::<LocalTime>("to", "Where it ends, a day alone included; where it begins unless told.", |it| {
                &mut it.to
            })
            .field::<Text>("reason", "Why.", |it| &mut it.reason)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Closed> {
        let from = self.from?;
        let to = self.to.unwrap_or_else(|| from.clone());
        if !form::ordered(&from, &to) {
            reader.out_of_order(seen.value("to"), "it ends before it begins", "put the earlier day first");
        }
        Some(Closed { span: LocalSpan { from, to }, reason: self.reason.unwrap_or_else(|| "closed".to_owned()) })
    }
}
