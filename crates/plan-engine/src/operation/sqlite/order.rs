//! The order in which tables change within a phase, by their foreign keys.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use schema_diff::catalogue::{ConstraintKind, ForeignKey, QualifiedName, Table};

/// A table that changes, comes or goes.
#[derive(Debug, Clone)]
pub(super) struct TableChange {
    pub(super) name: QualifiedName,
    pub(super) from: Option<Table>,
    pub(super) to: Option<Table>,
}

/// The changes such that what a foreign key needs is there before it comes and goes after it. Changes that wait for each
/// other stand in one group.
pub(super) fn by_foreign_keys(changes: Vec<TableChange>) -> Vec<Vec<TableChange>> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<_> = changes.iter().map(|_| graph.add_node(())).collect();
    let by_name: BTreeMap<_, _> = changes.iter().zip(&nodes).map(|(it, node)| (&it.name, *node)).collect();
    for (change, node) in changes.iter().zip(&nodes) {
        // An edge leads from what waits to what it waits for.
        for key in more(change.to.as_ref(), change.from.as_ref()) {
            if let Some(parent) = by_name.get(&key.references) {
                graph.update_edge(*node, *parent, ());
            }
        }
        for key in more(change.from.as_ref(), change.to.as_ref()) {
            if let Some(parent) = by_name.get(&key.references) {
                graph.update_edge(*parent, *node, ());
            }
        }
    }
    let groups = tarjan_scc(&graph);
    let mut slots: Vec<Option<TableChange>> = changes.into_iter().map(Some).collect();
    let mut take = |at: usize| slots.get_mut(at).and_then(Option::take);
    groups
        .into_iter()
        .map(|mut group| {
            group.sort_unstable();
            group.into_iter().filter_map(|node| take(node.index())).collect()
        })
        .collect()
}

/// Foreign keys that `one` has and `other` has not.
fn more<'a>(one: Option<&'a Table>, other: Option<&'a Table>) -> impl Iterator<Item = &'a ForeignKey> {
    let foreign = one.into_iter().flat_map(|table| &table.constraints);
    foreign.filter_map(move |(name, it)| match &it.kind {
        ConstraintKind::ForeignKey(key)
            if other.and_then(|table| table.constraints.get(name)).is_none_or(|known| known.kind != it.kind) =>
        {
            Some(key)
        }
        _ => None,
    })
}
