//! Pairs of small documents, and what is found to differ.

mod object_model;
mod sample;

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
    differences_with(before, after, &Options::default())
}

fn differences_with(before: &str, after: &str, options: &Options) -> Vec<String> {
    differences_of(&tree(before), &tree(after), options)
}

fn differences_of(before: &Tree, after: &Tree, options: &Options) -> Vec<String> {
    let side = |tree| Side { tree, dialect: openapi::dialect(tree) };
    let mut comparison = Comparison::new(side(before), side(after), options);
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
    for text in [TWO, THREE] {
        // Where a reference leads nowhere nothing is known to be the same, and everything is looked at.
        let broken = text.replacen("/Pet\"}", "/Dog\"}", 1);
        assert!(differences(&broken, &broken).is_empty());
    }
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
    let content = r#"{"description": "no", "content": {"application/json": {}}}"#;
    let old = get(&format!(r#""responses": {{"default": {content}}}"#));
    let new = get(&format!(r#""responses": {{"404": {{"description": "no"}}, "default": {content}}}"#));
    let found = differences(&old, &new);
    assert_eq!(
        found,
        ["Response. | Added | 404 | GET /pets/{id} | response 404 | Response"],
        "its content is left open"
    );
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

#[test]
fn what_the_system_sends_has_its_roles_the_other_way_round() {
    let of = |more: &str| {
        let item = format!(r#"{{"post": {{"requestBody": {{"content": {{{more}}}}}, "responses": {{}}}}}}"#);
        let callback = format!(r#""callbacks": {{"done": {{"{{$request.body#/url}}": {item}}}}}"#);
        get(&callback).replace(r#""paths""#, &format!(r#""webhooks": {{"news": {item}}}, "paths""#))
    };
    let found = differences(&of(""), &of(r#""application/json": {}"#));
    let added = "MediaType. | Added | application/json";
    let expected = [
        format!("{added} | GET /pets/{{id}} | callback `done`: request body (application/json) | Response"),
        format!("{added} | POST news | request body (application/json) | Response"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_security_scheme_that_is_called_otherwise_is_the_same() {
    let of = |name: &str| {
        let scheme = r#"{"type": "http", "scheme": "bearer"}"#;
        let security = format!(r#""components": {{"securitySchemes": {{"{name}": {scheme}}}}}, "paths""#);
        get(&format!(r#""security": [{{"{name}": []}}]"#)).replace(r#""paths""#, &security)
    };
    assert!(differences(&of("token"), &of("bearer")).is_empty());
}

#[test]
fn a_part_of_the_url_may_stand_with_the_server_or_with_the_paths() {
    let old = get("").replace(r#""paths""#, r#""servers": [{"url": "https://a/v1"}], "paths""#);
    let new = get("").replace(r#""paths""#, r#""servers": [{"url": "https://a/"}], "paths""#);
    let found = differences(&old, &new.replace("/pets/", "/v1/pets/"));
    assert!(found.is_empty(), "{found:?}");
    let found = differences(&old, &new.replace("/pets/", "/v2/pets/"));
    let all = found.iter().all(|it| it.starts_with("Server.") || it.starts_with("Path."));
    assert!(found.len() == 4 && all, "both have changed: {found:?}");
    let found = differences(&get(""), &old);
    assert_eq!(found.len(), 2, "a server that comes is no other path: {found:?}");
}

#[test]
fn paths_are_left_out() {
    let of = |method: &str| get("").replace(r#""get""#, &format!(r#""{method}""#));
    assert_eq!(differences(&of("get"), &of("put")).len(), 2);
    let options = Options::default().with_left_out("/pets/**");
    assert!(differences_with(&of("get"), &of("put"), &options).is_empty());
}

/// One interface in the words of 2.0 and of 3.0.
const TWO: &str = r##"{"swagger": "2.0", "info": {"title": "Pets", "version": "1"}, "host": "a.example", "basePath": "/v1",
    "schemes": ["https"], "consumes": ["application/json"], "produces": ["application/json"],
    "securityDefinitions": {"login": {"type": "basic"}}, "security": [{"login": []}],
    "definitions": {"Pet": {"type": "object"}}, "paths": {
    "/pets": {"post": {"parameters": [
        {"name": "pet", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Pet"}},
        {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Pet"}}}}},
    "/photos": {"post": {"consumes": ["multipart/form-data"], "parameters": [
        {"name": "title", "in": "formData", "type": "string", "required": true}],
        "responses": {"204": {"description": "ok"}}}}}}"##;
const THREE: &str = r##"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://a.example/v1"}], "security": [{"login": []}],
    "components": {"securitySchemes": {"login": {"type": "http", "scheme": "Basic"}}, "schemas": {"Pet": {"type": "object"}}},
    "paths": {
    "/pets": {"post": {"parameters": [
        {"name": "tags", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}},
    "/photos": {"post": {"requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object",
        "properties": {"title": {"type": "string"}}, "required": ["title"]}}}},
        "responses": {"204": {"description": "ok"}}}}}}"##;

#[test]
fn an_interface_is_the_same_in_the_words_of_another_version() {
    for (before, after) in [(TWO, THREE), (THREE, TWO)] {
        let found = differences(before, after);
        let found: Vec<_> = found.iter().filter(|it| !it.starts_with("Schema. |")).collect();
        let versions = found.iter().filter(|it| it.starts_with("Document.")).count();
        assert_eq!((found.len(), versions), (2, 2), "{found:#?}");
    }
}

#[test]
fn fields_of_forms_are_compared_across_versions() {
    let found = differences(TWO, &THREE.replace(r#""required": ["title"]"#, r#""maxProperties": 3"#));
    let optional = "Parameter.required | Removed |  | POST /photos | form field `title` | Request";
    assert!(found.iter().any(|it| it == optional), "{found:#?}");
    let found = differences(TWO, &THREE.replace("title\"", "name\""));
    assert!(found.iter().any(|it| it.starts_with("Parameter.required | Added") && it.contains("`name`")), "{found:#?}");
}

#[test]
fn callbacks_that_lead_to_themselves_end() {
    let of = |more: &str| {
        let inner = format!(
            r##"{{"/again": {{"post": {{"callbacks": {{"on": {{"$ref": "#/components/callbacks/On"}}}}, {more}}}}}}}"##
        );
        let text = get(r##""callbacks": {"on": {"$ref": "#/components/callbacks/On"}}"##);
        text.replace(r#""paths""#, &format!(r#""components": {{"callbacks": {{"On": {inner}}}}}, "paths""#))
    };
    let found = differences(&of(r#""operationId": "a""#), &of(r#""operationId": "b""#));
    assert_eq!(found, ["Operation.operationId | Changed |  | GET /pets/{id} | callback `on`: operation | Neither"]);
}

#[test]
fn a_long_chain_of_callbacks_ends() {
    let link = |at: usize| {
        format!(r##"{{"/x": {{"post": {{"callbacks": {{"on": {{"$ref": "#/components/callbacks/{}"}}}}}}}}}}"##, at + 1)
    };
    let of = |end: &str| {
        let links: Vec<_> = (0..20_000).map(|at| format!(r#""{at}": {}"#, link(at))).collect();
        let text = get(r##""callbacks": {"on": {"$ref": "#/components/callbacks/0"}}"##);
        let all = format!(r#""components": {{"callbacks": {{{}, "20000": {end}}}}}, "paths""#, links.join(","));
        text.replace(r#""paths""#, &all)
    };
    let found = differences(&of("{}"), &of(r#"{"/y": {}}"#));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("Callback. | Changed | on"), "{found:?}");
}

#[test]
fn other_files_are_read_where_they_stand() {
    let document = |kind: &str| {
        let text = get("").replace(r#"{"get": {}}"#, r#"{"$ref": "paths/pets.json#/item"}"#);
        let limits = Limits::default();
        let mut document = Document::read(SourceText::new("api.json", text), &limits);
        let item = r#"{"item": {"get": {"parameters": [{"$ref": "../shared.json#/limit"}]}}}"#;
        document.add_file("paths/pets.json", SourceText::new("paths/pets.json", item));
        let limit = format!(r#"{{"limit": {{"name": "limit", "in": "{kind}", "schema": {{}}}}}}"#);
        document.add_file("shared.json", SourceText::new("shared.json", limit));
        document.tree
    };
    let tell = |before: &str, after: &str| differences_of(&document(before), &document(after), &Options::default());
    assert!(tell("query", "query").is_empty());
    let found = tell("query", "header");
    assert_eq!(found.len(), 2, "one parameter came and one is gone: {found:?}");
    assert!(found.iter().all(|it| it.starts_with("Parameter.")), "{found:?}");
}

#[test]
fn lists_of_thousands_take_no_time_to_speak_of() {
    let of = |word: &str| {
        let all = |item: &dyn Fn(usize) -> String| (0..4_000).map(item).collect::<Vec<_>>().join(",");
        let named = |value: &str| all(&|at| format!(r#""{word}{at}": {value}"#));
        let content = all(&|at| format!(r#""{word}/{at}": {{}}"#));
        let parameters = all(&|at| format!(r#"{{"name": "{word}{at}", "in": "query", "schema": {{}}}}"#));
        let operation = format!(
            r#""requestBody": {{"content": {{{content}}}}}, "parameters": [{parameters}], "security": [{}], "tags": [{}],
                "responses": {{"200": {{"description": "ok", "headers": {{{}}}, "links": {{{}}}}}}}, "servers": [{}]"#,
            all(&|at| format!(r#"{{"{word}{at}": []}}"#)),
            all(&|at| format!(r#""{word}{at}""#)),
            named("{}"),
            named("{}"),
            all(&|at| format!(r#"{{"url": "https://{word}{at}"}}"#)),
        );
        let paths = all(&|at| format!(r#""/{word}{at}/{{id}}": {{"get": {{}}}}"#));
        get(&operation).replace(r#""/pets"#, &format!("{paths}, \"/pets")).replace("openapi", "x-a\": 1, \"openapi")
    };
    let found = differences(&of("a"), &of("b"));
    let told = |start: &str| found.iter().filter(|it| it.starts_with(start)).count();
    let all =
        ["MediaType.", "Parameter.", "SecurityRequirement.", "Operation.tags", "Header.", "Link.", "Server.", "Path."];
    assert_eq!(all.map(told), [8_000; 8]);
}
