//! Schemas that refer to each other in circles, which the difference deep inside of them is found in all the same. What
//! would look at them again for each way that leads to them would not end.

use api_compat::{Document, Limits, Options, compare};
use findings::{Report, Severity, SourceText};
use serde_json::{Map, Value, json};

/// The properties of one of many schemas, from its index, how many there are, and how others are referred to.
type Shape = fn(usize, usize, &dyn Fn(usize) -> Value) -> Value;

/// Each leads to the next, and back to the first.
fn ring(index: usize, count: usize, refer: &dyn Fn(usize) -> Value) -> Value {
    json!({"next": refer((index + 1) % count), "first": refer(0)})
}

/// Each leads to two more, and back to the one before.
fn tree(index: usize, count: usize, refer: &dyn Fn(usize) -> Value) -> Value {
    let [left, right] = [2 * index + 1, 2 * index + 2].map(|child| if child < count { child } else { 0 });
    json!({"left": refer(left), "right": refer(right), "parent": refer(index.saturating_sub(1) / 2)})
}

/// Lists and alternatives, and a reference to anywhere.
fn web(index: usize, count: usize, refer: &dyn Fn(usize) -> Value) -> Value {
    let (near, far) = ((2 * index + 1) % count, (index * 7 + 3) % count);
    json!({"near": {"type": "array", "items": refer(near)},
        "far": {"anyOf": [{"type": "integer"}, refer(far)]}, "first": {"allOf": [refer(0)]}})
}

fn schemas(shape: Shape, prefix: &str, count: usize, longest: &dyn Fn(usize) -> u64) -> Map<String, Value> {
    let refer = |index: usize| json!({"$ref": format!("{prefix}s{index}")});
    let schema = |index: usize| {
        let mut properties = shape(index, count, &refer);
        properties["text"] = json!({"type": "string", "maxLength": longest(index)});
        (format!("s{index}"), json!({"type": "object", "properties": properties}))
    };
    (0..count).map(schema).collect()
}

fn schema(shape: Shape, count: usize, longest: &dyn Fn(usize) -> u64) -> Value {
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/s0",
        "$defs": schemas(shape, "#/$defs/", count, longest)})
}

/// Five operations that all take and give the first schema.
fn interface(shape: Shape, count: usize, longest: &dyn Fn(usize) -> u64) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/s0"}}});
    let operation = |index: usize| {
        let responses = json!({"200": {"description": "ok", "content": content}});
        (format!("/p{index}"), json!({"post": {"requestBody": {"content": content}, "responses": responses}}))
    };
    json!({"openapi": "3.0.3", "info": {"title": "Circles", "version": "1.0.0"},
        "paths": (0..5).map(operation).collect::<Map<_, _>>(),
        "components": {"schemas": schemas(shape, "#/components/schemas/", count, longest)}})
}

fn report(before: &Value, after: &Value) -> Report {
    let read = |value: &Value| Document::read(SourceText::new("a.json", value.to_string()), &Limits::default());
    let (before, after) = (read(before), read(after));
    compare(&before, &after, &Options::default()).expect("a report")
}

#[test]
fn a_ring_with_a_difference_at_its_far_end() {
    for count in [20, 400, 2_000] {
        let last = move |index| if index == count - 1 { 8 } else { 9 };
        let expected = if count > 100 { Severity::PotentiallyBreaking } else { Severity::Breaking };
        let found = report(&schema(ring, count, &|_| 9), &schema(ring, count, &last));
        let severities: Vec<_> = found.findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [expected], "{count}");
        let found = report(&interface(ring, count, &|_| 9), &interface(ring, count, &last));
        let requests = found.findings.iter().filter(|finding| finding.severity == expected).count();
        assert_eq!(requests, 5, "{count}: each operation takes it");
    }
}

/// What lies near is shown by a message, however many schemas there are.
#[test]
fn a_tree_with_a_difference_in_its_last_leaf() {
    for count in [20, 400] {
        let last = move |index| if index == count - 1 { 8 } else { 9 };
        let found = report(&schema(tree, count, &|_| 9), &schema(tree, count, &last));
        let severities: Vec<_> = found.findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [Severity::Breaking], "{count}");
    }
}

#[test]
fn a_web_with_a_difference_somewhere() {
    for count in [20, 200] {
        let last = move |index| if index == count - 1 { 8 } else { 9 };
        let found = report(&interface(web, count, &|_| 9), &interface(web, count, &last));
        let lowered = |finding: &&findings::Finding| finding.rule.ends_with("max-length-lowered");
        assert_eq!(found.findings.iter().filter(lowered).count(), 10, "{count}");
        let breaking = found.findings.iter().filter(|finding| finding.severity == Severity::Breaking);
        assert_eq!(breaking.count(), 5, "{count}: a message shows it, by the shortest way");
    }
}
