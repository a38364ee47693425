//! How the work grows with the documents: counted in steps, not timed. What would look at a whole object for each of its
//! properties, or at all alternatives for each pair of them, does not pass.

use findings::SourceText;
use serde_json::{Map, Value, json};

use crate::compare::examine;
use crate::{Document, Limits, Options};

/// A document of a size, before the change and after it.
type Shape = fn(usize, bool) -> Value;

/// Steps that a comparison takes, and what it tells.
fn work(shape: Shape, size: usize) -> (u64, usize) {
    let read =
        |changed| Document::read(SourceText::new("a.json", shape(size, changed).to_string()), &Limits::default());
    let (before, after) = (read(false), read(true));
    let found = examine(&before, &after, &Options::default(), |comparison, judged| {
        (comparison.containment.work(), judged.len())
    });
    found.expect("a comparison").expect("two documents")
}

/// Four times the size makes no more than so many times the work, and finds so many changes in the first.
fn grows(shape: Shape, size: usize, most: u64, changes: usize) {
    let (small, told) = work(shape, size);
    let (large, _) = work(shape, size * 4);
    assert_eq!(told, changes, "changes");
    assert!(large <= small * most, "{small} steps, and {large} for four times the size");
}

fn text(longest: usize, changed: bool) -> Value {
    json!({"type": "string", "maxLength": longest - usize::from(changed)})
}

fn named(count: usize, of: impl Fn(usize) -> Value) -> Value {
    (0..count).map(|index| (format!("p{index}"), of(index))).collect::<Map<_, _>>().into()
}

fn schema(keywords: &Value) -> Value {
    let mut schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema"});
    if let (Some(schema), Some(keywords)) = (schema.as_object_mut(), keywords.as_object()) {
        schema.extend(keywords.clone());
    }
    schema
}

fn interface(schemas: &Value, operations: usize) -> Value {
    let operation = |index: usize| {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/p{index}")}}});
        (format!("/a{index}"), json!({"post": {"requestBody": {"content": content}, "responses": {}}}))
    };
    json!({"openapi": "3.1.0", "info": {"title": "Sizes", "version": "1.0.0"},
        "paths": (0..operations).map(operation).collect::<Map<_, _>>(), "components": {"schemas": schemas}})
}

#[test]
fn properties_that_all_change() {
    let shape: Shape =
        |size, changed| schema(&json!({"type": "object", "properties": named(size, |_| text(9, changed))}));
    grows(shape, 40, 5, 40);
}

#[test]
fn components_that_all_change_in_all_operations() {
    // The operations are as many in both sizes: what is told grows with the components.
    let shape: Shape = |size, changed| {
        let refer = |index: usize| json!({"$ref": format!("#/components/schemas/q{index}")});
        let all = |_| json!({"type": "object", "properties": named(size, refer)});
        let mut schemas = named(8, all);
        for index in 0..size {
            schemas[format!("q{index}")] = json!({"type": "object", "properties": {"x": text(9, changed)}});
        }
        interface(&schemas, 8)
    };
    grows(shape, 20, 5, 8 * 20);
}

#[test]
fn schemas_in_a_circle_that_all_change() {
    let shape: Shape = |size, changed| {
        let schema = |index: usize| {
            let next = format!("#/$defs/p{}", (index + 1) % size);
            json!({"type": "object", "properties": {"next": {"$ref": next}, "text": text(9, changed)}})
        };
        self::schema(&json!({"$ref": "#/$defs/p0", "$defs": named(size, schema)}))
    };
    // Each message is as deep as what it shows lies: sixteen times as many levels are looked at.
    grows(shape, 10, 20, 10);
}

#[test]
fn values_of_a_wide_enumeration() {
    let shape: Shape = |size, changed| {
        let first = if changed { size / 2 } else { 0 };
        schema(&json!({"enum": (first..first + size).map(|it| format!("v{it}")).collect::<Vec<_>>()}))
    };
    grows(shape, 50, 5, 50);
}

#[test]
fn items_with_a_place_of_their_own() {
    let shape: Shape = |size, changed| {
        schema(&json!({"type": "array", "prefixItems": (0..size).map(|_| text(9, changed)).collect::<Vec<_>>()}))
    };
    // A message is as long as the place is far behind.
    grows(shape, 15, 20, 15);
}

#[test]
fn alternatives_that_a_constant_tells_apart() {
    let shape: Shape = |size, changed| {
        let alternative = |index: usize| {
            let properties = json!({"kind": {"const": format!("k{index}")}, "text": text(9, changed)});
            json!({"type": "object", "required": ["kind"], "properties": properties})
        };
        schema(&json!({"oneOf": (0..size).map(alternative).collect::<Vec<_>>()}))
    };
    // Each is held against each, once.
    grows(shape, 15, 40, 15);
}
