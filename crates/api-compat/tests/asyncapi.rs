//! Random documents of AsyncAPI, random edits: what is said to be safe never finds a message that shows otherwise; documents
//! in other words say the same; hostile ones end with a reason.

#![cfg(all(feature = "asyncapi", feature = "confirm"))]

use api_compat::{Direction, Document, Kind, Limits, Options, compare};
use findings::{Report, Severity, SourceText, Verdict};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use testkit::rewrite::{self, Chance};

/// As many cases, always the same; with `PROPTEST_CASES` as many as that says, others each time.
fn cases(count: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    let rng_seed = if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(wanted.unwrap_or(count)) }
}

fn read(text: &str) -> Document {
    Document::read(SourceText::new("a.json", text), &Limits::default())
}

fn compared(old: &Value, new: &Value, direction: Direction) -> Report {
    let options = Options::default().with_kind(Kind::AsyncApi).with_direction(direction);
    compare(&read(&old.to_string()), &read(&new.to_string()), &options).expect("two documents")
}

/// A message: its name, and the schema of what it holds.
type Message = (&'static str, Value);

/// What an application does: on which channel, whether it receives, and which messages.
type Traffic = Vec<(&'static str, bool, Vec<Message>)>;

fn schemas() -> impl Strategy<Value = Value> {
    let number = prop::sample::select(vec!["integer", "number", "string"]);
    (number, any::<bool>(), prop::option::of(1..4_u8), any::<bool>()).prop_map(|(word, required, least, closed)| {
        let mut id = json!({"type": word});
        if let Some(least) = least {
            id[if word == "string" { "minLength" } else { "minimum" }] = least.into();
        }
        let mut schema = json!({"type": "object", "properties": {"id": id}});
        if required {
            schema["required"] = json!(["id"]);
        }
        if closed {
            schema["additionalProperties"] = false.into();
        }
        schema
    })
}

fn traffic() -> impl Strategy<Value = Traffic> {
    let messages = || {
        let one = |name: &'static str| schemas().prop_map(move |schema| (name, schema));
        (one("Parcel"), prop::option::of(one("Letter")))
            .prop_map(|(one, other)| [Some(one), other].into_iter().flatten().collect::<Vec<Message>>())
    };
    let on = move |channel: &'static str, receives: bool| {
        (messages(), any::<bool>()).prop_map(move |(messages, there)| there.then_some((channel, receives, messages)))
    };
    (on("parcels", true), on("parcels", false), on("parcels.{size}", true), on("lost", false))
        .prop_map(|(a, b, c, d)| [a, b, c, d].into_iter().flatten().collect())
}

/// The traffic as a document of version 2, its messages in the store of parts.
fn two(traffic: &Traffic) -> Value {
    let mut document = json!({"asyncapi": "2.6.0", "info": {"title": "Depot", "version": "1"}, "channels": {}, "components": {"messages": {}}});
    for (at, (channel, receives, messages)) in traffic.iter().enumerate() {
        let mut all = Vec::new();
        for (name, schema) in messages {
            let key = format!("{name}{at}");
            document["components"]["messages"][&key] = json!({"name": name, "payload": schema});
            all.push(json!({"$ref": format!("#/components/messages/{key}")}));
        }
        let word = if *receives { "publish" } else { "subscribe" };
        document["channels"][*channel][word] = json!({"message": {"oneOf": all}});
    }
    document
}

/// The traffic as a document of version 3.
fn three(traffic: &Traffic) -> Value {
    let mut document =
        json!({"asyncapi": "3.0.0", "info": {"title": "Depot", "version": "1"}, "channels": {}, "operations": {}});
    for (at, (channel, receives, messages)) in traffic.iter().enumerate() {
        let key = channel.replace(['.', '{', '}'], "");
        document["channels"][&key]["address"] = (*channel).into();
        let mut all = Vec::new();
        for (name, schema) in messages {
            let own = format!("{name}{receives}");
            document["channels"][&key]["messages"][&own] = json!({"name": name, "payload": schema});
            all.push(json!({"$ref": format!("#/channels/{key}/messages/{own}")}));
        }
        let action = if *receives { "receive" } else { "send" };
        document["operations"][format!("does{at}")] =
            json!({"action": action, "channel": {"$ref": format!("#/channels/{key}")}, "messages": all});
    }
    document
}

/// References of messages replaced by what they lead to.
fn inlined(document: &Value) -> Value {
    let mut copy = document.clone();
    let channels = copy["channels"].as_object_mut().into_iter().flat_map(|it| it.values_mut());
    for message in channels.flat_map(|it| it.as_object_mut().into_iter().flat_map(|it| it.values_mut())) {
        for one in message["message"]["oneOf"].as_array_mut().into_iter().flatten() {
            let target = one["$ref"].as_str().and_then(|it| document.pointer(&it[1..])).cloned();
            *one = target.unwrap_or(Value::Null);
        }
    }
    copy["components"] = json!({});
    copy
}

/// Messages that a schema of these tests may take or not.
fn instances() -> Vec<Value> {
    let ids = [json!(0), json!(1), json!(2), json!(2.5), json!("a"), json!("abcd"), json!(null)];
    let mut all: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    all.extend([json!({}), json!({"id": 3, "other": 1}), json!([])]);
    all
}

/// A message that its writer may send, and that whoever reads there does not take.
fn counterexample(old: &Traffic, new: &Traffic) -> Option<String> {
    for (channel, receives, messages) in old {
        let there = new.iter().find(|(it, action, _)| it == channel && action == receives);
        let Some((_, _, others)) = there else { return Some(format!("nothing on {channel}")) };
        // What clients send is of the old version, and what they read of the new one.
        let (written, reads) = if *receives { (messages, others) } else { (others, messages) };
        for (name, schema) in written {
            let Some((_, reader)) = reads.iter().find(|(it, _)| it == name) else {
                return Some(format!("no {name} on {channel}"));
            };
            let accepts = |schema: &Value, it: &Value| jsonschema::is_valid(schema, it);
            if let Some(shown) = instances().iter().find(|it| accepts(schema, it) && !accepts(reader, it)) {
                return Some(format!("{name} on {channel}: {shown}"));
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(cases(120))]

    /// What is said to be safe never finds a message that shows otherwise; of either version, and of one against the other.
    #[test]
    fn what_is_safe_finds_no_counterexample(old in traffic(), new in traffic(), same in any::<bool>()) {
        // Of two that have nothing in common not much is safe.
        let new: Traffic = if same { old.iter().cloned().zip(new.into_iter().chain(old.clone())).map(|(mut it, other)| { it.2 = other.2; it }).collect() } else { new };
        for (before, after) in [(two(&old), two(&new)), (three(&old), three(&new)), (two(&old), three(&new)), (three(&old), two(&new))] {
            let report = compared(&before, &after, Direction::Backward);
            prop_assert!(!report.could_not_tell(), "{:#?}", report.diagnostics);
            if report.verdict < Verdict::PotentiallyBreaking {
                prop_assert_eq!(counterexample(&old, &new), None, "{}\n{}", before, after);
            }
            let breaking = report.findings.iter().filter(|it| it.severity == Severity::Breaking);
            for finding in breaking {
                let witness = finding.witness.as_ref();
                let is_confirmed = witness.is_some_and(|it| matches!(it.confirmation, findings::Confirmation::ConfirmedBy(_)));
                prop_assert!(is_confirmed, "{before}\n{after}\n{finding:#?}");
            }
        }
    }

    /// The same traffic in other words: references written out, keys in another order, YAML, parts by other names, version 3.
    #[test]
    fn other_words_say_the_same(traffic in traffic(), seed in any::<u64>()) {
        let (before, other) = (two(&traffic), three(&traffic));
        for document in [&before, &other] {
            prop_assert_eq!(compared(document, document, Direction::Full).verdict, Verdict::Identical);
            for text in [rewrite::json(document, &mut Chance::new(seed)), rewrite::yaml(document, &mut Chance::new(seed))] {
                let options = Options::default().with_kind(Kind::AsyncApi).with_direction(Direction::Full);
                let report = compare(&read(&document.to_string()), &read(&text), &options).expect("two documents");
                prop_assert_eq!(report.verdict, Verdict::Identical, "{:#?}\n{}", report.findings, text);
            }
        }
        let renamed: Value = serde_json::from_str(&before.to_string().replace("Parcel0", "Renamed")).expect("as it was");
        for (one, another) in [(&before, &inlined(&before)), (&before, &renamed), (&before, &other), (&other, &before)] {
            let report = compared(one, another, Direction::Full);
            prop_assert!(!report.could_not_tell(), "{:#?}", report.diagnostics);
            prop_assert!(report.verdict < Verdict::Additive, "{:#?}\n{one}\n{another}", report.findings);
        }
    }
}

#[test]
fn hostile_texts_end_with_a_reason() {
    let around = |count: usize| -> String {
        let all: Vec<String> =
            (0..count).map(|at| format!(r##""c{at}": {{"$ref": "#/channels/c{}"}}"##, (at + 1) % count)).collect();
        format!(r#"{{"asyncapi": "2.6.0", "channels": {{{}}}}}"#, all.join(","))
    };
    let traits: Vec<String> =
        (0..200).map(|at| format!(r##"{{"$ref": "#/components/operationTraits/t{at}"}}"##)).collect();
    let stored: Vec<String> =
        (0..200).map(|at| format!(r##""t{at}": {{"traits": [{{"$ref": "#/components/operationTraits/t{at}"}}], "bindings": {{"kafka": {{"k{at}": {at}}}}}}}"##)).collect();
    let merged = format!(
        r#"{{"asyncapi": "2.6.0", "channels": {{"a": {{"publish": {{"traits": [{}]}}}}}}, "components": {{"operationTraits": {{{}}}}}}}"#,
        traits.join(","),
        stored.join(",")
    );
    let deep = format!(
        r#"{{"asyncapi": "3.0.0", "channels": {}{}}}"#,
        r#"{"a": "#.repeat(5_000),
        "1".to_owned() + &"}".repeat(5_000)
    );
    let bound = format!(
        r#"{{"asyncapi": "3.0.0", "servers": {{"a": {{"bindings": {}1{}}}}}}}"#,
        r#"{"kafka": "#.repeat(100),
        "}".repeat(100)
    );
    let many: Vec<String> =
        (0..400).map(|at| format!(r#""s{at}": {{"host": "h{}", "protocol": "amqp"}}"#, at % 7)).collect();
    let servers = format!(r#"{{"asyncapi": "3.0.0", "servers": {{{}}}}}"#, many.join(","));
    let renamed = servers.replace("\"s1", "\"t1");
    let texts = [
        r#"{"asyncapi": []}"#.to_owned(),
        r#"{"asyncapi": "3.0.0"}"#.to_owned(),
        r#"{"asyncapi": "9.9", "channels": [1], "operations": "x", "servers": null}"#.to_owned(),
        r##"{"asyncapi": "3.0.0", "channels": {"$ref": "#/channels"}, "operations": {"o": {"$ref": "#/operations/o"}}}"##.to_owned(),
        r##"{"asyncapi": "3.0.0", "channels": {"a": {"messages": {"m": {"payload": {"$ref": "#/channels/a/messages/m/payload"}}}}},
            "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/a"}, "reply": {"$ref": "#/operations/o/reply"}}}}"##.to_owned(),
        r##"{"asyncapi": "2.6.0", "channels": {"a{{{}}b}": {"publish": {"message": {"traits": [{"$ref": "#/channels"}], "$ref": "#/channels/x"}}}}}"##.to_owned(),
        around(3),
        around(500),
        merged,
        deep,
        bound,
        servers,
        renamed,
    ];
    let options = Options::default().with_kind(Kind::AsyncApi).with_direction(Direction::Full);
    for text in &texts {
        let report = compare(&read(text), &read(text), &options).expect("a report");
        assert!(report.findings.is_empty(), "{text:.200}: {:#?}", report.findings);
        for other in &texts {
            compare(&read(text), &read(other), &options).expect("a report");
        }
    }
}
