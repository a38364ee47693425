//! Windows that never open.

use schedule::{Calendar, CalendarSpec, Closed, Instant, Openings, WeeklyHours};

use super::{Fault, Spans, Specification, place};
use crate::specification::model::{Freeze, Window};

const DAY: usize = 24 * 60;
const WEEK: usize = 7 * DAY;

/// Windows that lie in business hours of the same time zone from their beginning to their end.
pub(in crate::specification) fn against_business(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let mut faults = Vec::new();
    for window in &specification.windows {
        let mut open = minutes(&window.hours);
        let mut closing = Vec::new();
        for busy in specification.business_hours.iter().filter(|it| it.time_zone == window.time_zone) {
            let busy_minutes = minutes(&busy.hours);
            if open.iter().zip(&busy_minutes).any(|(open, busy)| *open && *busy) {
                closing.push(format!("`{}`", busy.name));
            }
            open.iter_mut().zip(busy_minutes).for_each(|(open, busy)| *open &= !busy);
        }
        if open.contains(&true) || closing.is_empty() {
            continue;
        }
        let message = format!("the window `{}` never opens: it lies within {}", window.name, closing.join(" and "));
        let span = place(specification, spans, &window.pointer);
        let fault = Fault::error("never-opens", message, span).at(&window.pointer);
        faults.push(fault.help("move the window, or the business hours"));
    }
    faults
}

/// The minutes of the week that are open.
fn minutes(hours: &[WeeklyHours]) -> Vec<bool> {
    let mut open = vec![false; WEEK];
    for hours in hours {
        let (from, to) = (usize::from(hours.from_minute), usize::from(hours.to_minute));
        let length = if to > from { to - from } else { to + DAY - from };
        for day in &hours.days {
            let start = *day as usize * DAY + from;
            for minute in start..start + length {
                if let Some(open) = open.get_mut(minute % WEEK) {
                    *open = true;
                }
            }
        }
    }
    open
}

/// Windows that do not open between start and deadline, freezes counted; and freezes that leave no time at all.
pub(in crate::specification) fn before_deadline(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let Some((start, deadline)) = specification.start.zip(specification.deadline) else { return Vec::new() };
    let freezes: Vec<Calendar> = specification.freezes.iter().filter_map(frozen).collect();
    let calendars: Vec<&Calendar> = freezes.iter().collect();
    let told = format!("between the start ({start}) and the deadline ({deadline})");
    if start < deadline && !freezes.is_empty() && !opens(&calendars, start, deadline) {
        let fault = Fault::error(
            "never-opens",
            format!("freezes leave no time {told}"),
            place(specification, spans, "/freezes"),
        );
        return vec![fault.at("/freezes").help("move the deadline, or end a freeze earlier")];
    }
    let mut faults = Vec::new();
    for window in specification.windows.iter().filter(|_| start < deadline) {
        let Some(calendar) = weekly(window) else { continue };
        let mut all = calendars.clone();
        all.push(&calendar);
        if opens(&all, start, deadline) {
            continue;
        }
        let message = format!("the window `{}` does not open {told}", window.name);
        let span = place(specification, spans, &window.pointer);
        let fault = Fault::error("never-opens", message, span).at(&window.pointer);
        faults.push(fault.help("move the window, the deadline or a freeze"));
    }
    faults
}

fn opens(calendars: &[&Calendar], start: Instant, deadline: Instant) -> bool {
    let first = Openings::new(calendars, start).and_then(|openings| openings.next_open(start));
    first.is_ok_and(|first| first < deadline)
}

/// Open at all times but in the freeze; none where it cannot be, which has been reported.
fn frozen(freeze: &Freeze) -> Option<Calendar> {
    let closed = vec![Closed { span: freeze.span.clone(), reason: freeze.reason.clone() }];
    Calendar::new(&CalendarSpec { closed, ..CalendarSpec::new("freeze").in_zone(&freeze.time_zone) }).ok()
}

fn weekly(window: &Window) -> Option<Calendar> {
    let hours = window.hours.clone();
    Calendar::new(&CalendarSpec { hours, ..CalendarSpec::new(&window.name).in_zone(&window.time_zone) }).ok()
}
