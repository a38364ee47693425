//! A scheduled plan of migrations as a calendar (RFC 5545): an event for each phase, and one for each step that a person
//! does or that can be felt.

use icalendar::{Calendar, Component as _, Event};
use plan_engine::migration::model::Performer;
use plan_engine::migration::schedule::MigrationSchedule;
use plan_engine::migration::{MigrationPlan, MigrationStep};
use plan_engine::specification::model::Commit;
use schedule::{Instant, Quantiles};

use super::words;
use crate::plan::words::short;

/// The calendar. A phase lasts from the start of its first step to the quantile that dates are promised by.
pub fn ics(plan: &MigrationPlan, schedule: &MigrationSchedule) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//migration-architect//plan//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name(&plan.name);
    // The same plan gives the same bytes: the stamp is the start of the schedule, not the clock's.
    let stamp = schedule.start;
    for (phase, times) in plan.phases.iter().zip(&schedule.phases) {
        let promised = promised(&times.end, schedule.commit).or(times.finish);
        let (Some(start), Some(end)) = (times.start, promised) else { continue };
        let mut event = event(plan, &phase.id, stamp, start, end);
        event.summary(&format!("{}: {}", plan.name, phase.id));
        event.description(&format!("{}. Way back: {}.", phase.purpose, words::way_back(phase)));
        calendar.push(event.done());
    }
    for step in plan.steps().filter(|it| is_noticed(it)) {
        let Some(times) = schedule.steps.iter().find(|it| it.id == step.id) else { continue };
        let mut event = event(plan, &step.id, stamp, times.start, times.finish);
        event.summary(&format!("{} ({})", step.title, step.by.name()));
        let mut description = vec![step.why.clone()];
        description.extend(words::details(step));
        let back = words::back(step);
        if !back.is_empty() {
            description.push(format!("Way back: {back}."));
        }
        event.description(&description.join("\n"));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn event(plan: &MigrationPlan, id: &str, stamp: Instant, start: Instant, end: Instant) -> Event {
    let mut event = Event::new();
    event.uid(&format!("{}-{}@migration-architect", short(&plan.digest), id.replace(['/', ' '], "-")));
    for (name, at) in [("DTSTAMP", stamp), ("DTSTART", start), ("DTEND", end)] {
        event.add_property(name, utc(at));
    }
    event
}

/// The form with UTC time (RFC 5545, 3.3.5): `20270111T090000Z`.
fn utc(at: Instant) -> String {
    at.to_string().chars().filter(|it| !matches!(it, '-' | ':')).collect()
}

/// The end at the quantile that dates are promised by.
fn promised(end: &Quantiles, commit: Commit) -> Option<Instant> {
    match commit {
        Commit::P50 => end.p50,
        Commit::P80 => end.p80,
        Commit::P95 => end.p95,
    }
}

/// Whether somebody has to be there, or may feel it.
fn is_noticed(step: &MigrationStep) -> bool {
    matches!(step.by, Performer::Role(_)) || !step.timing.windows.is_empty()
}
