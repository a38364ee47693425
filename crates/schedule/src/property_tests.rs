//! What holds of any graph. Schedules are looked at by a judge that knows nothing of how they were made.

use proptest::prelude::*;

use crate::{
    Calendar, CalendarSpec, Distribution, Durations, ErrorKind, Instant, LevelOptions, PathOptions, Progress, Schedule,
    TaskGraph, Weekday, critical_path, level,
};

const HOUR: i64 = 3600;

fn start() -> Instant {
    "2027-01-11T09:00Z".parse().unwrap()
}

fn after_start(seconds: i64) -> Instant {
    Instant::from_seconds(start().seconds() + seconds)
}

fn levelled(graph: &TaskGraph) -> Schedule {
    level(graph, &LevelOptions::new(start()).iterations(40)).unwrap()
}

/// What a schedule breaks, in words; nothing: it is sound.
fn broken(graph: &TaskGraph, schedule: &Schedule, work: &[f64]) -> Vec<String> {
    let mut broken = Vec::new();
    let is_done = |task: usize| matches!(graph.tasks[task].progress, Progress::Done { .. });
    for (index, (task, slot)) in graph.tasks.iter().zip(&schedule.tasks).enumerate() {
        if let Progress::Done { from, to } = task.progress {
            if (slot.start, slot.end) != (from, to) {
                broken.push(format!("{} is history", task.id));
            }
            continue;
        }
        for &before in &task.after {
            if schedule.tasks[before].end > slot.start {
                broken.push(format!("{} begins before {} ends", task.id, graph.tasks[before].id));
            }
        }
        if slot.start < task.not_before.unwrap_or(start()).max(start()) {
            broken.push(format!("{} begins too early", task.id));
        }
        broken.extend(of_openings(graph, index, schedule, work[index]));
    }
    for (number, resource) in graph.resources.iter().enumerate() {
        let mut events = Vec::new();
        for (task, slot) in schedule.tasks.iter().enumerate().filter(|(task, _)| !is_done(*task)) {
            let units: i64 = graph.tasks[task]
                .demand
                .iter()
                .filter(|demand| demand.resource == number)
                .map(|it| i64::from(it.units))
                .sum();
            if slot.start < slot.end {
                events.extend([(slot.start, units), (slot.end, -units)]);
            }
        }
        // Who ends goes before who begins.
        events.sort_unstable();
        let mut used = 0;
        for (at, units) in events {
            used += units;
            if used > i64::from(resource.capacity) {
                broken.push(format!("{used} of {} are used at {at}", resource.id));
            }
        }
    }
    broken
}

/// Minute by minute for what has calendars: open as long as the work takes, and without a pause where none is allowed.
fn of_openings(graph: &TaskGraph, index: usize, schedule: &Schedule, work: f64) -> Option<String> {
    let (task, slot) = (&graph.tasks[index], schedule.tasks[index]);
    let is_open = |at: Instant| {
        task.calendars.iter().all(|&calendar| {
            let spec = graph.calendars[calendar].spec();
            // All calendars of these tests are in UTC and have hours on every day.
            let minute = u16::try_from(at.seconds().rem_euclid(86_400) / 60).unwrap();
            spec.hours.iter().any(|hours| (hours.from_minute..hours.to_minute).contains(&minute))
        })
    };
    let mut open = 0;
    let mut at = slot.start;
    while at < slot.end {
        if is_open(at) {
            open += 60;
        } else if !task.splittable {
            return Some(format!("{} pauses", task.id));
        }
        at = Instant::from_seconds(at.seconds() + 60);
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole minutes")]
    let work = work as i64;
    (open != work).then(|| format!("{} has {open} seconds of {work}", task.id))
}

prop_compose! {
    /// Minutes of work, predecessors by distance, demand of two resources, calendar, whole or not, earliest begin, progress.
    fn any_task()(
        minutes in 0_u32..180,
        before in prop::collection::vec(1_usize..6, 0..3),
        demand in (0_u32..3, 0_u32..4),
        calendar in 0_usize..4,
        whole in any::<bool>(),
        hours in prop::option::of(0_i64..48),
        progress in 0_u8..8,
    ) -> (u32, Vec<usize>, (u32, u32), usize, bool, Option<i64>, u8) {
        (minutes, before, demand, calendar, whole, hours, progress)
    }
}

prop_compose! {
    fn any_graph()(tasks in prop::collection::vec(any_task(), 0..25), capacity in (2_u32..4, 3_u32..6), with_calendars in any::<bool>(), with_progress in any::<bool>()) -> TaskGraph {
        let mut graph = TaskGraph::builder();
        let day = graph.calendar(Calendar::new(&CalendarSpec::new("day").hours(&Weekday::ALL, 8, 17)).unwrap());
        let noon = graph.calendar(Calendar::new(&CalendarSpec::new("noon").hours(&Weekday::ALL, 11, 14).hours(&Weekday::ALL, 20, 24)).unwrap());
        let people = graph.resource("people", capacity.0);
        let connections = graph.resource("connections", capacity.1);
        for (number, (minutes, before, demand, calendar, whole, hours, progress)) in tasks.into_iter().enumerate() {
            let mut task = graph.task(format!("t{number}"), Distribution::Fixed { seconds: f64::from(minutes) * 60.0 });
            task = task.after_all(before.iter().filter_map(|distance| number.checked_sub(*distance)));
            task = task.needs(people, demand.0).needs(connections, demand.1);
            if with_calendars {
                task = match calendar { 0 => task, 1 => task.during(day), 2 => task.during(noon), _ => task.during(day).during(noon) };
            }
            if whole { task = task.whole(); }
            if let Some(hours) = hours { task = task.not_before(after_start(hours * HOUR)); }
            if with_progress {
                task = match progress {
                    0 => task.progress(Progress::Done { from: after_start(-5 * HOUR), to: after_start(-HOUR) }),
                    1 => task.progress(Progress::Started { at: after_start(-HOUR), done: 0.0 }),
                    _ => task,
                };
            }
            task.add();
        }
        graph.build().unwrap()
    }
}

fn work(graph: &TaskGraph, factor: f64) -> Vec<f64> {
    graph.tasks.iter().map(|task| task.duration.mean() * factor).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_dependency_opening_and_capacity_is_respected(graph in any_graph()) {
        let schedule = levelled(&graph);
        prop_assert_eq!(broken(&graph, &schedule, &work(&graph, 1.0)), Vec::<String>::new());
        prop_assert!(schedule.makespan >= schedule.lower_bound);
        let path = critical_path(&graph, &PathOptions::new(start())).unwrap();
        prop_assert!(schedule.end >= path.end && schedule.lower_bound >= path.length);
    }

    #[test]
    fn the_same_seed_gives_the_same_schedule(graph in any_graph(), seed in any::<u64>()) {
        let options = LevelOptions::new(start()).iterations(30).seed(seed);
        prop_assert_eq!(level(&graph, &options), level(&graph, &options));
    }

    /// In the order that a schedule has found: it ends no later by it, whatever the tasks take no resource is overdrawn, and
    /// more work never ends earlier.
    #[test]
    fn the_flow_keeps_what_levelling_found(graph in any_graph(), longer in prop::collection::vec(0_u32..5, 25)) {
        let schedule = levelled(&graph);
        let replayed = |work: &[f64]| {
            let options = PathOptions::new(start()).flow(schedule.arcs()).durations(Durations::Seconds(work.to_vec()));
            let path = critical_path(&graph, &options)?;
            let slots = path.tasks.iter().map(|task| crate::Slot { start: task.early_start, end: task.early_finish });
            Ok::<_, crate::Error>(Schedule { tasks: slots.collect(), end: path.end, ..schedule.clone() })
        };
        let known = work(&graph, 1.0);
        let first = replayed(&known).unwrap();
        prop_assert_eq!(broken(&graph, &first, &known), Vec::<String>::new());
        prop_assert!(first.tasks.iter().zip(&schedule.tasks).all(|(by_flow, levelled)| by_flow.end <= levelled.end));
        let more: Vec<f64> = known.iter().zip(&longer).map(|(seconds, factor)| seconds * f64::from(factor + 4) / 4.0).map(|it| (it / 60.0).ceil() * 60.0).collect();
        match replayed(&more) {
            Ok(second) => {
                prop_assert_eq!(broken(&graph, &second, &more), Vec::<String>::new());
                prop_assert!(first.tasks.iter().zip(&second.tasks).all(|(first, second)| first.end <= second.end));
            }
            // What cannot pause may become longer than every opening.
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Infeasible),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Late times are late enough and not too late: all tasks may wait for theirs, and none a minute longer.
    #[test]
    fn late_times_are_the_last_ones(graph in any_graph()) {
        let options = PathOptions::new(start());
        let path = critical_path(&graph, &options).unwrap();
        let mut late = graph.clone();
        for (task, known) in late.tasks.iter_mut().zip(&path.tasks) {
            task.not_before = Some(known.late_start);
        }
        prop_assert_eq!(critical_path(&late, &options).unwrap().end, path.end);
        for (task, known) in path.tasks.iter().enumerate() {
            if matches!(graph.tasks[task].progress, Progress::Done { .. }) {
                continue;
            }
            prop_assert!(known.early_start <= known.late_start && known.early_finish <= known.late_finish);
            prop_assert_eq!(known.is_critical, known.total_float == 0);
            let mut later = graph.clone();
            later.tasks[task].not_before = Some(Instant::from_seconds(known.late_start.seconds() + 60));
            prop_assert!(critical_path(&later, &options).unwrap().end > path.end, "{} may wait longer", graph.tasks[task].id);
            // As far as its free float nothing else moves.
            let mut later = graph.clone();
            let free = i64::try_from(known.free_float).unwrap();
            later.tasks[task].not_before = Some(Instant::from_seconds(known.early_start.seconds() + free));
            let moved = critical_path(&later, &options).unwrap();
            if moved.tasks[task].early_finish.seconds() - known.early_finish.seconds() <= free {
                let others = (0..path.tasks.len()).filter(|&other| other != task);
                for other in others {
                    prop_assert_eq!(moved.tasks[other].early_start, path.tasks[other].early_start);
                }
            }
        }
    }
}

fn extreme_time() -> impl Strategy<Value = i64> {
    prop::sample::select(vec![i64::MIN, -400_000_000_000, -1, 0, 1_799_658_000, 250_000_000_000, i64::MAX])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is asked there is an answer or an error.
    #[test]
    fn extremes_are_answered(
        start in extreme_time(),
        tasks in prop::collection::vec((0_usize..4, prop::option::weighted(0.1, extreme_time()), 0_usize..3, any::<bool>(), any::<u32>(), 0_usize..5), 0..12),
        capacities in prop::collection::vec(prop::sample::select(vec![0_u32, 1, 32_767, 32_768, u32::MAX]), 0..6),
    ) {
        let mut graph = TaskGraph::builder();
        let week = graph.calendar(Calendar::new(&CalendarSpec::new("week").in_zone("Asia/Tehran").hours(&Weekday::ALL, 23, 1)).unwrap());
        let once = graph.calendar(Calendar::new(&CalendarSpec::new("once").open("9990-01-01", "9998-12-31")).unwrap());
        let resources: Vec<usize> = capacities.iter().enumerate().map(|(number, &units)| graph.resource(format!("r{number}"), units)).collect();
        for (number, (length, not_before, calendar, whole, units, before)) in tasks.into_iter().enumerate() {
            let seconds = [0.0, 1.0, 1e7, 3e9][length];
            let mut task = graph.task(format!("t{number}"), Distribution::Fixed { seconds });
            if let Some(before) = number.checked_sub(before + 1) { task = task.after(before); }
            task = match calendar { 0 => task, 1 => task.during(week), _ => task.during(once) };
            if whole { task = task.whole(); }
            if let Some(at) = not_before { task = task.not_before(Instant::from_seconds(at)); }
            if let Some(&resource) = resources.get(number % 6) { task = task.needs(resource, units.min(capacities[resource])); }
            task.add();
        }
        let Ok(graph) = graph.build() else { return Ok(()) };
        let start = Instant::from_seconds(start);
        let path = critical_path(&graph, &PathOptions::new(start));
        match level(&graph, &LevelOptions::new(start).iterations(10)) {
            Ok(schedule) => prop_assert!(schedule.end >= path.unwrap().end),
            Err(error) => prop_assert!(matches!(error.kind(), ErrorKind::Infeasible | ErrorKind::Time), "{error}"),
        }
    }
}
