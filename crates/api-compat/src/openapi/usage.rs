//! Which components the paths and webhooks of a document use, directly or through others.

use super::model::Api;
use crate::document::{NodeId, Resolve as _};
use crate::hash::{HashMap, HashSet};

/// The schemas of components by their anchors.
fn anchors(api: Api<'_>) -> HashMap<&str, NodeId> {
    let tree = api.tree;
    let components = tree.get(api.root, "components").and_then(|it| tree.get(it, "schemas"));
    let schemas = components.into_iter().flat_map(|it| tree.entries(it)).map(|(_, schema)| schema);
    let anchors = schemas.flat_map(|schema| {
        let named = move |key| Some((tree.str(tree.get(schema, key)?)?, schema));
        ["$anchor", "$dynamicAnchor"].into_iter().filter_map(named)
    });
    anchors.collect()
}

/// The values that references lead to, starting from what clients can call, and all that these stand in.
pub(super) fn used(api: Api<'_>) -> HashSet<NodeId> {
    let tree = api.tree;
    let anchors = anchors(api);
    let mut used = HashSet::default();
    let mut walked = HashSet::default();
    let mut todo: Vec<NodeId> = ["paths", "webhooks"].iter().filter_map(|key| tree.get(api.root, key)).collect();
    while let Some(node) = todo.pop() {
        for (key, value) in tree.entries(node) {
            if let ("$ref" | "$dynamicRef" | "operationRef", Some(reference)) = (key, tree.str(value))
                && let Some(target) =
                    tree.resolve(node, reference).or_else(|| anchors.get(reference.strip_prefix('#')?).copied())
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
