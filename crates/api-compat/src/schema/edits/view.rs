//! A view: the conjunction of all schemas that apply at a place, `$ref` and `allOf` opened, nothing flattened out.

use crate::comparison::{Comparison, Side};
use crate::contain::Of;
use crate::document::NodeId;
use crate::hash::HashSet;
use crate::schema::Dialect;

/// How many schemas a view opens; what lies beyond is left to containment, which sees the unopened schemas.
const LIMIT: usize = 256;

/// All schemas that apply at a place of one document.
#[derive(Debug, Clone)]
pub(super) struct View {
    /// The schemas as they stand there; containment takes these.
    pub(super) origin: Vec<NodeId>,
    /// The same with what `$ref` and `allOf` lead to; keywords are looked up in these.
    pub(super) nodes: Vec<NodeId>,
}

impl View {
    /// Opens the schemas that stand at a place of the document `of`.
    pub(super) fn open(comparison: &mut Comparison<'_>, of: Of, origin: Vec<NodeId>) -> Self {
        let side = comparison.side(of);
        let mut seen = HashSet::default();
        let mut nodes = Vec::new();
        let mut stack: Vec<NodeId> = origin.iter().rev().copied().collect();
        while let Some(node) = stack.pop() {
            if !seen.insert(node) || nodes.len() >= LIMIT {
                continue;
            }
            let target = reference(comparison, of, node);
            if target.is_none() || siblings_count(side.dialect) {
                let leads_on = target.is_some() && is_only_reference(side, node);
                if side.tree.bool(node) != Some(true) && !leads_on {
                    nodes.push(node);
                }
                if let Some(members) = side.tree.get(node, "allOf") {
                    stack.extend(side.tree.items(members).rev());
                }
            }
            stack.extend(target);
        }
        Self { origin, nodes }
    }

    /// The schema that a finding about this place marks.
    pub(super) fn at(&self) -> Option<NodeId> {
        self.nodes.first().or(self.origin.first()).copied()
    }

    /// Where `keyword` stands: the schema that has it, and its value, in the order of opening.
    pub(super) fn all<'v>(&'v self, side: Side<'v>, keyword: &'v str) -> impl Iterator<Item = (NodeId, NodeId)> + 'v {
        self.nodes.iter().filter_map(move |node| Some((*node, side.tree.get(*node, keyword)?)))
    }

    /// The first value of `keyword`: the outermost one.
    pub(super) fn first(&self, side: Side<'_>, keyword: &str) -> Option<NodeId> {
        self.nodes.iter().find_map(|node| side.tree.get(*node, keyword))
    }
}

/// Where `$ref` of `node` leads.
fn reference(comparison: &mut Comparison<'_>, of: Of, node: NodeId) -> Option<NodeId> {
    let tree = comparison.side(of).tree;
    if let Some(text) = tree.get(node, "$ref").and_then(|it| tree.str(it)) {
        return comparison.containment.target(of, node, text);
    }
    // Where nothing can take the place of the target, these are references as any other (2019-09 and 2020-12, 8.2.3.2).
    let (keyword, anchor) = [("$recursiveRef", "$recursiveAnchor"), ("$dynamicRef", "$dynamicAnchor")]
        .into_iter()
        .find(|(keyword, _)| tree.get(node, keyword).is_some())?;
    let text = tree.str(tree.get(node, keyword)?)?;
    let target = comparison.containment.target(of, node, text)?;
    let is_dynamic = tree.get(target, anchor).is_some_and(|it| tree.bool(it) != Some(false));
    (!is_dynamic).then_some(target)
}

/// What `node` is once pure references are followed: one that stand alone or whose siblings do not count.
pub(super) fn follow(comparison: &mut Comparison<'_>, of: Of, node: NodeId) -> NodeId {
    let side = comparison.side(of);
    let mut at = node;
    for _ in 0..LIMIT {
        if siblings_count(side.dialect) && !is_only_reference(side, at) {
            break;
        }
        let Some(next) = reference(comparison, of, at) else { break };
        at = next;
    }
    at
}

fn is_only_reference(side: Side<'_>, node: NodeId) -> bool {
    side.tree.entries(node).len() == 1 && side.tree.get(node, "$ref").is_some()
}

/// Whether keywords beside `$ref` mean something: since 2019-09 (JSON Schema Core, 8.2.3.1); in drafts up to 7 (8.3)
/// and in OpenAPI 3.0 (Reference Object) they are ignored.
fn siblings_count(dialect: Dialect) -> bool {
    !dialect.reference_stands_alone()
}
