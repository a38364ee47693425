//! Puts statements in an order in which they run on an empty database.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// From this rank on, a statement only adds to objects and comes after all of them.
const TRAILING: u32 = 100;

/// An object of the database: the catalogue that lists it, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node {
    pub(super) class: u32,
    pub(super) object: u32,
}

/// A statement that makes an object or adds to it. The rank says what comes first where no dependency decides.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) node: Node,
    pub(super) rank: u32,
    pub(super) statement: String,
}

/// `from` cannot be made before what it needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: Node,
    pub(super) needs: Node,
}

/// Dependencies decide, then rank, then age. A cycle (a view that was replaced so that it needs a later one) is broken
/// at its lowest rank: the engine refuses such a statement, with a better message than could be given here.
pub(super) fn in_order(entries: Vec<Entry>, edges: &[Edge]) -> Vec<String> {
    let (mut objects, mut trailing): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.rank < TRAILING);
    objects.sort_by_key(|entry| (entry.rank, entry.node.object));
    trailing.sort_by(|a, b| (a.rank, a.node.object, &a.statement).cmp(&(b.rank, b.node.object, &b.statement)));

    let mut statements = Vec::with_capacity(objects.len() + trailing.len() + 1);
    if objects.iter().any(|entry| entry.statement.starts_with("CREATE OR REPLACE")) {
        // A body written as text can mention what comes later.
        statements.push("SET check_function_bodies = false".to_owned());
    }
    for position in topological(&objects, edges) {
        if let Some(entry) = objects.get_mut(position) {
            statements.push(std::mem::take(&mut entry.statement));
        }
    }
    statements.extend(trailing.into_iter().map(|entry| entry.statement));
    statements
}

/// Positions in `objects`, which are sorted, such that what is needed comes first and otherwise the order stays.
fn topological(objects: &[Entry], edges: &[Edge]) -> Vec<usize> {
    let position: BTreeMap<Node, usize> = objects.iter().enumerate().map(|(at, entry)| (entry.node, at)).collect();
    let mut needs: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); objects.len()];
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); objects.len()];
    for edge in edges {
        let (Some(from), Some(need)) = (position.get(&edge.from), position.get(&edge.needs)) else { continue };
        if let (Some(all), Some(back)) = (needs.get_mut(*from), needed_by.get_mut(*need))
            && from != need
            && all.insert(*need)
        {
            back.push(*from);
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..objects.len()).filter(|at| needs.get(*at).is_some_and(BTreeSet::is_empty)).map(Reverse).collect();
    let mut waiting: BTreeSet<usize> = (0..objects.len()).collect();
    let mut order = Vec::with_capacity(objects.len());
    while let Some(first) = waiting.first().copied() {
        let at = ready.pop().map_or(first, |Reverse(at)| at);
        if !waiting.remove(&at) {
            continue;
        }
        order.push(at);
        for dependent in needed_by.get(at).into_iter().flatten() {
            if let Some(all) = needs.get_mut(*dependent)
                && all.remove(&at)
                && all.is_empty()
            {
                ready.push(Reverse(*dependent));
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(object: u32) -> Node {
        Node { class: 1, object }
    }

    fn entry(object: u32, rank: u32) -> Entry {
        Entry { node: node(object), rank, statement: object.to_string() }
    }

    fn edge(from: u32, needs: u32) -> Edge {
        Edge { from: node(from), needs: node(needs) }
    }

    #[test]
    fn rank_and_age_decide_where_nothing_else_does() {
        let entries = vec![entry(9, 100), entry(3, 50), entry(1, 50), entry(2, 20)];
        assert_eq!(in_order(entries, &[]), ["2", "1", "3", "9"]);
    }

    #[test]
    fn what_is_needed_comes_first_whatever_its_rank() {
        let entries = vec![entry(1, 40), entry(2, 50), entry(3, 50)];
        assert_eq!(in_order(entries, &[edge(1, 3)]), ["2", "3", "1"]);
    }

    #[test]
    fn a_cycle_loses_nothing() {
        let entries = vec![entry(1, 50), entry(2, 50), entry(3, 60)];
        assert_eq!(in_order(entries, &[edge(1, 2), edge(2, 1), edge(3, 2)]), ["1", "2", "3"]);
    }
}
