//! What is sent by one of several alternatives is what that one declares.

use api_compat::{Document, Limits, Options};
use findings::{Finding, Severity, SourceText};
use serde_json::{Value, json};

/// An answer of either a text or a parcel, whose label is a text or has these properties.
fn parcels(required: &[&str]) -> Value {
    let refer = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let answer = json!({"anyOf": [{"type": "string"}, refer("Parcel")]});
    json!({"openapi": "3.0.3", "info": {"title": "Parcels", "version": "1"},
    "paths": {"/parcel": {"get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": answer}}}}}}},
    "components": {"schemas": {
        "Parcel": {"type": "object", "required": ["number"], "properties": {
            "number": {"type": "integer"}, "label": {"oneOf": [{"type": "string"}, refer("Label")]}}},
        "Label": {"type": "object", "required": required, "properties": {"form": {"enum": ["a", "b"]}, "ink": {"type": "string"}}}
    }}})
}

fn findings(before: &Value, after: &Value) -> Vec<Finding> {
    let read = |value: &Value| Document::read(SourceText::new("a.json", value.to_string()), &Limits::default());
    api_compat::compare(&read(before), &read(after), &Options::default()).expect("an interface").findings
}

#[test]
fn what_breaks_within_an_alternative_is_shown_at_its_place() {
    let found = findings(&parcels(&["form", "ink"]), &parcels(&["form"]));
    let breaking: Vec<_> = found.iter().filter(|it| it.severity == Severity::Breaking).collect();
    let [finding] = breaking.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.rule, "response-property-became-optional");
    let instance = finding.witness.as_ref().and_then(|it| it.instance.as_deref());
    assert_eq!(instance, Some(r#"{"label":{"form":"a"},"number":0}"#));
}

#[test]
fn what_no_alternative_declares_is_not_sent() {
    let mut after = parcels(&["form"]);
    after["components"]["schemas"]["Parcel"]["properties"]["weight"] = json!({"type": "integer"});
    let found = findings(&after, &parcels(&["form"]));
    assert!(found.iter().all(|it| it.severity < Severity::Breaking), "{found:#?}");
}

/// A parcel with an insurance needs what is listed, and is taken and given by one operation; `names` are declared.
fn insured(names: &[&str], needed: &[&str], keyword: &str) -> Value {
    let needed = if keyword == "dependentSchemas" { json!({"required": needed}) } else { json!(needed) };
    let mut parcel = json!({"type": "object"});
    parcel[keyword] = json!({"insurance": needed});
    for name in names {
        parcel["properties"][*name] = json!({"type": "string"});
    }
    let content = json!({"application/json": {"schema": parcel}});
    let responses = json!({"200": {"description": "ok", "content": content}});
    json!({"openapi": "3.1.0", "info": {"title": "Parcels", "version": "1"},
        "paths": {"/parcels": {"post": {"requestBody": {"content": content}, "responses": responses}}}})
}

#[test]
fn what_depends_on_a_property_that_is_not_declared_may_break_only() {
    for keyword in ["dependentRequired", "dependentSchemas"] {
        for (names, expected) in [
            (&[][..], Severity::PotentiallyBreaking),
            (&["sum", "value"], Severity::PotentiallyBreaking),
            (&["insurance", "sum", "value"], Severity::Breaking),
        ] {
            let found = findings(&insured(names, &["sum"], keyword), &insured(names, &["value"], keyword));
            let worst = found.iter().map(|it| it.severity).max();
            assert_eq!(worst, Some(expected), "{keyword} {names:?}: {found:#?}");
        }
    }
}
