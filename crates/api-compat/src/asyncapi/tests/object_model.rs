//! From the table of objects: whatever field comes, goes or changes, in whatever object of version 2.6 or 3.0, a rule has
//! something to say of it; and where a change of it means something, more than that a text has changed.

use std::collections::{BTreeMap, HashSet, VecDeque};

#[cfg(feature = "confirm")]
use findings::{Confirmation, Severity};
use findings::{Report, SourceText};
use serde_json::{Map, Value, json};

use crate::asyncapi::objects::{DOCUMENT, Field, Meaning, Object, Shape};
use crate::{Direction, Document, Kind, Limits, Options};

/// How to get from the root of a document to an object.
type Route = Vec<Step>;

/// A step into a value, and what to put there where nothing is.
#[derive(Clone)]
enum Step {
    Object(String, &'static Object),
    Map(String),
    First(String, &'static Object),
}

impl Step {
    fn key(&self) -> &str {
        match self {
            Self::Object(key, _) | Self::Map(key) | Self::First(key, _) => key,
        }
    }
}

fn keys(route: &[Step]) -> String {
    route.iter().map(Step::key).collect::<Vec<_>>().join("/")
}

/// A document in which everything that can be asked for is used.
fn sound(three: bool) -> Value {
    let info = json!({"title": "Depot", "version": "1"});
    let message = |name: &str| json!({"name": name, "payload": {"type": "object"}});
    if !three {
        return json!({"asyncapi": "2.6.0", "info": info,
            "servers": {"one": {"url": "one.example", "protocol": "kafka", "security": [{"login": []}]},
                "other": {"url": "other.example", "protocol": "kafka"}},
            "channels": {"one": {"publish": {"message": message("M")}}, "other": {"publish": {"message": message("N")}}},
            "components": {"securitySchemes": {"login": {"type": "oauth2", "flows": {}}}}});
    }
    json!({"asyncapi": "3.0.0", "info": info,
        "servers": {"one": {"host": "one.example", "protocol": "kafka"}, "other": {"host": "other.example", "protocol": "kafka"}},
        "channels": {"one": {"address": "a", "messages": {"M": message("M"), "N": message("N")}},
            "other": {"address": "b", "messages": {"O": message("O"), "P": message("P")}}},
        "operations": {"one": {"action": "receive", "channel": {"$ref": "#/channels/one"}}}})
}

/// What the specification demands of an object, and no more.
fn minimal(object: &'static Object, three: bool) -> Value {
    match object.name {
        "Server Object" if three => json!({"host": "new.example", "protocol": "kafka"}),
        "Server Object" => json!({"url": "new.example", "protocol": "kafka"}),
        "Channel Object" if three => json!({"address": "new"}),
        "Operation Object" if three => json!({"action": "send", "channel": {"$ref": "#/channels/one"}}),
        "Operation Object" => json!({"message": {"name": "M", "payload": {"type": "object"}}}),
        "Components Object" => json!({"schemas": {"spare": {"type": "string"}}}),
        "Map of Schemas" => json!({"spare": {"type": "string"}}),
        "Correlation ID Object" | "Operation Reply Address Object" => json!({"location": "$message.header#/id"}),
        "Operation Trait Object" | "Message Trait Object" => json!({"summary": "of a trait"}),
        "OAuth Flows Object" => json!({"implicit": {"authorizationUrl": "https://login.example", "scopes": {}}}),
        "Scopes" => json!({"read": "to read"}),
        "Parameter Object" if three => json!({"enum": ["small"]}),
        "Parameter Object" => json!({"schema": {"type": "string", "maxLength": 5}}),
        "Operation Reply Object" => json!({"channel": {"$ref": "#/channels/other"}}),
        "Message Object" => json!({"payload": {"type": "object"}}),
        "Security Scheme Object" => json!({"type": "oauth2", "flows": {}}),
        "Security Requirement Object" => json!({"login": []}),
        _ => json!({}),
    }
}

/// Two values of a field.
fn values(object: &'static Object, field: &Field, three: bool) -> [Value; 2] {
    let reference = |to: &str| json!({"$ref": to});
    match (object.name, field.name, field.shape) {
        (_, "asyncapi", _) => {
            [json!(if three { "3.0.0" } else { "2.6.0" }), json!(if three { "3.0.1" } else { "2.5.0" })]
        }
        (_, "action", _) => [json!("send"), json!("receive")],
        (_, "schemaFormat", _) => [json!("application/schema+json;version=draft-07"), json!("application/raml+yaml")],
        (_, "servers", Shape::References) => {
            [json!([reference("#/servers/one")]), json!([reference("#/servers/other")])]
        }
        (_, "servers", Shape::Texts) => [json!(["one"]), json!(["other"])],
        ("Operation Reply Object", "messages", _) => {
            [json!([reference("#/channels/other/messages/O")]), json!([reference("#/channels/other/messages/P")])]
        }
        (_, _, Shape::References) => {
            [json!([reference("#/channels/one/messages/M")]), json!([reference("#/channels/one/messages/N")])]
        }
        (_, _, Shape::Reference) => [reference("#/channels/one"), reference("#/channels/other")],
        ("Security Scheme Object", "type", _) => [json!("X509"), json!("plain")],
        (_, _, Shape::Any) => [json!({"a": 1}), json!({"a": 2})],
        (_, "oneOf", _) => {
            let of = |name: &str| json!({"name": name, "payload": {"type": "string"}});
            [json!([of("M"), of("N")]), json!([of("M"), of("L")])]
        }
        (_, _, Shape::Text) => [json!("uno"), json!("due")],
        (_, _, Shape::Texts) => [json!(["one"]), json!(["two"])],
        (_, _, Shape::Schema) => [json!({"type": "object"}), json!({"type": "object", "required": ["a"]})],
        (_, _, Shape::Bindings) => [json!({"nats": {"queue": "one"}}), json!({"nats": {"queue": "two"}})],
        (_, _, Shape::Object(inner)) => {
            let mut other = minimal(inner, three);
            other["x-other"] = json!(1);
            [minimal(inner, three), other]
        }
        (_, _, Shape::Map(inner)) => [json!({"one": minimal(inner, three)}), json!({"two": minimal(inner, three)})],
        (_, _, Shape::List(inner)) => {
            let mut other = minimal(inner, three);
            other["type"] = json!("plain");
            [json!([minimal(inner, three)]), json!([other])]
        }
    }
}

/// All objects of a version, each with a route to it: through what is used where there is one.
fn objects(three: bool) -> Vec<(&'static Object, Route)> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let (mut todo, mut last) = (VecDeque::from([(&DOCUMENT, Route::new())]), VecDeque::new());
    while let Some((object, route)) = todo.pop_front().or_else(|| last.pop_front()) {
        if !seen.insert(object.name) {
            continue;
        }
        for field in object.fields.iter().filter(|it| it.versions.has(three)) {
            let key = field.name.to_owned();
            let (inner, steps) = match field.shape {
                Shape::Object(inner) => (inner, vec![Step::Object(key, inner)]),
                Shape::Map(inner) => (inner, vec![Step::Map(key), Step::Object("one".to_owned(), inner)]),
                Shape::List(inner) => (inner, vec![Step::First(key, inner)]),
                _ => continue,
            };
            let aside = field.name == "components";
            let next: (&'static Object, Route) = (inner, route.iter().cloned().chain(steps).collect());
            // Schemes of version 2 are used by their names.
            if object.name == "Components Object" && field.name == "securitySchemes" {
                let login = vec![Step::Map("components".to_owned()), Step::Map("securitySchemes".to_owned())];
                let login = login.into_iter().chain([Step::Object("login".to_owned(), inner)]).collect();
                todo.push_back((inner, if three { next.1 } else { login }));
            } else if aside {
                last.push_back(next);
            } else {
                todo.push_back(next);
            }
        }
        found.push((object, route));
    }
    found
}

/// The document that has the object at `route`, with the field `key` as `value` or without it.
fn document(three: bool, route: &[Step], key: &str, value: Option<Value>) -> Value {
    let mut document = sound(three);
    let mut at = &mut document;
    for step in route {
        let map = at.as_object_mut().unwrap_or_else(|| panic!("an object before {}", step.key()));
        at = match step {
            Step::Object(key, object) => map.entry(key.clone()).or_insert(minimal(object, three)),
            Step::Map(key) => map.entry(key.clone()).or_insert(json!({})),
            Step::First(key, object) => {
                map.insert(key.clone(), json!([minimal(object, three)]));
                &mut map[key][0]
            }
        };
    }
    let map: &mut Map<String, Value> = at.as_object_mut().unwrap_or_else(|| panic!("an object at {}", keys(route)));
    map.remove(key);
    map.extend(value.map(|value| (key.to_owned(), value)));
    document
}

fn compared(before: &Value, after: &Value, direction: Direction) -> Option<Report> {
    let read = |value: &Value| Document::read(SourceText::new("test.json", value.to_string()), &Limits::default());
    let options = Options::default().with_kind(Kind::AsyncApi).with_direction(direction);
    crate::compare(&read(before), &read(after), &options).ok()
}

/// What the rules say, by their ids.
fn rules(before: &Value, after: &Value) -> Vec<String> {
    let report = compared(before, after, Direction::Backward);
    report.into_iter().flat_map(|report| report.findings).map(|it| it.rule).collect()
}

/// Whatever breaks in either direction is shown, and what looks at it says so too.
#[cfg(feature = "confirm")]
#[test]
fn what_breaks_is_confirmed() {
    let (mut confirmed, mut others) = (0, Vec::new());
    for three in [false, true] {
        for (object, route) in objects(three) {
            for field in object.fields.iter().filter(|it| it.versions.has(three)) {
                let [one, two] = values(object, field, three);
                let all = [None, Some(one), Some(two)].map(|it| document(three, &route, field.name, it));
                for (before, after) in [(0, 1), (1, 0), (1, 2)] {
                    for direction in [Direction::Backward, Direction::Forward] {
                        let report = compared(&all[before], &all[after], direction);
                        let findings = report.into_iter().flat_map(|it| it.findings);
                        for finding in findings.filter(|it| it.severity == Severity::Breaking) {
                            match finding.witness.map(|it| it.confirmation) {
                                Some(Confirmation::ConfirmedBy(_)) => confirmed += 1,
                                other => others.push(format!(
                                    "{} {} {direction:?} {before}-{after}: {} {} {other:?}",
                                    object.name, field.name, finding.rule, finding.subject
                                )),
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(
        confirmed > 100 && others.len() * 20 < confirmed,
        "{confirmed} confirmed, not so {}:\n{}",
        others.len(),
        others.join("\n")
    );
}

#[test]
fn every_edit_of_every_field_has_a_rule() {
    let mut gaps: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut edits = 0;
    let extension = Field {
        name: "x-any",
        versions: crate::asyncapi::objects::In::Both,
        shape: Shape::Any,
        meaning: Meaning::Noted,
    };
    for three in [false, true] {
        for (object, route) in objects(three) {
            let fields = object.fields.iter().filter(|it| it.versions.has(three));
            for field in fields.chain(object.members.is_none().then_some(&extension)) {
                let [one, two] = values(object, field, three);
                let absent = document(three, &route, field.name, None);
                let first = document(three, &route, field.name, Some(one));
                let second = document(three, &route, field.name, Some(two));
                let mut judged = false;
                for (edit, before, after) in
                    [("add", &absent, &first), ("remove", &first, &absent), ("change", &first, &second)]
                {
                    edits += 1;
                    let found = rules(before, after);
                    judged |= found.iter().any(|rule| rule != "asyncapi-text-changed");
                    if before != after && found.is_empty() || found.iter().any(|it| it == "unclassified-change") {
                        let version = if three { 3 } else { 2 };
                        let gap = format!("{edit} `{}` ({version}): {found:?}", field.name);
                        gaps.entry(object.name).or_default().push(gap);
                    }
                }
                let used = !route.iter().any(|step| matches!(step, Step::Object(key, _) if key == "components"));
                if field.meaning == Meaning::Judged && used && !judged {
                    gaps.entry(object.name).or_default().push(format!(
                        "`{}` is a text and no more, at {}",
                        field.name,
                        keys(&route)
                    ));
                }
            }
        }
    }
    assert!(edits > 500, "{edits} edits were tried");
    let lines: Vec<String> =
        gaps.into_iter().map(|(object, gaps)| format!("{object}:\n  {}", gaps.join("\n  "))).collect();
    assert!(lines.is_empty(), "no rule for:\n{}", lines.join("\n"));
}

#[test]
fn wrong_types_everywhere_are_survived_and_told() {
    let wrong = [json!(null), json!(true), json!(1.5), json!("x"), json!([[]]), json!({"a": [{"a": 1}]})];
    for three in [false, true] {
        for (object, route) in objects(three) {
            for field in object.fields.iter().filter(|it| it.versions.has(three)) {
                let [right, _] = values(object, field, three);
                let sound = document(three, &route, field.name, Some(right));
                for value in &wrong {
                    let broken = document(three, &route, field.name, Some(value.clone()));
                    for (before, after) in [(&sound, &broken), (&broken, &sound)] {
                        rules(before, after);
                    }
                    assert!(rules(&broken, &broken).is_empty(), "{} {} {value}", object.name, field.name);
                    let text = value.is_string() || value.is_number() || value.is_boolean();
                    let fits = match field.shape {
                        Shape::Any | Shape::Bindings => true,
                        Shape::Text => text || value.is_null() && field.name == "address",
                        Shape::Texts | Shape::List(_) => value.is_array(),
                        Shape::Schema => value.is_boolean() || value.is_object(),
                        Shape::References | Shape::Reference => false,
                        Shape::Object(_) | Shape::Map(_) => value.is_object(),
                    };
                    let tree = Document::read(SourceText::new("t.json", broken.to_string()), &Limits::default()).tree;
                    let told = crate::asyncapi::check::check(&tree);
                    let is_told = told.iter().any(|it| ["wrong-type", "unknown-action"].contains(&it.code.as_str()));
                    assert!(fits || is_told, "{} {} {value} {told:?}", object.name, field.name);
                }
            }
        }
    }
}

#[test]
fn what_leads_nowhere_has_its_place() {
    let mut broken = sound(true);
    broken["operations"]["two"] = json!({"action": "get", "channel": {"$ref": "#/channels/none"}});
    broken["operations"]["three"] =
        json!({"action": "send", "channel": {"$ref": "#/components/channels/spare"}, "colour": 1});
    broken["components"] =
        json!({"channels": {"spare": {"address": "s"}, "round": {"$ref": "#/components/channels/round"}}});
    let tree = Document::read(SourceText::new("t.json", broken.to_string()), &Limits::default()).tree;
    let told: Vec<String> = crate::asyncapi::check::check(&tree)
        .iter()
        .map(|it| format!("{} {}", it.code, it.location.as_ref().and_then(|at| at.pointer.clone()).unwrap_or_default()))
        .collect();
    let mut expected = [
        "unknown-action /operations/two/action",
        "unresolved-reference /operations/two/channel/$ref",
        "operation-without-channel /operations/three/channel",
        "unknown-field /operations/three/colour",
        "circular-reference /components/channels/round/$ref",
    ];
    let mut told: Vec<&str> = told.iter().map(String::as_str).collect();
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
}
