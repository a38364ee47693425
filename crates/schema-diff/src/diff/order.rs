//! Orders changes by dependency.
//!
//! What is added comes before what needs it; what is dropped comes after what needed it. Dependencies come from the
//! words that an object mentions, which finds too many rather than too few; a cycle is broken at the change whose name
//! sorts first. The order is the same for the same input.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Aspect, Change, ChangeKind};
use crate::catalogue::{Constraint, ConstraintKind, DefinitionKind, Object, ObjectPath, QualifiedName, Sequence};

mod mentions;

use mentions::mentions;

/// `changes` in the order of their dependencies.
pub(super) fn by_dependency(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    let graph = dependency_graph(&changes);
    let order = topological(&graph);
    let mut slots: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| slots.get_mut(at.index()).and_then(Option::take)).collect()
}

fn sort_key(change: &Change) -> (u8, u8, &ObjectPath) {
    let step = match change.kind {
        ChangeKind::Renamed { .. } => 0,
        ChangeKind::Added(_) | ChangeKind::Altered { .. } => 1,
        ChangeKind::Dropped(_) => 2,
        ChangeKind::MaybeRenamed { .. } => 3,
    };
    let kind = match change.path {
        ObjectPath::Schema(_) => 0,
        ObjectPath::Extension(_) => 1,
        ObjectPath::Enum(_) | ObjectPath::Domain(_) => 2,
        ObjectPath::Sequence(_) => 3,
        ObjectPath::Function(_) => 4,
        ObjectPath::Table(_) => 5,
        ObjectPath::Column(..) => 6,
        ObjectPath::Constraint(..) => 7,
        ObjectPath::Index(..) => 8,
        ObjectPath::View(_) => 9,
        ObjectPath::Definition(ref id) if id.kind.is_type() || id.kind == DefinitionKind::Collation => 2,
        ObjectPath::Definition(ref id) if id.kind < DefinitionKind::ForeignTable => 4,
        ObjectPath::Trigger(..) | ObjectPath::Definition(_) => 10,
        ObjectPath::DefaultPrivileges(_) => 11,
    };
    (step, if step == 2 { 11 - kind } else { kind }, &change.path)
}

fn old_side(change: &Change) -> Option<&Object> {
    match &change.kind {
        ChangeKind::Dropped(object) | ChangeKind::Altered { before: object, .. } => Some(object),
        _ => None,
    }
}

fn new_side(change: &Change) -> Option<&Object> {
    match &change.kind {
        ChangeKind::Added(object) | ChangeKind::Altered { after: object, .. } => Some(object),
        _ => None,
    }
}

fn dependency_graph(changes: &[Change]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::new();
    let nodes: Vec<NodeIndex> = changes.iter().map(|_| graph.add_node(())).collect();
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut keys_of: BTreeMap<&QualifiedName, Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let ObjectPath::Constraint(table, _) | ObjectPath::Index(table, _) = &change.path {
            keys_of.entry(table).or_default().push(at);
        }
        by_name.entry(change.path.name()).or_default().push(at);
    }
    for (at, change) in changes.iter().enumerate() {
        let mut link = |object: &Object, added: bool| {
            let mut words = mentions(&change.path, object);
            if let (Object::Sequence(Sequence { owned_by: Some((table, _)), .. }), ChangeKind::Altered { .. }) =
                (object, &change.kind)
            {
                words.insert(table.name.clone());
            }
            let named = words.iter().filter_map(|word| by_name.get(word.as_str())).flatten().copied();
            let keys = referenced(object).and_then(|table| keys_of.get(table)).into_iter().flatten().copied();
            for other in named.chain(keys) {
                let target = &changes[other];
                let fits = if added { provides(target) } else { matches!(target.kind, ChangeKind::Dropped(_)) };
                if other != at && fits && may_need(&change.path, &words, &target.path) {
                    let (first, second) = if added { (other, at) } else { (at, other) };
                    graph.update_edge(nodes[first], nodes[second], ());
                }
            }
        };
        if let Some(object) = new_side(change) {
            link(object, true);
        }
        if let Some(object) = old_side(change) {
            link(object, false);
        }
    }
    graph
}

/// Whether something new may need what the change brings: a sequence serves, whoever owns it.
fn provides(change: &Change) -> bool {
    let only_owner = matches!(change.kind, ChangeKind::Altered { aspect: Aspect::SequenceOwner, .. });
    new_side(change).is_some() && !only_owner
}

/// The table that a foreign key references: it needs that table's keys.
fn referenced(object: &Object) -> Option<&QualifiedName> {
    match object {
        Object::Constraint(Constraint { kind: ConstraintKind::ForeignKey(key), .. }) => Some(&key.references),
        _ => None,
    }
}

/// Whether something at `path` that mentions `words` may need what lies at `target`, whose name is among them: a part
/// of a table counts only where the table is its own or mentioned too.
fn may_need(path: &ObjectPath, words: &BTreeSet<String>, target: &ObjectPath) -> bool {
    match target {
        ObjectPath::Column(table, _) | ObjectPath::Constraint(table, _) | ObjectPath::Index(table, _) => {
            // A trigger's function names columns of whichever row it is given.
            let any_row = matches!((path, target), (ObjectPath::Function(_), ObjectPath::Column(..)));
            path.relation() == Some(table)
                || words.contains(&table.name)
                || (any_row && (words.contains("trigger") || words.contains("TRIGGER")))
        }
        ObjectPath::Trigger(..) => false,
        _ => true,
    }
}

/// Kahn's algorithm that takes the smallest ready node; where none is ready, a cycle is broken at the smallest left.
fn topological(graph: &DiGraph<(), ()>) -> Vec<NodeIndex> {
    let mut waiting: BTreeMap<NodeIndex, usize> =
        graph.node_indices().map(|node| (node, graph.neighbors_directed(node, Direction::Incoming).count())).collect();
    let mut ready: BTreeSet<NodeIndex> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let next = ready.pop_first().or_else(|| waiting.keys().next().copied());
        let Some(node) = next else { break };
        if waiting.remove(&node).is_none() {
            continue;
        }
        order.push(node);
        for follower in graph.neighbors_directed(node, Direction::Outgoing) {
            if let Some(count) = waiting.get_mut(&follower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.insert(follower);
                }
            }
        }
    }
    order
}
