//! The task graph of a plan.

use std::collections::BTreeMap;

use schedule::{Distribution, GraphBuilder, Instant, Progress, TaskGraph, TaskIndex};

use super::ProgressReport;
use super::calendars::Calendars;
use crate::Error;
use crate::migration::model::{MigrationPlan, MigrationStep, Performer};
use crate::migration::time;

/// The task graph of a plan, and which task is which step.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanGraph {
    /// The tasks: one for each step, but one for all steps that run in one go.
    pub graph: TaskGraph,
    /// The task of each step, in the plan's order.
    pub tasks: Vec<TaskIndex>,
    /// What of its task comes before a step, and what it is of it, as shares of the task's work, in the plan's order.
    pub shares: Vec<(f64, f64)>,
}

/// The task graph of `plan`: roles and resources are resources of the graph, windows, hours of business, freezes and the
/// hours of roles its calendars, common causes of estimates its drivers.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where a calendar cannot be, a step waits for one that is not there, or `progress` is
/// not of this plan.
pub fn to_task_graph(plan: &MigrationPlan, progress: Option<&ProgressReport>) -> Result<PlanGraph, Error> {
    let progress = progress.map(|it| it.by_step(plan)).transpose()?.unwrap_or_default();
    let steps: Vec<&MigrationStep> = plan.steps().collect();
    let goes = goes(plan);
    let mut maker = Maker::new(plan);
    let mut tasks: Vec<TaskIndex> = Vec::with_capacity(steps.len());
    let mut shares = Vec::with_capacity(steps.len());
    let mut by_id: BTreeMap<&str, TaskIndex> = BTreeMap::new();
    let mut at = 0;
    while let Some(first) = steps.get(at) {
        let length = goes.get(at).copied().unwrap_or(1);
        let group = steps.get(at..at + length).unwrap_or_default();
        let task = maker.task(first, group, &by_id, &progress)?;
        for step in group {
            by_id.insert(&step.id, task);
            tasks.push(task);
        }
        shares.extend(parts(group));
        at += length;
    }
    let graph = maker.graph.build().map_err(|error| Error::input(error.to_string()))?;
    Ok(PlanGraph { graph, tasks, shares })
}

/// How many steps from each on run in one go: 1 for those that stand alone. Only what stands together in the plan's order
/// is taken together.
fn goes(plan: &MigrationPlan) -> Vec<usize> {
    let mut all = Vec::new();
    for phase in &plan.phases {
        let names: Vec<Option<&str>> = phase.steps.iter().map(|it| it.timing.in_one_go.as_deref()).collect();
        let mut rest = names.as_slice();
        while let Some(name) = rest.first() {
            let length = match name {
                None => 1,
                Some(_) => rest.iter().take_while(|it| *it == name).count(),
            };
            all.push(length);
            all.extend(std::iter::repeat_n(1, length - 1));
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    all
}

/// What comes before each step of a group, and what it is of it, by means.
fn parts(group: &[&MigrationStep]) -> Vec<(f64, f64)> {
    let means: Vec<f64> = group.iter().map(|it| it.estimate.distribution.mean()).collect();
    let whole: f64 = means.iter().sum();
    let mut before = 0.0;
    means
        .iter()
        .map(|mean| {
            let share = if whole > 0.0 { mean / whole } else { 1.0 };
            let part = (before, share);
            before += share;
            part
        })
        .collect()
}

struct Maker<'a> {
    plan: &'a MigrationPlan,
    graph: GraphBuilder,
    calendars: Calendars<'a>,
    resources: BTreeMap<String, usize>,
    drivers: BTreeMap<String, usize>,
}

impl<'a> Maker<'a> {
    fn new(plan: &'a MigrationPlan) -> Self {
        let (graph, calendars) = (TaskGraph::builder(), Calendars::new(&plan.specification));
        Self { plan, graph, calendars, resources: BTreeMap::new(), drivers: BTreeMap::new() }
    }

    fn task(
        &mut self,
        first: &MigrationStep,
        group: &[&MigrationStep],
        by_id: &BTreeMap<&str, TaskIndex>,
        progress: &BTreeMap<&str, Progress>,
    ) -> Result<TaskIndex, Error> {
        let estimate = time::sum(group.iter().map(|it| &it.estimate));
        let duration = estimate.as_ref().map_or(Distribution::Fixed { seconds: 0.0 }, |it| it.distribution);
        let mut after = Vec::new();
        for before in group.iter().flat_map(|it| &it.after).filter(|id| !group.iter().any(|it| it.id == **id)) {
            let Some(task) = by_id.get(before.as_str()) else {
                return Err(Error::input(format!(
                    "step {} waits for {before}, which does not come before it",
                    first.id
                )));
            };
            after.push(*task);
        }
        after.sort_unstable();
        after.dedup();
        let mut calendars = Vec::new();
        let mut needed = BTreeMap::new();
        for step in group {
            calendars.extend(self.calendars.of(&step.by, &step.timing, &mut self.graph)?);
            for name in needs(step) {
                needed.entry(name).or_insert(1_u32);
            }
        }
        calendars.sort_unstable();
        calendars.dedup();
        let needed: Vec<(usize, u32)> = needed.into_iter().map(|(name, units)| (self.resource(&name), units)).collect();
        let drivers: Vec<(usize, f64)> =
            estimate.iter().flat_map(|it| &it.drivers).map(|cause| (self.driver(&cause.name), cause.loading)).collect();
        let splittable = group.len() == 1 && first.timing.splittable;
        let mut task = self.graph.task(&first.id, duration).after_all(after).progress(done(group, progress));
        for calendar in calendars {
            task = task.during(calendar);
        }
        for (resource, units) in needed {
            task = task.needs(resource, units);
        }
        for (driver, loading) in drivers {
            task = task.follows(driver, loading);
        }
        Ok(if splittable { task } else { task.whole() }.add())
    }

    fn resource(&mut self, name: &str) -> usize {
        if let Some(index) = self.resources.get(name) {
            return *index;
        }
        let specification = &self.plan.specification;
        let people = name
            .strip_prefix("role: ")
            .map(|role| specification.roles.iter().find(|it| it.name == role).map_or(1, |it| it.people));
        let stated = || specification.resources.iter().find(|it| it.name == name).map_or(1, |it| it.capacity);
        let index = self.graph.resource(name, people.unwrap_or_else(stated).max(1));
        self.resources.insert(name.to_owned(), index);
        index
    }

    fn driver(&mut self, name: &str) -> usize {
        if let Some(index) = self.drivers.get(name) {
            return *index;
        }
        let index = self.graph.driver(name);
        self.drivers.insert(name.to_owned(), index);
        index
    }
}

/// What a step holds: a person of its role, and resources of the specification.
fn needs(step: &MigrationStep) -> Vec<String> {
    let role = match &step.by {
        Performer::Role(role) => Some(format!("role: {role}")),
        Performer::Program(_) => None,
    };
    role.into_iter().chain(step.resources.iter().cloned()).collect()
}

/// How far a group of steps is: the mean share of its work.
fn done(group: &[&MigrationStep], progress: &BTreeMap<&str, Progress>) -> Progress {
    let told: Vec<Progress> =
        group.iter().map(|it| progress.get(it.id.as_str()).copied().unwrap_or_default()).collect();
    if let [only] = told.as_slice() {
        return *only;
    }
    let began = told.iter().filter_map(|it| match it {
        Progress::Waiting => None,
        Progress::Started { at, .. } | Progress::Done { from: at, .. } => Some(*at),
    });
    let Some(at) = began.min() else { return Progress::Waiting };
    let ended: Vec<Instant> = told
        .iter()
        .filter_map(|it| match it {
            Progress::Done { to, .. } => Some(*to),
            _ => None,
        })
        .collect();
    if let (true, Some(to)) = (ended.len() == told.len(), ended.iter().max()) {
        return Progress::Done { from: at, to: *to };
    }
    let share = told.iter().zip(parts(group)).map(|(it, (_, part))| match it {
        Progress::Waiting => 0.0,
        Progress::Started { done, .. } => part * done,
        Progress::Done { .. } => part,
    });
    Progress::Started { at, done: share.sum::<f64>().min(1.0) }
}
