//! Random schemas of Avro, random edits, data by chance: what is said to be read is read, as `apache-avro` shows; equal
//! sides are silent; hostile texts end with a reason.

#![cfg(feature = "avro")]

use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use api_compat::{Direction, Document, Kind, Limits, Options, compare};
use findings::{Confirmation, Report, Severity, SourceText, Verdict};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn compared(old: &Json, new: &Json, direction: Direction) -> Report {
    let read =
        |name: &'static str, text: &Json| Document::read(SourceText::new(name, text.to_string()), &Limits::default());
    let options = Options::default().with_kind(Kind::Avro).with_direction(direction);
    compare(&read("old.avsc", old), &read("new.avsc", new), &options).expect("two schemas")
}

/// Types without names, of some levels.
fn types() -> impl Strategy<Value = Json> {
    let primitive = prop::sample::select(vec!["null", "boolean", "int", "long", "float", "double", "bytes", "string"]);
    let leaf = primitive.prop_map(|word| json!(word));
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            inner.clone().prop_map(|values| json!({"type": "map", "values": values})),
            prop::sample::subsequence(vec!["null", "int", "long", "string", "double"], 1..4)
                .prop_map(|branches| json!(branches)),
        ]
    })
}

/// A record of three fields that may be there, each with a default or none, and an enum.
fn records() -> impl Strategy<Value = Json> {
    let field = |name: &'static str| {
        (types(), any::<bool>(), any::<bool>()).prop_map(move |(types, there, nullable)| {
            let field = if nullable {
                json!({"name": name, "type": ["null", "string"], "default": null})
            } else {
                json!({"name": name, "type": types})
            };
            there.then_some(field)
        })
    };
    let symbols = prop::sample::subsequence(vec!["A", "B", "C"], 1..4);
    (field("a"), field("b"), field("c"), symbols, any::<bool>()).prop_map(|(a, b, c, symbols, default)| {
        let mut kind = json!({"type": "enum", "name": "Kind", "symbols": symbols});
        if default {
            kind["default"] = symbols[0].into();
        }
        let kind = json!({"name": "kind", "type": kind});
        let fields: Vec<Json> = [a, b, c, Some(kind)].into_iter().flatten().collect();
        json!({"type": "record", "name": "Thing", "namespace": "shop", "fields": fields})
    })
}

/// A datum of the schema by chance: numbers are taken off `seeds` one after the other.
fn datum(schema: &Schema, seeds: &mut impl Iterator<Item = u16>) -> Value {
    let seed = seeds.next().unwrap_or_default();
    match schema {
        Schema::Boolean => Value::Boolean(seed.is_multiple_of(2)),
        Schema::Int => Value::Int(i32::from(seed)),
        Schema::Long => Value::Long(i64::from(seed) << (seed % 40)),
        Schema::Float => Value::Float(f32::from(seed)),
        Schema::Double => Value::Double(f64::from(seed) / 4.0),
        Schema::Bytes => Value::Bytes(b"abc"[..usize::from(seed % 4)].to_vec()),
        Schema::String => Value::String("abc"[..usize::from(seed % 4)].to_owned()),
        Schema::Array(array) => Value::Array((0..seed % 3).map(|_| datum(&array.items, seeds)).collect()),
        Schema::Map(map) => Value::Map((0..seed % 3).map(|at| (at.to_string(), datum(&map.types, seeds))).collect()),
        Schema::Union(union) => {
            let branch = usize::from(seed) % union.variants().len();
            let inner = datum(&union.variants()[branch], seeds);
            Value::Union(u32::try_from(branch).unwrap_or_default(), Box::new(inner))
        }
        Schema::Record(record) => {
            Value::Record(record.fields.iter().map(|it| (it.name.clone(), datum(&it.schema, seeds))).collect())
        }
        Schema::Enum(it) => {
            let at = usize::from(seed) % it.symbols.len();
            Value::Enum(u32::try_from(at).unwrap_or_default(), it.symbols[at].clone())
        }
        _ => Value::Null,
    }
}

/// Records that hold what `records` does not: names that differ, sizes, logical types, records within records.
fn named() -> impl Strategy<Value = Json> {
    let fixed = (prop::sample::select(vec!["Sum", "Hash"]), 1..3_u8)
        .prop_map(|(name, size)| json!({"type": "fixed", "name": name, "size": size}));
    let kind = (prop::sample::select(vec!["Kind", "Sort"]), prop::sample::subsequence(vec!["A", "B"], 1..3))
        .prop_map(|(name, symbols)| json!({"type": "enum", "name": name, "symbols": symbols}));
    let logical = prop::sample::select(vec![
        json!({"type": "long", "logicalType": "timestamp-millis"}),
        json!({"type": "long", "logicalType": "timestamp-micros"}),
        json!({"type": "long", "logicalType": "time-micros"}),
        json!({"type": "int", "logicalType": "date"}),
        json!({"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}),
        json!({"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 3}),
        json!("long"),
        json!(["null", {"type": "array", "items": "Thing"}]),
    ]);
    let inner = (prop::sample::select(vec!["Line", "Row"]), types())
        .prop_map(|(name, types)| json!({"type": "record", "name": name, "fields": [{"name": "n", "type": types}]}));
    let one = prop_oneof![fixed.boxed(), kind.boxed(), logical.boxed(), inner.boxed()];
    let field = |name: &'static str| {
        (one.clone(), any::<bool>(), any::<bool>()).prop_map(move |(types, alone, union)| {
            let types = if union && !types.is_array() { json!(["null", types]) } else { types };
            json!({"name": if alone { name } else { "x" }, "type": types})
        })
    };
    (prop::sample::select(vec!["Thing", "Good"]), field("a"), field("b")).prop_map(|(name, a, b)| {
        // Two types of one name would be no schema, and neither would two fields.
        let b = ["Sum", "Hash", "Kind", "Sort", "Line", "Row"].iter().fold(b.to_string(), |text, name| {
            text.replace(&format!("\"name\":\"{name}\""), &format!("\"name\":\"{name}B\""))
        });
        let b: Json = serde_json::from_str(&b).expect("as it was");
        let fields = if a["name"] == b["name"] { json!([a]) } else { json!([a, b]) };
        let schema = json!({"type": "record", "name": name, "fields": fields}).to_string();
        serde_json::from_str(&schema.replace("\"Thing\"", &json!(name).to_string())).expect("as it was")
    })
}

fn parsed(schema: &Json) -> Schema {
    Schema::parse_str(&schema.to_string()).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// What is said to be read is read, whatever is written.
    #[test]
    fn what_is_said_to_be_read_is_read(old in records(), new in records(), seeds in prop::collection::vec(any::<u16>(), 40)) {
        let report = compared(&old, &new, Direction::Backward);
        prop_assert!(!report.could_not_tell(), "{report:#?}");
        let (writer, reader) = (parsed(&old), parsed(&new));
        if report.verdict < Verdict::PotentiallyBreaking {
            let mut seeds = seeds.into_iter();
            for _ in 0..8 {
                let value = datum(&writer, &mut seeds);
                let bytes = GenericDatumWriter::builder(&writer).build().and_then(|it| it.write_value_to_vec(value.clone()));
                let bytes = bytes.map_err(|error| TestCaseError::fail(format!("{error}: {value:?}")))?;
                let read = GenericDatumReader::builder(&writer).reader_schema(&reader).build();
                let read = read.and_then(|it| it.read_value(&mut bytes.as_slice()));
                prop_assert!(read.is_ok(), "{old}\n{new}\n{value:?}\n{read:?}");
            }
        }
    }

    /// What breaks has a witness, and the library confirms it.
    #[test]
    fn what_breaks_is_confirmed((old, new) in prop_oneof![(records(), records()).boxed(), (named(), named()).boxed()]) {
        for direction in [Direction::Backward, Direction::Forward] {
            let report = compared(&old, &new, direction);
            prop_assert!(!report.could_not_tell(), "{report:#?}");
            for finding in report.findings.iter().filter(|it| it.severity == Severity::Breaking) {
                let confirmation = finding.witness.as_ref().map(|it| &it.confirmation);
                prop_assert!(matches!(confirmation, Some(Confirmation::ConfirmedBy(_))), "{old}\n{new}\n{finding:#?}");
            }
        }
    }

    /// Backward and forward mirror each other, and full is the worse of both.
    #[test]
    fn directions_mirror_each_other(old in records(), new in records()) {
        let backward = compared(&old, &new, Direction::Backward).verdict;
        let mirrored = compared(&new, &old, Direction::Forward).verdict;
        let breaks = |verdict: Verdict| verdict >= Verdict::PotentiallyBreaking;
        prop_assert_eq!(breaks(backward), breaks(mirrored), "{}\n{}", old, new);
        let forward = compared(&old, &new, Direction::Forward).verdict;
        let full = compared(&old, &new, Direction::Full).verdict;
        prop_assert_eq!(breaks(full), breaks(backward) || breaks(forward));
    }

    /// A side against itself is silent, also with its keys in another order.
    #[test]
    fn a_schema_against_itself_is_silent(schema in records()) {
        let report = compared(&schema, &schema, Direction::Full);
        prop_assert_eq!(report.verdict, Verdict::Identical, "{:#?}", report.findings);
        let Json::Object(entries) = &schema else { return Ok(()) };
        let reversed: serde_json::Map<String, Json> = entries.iter().rev().map(|(k, v)| (k.clone(), v.clone())).collect();
        prop_assert_eq!(compared(&schema, &Json::Object(reversed), Direction::Full).verdict, Verdict::Identical);
    }
}

#[test]
fn hostile_texts_end_with_a_reason() {
    let deep = format!("{}\"int\"{}", r#"{"type": "array", "items": "#.repeat(3_000), "}".repeat(3_000));
    let chain: Vec<String> = (0..1_500)
        .map(|at| {
            format!(
                r#"{{"type": "record", "name": "R{at}", "fields": [{{"name": "n", "type": "R{}"}}]}}"#,
                (at + 1) % 5_000
            )
        })
        .collect();
    let wide: Vec<String> =
        (0..3_000).map(|at| format!(r#"{{"type": "fixed", "name": "F{at}", "size": {at}}}"#)).collect();
    let doubled: Vec<String> = (0..64)
        .map(|at| {
            let next = if at == 63 { "int".to_owned() } else { format!("D{}", at + 1) };
            let fields = format!(r#"{{"name": "a", "type": "{next}"}}, {{"name": "b", "type": "{next}"}}"#);
            format!(r#"{{"type": "record", "name": "D{at}", "fields": [{fields}]}}"#)
        })
        .collect();
    let list = |all: &[String]| format!("[{}]", all.join(","));
    let texts = [
        String::new(),
        "{".to_owned(),
        "[[[]]]".to_owned(),
        r#"{"type": "record"}"#.to_owned(),
        r#"{"type": "fixed", "name": "F", "size": 99999999999999999999}"#.to_owned(),
        r#"{"type": "fixed", "name": "F", "size": 1e9}"#.to_owned(),
        r#"{"type": "enum", "name": "E", "symbols": [1, null]}"#.to_owned(),
        r#"["null", "nothing", "no.such.type", "null", {"type": "array", "items": "x"}, {"type": "array", "items": "y"}]"#.to_owned(),
        r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]}"#.to_owned(),
        r#"{"protocol": "P", "messages": {"m": {"request": [{"name": "x", "type": "Nothing"}], "response": 1}}}"#
            .to_owned(),
        deep,
        list(&chain),
        list(&wide),
        list(&doubled),
    ];
    let read = |text: &String| Document::read(SourceText::new("a.avsc", text.as_str()), &Limits::default());
    let options = Options::default().with_kind(Kind::Avro).with_direction(Direction::Full);
    for text in &texts {
        let report = compare(&read(text), &read(text), &options).expect("a report");
        assert!(report.findings.iter().all(|it| it.severity == Severity::NonBreaking), "{text:.200}");
        for other in &texts {
            compare(&read(text), &read(other), &options).expect("a report");
        }
    }
}
