//! When work can be done: weekly hours in a time zone, days off, freezes.

use serde::{Deserialize, Serialize};

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// Hours on a day of the week, in the calendar's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyHours {
    /// The days on which they begin.
    pub days: Vec<Weekday>,
    /// Minutes after midnight at which they begin, 0 to 1439.
    pub from_minute: u16,
    /// Minutes after midnight at which they end, 1 to 1440; at or before `from_minute` they end on the next day.
    pub to_minute: u16,
}

/// A span of local time, end exclusive: `2026-12-24` or `2026-12-24T18:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalSpan {
    /// Where it begins.
    pub from: String,
    /// Where it ends; a day alone is included whole.
    pub to: String,
}

/// A span in which nothing is done although the hours would allow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub span: LocalSpan,
    /// Why: a holiday, a freeze.
    pub reason: String,
}

/// A calendar as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSpec {
    /// What it is called.
    pub name: String,
    /// An IANA time zone, for example `Europe/Berlin`.
    pub time_zone: String,
    /// When it is open; empty: around the clock.
    pub hours: Vec<WeeklyHours>,
    /// When it is closed all the same.
    pub closed: Vec<Closed>,
}

/// A calendar made ready: the open intervals, in seconds since the epoch.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    name: String,
}
