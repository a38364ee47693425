//! Which components the paths and webhooks of a document use, directly or through others.

use super::model::Api;
use crate::document::NodeId;
use crate::hash::HashSet;

/// The values that references lead to, starting from what clients can call, and all that these stand in.
pub(super) fn used(api: Api<'_>) -> HashSet<NodeId> {
    let tree = api.tree;
    let mut used = HashSet::default();
    let mut walked = HashSet::default();
    let mut todo: Vec<NodeId> = ["paths", "webhooks"].iter().filter_map(|key| tree.get(api.root, key)).collect();
    while let Some(node) = todo.pop() {
        for (key, value) in tree.entries(node) {
            if let ("$ref" | "$dynamicRef" | "operationRef", Some(reference)) = (key, tree.str(value))
                && let Some(target) = tree.resolve(node, reference)
                && walked.insert(target)
            {
                todo.push(target);
                let outer = std::iter::successors(Some(target), |at| tree.parent(*at));
                outer.take_while(|at| used.insert(*at)).for_each(drop);
            }
            todo.push(value);
        }
        todo.extend(tree.items(node));
    }
    used
}
