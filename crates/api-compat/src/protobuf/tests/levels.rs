//! What breaks at which level, in which direction, and what shows it.

use findings::{Confirmation, Finding, Severity};

use super::{compared, rules};
use crate::{Direction, Options, ProtobufLevel};

fn breaking(before: &str, after: &str, options: &Options) -> Vec<Finding> {
    let report = compared(&[("a.proto", before)], &[("a.proto", after)], options);
    assert!(!report.could_not_tell(), "{:?}", report.diagnostics);
    report.findings.into_iter().filter(|it| it.severity >= Severity::PotentiallyBreaking).collect()
}

/// At which levels a field of one type cannot become one of another.
fn levels(old: &str, new: &str) -> String {
    let text = |kind: &str| {
        format!(
            "syntax = \"proto3\"; message A {{ {kind} f = 1; }} message B {{}} message C {{}} enum E {{ X = 0; Y = 1; }}"
        )
    };
    let is_broken = |level: &ProtobufLevel| {
        !breaking(&text(old), &text(new), &Options::default().with_protobuf_level(*level)).is_empty()
    };
    ProtobufLevel::ALL.iter().filter(|level| is_broken(level)).map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn types_of_one_group_are_read_as_each_other() {
    assert_eq!(levels("int32", "uint32"), "file package");
    assert_eq!(levels("int32", "int64"), "file package wire-json");
    assert_eq!(levels("bool", "uint64"), "file package wire-json");
    assert_eq!(levels("sint32", "sint64"), "file package wire-json");
    assert_eq!(levels("fixed64", "sfixed64"), "file package");
    assert_eq!(levels("string", "bytes"), "file package wire-json");
    for (old, new) in [("bytes", "string"), ("int32", "sint32"), ("float", "double"), ("B", "C"), ("E", "int32")] {
        assert_eq!(levels(old, new), "file package wire-json wire", "{old} {new}");
    }
    assert_eq!(levels("string", "optional string"), "file package");
    assert_eq!(levels("string", "repeated string"), "file package wire-json wire");
    assert_eq!(levels("map<string, B>", "map<string, B>"), "");
}

#[test]
fn what_only_new_clients_meet_breaks_forwards() {
    let (old, new) = (
        "syntax = \"proto3\"; message A {} service S {}",
        "syntax = \"proto3\"; message A {} service S { rpc Get(A) returns (A); }",
    );
    let found = |direction| breaking(old, new, &Options::default().with_direction(direction));
    assert!(found(Direction::Customary).is_empty() && found(Direction::Backward).is_empty());
    let forward = found(Direction::Forward);
    assert_eq!(forward.iter().map(|it| it.rule.as_str()).collect::<Vec<_>>(), ["rpc-added"]);
    let witness = forward[0].witness.as_ref().unwrap();
    assert!(
        matches!(&witness.confirmation, Confirmation::ConfirmedBy(by) if by.starts_with("prost-reflect")),
        "{witness:?}"
    );
}

#[test]
fn a_required_field_breaks_those_who_do_not_know_it() {
    let old = "syntax = \"proto2\"; message A { optional string a = 1; }";
    let new = "syntax = \"proto2\"; message A { optional string a = 1; required string b = 2; }";
    for (before, after, rule) in [(old, new, "required-field-added"), (new, old, "required-field-removed")] {
        let found = breaking(before, after, &Options::default().with_protobuf_level(ProtobufLevel::Wire));
        assert_eq!(found.iter().map(|it| it.rule.as_str()).collect::<Vec<_>>(), [rule]);
        assert!(matches!(found[0].witness.as_ref().unwrap().confirmation, Confirmation::ConfirmedBy(_)));
    }
}

/// Who breaks by what changes in a message, or in the service that it is for.
fn who(old: &str, new: &str, level: ProtobufLevel) -> String {
    let text = |body: &str| format!("edition = \"2023\"; message A {{}} message B {{ int32 x = 9; }} {body}");
    let found = breaking(&text(old), &text(new), &Options::default().with_protobuf_level(level));
    let words = found.iter().map(|it| it.who_breaks.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("; ")
}

#[test]
fn those_break_who_meet_it() {
    use ProtobufLevel::{File, Wire, WireJson};
    let message = |fields: &str| format!("message M {{ {fields} int32 last = 7; }}");
    let rpc = |rpc: &str| format!("service S {{ {rpc} }}");
    let promise = |level: &str| rpc(&format!("rpc Get(A) returns (A) {{ option idempotency_level = {level}; }}"));
    let (plain, streamed) = (rpc("rpc Get(A) returns (A);"), rpc("rpc Get(stream A) returns (A);"));
    assert_eq!(who(&plain, &streamed, File), "old_writers new_writers");
    assert_eq!(who(&plain, &rpc("rpc Get(A) returns (stream A);"), Wire), "old_readers new_readers");
    assert_eq!(who(&plain, &rpc("rpc Get(B) returns (A);"), Wire), "old_writers new_writers");
    assert_eq!(who(&plain, &rpc("rpc Get(A) returns (B);"), Wire), "old_readers new_readers");
    assert_eq!(who(&promise("NO_SIDE_EFFECTS"), &promise("IDEMPOTENT"), File), "old_writers");
    assert_eq!(who(&plain, &promise("IDEMPOTENT"), Wire), "new_writers");

    let one = message("int32 a = 1;");
    assert_eq!(who(&one, &message(""), Wire), "old_readers old_writers stored_data");
    assert_eq!(who(&one, &message(""), WireJson), "old_readers old_writers new_readers stored_data");
    assert_eq!(who(&one, &message("repeated int32 a = 1;"), Wire), "old_readers new_writers");
    assert_eq!(who(&message("repeated int32 a = 1;"), &one, Wire), "old_writers new_readers stored_data");
    assert_eq!(who(&one, &message("uint32 a = 1;"), File), "old_readers old_writers");
    assert_eq!(who(&message("bytes a = 1;"), &message("string a = 1;"), Wire), "old_writers new_readers stored_data");
    let (apart, together) = (message("int32 a = 1; int32 b = 2;"), message("oneof o { int32 a = 1; int32 b = 2; }"));
    assert!(who(&apart, &together, Wire).starts_with("old_writers new_readers stored_data;"));
    assert!(who(&together, &apart, Wire).starts_with("old_readers new_writers;"));
    let checked = |word: &str| message(&format!("string a = 1 [features.utf8_validation = {word}];"));
    assert_eq!(
        who(&checked("NONE"), &checked("VERIFY"), File).split("; ").next(),
        Some("old_writers new_readers stored_data")
    );
    assert_eq!(who(&checked("VERIFY"), &checked("NONE"), File).split("; ").next(), Some("old_readers new_writers"));
    let enumeration = |values: &str| format!("enum E {{ option allow_alias = true; X = 0; W = 0; {values} }}");
    assert_eq!(who(&enumeration("Y = 1;"), &enumeration(""), Wire), "old_writers new_readers stored_data");
    assert_eq!(
        who(&enumeration("Y = 1; Z = 1;"), &enumeration("Z = 1;"), WireJson),
        "old_writers new_readers stored_data"
    );
}

#[test]
fn a_string_that_is_looked_at_is_shown_by_bytes() {
    let text = |word: &str| {
        format!(
            "edition = \"2023\"; option features.utf8_validation = {word}; message A {{ string a = 3; map<int32, string> b = 5; }}"
        )
    };
    for (old, new) in [("NONE", "VERIFY"), ("VERIFY", "NONE")] {
        let found = breaking(&text(old), &text(new), &Options::default());
        let found: Vec<_> = found.iter().filter(|it| it.rule == "string-validation-changed").collect();
        assert_eq!(found.len(), 2);
        for finding in found {
            let witness = finding.witness.as_ref().unwrap();
            assert!(witness.statement.ends_with("02 ff fe"), "{witness:?}");
            assert!(matches!(witness.confirmation, Confirmation::ConfirmedBy(_)), "{witness:?}");
        }
    }
}

#[test]
fn a_direction_asks_for_those_of_its_side() {
    let (old, new) = (
        "syntax = \"proto3\"; message A { int32 a = 1; int32 b = 2; }",
        "syntax = \"proto3\"; message A { int32 a = 1; }",
    );
    let at = |direction, level| {
        let options = Options::default().with_direction(direction).with_protobuf_level(level);
        !breaking(old, new, &options).is_empty()
    };
    assert!(at(Direction::Backward, ProtobufLevel::Wire));
    // A new reader passes over a number that it does not know, and refuses a name in JSON.
    assert!(!at(Direction::Forward, ProtobufLevel::Wire) && at(Direction::Forward, ProtobufLevel::WireJson));
}

#[test]
fn an_edition_says_the_same_in_other_words() {
    let proto3 = "syntax = \"proto3\"; package p; message A { string a = 1; optional int32 b = 2; repeated int32 c = 3; enum E { X = 0; } E e = 4; }";
    let edition = "edition = \"2023\"; package p; option features.field_presence = IMPLICIT; message A { string a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; repeated int32 c = 3; enum E { X = 0; } E e = 4; }";
    assert_eq!(
        rules(proto3, edition, ProtobufLevel::File)
            .iter()
            .filter(|it| *it != "proto-option-changed")
            .collect::<Vec<_>>(),
        ["file-syntax-changed"]
    );
    let group = "syntax = \"proto2\"; message A { optional group B = 1 { optional int32 c = 2; } }";
    let delimited =
        "edition = \"2023\"; message A { message B { int32 c = 2; } B b = 1 [features.message_encoding = DELIMITED]; }";
    assert!(breaking(group, delimited, &Options::default().with_protobuf_level(ProtobufLevel::Wire)).is_empty());
}

#[test]
fn a_type_that_moves_breaks_files_and_not_packages() {
    let (one, two) = (
        "syntax = \"proto3\"; package p; message A {} message B { A a = 1; }",
        "syntax = \"proto3\"; package p; message A {}",
    );
    let moved = "syntax = \"proto3\"; package p; import \"a.proto\"; message B { A a = 1; }";
    let at = |level| {
        let options = Options::default().with_protobuf_level(level);
        let report = compared(&[("a.proto", one)], &[("a.proto", two), ("b.proto", moved)], &options);
        report.findings.iter().any(|it| it.severity == Severity::Breaking)
    };
    assert!(at(ProtobufLevel::File) && !at(ProtobufLevel::Package));
}

#[test]
fn a_file_that_cannot_be_read_is_left_out_on_both_sides_and_the_rest_is_compared() {
    let good = "syntax = \"proto3\"; package p; message A { string a = 1; }";
    let (other, bad) = ("syntax = \"proto3\"; package p; message B {}", "message {");
    let changed = good.replace("string", "int32");
    let report = compared(
        &[("a.proto", good), ("b.proto", other)],
        &[("a.proto", &changed), ("b.proto", bad)],
        &Options::default(),
    );
    let found: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    assert!(report.could_not_tell());
    assert_eq!(found, ["message-field-type-changed"]);
    let report = compared(&[("a.proto", good)], &[("a.proto", bad)], &Options::default());
    assert!(report.could_not_tell() && report.findings.is_empty());
}
