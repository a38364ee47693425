//! Reading of operations, OpenAPI 2.0 to 3.2.

use super::interface::{Alternative, Body, Operation, Parameter, Response};
use crate::document::{NodeId, Resolve as _, Tree};

/// References followed from one object.
const HOPS: usize = 32;

/// Where the references of `node` lead.
pub(super) fn target(tree: &Tree, mut node: NodeId) -> NodeId {
    for _ in 0..HOPS {
        let reference = tree.get(node, "$ref").and_then(|it| tree.str(it));
        let Some(next) = reference.and_then(|it| tree.resolve(node, it)) else { return node };
        node = next;
    }
    node
}

fn text<'t>(tree: &'t Tree, node: NodeId, key: &str) -> Option<&'t str> {
    tree.str(tree.get(node, key)?)
}

fn flag(tree: &Tree, node: NodeId, key: &str) -> Option<bool> {
    tree.bool(tree.get(node, key)?)
}

pub(super) fn is_2(tree: &Tree) -> bool {
    tree.root().is_some_and(|root| tree.get(root, "swagger").is_some())
}

pub(super) fn operation(tree: &Tree, item: NodeId, node: NodeId) -> Operation<'_> {
    let all = parameters(tree, item, node);
    let (parameters, body) = if is_2(tree) { split(tree, node, all) } else { (all, body(tree, node)) };
    Operation {
        parameters,
        body,
        security: security(tree, node),
        responses: responses(tree, node),
        servers: servers(tree, item, node),
    }
}

/// Those of the operation override those of the path item by name and place.
fn parameters(tree: &Tree, item: NodeId, node: NodeId) -> Vec<Parameter<'_>> {
    let mut all: Vec<Parameter<'_>> = Vec::new();
    for holder in [item, node] {
        let list = tree.get(holder, "parameters").into_iter().flat_map(|list| tree.items(list));
        for parameter in list.filter_map(|it| parameter(tree, target(tree, it))) {
            all.retain(|it| (it.name, it.location) != (parameter.name, parameter.location));
            all.push(parameter);
        }
    }
    // "If `in` is `header` and the name is Accept, Content-Type or Authorization, the definition SHALL be ignored."
    let ignored = ["accept", "content-type", "authorization"];
    all.retain(|it| it.location != "header" || !ignored.contains(&it.name.to_ascii_lowercase().as_str()));
    all
}

fn parameter(tree: &Tree, node: NodeId) -> Option<Parameter<'_>> {
    let (name, location) = (text(tree, node, "name")?, text(tree, node, "in")?);
    let is_form = matches!(location, "query" | "cookie" | "formData");
    let style = if is_2(tree) {
        text(tree, node, "collectionFormat").unwrap_or("csv")
    } else {
        text(tree, node, "style").unwrap_or(if is_form { "form" } else { "simple" })
    };
    let content = tree.get(node, "content").and_then(|it| tree.entries(it).next());
    let schema = match content {
        Some((_, media)) => tree.get(target(tree, media), "schema"),
        None if is_2(tree) => tree.get(node, "schema").or(Some(node)),
        None => tree.get(node, "schema"),
    };
    Some(Parameter {
        name,
        location,
        is_required: flag(tree, node, "required") == Some(true),
        style,
        explodes: flag(tree, node, "explode").unwrap_or(style == "form"),
        schema,
        media: content.map(|(name, _)| name),
    })
}

/// OpenAPI 2.0 has the body among the parameters, and the media types beside them.
fn split<'t>(tree: &'t Tree, node: NodeId, all: Vec<Parameter<'t>>) -> (Vec<Parameter<'t>>, Option<Body<'t>>) {
    let stated = words(tree, node, "consumes");
    let body = all.iter().find(|it| it.location == "body").map(|it| {
        let media = if stated.is_empty() { vec!["*/*"] } else { stated.clone() };
        Body { is_required: it.is_required, content: media.into_iter().map(|name| (name, it.schema)).collect() }
    });
    let has_form = all.iter().any(|it| it.location == "formData");
    let form = has_form.then(|| {
        let media = if stated.is_empty() { vec!["application/x-www-form-urlencoded"] } else { stated };
        let is_required = all.iter().any(|it| it.location == "formData" && it.is_required);
        Body { is_required, content: media.into_iter().map(|name| (name, None)).collect() }
    });
    (all.into_iter().filter(|it| it.location != "body").collect(), body.or(form))
}

/// Texts of a list that the operation states, or the document.
fn words<'t>(tree: &'t Tree, node: NodeId, key: &str) -> Vec<&'t str> {
    let list = tree.get(node, key).or_else(|| tree.get(tree.root()?, key));
    list.into_iter().flat_map(|list| tree.items(list)).filter_map(|it| tree.str(it)).collect()
}

fn body(tree: &Tree, node: NodeId) -> Option<Body<'_>> {
    let node = target(tree, tree.get(node, "requestBody")?);
    Some(Body { is_required: flag(tree, node, "required") == Some(true), content: content(tree, node) })
}

fn content(tree: &Tree, node: NodeId) -> Vec<(&str, Option<NodeId>)> {
    let media = tree.get(node, "content").into_iter().flat_map(|it| tree.entries(it));
    media.map(|(name, media)| (name, tree.get(target(tree, media), "schema"))).collect()
}

fn responses(tree: &Tree, node: NodeId) -> Vec<Response<'_>> {
    let all = tree.get(node, "responses").into_iter().flat_map(|it| tree.entries(it));
    all.filter(|(status, _)| !status.starts_with("x-"))
        .map(|(status, response)| {
            let response = target(tree, response);
            let headers = tree.get(response, "headers").into_iter().flat_map(|it| tree.entries(it));
            let content = match tree.get(response, "schema") {
                Some(schema) if is_2(tree) => {
                    words(tree, node, "produces").into_iter().map(|name| (name, Some(schema))).collect()
                }
                _ => content(tree, response),
            };
            let required = |header| flag(tree, target(tree, header), "required") == Some(true);
            let headers = headers.map(|(name, header)| (name.to_ascii_lowercase(), required(header))).collect();
            Response { status, content, headers }
        })
        .collect()
}

fn security(tree: &Tree, node: NodeId) -> Vec<Alternative<'_>> {
    let stated = tree.get(node, "security").or_else(|| tree.get(tree.root()?, "security"));
    let alternatives = stated.into_iter().flat_map(|it| tree.items(it));
    alternatives
        .map(|alternative| {
            let schemes = tree.entries(alternative).map(|(name, scopes)| {
                let scopes = tree.items(scopes).filter_map(|it| tree.str(it)).collect();
                (name, (credential(tree, name), scopes))
            });
            schemes.collect()
        })
        .collect()
}

/// What a client has to show for a scheme, in words that differ where that differs.
fn credential(tree: &Tree, name: &str) -> String {
    let schemes = tree.root().and_then(|root| {
        let components = tree.get(root, "components").and_then(|it| tree.get(it, "securitySchemes"));
        components.or_else(|| tree.get(root, "securityDefinitions"))
    });
    let Some(scheme) = schemes.and_then(|it| tree.get(it, name)) else { return String::new() };
    let scheme = target(tree, scheme);
    let word = |key| text(tree, scheme, key).unwrap_or_default();
    match word("type") {
        "apiKey" => format!("{} {}", word("in"), word("name").to_ascii_lowercase()),
        // `basic` of OpenAPI 2.0 is what 3.0 calls `http`, and the name of a scheme has no case.
        "basic" => "basic".to_owned(),
        "http" => word("scheme").to_ascii_lowercase(),
        other => other.to_owned(),
    }
}

/// Those of the operation, or else of its path, or else of the document; variables written out with their values.
fn servers(tree: &Tree, item: NodeId, node: NodeId) -> Vec<String> {
    let Some(root) = tree.root() else { return Vec::new() };
    if is_2(tree) {
        let (host, base) = (text(tree, root, "host").unwrap_or_default(), text(tree, root, "basePath").unwrap_or("/"));
        let schemes = words(tree, node, "schemes");
        let schemes = if schemes.is_empty() { vec![""] } else { schemes };
        return schemes.into_iter().map(|scheme| format!("{scheme}://{host}{base}")).collect();
    }
    let list = [node, item, root].into_iter().find_map(|it| tree.get(it, "servers"));
    let servers = list.into_iter().flat_map(|list| tree.items(list));
    let urls: Vec<String> = servers.filter_map(|it| text(tree, it, "url")).map(str::to_owned).collect();
    if urls.is_empty() { vec!["/".to_owned()] } else { urls }
}
