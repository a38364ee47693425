//! Edits as authors make them: a keyword comes, goes, gets another name or value; a part is copied, or referred to.

use serde_json::{Value, json};

/// One edit: which object (as often around as needed), what is done, and what with.
pub(crate) type AptEdit = (u16, u8, u8);

/// Makes all `edits`, one after the other.
pub(crate) fn apply(document: &mut Value, edits: &[AptEdit]) {
    for (place, what, with) in edits {
        let mut pointers = Vec::new();
        objects(document, &mut String::new(), &mut pointers);
        let pick = |index: usize| pointers.get(index % pointers.len().max(1)).cloned().unwrap_or_default();
        let other = pick(usize::from(*place).wrapping_mul(7) + usize::from(*with));
        let copy = document.pointer(&other).cloned().unwrap_or_default();
        if let Some(Value::Object(members)) = document.pointer_mut(&pick(usize::from(*place))) {
            edit(members, *what, usize::from(*with), copy, &other);
        }
    }
}

/// Pointers of all objects, the outermost first.
fn objects(at: &Value, pointer: &mut String, found: &mut Vec<String>) {
    let length = pointer.len();
    let members: Vec<(String, &Value)> = match at {
        Value::Object(members) => {
            found.push(pointer.clone());
            members.iter().map(|(key, it)| (key.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => return,
    };
    for (part, inner) in members {
        pointer.push('/');
        pointer.push_str(&part);
        objects(inner, pointer, found);
        pointer.truncate(length);
    }
}

fn edit(members: &mut serde_json::Map<String, Value>, what: u8, with: usize, copy: Value, place: &str) {
    let key = members.keys().nth(with % members.len().max(1)).cloned();
    let keywords = keywords();
    let (word, value) = keywords[with % keywords.len()].clone();
    match (what % 8, key) {
        (0, Some(key)) => drop(members.remove(&key)),
        (1, Some(key)) => {
            let it = members.remove(&key).unwrap_or_default();
            members.insert(word.to_owned(), it);
        }
        (2, Some(key)) => drop(members.insert(key, copy)),
        (3, Some(key)) => nudge(members.entry(key).or_insert(value)),
        (4, Some(key)) => {
            let it = members.get(&key).cloned().unwrap_or_default();
            members.insert(format!("{key}2"), it);
        }
        (5, Some(key)) => drop(members.insert(key, json!({ "$ref": format!("#{place}") }))),
        (6, _) => {
            let inner = Value::Object(std::mem::take(members));
            members.insert(["allOf", "anyOf", "oneOf"][with % 3].to_owned(), json!([inner, copy]));
        }
        _ => drop(members.insert(word.to_owned(), value)),
    }
}

fn nudge(value: &mut Value) {
    match value {
        Value::Number(number) => *value = number.as_i64().map_or(json!(0), |it| json!(it.wrapping_add(1))),
        Value::Bool(it) => *it = !*it,
        Value::String(text) => text.push('x'),
        Value::Array(items) => items.reverse(),
        Value::Object(members) => drop(members.insert("more".to_owned(), json!({ "type": "string" }))),
        Value::Null => *value = json!(true),
    }
}

fn keywords() -> Vec<(&'static str, Value)> {
    vec![
        ("type", json!("string")),
        ("type", json!(["integer", "null"])),
        ("type", json!("object")),
        ("nullable", json!(true)),
        ("readOnly", json!(true)),
        ("writeOnly", json!(true)),
        ("required", json!(["id", "name", "more"])),
        ("required", json!(true)),
        ("enum", json!(["a", 1, null])),
        ("const", json!({ "a": [1] })),
        ("minimum", json!(2)),
        ("exclusiveMinimum", json!(true)),
        ("exclusiveMaximum", json!(3)),
        ("multipleOf", json!(0.1)),
        ("maxLength", json!(2)),
        ("pattern", json!("^a+$")),
        ("format", json!("date-time")),
        ("items", json!({ "type": "integer" })),
        ("items", json!([{ "type": "integer" }])),
        ("prefixItems", json!([true])),
        ("minItems", json!(1)),
        ("uniqueItems", json!(true)),
        ("contains", json!({ "type": "null" })),
        ("additionalProperties", json!(false)),
        ("unevaluatedProperties", json!(false)),
        ("unevaluatedItems", json!({ "type": "string" })),
        ("propertyNames", json!({ "maxLength": 3 })),
        ("dependentRequired", json!({ "id": ["name"] })),
        ("dependencies", json!({ "id": { "minProperties": 2 } })),
        ("if", json!({ "required": ["id"] })),
        ("then", json!(false)),
        ("not", json!({ "type": "null" })),
        ("$dynamicRef", json!("#node")),
        ("$recursiveRef", json!("#")),
        ("$anchor", json!("here")),
        ("$id", json!("https://a.example/other")),
        ("discriminator", json!({ "propertyName": "kind", "mapping": { "x": "#/components/schemas/Pet" } })),
        ("deprecated", json!(true)),
        ("x-sunset", json!("2026-01-01")),
        ("style", json!("pipeDelimited")),
        ("explode", json!(false)),
        ("content", json!({ "text/*": { "schema": true } })),
        ("default", json!("a")),
    ]
}
