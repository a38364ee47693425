//! The calendars of a plan: roles, windows, hours of business, freezes.

use std::collections::BTreeMap;

use schedule::{Calendar, CalendarIndex, CalendarSpec, Closed, GraphBuilder, Weekday, WeeklyHours};

use crate::Error;
use crate::migration::model::{Performer, Timing};
use crate::migration::team::office_hours;
use crate::specification::Specification;
use crate::specification::model::Window;

const DAY: u16 = 1_440;

/// Calendars of a graph, each made once.
pub(super) struct Calendars<'a> {
    specification: &'a Specification,
    made: BTreeMap<String, CalendarIndex>,
}

impl<'a> Calendars<'a> {
    pub(super) fn new(specification: &'a Specification) -> Self {
        Self { specification, made: BTreeMap::new() }
    }

    /// The calendars that a step keeps to. In windows and outside hours of business people are there by roster: their own
    /// hours do not count then.
    pub(super) fn of(
        &mut self,
        by: &Performer,
        timing: &Timing,
        graph: &mut GraphBuilder,
    ) -> Result<Vec<CalendarIndex>, Error> {
        let mut all = Vec::new();
        let rostered = !timing.windows.is_empty() || !timing.outside.is_empty();
        if !timing.windows.is_empty() {
            let name = timing.windows.join(" or ");
            let specification = self.specification;
            all.push(self.made(&format!("window: {name}"), graph, || windows(specification, &timing.windows))?);
        }
        for name in &timing.outside {
            let Some(busy) = self.specification.business_hours.iter().find(|it| it.name == *name) else { continue };
            all.push(self.made(&format!("outside {name}"), graph, || vec![outside(busy)])?);
        }
        if timing.held_by_freezes {
            let mut zones: Vec<&str> = self.specification.freezes.iter().map(|it| it.time_zone.as_str()).collect();
            zones.sort_unstable();
            zones.dedup();
            for zone in zones {
                let specification = self.specification;
                all.push(self.made(&format!("freezes ({zone})"), graph, || vec![freezes(specification, zone)])?);
            }
        }
        if let Performer::Role(role) = by
            && !rostered
        {
            let specification = self.specification;
            all.push(self.made(&format!("role: {role}"), graph, || vec![role_hours(specification, role)])?);
        }
        Ok(all)
    }

    /// The calendar that is open whenever one of `specs` is.
    fn made(
        &mut self,
        name: &str,
        graph: &mut GraphBuilder,
        specs: impl FnOnce() -> Vec<CalendarSpec>,
    ) -> Result<CalendarIndex, Error> {
        if let Some(index) = self.made.get(name) {
            return Ok(*index);
        }
        let mut calendar: Option<Calendar> = None;
        for spec in specs() {
            let next = Calendar::new(&CalendarSpec { name: name.to_owned(), ..spec });
            let next = next.map_err(|error| Error::input(error.to_string()))?;
            calendar = Some(match calendar {
                Some(before) => before.or(next),
                None => next,
            });
        }
        let calendar = calendar.ok_or_else(|| Error::input(format!("there is no calendar `{name}`")))?;
        let index = graph.calendar(calendar);
        self.made.insert(name.to_owned(), index);
        Ok(index)
    }
}

/// The windows of these names, as a calendar for each time zone that they are told in.
fn windows(specification: &Specification, names: &[String]) -> Vec<CalendarSpec> {
    let mut zones: Vec<CalendarSpec> = Vec::new();
    for window in specification.windows.iter().filter(|it| names.contains(&it.name)) {
        if let Some(zone) = zones.iter_mut().find(|it| it.time_zone == window.time_zone) {
            zone.hours.extend(window.hours.iter().cloned());
            continue;
        }
        let spec = CalendarSpec::new("").in_zone(&window.time_zone);
        zones.push(CalendarSpec { hours: window.hours.clone(), ..spec });
    }
    zones
}

fn freezes(specification: &Specification, zone: &str) -> CalendarSpec {
    let its = specification.freezes.iter().filter(|it| it.time_zone == zone);
    let closed = its.map(|it| Closed { span: it.span.clone(), reason: it.reason.clone() }).collect();
    CalendarSpec { closed, ..CalendarSpec::new("").in_zone(zone) }
}

fn role_hours(specification: &Specification, role: &str) -> CalendarSpec {
    let stated = specification.roles.iter().find(|it| it.name == role).and_then(|it| it.calendar.as_ref());
    let found = stated.and_then(|name| specification.calendars.iter().find(|it| it.name == *name));
    found.cloned().unwrap_or_else(office_hours)
}

/// The rest of the week.
fn outside(busy: &Window) -> CalendarSpec {
    // Minutes of the week that are busy, in order and apart.
    let week = 7 * u32::from(DAY);
    let mut spans = Vec::new();
    for hours in &busy.hours {
        let (from, to) = (u32::from(hours.from_minute), u32::from(hours.to_minute));
        let length = if to > from { to - from } else { u32::from(DAY) - from + to };
        for day in &hours.days {
            let start = day_number(*day) * u32::from(DAY) + from;
            let end = start + length;
            spans.push((start, end.min(week)));
            if end > week {
                spans.push((0, end - week));
            }
        }
    }
    spans.sort_unstable();
    let (mut free, mut at) = (Vec::new(), 0);
    for (from, to) in spans {
        if from > at {
            free.push((at, from));
        }
        at = at.max(to);
    }
    if at < week {
        free.push((at, week));
    }
    let mut spec = CalendarSpec::new("").in_zone(&busy.time_zone);
    if free.is_empty() {
        // Busy around the clock: a day of the past is the only opening.
        return spec.open("1970-01-01", "1970-01-01");
    }
    for (from, to) in free {
        spec.hours.extend(by_day(from, to));
    }
    spec
}

/// A span of the week as hours that each begin and end within a day.
fn by_day(from: u32, to: u32) -> Vec<WeeklyHours> {
    let day = u32::from(DAY);
    let part = |number: u32| {
        let (start, end) = ((number * day).max(from), ((number + 1) * day).min(to));
        (start < end).then(|| WeeklyHours {
            days: Weekday::ALL.get(number as usize).copied().into_iter().collect(),
            from_minute: u16::try_from(start - number * day).unwrap_or(0),
            to_minute: u16::try_from(end - number * day).unwrap_or(DAY),
        })
    };
    (0..7).filter_map(part).collect()
}

fn day_number(day: Weekday) -> u32 {
    Weekday::ALL.iter().zip(0..).find(|(it, _)| **it == day).map_or(0, |(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_week_is_what_is_not_busy() {
        let hours =
            WeeklyHours { days: vec![Weekday::Monday, Weekday::Sunday], from_minute: 20 * 60, to_minute: 4 * 60 };
        let busy = window(hours);
        let free = outside(&busy);
        let minutes: u32 = free.hours.iter().map(|it| u32::from(it.to_minute - it.from_minute)).sum();
        assert_eq!(minutes, 7 * 1_440 - 2 * 8 * 60);
        let monday = free.hours.iter().find(|it| it.days == [Weekday::Monday]).unwrap();
        assert_eq!((monday.from_minute, monday.to_minute), (4 * 60, 20 * 60));
        Calendar::new(&CalendarSpec { name: "rest".to_owned(), ..free }).unwrap();
    }

    #[test]
    fn windows_told_in_several_time_zones_are_all_honoured() {
        let text = "
windows:
- {name: north, time_zone: Europe/Oslo, hours: '01:00-04:00'}
- {name: far, time_zone: Asia/Tokyo, hours: '02:00-03:00'}
- {name: south, time_zone: Europe/Oslo, hours: '13:00-14:00'}
type: service
pattern: canary
source: x
target: y
";
        let (specification, told) = crate::specification::read(&findings::SourceText::new("zones.yaml", text));
        assert_eq!(told, []);
        let specification = specification.unwrap();
        let mut graph = GraphBuilder::default();
        let mut calendars = Calendars::new(&specification);
        let names = ["north", "far", "south"].map(str::to_owned).to_vec();
        let specs = windows(&specification, &names);
        let told: Vec<(&str, usize)> = specs.iter().map(|it| (it.time_zone.as_str(), it.hours.len())).collect();
        assert_eq!(told, [("Europe/Oslo", 2), ("Asia/Tokyo", 1)]);
        calendars.made("window", &mut graph, || specs).unwrap();
    }

    fn window(hours: WeeklyHours) -> Window {
        Window { name: "busy".to_owned(), pointer: String::new(), time_zone: "UTC".to_owned(), hours: vec![hours] }
    }
}
