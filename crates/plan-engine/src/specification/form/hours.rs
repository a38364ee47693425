//! Times of the day and weekly hours: `02:00`, `Mon-Fri 09:00-17:00`.

use findings::Span;
use schedule::{Weekday, WeeklyHours};
use serde_json::{Value as Json, json};

use super::{Form, day};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// A day's end.
const MIDNIGHT: u16 = 24 * 60;
const CLOCK: &str = r"(([01]\d|2[0-3]):[0-5]\d|24:00)";
const TIME_HELP: &str = "write hours and minutes from `00:00` to `24:00`";
const HOURS_HELP: &str = "write days and times, such as `Mon-Fri 09:00-17:00`, or times alone for every day";

/// A time of the day, in minutes after midnight; `24:00` is its end.
pub(in crate::specification) struct Clock;

impl Form for Clock {
    type Value = u16;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<u16> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a time of the day such as `02:00`");
            return None;
        };
        let minute = clock(text);
        if minute.is_none() {
            reader.bad_value(node.span, format!("`{text}` is no time of the day"), TIME_HELP);
        }
        minute
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("clock", || {
            json!({
                "description": "A time of the day, `00:00` to `24:00`.",
                "type": "string",
                "pattern": format!("^{CLOCK}$"),
            })
        })
    }

    fn shown() -> String {
        "time of the day".to_owned()
    }

    fn same(one: &u16, other: &u16) -> bool {
        one == other
    }
}

/// `HH:MM`
pub(super) fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= MIDNIGHT).then_some(minute)
}

/// Weekly hours as a text.
pub(in crate::specification) struct Weekly;

impl Form for Weekly {
    type Value = WeeklyHours;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<WeeklyHours> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "hours such as `Mon-Fri 09:00-17:00`");
            return None;
        };
        let text = text.trim();
        let (days, times) = match text.rsplit_once(char::is_whitespace) {
            Some((days, times)) => (days.trim(), times),
            None => ("daily", text),
        };
        let days = if days == "daily" { Some(day::all()) } else { day::read(days) };
        let Some((days, (from, to))) = days.zip(times.split_once('-')) else {
            reader.bad_value(node.span, format!("`{text}` are no hours of the week"), HOURS_HELP);
            return None;
        };
        let Some((from, to)) = clock(from).zip(clock(to)) else {
            let wrong = if clock(from).is_none() { from } else { to };
            reader.bad_value(node.span, format!("`{wrong}` is no time of the day"), TIME_HELP);
            return None;
        };
        hours(days, from, to, node.span, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let day = day::PATTERN;
        let days = format!(r"(daily|{day}(\s*-\s*{day})?(\s*,\s*{day}(\s*-\s*{day})?)*)");
        definitions.add("weekly_hours", || {
            json!({
                "description": "Hours of the week, such as `Mon-Fri 09:00-17:00`; without days on every day; an end before the beginning lies on the next day.",
                "type": "string",
                "pattern": format!(r"^\s*({days}\s+)?{CLOCK}-{CLOCK}\s*$"),
            })
        })
    }

    fn shown() -> String {
        "hours of the week".to_owned()
    }

    fn same(one: &WeeklyHours, other: &WeeklyHours) -> bool {
        one == other
    }
}

/// Hours from two times that are not the same.
pub(in crate::specification) fn hours(
    days: Vec<Weekday>,
    from: u16,
    to: u16,
    span: Span,
    reader: &mut Reader<'_>,
) -> Option<WeeklyHours> {
    if from % MIDNIGHT == to % MIDNIGHT && !(from == 0 && to == MIDNIGHT) {
        let help = "write `00:00-24:00` for the whole day";
        reader.report(
            crate::specification::fault::Fault::error(
                "never-opens",
                "they end at the minute at which they begin",
                span,
            )
            .help(help),
        );
        return None;
    }
    Some(WeeklyHours { days, from_minute: from % MIDNIGHT, to_minute: if to == 0 { MIDNIGHT } else { to } })
}

/// All days of the week.
pub(in crate::specification) fn every_day() -> Vec<Weekday> {
    day::all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day() {
        assert_eq!((clock("02:05"), clock("24:00"), clock("00:00")), (Some(125), Some(1440), Some(0)));
        for text in ["25:00", "24:01", "12:60", "2:00", "02.00", "0200", "", "ab:cd", "+1:00"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
