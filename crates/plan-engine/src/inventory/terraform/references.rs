//! What a resource depends on: `depends_on` of a state, expressions of a plan's configuration, and values that name the
//! identifier of another resource.

use std::collections::{BTreeMap, BTreeSet};

use source_tree::{NodeId, Tree, Value};

use crate::specification::model::Resource;

/// Values that are looked at for identifiers.
const MOST: usize = 2_000_000;
/// Texts shorter than that are names that many share, and no identifiers.
const LEAST: usize = 8;

/// Replaces what each depends on by addresses of resources that are there, and adds what is referred to.
pub(super) fn complete(tree: &Tree, root: NodeId, resources: &mut [Resource]) {
    let by_plain = plain_addresses(resources);
    let (identifiers, values) = identifiers(tree, root);
    let configured = configured(tree, root);
    for resource in resources.iter_mut() {
        let mut needs: BTreeSet<String> = BTreeSet::new();
        let own = plain(&resource.name);
        let told = resource.depends_on.iter().map(String::as_str);
        let written = configured.get(&own).into_iter().flatten().map(String::as_str);
        for name in told.chain(written) {
            // `depends_on` names a resource without its number: it means all of them.
            needs.extend(by_plain.get(&plain(name)).into_iter().flatten().cloned());
        }
        for text in values.get(&resource.name).into_iter().flatten() {
            needs.extend(identifiers.get(text).cloned());
        }
        needs.remove(&resource.name);
        resource.depends_on = needs.into_iter().collect();
    }
}

fn plain_addresses(resources: &[Resource]) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in resources {
        all.entry(plain(&it.name)).or_default().push(it.name.clone());
    }
    all
}

/// An address without numbers and keys: `module.a["x"].aws_instance.b[0]` is `module.a.aws_instance.b`. Keys may hold
/// brackets and quotes.
fn plain(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    let (mut inside, mut quoted, mut escaped) = (false, false, false);
    for character in address.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if inside => quoted = !quoted,
            '[' if !inside => inside = true,
            ']' if inside && !quoted => inside = false,
            _ if inside => {}
            other => text.push(other),
        }
    }
    text
}

/// Identifiers (`id`, `arn`, `self_link`) to the address that has them, and texts that stand in each resource's values.
fn identifiers(tree: &Tree, root: NodeId) -> (BTreeMap<String, String>, BTreeMap<String, Vec<String>>) {
    let (mut identifiers, mut values) = (BTreeMap::new(), BTreeMap::new());
    let mut twice = BTreeSet::new();
    for (address, node) in resources(tree, root) {
        for key in ["id", "arn", "self_link"] {
            let text = tree.get(node, key).and_then(|it| tree.str(it)).filter(|it| it.len() >= LEAST);
            if let Some(text) = text
                && identifiers.insert(text.to_owned(), address.clone()).is_some_and(|before| before != address)
            {
                twice.insert(text.to_owned());
            }
        }
        values.insert(address, texts(tree, node));
    }
    // What two resources call themselves says nothing of which is meant.
    identifiers.retain(|text, _| !twice.contains(text));
    (identifiers, values)
}

/// The resources of a state or plan with their values; as deep as the reader goes.
fn resources(tree: &Tree, root: NodeId) -> Vec<(String, NodeId)> {
    let (mut found, mut waiting) = (Vec::new(), Vec::new());
    let prior = tree.get(root, "prior_state").and_then(|it| tree.get(it, "values"));
    let all = [tree.get(root, "values"), prior, tree.get(root, "planned_values")];
    waiting.extend(all.into_iter().flatten().filter_map(|it| tree.get(it, "root_module")).take(1));
    while let Some(module) = waiting.pop() {
        for it in tree.get(module, "resources").into_iter().flat_map(|it| tree.items(it)) {
            let address = tree.get(it, "address").and_then(|it| tree.str(it));
            if let (Some(address), Some(values)) = (address, tree.get(it, "values")) {
                found.push((address.to_owned(), values));
            }
        }
        waiting.extend(tree.get(module, "child_modules").into_iter().flat_map(|it| tree.items(it)));
    }
    found
}

fn texts(tree: &Tree, node: NodeId) -> Vec<String> {
    let (mut found, mut waiting, mut looked) = (Vec::new(), vec![node], 0_usize);
    while let Some(next) = waiting.pop() {
        looked += 1;
        if looked > MOST {
            break;
        }
        match tree.value(next) {
            Value::String(text) if text.len() >= LEAST => found.push(text.to_owned()),
            Value::Array => waiting.extend(tree.items(next)),
            Value::Object => waiting.extend(tree.entries(next).map(|(_, it)| it)),
            _ => {}
        }
    }
    found
}

/// Of a plan: what expressions of each resource refer to, by plain address.
fn configured(tree: &Tree, root: NodeId) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let module = tree.get(root, "configuration").and_then(|it| tree.get(it, "root_module"));
    let mut waiting: Vec<(String, NodeId)> = module.into_iter().map(|it| (String::new(), it)).collect();
    while let Some((path, module)) = waiting.pop() {
        for it in tree.get(module, "resources").into_iter().flat_map(|it| tree.items(it)) {
            let Some(address) = tree.get(it, "address").and_then(|it| tree.str(it)) else { continue };
            let mut refers: Vec<String> = Vec::new();
            for from in ["expressions", "depends_on", "for_each_expression", "count_expression"] {
                refers.extend(tree.get(it, from).into_iter().flat_map(|it| references(tree, it, from == "depends_on")));
            }
            let whole = refers.into_iter().filter_map(|it| resource_of(&it)).map(|it| format!("{path}{it}"));
            found.insert(format!("{path}{address}"), whole.collect());
        }
        for (name, call) in tree.get(module, "module_calls").into_iter().flat_map(|it| tree.entries(it)) {
            waiting.extend(tree.get(call, "module").map(|it| (format!("{path}module.{name}."), it)));
        }
    }
    found
}

/// The texts in every `references` list below `node`; all of them where it is such a list.
fn references(tree: &Tree, node: NodeId, is_list: bool) -> Vec<String> {
    let (mut found, mut waiting) = (Vec::new(), vec![(node, is_list)]);
    while let Some((next, inside)) = waiting.pop() {
        match tree.value(next) {
            Value::String(text) if inside => found.push(text.to_owned()),
            Value::Array => waiting.extend(tree.items(next).map(|it| (it, inside))),
            Value::Object => waiting.extend(tree.entries(next).map(|(key, it)| (it, key == "references"))),
            _ => {}
        }
    }
    found
}

/// `aws_vpc.main.id` refers to `aws_vpc.main`; `var.x`, `local.x`, `data.x.y` and outputs of modules to no resource here.
fn resource_of(reference: &str) -> Option<String> {
    let reference = plain(reference);
    let mut parts = reference.split('.');
    let (kind, name) = (parts.next()?, parts.next()?);
    let is_other =
        matches!(kind, "var" | "local" | "data" | "module" | "each" | "count" | "self" | "path" | "terraform");
    (!is_other && kind.contains('_')).then(|| format!("{kind}.{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_numbers_and_keys() {
        assert_eq!(plain(r#"module.a["x].\"y"].aws_instance.b[0]"#), "module.a.aws_instance.b");
        assert_eq!(resource_of("aws_vpc.main.id").as_deref(), Some("aws_vpc.main"));
        assert_eq!(resource_of("var.region"), None);
    }
}
