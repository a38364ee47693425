//! Who hands what to whom: the arcs along which units of resources pass from task to task in a schedule.
//!
//! However long the tasks then take, as long as each waits for those that hand it units there is never more in use than
//! there is.

use std::collections::BTreeMap;

use super::problem::{Problem, number};
use crate::TaskGraph;

/// Units that pass from one task to another, both by their number in the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) resource: usize,
    pub(super) units: u64,
}

/// The arcs of a schedule besides those that the graph has already.
pub(super) fn arcs(graph: &TaskGraph, problem: &Problem<'_>, begin: &[i64], end: &[i64]) -> Vec<Arc> {
    let mut order: Vec<u32> = (0..number(problem.len())).collect();
    order.sort_by_key(|&task| (begin[task as usize], end[task as usize], task));
    let pool = |resource: &crate::Resource| Pool { fresh: u64::from(resource.capacity), left: BTreeMap::new() };
    let mut pools: Vec<Pool> = graph.resources.iter().map(pool).collect();
    let mut arcs = Vec::new();
    for &to in &order {
        let (from, until) = (begin[to as usize], end[to as usize]);
        // A milestone holds nothing for any time.
        if from == until {
            continue;
        }
        let demand = problem.tasks.get(to as usize).and_then(|&task| graph.tasks.get(task));
        for demand in demand.map_or(&[][..], |task| &task.demand) {
            let (resource, units) = (demand.resource, u64::from(demand.units));
            let before = problem.before.of(to).iter().map(|&before| (end[before as usize], before));
            pools[resource].take(before, from, units, |from, units| arcs.push(Arc { from, to, resource, units }));
        }
        for demand in demand.map_or(&[][..], |task| &task.demand) {
            *pools[demand.resource].left.entry((until, to)).or_default() += u64::from(demand.units);
        }
    }
    arcs.sort_unstable();
    arcs
}

/// Units of a resource: those that nobody has held yet, and those that tasks leave, by the time at which they do.
struct Pool {
    fresh: u64,
    left: BTreeMap<(i64, u32), u64>,
}

impl Pool {
    /// Takes units first from tasks that are waited for anyway, then fresh ones, then from those that ended longest ago: this
    /// makes few arcs, and arcs along which a delay does not pass on at once.
    fn take(
        &mut self,
        before: impl Iterator<Item = (i64, u32)>,
        now: i64,
        mut units: u64,
        mut arc: impl FnMut(u32, u64),
    ) {
        for holder in before {
            if let Some(left) = self.left.get_mut(&holder) {
                let taken = units.min(*left);
                (units, *left) = (units - taken, *left - taken);
                if *left == 0 {
                    self.left.remove(&holder);
                }
            }
        }
        let fresh = units.min(self.fresh);
        (units, self.fresh) = (units - fresh, self.fresh - fresh);
        while units > 0
            && let Some(mut first) = self.left.first_entry()
            && first.key().0 <= now
        {
            let taken = units.min(*first.get());
            arc(first.key().1, taken);
            units -= taken;
            if taken == *first.get() {
                first.remove();
            } else {
                *first.get_mut() -= taken;
            }
        }
    }
}
