//! Schemas in other words.

use serde_json::{Map, Value, json};

use super::visit::{Dialect, visit_schemas};
use super::{Chance, Document};

/// Calls `f` for the keywords of every schema.
fn each(document: &mut Document, mut f: impl FnMut(&mut Map<String, Value>, Dialect)) {
    let dialect = document.dialect;
    visit_schemas(&mut document.value, dialect, &mut |schema, _| {
        if let Value::Object(keywords) = schema {
            f(keywords, dialect);
        }
    });
}

/// Keywords that say something of the place and not of the values: they stay where they are.
const OF_THE_PLACE: [&str; 9] =
    ["readOnly", "writeOnly", "discriminator", "xml", "$id", "$anchor", "$dynamicAnchor", "$schema", "id"];

/// `s` as `allOf: [s]`.
pub(super) fn wrap(document: &mut Document, chance: &mut Chance) {
    visit_schemas(&mut document.value, document.dialect, &mut |schema, replaceable| {
        let stays = OF_THE_PLACE.iter().any(|keyword| schema.get(keyword).is_some());
        if replaceable && !stays && chance.one_in(3) {
            *schema = json!({ "allOf": [schema.take()] });
        }
    });
}

/// Lists whose order says nothing.
pub(super) fn reorder(document: &mut Document, chance: &mut Chance) {
    each(document, |keywords, _| {
        let has_discriminator = keywords.contains_key("discriminator");
        for keyword in ["enum", "required", "type", "anyOf", "oneOf", "allOf"] {
            if has_discriminator && keyword.ends_with("Of") {
                continue;
            }
            if let Some(Value::Array(members)) = keywords.get_mut(keyword) {
                chance.shuffle(members);
            }
        }
    });
}

/// `enum: [x]` as `const: x`, and back.
pub(super) fn constants(document: &mut Document, _: &mut Chance) {
    each(document, |keywords, dialect| {
        if !dialect.has_const() || keywords.contains_key("enum") == keywords.contains_key("const") {
            return;
        }
        if let Some(value) = keywords.remove("const") {
            keywords.insert("enum".to_owned(), json!([value]));
        } else if let Some(Value::Array(values)) = keywords.get("enum")
            && let [value] = values.as_slice()
        {
            let value = value.clone();
            keywords.remove("enum");
            keywords.insert("const".to_owned(), value);
        }
    });
}

/// `enum: [x, y]` as `oneOf` of constants (of enums of one value, where there is no `const`).
pub(super) fn alternatives(document: &mut Document, chance: &mut Chance) {
    if document.dialect == Dialect::OpenApi20 {
        return;
    }
    visit_schemas(&mut document.value, document.dialect, &mut |schema, replaceable| {
        let Value::Object(keywords) = schema else { return };
        let busy = ["oneOf", "$ref", "discriminator"].iter().any(|keyword| keywords.contains_key(*keyword));
        if busy || !replaceable || chance.one_in(3) {
            return;
        }
        let Some(Value::Array(values)) = keywords.remove("enum") else { return };
        let has_const = Dialect::has_const(document.dialect);
        let one = |value| if has_const { json!({ "const": value }) } else { json!({ "enum": [value] }) };
        keywords.insert("oneOf".to_owned(), values.into_iter().map(one).collect());
    });
}

/// What is meant where nothing is said.
pub(super) fn defaults(document: &mut Document, chance: &mut Chance) {
    each(document, |keywords, dialect| {
        if keywords.contains_key("$ref") {
            return;
        }
        let is = |name: &str| keywords.get("type").is_some_and(|it| it == name);
        let mut spelt = vec![];
        if is("string") {
            spelt.push(("minLength", json!(0)));
        }
        if is("array") {
            spelt.extend([("minItems", json!(0)), ("uniqueItems", json!(false))]);
        }
        if is("object") {
            spelt.push(("minProperties", json!(0)));
            if !matches!(dialect, Dialect::Draft4 | Dialect::OpenApi20 | Dialect::OpenApi30) {
                spelt.push(("required", json!([])));
            }
        }
        match dialect {
            Dialect::OpenApi30 => {
                spelt.extend([("nullable", json!(false)), ("deprecated", json!(false)), ("readOnly", json!(false))]);
                if keywords.contains_key("minimum") {
                    spelt.push(("exclusiveMinimum", json!(false)));
                }
            }
            Dialect::OpenApi31 | Dialect::Draft2020 => spelt.push(("deprecated", json!(false))),
            _ => {}
        }
        for (keyword, value) in spelt {
            if !keywords.contains_key(keyword) && !chance.one_in(3) {
                keywords.insert(keyword.to_owned(), value);
            }
        }
    });
}

/// `type: [x, null]` as `anyOf` with `null`.
pub(super) fn null(document: &mut Document, chance: &mut Chance) {
    if matches!(document.dialect, Dialect::OpenApi20 | Dialect::OpenApi30) {
        return;
    }
    visit_schemas(&mut document.value, document.dialect, &mut |schema, replaceable| {
        let stays = OF_THE_PLACE.iter().chain(&["enum", "const", "anyOf"]).any(|it| schema.get(it).is_some());
        let Value::Object(keywords) = schema else { return };
        if stays || !replaceable || chance.one_in(4) {
            return;
        }
        let Some(Value::Array(types)) = keywords.get("type") else { return };
        let mut others: Vec<Value> = types.iter().filter(|it| **it != "null").cloned().collect();
        if others.len() == types.len() || others.is_empty() {
            return;
        }
        let kept = if others.len() == 1 { others.remove(0) } else { Value::Array(others) };
        keywords.insert("type".to_owned(), kept);
        // What is said of the values besides says nothing of null.
        *schema = json!({ "anyOf": [schema.take(), { "type": "null" }] });
    });
}
