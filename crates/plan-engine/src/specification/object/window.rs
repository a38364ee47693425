//! Windows that open again and again.

use schedule::WeeklyHours;

use super::{Fields, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{self, BusinessHours, Clock, Name, OneOrMore, Weekly, Windows, Zone};
use crate::specification::model;
use crate::specification::reader::Reader;

/// When a window opens: hours of the week, or two times of every day.
#[derive(Default)]
struct Opening {
    time_zone: Option<String>,
    hours: Option<Vec<WeeklyHours>>,
    from: Option<u16>,
    to: Option<u16>,
}

impl Opening {
    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<OneOrMore<Weekly>>("hours", "When it is open, such as `Sat-Sun 02:00-06:00`.", |it| &mut it.hours)
            .field::<Clock>("start", "In place of `hours`: when it opens, every day.", |it| &mut it.from)
            .field::<Clock>("end", "In place of `hours`: when it closes.", |it| &mut it.to)
            .field::<Zone>("time_zone", "Its time zone; the specification's unless told.", |it| &mut it.time_zone)
            .also::<Zone>("timezone", "The same.", |it| &mut it.time_zone)
    }

    /// The window; nothing where it cannot be told when it opens, which is reported.
    fn window(self, name: String, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Window> {
        let times = seen.has("start") || seen.has("end");
        if seen.has("hours") && times {
            let fault =
                Fault::error("contradiction", "`hours` and `start` with `end` both say when", seen.value("start"));
            reader.report(fault.help("keep one of the two"));
            return None;
        }
        if !(seen.has("hours") || seen.has("start") && seen.has("end")) {
            let missing = match (seen.has("start"), seen.has("end")) {
                (true, false) => "`end`",
                (false, true) => "`start`",
                _ => "`hours`",
            };
            let message = format!("the field {missing} is missing in window");
            let help = "say when it is open: `hours`, or `start` and `end`";
            reader.report(Fault::error("missing-field", message, seen.object()).help(help));
            return None;
        }
        let hours = match self.hours {
            Some(hours) if hours.is_empty() => {
                let fault = Fault::error("never-opens", "the window has no hours: it never opens", seen.value("hours"));
                reader.report(fault.help("write its hours, such as `Sat-Sun 02:00-06:00`"));
                return None;
            }
            Some(hours) => hours,
            None => {
                let span = seen.value("end");
                let (from, to) = self.from.zip(self.to)?;
                vec![form::hours(form::every_day(), from, to, span, reader)?]
            }
        };
        let pointer = reader.pointer().to_owned();
        Some(model::Window { pointer, name, time_zone: self.time_zone.unwrap_or_default(), hours })
    }
}

/// A condition of the schema: hours, or two times.
fn condition() -> serde_json::Value {
    serde_json::json!({"oneOf": [
        {"required": ["hours"], "properties": {"start": false, "end": false}},
        {"required": ["start", "end"], "properties": {"hours": false}},
    ]})
}

/// A window in which production may be touched.
#[derive(Default)]
pub(super) struct Window {
    name: Option<String>,
    opening: Opening,
}

impl Object for Window {
    type Made = model::Window;
    const NAME: &'static str = "window";
    const ABOUT: &'static str =
        "Hours that come again and again, in which work is done that can be felt in production.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Windows>>("name", "Its name.", |it| &mut it.name)
            .required()
            .embed(Opening::fields(), |it| &mut it.opening)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Window> {
        self.opening.window(self.name.unwrap_or_default(), seen, reader)
    }

    fn conditions() -> Vec<serde_json::Value> {
        vec![condition()]
    }
}

/// Hours in which the business is busy.
#[derive(Default)]
pub(super) struct BusyHours {
    name: Option<String>,
    opening: Opening,
}

impl Object for BusyHours {
    type Made = model::Window;
    const NAME: &'static str = "busy_hours";
    const ABOUT: &'static str = "Hours that come again and again.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<BusinessHours>>("name", "Its name.", |it| &mut it.name)
            .embed(Opening::fields(), |it| &mut it.opening)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Window> {
        self.opening.window(self.name.unwrap_or_default(), seen, reader)
    }

    fn conditions() -> Vec<serde_json::Value> {
        vec![condition()]
    }
}
