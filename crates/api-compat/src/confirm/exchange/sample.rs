//! Values for messages, as plain as the schema lets them be: what the message check shows, not what it looks at.

use serde_json::{Map, Value as Json, json};

use super::interface::Parameter;
use super::read::target;
use crate::document::{NodeId, Tree};

/// Levels of a value that is made up.
const DEPTH: usize = 6;

/// A value for the schema at `node`.
pub(super) fn value(tree: &Tree, node: NodeId, depth: usize) -> Json {
    let node = target(tree, node);
    for key in ["example", "default", "const"] {
        if let Some(known) = tree.get(node, key) {
            return tree.to_json(known);
        }
    }
    for key in ["examples", "enum"] {
        if let Some(known) = tree.get(node, key).and_then(|it| tree.items(it).next()) {
            return tree.to_json(known);
        }
    }
    if depth > DEPTH {
        return Json::Null;
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(member) = tree.get(node, key).and_then(|it| tree.items(it).next()) {
            return value(tree, member, depth + 1);
        }
    }
    match kind(tree, node) {
        "object" => object(tree, node, depth),
        "array" => {
            let item = tree.get(node, "items").map_or(json!(1), |items| value(tree, items, depth + 1));
            json!([item, item])
        }
        "integer" | "number" => tree.get(node, "minimum").map_or(json!(1), |it| tree.to_json(it)),
        "boolean" => json!(true),
        "null" => Json::Null,
        _ => json!("text"),
    }
}

fn kind(tree: &Tree, node: NodeId) -> &str {
    let stated = tree.get(node, "type");
    let named = stated.and_then(|it| tree.str(it).or_else(|| tree.items(it).find_map(|it| tree.str(it))));
    let is_object = || tree.get(node, "properties").is_some() || tree.get(node, "allOf").is_some();
    named.unwrap_or_else(|| if is_object() { "object" } else { "string" })
}

/// The properties that are required, of all members of `allOf`.
fn object(tree: &Tree, node: NodeId, depth: usize) -> Json {
    let mut members = Map::new();
    let properties = tree.get(node, "properties");
    for name in tree.get(node, "required").into_iter().flat_map(|it| tree.items(it)).filter_map(|it| tree.str(it)) {
        let schema = properties.and_then(|it| tree.get(it, name));
        members.insert(name.to_owned(), schema.map_or(json!("text"), |it| value(tree, it, depth + 1)));
    }
    for member in tree.get(node, "allOf").into_iter().flat_map(|it| tree.items(it)) {
        if let Json::Object(more) = value(tree, member, depth + 1) {
            members.extend(more);
        }
    }
    Json::Object(members)
}

/// A parameter as it is written into a request (3.1, 4.8.12.6 Style Examples): a value of its own type that is the same
/// wherever the type is the same.
pub(super) fn parameter(tree: &Tree, parameter: &Parameter<'_>) -> String {
    let Parameter { name, style, explodes, .. } = parameter;
    let kind = parameter.schema.map_or("string", |node| kind(tree, target(tree, node)));
    if parameter.media.is_some() {
        return format!("{name}={{\"a\":1}}");
    }
    match (kind, *style, *explodes) {
        ("array", "form", true) | ("array", "multi", _) => format!("{name}=1&{name}=2"),
        ("array", "spaceDelimited" | "ssv", _) => format!("{name}=1%202"),
        ("array", "pipeDelimited" | "pipes", _) => format!("{name}=1|2"),
        ("array", "tsv", _) => format!("{name}=1%092"),
        ("array", "label", true) => ".1.2".to_owned(),
        ("array", "label", false) => ".1,2".to_owned(),
        ("array", "matrix", true) => format!(";{name}=1;{name}=2"),
        ("array", "matrix", false) => format!(";{name}=1,2"),
        ("array", "simple", _) => "1,2".to_owned(),
        ("array", _, _) => format!("{name}=1,2"),
        ("object", "deepObject", _) => format!("{name}[a]=1&{name}[b]=2"),
        ("object", "form", true) => "a=1&b=2".to_owned(),
        ("object", "simple" | "label" | "matrix", true) => "a=1,b=2".to_owned(),
        ("object", "simple" | "label" | "matrix", false) => "a,1,b,2".to_owned(),
        ("object", _, _) => format!("{name}=a,1,b,2"),
        (_, "label", _) => ".1".to_owned(),
        (_, "matrix", _) => format!(";{name}=1"),
        (_, "simple", _) => "1".to_owned(),
        _ => format!("{name}=1"),
    }
}
