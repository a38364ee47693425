//! The walk over two schemas: what is silent, what is said, and what each edit means alone.

use std::rc::Rc;

use findings::SourceText;

use crate::change::{Change, Place, Role};
use crate::comparison::{Comparison, Side};
use crate::contain::Judgement;
use crate::schema::Dialect;
use crate::{Document, Limits, Options};

/// The changes between two schemas, and a word for each: `path field edit`, with `<` where the old side has values that
/// the new one refuses, `>` where it is the other way round, `?` where it is not known.
pub(super) fn changes(old: &str, new: &str, role: Role, dialect: Dialect) -> (Vec<Change>, Vec<String>) {
    let read = |text: &str| Document::read(SourceText::new("schema.json", text), &Limits::default());
    let (before, after) = (read(old), read(new));
    let options = Options::default();
    let (before, after) = (Side { tree: &before.tree, dialect }, Side { tree: &after.tree, dialect });
    let mut comparison = Comparison::new(before, after, &options);
    let (Some(old), Some(new)) = (before.tree.root(), after.tree.root()) else { panic!("{old}\n{new}") };
    comparison.schemas(old, new, &Rc::new(Place { role, ..Place::default() }));
    let words = comparison.changes.iter().map(word).collect();
    (comparison.changes, words)
}

fn word(change: &Change) -> String {
    let schema = change.schema.as_ref().expect("changes of schemas say where");
    let sign = |judgement: &Judgement, sign: &'static str| match judgement {
        Judgement::Contained => "",
        Judgement::Escapes(_) => sign,
        Judgement::Undecided(_) => "?",
    };
    let signs = format!("{}{}", sign(&schema.edges.old_in_new, "<"), sign(&schema.edges.new_in_old, ">"));
    let item = change.item.as_deref().map(|item| format!("({item})")).unwrap_or_default();
    format!("{} {}{item} {:?} {signs}", schema.path, change.field, change.edit).trim().to_owned()
}

fn alone(old: &str, new: &str) -> Vec<String> {
    changes(old, new, Role::Neither, Dialect::Draft2020).1
}

fn silent(one: &str, other: &str) {
    assert_eq!(alone(one, other), Vec::<String>::new(), "{one}\n{other}");
    assert_eq!(alone(other, one), Vec::<String>::new(), "{other}\n{one}");
}

#[test]
fn the_same_in_other_words_is_silent() {
    let defs = r#""$defs": {"A": {"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}}}"#;
    let inline = r#"{"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}}"#;
    silent(inline, &format!(r##"{{"$ref": "#/$defs/A", {defs}}}"##));
    silent(inline, &format!(r##"{{"allOf": [{{"$ref": "#/$defs/A"}}], {defs}}}"##));
    silent(
        inline,
        r#"{"additionalProperties": true, "required": [], "allOf": [{"type": "object"}], "properties":
        {"a": {"maxLength": 3, "minLength": 0, "type": "string"}}}"#,
    );
    silent(r#"{"const": "a"}"#, r#"{"enum": ["a"]}"#);
    silent(
        r#"{"const": {"a": 1, "b": [2]}}"#,
        r#"{"type": "object", "required": ["a", "b"], "additionalProperties": false,
        "properties": {"a": {"const": 1}, "b": {"type": "array", "prefixItems": [{"const": 2}], "minItems": 1, "maxItems": 1}}}"#,
    );
    silent(r#"{"enum": ["a", "b"]}"#, r#"{"oneOf": [{"const": "b"}, {"const": "a"}]}"#);
    silent(
        r#"{"type": ["string", "null"], "maxLength": 3}"#,
        r#"{"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 3}]}"#,
    );
    silent(r#"{"type": "array", "uniqueItems": false}"#, r#"{"type": "array", "items": true, "minItems": 0}"#);
    silent(r#"{"minimum": 1}"#, r#"{"minimum": 1.0, "exclusiveMinimum": -7}"#);
}

#[test]
fn nullable_of_openapi_is_a_type() {
    let null = |old: &str, new: &str| changes(old, new, Role::Response, Dialect::OpenApi30).1;
    let nullable = r#"{"type": "string", "nullable": true}"#;
    assert_eq!(null(r#"{"type": "string"}"#, nullable), ["nullable Added >"]);
    assert_eq!(null(nullable, r#"{"nullable": true, "type": "string"}"#), Vec::<String>::new());
}

#[test]
fn each_edit_is_judged_alone() {
    let old = r#"{"type": "string", "minLength": 1, "maxLength": 5}"#;
    assert_eq!(
        alone(old, r#"{"type": "string", "minLength": 2, "maxLength": 7}"#),
        ["minLength Raised <", "maxLength Raised >"]
    );
    // The longer bound is without effect: no value is that long.
    let fixed = r#"{"enum": ["a"], "maxLength": 5}"#;
    assert_eq!(alone(fixed, r#"{"enum": ["a"], "maxLength": 7}"#), ["maxLength Raised"]);
}

#[test]
fn a_path_leads_to_the_place_and_the_message_is_whole() {
    let schema = |length: u8| {
        format!(
            r#"{{"type": "object", "required": ["pets"], "properties": {{"pets": {{"type": "array", "items":
                {{"type": "object", "properties": {{"name": {{"type": "string", "maxLength": {length}}}}}}}}}}}}}"#
        )
    };
    let (changes, words) = changes(&schema(2), &schema(1), Role::Neither, Dialect::Draft2020);
    assert_eq!(words, ["pets/*/name maxLength Lowered <"]);
    let message = changes[0].schema.as_ref().and_then(|it| it.messages.0.clone()).expect("a message");
    let name = message.pointer("/pets/0/name").and_then(|it| it.as_str()).map(str::len);
    assert_eq!(name, Some(2), "{message}");
}

#[test]
fn what_another_alternative_takes_is_no_loss() {
    let old = r#"{"anyOf": [{"type": "string", "maxLength": 5}, {"type": "string", "pattern": "^a"}]}"#;
    let new = r#"{"anyOf": [{"type": "string", "maxLength": 9}, {"type": "string", "pattern": "^a"}]}"#;
    assert_eq!(alone(old, new), ["maxLength Raised >"]);
    let any = r#"{"anyOf": [{"type": "string", "maxLength": 5}, {"type": "string"}]}"#;
    let longer = r#"{"anyOf": [{"type": "string", "maxLength": 9}, {"type": "string"}]}"#;
    assert_eq!(alone(any, longer), ["maxLength Raised"]);
}

#[test]
fn alternatives_are_matched_before_they_are_called_new() {
    let old = r#"{"oneOf": [{"title": "Cat", "type": "object", "required": ["a"]}, {"type": "string"}]}"#;
    let new = r#"{"oneOf": [{"type": "integer"}, {"type": "string"},
        {"title": "Cat", "type": "object", "required": ["a", "b"]}]}"#;
    assert_eq!(alone(old, new), ["oneOf(integer) Added >", "required(b) Added <"]);
}

#[test]
fn schemas_that_refer_to_themselves_end() {
    let tree = |length: u8| {
        format!(
            r##"{{"$ref": "#/$defs/Node", "$defs": {{"Node": {{"type": "object", "properties": {{
                "label": {{"type": "string", "maxLength": {length}}}, "children": {{"type": "array", "items":
                {{"$ref": "#/$defs/Node"}}}}}}}}}}}}"##
        )
    };
    assert_eq!(alone(&tree(3), &tree(3)), Vec::<String>::new());
    assert_eq!(alone(&tree(3), &tree(2)), ["label maxLength Lowered <"]);
}

#[test]
fn who_writes_to_an_interface_sends_what_is_declared() {
    let old = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;
    let new = r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}"#;
    let found = |role, dialect| changes(old, new, role, dialect).1;
    assert_eq!(found(Role::Neither, Dialect::Draft2020), ["b properties(b) Added <"]);
    assert_eq!(found(Role::Request, Dialect::OpenApi31), ["b properties(b) Added"]);
    assert_eq!(found(Role::Response, Dialect::OpenApi31), ["b properties(b) Added"]);
}

#[test]
fn read_only_properties_are_no_part_of_requests() {
    let old = r#"{"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}}"#;
    let new = r#"{"type": "object", "properties": {"id": {"type": "integer", "readOnly": true}}, "required": ["id"]}"#;
    let found = |role| changes(old, new, role, Dialect::OpenApi30).1;
    assert_eq!(found(Role::Request), ["id type Changed"], "told, and nothing escapes");
    assert_eq!(found(Role::Response), ["required(id) Added <", "id type Changed <>"]);
}

#[test]
fn anchors_and_identifiers_are_followed() {
    let schema = |length: u8| {
        format!(
            r##"{{"properties": {{"a": {{"$ref": "#name"}}, "b": {{"$ref": "https://example.com/b"}}}}, "$defs": {{
                "N": {{"$anchor": "name", "maxLength": {length}}},
                "B": {{"$id": "https://example.com/b", "minLength": {length}}}}}}}"##
        )
    };
    assert_eq!(alone(&schema(2), &schema(3)), ["a maxLength Raised >", "b minLength Raised <"]);
}

#[test]
fn thousands_of_schemas_that_refer_to_each_other_are_walked_once() {
    let document = |length: usize| {
        let defs = (0..200).map(|n| {
            let next = (n + 1) % 200;
            format!(
                r##""S{n}": {{"type": "object", "properties": {{"next": {{"$ref": "#/$defs/S{next}"}}, "back":
                {{"$ref": "#/$defs/S0"}}, "name": {{"type": "string", "maxLength": {}}}}}}}"##,
                if n == 100 { length } else { 7 }
            )
        });
        format!(r##"{{"$ref": "#/$defs/S0", "$defs": {{{}}}}}"##, defs.collect::<Vec<_>>().join(","))
    };
    assert_eq!(alone(&document(7), &document(7)), Vec::<String>::new());
    let found = alone(&document(7), &document(6));
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn references_that_cannot_be_followed_are_not_taken_for_equal() {
    let other = |name: &str| format!(r#"{{"properties": {{"a": {{"$ref": "https://example.com/{name}"}}}}}}"#);
    assert_eq!(alone(&other("a"), &other("b")), ["Lowered ?", "Raised ?"]);
}

#[test]
fn what_only_an_alternative_takes_that_does_not_know_it_is_not_called_harmless() {
    let member =
        |name: &str, kind: &str| format!(r#"{{"type": "object", "properties": {{"{name}": {{"type": "{kind}"}}}}}}"#);
    let union = |word: &str, members: &[String]| format!(r#"{{"{word}": [{}]}}"#, members.join(", "));
    let found = |old: &str, new: &str, role| changes(old, new, role, Dialect::OpenApi30).1;
    let (a, b, text, number) =
        (member("a", "string"), member("b", "string"), member("c", "string"), member("c", "integer"));
    for word in ["oneOf", "anyOf"] {
        let two = union(word, &[a.clone(), b.clone()]);
        let three = union(word, &[a.clone(), b.clone(), text.clone()]);
        let other = union(word, &[a.clone(), b.clone(), number.clone()]);
        assert!(found(&three, &other, Role::Request).iter().any(|it| it.starts_with("c type Changed ?")), "{word}");
        assert!(found(&three, &other, Role::Response).iter().any(|it| it.starts_with("c type Changed ?")), "{word}");
        assert_eq!(found(&three, &two, Role::Request), [format!("{word}(object) Removed ?")]);
        assert_eq!(found(&two, &three, Role::Response), [format!("{word}(object) Added ?")]);
    }
    // Alternatives that share all that is required: by the letter, nothing matches exactly one of them.
    let subtype = |own: &str, least: u8| {
        format!(
            r#"{{"type": "object", "required": ["kind"], "properties": {{"kind": {{"type": "string"}},
                "stuff": {{"type": "object", "additionalProperties": {{"type": "string"}}, "minProperties": {least}}},
                "{own}": {{"type": "string"}}}}}}"#
        )
    };
    let pair = |least| union("oneOf", &[subtype("one", least), subtype("two", least)]);
    let edits = found(&pair(1), &pair(5), Role::Request);
    assert_eq!(edits, ["stuff minProperties Raised ?", "stuff minProperties Raised ?"]);
    // What another alternative knows as well is taken by the letter and by what is meant.
    let (wide, narrow) =
        (member("a", "string"), r#"{"type": "object", "properties": {"a": {"enum": ["x"]}}}"#.to_owned());
    let old = union("anyOf", &[wide.clone(), narrow]);
    let new = union("anyOf", &[wide]);
    assert!(found(&old, &new, Role::Request).iter().all(|it| !it.contains(['?', '<'])));
}
