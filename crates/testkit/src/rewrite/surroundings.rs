//! What stands around the schemas of an OpenAPI document, in other words.

use serde_json::{Map, Value, json};

use super::visit::Dialect;
use super::{Chance, Document};

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Lists whose order says nothing: parameters (OpenAPI 3.1, Operation Object), alternatives of security.
pub(super) fn reorder(document: &mut Document, chance: &mut Chance) {
    each_holder(&mut document.value, &mut |holder| {
        for key in ["parameters", "security"] {
            if let Some(Value::Array(members)) = holder.get_mut(key) {
                chance.shuffle(members);
            }
        }
    });
}

/// What is meant where nothing is said.
pub(super) fn defaults(document: &mut Document, chance: &mut Chance) {
    let dialect = document.dialect;
    each_holder(&mut document.value, &mut |holder| {
        if holder.contains_key("responses") && !chance.one_in(3) {
            holder.entry("deprecated").or_insert(json!(false));
        }
        if let Some(Value::Array(parameters)) = holder.get_mut("parameters") {
            parameters.iter_mut().filter_map(Value::as_object_mut).for_each(|it| spell_out(it, dialect, chance));
        }
        if dialect != Dialect::OpenApi20
            && let Some(Value::Object(body)) = holder.get_mut("requestBody")
            && !body.contains_key("$ref")
        {
            body.entry("required").or_insert(json!(false));
        }
    });
}

fn spell_out(parameter: &mut Map<String, Value>, dialect: Dialect, chance: &mut Chance) {
    if parameter.contains_key("$ref") || chance.one_in(4) {
        return;
    }
    parameter.entry("required").or_insert(json!(false));
    if dialect == Dialect::OpenApi20 || !parameter.contains_key("schema") {
        return;
    }
    parameter.entry("deprecated").or_insert(json!(false));
    let is_form = parameter.get("in").is_some_and(|it| it == "query" || it == "cookie");
    let style = parameter.entry("style").or_insert(json!(if is_form { "form" } else { "simple" })).clone();
    parameter.entry("explode").or_insert(json!(style == "form"));
}

/// Path items and operations, wherever they are.
fn each_holder(document: &mut Value, f: &mut dyn FnMut(&mut Map<String, Value>)) {
    for key in ["paths", "webhooks"] {
        let Some(Value::Object(items)) = document.get_mut(key) else { continue };
        for item in items.values_mut().filter_map(Value::as_object_mut) {
            for method in METHODS {
                if let Some(Value::Object(operation)) = item.get_mut(method) {
                    f(operation);
                }
            }
            f(item);
        }
    }
}
