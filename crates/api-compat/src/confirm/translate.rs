//! Dialects of OpenAPI in the words of JSON Schema 2020-12, keyword by keyword: a translation of its own, which shares
//! nothing with the reading of schemas that it is to check.

use serde_json::{Map, Value as Json, json};

use crate::change::Role;
use crate::document::{NodeId, Resolve as _, Tree};
use crate::schema::Dialect;

/// Whether keywords beside `$ref` mean nothing (JSON Schema up to draft 7; OpenAPI 3.0.3, Reference Object).
pub(super) fn ref_stands_alone(dialect: Dialect) -> bool {
    !matches!(dialect, Dialect::Draft2019 | Dialect::Draft2020 | Dialect::OpenApi31)
}

/// Whether the dialect has the keyword. OpenAPI 2.0 and 3.0 name those that they take from JSON Schema; the others have
/// all, and the validator knows which belong to which draft.
pub(super) fn has(dialect: Dialect, keyword: &str) -> bool {
    match dialect {
        // 2.0 does not name `oneOf` and its like; who writes them means them all the same.
        Dialect::OpenApi20 | Dialect::OpenApi30 => is_common(keyword) || matches!(keyword, "anyOf" | "oneOf" | "not"),
        _ => true,
    }
}

/// OpenAPI 2.0, Schema Object; OpenAPI 3.0.3, Schema Object.
fn is_common(keyword: &str) -> bool {
    COMMON.contains(&keyword)
}

const COMMON: [&str; 21] = [
    "type",
    "enum",
    "format",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "additionalProperties",
    "required",
    "minProperties",
    "maxProperties",
    "allOf",
];

/// Brings `out`, the keywords of `node`, into the words of JSON Schema.
pub(super) fn adapt(out: &mut Map<String, Json>, tree: &Tree, node: NodeId, dialect: Dialect, role: Role) {
    if matches!(dialect, Dialect::OpenApi20 | Dialect::OpenApi30) {
        nullable(out, tree, node, dialect);
        file(out);
        exclusive(out, "minimum", "exclusiveMinimum");
        exclusive(out, "maximum", "exclusiveMaximum");
    }
    if dialect == Dialect::OpenApi20 && out.get("required").is_some_and(|it| !it.is_array()) {
        // A parameter is its own schema, and may have to be there.
        out.remove("required");
    }
    types(out);
    if matches!(dialect, Dialect::OpenApi20 | Dialect::OpenApi30 | Dialect::OpenApi31) {
        one_sided(out, tree, node, role);
    }
    numeric_format(out);
}

/// "A `true` value adds `null` to the allowed type specified by the `type` keyword, only if `type` is explicitly defined
/// within the same Schema Object" (OpenAPI 3.0.3). `x-nullable` is what generators write in 2.0.
fn nullable(out: &mut Map<String, Json>, tree: &Tree, node: NodeId, dialect: Dialect) {
    let word = if dialect == Dialect::OpenApi20 { "x-nullable" } else { "nullable" };
    if tree.get(node, word).and_then(|it| tree.bool(it)) != Some(true) {
        return;
    }
    if let Some(Json::String(name)) = out.get("type").cloned() {
        out.insert("type".to_owned(), json!([name, "null"]));
    }
}

/// A name that is no type says nothing that a validator could look at.
fn types(out: &mut Map<String, Json>) {
    let is_known =
        |name: &str| matches!(name, "null" | "boolean" | "integer" | "number" | "string" | "array" | "object");
    if let Some(Json::String(name)) = out.get("type")
        && !is_known(name)
    {
        out.remove("type");
    }
}

/// A file is any text (OpenAPI 2.0, Schema Object of a response).
fn file(out: &mut Map<String, Json>) {
    if out.get("type").is_some_and(|it| it == "file") {
        out.remove("type");
    }
}

/// Up to OpenAPI 3.0 a bound is exclusive by a flag beside it.
fn exclusive(out: &mut Map<String, Json>, bound: &str, flag: &str) {
    if out.remove(flag) == Some(Json::Bool(true))
        && let Some(value) = out.remove(bound)
    {
        out.insert(flag.to_owned(), value);
    }
}

/// "If the property is marked as `readOnly` being `true` and is in the `required` list, the `required` will take effect
/// on the response only"; `writeOnly` likewise for requests (OpenAPI 3.0.3, Schema Object).
fn one_sided(out: &mut Map<String, Json>, tree: &Tree, node: NodeId, role: Role) {
    let Some(flag) = unsent(role) else { return };
    let Some(Json::Array(required)) = out.get_mut("required") else { return };
    let Some(properties) = tree.get(node, "properties") else { return };
    required.retain(|name| {
        let property = name.as_str().and_then(|name| tree.get(properties, name));
        !property.is_some_and(|property| is_flagged(tree, property, flag))
    });
}

/// The flag of properties that are not sent in messages of the role.
fn unsent(role: Role) -> Option<&'static str> {
    match role {
        Role::Request => Some("readOnly"),
        Role::Response => Some("writeOnly"),
        Role::Neither => None,
    }
}

/// Whether a property of the schema is not sent in messages of the role.
pub(super) fn is_unsent(tree: &Tree, schema: NodeId, dialect: Dialect, role: Role) -> bool {
    dialect.is_openapi() && unsent(role).is_some_and(|flag| is_flagged(tree, schema, flag))
}

/// Whether the schema says so itself or where its reference leads.
fn is_flagged(tree: &Tree, mut node: NodeId, flag: &str) -> bool {
    for _ in 0..16 {
        if tree.get(node, flag).and_then(|it| tree.bool(it)) == Some(true) {
            return true;
        }
        let reference = tree.get(node, "$ref").and_then(|it| tree.str(it));
        let Some(target) = reference.and_then(|it| tree.resolve(node, it)) else { return false };
        node = target;
    }
    false
}

/// Whether the schema names properties, itself or where it refers to.
pub(super) fn declares_properties(tree: &Tree, schema: NodeId) -> bool {
    let mut open = vec![schema];
    for _ in 0..64 {
        let Some(node) = open.pop() else { return false };
        if tree.get(node, "properties").is_some_and(|it| tree.entries(it).len() > 0) {
            return true;
        }
        open.extend(tree.get(node, "$ref").and_then(|it| tree.str(it)).and_then(|it| tree.resolve(node, it)));
        open.extend(tree.get(node, "allOf").into_iter().flat_map(|it| tree.items(it)));
    }
    false
}

/// Formats of numbers are ranges (OpenAPI Format Registry); the validator knows formats of strings only.
fn numeric_format(out: &mut Map<String, Json>) {
    let (least, most) = match out.get("format").and_then(Json::as_str) {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        Some("uint8") => (json!(0), json!(u8::MAX)),
        Some("uint16") => (json!(0), json!(u16::MAX)),
        Some("uint32") => (json!(0), json!(u32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        Some("float") => (json!(f32::MIN), json!(f32::MAX)),
        _ => return,
    };
    out.remove("format");
    let range = json!({ "minimum": least, "maximum": most });
    match out.get_mut("allOf") {
        Some(Json::Array(members)) => members.push(range),
        _ => {
            out.insert("allOf".to_owned(), json!([range]));
        }
    }
}
