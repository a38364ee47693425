//! Pairs of small documents, and what is found to differ.

use findings::SourceText;

use super::compare;
use crate::comparison::{Comparison, Side};
use crate::document::{Document, Limits, Tree};
use crate::{Options, openapi};

/// The tree of `text`, which is JSON.
pub(super) fn tree(text: &str) -> Tree {
    Document::read(SourceText::new("test", text), &Limits::default()).tree
}

/// What differs, a line each: element, field, item, edit, operation, subject.
pub(super) fn differences(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (tree(before), tree(after));
    let side = |tree| Side { tree, dialect: openapi::dialect(tree) };
    let options = Options::default();
    let mut comparison = Comparison::new(side(&before), side(&after), &options);
    compare(&mut comparison);
    let line = |change: &crate::change::Change| {
        let words = [
            format!("{:?}.{}", change.element, change.field),
            format!("{:?}", change.edit),
            change.item.clone().unwrap_or_default(),
            change.place.operation.clone().unwrap_or_default(),
            change.place.subject.clone(),
            format!("{:?}", change.place.role),
        ];
        words.join(" | ")
    };
    comparison.changes.iter().map(line).collect()
}

/// A 3.1 document with one operation, `GET /pets/{id}`, whose fields are `operation`.
fn get(operation: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Pets", "version": "1"}}, "paths": {{"/pets/{{id}}": {{"get": {{{operation}}}}}}}}}"#
    )
}

#[test]
fn equal_documents_are_silent() {
    let text = get(r#""responses": {"200": {"description": "ok"}}"#);
    assert!(differences(&text, &text).is_empty());
}

#[test]
fn parameters_of_a_path_are_known_by_their_place() {
    let text = get(r#""parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]"#);
    let found = differences(&text, &text.replace("{id}", "{pet}").replace(r#""id""#, r#""pet""#));
    assert_eq!(found, ["Parameter.name | Changed | id → pet | GET /pets/{pet} | path parameter `pet` | Request"]);
}

#[test]
fn defaults_of_serialisation_are_silent_when_spelt_out() {
    let of = |more: &str| {
        get(&format!(r#""parameters": [{{"name": "f", "in": "query"{more}, "schema": {{"type": "array"}}}}]"#))
    };
    assert!(differences(&of(""), &of(r#", "style": "form", "explode": true, "required": false"#)).is_empty());
    let found = differences(&of(""), &of(r#", "explode": false"#));
    assert_eq!(found, ["Parameter.explode | Removed |  | GET /pets/{id} | query parameter `f` | Request"]);
}

#[test]
fn a_status_is_covered_by_its_range_and_the_default() {
    let of = |statuses: &[&str]| {
        let all: Vec<_> = statuses.iter().map(|it| format!(r#""{it}": {{"description": "no"}}"#)).collect();
        get(&format!(r#""responses": {{{}}}"#, all.join(",")))
    };
    assert!(differences(&of(&["404", "default"]), &of(&["default"])).is_empty());
    let found = differences(&of(&["404"]), &of(&["4XX"]));
    assert_eq!(found, ["Response. | Added | 4XX | GET /pets/{id} | response 4XX | Response"], "404 is not gone");
    assert!(differences(&of(&["default"]), &of(&["500", "default"])).is_empty());
    let found = differences(&of(&["200", "201"]), &of(&["200"]));
    assert_eq!(found, ["Response. | Removed | 201 | GET /pets/{id} | response 201 | Response"]);
}

#[test]
fn a_range_takes_over_media_types() {
    let of = |name: &str| get(&format!(r#""requestBody": {{"content": {{"{name}": {{}}}}}}"#));
    let found = differences(&of("application/json"), &of("application/*"));
    let place = "GET /pets/{id} | request body (application/json) | Request";
    assert_eq!(found, [format!("MediaType.name | Raised | application/json → application/* | {place}")]);
    assert!(differences(&of("application/json"), &of("Application/JSON; charset=utf-8")).is_empty());
}

#[test]
fn security_that_asks_for_more_is_told_from_more_ways_in() {
    let of = |list: &str| get(&format!(r#""security": {list}"#));
    let tell = |before: &str, after: &str| {
        let found = differences(&of(before), &of(after));
        found.iter().map(|line| line.split(" | ").take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(tell("[]", r#"[{"key": []}]"#), ["SecurityRequirement.security Added key"]);
    assert_eq!(tell(r#"[{"key": []}]"#, r#"[{"key": []}, {"o": ["r"]}]"#), ["SecurityRequirement. Added o (r)"]);
    assert_eq!(tell(r#"[{"o": ["r"]}]"#, r#"[{"o": ["r", "w"]}]"#), ["SecurityRequirement.scopes Added o: w"]);
    assert_eq!(tell(r#"[{"a": []}]"#, r#"[{"a": [], "b": []}]"#), ["SecurityRequirement.scheme Added b"]);
    assert!(tell("[]", "[{}]").is_empty());
}
