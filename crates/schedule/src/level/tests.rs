//! Graphs that people can level by hand.

use crate::{
    Calendar, CalendarSpec, Distribution, ErrorKind, Instant, LevelOptions, Progress, Schedule, TaskGraph, level,
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

#[test]
fn two_people_do_the_work_of_three() {
    let mut graph = TaskGraph::builder();
    let people = graph.resource("people", 2);
    for name in ["a", "b", "c", "d"] {
        graph.task(name, Distribution::Fixed { seconds: 3600.0 }).needs(people, 1).add();
    }
    graph.task("e", Distribution::Fixed { seconds: 7200.0 }).needs(people, 1).add();
    let schedule = levelled(&graph.build().unwrap());
    assert_eq!((schedule.makespan, schedule.lower_bound), (3 * 3600, 3 * 3600));
    assert_eq!(schedule.flow.len(), 3);
}

#[test]
fn the_search_finds_what_a_rule_does_not() {
    // In the order of their names they take eleven hours; ten do, with `a` and `b` beside `c`, `d` and `e`.
    let mut graph = TaskGraph::builder();
    let disk = graph.resource("disk", 2);
    let hours = |hours: f64| Distribution::Fixed { seconds: hours * 3600.0 };
    for (name, length, units) in
        [("a", 3.0, 1), ("b", 3.0, 1), ("c", 2.0, 1), ("d", 2.0, 1), ("e", 2.0, 1), ("f", 4.0, 2)]
    {
        graph.task(name, hours(length)).needs(disk, units).add();
    }
    let graph = graph.build().unwrap();
    let makespan =
        |iterations| level(&graph, &LevelOptions::new(start()).iterations(iterations)).unwrap().makespan / 3600;
    assert_eq!((makespan(1), makespan(1000)), (11, 10));
}

#[test]
fn what_has_been_started_goes_on_first() {
    let mut graph = TaskGraph::builder();
    let disk = graph.resource("disk", 1);
    let urgent = graph.task("urgent", Distribution::Fixed { seconds: 3600.0 }).needs(disk, 1).add();
    graph.task("follows", Distribution::Fixed { seconds: 36_000.0 }).after(urgent).add();
    let progress = Progress::Started { at: after_start(-HOUR), done: 0.5 };
    let copy = graph.task("copy", Distribution::Fixed { seconds: 7200.0 }).needs(disk, 1).progress(progress).add();
    let schedule = levelled(&graph.build().unwrap());
    assert_eq!((schedule.tasks[copy].start, schedule.tasks[copy].end), (start(), after_start(HOUR)));
    assert_eq!(schedule.tasks[urgent].start, after_start(HOUR));
}

#[test]
fn the_iterations_are_a_bound() {
    let mut graph = TaskGraph::builder();
    let disk = graph.resource("disk", 3);
    for task in 0..40_u32 {
        graph
            .task(format!("t{task}"), Distribution::Fixed { seconds: f64::from(600 + task * 37) })
            .needs(disk, 1 + task % 3)
            .add();
    }
    let graph = graph.build().unwrap();
    for iterations in [1, 2, 3, 50] {
        let schedule = level(&graph, &LevelOptions::new(start()).iterations(iterations)).unwrap();
        assert!(schedule.iterations <= iterations, "{} of {iterations}", schedule.iterations);
    }
    assert_eq!([10, 75, 120, 10_000, 1_000_000].map(LevelOptions::iterations_for), [4000, 4000, 2500, 30, 3]);
}

#[test]
fn a_task_that_finds_no_opening_is_named() {
    let mut graph = TaskGraph::builder();
    let window = graph
        .calendar(Calendar::new(&CalendarSpec::new("window").open("2027-01-16T02:00", "2027-01-16T06:00")).unwrap());
    let people = graph.resource("people", 1);
    for name in ["first", "second", "third"] {
        graph.task(name, Distribution::Fixed { seconds: 7200.0 }).during(window).whole().needs(people, 1).add();
    }
    let error = level(&graph.build().unwrap(), &LevelOptions::new(start())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Infeasible);
    assert!(error.to_string().starts_with("task `third`"), "{error}");
}

#[test]
fn nothing_to_do_is_done_at_once() {
    let schedule = levelled(&TaskGraph::default());
    assert_eq!((schedule.makespan, schedule.end), (0, start()));
    let mut graph = TaskGraph::builder();
    let (from, to) = (after_start(-2 * HOUR), after_start(-HOUR));
    graph.task("copy", Distribution::Fixed { seconds: 1.0 }).progress(Progress::Done { from, to }).add();
    let schedule = levelled(&graph.build().unwrap());
    assert_eq!((schedule.makespan, schedule.end), (0, to));
}
