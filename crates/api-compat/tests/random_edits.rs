//! Random edits of an interface: what it says of them is never contradicted by messages made by chance.

use api_compat::{Challenge, Document, Limits, Options};
use findings::{Confirmation, Finding, Report, Severity, SourceText};
use serde_json::{Value, json};
use testkit::rewrite::{self, Chance, visit_schemas};

const DOCUMENTS: [(&str, &str); 2] = [
    ("fleet-3.1.json", include_str!("documents/fleet-3.1.json")),
    ("depot-3.1.json", include_str!("documents/depot-3.1.json")),
];

/// Edits tried on each document.
const EDITS: u64 = 150;

/// Messages made for each operation.
const MESSAGES: usize = 60;

fn compare(before: &Value, after: &Value) -> Report {
    let read = |name, value: &Value| Document::read(SourceText::new(name, value.to_string()), &Limits::default());
    let (before, after) = (read("before", before), read("after", after));
    api_compat::compare(&before, &after, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Edits one schema by chance, or two.
fn edited(original: &Value, chance: &mut Chance) -> Value {
    let mut value = original.clone();
    let dialect = rewrite::Dialect::of(&value);
    let mut count = 0;
    visit_schemas(&mut value, dialect, &mut |_, _| count += 1);
    for _ in 0..=chance.below(2) {
        let (wanted, mut at) = (chance.below(count), 0);
        visit_schemas(&mut value, dialect, &mut |schema, _| {
            if at == wanted {
                edit(schema, chance);
            }
            at += 1;
        });
    }
    value
}

fn edit(schema: &mut Value, chance: &mut Chance) {
    let Value::Object(keywords) = schema else { return };
    let names: Vec<String> = keywords.keys().cloned().collect();
    let known: Vec<String> = keywords
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    let set = |keywords: &mut serde_json::Map<String, Value>, key: &str, value: Value| {
        keywords.insert(key.to_owned(), value);
    };
    match chance.below(16) {
        0 | 1 => {
            if let Some(name) = chance.pick(&names) {
                keywords.remove(name);
            }
        }
        2 => set(keywords, "maxLength", json!(chance.below(6))),
        3 => set(keywords, "minLength", json!(chance.below(4))),
        4 => set(keywords, "minimum", json!(chance.below(5))),
        5 => set(keywords, "exclusiveMaximum", json!(chance.below(100))),
        6 => set(keywords, "maxItems", json!(chance.below(4))),
        7 => set(keywords, "minItems", json!(chance.below(3))),
        8 => set(keywords, "uniqueItems", json!(true)),
        9 => set(keywords, "additionalProperties", json!(chance.one_in(2))),
        10 => set(keywords, "multipleOf", json!(0.5)),
        11 => {
            let required = known.iter().filter(|_| chance.one_in(2)).cloned().collect::<Vec<_>>();
            set(keywords, "required", json!(required));
        }
        12 => {
            let types = ["string", "integer", "number", "object", "array", "null", "boolean"];
            let kept = keywords.get("type").cloned().unwrap_or(json!("null"));
            let other = json!(chance.pick(&types));
            let both = kept.is_string() && kept != other && chance.one_in(2);
            set(keywords, "type", if both { json!([kept, other]) } else { other });
        }
        13 => {
            let mut values = keywords.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
            if values.len() > 1 && chance.one_in(2) {
                values.remove(chance.below(values.len()));
            } else {
                values.push(json!("more"));
            }
            set(keywords, "enum", json!(values));
        }
        14 => {
            if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
                properties.insert("more".to_owned(), json!({ "type": "string", "maxLength": 2 }));
            }
        }
        _ => {
            if let Some(Value::Object(properties)) = keywords.get_mut("properties")
                && let Some(name) = chance.pick(&known)
            {
                properties.remove(name);
            }
        }
    }
}

/// A value that the schema may accept; properties are those that it declares.
fn value(document: &Value, schema: &Value, depth: usize, chance: &mut Chance) -> Value {
    let Value::Object(keywords) = schema else { return json!(1) };
    if let Some(target) = keywords.get("$ref").and_then(Value::as_str).and_then(|it| document.pointer(&it[1..])) {
        return value(document, target, depth + 1, chance);
    }
    if let Some(known) = keywords.get("const") {
        return known.clone();
    }
    if let Some(known) = keywords.get("enum").and_then(Value::as_array).and_then(|it| chance.pick(it)) {
        return known.clone();
    }
    for union in ["oneOf", "anyOf"] {
        if let Some(member) = keywords.get(union).and_then(Value::as_array).and_then(|it| chance.pick(it)) {
            return value(document, member, depth + 1, chance);
        }
    }
    let names: Vec<&str> = match keywords.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ if keywords.contains_key("properties") => vec!["object"],
        _ => vec!["string", "integer", "null", "boolean", "object", "array"],
    };
    match chance.pick(&names).copied().unwrap_or("null") {
        "object" => object(document, schema, depth, chance),
        "array" => array(document, schema, depth, chance),
        "string" => {
            let texts = ["", "a", "ab", "abcd", "abcdefgh", "x-1", "2020-02-03", "1HGCM82633A004352", "D-1234", "more"];
            json!(chance.pick(&texts))
        }
        "integer" => json!(*chance.pick(&[0, 1, 2, 3, 5, -1, 7, 42, 99, 100, 1000]).unwrap_or(&0)),
        "number" => json!(*chance.pick(&[0.0, 0.5, 1.0, 1.25, 2.0, -1.5, 45.0, 99.5, 1e6]).unwrap_or(&0.0)),
        "boolean" => json!(chance.one_in(2)),
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, depth: usize, chance: &mut Chance) -> Value {
    let mut members = serde_json::Map::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = required.contains(&name.as_str());
        if depth < 20 && (is_required || (chance.one_in(2) && depth < 8)) {
            members.insert(name.clone(), value(document, property, depth + 1, chance));
        }
    }
    if schema["patternProperties"].is_object() && chance.one_in(2) {
        members.insert("x-1".to_owned(), json!("a"));
    }
    if schema["additionalProperties"].is_object() && chance.one_in(2) {
        members.insert("other".to_owned(), value(document, &schema["additionalProperties"], depth + 1, chance));
    }
    Value::Object(members)
}

fn array(document: &Value, schema: &Value, depth: usize, chance: &mut Chance) -> Value {
    let mut items: Vec<Value> = schema["prefixItems"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| value(document, item, depth + 1, chance))
        .collect();
    if schema["items"] != json!(false) && depth < 12 {
        for _ in 0..chance.below(4) {
            items.push(value(document, &schema["items"], depth + 1, chance));
        }
    }
    Value::Array(items)
}

/// Where the operations of a document have JSON messages: operation, whether a client writes it, pointer of the schema.
fn messages(document: &Value) -> Vec<(String, bool, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = format!("{} {path}", method.to_uppercase());
            let at = format!("/paths/{}/{method}", path.replace('/', "~1"));
            for (media, body) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                if body.get("schema").is_some() {
                    let media = media.replace('/', "~1");
                    found.push((name.clone(), true, format!("{at}/requestBody/content/{media}/schema")));
                }
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                for (media, body) in response["content"].as_object().into_iter().flatten() {
                    if body.get("schema").is_some() {
                        let media = media.replace('/', "~1");
                        found.push((name.clone(), false, format!("{at}/responses/{status}/content/{media}/schema")));
                    }
                }
            }
        }
    }
    found
}

fn validator(document: &Value, pointer: &str) -> Option<jsonschema::Validator> {
    let pointer: String = pointer
        .chars()
        .map(|it| {
            if it == '{' {
                "%7B".into()
            } else if it == '}' {
                "%7D".into()
            } else {
                it.to_string()
            }
        })
        .collect();
    let schema =
        json!({ "$ref": format!("#{pointer}"), "paths": document["paths"], "components": document["components"] });
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true).build(&schema).ok()
}

fn show(findings: &[Finding]) -> String {
    let lines: Vec<String> =
        findings.iter().map(|it| format!("{} {} {:?} {}", it.severity, it.rule, it.operation, it.message)).collect();
    lines.join("\n")
}

/// A message that works on its own side and is refused on the other belongs to an operation of which that is said.
fn assert_not_contradicted(before: &Value, after: &Value, report: &Report, chance: &mut Chance, what: &str) -> usize {
    let mut tried = 0;
    for (operation, is_request, pointer) in messages(before) {
        let (writer, reader) = if is_request { (before, after) } else { (after, before) };
        let (Some(schema), Some(_)) = (writer.pointer(&pointer), reader.pointer(&pointer)) else { continue };
        let (Some(writes), Some(reads)) = (validator(writer, &pointer), validator(reader, &pointer)) else { continue };
        let is_told = report.findings.iter().any(|it| {
            it.operation.as_ref().is_none_or(|it| *it == operation) && it.severity >= Severity::PotentiallyBreaking
        });
        for _ in 0..MESSAGES {
            let message = value(writer, schema, 0, chance);
            if !writes.is_valid(&message) {
                continue;
            }
            tried += 1;
            let error = reads.validate(&message).err().map(|it| it.to_string()).unwrap_or_default();
            assert!(
                is_told || error.is_empty(),
                "{what}: {operation} ({}) {message}: {error}\n{}",
                if is_request { "request" } else { "response" },
                show(&report.findings)
            );
        }
    }
    tried
}

/// What is called breaking has a witness, and the validator does not see it otherwise.
fn assert_witnessed(report: &Report, what: &str) {
    for finding in &report.findings {
        let Some(witness) = &finding.witness else { continue };
        if let Confirmation::Unconfirmed(why) = &witness.confirmation {
            let is_contradicted =
                why.contains("the value on both sides") || why.contains("the value before the change");
            assert!(!is_contradicted, "{what}: {} {}: {why}\n{}", finding.rule, finding.message, witness.statement);
        }
    }
}

/// The library's own messages find nothing either.
fn assert_not_challenged(before: &Value, after: &Value, seed: u64, what: &str) {
    let read = |name, value: &Value| Document::read(SourceText::new(name, value.to_string()), &Limits::default());
    let wanted = Challenge::default().with_messages(30).with_seed(seed);
    let challenged =
        api_compat::challenge(&read("before", before), &read("after", after), &Options::default(), &wanted);
    let found = challenged.unwrap_or_else(|error| panic!("{what}: {error}")).counterexamples;
    assert!(found.is_empty(), "{what}: {found:?}");
}

#[test]
fn messages_made_by_chance_never_contradict_the_verdict() {
    let mut tried = 0;
    for (name, text) in DOCUMENTS {
        let before: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for seed in 0..EDITS {
            let mut chance = Chance::new(seed);
            let after = edited(&before, &mut chance);
            let what = format!("{name}, seed {seed}");
            let report = compare(&before, &after);
            assert_witnessed(&report, &what);
            tried += assert_not_contradicted(&before, &after, &report, &mut chance, &what);
            if seed % 3 == 0 {
                assert_not_challenged(&before, &after, seed, &what);
            }
        }
    }
    assert!(tried > 10_000, "only {tried} messages worked on their own side");
}
