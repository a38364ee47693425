//! The common openings of several calendars, ready for fast questions.

use std::sync::OnceLock;

use super::span::{FOREVER, Span};
use super::table::Table;
use super::{Calendar, common};
use crate::{Error, ErrorKind, Instant};

const YEAR: i64 = 31_557_600;
/// Years that are made ready at once; questions that lead further make ready the rest.
const NEAR: i64 = 3;
/// Years after which nothing is planned by the week any more.
const FAR: i64 = 60;
/// Openings that are kept at most, about: hours in tiny pieces are told for fewer years.
const MOST: usize = 500_000;

/// When all of some calendars are open, from a point in time on.
///
/// Every question is answered in constant time as a rule, and in logarithmic time at worst. What is asked of a time before
/// the first one is answered as for the first one.
#[derive(Debug, Clone)]
pub struct Openings {
    calendars: Vec<Calendar>,
    from: i64,
    near: Table,
    far: OnceLock<Table>,
}

impl Openings {
    /// The common openings of these calendars; of none: around the clock. Fails with [`ErrorKind::Infeasible`] where they
    /// are never open together.
    pub fn new(calendars: &[&Calendar], from: Instant) -> Result<Self, Error> {
        let calendars: Vec<Calendar> = calendars.iter().map(|&calendar| calendar.clone()).collect();
        let near = table(&calendars, from.seconds(), NEAR);
        let openings = Self { calendars, from: from.seconds(), near, far: OnceLock::new() };
        if openings.near.is_empty() && openings.far().is_empty() {
            let message = format!("{} never open after {from}: work that needs it cannot be done", openings.subject());
            return Err(Error::new(ErrorKind::Infeasible, message));
        }
        Ok(openings)
    }

    /// The first point in time at or after `at` at which it is open.
    pub fn next_open(&self, at: Instant) -> Result<Instant, Error> {
        self.instant(self.next_open_after(self.seconds(at))).ok_or_else(|| self.never(at))
    }

    /// When work of this many seconds is done that begins at the first opening at or after `start` and pauses where it is
    /// closed. Without work that is the first point in time at which it is open.
    pub fn finish(&self, start: Instant, work: u64) -> Result<Instant, Error> {
        self.instant(self.finish_after(self.seconds(start), float(work))).ok_or_else(|| self.never(start))
    }

    /// The first point in time at or after `start` from which it is open for `length` seconds without a pause. Fails with
    /// [`ErrorKind::Infeasible`] where no opening is that long.
    pub fn start_for_whole(&self, start: Instant, length: u64) -> Result<Instant, Error> {
        self.instant(self.whole_after(self.seconds(start), float(length))).ok_or_else(|| self.too_long(start, length))
    }

    /// Seconds of the longest opening.
    pub fn longest(&self) -> f64 {
        self.far().longest()
    }

    /// Seconds that are open between two points in time.
    pub fn open_seconds(&self, from: Instant, to: Instant) -> f64 {
        (self.worked_until(self.seconds(to)) - self.worked_until(self.seconds(from))).max(0.0)
    }

    /// [`Self::next_open`] in seconds after the first point in time; infinite: never.
    pub(crate) fn next_open_after(&self, at: f64) -> f64 {
        self.near.next_open(at).or_else(|| self.far().next_open(at)).unwrap_or(f64::INFINITY)
    }

    /// [`Self::finish`] in seconds after the first point in time; infinite: never.
    #[inline]
    pub(crate) fn finish_after(&self, at: f64, work: f64) -> f64 {
        let near = if at < self.near.closes() { self.near.finish(at, work) } else { None };
        near.or_else(|| self.far().finish(at, work)).unwrap_or(f64::INFINITY)
    }

    /// [`Self::start_for_whole`] in seconds after the first point in time; infinite: never.
    #[inline]
    pub(crate) fn whole_after(&self, at: f64, length: f64) -> f64 {
        let start = self.near.start_for_whole(at, length).or_else(|| self.far().start_for_whole(at, length));
        start.unwrap_or(f64::INFINITY)
    }

    /// The last point in time at which work that may pause has to begin to be done by `at`; minus infinity: before the first.
    pub(crate) fn latest_start(&self, at: f64, work: f64) -> f64 {
        self.table_until(at).latest_start(at, work).unwrap_or(f64::NEG_INFINITY)
    }

    /// The same for work that cannot pause.
    pub(crate) fn latest_whole(&self, at: f64, length: f64) -> f64 {
        self.table_until(at).latest_whole(at, length).unwrap_or(f64::NEG_INFINITY)
    }

    /// Open seconds from the first point in time on.
    pub(crate) fn worked_until(&self, at: f64) -> f64 {
        self.table_until(at).worked_until(at)
    }

    /// Open seconds from the first point in time on up to each of these times; infinite where it does not open any more.
    ///
    /// Work that may pause is done so many open seconds later: in these figures it begins when the last of what it waits
    /// for has ended, and takes as long as around the clock.
    pub(crate) fn open_until(&self, times: &mut [f64]) {
        self.table_for(times, Table::closes).open_until(times);
    }

    /// The reverse of [`Self::open_until`], of an end: where one opening closes rather than where the next one begins.
    pub(crate) fn times_of(&self, open: &mut [f64]) {
        self.table_for(open, Table::total).times_of(open);
    }

    /// The nearer table where its `end` lies behind all of these figures.
    fn table_for(&self, figures: &[f64], end: impl Fn(&Table) -> f64) -> &Table {
        let limit = end(&self.near);
        if figures.iter().all(|&figure| figure < limit) { &self.near } else { self.far() }
    }

    /// Makes infinite what is more than all seconds that are ever open.
    pub(crate) fn limit(&self, open: &mut [f64]) {
        let near = self.near.total();
        if open.iter().any(|&open| open > near) {
            let most = self.far().total();
            for open in open {
                *open = if *open > most { f64::INFINITY } else { *open };
            }
        }
    }

    /// Why work of this length cannot be done in one opening.
    pub(crate) fn too_long(&self, start: Instant, length: u64) -> Error {
        let longest = self.longest();
        let message = format!(
            "work of {} that cannot pause needs one opening, and the longest one in which {} open is {}: let it pause, \
             split it, or widen the hours",
            hours(float(length)),
            self.subject(),
            hours(longest)
        );
        if longest < float(length) { Error::new(ErrorKind::Infeasible, message) } else { self.never(start) }
    }

    pub(crate) fn never(&self, start: Instant) -> Error {
        let message = format!("{} not open long enough after {start} for what is to be done", self.subject());
        Error::new(ErrorKind::Infeasible, message)
    }

    fn far(&self) -> &Table {
        self.far.get_or_init(|| table(&self.calendars, self.from, FAR))
    }

    /// The nearer table where it reaches this far.
    fn table_until(&self, at: f64) -> &Table {
        if at <= float(NEAR.unsigned_abs() * YEAR.unsigned_abs()) { &self.near } else { self.far() }
    }

    #[expect(clippy::cast_precision_loss, reason = "seconds of any date are far below 2^52")]
    fn seconds(&self, at: Instant) -> f64 {
        at.seconds().saturating_sub(self.from) as f64
    }

    /// Parts of a second count as a whole one.
    fn instant(&self, seconds: f64) -> Option<Instant> {
        #[expect(clippy::cast_possible_truncation, reason = "bounded in the line before")]
        let whole = |seconds: f64| Instant::from_seconds(self.from.saturating_add(seconds.ceil() as i64));
        (seconds.abs() < float(FOREVER.unsigned_abs())).then_some(seconds).map(whole)
    }

    /// "calendar `a` is", or "calendars `a` and `b` together are".
    fn subject(&self) -> String {
        let names: Vec<String> = self.calendars.iter().map(|calendar| format!("`{}`", calendar.name())).collect();
        match names.as_slice() {
            [name] => format!("calendar {name} is"),
            names => format!("calendars {} together are", names.join(" and ")),
        }
    }
}

/// The openings of so many years. What a table of fewer years answers is right; what it cannot answer a longer one may.
fn table(calendars: &[Calendar], from: i64, years: i64) -> Table {
    let per_year = calendars.iter().map(Calendar::openings_per_year).max().unwrap_or(0).max(1);
    let bound = i64::try_from(MOST / per_year).unwrap_or(FAR).max(1);
    let to = from.saturating_add(years.min(bound) * YEAR);
    let mut spans = common(calendars, from, to);
    if calendars.iter().any(Calendar::is_weekly) {
        for span in &mut spans {
            *span = Span { from: span.from, to: span.to.min(to) };
        }
        spans.retain(|span| span.from < span.to);
    }
    Table::new(&spans, from)
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^52 seconds nothing is planned")]
fn float(seconds: u64) -> f64 {
    seconds as f64
}

/// `7 h 30 min`.
fn hours(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    match ((minutes / 60.0).floor(), minutes % 60.0) {
        (0.0, minutes) => format!("{minutes} min"),
        (hours, 0.0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CalendarSpec, Weekday};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn openings(specs: &[CalendarSpec]) -> Result<Openings, Error> {
        let calendars: Vec<Calendar> = specs.iter().map(|spec| Calendar::new(spec).unwrap()).collect();
        Openings::new(&calendars.iter().collect::<Vec<_>>(), at("2027-01-11T00:00Z"))
    }

    fn office() -> CalendarSpec {
        CalendarSpec::new("office").in_zone("Europe/Berlin").hours(&Weekday::WORKING, 9, 17)
    }

    #[test]
    fn work_of_people_pauses_over_nights_and_weekends() {
        let office = openings(&[office().closed("2027-01-18", "2027-01-18", "a holiday")]).unwrap();
        // Friday 15:00 in Berlin, two hours before the end of the day.
        let friday = at("2027-01-15T14:00Z");
        assert_eq!(office.finish(friday, 2 * 3600), Ok(at("2027-01-15T16:00Z")));
        assert_eq!(office.finish(friday, 3 * 3600), Ok(at("2027-01-19T09:00Z")));
        assert_eq!(office.start_for_whole(friday, 3 * 3600), Ok(at("2027-01-19T08:00Z")));
        assert_eq!(office.next_open(at("2027-01-16T12:00Z")), Ok(at("2027-01-19T08:00Z")));
        let open = office.open_seconds(at("2027-01-11T00:00Z"), at("2027-01-25T00:00Z"));
        assert!((open - 9.0 * 8.0 * 3600.0).abs() < 1e-6, "{open}");
    }

    #[test]
    fn summer_time_moves_the_hours() {
        let office = openings(&[office()]).unwrap();
        assert_eq!(office.next_open(at("2027-03-26T16:00Z")), Ok(at("2027-03-29T07:00Z")));
    }

    #[test]
    fn hours_over_midnight_in_several_calendars() {
        let night = CalendarSpec::new("night").hours(&Weekday::ALL, 22, 6);
        let both = openings(&[night, office()]).unwrap_err();
        assert_eq!(both.kind(), ErrorKind::Infeasible);
        assert!(both.to_string().starts_with("calendars `night` and `office` together are never open"), "{both}");
        let night = CalendarSpec::new("night").hours(&Weekday::ALL, 22, 6);
        let early = CalendarSpec::new("early").hours(&Weekday::WORKING, 5, 8);
        let both = openings(&[night, early]).unwrap();
        assert_eq!(both.next_open(at("2027-01-11T06:30Z")), Ok(at("2027-01-12T05:00Z")));
        assert_eq!(both.finish(at("2027-01-11T05:30Z"), 3600), Ok(at("2027-01-12T05:30Z")));
    }

    #[test]
    fn one_or_the_other_is_open_by_its_own_time_zone() {
        let here = CalendarSpec::new("night").in_zone("Europe/Oslo").hours(&Weekday::ALL, 1, 4);
        let far = CalendarSpec::new("far").in_zone("Asia/Tokyo").hours(&Weekday::ALL, 12, 13);
        let [here, far] = [here, far].map(|spec| Calendar::new(&spec).unwrap());
        let both = Openings::new(&[&here.or(far)], at("2027-01-11T00:00Z")).unwrap();
        // In Oslo 1 to 4 is 0 to 3 in UTC, in Tokyo 12 to 13 is 3 to 4: they touch, and one opening is made of both.
        assert_eq!(both.start_for_whole(at("2027-01-11T01:00Z"), 3 * 3600), Ok(at("2027-01-11T01:00Z")));
        assert_eq!(both.next_open(at("2027-01-11T04:00Z")), Ok(at("2027-01-12T00:00Z")));
        // In summer Oslo is an hour further away, and Tokyo is not.
        assert_eq!(both.next_open(at("2027-07-12T02:30Z")), Ok(at("2027-07-12T03:00Z")));
        assert_eq!(both.next_open(at("2027-07-12T05:00Z")), Ok(at("2027-07-12T23:00Z")));
    }

    #[test]
    fn what_fits_no_opening_says_so() {
        let error = openings(&[office()]).unwrap().start_for_whole(at("2027-01-11T00:00Z"), 9 * 3600).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Infeasible);
        assert!(
            error.to_string().contains("work of 9 h") && error.to_string().contains("`office` is open is 8 h"),
            "{error}"
        );
    }

    #[test]
    fn a_window_that_comes_once() {
        let window = openings(&[CalendarSpec::new("window").open("2027-02-06T02:00", "2027-02-06T06:00")]).unwrap();
        assert_eq!(window.finish(at("2027-01-11T00:00Z"), 4 * 3600), Ok(at("2027-02-06T06:00Z")));
        let error = window.finish(at("2027-02-06T05:00Z"), 3601).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Infeasible);
    }

    #[test]
    fn decades_away_it_is_the_same_hours() {
        let office = openings(&[office()]).unwrap();
        let year = 52 * 5 * 8 * 3600;
        let finish = office.finish(at("2027-01-11T00:00Z"), 20 * year).unwrap();
        assert_eq!(finish, at("2046-12-14T16:00Z"));
    }

    #[test]
    fn around_the_clock_has_no_end() {
        let always = openings(&[CalendarSpec::new("always").closed("2027-01-12", "2027-01-12", "a freeze")]).unwrap();
        assert_eq!(always.finish(at("2027-01-11T00:00Z"), 86_400 + 1), Ok(at("2027-01-13T00:00:01Z")));
        let none = openings(&[]).unwrap();
        assert_eq!(none.finish(at("2027-01-11T00:00Z"), 86_400 * 365 * 500), Ok(at("2526-09-12T00:00Z")));
        let all_week = openings(&[CalendarSpec::new("all").hours(&Weekday::ALL, 0, 24)]).unwrap();
        assert_eq!(all_week.start_for_whole(at("2027-01-11T00:00Z"), 86_400 * 365 * 10), Ok(at("2027-01-11T00:00Z")));
    }

    use proptest::prelude::*;

    /// Whether a wall clock that is looked at now reads a time of these hours.
    fn reads_open(zone: &jiff::tz::TimeZone, spec: &CalendarSpec, seconds: i64) -> bool {
        let reading = zone.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
        let minute = u16::try_from(i32::from(reading.hour()) * 60 + i32::from(reading.minute())).unwrap();
        let day = |back: i64| {
            Weekday::ALL
                [usize::try_from((i64::from(reading.weekday().to_monday_zero_offset()) + 7 - back) % 7).unwrap()]
        };
        spec.hours.iter().any(|hours| {
            let (from, to) = (hours.from_minute, hours.to_minute);
            if to > from {
                hours.days.contains(&day(0)) && (from..to).contains(&minute)
            } else {
                hours.days.contains(&day(0)) && minute >= from || hours.days.contains(&day(1)) && minute < to
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Over the nights in which clocks change, quarter of an hour by quarter of an hour. Hours begin and end at full
        /// hours: a span that begins or ends within an hour that comes twice is one span, and reads as two.
        #[test]
        fn open_is_what_a_clock_on_the_wall_reads(
            hours in prop::collection::vec((prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=7), 0_u16..24, 1_u16..25), 1..4),
            zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Adelaide", "Asia/Kolkata", "UTC"]),
            month in prop::sample::select(vec!["2027-03-12", "2027-03-26", "2027-10-29", "2027-11-05", "2027-04-02", "2027-10-01"]),
            work in 0_u64..200,
        ) {
            let mut spec = CalendarSpec::new("any").in_zone(zone);
            for (days, from, to) in &hours {
                spec = spec.hours(days, *from, *to);
            }
            let from: Instant = format!("{month}T00:00Z").parse().unwrap();
            let openings = Openings::new(&[&Calendar::new(&spec).unwrap()], from).unwrap();
            let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
            let quarters = 0..5 * 96_i64;
            let at = |quarter: i64| Instant::from_seconds(from.seconds() + quarter * 900);
            let open: Vec<bool> = quarters.clone().map(|it| reads_open(&zone, &spec, at(it).seconds())).collect();
            for quarter in quarters {
                let here = usize::try_from(quarter).unwrap();
                let is_open = openings.next_open(at(quarter)).unwrap() == at(quarter);
                prop_assert_eq!(is_open, open[here], "{}", at(quarter));
                // The quarters that are open from here on are worked in, one after the other.
                let mut left = work;
                let end = (here..open.len()).find(|&quarter| {
                    left = left.saturating_sub(u64::from(open[quarter]));
                    open[quarter] && left == 0
                });
                if let Some(end) = end {
                    let found = openings.finish(at(quarter), work * 900).unwrap();
                    let last = at(i64::try_from(end).unwrap());
                    prop_assert_eq!(found, if work == 0 { last } else { Instant::from_seconds(last.seconds() + 900) });
                    // Back again: it need not begin earlier than the last opening from which it is done in time.
                    let latest = openings.latest_start(openings.seconds(found), float(work * 900));
                    prop_assert!(latest >= openings.seconds(at(quarter)));
                    prop_assert_eq!(openings.instant(openings.finish_after(latest, float(work * 900))), Some(found));
                }
            }
        }
    }
}
