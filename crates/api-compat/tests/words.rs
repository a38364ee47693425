//! What findings say: the values that changed, in words that fit the side, with witnesses that a validator confirms.

use api_compat::{Document, Kind, Limits, Options};
use findings::{Confirmation, Report, SourceText};

fn compare(kind: Kind, before: &str, after: &str) -> Report {
    let read = |name: &'static str, text: &str| Document::read(SourceText::new(name, text), &Limits::default());
    let options = Options::default().with_kind(kind);
    api_compat::compare(&read("before", before), &read("after", after), &options)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// `severity rule: message`, in the order of the report, without what is said of the version.
fn told(report: &Report) -> Vec<String> {
    let findings = report.findings.iter().filter(|it| it.rule != "version-not-raised");
    findings.map(|it| format!("{} {}: {}", it.severity.as_str(), it.rule, it.message)).collect()
}

/// An interface with one answer of the schema.
fn answer(schema: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/a": {{"get": {{"responses": {{"200":
        {{"description": "it", "content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}},
        "components": {{"schemas": {{"Boat": {{"type": "object"}}, "Ship": {{"type": "object"}}}}}}}}"#
    )
}

#[test]
fn what_is_false_now_is_not_said_to_be_anything() {
    let report = compare(Kind::OpenApi, &answer(r#"{"type": "string"}"#), &answer("false"));
    assert_eq!(
        told(&report),
        ["potentially_breaking response-type-narrowed: the type was narrowed from string to false"]
    );
    let property = |schema: &str| answer(&format!(r#"{{"type": "object", "properties": {{"a": {schema}}}}}"#));
    let report = compare(Kind::OpenApi, &property(r#"{"type": "string"}"#), &property("false"));
    assert_eq!(
        told(&report),
        ["potentially_breaking response-type-narrowed: the type was narrowed from string to false"]
    );
}

#[test]
fn a_mapping_names_the_value() {
    let union = |mapping: &str| {
        answer(&format!(
            r##"{{"oneOf": [{{"$ref": "#/components/schemas/Boat"}}, {{"$ref": "#/components/schemas/Ship"}}],
            "discriminator": {{"propertyName": "kind", "mapping": {mapping}}}}}"##
        ))
    };
    let report = compare(Kind::OpenApi, &union(r#"{"b": "Boat"}"#), &union(r#"{"b": "Ship"}"#));
    assert_eq!(
        told(&report),
        [
            "non_breaking response-discriminator-mapping-changed: the discriminator maps the value `b` to Ship instead of Boat"
        ]
    );
}

#[test]
fn a_number_is_shown_as_it_is_written() {
    let report = compare(Kind::JsonSchema, r#"{"maximum": 1e400}"#, r#"{"maximum": 5}"#);
    assert_eq!(told(&report), ["breaking maximum-lowered: `maximum` went down from 1e400 to 5"]);
    assert_confirmed(&report);
}

#[test]
fn a_parameter_of_2_0_is_a_schema_that_may_have_to_be_there() {
    let form = |kind: &str| {
        format!(
            r#"{{"swagger": "2.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/a": {{"post": {{"consumes":
            ["multipart/form-data"], "parameters": [{{"name": "f", "in": "formData", "type": "{kind}", "required": true}}],
            "responses": {{"204": {{"description": "done"}}}}}}}}}}}}"#
        )
    };
    let report = compare(Kind::OpenApi, &form("file"), &form("integer"));
    assert_eq!(told(&report), ["breaking request-type-changed: the type changed from file to integer"]);
    assert_confirmed(&report);
}

#[test]
fn a_reference_to_the_whole_is_the_same_by_either_name() {
    let list = |keyword: &str| {
        format!(
            r##"{{"$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object",
            "properties": {{"next": {{"{keyword}": "#"}}, "a": {{"type": "string"}}}}}}"##
        )
    };
    assert_eq!(told(&compare(Kind::JsonSchema, &list("$recursiveRef"), &list("$ref"))), Vec::<String>::new());
    let narrowed = list("$ref").replace("\"string\"", "\"integer\"");
    let report = compare(Kind::JsonSchema, &list("$recursiveRef"), &narrowed);
    assert_eq!(told(&report), ["breaking type-changed: the type changed from string to integer"]);
}

fn assert_confirmed(report: &Report) {
    let witnesses: Vec<_> = report.findings.iter().filter_map(|it| it.witness.as_ref()).collect();
    let confirmed = witnesses.iter().all(|it| matches!(it.confirmation, Confirmation::ConfirmedBy(_)));
    assert!(confirmed && !witnesses.is_empty(), "{witnesses:?}");
}

#[test]
fn what_changed_in_a_keyword_that_holds_a_schema_is_named() {
    let not = |most: u8| format!(r#"{{"not": {{"properties": {{"a": {{"type": "string", "maxLength": {most}}}}}}}}}"#);
    let report = compare(Kind::JsonSchema, &not(3), &not(5));
    assert_eq!(
        told(&report),
        ["breaking not-schema-changed: what values must not match (`not`) changed at `properties/a/maxLength`"]
    );
    let pointer = report.findings[0].after.as_ref().and_then(|it| it.pointer.clone());
    assert_eq!(pointer.as_deref(), Some("/not/properties/a/maxLength"));
}

#[test]
fn references_by_name_of_an_interface_are_confirmed() {
    let api = |schema: &str, component: &str| {
        answer(schema).replace(r#""Boat": {"type": "object"}"#, &format!(r#""Boat": {component}"#))
    };
    let anchor = |kind: &str| api(r##"{"$ref": "#boat"}"##, &format!(r#"{{"$anchor": "boat", "type": "{kind}"}}"#));
    let report = compare(Kind::OpenApi, &anchor("string"), &anchor("integer"));
    assert_eq!(told(&report), ["breaking response-type-changed: the type changed from string to integer"]);
    assert_confirmed(&report);
    let tree = |kind: &str| {
        let schema = format!(
            r##"{{"$id": "https://boats.example/tree", "$dynamicAnchor": "node", "type": "object",
            "properties": {{"next": {{"$dynamicRef": "#node"}}, "name": {{"type": "{kind}"}}}}}}"##
        );
        api(r##"{"$ref": "#/components/schemas/Boat"}"##, &schema)
    };
    let report = compare(Kind::OpenApi, &tree("string"), &tree("integer"));
    assert_eq!(told(&report), ["breaking response-type-changed: the type changed from string to integer"]);
    assert_confirmed(&report);
}
