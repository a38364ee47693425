//! Schemas against schemas: what is contained, what is not, and the value that shows it.

use findings::SourceText;
use serde_json::{Value as Json, json};

use super::{Containment, Embedded, Group, Judgement, Of, Step};
use crate::change::Role;
use crate::comparison::Side;
use crate::document::Limits;
use crate::schema::Dialect;
use crate::{Document, Options};

fn document(schema: &Json) -> Document {
    let document = Document::read(SourceText::new("schema.json", schema.to_string()), &Limits::default());
    assert_eq!(document.diagnostics().len(), 0, "{schema}");
    document
}

fn with<T>(
    before: &Json,
    after: &Json,
    dialect: Dialect,
    then: impl FnOnce(&mut Containment<'_>, crate::document::NodeId, crate::document::NodeId) -> T,
) -> T {
    let (before, after) = (document(before), document(after));
    let options = Options::default();
    let (old, new) = (Side { tree: &before.tree, dialect }, Side { tree: &after.tree, dialect });
    let mut containment = Containment::new(old, new, &options);
    then(&mut containment, before.tree.root().unwrap(), after.tree.root().unwrap())
}

/// Whether the first is contained in the second.
pub(super) fn judged_in(dialect: Dialect, role: Role, sub: &Json, sup: &Json) -> Judgement {
    with(sub, sup, dialect, |containment, sub, sup| containment.judge(Of::Before, &[sub], &[sup], None, role))
}

fn judged(sub: &Json, sup: &Json) -> Judgement {
    judged_in(Dialect::Draft2020, Role::Neither, sub, sup)
}

#[track_caller]
fn contained(sub: &Json, sup: &Json) {
    assert_eq!(judged(sub, sup), Judgement::Contained, "{sub} in {sup}");
}

#[track_caller]
fn escapes(sub: &Json, sup: &Json, value: &Json) {
    assert_eq!(judged(sub, sup), Judgement::Escapes(value.clone()), "{sub} in {sup}");
}

#[track_caller]
fn equal(one: &Json, other: &Json) {
    contained(one, other);
    contained(other, one);
}

#[test]
fn types() {
    contained(&json!({"type": "integer"}), &json!({"type": "number"}));
    escapes(&json!({"type": "number"}), &json!({"type": "integer"}), &json!(0.5));
    escapes(&json!({"type": ["string", "null"]}), &json!({"type": "string"}), &json!(null));
    equal(&json!({"type": ["string", "null"]}), &json!({"anyOf": [{"type": "null"}, {"type": "string"}]}));
    equal(&json!(true), &json!({}));
    equal(&json!(false), &json!({"not": {}}));
    equal(&json!({"type": "boolean"}), &json!({"enum": [true, false]}));
    equal(&json!({"type": "null"}), &json!({"const": null}));
}

#[test]
fn numbers() {
    escapes(&json!({"type": "integer", "minimum": 3}), &json!({"minimum": 5}), &json!(3));
    contained(&json!({"type": "integer", "exclusiveMinimum": 3}), &json!({"minimum": 4}));
    escapes(&json!({"type": "number", "exclusiveMinimum": 3}), &json!({"minimum": 4}), &json!(3.5));
    contained(&json!({"type": "integer", "minimum": 4, "maximum": 4}), &json!({"const": 4.0}));
    contained(&json!({"type": "number", "minimum": 4, "maximum": 4}), &json!({"type": "integer"}));
    contained(&json!({"multipleOf": 0.02}), &json!({"multipleOf": 0.01}));
    escapes(&json!({"type": "number", "multipleOf": 0.01}), &json!({"multipleOf": 0.02}), &json!(0.01));
    escapes(&json!({"type": "integer"}), &json!({"multipleOf": 1.5}), &json!(1));
    contained(&json!({"type": "integer", "multipleOf": 1.5}), &json!({"multipleOf": 3}));
    contained(&json!({"type": "number", "multipleOf": 1}), &json!({"type": "integer"}));
    equal(&json!({"type": "integer", "minimum": 1, "maximum": 3}), &json!({"enum": [1, 2, 3]}));
}

#[test]
fn strings() {
    escapes(&json!({"type": "string"}), &json!({"minLength": 1}), &json!(""));
    escapes(&json!({"type": "string"}), &json!({"maxLength": 2}), &json!("aaa"));
    contained(&json!({"type": "string", "pattern": "^[a-f]+$"}), &json!({"pattern": "^[a-z]+$", "minLength": 1}));
    contained(&json!({"type": "string", "pattern": "^(?=x)y"}), &json!({"pattern": "^(?=x)y"}));
    contained(&json!({"type": "string", "format": "date"}), &json!({"minLength": 10, "maxLength": 10}));
    escapes(&json!({"type": "string", "format": "email"}), &json!({"format": "uuid"}), &json!("a@example.com"));
    escapes(&json!({"type": "string", "format": "date"}), &json!({"format": "date-time"}), &json!("2000-01-01"));
    let date = json!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"});
    assert!(matches!(judged(&date, &json!({"format": "date"})), Judgement::Undecided(_)));
    contained(&json!({"type": "string", "format": "uri"}), &json!({"format": "uri-reference"}));
    escapes(&json!({"type": "string"}), &json!({"format": "email"}), &json!(""));
    contained(&json!({"type": "string", "format": "phone", "minLength": 1}), &json!({"format": "phone"}));
    assert!(matches!(judged(&json!({"type": "string"}), &json!({"format": "phone"})), Judgement::Undecided(_)));
    contained(&json!({"type": "integer", "format": "int32"}), &json!({"format": "int64"}));
    escapes(&json!({"type": "integer", "format": "int64"}), &json!({"format": "int32"}), &json!(2_147_483_648_i64));
}

#[test]
fn objects() {
    let name = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    escapes(&json!({"type": "object"}), &name, &json!({"name": null}));
    escapes(&name, &json!({"required": ["name"]}), &json!({}));
    escapes(&name, &json!({"properties": {"name": {"minLength": 1}}}), &json!({"name": ""}));
    contained(&name, &json!({"type": "object"}));
    let closed = json!({"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": false});
    escapes(&name, &closed, &json!({"a": null}));
    contained(&closed, &name);
    contained(&closed, &json!({"maxProperties": 1}));
    escapes(&closed, &json!({"minProperties": 1}), &json!({}));
    contained(&json!({"type": "object", "required": ["a", "b"]}), &json!({"minProperties": 2}));
    contained(&closed, &json!({"propertyNames": {"maxLength": 4}}));
    escapes(&json!({"type": "object"}), &json!({"propertyNames": {"maxLength": 1}}), &json!({"aa": null}));
    let patterned = json!({"type": "object", "patternProperties": {"^x": {"type": "integer"}}});
    escapes(&json!({"type": "object"}), &patterned, &json!({"x": null}));
    escapes(&patterned, &json!({"additionalProperties": {"type": "integer"}}), &json!({"a": null}));
    contained(&json!({"type": "object", "additionalProperties": {"type": "integer"}}), &patterned);
    equal(&json!({"dependentRequired": {"a": ["b"]}}), &json!({"dependentSchemas": {"a": {"required": ["b"]}}}));
    escapes(&json!({"type": "object"}), &json!({"dependentRequired": {"a": ["b"]}}), &json!({"a": null}));
}

#[test]
fn arrays() {
    let texts = json!({"type": "array", "items": {"type": "string"}});
    escapes(&json!({"type": "array"}), &texts, &json!([null]));
    escapes(&texts, &json!({"minItems": 1}), &json!([]));
    escapes(&texts, &json!({"maxItems": 1}), &json!(["", ""]));
    escapes(&texts, &json!({"uniqueItems": true}), &json!(["", ""]));
    contained(&json!({"type": "array", "maxItems": 1}), &json!({"uniqueItems": true}));
    contained(
        &json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
        &json!({"contains": {"type": "string"}}),
    );
    escapes(&json!({"type": "array", "contains": {"type": "integer"}}), &texts, &json!([0]));
    escapes(&texts, &json!({"contains": {"type": "string"}}), &json!([]));
    escapes(
        &json!({"type": "array", "uniqueItems": true, "items": {"type": "integer"}}),
        &json!({"maxItems": 2}),
        &json!([0, 1, -1]),
    );
    contained(&json!({"prefixItems": [{"type": "string"}], "items": false}), &json!({"maxItems": 1}));
}

#[test]
fn unions() {
    equal(&json!({"enum": ["a", "b"]}), &json!({"oneOf": [{"const": "a"}, {"const": "b"}]}));
    escapes(&json!({"enum": ["a", "b"]}), &json!({"enum": ["a"]}), &json!("b"));
    equal(
        &json!({"type": "integer"}),
        &json!({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "integer", "exclusiveMaximum": 0}]}),
    );
    escapes(
        &json!({"type": "integer"}),
        &json!({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "integer", "maximum": 0}]}),
        &json!(0),
    );
    let cat = json!({"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}, "required": ["kind"]});
    let dog = json!({"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]});
    contained(&json!({"anyOf": [cat, dog]}), &json!({"oneOf": [dog, cat]}));
    contained(
        &json!({"type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}, "lives": {"type": "integer"}}, "required": ["kind"]}),
        &json!({"oneOf": [dog, cat]}),
    );
    equal(
        &json!({"if": {"type": "string"}, "then": {"minLength": 1}}),
        &json!({"anyOf": [{"not": {"type": "string"}}, {"minLength": 1}]}),
    );
    contained(&json!({"allOf": [{"type": "integer"}, {"minimum": 3}]}), &json!({"type": "integer", "minimum": 2}));
}

#[test]
fn what_is_unevaluated() {
    let closed = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
    let parts =
        json!({"type": "object", "allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": false});
    equal(&closed, &parts);
    let either = json!({"type": "object", "anyOf": [
        {"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": true}, "required": ["b"]}],
        "unevaluatedProperties": false});
    escapes(&either, &closed, &json!({"b": null}));
    escapes(&closed, &either, &json!({}));
    contained(
        &json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false}),
        &either,
    );
    equal(
        &json!({"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": false}),
        &json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false}),
    );
}

#[test]
fn references() {
    let tree = |leaf: &str| {
        json!({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object",
        "properties": {"value": {"type": leaf}, "left": {"$ref": "#/$defs/tree"}, "right": {"$ref": "#/$defs/tree"}},
        "required": ["value"]}}})
    };
    contained(&tree("integer"), &tree("number"));
    escapes(&tree("number"), &tree("integer"), &json!({"value": 0.5}));
    // A value of this would have to be infinite.
    let endless = json!({"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/a"}}}}});
    contained(&endless, &json!(false));
    equal(&json!({"$defs": {"a": {"$anchor": "x", "type": "string"}}, "$ref": "#x"}), &json!({"type": "string"}));
    assert!(matches!(judged(&json!({"type": "string"}), &json!({"$ref": "#/nowhere"})), Judgement::Undecided(_)));
}

#[test]
fn dynamic_references_are_bound_by_who_refers() {
    let list = json!({"$id": "https://example.com/list", "type": "array", "items": {"$dynamicRef": "#item"},
        "$defs": {"any": {"$dynamicAnchor": "item"}}});
    let texts = json!({"$id": "https://example.com/texts", "$ref": "list",
        "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}, "list": list}});
    equal(&texts, &json!({"type": "array", "items": {"type": "string"}}));
}

#[test]
fn one_keyword_alone() {
    let before = json!({"type": "string", "maxLength": 5, "minLength": 0});
    let after = json!({"type": "string", "maxLength": 3, "minLength": 2});
    let of = |group| {
        with(&before, &after, Dialect::Draft2020, |it, sub, sup| {
            it.judge(Of::Before, &[sub], &[sup], Some(group), Role::Neither)
        })
    };
    assert_eq!(of(Group::Type), Judgement::Contained);
    assert_eq!(of(Group::MaxLength), Judgement::Escapes(json!("aaaa")));
    assert_eq!(of(Group::MinLength), Judgement::Escapes(json!("")));
}

#[test]
fn messages() {
    let before = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let after = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}});
    // Who writes to an interface sends what is declared.
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &before, &after), Judgement::Contained);
    assert_eq!(judged(&before, &after), Judgement::Escapes(json!({"b": null})));
    // Where nothing is declared, anything is sent but what the other side gives a meaning to.
    let free = json!({"type": "object"});
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &free, &after), Judgement::Contained);
    let numbers = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let found = judged_in(Dialect::OpenApi30, Role::Request, &free, &numbers);
    assert_eq!(found, Judgement::Escapes(json!({"a": null})));
    let id = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": true}}});
    let none = json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}});
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &none, &id), Judgement::Contained);
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Response, &none, &id), Judgement::Escapes(json!({})));
    // What the old side does not send, the new one may not ask for; what both leave out, nobody misses.
    let asked = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}});
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &id, &asked), Judgement::Escapes(json!({})));
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &asked, &id), Judgement::Contained);
    assert_eq!(judged_in(Dialect::OpenApi30, Role::Request, &id, &id), Judgement::Contained);
    let nullable = json!({"type": "string", "nullable": true});
    assert_eq!(
        judged_in(Dialect::OpenApi30, Role::Request, &nullable, &json!({"type": "string"})),
        Judgement::Escapes(json!(null))
    );
}

#[test]
fn a_value_in_its_message() {
    let schema = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "integer"},
        "tags": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["x"]}]}}}});
    let other = json!({"properties": {"tags": {"items": {"type": "string"}}}});
    let path = [Step::Property("tags".to_owned()), Step::OtherItem];
    let value = with(&schema, &other, Dialect::Draft2020, |it, root, other| {
        it.embed(Of::Before, (root, other), &path, &json!({"x": 1}), Role::Neither)
    });
    assert_eq!(value, Embedded::Message(json!({"id": 0, "tags": [{"x": 1}]})));
}

/// Thousands of schemas that refer to each other: each is looked at once.
#[test]
fn a_long_ring_of_schemas() {
    let ring = |kind: &str| {
        let schemas: serde_json::Map<String, Json> = (0..5_000)
            .map(|index| {
                let (next, back) = (format!("#/$defs/s{}", (index + 1) % 5_000), format!("#/$defs/s{}", index / 2));
                let kind = if index == 4_999 { kind } else { "integer" };
                (
                    format!("s{index}"),
                    json!({"type": "object", "properties":
                    {"next": {"$ref": next}, "back": {"$ref": back}, "value": {"type": kind}}}),
                )
            })
            .collect();
        json!({"$ref": "#/$defs/s0", "$defs": schemas})
    };
    contained(&ring("integer"), &ring("integer"));
    contained(&ring("integer"), &ring("number"));
}

/// Objects that lead from one to the next, and each back to the first; the last has a text.
pub(super) fn ring(count: usize, longest: u64) -> Json {
    let schemas: serde_json::Map<String, Json> = (0..count)
        .map(|index| {
            let text = if index == count - 1 { longest } else { 9 };
            let next = format!("#/$defs/s{}", (index + 1) % count);
            let properties = json!({"next": {"$ref": next}, "first": {"$ref": "#/$defs/s0"},
                "text": {"type": "string", "maxLength": text}});
            (format!("s{index}"), json!({"type": "object", "properties": properties}))
        })
        .collect();
    json!({"$ref": "#/$defs/s0", "$defs": schemas})
}

/// A difference at the far end is found, and each schema is still looked at few times only.
#[test]
fn a_ring_with_a_difference_deep_inside() {
    for count in [5, 50, 400, 2_000] {
        let (wide, narrow) = (ring(count, 9), ring(count, 8));
        contained(&narrow, &wide);
        let path: String = (1..count).map(|_| "/next").collect();
        match judged(&wide, &narrow) {
            Judgement::Escapes(value) => {
                assert_eq!(value.pointer(&format!("{path}/text")), Some(&json!("aaaaaaaaa")), "{count}");
            }
            Judgement::Undecided(reason) => assert!(count > 100 && reason.contains("too deep"), "{count}: {reason}"),
            Judgement::Contained => panic!("{count}: the last text may be longer"),
        }
    }
}

/// Goals that were taken for empty on the way are looked at again: the first schema escapes through its last property.
#[test]
fn what_leads_back_to_a_difference_escapes_too() {
    let rings = |longest: u64| {
        let mut document = ring(40, 9);
        let first = document.pointer_mut("/$defs/s0/properties").and_then(Json::as_object_mut).unwrap();
        first.insert("zone".to_owned(), json!({"type": "string", "maxLength": longest}));
        document
    };
    let (wide, narrow) = (document(&rings(3)), document(&rings(2)));
    let options = Options::default();
    let side = |document| Side { tree: document, dialect: Dialect::Draft2020 };
    let mut containment = Containment::new(side(&wide.tree), side(&narrow.tree), &options);
    for index in 0..40 {
        let at = |document: &Document| {
            let tree = &document.tree;
            tree.get(tree.get(tree.root().unwrap(), "$defs").unwrap(), &format!("s{index}")).unwrap()
        };
        let (sub, sup) = (at(&wide), at(&narrow));
        let judgement = containment.judge(Of::Before, &[sub], &[sup], None, Role::Neither);
        assert!(matches!(judgement, Judgement::Escapes(_)), "{index}: {judgement:?}");
        assert_eq!(containment.judge(Of::After, &[sup], &[sub], None, Role::Neither), Judgement::Contained);
    }
}

#[test]
fn what_is_required_is_sent_whether_or_not_it_has_a_schema() {
    let (old, new) = (json!({"type": "object", "required": ["a"]}), json!({"type": "object", "required": ["b"]}));
    let judgement = judged_in(Dialect::OpenApi30, Role::Request, &old, &new);
    assert!(matches!(judgement, Judgement::Escapes(value) if value.get("a").is_some()));
    let typed = json!({"type": "object", "properties": {"b": {"type": "string"}}});
    let judgement = judged_in(Dialect::OpenApi30, Role::Request, &json!({"type": "object"}), &typed);
    assert_eq!(judgement, Judgement::Contained, "an optional property that comes was not sent before");
}

/// Alternatives within alternatives in each of many schemas: an answer in bounded time, whatever it is.
#[test]
fn combinations_end() {
    let grid = |last: u64| {
        let schemas: serde_json::Map<String, Json> = (0..40)
            .map(|index| {
                let next = format!("#/$defs/s{}", (index + 1) % 40);
                let sides: Vec<_> = (0..12)
                    .map(|side| json!({"anyOf": [{"required": [format!("a{side}")]}, {"maxProperties": last + side}]}))
                    .collect();
                (format!("s{index}"), json!({"allOf": sides, "additionalProperties": {"$ref": next}}))
            })
            .collect();
        json!({"$ref": "#/$defs/s0", "$defs": schemas})
    };
    judged(&grid(3), &grid(2));
    judged(&grid(2), &grid(3));
}

#[test]
fn alternatives_that_only_what_they_ask_for_tells_apart_are_decided() {
    let kind = |number: usize, more: bool| {
        let mut properties = json!({format!("path{number}"): {"type": "string"}});
        if more {
            properties["note"] = json!({"type": "string"});
        }
        json!({"type": "object", "properties": properties, "required": [format!("path{number}")]})
    };
    let one_of = |more| json!({"oneOf": (0..24).map(|number| kind(number, more)).collect::<Vec<_>>()});
    let judge = |sub: &Json, sup: &Json| judged_in(Dialect::OpenApi30, Role::Response, sub, sup);
    assert_eq!(judge(&one_of(true), &one_of(false)), Judgement::Contained);
    assert_eq!(judge(&one_of(false), &one_of(true)), Judgement::Contained);
    // What an alternative does not declare is not sent with it.
    let other = json!({"type": "object", "properties": {"note": {"type": "integer"}}});
    assert_eq!(judge(&one_of(false), &other), Judgement::Contained);
    assert_eq!(judge(&one_of(true), &other), Judgement::Escapes(json!({"note": "", "path0": ""})));
}
