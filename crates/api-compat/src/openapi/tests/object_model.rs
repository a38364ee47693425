//! From the table of objects: whatever field comes, goes or changes, in whatever object of whatever version, a rule has
//! something to say of it.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

use super::sample;
use crate::openapi::objects::{DOCUMENT, Object, Shape, Version};
use crate::{Document, Kind, Limits, Options};
use findings::SourceText;

/// How to get from the root of a document to an object.
type Route = Vec<Step>;

/// A step into a value, and what to put there where nothing is.
#[derive(Debug, Clone)]
enum Step {
    Object(String, &'static Object),
    Map(String),
    List(String),
    First(&'static Object),
}

/// All objects of a version, each with a route to it: through what clients call where there is one.
fn objects(version: Version) -> Vec<(&'static Object, Route)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut todo = VecDeque::from([(&DOCUMENT, Route::new())]);
    let mut last = VecDeque::new();
    while let Some((object, route)) = todo.pop_front().or_else(|| last.pop_front()) {
        if !seen.insert(object.name) {
            continue;
        }
        for (key, shape) in sample::members(object, version) {
            let aside = route.is_empty() && sample::is_store(&key);
            let member = sample::member_of(&key).to_owned();
            let (inner, steps) = match shape {
                Shape::Object(inner) => (inner, vec![Step::Object(key, inner)]),
                Shape::Map(inner) => (inner, vec![Step::Map(key), Step::Object(member, inner)]),
                Shape::List(inner) => (inner, vec![Step::List(key), Step::First(inner)]),
                _ => continue,
            };
            let next = (inner, route.iter().cloned().chain(steps).collect());
            if aside { last.push_back(next) } else { todo.push_back(next) }
        }
        found.push((object, route));
    }
    found
}

/// The document that has the object at `route`, with the field `key` as `value` or without it.
fn document(version: Version, route: &[Step], key: &str, value: Option<Value>) -> Value {
    let mut document = sample::document(version);
    let mut at = &mut document;
    for step in route {
        let (key, missing) = match step {
            Step::Object(key, object) => (key, sample::minimal(object, version)),
            Step::Map(key) => (key, json!({})),
            Step::List(key) => (key, json!([])),
            Step::First(object) => {
                *at = json!([sample::minimal(object, version)]);
                at = &mut at[0];
                continue;
            }
        };
        let map = at.as_object_mut().unwrap_or_else(|| panic!("an object before {step:?}"));
        sample::make_room(map, key, version);
        at = map.entry(key.clone()).or_insert(missing);
    }
    let map = at.as_object_mut().unwrap_or_else(|| panic!("an object at {route:?}"));
    sample::make_room(map, key, version);
    map.remove(key);
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
    document
}

/// What the rules say, by their ids.
fn rules(before: &Value, after: &Value) -> Vec<String> {
    let read = |value: &Value| Document::read(SourceText::new("test.json", value.to_string()), &Limits::default());
    let report = crate::compare(&read(before), &read(after), &Options::default().with_kind(Kind::OpenApi));
    report
        .map_or_else(|error| vec![error.to_string()], |report| report.findings.into_iter().map(|it| it.rule).collect())
}

#[test]
fn every_edit_of_every_field_has_a_rule() {
    let mut gaps: HashMap<String, Vec<String>> = HashMap::new();
    let mut edits = 0;
    for version in Version::ALL {
        for (object, route) in objects(version) {
            // All keys of a Security Requirement Object are names of schemes.
            let open = object.name != "Security Requirement Object";
            let extension = open.then(|| ("x-any".to_owned(), Shape::Any));
            for (key, shape) in sample::members(object, version).into_iter().chain(extension) {
                let [one, two] = sample::values(object, &key, shape, version);
                let absent = document(version, &route, &key, None);
                let first = document(version, &route, &key, Some(one));
                let second = document(version, &route, &key, Some(two));
                for (edit, before, after) in
                    [("add", &absent, &first), ("remove", &first, &absent), ("change", &first, &second)]
                {
                    edits += 1;
                    let found = rules(before, after);
                    let other = key == "x-any" && found != ["extension-field-changed"];
                    if other || found.is_empty() || found.iter().any(|rule| rule == "unclassified-change") {
                        let gap = format!("{edit} `{key}` ({version}): {found:?}");
                        gaps.entry(object.name.to_owned()).or_default().push(gap);
                    }
                }
            }
        }
    }
    assert!(edits > 1_000, "{edits} edits were tried");
    let mut lines: Vec<_> =
        gaps.into_iter().map(|(object, gaps)| format!("{object}:\n  {}", gaps.join("\n  "))).collect();
    lines.sort();
    assert!(lines.is_empty(), "no rule for:\n{}", lines.join("\n"));
}

#[test]
fn wrong_types_everywhere_are_survived_and_told() {
    let wrong = [json!(null), json!(true), json!(1.5), json!("x"), json!([[]]), json!({"a": [{"a": 1}]})];
    for version in Version::ALL {
        for (object, route) in objects(version) {
            for (key, shape) in sample::members(object, version) {
                let [right, _] = sample::values(object, &key, shape, version);
                let sound = document(version, &route, &key, Some(right));
                let value = wrong[(key.len() + route.len()) % wrong.len()].clone();
                let broken = document(version, &route, &key, Some(value.clone()));
                for (before, after) in [(&sound, &broken), (&broken, &sound), (&broken, &broken)] {
                    rules(before, after);
                }
                let fits = match shape {
                    Shape::Any | Shape::Schema => true,
                    Shape::Text => value.is_string() || value.is_number() || value.is_boolean(),
                    Shape::Flag => value.is_boolean(),
                    Shape::Texts | Shape::List(_) => value.is_array(),
                    _ => value.is_object(),
                };
                if !fits {
                    let told = crate::openapi::check::check(&super::tree(&broken.to_string()));
                    assert!(told.iter().any(|it| it.code == "wrong-type"), "{} {key} {value} {told:?}", object.name);
                }
            }
        }
    }
}
