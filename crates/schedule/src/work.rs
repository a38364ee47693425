//! How much work is left, where one figure stands for a duration.

use crate::simulation::Evidence;
use crate::timing::Timing;
use crate::{Error, ErrorKind, TaskGraph};

/// Which figure stands for the duration of a task. Parts of a second count as a whole one. Means and quantiles are those by
/// what progress so far says of the drivers ([`crate::beliefs`]).
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Durations {
    /// Its mean.
    #[default]
    Mean,
    /// The same quantile for each, between 0 and 1. The end of the whole is *not* this quantile: that takes a simulation.
    Quantile(f64),
    /// Seconds of work of each task, in the order of the graph.
    Seconds(Vec<f64>),
}

impl Durations {
    /// Whole seconds of work that are left of each task. Fails with [`ErrorKind::Invalid`] where a figure cannot be.
    pub(crate) fn left(&self, graph: &TaskGraph, timing: &Timing) -> Result<Vec<f64>, Error> {
        if let Self::Seconds(given) = self
            && given.len() != graph.tasks.len()
        {
            let message = format!("{} durations are given for {} tasks", given.len(), graph.tasks.len());
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        if let Self::Quantile(p) = self
            && !(*p > 0.0 && *p < 1.0)
        {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("there is no quantile {p}: give a number between 0 and 1"),
            ));
        }
        let evidence = Evidence::gather(graph, timing.start)?;
        let left = |(index, task): (usize, &crate::Task)| {
            let score = evidence.score_of(index, task);
            let seconds = match self {
                Self::Mean => task.duration.mean_by(score),
                Self::Quantile(p) => task.duration.quantile_by(score, *p),
                Self::Seconds(given) => given.get(index).copied().unwrap_or(0.0),
            };
            // Ten thousand years, so that sums stay exact.
            if !(0.0..=3.2e11).contains(&seconds) {
                let message = format!("task `{}` takes {seconds} seconds, which cannot be", task.id);
                return Err(Error::new(ErrorKind::Invalid, message));
            }
            Ok((seconds * timing.task(index).left).ceil())
        };
        graph.tasks.iter().enumerate().map(left).collect()
    }
}
