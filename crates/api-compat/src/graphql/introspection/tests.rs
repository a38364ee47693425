//! Answers of servers, held against definitions that say the same.

#![expect(clippy::needless_pass_by_value, reason = "values are put together in place")]

use findings::{Confirmation, Diagnostic, DiagnosticLevel, Report, SourceText, Verdict};
use serde_json::{Value, json};
use source_tree::Limits;

use crate::{Document, Kind, Options, Sources, compare_sources};

const DEFINITIONS: &str = r#"
    "Quays" schema { query: Harbour mutation: Write }
    directive @tide(at: Int! = 3) repeatable on FIELD | QUERY
    "The \"root\"" type Harbour implements Place { name: String! ships(first: Int = 10, of: [Flag!] = [RED]): [[Ship!]]! }
    interface Place { name: String! }
    type Ship { id: ID! built: When old: Int @deprecated(reason: "Use built") }
    type Buoy { id: ID! }
    union Afloat = Ship | Buoy
    enum Flag { RED GREEN @deprecated }
    input Cargo @oneOf { kg: Float note: String = "a \"b\"" }
    scalar When @specifiedBy(url: "https://when.test")
    type Write { load(what: Cargo): Boolean }
"#;

fn named(kind: &str, name: &str) -> Value {
    json!({"kind": kind, "name": name, "ofType": null})
}

fn of(kind: &str, inner: Value) -> Value {
    json!({"kind": kind, "name": null, "ofType": inner})
}

fn input(name: &str, ty: &Value, default: Value) -> Value {
    json!({"name": name, "description": null, "type": ty, "defaultValue": default})
}

fn field(name: &str, args: Value, ty: Value) -> Value {
    json!({"name": name, "description": null, "args": args, "type": ty, "isDeprecated": false, "deprecationReason": null})
}

fn object(name: &str, fields: Value) -> Value {
    json!({"kind": "OBJECT", "name": name, "description": null, "fields": fields, "interfaces": [], "possibleTypes": null})
}

fn answer() -> Value {
    let string = of("NON_NULL", named("SCALAR", "String"));
    let id = || field("id", json!([]), of("NON_NULL", named("SCALAR", "ID")));
    let ships = of("NON_NULL", of("LIST", of("LIST", of("NON_NULL", named("OBJECT", "Ship")))));
    let flags = of("LIST", of("NON_NULL", named("ENUM", "Flag")));
    let mut harbour = object(
        "Harbour",
        json!([
            field("name", json!([]), string.clone()),
            field(
                "ships",
                json!([input("first", &named("SCALAR", "Int"), json!("10")), input("of", &flags, json!("[RED]"))]),
                ships
            ),
        ]),
    );
    harbour["description"] = json!("The \"root\"");
    harbour["interfaces"] = json!([named("INTERFACE", "Place")]);
    let mut place = object("Place", json!([field("name", json!([]), string)]));
    place["kind"] = json!("INTERFACE");
    let mut old = field("old", json!([]), named("SCALAR", "Int"));
    old["isDeprecated"] = json!(true);
    old["deprecationReason"] = json!("Use built");
    let flag = |name: &str, old: bool| json!({"name": name, "isDeprecated": old, "deprecationReason": old.then_some("No longer supported")});
    let write = json!([input("what", &named("INPUT_OBJECT", "Cargo"), json!(null))]);
    let cargo = json!([
        input("kg", &named("SCALAR", "Float"), json!(null)),
        input("note", &named("SCALAR", "String"), json!("\"a \\\"b\\\"\"")),
    ]);
    let tide = json!([input("at", &of("NON_NULL", named("SCALAR", "Int")), json!("3"))]);
    json!({"data": {"__schema": {
        "description": "Quays",
        "queryType": {"name": "Harbour"}, "mutationType": {"name": "Write"}, "subscriptionType": null,
        "types": [
            harbour, place,
            object("Ship", json!([id(), field("built", json!([]), named("SCALAR", "When")), old])),
            object("Buoy", json!([id()])),
            {"kind": "UNION", "name": "Afloat", "possibleTypes": [named("OBJECT", "Ship"), named("OBJECT", "Buoy")]},
            {"kind": "ENUM", "name": "Flag", "enumValues": [flag("RED", false), flag("GREEN", true)]},
            {"kind": "INPUT_OBJECT", "name": "Cargo", "isOneOf": true, "inputFields": cargo},
            {"kind": "SCALAR", "name": "When", "specifiedByURL": "https://when.test"},
            {"kind": "SCALAR", "name": "String", "description": "Text"},
            object("__Type", json!([])),
            object("Write", json!([field("load", write, named("SCALAR", "Boolean"))])),
        ],
        "directives": [
            {"name": "tide", "locations": ["FIELD", "QUERY"], "args": tide, "isRepeatable": true},
            {"name": "skip", "locations": ["FIELD"], "args": []},
        ],
    }}})
}

fn definitions(text: &str) -> Sources {
    Sources::file(SourceText::new("harbour.graphql", text), &Limits::default())
}

fn told(answer: &Value) -> Sources {
    Sources::document(Document::read(SourceText::new("harbour.json", format!("{answer:#}")), &Limits::default()))
}

fn report(before: &Sources, after: &Sources) -> Report {
    compare_sources(before, after, &Options::default()).unwrap()
}

fn errors(answer: &Value) -> Vec<Diagnostic> {
    let file = Sources::file(SourceText::new("harbour.json", answer.to_string()), &Limits::default());
    let report = compare_sources(&file, &file, &Options::default().with_kind(Kind::GraphQl)).unwrap();
    report.diagnostics.into_iter().filter(|it| it.level == DiagnosticLevel::Error).collect()
}

#[test]
fn an_answer_says_what_definitions_say() {
    for (before, after) in [
        (definitions(DEFINITIONS), told(&answer())),
        (told(&answer()), definitions(DEFINITIONS)),
        (told(&answer()["data"]), told(&answer())),
    ] {
        let report = report(&before, &after);
        assert_eq!(report.kind, "graphql");
        assert!(report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
        assert_eq!(report.verdict, Verdict::Identical, "{:#?}", report.findings);
    }
}

#[test]
fn what_changes_is_shown_and_stands_where_the_answer_says_it() {
    let mut after = answer();
    let ship = &mut after["data"]["__schema"]["types"][2]["fields"];
    ship.as_array_mut().unwrap().remove(1);
    let report = report(&told(&answer()), &told(&after));
    assert_eq!((report.findings.len(), report.verdict), (1, Verdict::Breaking));
    let finding = &report.findings[0];
    assert_eq!((finding.rule.as_str(), finding.subject.as_str()), ("field-removed", "Ship.built"));
    let confirmation = &finding.witness.as_ref().unwrap().confirmation;
    assert!(matches!(confirmation, Confirmation::ConfirmedBy(_)), "{confirmation:?}");
    let at = finding.before.as_ref().unwrap();
    let text = format!("{:#}", answer());
    assert_eq!(text.lines().nth(at.start.line - 1).unwrap().trim().trim_end_matches(','), "\"name\": \"built\"");
}

#[test]
fn directives_that_answers_do_not_tell_are_left_out_aloud() {
    let tagged = DEFINITIONS.replace("built: When", "built: When @tag");
    let report = report(&definitions(&format!("directive @tag on FIELD_DEFINITION\n{tagged}")), &told(&answer()));
    let rules: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(rules, ["directive-removed"]);
    assert_eq!(report.diagnostics.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), ["directives-untold"]);
}

#[test]
fn faults_are_told_with_their_place_and_the_rest_is_compared() {
    let mut shallow = answer();
    shallow["data"]["__schema"]["types"][2]["fields"][0]["type"] = of("NON_NULL", Value::Null);
    let said = errors(&shallow);
    assert!(said[0].help.as_ref().unwrap().contains("ofType"), "{said:#?}");
    let pointer = said[0].location.as_ref().unwrap().pointer.clone();
    assert_eq!(pointer.as_deref(), Some("/data/__schema/types/2/fields/0"));
    // Nothing is said of the type that could not be read, neither that it is gone.
    let report = report(&told(&answer()), &told(&shallow));
    assert!(report.findings.is_empty(), "{:#?}", report.findings);

    let refused = json!({"errors": [{"message": "introspection is off"}], "data": null});
    assert!(errors(&refused)[0].message.contains("introspection is off"));
    assert_eq!(told(&refused).kind(), Some(Kind::GraphQl));
    assert!(errors(&json!({"data": {"ships": []}}))[0].message.contains("__schema"));
    assert!(errors(&json!({"__schema": {"queryType": {"name": "Q"}}}))[0].message.contains("types"));
    assert!(errors(&json!({"__schema": {"types": 3}}))[0].message.contains("list"));
}

#[test]
fn nothing_but_names_and_values_gets_into_definitions() {
    for (pointer, value) in [
        ("/data/__schema/types/2/name", "Ship { a: Int } type Other"),
        ("/data/__schema/types/2/fields/0/name", "id: Int x"),
        ("/data/__schema/types/0/fields/1/args/0/defaultValue", "10) @deprecated (x: 1"),
        ("/data/__schema/queryType/name", "Q } type Other { a: Int"),
        ("/data/__schema/directives/0/locations/0", "FIELD directive @a on"),
        ("/data/__schema/types/2/kind", "THING"),
    ] {
        let mut hostile = answer();
        *hostile.pointer_mut(pointer).unwrap() = json!(value);
        assert!(!errors(&hostile).is_empty(), "{pointer}");
        let said = report(&told(&hostile), &told(&hostile));
        assert!(said.findings.is_empty(), "{pointer}: {:#?}", said.findings);
    }
}
