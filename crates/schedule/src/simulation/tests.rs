//! What simulations have to give, on small graphs and on graphs made at random.

use proptest::prelude::*;

use super::*;
use crate::{Calendar, CalendarSpec, Distribution, Driver, DriverLoading, Instant, Progress, Task, Weekday};

const HOUR: f64 = 3600.0;

fn monday() -> Instant {
    "2027-01-11T00:00Z".parse().unwrap()
}

fn task(id: &str, duration: Distribution, after: &[usize]) -> Task {
    Task {
        id: id.to_owned(),
        duration,
        after: after.to_vec(),
        demand: Vec::new(),
        calendars: Vec::new(),
        splittable: true,
        not_before: None,
        drivers: Vec::new(),
        progress: Progress::Waiting,
    }
}

fn three(least: f64, likely: f64, most: f64) -> Distribution {
    Distribution::ThreePoint { least, likely, most }
}

fn fixed(seconds: f64) -> Distribution {
    Distribution::Fixed { seconds }
}

fn graph(tasks: Vec<Task>) -> TaskGraph {
    TaskGraph { tasks, ..TaskGraph::default() }
}

/// Four chains of three tasks.
fn chains() -> TaskGraph {
    let tasks = (0..12).map(|index| {
        let after = if index % 3 == 0 { vec![] } else { vec![index - 1] };
        task(&format!("task {index}"), three(2.0, 4.0, 12.0), &after)
    });
    graph(tasks.collect())
}

fn near(value: f64, expected: f64) {
    assert!((value / expected - 1.0).abs() < 0.01, "{value} instead of {expected}");
}

#[test]
fn parallel_chains_end_later_than_their_means() {
    let chains = chains();
    let mean: f64 = chains.tasks.iter().take(3).map(|task| task.duration.mean()).sum();
    assert!((mean - 15.0).abs() < 1e-12);
    let found = simulate(&chains, &SimulateOptions::new(monday()).draws(40_000)).unwrap();
    near(found.seconds(0.5).unwrap(), 18.0);
    near(found.seconds(0.8).unwrap(), 20.1);
    near(found.seconds(0.95).unwrap(), 22.3);
    for outcome in found.tasks() {
        assert!((outcome.criticality - 0.25).abs() < 0.02, "{outcome:?}");
        assert!((0.1..0.4).contains(&outcome.cruciality), "{outcome:?}");
    }
    assert_eq!(found.chain().len(), 3);
    let reserve = three(2.0, 4.0, 12.0).quantile(0.9) - three(2.0, 4.0, 12.0).quantile(0.5);
    assert!((found.buffer() - 3f64.sqrt() * reserve).abs() < 1e-9);
}

#[test]
fn a_common_cause_widens_the_end_of_a_chain() {
    let mut chain = graph(
        (0..5_usize)
            .map(|at| {
                task(
                    &format!("batch {at}"),
                    three(HOUR, 2.0 * HOUR, 6.0 * HOUR),
                    &at.checked_sub(1).map_or(vec![], |it| vec![it]),
                )
            })
            .collect(),
    );
    let apart = simulate(&chain, &SimulateOptions::new(monday())).unwrap();
    chain.drivers.push(Driver { id: "disk".to_owned() });
    for task in &mut chain.tasks {
        task.drivers.push(DriverLoading { driver: 0, loading: 0.9 });
    }
    let together = simulate(&chain, &SimulateOptions::new(monday())).unwrap();
    // Correlations of 0.81: the variance is 5 + 20·0.81 of one instead of 5.
    near(together.mean(), apart.mean());
    let ratio = together.standard_deviation() / apart.standard_deviation();
    assert!((ratio - (21.2_f64 / 5.0).sqrt()).abs() < 0.06, "{ratio}");
    let widest = together.swings()[0];
    assert_eq!(widest.cause, Cause::Driver(0));
    assert!(widest.fast < widest.slow && widest.correlation > 0.9);
}

#[test]
fn certain_durations_give_the_deterministic_end() {
    let mut office = graph(vec![
        task("design", fixed(10.0 * HOUR), &[]),
        task("copy", fixed(5.0 * HOUR), &[0]),
        task("review", fixed(2.0 * HOUR), &[0]),
        task("switch", fixed(3.0 * HOUR), &[1, 2]),
    ]);
    let spec = CalendarSpec::new("office").hours(&Weekday::WORKING, 9, 17);
    office.calendars.push(Calendar::new(&spec).unwrap());
    for people in [0, 2, 3] {
        office.tasks[people].calendars = vec![0];
    }
    office.tasks[3].splittable = false;
    office.tasks[3].not_before = Some("2027-01-13T15:00Z".parse().unwrap());
    let found = simulate(&office, &SimulateOptions::new(monday()).draws(100).group("first", [0, 1])).unwrap();
    // Ten hours from Monday 9:00 end on Tuesday at 11:00; the switch does not fit into Wednesday from 15:00.
    let end = |text: &str| Some(text.parse::<Instant>().unwrap());
    let ends: Vec<_> = found.tasks().iter().map(|outcome| (outcome.end.p5, outcome.end.p95)).collect();
    let expected = ["2027-01-12T11:00Z", "2027-01-12T16:00Z", "2027-01-12T13:00Z", "2027-01-14T12:00Z"]
        .map(|it| (end(it), end(it)));
    assert_eq!(ends, expected);
    assert_eq!((found.end().p50, found.groups()[0].end.p80), (end("2027-01-14T12:00Z"), end("2027-01-12T16:00Z")));
    let criticality: Vec<f64> = found.tasks().iter().map(|outcome| outcome.criticality).collect();
    assert_eq!(criticality, [0.0, 0.0, 0.0, 1.0], "it waits for the day, not for the copy");
    // Without the hours it would end on Wednesday at 18:00.
    assert!((found.closed_hours() - 18.0 * HOUR).abs() < 1e-6);
}

#[test]
fn work_that_fits_no_opening_never_ends() {
    let mut window = graph(vec![task("migrate", Distribution::Lognormal { median: 3.0 * HOUR, sigma: 0.3 }, &[])]);
    let spec = CalendarSpec::new("night").hours(&Weekday::ALL, 1, 5);
    window.calendars.push(Calendar::new(&spec).unwrap());
    window.tasks[0].calendars = vec![0];
    window.tasks[0].splittable = false;
    let found = simulate(&window, &SimulateOptions::new(monday())).unwrap();
    let too_long = 1.0 - crate::distribution::normal::cumulative((4.0_f64 / 3.0).ln() / 0.3);
    assert!((found.never() - too_long).abs() < 0.01, "{} {too_long}", found.never());
    assert!((found.tasks()[0].never - found.never()).abs() < 1e-12);
    assert!(found.end().p80.is_some() && found.end().p90.is_none() && found.tasks()[0].end.p90.is_none());
}

#[test]
fn deadlines_are_shares_of_draws() {
    let options = SimulateOptions::new(monday()).draws(5000).group("chain", [0, 1, 2]);
    let options = options
        .deadline(Target::Whole, Instant::from_seconds(monday().seconds() + 20))
        .deadline(Target::Group(0), Instant::from_seconds(monday().seconds() + 15))
        .deadline(Target::Task(0), Instant::from_seconds(monday().seconds() + 12));
    let found = simulate(&chains(), &options).unwrap();
    assert!((found.deadlines()[0] - found.probability_by(options.deadlines[0].at)).abs() < 1e-12);
    assert!((found.deadlines()[1] - 0.52).abs() < 0.04, "{:?}", found.deadlines());
    assert_eq!(found.deadlines()[2], 1.0);
}

#[test]
fn a_task_that_is_added_leaves_the_draws_of_the_others() {
    let options = SimulateOptions::new(monday()).draws(1000);
    let before = simulate(&chains(), &options).unwrap();
    let mut more = chains();
    more.tasks.insert(0, task("short", fixed(0.5), &[]));
    for task in more.tasks.iter_mut().skip(1) {
        task.after.iter_mut().for_each(|after| *after += 1);
    }
    assert_eq!(before.ends, simulate(&more, &options).unwrap().ends);
}

#[test]
fn what_is_done_tells_of_what_is_to_come() {
    let slow = |progress| {
        let mut copies = graph(
            (0..4)
                .map(|at| task(&format!("copy {at}"), Distribution::Lognormal { median: HOUR, sigma: 0.8 }, &[]))
                .collect(),
        );
        copies.drivers.push(Driver { id: "throughput".to_owned() });
        for task in &mut copies.tasks {
            task.drivers.push(DriverLoading { driver: 0, loading: 0.95 });
        }
        copies.tasks[0].progress = progress;
        simulate(&copies, &SimulateOptions::new(monday())).unwrap()
    };
    let ago = |seconds: f64| Instant::from_seconds(monday().seconds() - seconds as i64);
    let unknown = slow(Progress::Waiting);
    let twice = slow(Progress::Done { from: ago(3.0 * HOUR), to: ago(HOUR) });
    let belief = twice.drivers()[0];
    // 0.95·ln 2/0.8 with precision 1 + 0.9025/0.0975
    assert!((belief.mean - 0.95 * 2f64.ln() / 0.8).abs() < 1e-9, "{belief:?}");
    assert!((belief.deviation - 0.0975_f64.sqrt()).abs() < 1e-9);
    let middle = |found: &Simulation| found.tasks()[1].end.p50.unwrap().seconds() - monday().seconds();
    near(middle(&unknown) as f64 / HOUR, 1.0);
    assert!((middle(&twice) as f64 / HOUR - 2f64.powf(0.9025)).abs() < 0.1, "{}", middle(&twice));
    assert!(twice.standard_deviation() < 0.6 * unknown.standard_deviation());
    // A quarter in an hour and a half: it points the same way, less surely.
    let quarter = slow(Progress::Started { at: ago(1.5 * HOUR), done: 0.25 });
    assert!(quarter.drivers()[0].mean > 0.1 && quarter.drivers()[0].deviation > belief.deviation);
    assert!(quarter.tasks()[0].end.p50.unwrap().seconds() - monday().seconds() > 3600);
}

#[test]
fn durations_follow_the_evidence() {
    let mut copies = TaskGraph::builder();
    let (disk, wire) = (copies.driver("disk"), copies.driver("wire"));
    let begun = Instant::from_seconds(monday().seconds() - 3600);
    let expected = Distribution::Lognormal { median: 1200.0, sigma: 0.6 };
    let done = Progress::Done { from: begun, to: monday() };
    copies.task("done", expected).follows(disk, 0.7).follows(wire, 0.5).progress(done).add();
    copies.task("begun", expected).follows(disk, 0.8).progress(Progress::Started { at: begun, done: 0.5 }).add();
    copies.task("waits", expected).follows(disk, 0.5).follows(wire, 0.8).add();
    copies.task("other", expected).add();
    let copies = copies.build().unwrap();
    let found = simulate(&copies, &SimulateOptions::new(monday()).draws(20_000)).unwrap();
    let hours = |at: Option<Instant>| monday().seconds_until(at.unwrap()) / HOUR;
    for p in [0.5, 0.8] {
        let options = crate::PathOptions::new(monday()).durations(crate::Durations::Quantile(p));
        let path = crate::critical_path(&copies, &options).unwrap();
        let told: Vec<f64> = path.tasks.iter().map(|task| hours(Some(task.early_finish))).collect();
        for (told, outcome) in told.iter().zip(found.tasks()).skip(1) {
            let drawn = hours(if p < 0.6 { outcome.end.p50 } else { outcome.end.p80 });
            assert!((told / drawn - 1.0).abs() < 0.03, "{told} {drawn}");
        }
        assert!(told[2] > 1.3 * told[3], "{told:?}");
    }
    // Nothing is known of the last one: its mean is that of its distribution.
    let path = crate::critical_path(&copies, &crate::PathOptions::new(monday())).unwrap();
    assert!((hours(Some(path.tasks[3].early_finish)) - expected.mean() / HOUR).abs() < 0.001);
}

#[test]
fn ends_of_tasks_are_nearly_exact_and_in_open_hours() {
    let mut work = TaskGraph::builder();
    let office = CalendarSpec::new("office").hours(&Weekday::WORKING, 9, 17);
    let office = work.calendar(Calendar::new(&office).unwrap());
    let free = work.task("free", three(HOUR, 30.0 * HOUR, 200.0 * HOUR)).add();
    work.task("office", three(HOUR, 3.0 * HOUR, 9.0 * HOUR)).after(free).during(office).add();
    let mut work = work.build().unwrap();
    // So many tasks and draws that ends are kept in classes.
    work.tasks.extend((0..200).map(|at| task(&format!("other {at}"), fixed(1.0), &[])));
    let found = simulate(&work, &SimulateOptions::new(monday())).unwrap();
    let openings = crate::Openings::new(&[&work.calendars[0]], monday()).unwrap();
    let (told, exact) = (found.tasks()[1].end, found.end());
    for (told, exact) in [(told.p5, exact.p5), (told.p50, exact.p50), (told.p80, exact.p80), (told.p95, exact.p95)] {
        let (told, exact) = (told.unwrap(), exact.unwrap());
        assert!(openings.open_seconds(told.min(exact), told.max(exact)) < 1.5 * HOUR, "{told} {exact}");
        let just_before = Instant::from_seconds(told.seconds() - 1);
        assert_eq!(openings.next_open(just_before), Ok(just_before));
    }
}

#[test]
fn what_is_over_is_history() {
    let mut work = chains();
    let at = |seconds| Instant::from_seconds(monday().seconds() + seconds);
    for task in &mut work.tasks {
        task.progress = Progress::Done { from: at(-100), to: at(-80) };
    }
    let found = simulate(&work, &SimulateOptions::new(monday()).draws(200)).unwrap();
    assert_eq!(found.tasks()[4].end.p50, Some(at(-80)));
    assert_eq!((found.end().p95, found.tasks()[4].criticality), (Some(at(-80)), 0.0));
    assert!(found.swings().is_empty() && found.chain().is_empty());
}

#[test]
fn what_cannot_be_is_told() {
    let options = SimulateOptions::new(monday());
    let kind = |graph: &TaskGraph, options: &SimulateOptions| simulate(graph, options).unwrap_err().kind();
    assert_eq!(kind(&chains(), &options.clone().flow([(2, 0)])), crate::ErrorKind::Cycle);
    assert_eq!(kind(&chains(), &options.clone().flow([(2, 99)])), crate::ErrorKind::Invalid);
    assert_eq!(kind(&chains(), &options.clone().draws(0)), crate::ErrorKind::Invalid);
    assert_eq!(kind(&chains(), &options.clone().deadline(Target::Group(0), monday())), crate::ErrorKind::Invalid);
    let mut wrong = chains();
    wrong.tasks[3].duration = three(3.0, 2.0, 1.0);
    let error = simulate(&wrong, &options).unwrap_err();
    assert!(error.to_string().starts_with("task `task 3`: three points 3, 2, 1"), "{error}");
    let nothing = simulate(&TaskGraph::default(), &options).unwrap();
    assert_eq!(nothing.end().p95, Some(monday()));
    // Beyond the years that can be written it is never.
    let ages = graph((0..2).map(|at| task(&format!("age {at}"), fixed(3e11), &[])).collect());
    let found = simulate(&ages, &options).unwrap();
    assert_eq!((found.end().p5, found.never()), (None, 0.0));
}

#[test]
fn a_levelled_order_is_kept() {
    let mut work = TaskGraph::builder();
    let people = work.resource("people", 2);
    for name in ["a", "b", "c", "d", "e"] {
        work.task(name, three(HOUR, 2.0 * HOUR, 3.0 * HOUR)).needs(people, 1).add();
    }
    let work = work.build().unwrap();
    let levelled = crate::level(&work, &crate::LevelOptions::new(monday())).unwrap();
    let free = simulate(&work, &SimulateOptions::new(monday())).unwrap();
    let kept = simulate(&work, &SimulateOptions::new(monday()).flow(levelled.arcs())).unwrap();
    assert!(kept.seconds(0.5) > Some(2.0 * free.seconds(0.5).unwrap()));
    // Two people, five tasks of two hours: one of them has three, and the later of two ends is later than its mean.
    assert!((5.9..6.6).contains(&(kept.mean() / HOUR)), "{}", kept.mean() / HOUR);
}

fn durations() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (0..10_000_u32).prop_map(|seconds| fixed(f64::from(seconds))),
        (0.0..1e4_f64, 0.0..1e4_f64, 0.0..1e4_f64).prop_map(|(a, b, c)| three(a, a + b, a + b + c)),
        (1.0..1e4_f64, 0.0..2.0_f64).prop_map(|(median, sigma)| Distribution::Lognormal { median, sigma }),
    ]
}

/// Graphs of some tasks with calendars and drivers; each task waits for some of the earlier ones.
fn graphs() -> impl Strategy<Value = TaskGraph> {
    let tasks = prop::collection::vec((durations(), any::<u16>(), 0..5_usize, any::<bool>(), 0..4_u8), 1..14);
    tasks.prop_map(|list| {
        let specs = [
            CalendarSpec::new("office").in_zone("Europe/Berlin").hours(&Weekday::WORKING, 9, 17),
            CalendarSpec::new("night").hours(&Weekday::ALL, 20, 4),
            // Others with the same hours.
            CalendarSpec::new("other office").in_zone("Europe/Berlin").hours(&Weekday::WORKING, 9, 17),
        ];
        let build = |(at, (duration, mask, calendar, splittable, load)): (usize, (_, u16, usize, bool, u8))| Task {
            calendars: (0..3).filter(|it| *it == calendar).collect(),
            not_before: (mask % 5 == 0).then(|| Instant::from_seconds(monday().seconds() + i64::from(mask))),
            splittable,
            drivers: (load > 0)
                .then(|| DriverLoading { driver: 0, loading: f64::from(load) / 4.0 })
                .into_iter()
                .collect(),
            ..task(&format!("t{at}"), duration, &(0..at).filter(|before| mask >> before & 1 == 1).collect::<Vec<_>>())
        };
        TaskGraph {
            tasks: list.into_iter().enumerate().map(build).collect(),
            calendars: specs.iter().map(|spec| Calendar::new(spec).unwrap()).collect(),
            drivers: vec![Driver { id: "disk".to_owned() }],
            ..TaskGraph::default()
        }
    })
}

/// "Never" comes last.
fn late(at: Option<Instant>) -> i64 {
    at.map_or(i64::MAX, Instant::seconds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn quantiles_are_in_order(graph in graphs(), draws in 1..400_u32) {
        let found = simulate(&graph, &SimulateOptions::new(monday()).draws(draws).swings(0, 1)).unwrap();
        for end in found.tasks().iter().map(|task| task.end).chain([found.end()]) {
            let order = [end.p5, end.p50, end.p80, end.p90, end.p95].map(late);
            prop_assert!(order.is_sorted(), "{:?}", order);
        }
    }

    #[test]
    fn more_work_never_ends_earlier(graph in graphs(), which in any::<prop::sample::Index>(), factor in 1.0..3.0_f64) {
        let options = SimulateOptions::new(monday()).draws(320).swings(0, 1);
        let before = simulate(&graph, &options).unwrap();
        let mut more = graph.clone();
        let longer = which.index(more.tasks.len());
        more.tasks[longer].duration = graph.tasks[longer].duration.scaled(factor);
        let after = simulate(&more, &options).unwrap();
        // Draw by draw, to the rounding of durations; what never ends does not end with more work either.
        for (before, after) in before.ends.iter().zip(&after.ends) {
            prop_assert!(*before <= after + 1e-9 * before.min(1e12), "{} {}", before, after);
        }
    }

    #[test]
    fn threads_do_not_change_the_bytes(graph in graphs(), seed in any::<u64>()) {
        let options = SimulateOptions::new(monday()).draws(700).seed(seed).swings(4, 64);
        let one = simulate(&graph, &options.clone().threads(1)).unwrap();
        for threads in [2, 5] {
            prop_assert_eq!(&one, &simulate(&graph, &options.clone().threads(threads)).unwrap());
        }
    }

    #[test]
    fn certain_durations_end_with_the_critical_path(graph in graphs(), begun in any::<u16>()) {
        let mut graph = graph;
        for (at, task) in graph.tasks.iter_mut().enumerate() {
            task.duration = fixed(task.duration.mean());
            if begun >> at & 1 == 1 {
                task.progress = Progress::Started { at: monday(), done: 0.3 };
            }
        }
        let group: Vec<usize> = (0..graph.tasks.len()).filter(|at| begun >> (15 - at) & 1 == 1).collect();
        let options = SimulateOptions::new(monday()).draws(3).swings(0, 1).group("some", group.clone());
        let found = simulate(&graph, &options).unwrap();
        match crate::critical_path(&graph, &crate::PathOptions::new(monday())) {
            Ok(path) => {
                prop_assert_eq!(found.end().p50, Some(path.end));
                for (outcome, told) in found.tasks().iter().zip(&path.tasks) {
                    prop_assert_eq!((outcome.end.p5, outcome.end.p95), (Some(told.early_finish), Some(told.early_finish)));
                }
                let last = group.iter().map(|&task| path.tasks[task].early_finish).max();
                prop_assert_eq!(found.groups()[0].end.p80, last);
            }
            Err(error) => {
                prop_assert_eq!(error.kind(), crate::ErrorKind::Infeasible);
                prop_assert_eq!(found.end().p5, None);
            }
        }
    }

    #[test]
    fn the_whole_ends_no_earlier_than_a_part(graph in graphs(), last in any::<prop::sample::Index>()) {
        let options = SimulateOptions::new(monday()).draws(128).swings(0, 1);
        let whole = simulate(&graph, &options).unwrap();
        let mut part = graph.clone();
        part.tasks.truncate(last.index(graph.tasks.len()) + 1);
        for (part, whole) in simulate(&part, &options).unwrap().ends.iter().zip(&whole.ends) {
            prop_assert!(part <= whole);
        }
    }
}
