//! References and what they lead to.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::visit::visit_schemas;
use super::{Chance, Document};

/// Most nodes of what is put in place of a reference.
const LARGEST: usize = 200;

/// Puts what a reference leads to in its place, some of the time; what refers to itself stays, and so do the members of
/// a union with a discriminator, whose names have a meaning.
pub(super) fn inline(document: &mut Document, chance: &mut Chance) {
    let original = document.value.clone();
    let named = discriminated(document);
    visit_schemas(&mut document.value, document.dialect, &mut |schema, replaceable| {
        let Some(reference) = only_reference(schema) else { return };
        if !replaceable || named.contains(reference) || chance.one_in(3) {
            return;
        }
        let Some(target) = original.pointer(reference.trim_start_matches('#')) else { return };
        if size(target) <= LARGEST && !refers_to(&original, target, reference, &mut BTreeSet::new()) {
            *schema = target.clone();
        }
    });
}

/// Gives some schemas that stand where they are used a name.
pub(super) fn extract(document: &mut Document, chance: &mut Chance) {
    let path = document.dialect.definitions();
    let mut extracted = Map::new();
    let pointer = format!("/{}", path.join("/"));
    let known = document.value.pointer(&pointer).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut free = (0..).map(|at| format!("Extracted{at}")).filter(|name| !known.contains_key(name));
    visit_schemas(&mut document.value, document.dialect, &mut |schema, replaceable| {
        let names = ["$id", "id", "$anchor", "$dynamicAnchor"];
        let movable = only_reference(schema).is_none() && names.iter().all(|name| schema.get(name).is_none());
        if replaceable
            && movable
            && chance.one_in(3)
            && let Some(name) = free.next()
        {
            let reference = json!({ "$ref": format!("#/{}/{name}", path.join("/")) });
            extracted.insert(name, std::mem::replace(schema, reference));
        }
    });
    if !extracted.is_empty() {
        with_definitions(document, |definitions| definitions.extend(extracted));
    }
}

/// Gives named schemas other names, but for those that a discriminator names.
pub(super) fn rename(document: &mut Document, chance: &mut Chance) {
    let prefix = format!("#/{}/", document.dialect.definitions().join("/"));
    let named = discriminated(document);
    let mut renamed = Map::new();
    let path = format!("/{}", document.dialect.definitions().join("/"));
    let Some(Value::Object(old)) = document.value.pointer_mut(&path).map(Value::take) else { return };
    let mut moved = Vec::new();
    for (name, schema) in old {
        if named.contains(&format!("{prefix}{name}")) || name.contains(['/', '~', '%']) || chance.one_in(3) {
            renamed.insert(name, schema);
        } else {
            renamed.insert(format!("{name}Renamed"), schema);
            moved.push((format!("{prefix}{name}"), format!("{prefix}{name}Renamed")));
        }
    }
    if let Some(definitions) = document.value.pointer_mut(&path) {
        *definitions = Value::Object(renamed);
    }
    follow(&mut document.value, &moved);
}

fn follow(value: &mut Value, moved: &[(String, String)]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| follow(item, moved)),
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(reference) if key == "$ref" => {
                        for (old, new) in moved {
                            if let Some(rest) = reference.strip_prefix(old.as_str())
                                && (rest.is_empty() || rest.starts_with('/'))
                            {
                                *reference = format!("{new}{rest}");
                                break;
                            }
                        }
                    }
                    _ => follow(member, moved),
                }
            }
        }
        _ => {}
    }
}

/// What schemas with a discriminator refer to, and the schemas with one themselves.
fn discriminated(document: &Document) -> BTreeSet<String> {
    let prefix = format!("#/{}/", document.dialect.definitions().join("/"));
    let mut names = BTreeSet::new();
    if !document.dialect.is_openapi() {
        return names;
    }
    let mut value = document.value.clone();
    visit_schemas(&mut value, document.dialect, &mut |schema, _| {
        if schema.get("discriminator").is_some() {
            collect(schema, &mut names);
        }
    });
    let path = format!("/{}", document.dialect.definitions().join("/"));
    for (name, schema) in document.value.pointer(&path).and_then(Value::as_object).into_iter().flatten() {
        let mut references = BTreeSet::new();
        collect(schema, &mut references);
        // Members of a hierarchy are told by their names (OpenAPI 3.1, Discriminator Object), whoever refers to whom.
        if schema.get("discriminator").is_some() || references.iter().any(|it| names.contains(it)) {
            names.insert(format!("{prefix}{name}"));
        }
        if references.iter().any(|it| document.value.pointer(it.trim_start_matches('#')).is_some_and(is_discriminated))
        {
            names.insert(format!("{prefix}{name}"));
        }
    }
    names
}

fn is_discriminated(schema: &Value) -> bool {
    schema.get("discriminator").is_some()
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(reference) if key == "$ref" => drop(references.insert(reference.clone())),
                    _ => collect(member, references),
                }
            }
        }
        _ => {}
    }
}

/// The reference that `schema` is, where it is nothing else.
fn only_reference(schema: &Value) -> Option<&str> {
    let members = schema.as_object().filter(|members| members.len() == 1)?;
    members.get("$ref")?.as_str().filter(|reference| reference.starts_with("#/"))
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Whether `reference` is met again behind `value`.
fn refers_to(document: &Value, value: &Value, reference: &str, seen: &mut BTreeSet<String>) -> bool {
    let mut references = BTreeSet::new();
    collect(value, &mut references);
    references.into_iter().any(|it| {
        it == reference
            || (seen.insert(it.clone())
                && document
                    .pointer(it.trim_start_matches('#'))
                    .is_some_and(|target| refers_to(document, target, reference, seen)))
    })
}

/// Calls `f` with what the document keeps of named schemas, made where it is missing.
fn with_definitions<T>(document: &mut Document, f: impl FnOnce(&mut Map<String, Value>) -> T) -> Option<T> {
    let mut at = &mut document.value;
    for key in document.dialect.definitions() {
        let members = at.as_object_mut()?;
        at = members.entry((*key).to_owned()).or_insert_with(|| Value::Object(Map::new()));
    }
    at.as_object_mut().map(f)
}
