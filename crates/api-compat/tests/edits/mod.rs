//! Edits of a document that its author would not make: values of a wrong type, references into circles, parts of it in
//! other places. The tests and a fuzz target share them.

pub(crate) mod apt;
pub(crate) mod promises;

use api_compat::Kind;
use serde_json::{Value, json};

/// What is edited.
pub(crate) const DOCUMENTS: [(Kind, &str); 6] = [
    (Kind::OpenApi, include_str!("../documents/openapi.json")),
    (Kind::JsonSchema, include_str!("../documents/schema.json")),
    (Kind::OpenApi, include_str!("../documents/shop-3.0.json")),
    (Kind::OpenApi, include_str!("../documents/library-2.0.json")),
    (Kind::JsonSchema, include_str!("../documents/person.draft4.json")),
    (Kind::JsonSchema, include_str!("../documents/invoice.schema.json")),
];

/// One edit: the way down from the root (an index for each level, as often around as needed), and what is done there.
pub(crate) type Edit = (Vec<u8>, u8);

/// Makes all `edits`, one after the other.
pub(crate) fn apply(document: &mut Value, edits: &[Edit]) {
    for (way, action) in edits {
        let whole = document.clone();
        edit(document, &whole, way, *action);
    }
}

fn edit(at: &mut Value, whole: &Value, way: &[u8], action: u8) {
    let [step, rest @ ..] = way else { return };
    let last = rest.is_empty();
    match at {
        Value::Array(items) if !items.is_empty() => {
            let index = usize::from(*step) % items.len();
            if !last {
                edit(&mut items[index], whole, rest, action);
            } else if action.is_multiple_of(8) {
                items.remove(index);
            } else {
                items[index] = replacement(&items[index], whole, action);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            let index = usize::from(*step) % members.len();
            let Some(key) = members.keys().nth(index).cloned() else { return };
            let Some(value) = members.get_mut(&key) else { return };
            match action % 8 {
                _ if !last => edit(value, whole, rest, action),
                0 => drop(members.remove(&key)),
                1 => drop(members.insert("x".repeat(usize::from(action / 8)), whole.clone())),
                _ => *value = replacement(value, whole, action),
            }
        }
        // The way leads on where nothing is: what is there becomes another value.
        other => *other = replacement(other, whole, action),
    }
}

fn replacement(old: &Value, whole: &Value, action: u8) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("string"),
        json!("#"),
        json!("#/components/schemas/Pet"),
        json!("other.yaml#/a"),
        json!([]),
        json!({}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/components/schemas/Pet"}),
        json!({"$ref": "#/components/parameters/limit"}),
        json!({"type": ["null", "integer"], "minimum": 3}),
        json!({"not": {"enum": [1, {"a": []}]}}),
        json!([old, old]),
        json!({"allOf": [old, {"$ref": "#/components/schemas/Error"}]}),
        (0..200).fold(old.clone(), |inner, _| json!([inner])),
        (0..100).fold(old.clone(), |inner, _| json!({"items": {"anyOf": [inner]}})),
        whole.clone(),
    ];
    values.into_iter().nth(usize::from(action / 8)).unwrap_or_else(|| json!({"oneOf": [old, whole]}))
}
