//! What depends on what: circles, shared resources, groups.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::equivalents::equivalent;
use crate::specification::model::Resource;

/// Resources by number, with what each depends on.
pub(super) struct Graph<'a> {
    pub(super) resources: &'a [Resource],
    /// What each has to have before it works.
    pub(super) needs: Vec<BTreeSet<usize>>,
    /// What each waits for in every request.
    pub(super) near: Vec<BTreeSet<usize>>,
    /// Who needs each.
    pub(super) needed_by: Vec<BTreeSet<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(resources: &'a [Resource]) -> Self {
        let by_name: BTreeMap<&str, usize> =
            resources.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
        let numbers = |at: usize, names: &[String]| -> BTreeSet<usize> {
            names.iter().filter_map(|it| by_name.get(it.as_str()).copied()).filter(|it| *it != at).collect()
        };
        let needs: Vec<_> = resources.iter().enumerate().map(|(at, it)| numbers(at, &it.depends_on)).collect();
        let near = resources.iter().enumerate().map(|(at, it)| numbers(at, &it.near)).collect();
        let mut needed_by = vec![BTreeSet::new(); resources.len()];
        for (at, all) in needs.iter().enumerate() {
            for it in all {
                if let Some(list) = needed_by.get_mut(*it) {
                    list.insert(at);
                }
            }
        }
        Self { resources, needs, near, needed_by }
    }

    fn components(&self, more: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut graph: DiGraph<usize, ()> = DiGraph::new();
        let nodes: Vec<NodeIndex> = (0..self.resources.len()).map(|at| graph.add_node(at)).collect();
        let own = self.needs.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |it| (at, *it)));
        for (from, to) in own.chain(more.iter().copied()) {
            if let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) {
                graph.add_edge(*from, *to, ());
            }
        }
        let number = |it: NodeIndex| graph.node_weight(it).copied();
        let sorted = |component: Vec<NodeIndex>| {
            let mut all: Vec<usize> = component.into_iter().filter_map(number).collect();
            all.sort_unstable();
            all
        };
        kosaraju_scc(&graph).into_iter().map(sorted).collect()
    }

    /// Resources that depend on each other in a circle.
    pub(super) fn circles(&self) -> Vec<Vec<usize>> {
        let mut circles: Vec<_> = self.components(&[]).into_iter().filter(|it| it.len() > 1).collect();
        circles.sort();
        circles
    }

    /// What moves together: circles, what is near each other, and what has one group. What each needs comes before it,
    /// inside an atom too.
    pub(super) fn atoms(&self) -> Vec<Vec<usize>> {
        let near = self.near.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |it| (at, *it)));
        let mut together: Vec<(usize, usize)> =
            near.filter(|(one, other)| !self.is_base(*one) && !self.is_base(*other)).collect();
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, it) in self.resources.iter().enumerate().filter(|(at, _)| !self.is_base(*at)) {
            if let Some(group) = &it.group {
                together.push((at, *first.entry(group).or_insert(at)));
            }
        }
        let both: Vec<_> = together.into_iter().flat_map(|(one, other)| [(one, other), (other, one)]).collect();
        let mut rank = vec![0_usize; self.resources.len()];
        for (place, at) in self.components(&[]).into_iter().flatten().enumerate() {
            if let Some(slot) = rank.get_mut(at) {
                *slot = place;
            }
        }
        let mut atoms = self.components(&both);
        for it in &mut atoms {
            it.sort_by_key(|at| rank.get(*at).copied());
        }
        atoms
    }

    /// Whether others stand on it: networks, rights, keys, and what is said to be shared.
    pub(super) fn is_base(&self, at: usize) -> bool {
        let Some(it) = self.resources.get(at) else { return false };
        it.shared || equivalent(&it.kind).is_some_and(|row| row.category.is_foundation())
    }

    /// The group of each: the stated one; else the name of the first of those that hang together, what others stand on
    /// left out.
    pub(super) fn groups(&self) -> Vec<Option<String>> {
        let mut leader: Vec<usize> = (0..self.resources.len()).collect();
        for (at, all) in self.needs.iter().enumerate().filter(|(at, _)| !self.is_base(*at)) {
            for it in all.iter().filter(|it| !self.is_base(**it)) {
                let (one, other) = (find(&mut leader, at), find(&mut leader, *it));
                if let Some(slot) = leader.get_mut(one.max(other)) {
                    *slot = one.min(other);
                }
            }
        }
        let mut names: BTreeMap<usize, String> = BTreeMap::new();
        for (at, it) in self.resources.iter().enumerate() {
            if let Some(group) = &it.group {
                names.entry(find(&mut leader, at)).or_insert_with(|| group.clone());
            }
        }
        let name = |(at, it): (usize, &Resource)| {
            if let Some(group) = &it.group {
                return Some(group.clone());
            }
            if self.is_base(at) {
                return None;
            }
            let leader = find(&mut leader, at);
            let first = self.resources.get(leader).map(|it| it.name.clone());
            names.get(&leader).cloned().or(first)
        };
        self.resources.iter().enumerate().map(name).collect()
    }

    /// Resources that several groups use, with these groups.
    pub(super) fn shared(&self, groups: &[Option<String>]) -> Vec<(usize, BTreeSet<String>)> {
        let mut shared = Vec::new();
        for (at, users) in self.needed_by.iter().enumerate() {
            let own = groups.get(at).cloned().flatten();
            let all: BTreeSet<String> =
                users.iter().filter_map(|it| groups.get(*it).cloned().flatten()).chain(own).collect();
            let told = self.resources.get(at).is_some_and(|it| it.shared);
            if all.len() > 1 || told {
                shared.push((at, all));
            }
        }
        shared
    }
}

/// The leader of a set, with the way to it made shorter.
fn find(leader: &mut [usize], mut at: usize) -> usize {
    while let Some(next) = leader.get(at).copied().filter(|next| *next != at) {
        let above = leader.get(next).copied().unwrap_or(next);
        if let Some(slot) = leader.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn resource(name: &str, kind: &str, needs: &[&str]) -> Resource {
        let depends_on = needs.iter().map(|it| (*it).to_owned()).collect();
        Resource { name: name.to_owned(), kind: kind.to_owned(), depends_on, ..Resource::default() }
    }

    #[test]
    fn circles_and_shared_resources_are_found() {
        let all = [
            resource("net", "aws_vpc", &[]),
            resource("a", "aws_instance", &["b", "net", "cache"]),
            resource("b", "aws_instance", &["a"]),
            resource("c", "aws_instance", &["net", "cache"]),
            Resource { shared: true, ..resource("cache", "aws_elasticache_cluster", &[]) },
        ];
        let graph = Graph::of(&all);
        assert_eq!(graph.circles(), [vec![1, 2]]);
        let groups = graph.groups();
        assert_eq!(
            groups.iter().map(|it| it.as_deref()).collect::<Vec<_>>(),
            [None, Some("a"), Some("a"), Some("c"), None]
        );
        let shared: Vec<usize> = graph.shared(&groups).into_iter().map(|(at, _)| at).collect();
        assert_eq!(shared, [0, 4]);
    }

    #[test]
    fn a_long_chain_is_no_recursion() {
        let all: Vec<Resource> =
            (0..50_000).map(|at| resource(&format!("r{at}"), "aws_instance", &[&format!("r{}", at + 1)])).collect();
        let graph = Graph::of(&all);
        assert!(graph.circles().is_empty());
        assert_eq!(graph.groups().len(), all.len());
    }
}
