//! Who waits for whom, as flat lists in both directions, with an order in which everybody comes after those it waits for.

use crate::{Error, ErrorKind, Progress, Task, TaskGraph, TaskIndex};

/// The arcs of a graph.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) before: Lists,
    pub(crate) after: Lists,
    /// All tasks, each after those that it waits for; among equals the first of the graph is first.
    pub(crate) order: Vec<TaskIndex>,
}

impl Network {
    /// The arcs of the graph and further ones, each from the task that comes first to the one that waits; every arc once.
    /// What is done waits for nothing any more, even where it did not wait before.
    ///
    /// Fails with [`ErrorKind::Cycle`] where tasks wait for each other, and with [`ErrorKind::Invalid`] where an arc leads
    /// out of the graph.
    pub(crate) fn new(graph: &TaskGraph, further: &[(TaskIndex, TaskIndex)]) -> Result<Self, Error> {
        Self::of(graph, further, |task| !matches!(task.progress, Progress::Done { .. }))
    }

    /// All arcs of the graph, those to what is done included.
    pub(crate) fn whole(graph: &TaskGraph) -> Result<Self, Error> {
        Self::of(graph, &[], |_| true)
    }

    fn of(graph: &TaskGraph, further: &[(TaskIndex, TaskIndex)], waits: impl Fn(&Task) -> bool) -> Result<Self, Error> {
        let own = graph.tasks.iter().enumerate().filter(|(_, task)| waits(task));
        let own = own.flat_map(|(task, it)| it.after.iter().map(move |&before| (before, task)));
        let mut arcs: Vec<(TaskIndex, TaskIndex)> = own.chain(further.iter().copied()).collect();
        let count = graph.tasks.len();
        if let Some((from, to)) = arcs.iter().find(|arc| arc.0 >= count || arc.1 >= count) {
            let message = format!("an arc leads from task number {from} to number {to}, and there are {count}");
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        arcs.sort_unstable();
        arcs.dedup();
        let after = Lists::new(count, arcs.iter().copied());
        let before = Lists::new(count, arcs.iter().map(|&(from, to)| (to, from)));
        let order = order(&before, &after);
        if order.len() < count {
            return Err(circle(graph, &before, &order));
        }
        Ok(Self { before, after, order })
    }
}

/// A list of tasks for every task.
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    first: Vec<usize>,
    items: Vec<TaskIndex>,
}

impl Lists {
    fn new(count: usize, pairs: impl Iterator<Item = (TaskIndex, TaskIndex)> + Clone) -> Self {
        let mut first = vec![0; count + 1];
        for (owner, _) in pairs.clone() {
            if let Some(length) = first.get_mut(owner + 1) {
                *length += 1;
            }
        }
        let mut sum = 0;
        for length in &mut first {
            sum += *length;
            *length = sum;
        }
        let mut next = first.clone();
        let mut items = vec![0; sum];
        for (owner, item) in pairs {
            if let Some(next) = next.get_mut(owner) {
                if let Some(place) = items.get_mut(*next) {
                    *place = item;
                }
                *next += 1;
            }
        }
        Self { first, items }
    }

    /// What belongs to this task.
    #[inline]
    pub(crate) fn of(&self, task: TaskIndex) -> &[TaskIndex] {
        match (self.first.get(task), self.first.get(task + 1)) {
            (Some(&from), Some(&to)) => self.items.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// As far as it goes: tasks in circles, and those that wait for them, are left out.
fn order(before: &Lists, after: &Lists) -> Vec<TaskIndex> {
    let count = before.first.len() - 1;
    let mut open: Vec<usize> = (0..count).map(|task| before.of(task).len()).collect();
    let mut order: Vec<TaskIndex> = (0..count).filter(|&task| before.of(task).is_empty()).collect();
    let mut next = 0;
    while let Some(&task) = order.get(next) {
        for &waiting in after.of(task) {
            if let Some(open) = open.get_mut(waiting) {
                *open -= 1;
                if *open == 0 {
                    order.push(waiting);
                }
            }
        }
        next += 1;
    }
    order
}

/// Every task that was left out waits for another one that was: going back along them ends in a circle.
fn circle(graph: &TaskGraph, before: &Lists, order: &[TaskIndex]) -> Error {
    let mut left_out = vec![true; graph.tasks.len()];
    for &task in order {
        if let Some(place) = left_out.get_mut(task) {
            *place = false;
        }
    }
    let is_left_out = |task: &TaskIndex| left_out.get(*task) == Some(&true);
    let mut seen = vec![usize::MAX; graph.tasks.len()];
    let mut path = Vec::new();
    let mut here = left_out.iter().position(|&left_out| left_out);
    let mut start = 0;
    while let Some(task) = here {
        match seen.get_mut(task) {
            Some(position) if *position == usize::MAX => *position = path.len(),
            Some(position) => {
                start = *position;
                break;
            }
            None => break,
        }
        path.push(task);
        here = before.of(task).iter().copied().find(is_left_out);
    }
    let mut circle = path.split_off(start.min(path.len()));
    // It begins with the task that the graph names first.
    let first = circle.iter().enumerate().min_by_key(|(_, task)| **task).map_or(0, |(position, _)| position);
    circle.rotate_left(first);
    Error::new(ErrorKind::Cycle, format!("tasks wait for each other: {}", told(graph, &circle)))
}

fn told(graph: &TaskGraph, circle: &[TaskIndex]) -> String {
    const SHOWN: usize = 8;
    let name = |task: &TaskIndex| graph.tasks.get(*task).map_or("", |task| task.id.as_str());
    let pairs = circle.iter().zip(circle.iter().cycle().skip(1));
    let mut told: Vec<String> =
        pairs.take(SHOWN).map(|(task, before)| format!("`{}` waits for `{}`", name(task), name(before))).collect();
    if circle.len() > SHOWN {
        told.push(format!("and so on through {} tasks", circle.len()));
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Distribution;

    fn chain(arcs: &[(usize, usize)], count: usize) -> TaskGraph {
        let mut graph = TaskGraph::builder();
        for task in 0..count {
            let before = arcs.iter().filter(|arc| arc.1 == task).map(|arc| arc.0);
            graph.task(format!("t{task}"), Distribution::Fixed { seconds: 1.0 }).after_all(before).add();
        }
        graph.build().unwrap()
    }

    #[test]
    fn everybody_comes_after_those_it_waits_for() {
        let graph = chain(&[(3, 1), (3, 1), (1, 0), (2, 0)], 4);
        let network = Network::new(&graph, &[]).unwrap();
        assert_eq!(network.order, [2, 3, 1, 0]);
        assert_eq!(
            (network.before.of(1), network.after.of(3), network.before.of(0)),
            (&[3][..], &[1][..], &[1, 2][..])
        );
    }

    #[test]
    fn further_arcs_count() {
        let graph = chain(&[(0, 1)], 3);
        assert_eq!(Network::new(&graph, &[(2, 0)]).unwrap().order, [2, 0, 1]);
        assert_eq!(Network::new(&graph, &[(1, 0)]).unwrap_err().kind(), ErrorKind::Cycle);
        assert_eq!(Network::new(&graph, &[(1, 7)]).unwrap_err().kind(), ErrorKind::Invalid);
    }

    #[test]
    fn a_long_circle_is_cut_short() {
        let mut graph = TaskGraph::builder();
        for task in 0..1000_usize {
            graph.task(format!("t{task}"), Distribution::Fixed { seconds: 1.0 }).after((task + 1) % 1000).add();
        }
        let error = graph.build().unwrap_err().to_string();
        assert!(error.ends_with("and so on through 1000 tasks") && error.len() < 400, "{error}");
    }
}
