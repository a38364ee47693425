//! What holds for any files and any edits of them.

use proptest::prelude::*;
use prost_reflect::prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, Kind, Value};

use super::compared;
use crate::{Options, ProtobufLevel};
use findings::{Severity, Verdict};

/// A field as one can write it.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    number: i32,
    label: &'static str,
    kind: &'static str,
    /// Whether it stands in the oneof.
    in_oneof: bool,
}

const KINDS: &[&str] = &[
    "int32",
    "int64",
    "uint32",
    "uint64",
    "sint32",
    "sint64",
    "fixed32",
    "fixed64",
    "sfixed32",
    "sfixed64",
    "bool",
    "string",
    "bytes",
    "float",
    "double",
    "Kind",
    "Leaf",
    "map<string, int32>",
    "map<int64, Leaf>",
];
const LABELS: &[&str] = &["", "optional ", "repeated "];

fn made() -> impl Strategy<Value = Made> {
    (1..12_i32, 0..LABELS.len(), 0..KINDS.len(), any::<bool>()).prop_map(|(number, label, kind, in_oneof)| {
        let kind = KINDS[kind];
        let is_map = kind.starts_with("map");
        let in_oneof = in_oneof && !is_map;
        Made { number, label: if is_map || in_oneof { "" } else { LABELS[label] }, kind, in_oneof }
    })
}

fn fields() -> impl Strategy<Value = Vec<Made>> {
    prop::collection::vec(made(), 1..6).prop_map(|mut fields| {
        fields.sort_by_key(|it| it.number);
        fields.dedup_by_key(|it| it.number);
        fields
    })
}

/// A file with the fields in one message.
fn file(fields: &[Made]) -> String {
    let line = |it: &Made| format!("  {}{} f{} = {};\n", it.label, it.kind, it.number, it.number);
    let plain: String = fields.iter().filter(|it| !it.in_oneof).map(line).collect();
    let one: String = fields.iter().filter(|it| it.in_oneof).map(line).collect();
    let oneof = if one.is_empty() { String::new() } else { format!("  oneof one {{\n{one}  }}\n") };
    format!(
        "syntax = \"proto3\";\npackage p;\nmessage Made {{\n{plain}{oneof}}}\nmessage Leaf {{ int32 a = 1; string b = 2; }}\n\
         enum Kind {{ NONE = 0; ONE = 1; }}\n"
    )
}

/// The same in other words: another order, comments, space.
fn rewritten(fields: &[Made]) -> String {
    let mut turned = fields.to_vec();
    turned.reverse();
    let text = file(&turned).replace(";\n", "; // a; comment {\n\n").replace(" = ", "/* = */=\t");
    text.replace("message Leaf", "// message\nmessage  Leaf")
}

fn pool(text: &str) -> DescriptorPool {
    let mut pool = DescriptorPool::new();
    let parsed = protox::file::File::from_source("a.proto", text).unwrap();
    pool.add_file_descriptor_proto(parsed.into()).unwrap();
    pool
}

/// A value of the kind that fits into every type of its group.
fn value(kind: &Kind, bit: bool) -> Value {
    match kind {
        Kind::Double => Value::F64(if bit { 0.5 } else { 2.0 }),
        Kind::Float => Value::F32(if bit { 0.5 } else { 2.0 }),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(i32::from(bit)),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(i64::from(bit)),
        Kind::Uint32 | Kind::Fixed32 => Value::U32(u32::from(bit)),
        Kind::Uint64 | Kind::Fixed64 => Value::U64(u64::from(bit)),
        Kind::Bool => Value::Bool(bit),
        Kind::String => Value::String("é".to_owned()),
        Kind::Bytes => Value::Bytes("é".as_bytes().to_vec().into()),
        Kind::Enum(_) => Value::EnumNumber(i32::from(bit)),
        Kind::Message(of) => {
            let mut message = DynamicMessage::new(of.clone());
            for field in of.fields() {
                if !field.is_map() && !field.is_list() && !matches!(field.kind(), Kind::Message(_)) {
                    message.set_field(&field, value(&field.kind(), bit));
                }
            }
            Value::Message(message)
        }
    }
}

/// A message with values for those fields that the bits choose.
fn message(pool: &DescriptorPool, bits: u64) -> DynamicMessage {
    let of = pool.get_message_by_name("p.Made").unwrap();
    let mut message = DynamicMessage::new(of.clone());
    for (at, field) in of.fields().enumerate() {
        let bit = |offset: usize| bits >> ((at * 3 + offset) % 64) & 1 == 1;
        if !bit(0) || field.is_map() {
            continue;
        }
        let one = value(&field.kind(), bit(1));
        let all = if field.is_list() { Value::List(vec![one.clone(), value(&field.kind(), bit(2)), one]) } else { one };
        message.set_field(&field, all);
    }
    message
}

fn is_breaking(before: &str, after: &str, level: ProtobufLevel) -> bool {
    let options = Options::default().with_protobuf_level(level);
    let report = compared(&[("a.proto", before)], &[("a.proto", after)], &options);
    assert!(!report.could_not_tell(), "{before}\n{after}\n{:?}", report.diagnostics);
    report.findings.iter().any(|it| it.severity >= Severity::PotentiallyBreaking)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn other_words_are_no_difference(fields in fields()) {
        let (one, other) = (file(&fields), rewritten(&fields));
        for (before, after) in [(&one, &one), (&one, &other), (&other, &one)] {
            let report = compared(&[("a.proto", before)], &[("a.proto", after)], &Options::default());
            prop_assert_eq!(report.verdict, Verdict::Identical, "{:?}", report.findings);
        }
    }

    #[test]
    fn files_that_only_move_types_are_the_same_package(fields in fields()) {
        let all = file(&fields);
        let at = all.find("message Leaf").unwrap();
        let (one, rest) = all.split_at(at);
        let one = one.replace("package p;", "package p;\nimport \"b.proto\";");
        let rest = format!("syntax = \"proto3\";\npackage p;\n{rest}");
        let options = Options::default().with_protobuf_level(ProtobufLevel::Package);
        let report = compared(&[("a.proto", &all)], &[("a.proto", &one), ("b.proto", &rest)], &options);
        prop_assert!(report.verdict < Verdict::PotentiallyBreaking, "{:?}", report.findings);
    }

    #[test]
    fn what_is_safe_is_read_as_it_was_written(old in fields(), new in fields(), keep in any::<u16>(), bits in any::<u64>()) {
        // Most fields stay as they were, as in life.
        let mut edited: Vec<Made> = old.iter().filter(|it| keep >> it.number & 1 == 1).cloned().collect();
        edited.extend(new.iter().filter(|it| edited.iter().all(|old| old.number != it.number)).cloned().collect::<Vec<_>>());
        edited.sort_by_key(|it| it.number);
        prop_assume!(!edited.is_empty());
        let reserved: String = old.iter().filter(|it| edited.iter().all(|new| new.number != it.number))
            .map(|it| format!("reserved {}; reserved \"f{}\";\n", it.number, it.number)).collect();
        let (before, after) = (file(&old), file(&edited).replace("message Made {\n", &format!("message Made {{\n{reserved}")));
        if is_breaking(&before, &after, ProtobufLevel::Wire) {
            return Ok(());
        }
        let (old_pool, new_pool) = (pool(&before), pool(&after));
        for (from, to) in [(&old_pool, &new_pool), (&new_pool, &old_pool)] {
            let written = message(from, bits);
            let bytes = written.encode_to_vec();
            let of = to.get_message_by_name("p.Made").unwrap();
            let read = DynamicMessage::decode(of.clone(), bytes.as_slice());
            prop_assert!(read.is_ok(), "{before}\n{after}\n{written:?}: {:?}", read.err());
            let read = read.unwrap();
            for (field, value) in written.fields() {
                let Some(there) = of.get_field(field.number()) else { continue };
                let (was, is) = (super::super::witness::words(value), super::super::witness::words(&read.get_field(&there)));
                prop_assert_eq!(was, is, "{}\n{}\n{:?}", before, after, written);
            }
        }
        let json = is_breaking(&before, &after, ProtobufLevel::WireJson);
        prop_assert!(json || {
            let mut written = message(&old_pool, bits);
            let known = new_pool.get_message_by_name("p.Made").unwrap();
            let gone: Vec<_> = written.fields().filter(|(it, _)| known.get_field(it.number()).is_none()).map(|(it, _)| it).collect();
            for field in &gone { written.clear_field(field); }
            let text = serde_json::to_string(&written).unwrap();
            let mut reader = serde_json::Deserializer::from_str(&text);
            DynamicMessage::deserialize(known, &mut reader).is_ok()
        }, "{before}\n{after}");
    }

    #[test]
    fn what_breaks_is_shown(old in fields(), new in fields()) {
        let (before, after) = (file(&old), file(&new));
        let options = Options::default().with_protobuf_level(ProtobufLevel::Wire);
        let report = compared(&[("a.proto", &before)], &[("a.proto", &after)], &options);
        for finding in report.findings.iter().filter(|it| it.severity == Severity::Breaking) {
            let witness = finding.witness.as_ref();
            let confirmed = witness.is_some_and(|it| matches!(it.confirmation, findings::Confirmation::ConfirmedBy(_)));
            prop_assert!(confirmed, "{}\n{}\n{:?}", before, after, finding);
        }
    }

    #[test]
    fn any_text_is_survived(text in "(edition|syntax|message|enum|oneof|reserved|=|\"2023\"|\"proto3\"|[{};=\\[\\]<>,.]|string|a|1|2|to|max| |\n|//|/\\*){0,60}") {
        let _ = compared(&[("a.proto", &text)], &[("a.proto", "syntax = \"proto3\"; message A { string a = 1; }")], &Options::default());
        let edition = format!("edition = \"2023\"; {text}");
        let _ = compared(&[("a.proto", &edition)], &[("a.proto", &edition)], &Options::default());
    }
}
