//! The critical path: how early each task can be, how late it may be, and which tasks leave no time.

use crate::network::Network;
use crate::timing::{Run, Timing, seconds};
use crate::{Durations, Error, Instant, Progress, TaskGraph, TaskIndex};

/// What a critical path is computed for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PathOptions {
    /// When the whole starts, or goes on.
    pub start: Instant,
    /// Which figure stands for a duration.
    pub durations: Durations,
    /// Further arcs, each from the task that comes first to the one that waits: the flow of a levelled [`crate::Schedule`].
    pub flow: Vec<(TaskIndex, TaskIndex)>,
}

impl PathOptions {
    /// From this point in time on, with mean durations and without further arcs.
    pub fn new(start: Instant) -> Self {
        Self { start, durations: Durations::Mean, flow: Vec::new() }
    }

    /// With these durations.
    #[must_use]
    pub fn durations(mut self, durations: Durations) -> Self {
        self.durations = durations;
        self
    }

    /// With these further arcs.
    #[must_use]
    pub fn flow(mut self, flow: Vec<(TaskIndex, TaskIndex)>) -> Self {
        self.flow = flow;
        self
    }
}

/// Early and late times of all tasks, resources not regarded (but by way of further arcs).
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalPath {
    /// When the whole starts, or goes on.
    pub start: Instant,
    /// The earliest point in time at which everything is done.
    pub end: Instant,
    /// Seconds from start to end.
    pub length: u64,
    /// The times of each task, in the order of the graph.
    pub tasks: Vec<PathTask>,
    /// One longest chain, from the task that begins it to the one that ends last.
    pub chain: Vec<TaskIndex>,
}

/// How early a task can be, and how late it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathTask {
    /// Its earliest begin; of a task that has been started, when it goes on; of one that is done, when it began.
    pub early_start: Instant,
    /// Its earliest end.
    pub early_finish: Instant,
    /// Its latest begin that does not move the end of the whole.
    pub late_start: Instant,
    /// Its latest end that does not.
    pub late_finish: Instant,
    /// Seconds (by the clock, closed hours included) by which it may be late without moving the end of the whole.
    pub total_float: u64,
    /// Seconds by which it may be late without moving any other task.
    pub free_float: u64,
    /// Whether it is still to be done and leaves no time.
    pub is_critical: bool,
}

/// Computes early and late times by one pass in each direction, in time linear in tasks and arcs.
///
/// Fails where [`TaskGraph::check`] does, where further arcs close a circle, and with [`crate::ErrorKind::Infeasible`] where
/// a task finds no opening.
pub fn critical_path(graph: &TaskGraph, options: &PathOptions) -> Result<CriticalPath, Error> {
    graph.check()?;
    let network = Network::new(graph, &options.flow)?;
    let timing = Timing::new(graph, options.start)?;
    let work = options.durations.left(graph, &timing)?;
    let early = forward(graph, &network, &timing, &work)?;
    let end = early.iter().map(|run| run.end).fold(f64::NEG_INFINITY, f64::max);
    let end = if early.is_empty() { 0.0 } else { end };
    let late = backward(&network, &timing, &work, &early, end);
    let tasks = (0..graph.tasks.len()).map(|task| told(graph, &network, &timing, task, (&early, &late), end)).collect();
    Ok(CriticalPath {
        start: options.start,
        end: timing.instant(end),
        length: u64::try_from(seconds(end)).unwrap_or(0),
        tasks,
        chain: chain(&network, &timing, &early),
    })
}

/// The earliest run of each task.
pub(crate) fn forward(graph: &TaskGraph, network: &Network, timing: &Timing, work: &[f64]) -> Result<Vec<Run>, Error> {
    let mut early = vec![Run { begin: 0.0, end: 0.0 }; work.len()];
    for &task in &network.order {
        let known = timing.task(task);
        let work = at(work, task);
        let ready =
            network.before.of(task).iter().map(|&before| of(&early, before).end).fold(known.not_before, f64::max);
        let run = match (known.began, known.ended) {
            (Some(begin), Some(end)) => Run { begin, end },
            _ => timing.run(known, ready, work),
        };
        if !run.end.is_finite() {
            let id = graph.tasks.get(task).map_or("", |task| task.id.as_str());
            return Err(timing.never(id, known, ready, work));
        }
        if let Some(place) = early.get_mut(task) {
            *place = run;
        }
    }
    Ok(early)
}

/// The latest run of each task that does not move the end.
fn backward(network: &Network, timing: &Timing, work: &[f64], early: &[Run], end: f64) -> Vec<Run> {
    let mut late = early.to_vec();
    for &task in network.order.iter().rev() {
        let known = timing.task(task);
        if known.ended.is_some() {
            continue;
        }
        let waiting = network.after.of(task).iter().filter(|&&after| timing.task(after).ended.is_none());
        let until = waiting.map(|&after| of(&late, after).begin).fold(end, f64::min);
        let (run, first) = (timing.run_back(known, until, at(work, task)), of(early, task));
        if let Some(place) = late.get_mut(task) {
            // A milestone between two openings may fall before its earliest time by going back.
            *place = Run { begin: run.begin.max(first.begin), end: run.end.max(first.end) };
        }
    }
    late
}

fn told(
    graph: &TaskGraph,
    network: &Network,
    timing: &Timing,
    task: TaskIndex,
    (early, late): (&[Run], &[Run]),
    end: f64,
) -> PathTask {
    let (first, last) = (of(early, task), of(late, task));
    let total = (last.begin - first.begin).min(last.end - first.end).max(0.0);
    let waiting = network.after.of(task).iter().filter(|&&after| timing.task(after).ended.is_none());
    let free = waiting.map(|&after| of(early, after).begin).fold(end, f64::min) - first.end;
    let is_done = graph.tasks.get(task).is_some_and(|task| matches!(task.progress, Progress::Done { .. }));
    let float = |seconds_left: f64| if is_done { 0 } else { u64::try_from(seconds(seconds_left)).unwrap_or(0) };
    PathTask {
        early_start: timing.instant(first.begin),
        early_finish: timing.instant(first.end),
        late_start: timing.instant(last.begin),
        late_finish: timing.instant(last.end),
        total_float: float(total),
        free_float: float(free.clamp(0.0, total)),
        is_critical: !is_done && total <= 0.0,
    }
}

/// Back from the task that ends last, always to the one that was waited for longest.
fn chain(network: &Network, timing: &Timing, early: &[Run]) -> Vec<TaskIndex> {
    let last = |tasks: &mut dyn Iterator<Item = TaskIndex>| {
        tasks
            .filter(|&task| timing.task(task).ended.is_none())
            .max_by(|&a, &b| of(early, a).end.total_cmp(&of(early, b).end).then(b.cmp(&a)))
    };
    let mut chain = Vec::new();
    let mut here = last(&mut (0..early.len()));
    while let Some(task) = here {
        chain.push(task);
        // What began later than its predecessors ended for another reason begins the chain.
        let not_before = timing.task(task).not_before;
        here = last(&mut network.before.of(task).iter().copied())
            .filter(|&before| of(early, before).end > 0.0 && of(early, before).end >= not_before);
    }
    chain.reverse();
    chain
}

fn at(values: &[f64], task: TaskIndex) -> f64 {
    values.get(task).copied().unwrap_or(0.0)
}

fn of(runs: &[Run], task: TaskIndex) -> Run {
    runs.get(task).copied().unwrap_or(Run { begin: 0.0, end: 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Calendar, CalendarSpec, Distribution, ErrorKind, Weekday};

    const START: &str = "2027-01-11T00:00:00Z";

    fn hours(hours: f64) -> Distribution {
        Distribution::Fixed { seconds: hours * 3600.0 }
    }

    fn path(graph: &TaskGraph) -> Result<CriticalPath, Error> {
        critical_path(graph, &PathOptions::new(START.parse().unwrap()))
    }

    fn after_start(at: Instant) -> i64 {
        (at.seconds() - START.parse::<Instant>().unwrap().seconds()) / 3600
    }

    /// Hours: earliest begin and end, latest begin and end, total and free float.
    fn figures(task: &PathTask) -> [i64; 6] {
        let float = |seconds: u64| i64::try_from(seconds / 3600).unwrap();
        let [a, b, c, d] = [task.early_start, task.early_finish, task.late_start, task.late_finish].map(after_start);
        [a, b, c, d, float(task.total_float), float(task.free_float)]
    }

    #[test]
    fn two_branches() {
        let mut graph = TaskGraph::builder();
        let copy = graph.task("copy", hours(6.0)).add();
        let index = graph.task("index", hours(2.0)).after(copy).add();
        let notice = graph.task("notice", hours(1.0)).add();
        let letter = graph.task("letter", hours(2.0)).after(notice).add();
        let switch = graph.task("switch", hours(1.0)).after_all([index, letter]).add();
        let path = path(&graph.build().unwrap()).unwrap();
        assert_eq!((path.length, after_start(path.end)), (9 * 3600, 9));
        assert_eq!(path.chain, [copy, index, switch]);
        assert_eq!(figures(&path.tasks[notice]), [0, 1, 5, 6, 5, 0]);
        assert_eq!(figures(&path.tasks[letter]), [1, 3, 6, 8, 5, 5]);
        let critical: Vec<bool> = path.tasks.iter().map(|task| task.is_critical).collect();
        assert_eq!(critical, [true, true, false, false, true]);
    }

    #[test]
    fn people_go_home() {
        let mut graph = TaskGraph::builder();
        let office =
            graph.calendar(Calendar::new(&CalendarSpec::new("office").hours(&Weekday::WORKING, 9, 17)).unwrap());
        let review = graph.task("review", hours(6.0)).during(office).add();
        let copy = graph.task("copy", hours(10.0)).add();
        let approve = graph.task("approve", hours(4.0)).during(office).whole().after_all([review, copy]).add();
        let path = path(&graph.build().unwrap()).unwrap();
        assert_eq!(figures(&path.tasks[review]), [9, 15, 11, 17, 2, 2]);
        // It begins at the latest when the working day after it does.
        assert_eq!(figures(&path.tasks[copy]), [0, 10, 23, 33, 23, 23]);
        assert_eq!(figures(&path.tasks[approve]), [33, 37, 33, 37, 0, 0]);
    }

    #[test]
    fn what_is_done_is_history_and_what_is_started_goes_on() {
        let at = |hours: i64| Instant::from_seconds(START.parse::<Instant>().unwrap().seconds() + hours * 3600);
        let mut graph = TaskGraph::builder();
        let done = Progress::Done { from: at(-9), to: at(-5) };
        let copy = graph.task("copy", hours(20.0)).progress(done).add();
        let index =
            graph.task("index", hours(8.0)).after(copy).progress(Progress::Started { at: at(-5), done: 0.75 }).add();
        let switch = graph.task("switch", hours(1.0)).after(index).not_before(at(4)).add();
        let path = path(&graph.build().unwrap()).unwrap();
        assert_eq!(figures(&path.tasks[copy]), [-9, -5, -9, -5, 0, 0]);
        assert_eq!(figures(&path.tasks[index]), [0, 2, 2, 4, 2, 2]);
        assert_eq!((path.length, path.chain), (5 * 3600, vec![switch]));
        assert!(!path.tasks[copy].is_critical && path.tasks[switch].is_critical);
    }

    #[test]
    fn further_arcs_are_waited_for() {
        let mut graph = TaskGraph::builder();
        graph.task("a", hours(1.0)).add();
        graph.task("b", hours(2.0)).add();
        let graph = graph.build().unwrap();
        let options =
            PathOptions::new(START.parse().unwrap()).flow(vec![(1, 0)]).durations(Durations::Seconds(vec![60.0, 59.5]));
        assert_eq!(critical_path(&graph, &options).unwrap().length, 120);
    }

    #[test]
    fn a_task_that_finds_no_opening_is_named() {
        let mut graph = TaskGraph::builder();
        let window =
            graph.calendar(Calendar::new(&CalendarSpec::new("window").hours(&[Weekday::Sunday], 2, 4)).unwrap());
        graph.task("rewrite", hours(3.0)).during(window).whole().add();
        let error = path(&graph.build().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Infeasible);
        assert!(error.to_string().starts_with("task `rewrite`: work of 3 h that cannot pause"), "{error}");
    }

    #[test]
    fn an_empty_graph_is_done_at_once() {
        let path = path(&TaskGraph::default()).unwrap();
        assert_eq!((path.length, path.start == path.end, path.tasks.len()), (0, true, 0));
    }
}
