//! Local time: what a clock on the wall shows, as seconds since the epoch.
//!
//! A span of local time holds every point in time at which the clock reads something in it. Where the clock is put forward
//! the readings that it jumps over are no time at all; where it is put back, those that come twice count twice.

use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};

use super::span::Span;
use super::{LocalSpan, Weekday, WeeklyHours};

/// A time zone from the data that is built in, so that every machine knows the same rules.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Zone(TimeZone);

impl Zone {
    pub(super) fn find(name: &str) -> Result<Self, String> {
        let known = TimeZoneDatabase::bundled().get(name);
        known
            .map(Self)
            .map_err(|_| format!("`{name}` is no known time zone: give an IANA name such as `Europe/Berlin`"))
    }

    /// Reads a span that is written down.
    pub(super) fn span(&self, written: &LocalSpan) -> Result<Span, String> {
        let from = local(&written.from, false)?;
        let to = local(&written.to, true)?;
        if from >= to {
            return Err(format!("the span from {} to {} ends before it begins", written.from, written.to));
        }
        match (self.first(from), self.end(to)) {
            (Some(from), Some(to)) => Ok(Span { from, to }),
            _ => Err(format!("the span from {} to {} is out of range", written.from, written.to)),
        }
    }

    /// Openings by weekly hours that end after `from` and begin before `to`, in no particular order.
    pub(super) fn weekly(&self, hours: &[WeeklyHours], from: i64, to: i64) -> Vec<Span> {
        let day = |seconds: i64| Timestamp::from_second(seconds).ok().map(|it| self.0.to_datetime(it).date());
        let (Some(first), Some(last)) = (day(from), day(to)) else { return Vec::new() };
        let mut by_day: [Vec<(i32, i32)>; 7] = Default::default();
        for hours in hours {
            let (from, to) = (i32::from(hours.from_minute), i32::from(hours.to_minute));
            let to = if to <= from { to + 1440 } else { to };
            for &weekday in &hours.days {
                if let Some(day) = by_day.get_mut(weekday as usize) {
                    day.push((from, to));
                }
            }
        }
        let mut spans = Vec::new();
        // Hours over midnight begin on the day before.
        let mut date = first.saturating_sub(2.days());
        while date <= last {
            for &(begins, ends) in by_day.get(position(date)).map_or(&[][..], Vec::as_slice) {
                let time = |minutes: i32| date.at(0, 0, 0, 0).checked_add(i64::from(minutes).minutes()).ok();
                let begin = time(begins).and_then(|it| self.first(it));
                let end = time(ends).and_then(|it| self.end(it));
                if let (Some(begin), Some(end)) = (begin, end)
                    && end > from
                    && begin < to
                {
                    spans.push(Span { from: begin, to: end });
                }
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        spans
    }

    /// When the clock first reads this, or passes over it.
    fn first(&self, reading: DateTime) -> Option<i64> {
        let ambiguous = self.0.to_ambiguous_timestamp(reading);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => Some(offset.to_timestamp(reading).ok()?.as_second()),
            AmbiguousOffset::Fold { before, .. } => Some(before.to_timestamp(reading).ok()?.as_second()),
            AmbiguousOffset::Gap { after, .. } => {
                let earlier = after.to_timestamp(reading).ok()?;
                Some(self.0.following(earlier).next()?.timestamp().as_second())
            }
        }
    }

    /// When the readings before this one are over for good.
    fn end(&self, reading: DateTime) -> Option<i64> {
        let last = reading.checked_sub(1.second()).ok()?;
        match self.0.to_ambiguous_timestamp(last).offset() {
            AmbiguousOffset::Unambiguous { offset } => Some(offset.to_timestamp(last).ok()?.as_second() + 1),
            AmbiguousOffset::Fold { after, .. } => Some(after.to_timestamp(last).ok()?.as_second() + 1),
            AmbiguousOffset::Gap { .. } => self.first(last),
        }
    }
}

/// A day or a time; a day as an end is included whole.
fn local(text: &str, is_end: bool) -> Result<DateTime, String> {
    let wrong = |why: jiff::Error| format!("`{text}` is no local time ({why}): write 2026-12-24 or 2026-12-24T18:00");
    let time = text.split(['T', 't', ' ']).nth(1).unwrap_or_default();
    if time.contains(['Z', 'z', '+', '-']) {
        return Err(format!("`{text}` has an offset: write the local time of the calendar's zone, 2026-12-24T18:00"));
    }
    if !time.is_empty() {
        return DateTime::from_str(text).map_err(wrong);
    }
    let day = Date::from_str(text).map_err(wrong)?;
    let day = if is_end { day.tomorrow().map_err(wrong)? } else { day };
    Ok(day.at(0, 0, 0, 0))
}

/// Position of its day of the week, Monday first.
fn position(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

// Positions above and in the public type are the same.
const _: () = assert!(Weekday::Monday as usize == 0 && Weekday::Sunday as usize == 6);

#[cfg(test)]
mod tests {
    use super::*;

    fn span(zone: &str, from: &str, to: &str) -> Result<i64, String> {
        let span = Zone::find(zone)?.span(&LocalSpan { from: from.into(), to: to.into() })?;
        Ok((span.to - span.from) / 60)
    }

    #[test]
    fn a_day_is_included_whole() {
        assert_eq!(span("UTC", "2026-12-24", "2026-12-26"), Ok(3 * 1440));
        assert_eq!(span("UTC", "2026-12-24T18:00", "2026-12-25T06:30"), Ok(750));
    }

    #[test]
    fn days_on_which_the_clock_changes() {
        // Forward at 2:00 on 28 March 2027, back at 3:00 on 31 October 2027.
        assert_eq!(span("Europe/Berlin", "2027-03-28", "2027-03-28"), Ok(23 * 60));
        assert_eq!(span("Europe/Berlin", "2027-10-31", "2027-10-31"), Ok(25 * 60));
    }

    #[test]
    fn readings_that_the_clock_jumps_over_are_no_time() {
        assert_eq!(span("Europe/Berlin", "2027-03-28T01:30", "2027-03-28T02:30"), Ok(30));
        assert_eq!(span("Europe/Berlin", "2027-03-28T02:15", "2027-03-28T02:45"), Ok(0));
        assert_eq!(span("Europe/Berlin", "2027-03-28T02:15", "2027-03-28T03:15"), Ok(15));
    }

    #[test]
    fn readings_that_come_twice_count_twice() {
        assert_eq!(span("Europe/Berlin", "2027-10-31T01:00", "2027-10-31T02:00"), Ok(60));
        assert_eq!(span("Europe/Berlin", "2027-10-31T01:00", "2027-10-31T02:30"), Ok(150));
        assert_eq!(span("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T03:00"), Ok(90));
    }

    #[test]
    fn what_cannot_be_read_says_what_to_write() {
        let error = |from: &str, to: &str| span("UTC", from, to).unwrap_err();
        assert!(error("Christmas", "2026-12-26").contains("2026-12-24T18:00"));
        assert!(error("2026-12-24T18:00Z", "2026-12-26").contains("has an offset"));
        assert!(error("2026-12-26", "2026-12-24").contains("ends before it begins"));
        assert!(Zone::find("Mars/Olympus").unwrap_err().contains("Europe/Berlin"));
    }
}
