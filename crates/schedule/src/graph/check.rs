//! Whether a graph can be: every name once, every position there, nothing in a circle, nothing asked that is not there.

use std::collections::BTreeSet;

use super::{Progress, Task, TaskGraph};
use crate::network::Network;
use crate::{Error, ErrorKind};

impl TaskGraph {
    /// Whether the graph is sound.
    ///
    /// Fails with [`ErrorKind::Invalid`] where a name comes twice, a position leads nowhere, or a number cannot be; with
    /// [`ErrorKind::Cycle`] where tasks wait for each other, naming the circle; with [`ErrorKind::Infeasible`] where a task
    /// demands more of a resource than there is.
    pub fn check(&self) -> Result<(), Error> {
        once("task", self.tasks.iter().map(|task| task.id.as_str()))?;
        once("resource", self.resources.iter().map(|resource| resource.id.as_str()))?;
        once("calendar", self.calendars.iter().map(crate::Calendar::name))?;
        once("driver", self.drivers.iter().map(|driver| driver.id.as_str()))?;
        let mut demand = vec![0; self.resources.len()];
        for task in &self.tasks {
            self.check_positions(task)?;
            check_progress(task)?;
            task.duration.check().map_err(|error| error.of_task(&task.id))?;
            check_loadings(task)?;
            self.check_demand(task, &mut demand)?;
        }
        Network::whole(self).map(drop)
    }

    fn check_positions(&self, task: &Task) -> Result<(), Error> {
        let lists = [
            ("task", task.after.iter().max(), self.tasks.len()),
            ("resource", task.demand.iter().map(|demand| &demand.resource).max(), self.resources.len()),
            ("calendar", task.calendars.iter().max(), self.calendars.len()),
            ("driver", task.drivers.iter().map(|loading| &loading.driver).max(), self.drivers.len()),
        ];
        for (what, highest, length) in lists {
            if let Some(&position) = highest
                && position >= length
            {
                return Err(invalid(task, &format!("refers to {what} number {position}, and there are {length}")));
            }
        }
        Ok(())
    }

    /// `sum` is empty before and after.
    fn check_demand(&self, task: &Task, sum: &mut [u64]) -> Result<(), Error> {
        let mut excess = None;
        for demand in &task.demand {
            if let (Some(sum), Some(resource)) = (sum.get_mut(demand.resource), self.resources.get(demand.resource)) {
                *sum += u64::from(demand.units);
                if *sum > u64::from(resource.capacity) {
                    excess = Some((resource, *sum));
                }
            }
        }
        for demand in &task.demand {
            if let Some(sum) = sum.get_mut(demand.resource) {
                *sum = 0;
            }
        }
        match (excess, &task.progress) {
            // What is done needs nothing any more.
            (None, _) | (_, Progress::Done { .. }) => Ok(()),
            (Some((resource, sum)), _) => {
                let message = format!(
                    "task `{}` needs {sum} of `{}`, and there are {}: raise the capacity or lower the demand",
                    task.id, resource.id, resource.capacity
                );
                Err(Error::new(ErrorKind::Infeasible, message))
            }
        }
    }
}

fn once<'name>(what: &str, names: impl Iterator<Item = &'name str>) -> Result<(), Error> {
    let mut known = BTreeSet::new();
    for name in names {
        if name.is_empty() {
            return Err(Error::new(ErrorKind::Invalid, format!("a {what} has no name")));
        }
        if !known.insert(name) {
            return Err(Error::new(ErrorKind::Invalid, format!("{what} `{name}` is there twice: names are unique")));
        }
    }
    Ok(())
}

fn check_progress(task: &Task) -> Result<(), Error> {
    let of_progress = match task.progress {
        Progress::Waiting => [None, None],
        Progress::Started { at, .. } => [Some(at), None],
        Progress::Done { from, to } => [Some(from), Some(to)],
    };
    for at in of_progress.into_iter().chain([task.not_before]).flatten() {
        at.check().map_err(|error| error.of_task(&task.id))?;
    }
    match task.progress {
        Progress::Started { done, .. } if !(0.0..=1.0).contains(&done) => {
            Err(invalid(task, &format!("is done to a share of {done}: give 0 to 1")))
        }
        Progress::Done { from, to } if from > to => {
            Err(invalid(task, &format!("ended at {to}, before it began at {from}")))
        }
        _ => Ok(()),
    }
}

fn check_loadings(task: &Task) -> Result<(), Error> {
    let loadings = || task.drivers.iter().map(|driver| driver.loading);
    if let Some(loading) = loadings().find(|loading| !(0.0..=1.0).contains(loading)) {
        return Err(invalid(task, &format!("follows a driver by {loading}: give 0 to 1")));
    }
    // A little more by rounding.
    if loadings().map(|loading| loading * loading).sum::<f64>() > 1.0 + 1e-9 {
        return Err(invalid(task, "follows its drivers by more than all: the squares add up to at most 1"));
    }
    Ok(())
}

fn invalid(task: &Task, why: &str) -> Error {
    Error::new(ErrorKind::Invalid, format!("task `{}` {why}", task.id))
}

#[cfg(test)]
mod tests {
    use crate::{Distribution, ErrorKind, Instant, Progress, TaskGraph};

    const HOUR: Distribution = Distribution::Fixed { seconds: 3600.0 };

    #[test]
    fn a_name_comes_once() {
        let mut graph = TaskGraph::builder();
        graph.task("copy", HOUR).add();
        graph.task("copy", HOUR).add();
        let error = graph.build().unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Invalid, "task `copy` is there twice: names are unique")
        );
    }

    #[test]
    fn positions_lead_somewhere() {
        let mut graph = TaskGraph::builder();
        graph.task("copy", HOUR).during(3).add();
        assert_eq!(graph.build().unwrap_err().to_string(), "task `copy` refers to calendar number 3, and there are 0");
    }

    #[test]
    fn a_circle_is_named() {
        let mut graph = TaskGraph::builder();
        graph.task("free", HOUR).add();
        graph.task("copy", HOUR).after(0).after(3).add();
        graph.task("check", HOUR).after(1).add();
        graph.task("switch", HOUR).after(2).add();
        graph.task("later", HOUR).after(3).add();
        let error = graph.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cycle);
        assert_eq!(
            error.to_string(),
            "tasks wait for each other: `copy` waits for `switch`, `switch` waits for `check`, `check` waits for `copy`"
        );
    }

    #[test]
    fn demand_that_no_capacity_meets() {
        let mut graph = TaskGraph::builder();
        let people = graph.resource("people", 2);
        graph.task("copy", HOUR).needs(people, 2).add();
        graph.task("check", HOUR).needs(people, 2).needs(people, 1).add();
        let error = graph.clone().build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Infeasible);
        assert!(error.to_string().starts_with("task `check` needs 3 of `people`, and there are 2"));
    }

    #[test]
    fn estimates_can_be() {
        let mut graph = TaskGraph::builder();
        graph.task("copy", Distribution::ThreePoint { least: 3.0, likely: 2.0, most: 4.0 }).add();
        assert!(graph.build().unwrap_err().to_string().contains("ascending order"));
        for (loading, why) in [(1.5, "by 1.5: give 0 to 1"), (0.8, "the squares add up to at most 1")] {
            let mut graph = TaskGraph::builder();
            let (disk, wire) = (graph.driver("disk"), graph.driver("wire"));
            graph.task("copy", HOUR).follows(disk, loading).follows(wire, 0.7).add();
            assert!(graph.build().unwrap_err().to_string().contains(why));
        }
    }

    #[test]
    fn progress_is_a_share() {
        let mut graph = TaskGraph::builder();
        let at = Instant::from_seconds(0);
        graph.task("copy", HOUR).progress(Progress::Started { at, done: f64::NAN }).add();
        assert_eq!(graph.build().unwrap_err().to_string(), "task `copy` is done to a share of NaN: give 0 to 1");
    }
}
