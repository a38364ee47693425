//! When phases run: a bar for each, over an axis that the page draws once.

use std::collections::BTreeSet;

use plan_engine::migration::schedule::PhaseTimes;
use schedule::Instant;

use super::Page;
use super::clock::Clock;
use super::progress::Told;
use super::prose::name;

/// The phases over time.
pub(super) struct Timeline {
    pub(super) ticks: Vec<Tick>,
    pub(super) rows: Vec<Row>,
    /// Upright lines: the deadline, now.
    pub(super) marks: Vec<Mark>,
    pub(super) has_critical: bool,
}

/// A tick of the axis, in per cent of its length.
pub(super) struct Tick {
    pub(super) at: String,
    pub(super) says: String,
}

/// An upright line over all rows.
pub(super) struct Mark {
    pub(super) at: String,
    pub(super) class: &'static str,
    pub(super) says: String,
}

/// A phase: where its bars begin and how wide they are, in per cent.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) expected: String,
    pub(super) p80: String,
    pub(super) p95: String,
    pub(super) done: Option<String>,
    pub(super) critical: bool,
    pub(super) beyond_return: bool,
    /// What it says to those who do not see it.
    pub(super) label: String,
    pub(super) ends: [String; 3],
}

impl Timeline {
    pub(super) fn of(page: &Page<'_>, told: Option<&Told<'_>>, clock: Clock) -> Self {
        let axis = Axis::of(page, told);
        let path: BTreeSet<&str> = page.schedule.critical_path.iter().map(String::as_str).collect();
        let ticks = clock.ticks(axis.end).into_iter().map(|(at, says)| Tick { at: axis.share(at), says }).collect();
        let mut passed = false;
        let mut rows = Vec::new();
        for (phase, times) in page.plan.phases.iter().zip(&page.schedule.phases) {
            passed |= phase.point_of_no_return.is_some();
            let critical = phase.steps.iter().any(|it| path.contains(it.id.as_str()));
            let done = told.map(|it| it.share_done(&phase.steps));
            rows.push(Row { critical, beyond_return: passed, ..axis.row(times, clock, done) });
        }
        let has_critical = rows.iter().any(|it| it.critical);
        Self { ticks, rows, marks: axis.marks(page, told, clock), has_critical }
    }
}

/// From the beginning to the latest that is shown.
struct Axis {
    start: Instant,
    end: Instant,
    span: f64,
}

impl Axis {
    fn of(page: &Page<'_>, told: Option<&Told<'_>>) -> Self {
        let began = told.and_then(Told::began);
        let start = began.map_or(page.schedule.start, |it| it.min(page.schedule.start));
        let ends = page.schedule.phases.iter().flat_map(|it| [it.finish, it.end.p80, it.end.p95]).flatten();
        let mut end = ends.max().unwrap_or(start).max(page.schedule.expected);
        // A deadline far behind the end would press the bars together.
        if let Some(deadline) = page.deadline()
            && start.seconds_until(deadline.at) < 2.0 * start.seconds_until(end)
        {
            end = end.max(deadline.at);
        }
        let span = start.seconds_until(end).max(1.0);
        Self { start, end, span }
    }

    fn share(&self, at: Instant) -> String {
        percent(self.part(at))
    }

    fn part(&self, at: Instant) -> f64 {
        (self.start.seconds_until(at) / self.span).clamp(0.0, 1.0)
    }

    fn row(&self, times: &PhaseTimes, clock: Clock, done: Option<f64>) -> Row {
        let from = self.part(times.start.unwrap_or(self.start));
        let length = |to: Option<Instant>| (self.part(to.unwrap_or(self.end)) - from).max(0.0);
        let width = |to: Option<Instant>| percent(length(to));
        let ends = [times.end.p50, times.end.p80, times.end.p95].map(|it| clock.short(it));
        Row {
            name: name(&times.id),
            from: percent(from),
            expected: width(times.finish.or(times.start)),
            p80: width(times.end.p80),
            p95: width(times.end.p95),
            done: done.map(|share| percent(share * length(times.finish))),
            critical: false,
            beyond_return: false,
            label: format!(
                "{}: from {}, ends P50 {}, P80 {}, P95 {}",
                times.id,
                clock.tell(times.start),
                clock.tell(times.end.p50),
                clock.tell(times.end.p80),
                clock.tell(times.end.p95)
            ),
            ends,
        }
    }

    fn marks(&self, page: &Page<'_>, told: Option<&Told<'_>>, clock: Clock) -> Vec<Mark> {
        let mut marks = Vec::new();
        if let Some(told) = told {
            marks.push(Mark {
                at: self.share(told.at),
                class: "now",
                says: format!("now: {}", clock.tell(Some(told.at))),
            });
        }
        if let Some(deadline) = page.deadline() {
            let says = format!("deadline: {}", clock.tell(Some(deadline.at)));
            let inside = deadline.at <= self.end;
            let says = if inside { says } else { format!("{says}, beyond this chart") };
            marks.push(Mark { at: self.share(deadline.at), class: "deadline", says });
        }
        marks
    }
}

/// A share as CSS and SVG take it: `12.34%`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}
