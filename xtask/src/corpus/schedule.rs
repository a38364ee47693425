//! Corpora of task graphs with resources: the critical path, and how far levelling stays from the shortest schedule known.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant as Clock;

use anyhow::Context;
use schedule::{Distribution, Instant, LevelOptions, PathOptions, TaskGraph, critical_path, level};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Arguments;

/// A case; the first and the last task are of no length. Other keys of its line are left alone.
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    durations: Vec<u32>,
    /// By task the numbers, from 1, of those that wait for it.
    successors: Vec<Vec<usize>>,
    /// By task the units of each resource.
    requests: Vec<Vec<u32>>,
    capacities: Vec<u32>,
    /// Length of the critical path.
    mpm_time: u64,
    best_known_makespan: u64,
}

/// What came out of a case.
#[derive(Debug)]
struct Outcome {
    is_path_equal: bool,
    /// How much longer than the shortest known, in per cent.
    gap: f64,
    milliseconds: f64,
}

/// What came out, by number of tasks.
#[derive(Debug, Default)]
pub(super) struct Report {
    sizes: BTreeMap<usize, Vec<Outcome>>,
}

/// Whether the first case of `file` is a task graph.
pub(super) fn is_of_schedules(file: &Path) -> bool {
    let mut line = String::new();
    let read = std::fs::File::open(file).and_then(|file| BufReader::new(file).read_line(&mut line));
    read.is_ok() && serde_json::from_str::<Case>(&line).is_ok()
}

/// Schedules the cases of `file`, one after the other: what is measured is to have a processor of its own.
pub(super) fn run(file: &Path, arguments: &Arguments, report: &mut Report) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let cases = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str::<Case>);
    let cases: Vec<Case> =
        cases.collect::<Result<_, _>>().with_context(|| format!("cannot read {}", file.display()))?;
    let is_meant = |case: &&Case| arguments.filter.as_ref().is_none_or(|text| case.name.contains(text.as_str()));
    for case in cases.iter().filter(is_meant).take(arguments.limit.unwrap_or(usize::MAX)) {
        let outcome = schedule(case).with_context(|| format!("case {}", case.name))?;
        report.sizes.entry(case.durations.len().saturating_sub(2)).or_default().push(outcome);
    }
    Ok(())
}

fn schedule(case: &Case) -> anyhow::Result<Outcome> {
    let graph = graph(case)?;
    let start = Instant::from_seconds(0);
    let path = critical_path(&graph, &PathOptions::new(start))?;
    let clock = Clock::now();
    let schedule = level(&graph, &LevelOptions::new(start))?;
    let milliseconds = clock.elapsed().as_secs_f64() * 1e3;
    #[expect(clippy::cast_precision_loss, reason = "makespans are small")]
    let gap = (schedule.makespan as f64 / case.best_known_makespan as f64 - 1.0) * 100.0;
    Ok(Outcome { is_path_equal: path.length == case.mpm_time, gap, milliseconds })
}

fn graph(case: &Case) -> anyhow::Result<TaskGraph> {
    let mut graph = TaskGraph::builder();
    let resources: Vec<usize> = case
        .capacities
        .iter()
        .enumerate()
        .map(|(number, &units)| graph.resource(format!("r{number}"), units))
        .collect();
    let mut before = vec![Vec::new(); case.durations.len()];
    for (task, successors) in case.successors.iter().enumerate() {
        for &next in successors {
            before.get_mut(next.wrapping_sub(1)).context("a successor is no task")?.push(task);
        }
    }
    for (number, (&length, before)) in case.durations.iter().zip(before).enumerate() {
        let duration = Distribution::Fixed { seconds: f64::from(length) };
        let mut task = graph.task(format!("t{number}"), duration).after_all(before);
        for (&resource, &units) in resources.iter().zip(case.requests.get(number).into_iter().flatten()) {
            task = task.needs(resource, units);
        }
        task.add();
    }
    Ok(graph.build()?)
}

impl Report {
    pub(super) fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (tasks, figures) in self.figures() {
            let _ = writeln!(
                text,
                "{tasks}: {} cases, critical path equal in {}; gap to the shortest schedule known {:.2} % in the mean, \
                 {:.2} % at most, none in {}; {:.1} ms in the median, {:.1} ms at most",
                figures.cases, figures.paths, figures.mean, figures.most, figures.best, figures.median, figures.slowest
            );
        }
        text
    }

    pub(super) fn json(&self) -> String {
        let told = |(tasks, figures): (String, Figures)| {
            let value = json!({
                "cases": figures.cases,
                "critical_path_equal": figures.paths,
                "gap_mean_percent": figures.mean,
                "gap_max_percent": figures.most,
                "gap_none": figures.best,
                "milliseconds_median": figures.median,
                "milliseconds_max": figures.slowest,
            });
            (tasks, value)
        };
        let sizes: serde_json::Map<String, Value> = self.figures().into_iter().map(told).collect();
        format!("{}\n", json!({ "schedules": sizes }))
    }

    /// By number of tasks, and of all.
    fn figures(&self) -> Vec<(String, Figures)> {
        let of_size = |(tasks, outcomes): (&usize, &Vec<Outcome>)| {
            (format!("{tasks} tasks"), Figures::new(&outcomes.iter().collect::<Vec<_>>()))
        };
        let mut figures: Vec<(String, Figures)> = self.sizes.iter().map(of_size).collect();
        figures.push(("all".to_owned(), Figures::new(&self.sizes.values().flatten().collect::<Vec<_>>())));
        figures
    }
}

/// What is told of some outcomes.
struct Figures {
    cases: usize,
    paths: usize,
    best: usize,
    mean: f64,
    most: f64,
    median: f64,
    slowest: f64,
}

impl Figures {
    fn new(outcomes: &[&Outcome]) -> Self {
        let mut times: Vec<f64> = outcomes.iter().map(|outcome| outcome.milliseconds).collect();
        times.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "cases are few")]
        let count = outcomes.len().max(1) as f64;
        Self {
            cases: outcomes.len(),
            paths: outcomes.iter().filter(|outcome| outcome.is_path_equal).count(),
            best: outcomes.iter().filter(|outcome| outcome.gap <= 0.0).count(),
            mean: outcomes.iter().map(|outcome| outcome.gap).sum::<f64>() / count,
            most: outcomes.iter().map(|outcome| outcome.gap).fold(0.0, f64::max),
            median: times.get(times.len() / 2).copied().unwrap_or(0.0),
            slowest: times.last().copied().unwrap_or(0.0),
        }
    }
}
