//! When work can be done.
//!
//! A [`CalendarSpec`] is what somebody writes down, a [`Calendar`] the same with its time zone found and its spans read,
//! [`Openings`] the times at which several calendars are open together, ready for fast questions.

mod local;
mod openings;
mod span;
mod spec;
mod table;

pub use openings::Openings;
pub use spec::{CalendarSpec, Closed, LocalSpan, Weekday, WeeklyHours};

use local::Zone;
use span::{Span, intersection, union, without};

use crate::{Error, ErrorKind};

/// A calendar made ready: time zone, hours and spans are known to be sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    spec: CalendarSpec,
    zone: Zone,
    /// Single openings and closed spans, in order, in seconds since the epoch.
    open: Vec<Span>,
    closed: Vec<Span>,
    /// Others, whose openings are its own, too.
    others: Vec<Calendar>,
}

impl Calendar {
    /// Reads what is written down. Fails with [`ErrorKind::Time`] where a time zone, a time or hours cannot be.
    pub fn new(spec: &CalendarSpec) -> Result<Self, Error> {
        let zone = Zone::find(&spec.time_zone).map_err(|why| about(spec, &why))?;
        for hours in &spec.hours {
            check_hours(hours).map_err(|why| about(spec, &why))?;
        }
        let open = spec.open.iter().map(|span| zone.span(span)).collect::<Result<_, _>>();
        let closed = spec.closed.iter().map(|closed| zone.span(&closed.span)).collect::<Result<_, _>>();
        Ok(Self {
            open: union(open.map_err(|why| about(spec, &why))?),
            closed: union(closed.map_err(|why| about(spec, &why))?),
            spec: spec.clone(),
            zone,
            others: Vec::new(),
        })
    }

    /// A calendar under the name of this one that is open whenever this one or `other` is, each by its own time zone: windows
    /// that are told in several.
    #[must_use]
    pub fn or(mut self, mut other: Self) -> Self {
        self.others.append(&mut other.others);
        self.others.push(other);
        self
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// What was written down, without what [`Calendar::or`] has added.
    pub fn spec(&self) -> &CalendarSpec {
        &self.spec
    }

    /// Whether it is open at any time.
    pub fn is_around_the_clock(&self) -> bool {
        let alone = self.spec.hours.is_empty() && self.open.is_empty() && self.closed.is_empty();
        alone || self.others.iter().any(Self::is_around_the_clock)
    }

    /// What its openings follow from: two calendars with the same hours differ in nothing else but what they are called.
    pub(crate) fn hours(&self) -> impl std::hash::Hash + Eq + use<'_> {
        (self.spec.time_zone.as_str(), self.spec.hours.as_slice(), self.open.as_slice(), self.closed.as_slice())
    }

    /// The openings that touch `from..to`, in order and apart from each other. Weekly hours are told whole as far as they
    /// begin before `to`.
    fn spans(&self, from: i64, to: i64) -> Vec<Span> {
        let own = self.own_spans(from, to);
        if self.others.is_empty() {
            return own;
        }
        union(self.others.iter().flat_map(|other| other.own_spans(from, to)).chain(own).collect())
    }

    fn own_spans(&self, from: i64, to: i64) -> Vec<Span> {
        let open = if self.spec.hours.is_empty() && self.open.is_empty() {
            vec![Span::ALWAYS]
        } else {
            let mut open = self.zone.weekly(&self.spec.hours, from, to);
            open.extend(self.open.iter().filter(|span| span.to > from && span.from < to));
            union(open)
        };
        without(&open, &self.closed)
    }

    fn is_weekly(&self) -> bool {
        !self.spec.hours.is_empty() || self.others.iter().any(Self::is_weekly)
    }

    /// How many openings a year has, about.
    fn openings_per_year(&self) -> usize {
        let weekly: usize = self.spec.hours.iter().map(|hours| hours.days.len()).sum();
        let others: usize = self.others.iter().map(Self::openings_per_year).sum();
        weekly.saturating_mul(53).saturating_add(others)
    }
}

/// The spans in which all of these calendars are open.
fn common(calendars: &[Calendar], from: i64, to: i64) -> Vec<Span> {
    let mut all = calendars.iter().map(|calendar| calendar.spans(from, to));
    let first = all.next().unwrap_or_else(|| vec![Span::ALWAYS]);
    all.fold(first, |known, next| intersection(&known, &next))
}

fn check_hours(hours: &WeeklyHours) -> Result<(), String> {
    if hours.from_minute >= 1440 || hours.to_minute == 0 || hours.to_minute > 1440 {
        return Err(format!(
            "hours from minute {} to minute {}: they begin at 0 to 1439 and end at 1 to 1440",
            hours.from_minute, hours.to_minute
        ));
    }
    if hours.days.is_empty() {
        return Err("hours without a day: name the days on which they begin".to_owned());
    }
    Ok(())
}

fn about(spec: &CalendarSpec, why: &str) -> Error {
    Error::new(ErrorKind::Time, format!("calendar `{}`: {why}", spec.name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Instant;

    fn any_time() -> impl Strategy<Value = String> {
        prop_oneof![
            "[-+]?[0-9]{1,6}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?",
            "(19|20|99)[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9](T[0-2][0-9]:[0-5][0-9])?",
            "\\PC{0,12}",
        ]
    }

    proptest! {
        /// Whatever somebody writes there is a calendar or an error, and of a calendar there are openings or an error.
        #[test]
        fn whatever_is_written_is_answered(
            zone in prop_oneof![Just("Europe/Berlin".to_owned()), Just("Pacific/Apia".to_owned()), "\\PC{0,8}"],
            hours in prop::collection::vec((prop::sample::subsequence(Weekday::ALL.to_vec(), 0..=7), 0_u16..1500, 0_u16..1500), 0..3),
            open in prop::collection::vec((any_time(), any_time()), 0..3),
            closed in prop::collection::vec((any_time(), any_time()), 0..3),
            at in any::<i64>(),
            work in any::<u64>(),
        ) {
            let mut spec = CalendarSpec::new("any").in_zone(zone);
            for (days, from_minute, to_minute) in hours {
                spec.hours.push(WeeklyHours { days, from_minute, to_minute });
            }
            for (from, to) in open { spec = spec.open(from, to); }
            for (from, to) in closed { spec = spec.closed(from, to, "any"); }
            if let Ok(calendar) = Calendar::new(&spec)
                && let Ok(openings) = Openings::new(&[&calendar], Instant::from_seconds(at))
            {
                let start = Instant::from_seconds(at);
                if let Ok(end) = openings.finish(start, work) {
                    prop_assert!(end >= start);
                }
                let _ = openings.start_for_whole(start, work);
            }
        }
    }
}
