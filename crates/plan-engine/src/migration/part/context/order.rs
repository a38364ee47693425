//! In which order contexts are taken out: what is not critical first, then what hangs together least.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::migration::context::Context;
use crate::migration::model::Note;
use crate::specification::model::{BoundedContext, Criticality, Fact};

/// The contexts of the migration with their positions, in the order in which they are taken out.
pub(crate) fn ordered<'a>(context: &Context<'a>) -> (Vec<(usize, &'a BoundedContext)>, Vec<Note>) {
    let all = &context.migration.contexts;
    let by_name: BTreeMap<&str, usize> = all.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let asks = |it: &BoundedContext| -> BTreeSet<usize> {
        it.depends_on.iter().filter_map(|name| by_name.get(name.as_str()).copied()).collect()
    };
    let mut links = vec![0_usize; all.len()];
    for (at, it) in all.iter().enumerate() {
        for to in asks(it).into_iter().filter(|to| *to != at) {
            for end in [at, to] {
                if let Some(count) = links.get_mut(end) {
                    *count += 1;
                }
            }
        }
    }
    let mut order: Vec<(usize, &BoundedContext)> = all.iter().enumerate().collect();
    // What nobody has weighed comes behind what is said not to be critical.
    let weight = |it: &BoundedContext| match it.criticality {
        Some(Criticality::Low) => 0,
        Some(Criticality::Medium) => 1,
        None => 2,
        Some(Criticality::High) => 3,
        Some(Criticality::Critical) => 4,
    };
    order.sort_by_key(|(at, it)| (weight(it), links.get(*at).copied().unwrap_or_default(), *at));
    (order, circles(context, &asks))
}

/// Contexts that ask each other in a circle: none of them can be changed without the others.
fn circles(context: &Context<'_>, asks: &dyn Fn(&BoundedContext) -> BTreeSet<usize>) -> Vec<Note> {
    let all = &context.migration.contexts;
    let mut graph: DiGraph<usize, ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = (0..all.len()).map(|at| graph.add_node(at)).collect();
    for (at, it) in all.iter().enumerate() {
        for to in asks(it) {
            if let (Some(from), Some(to)) = (nodes.get(at), nodes.get(to)) {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    let mut notes = Vec::new();
    for circle in kosaraju_scc(&graph).into_iter().filter(|it| it.len() > 1) {
        let mut members: Vec<usize> = circle.into_iter().filter_map(|it| graph.node_weight(it).copied()).collect();
        members.sort_unstable();
        let names: Vec<&str> = members.iter().filter_map(|at| all.get(*at)).map(|it| it.name.as_str()).collect();
        let facts: Vec<Fact> = members.iter().map(|at| fact(context, *at, "it is part of a circle")).collect();
        let says = format!(
            "the contexts {} ask each other in a circle: give one of them an interface of its own that the old side answers \
             until the other is out",
            names.join(", ")
        );
        notes.push(Note::new(says, facts));
    }
    notes.sort_by(|a, b| a.says.cmp(&b.says));
    notes
}

/// The fact that a context is stated.
pub(super) fn fact(context: &Context<'_>, at: usize, says: &str) -> Fact {
    context.fact(&[&format!("/contexts/{at}"), "/contexts"], says)
}
