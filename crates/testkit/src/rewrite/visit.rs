//! Where the schemas of a document are.

use serde_json::{Map, Value};

/// What the schemas of a document are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// OpenAPI 2.0.
    OpenApi20,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1 and 3.2.
    OpenApi31,
    /// JSON Schema, draft 4: no `const`.
    Draft4,
    /// JSON Schema, draft 6 and 7.
    Draft7,
    /// JSON Schema, 2019-09 and 2020-12.
    Draft2020,
}

impl Dialect {
    /// What the document says of itself.
    pub fn of(document: &Value) -> Self {
        let word = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
        let (version, schema) = (word("openapi"), word("$schema"));
        if document.get("swagger").is_some() {
            Self::OpenApi20
        } else if version.starts_with("3.0") {
            Self::OpenApi30
        } else if document.get("openapi").is_some() {
            Self::OpenApi31
        } else if schema.contains("draft-04") {
            Self::Draft4
        } else if schema.contains("draft-0") {
            Self::Draft7
        } else {
            Self::Draft2020
        }
    }

    /// Whether it is one of OpenAPI's.
    pub fn is_openapi(self) -> bool {
        matches!(self, Self::OpenApi20 | Self::OpenApi30 | Self::OpenApi31)
    }

    /// Whether there is `const`.
    pub fn has_const(self) -> bool {
        !matches!(self, Self::OpenApi20 | Self::OpenApi30 | Self::Draft4)
    }

    /// Where definitions of schemas lie.
    pub fn definitions(self) -> &'static [&'static str] {
        match self {
            Self::OpenApi20 | Self::Draft4 | Self::Draft7 => &["definitions"],
            Self::OpenApi30 | Self::OpenApi31 => &["components", "schemas"],
            Self::Draft2020 => &["$defs"],
        }
    }
}

/// Keys of OpenAPI under which anything may stand that is no schema.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "value", "const"];

/// Calls `f` for every schema that is an object, those within it first; the flag says whether it may be replaced by a
/// reference or wrapped: what OpenAPI 2.0 writes into parameters and headers may not.
pub fn visit_schemas(document: &mut Value, dialect: Dialect, f: &mut dyn FnMut(&mut Value, bool)) {
    if dialect.is_openapi() {
        outside(document, f);
    } else {
        schema(document, false, f);
    }
}

/// Everything of OpenAPI that is no schema.
fn outside(value: &mut Value, f: &mut dyn FnMut(&mut Value, bool)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| outside(item, f)),
        Value::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "schema" => schema(member, true, f),
                    "schemas" | "definitions" => values(member, f),
                    key if DATA.contains(&key) || key.starts_with("x-") => {}
                    _ => outside(member, f),
                }
            }
        }
        _ => {}
    }
}

fn values(value: &mut Value, f: &mut dyn FnMut(&mut Value, bool)) {
    if let Value::Object(members) = value {
        members.values_mut().for_each(|member| schema(member, true, f));
    }
}

fn schema(value: &mut Value, replaceable: bool, f: &mut dyn FnMut(&mut Value, bool)) {
    let Value::Object(keywords) = value else { return };
    within(keywords, f);
    f(value, replaceable);
}

fn within(keywords: &mut Map<String, Value>, f: &mut dyn FnMut(&mut Value, bool)) {
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => values(value, f),
            "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" if value.is_array() => {
                value.as_array_mut().into_iter().flatten().for_each(|member| schema(member, true, f));
            }
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "additionalItems" => schema(value, true, f),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_schema_is_visited_once_and_nothing_else() {
        let mut document = json!({
            "openapi": "3.1.0",
            "paths": { "/a": { "get": { "parameters": [{ "schema": { "items": { "type": "string" } } }] } } },
            "components": {
                "schemas": { "schema": { "properties": { "example": { "type": "null" } } } },
                "examples": { "a": { "value": { "schema": { "type": "no schema" } } } }
            }
        });
        let mut seen = Vec::new();
        visit_schemas(&mut document, Dialect::OpenApi31, &mut |schema, _| seen.push(schema.to_string()));
        seen.sort();
        let expected = [
            r#"{"items":{"type":"string"}}"#,
            r#"{"properties":{"example":{"type":"null"}}}"#,
            r#"{"type":"null"}"#,
            r#"{"type":"string"}"#,
        ];
        assert_eq!(seen, expected);
    }
}
