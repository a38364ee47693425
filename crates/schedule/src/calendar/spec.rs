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

impl Weekday {
    /// Monday to Friday.
    pub const WORKING: [Self; 5] = [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday];
    /// Every day.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

/// Hours on a day of the week, in the calendar's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
///
/// It is open during `hours` and `open`, and nowhere in `closed`; with neither hours nor single openings it is open
/// around the clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CalendarSpec {
    /// What it is called.
    pub name: String,
    /// An IANA time zone, for example `Europe/Berlin`.
    pub time_zone: String,
    /// When it is open, week by week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<WeeklyHours>,
    /// When it is open besides the hours: a migration window, a Saturday of overtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<LocalSpan>,
    /// When it is closed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
}

impl CalendarSpec {
    /// Around the clock in UTC, under this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), time_zone: "UTC".to_owned(), ..Self::default() }
    }

    /// In this time zone (an IANA name).
    #[must_use]
    pub fn in_zone(mut self, time_zone: impl Into<String>) -> Self {
        self.time_zone = time_zone.into();
        self
    }

    /// Open on these days, from one full hour to another (24 is midnight); hours over midnight end on the next day.
    #[must_use]
    pub fn hours(mut self, days: &[Weekday], from_hour: u16, to_hour: u16) -> Self {
        let (from_minute, to_minute) = (from_hour.saturating_mul(60), to_hour.saturating_mul(60));
        self.hours.push(WeeklyHours { days: days.to_vec(), from_minute, to_minute });
        self
    }

    /// Open in this span of local time, too.
    #[must_use]
    pub fn open(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.open.push(LocalSpan { from: from.into(), to: to.into() });
        self
    }

    /// Closed in this span of local time.
    #[must_use]
    pub fn closed(mut self, from: impl Into<String>, to: impl Into<String>, reason: impl Into<String>) -> Self {
        self.closed.push(Closed { span: LocalSpan { from: from.into(), to: to.into() }, reason: reason.into() });
        self
    }
}
