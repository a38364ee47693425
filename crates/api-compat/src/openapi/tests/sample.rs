//! Values to build documents from, for every field of every object.

use serde_json::{Map, Value, json};

use crate::openapi::objects::{Field, OPERATION, Object, PATH_ITEM, Shape, Version};

/// Collections that hold what is used elsewhere.
pub(super) fn is_store(key: &str) -> bool {
    matches!(key, "components" | "definitions" | "parameters" | "responses" | "securityDefinitions")
}

/// The fields of `object` in `version`, and a key for what else it holds.
pub(super) fn members(object: &'static Object, version: Version) -> Vec<(String, Shape)> {
    let fields = object.fields.iter().filter(|field| field.is_in(version));
    let fixed = fields.map(|field| (field.name.to_owned(), field.shape));
    let key = match object.name {
        "Paths Object" => "/a",
        "Responses Object" => "200",
        "Callback Object" => "{$request.body#/url}",
        _ => "login",
    };
    fixed.chain(object.members.map(|shape| (key.to_owned(), shape))).collect()
}

/// A name for a member of the collection `key`.
pub(super) fn member_of(key: &str) -> &'static str {
    match key {
        "content" => "multipart/form-data",
        "headers" => "X-A",
        "additionalOperations" => "COPY",
        "responses" => "Ok",
        _ => "one",
    }
}

/// A document in which everything that can be asked for is used.
pub(super) fn document(version: Version) -> Value {
    let info = json!({"title": "a", "version": "1.0.0"});
    if version == Version::V20 {
        let schema = json!({"type": "object"});
        let operation = json!({"parameters": [{"name": "b", "in": "body", "schema": schema}],
            "responses": {"200": {"description": "ok", "schema": schema}}});
        let item = |method: &str| json!({method: {"responses": {"200": {"description": "ok"}}}});
        return json!({"swagger": "2.0", "info": info, "paths": {"/base": {"put": operation}}, "x-a": item("get"), "x-b": item("put")});
    }
    let scheme = json!({"login": {"type": "apiKey", "in": "header", "name": "X-Key"}});
    let mut document = json!({"openapi": format!("{version}.0"), "info": info, "paths": {}});
    if let Some(map) = document.as_object_mut() {
        map.insert("components".to_owned(), json!({"securitySchemes": scheme}));
        for (name, method) in [("x-a", "get"), ("x-b", "put")] {
            map.insert(name.to_owned(), json!({method: {"responses": {"200": {"description": "ok"}}}}));
        }
    }
    document
}

/// What the specification demands of `object`, and no more.
pub(super) fn minimal(object: &'static Object, version: Version) -> Value {
    let required = object.fields.iter().filter(|field| field.is_in(version) && field.is_required_in(version));
    let mut map: Map<_, _> =
        required.map(|field| (field.name.to_owned(), required_value(object, field, version))).collect();
    match object.name {
        "Path Item Object" => {
            map.insert("post".to_owned(), minimal(&OPERATION, version));
        }
        "Operation Object" if version == Version::V20 => {
            let schema = json!({"type": "object"});
            map.insert("parameters".to_owned(), json!([{"name": "b", "in": "body", "schema": schema}]));
            map.insert("responses".to_owned(), json!({"200": {"description": "ok", "schema": schema}}));
        }
        "Operation Object" => {
            map.insert("responses".to_owned(), json!({"200": {"description": "ok"}}));
        }
        "OAuth Flows Object" => {
            map.insert("password".to_owned(), json!({"scopes": {}}));
        }
        "Paths Object" => {
            map.insert("/b".to_owned(), minimal(&PATH_ITEM, version));
        }
        "Responses Object" => {
            map.insert("500".to_owned(), json!({"description": "no"}));
        }
        "Components Object" => {
            map.insert("schemas".to_owned(), json!({"B": {"type": "string"}}));
        }
        "Parameter Object" | "Header Object" if version == Version::V20 => {
            map.insert("type".to_owned(), json!("string"));
        }
        "Parameter Object" | "Header Object" => {
            map.insert("schema".to_owned(), json!({"type": "array"}));
        }
        _ => {}
    }
    Value::Object(map)
}

fn required_value(object: &'static Object, field: &Field, version: Version) -> Value {
    match (object.name, field.name) {
        ("Parameter Object", "in") => json!("query"),
        ("Security Scheme Object", "type") => json!("apiKey"),
        _ => values(object, field.name, field.shape, version)[0].clone(),
    }
}

/// Takes away what cannot stand beside `key`, and adds what it needs.
pub(super) fn make_room(map: &mut Map<String, Value>, key: &str, version: Version) {
    match key {
        "content" | "examples" if map.contains_key("in") => drop(map.remove("schema")),
        "items" | "maxItems" | "minItems" | "uniqueItems" | "collectionFormat" if map.contains_key("type") => {
            map.insert("type".to_owned(), json!("array"));
            if key != "items" {
                map.insert("items".to_owned(), json!({"type": "string"}));
            }
        }
        "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" | "multipleOf" if version == Version::V20 => {
            map.insert("type".to_owned(), json!("number"));
            map.insert("maximum".to_owned(), json!(100));
            map.insert("minimum".to_owned(), json!(0));
        }
        // The body of an operation is one.
        "parameters" if map.contains_key("post") => {
            map.get_mut("post").and_then(Value::as_object_mut).map(|operation| operation.remove("parameters"));
        }
        "authorizationUrl" | "tokenUrl" | "scopes" if map.contains_key("type") => {
            map.insert("type".to_owned(), json!("oauth2"));
            map.insert("flow".to_owned(), json!("accessCode"));
        }
        "schema" if version == Version::V20 && map.contains_key("in") => {
            map.insert("in".to_owned(), json!("body"));
            map.remove("type");
        }
        _ => {}
    }
}

/// Two values of a field, neither of which means what its absence means.
pub(super) fn values(object: &'static Object, key: &str, shape: Shape, version: Version) -> [Value; 2] {
    match shape {
        Shape::Text => texts(object, key),
        // `explode` is on where nothing is said, but for headers.
        Shape::Flag if key == "explode" && object.name != "Header Object" => [json!(false), json!(true)],
        Shape::Flag => [json!(true), json!(false)],
        Shape::Any => any(key),
        Shape::Texts => match key {
            "consumes" | "produces" => [json!(["text/plain"]), json!(["text/csv"])],
            _ => [json!(["a"]), json!(["b"])],
        },
        Shape::AnyMap => [json!({"a": "x"}), json!({"a": "y"})],
        Shape::Schema => [json!({"type": "string"}), json!({"type": "integer"})],
        Shape::SchemaMap => [json!({"A": {"type": "string"}}), json!({"A": {"type": "integer"}})],
        Shape::Object(inner) => {
            let one = minimal(inner, version);
            let mut two = one.clone();
            two.as_object_mut().map(|map| map.insert("x-more".to_owned(), json!(1)));
            [one, two]
        }
        Shape::Map(inner) => {
            let name = member_of(key);
            let one = minimal(inner, version);
            let mut two = one.clone();
            two.as_object_mut().map(|map| map.insert("x-more".to_owned(), json!(1)));
            [json!({name: one}), json!({name: two})]
        }
        Shape::List(inner) if inner.name == "Security Requirement Object" => {
            [json!([{"login": []}]), json!([{"other": []}])]
        }
        Shape::List(inner) => {
            let one = minimal(inner, version);
            let mut two = one.clone();
            for name in ["name", "url", "x-more"] {
                two.as_object_mut().map(|map| map.insert(name.to_owned(), json!("https://b.example")));
            }
            [json!([one]), json!([two])]
        }
    }
}

fn texts(object: &'static Object, key: &str) -> [Value; 2] {
    let words = match (object.name, key) {
        (_, "openapi") => ["3.1.0", "3.1.1"],
        (_, "swagger") => ["2.0", "2"],
        (_, "$ref") => ["#/x-a", "#/x-b"],
        (_, "basePath") => ["/a", "/b"],
        (_, "style") if object.name == "Header Object" => ["label", "matrix"],
        (_, "style") => ["spaceDelimited", "pipeDelimited"],
        (_, "collectionFormat") => ["ssv", "pipes"],
        (_, "x-sunset") => ["2030-01-01", "2031-01-01"],
        (_, "x-stability-level") => ["beta", "alpha"],
        ("Parameter Object", "in") => ["query", "header"],
        ("Security Scheme Object", "type") => ["apiKey", "http"],
        ("Info Object", "version") => ["1.0.0", "2.0.0"],
        ("Encoding Object", "contentType") => ["text/plain", "text/csv"],
        _ => ["https://a.example", "https://b.example"],
    };
    words.map(|word| json!(word))
}

fn any(key: &str) -> [Value; 2] {
    match key {
        "type" => [json!("string"), json!("integer")],
        "items" => [json!({"type": "string"}), json!({"type": "integer"})],
        "enum" => [json!(["a"]), json!(["b"])],
        "uniqueItems" | "exclusiveMaximum" | "exclusiveMinimum" => [json!(true), json!(false)],
        "maximum" | "minimum" | "multipleOf" | "maxLength" | "minLength" | "maxItems" | "minItems" => {
            [json!(3), json!(4)]
        }
        "format" => [json!("date"), json!("uuid")],
        "pattern" => [json!("^a"), json!("^b")],
        _ => [json!("a"), json!("b")],
    }
}
