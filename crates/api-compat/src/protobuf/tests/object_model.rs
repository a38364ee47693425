//! Every field of `descriptor.proto` that says something is compared: what comes, goes and changes.

use std::collections::BTreeSet;

use super::rules;
use crate::ProtobufLevel;

/// A field, a file with a gap, and what may stand in the gap: nothing as well, unless it begins with something.
type Row = (&'static str, &'static str, &'static str, &'static str);

const FILE: &str = "syntax = \"proto2\"; § message M { optional string f = 1; }";
const BODY: &str = "syntax = \"proto2\"; message M { optional string f = 1; optional int64 n = 2; § }";
const FIELD: &str = "syntax = \"proto2\"; message M { optional M m = 3 [lazy = true]; optional string f = 1§; }";
const NUMBER: &str = "syntax = \"proto2\"; message M { optional int64 f = 1§; }";
const ENUM: &str = "syntax = \"proto2\"; enum E { § X = 0; Y = 1; }";
const VALUE: &str = "syntax = \"proto2\"; enum E { X = 0§; }";
const SERVICE: &str = "syntax = \"proto2\"; message M {} message N {} service S { § rpc R(M) returns (M); }";
const METHOD: &str = "syntax = \"proto2\"; message M {} service S { rpc R(M) returns (M) { § } }";
const ONEOF: &str = "syntax = \"proto2\"; message M { oneof o { § string f = 1; } }";
const RANGE: &str = "syntax = \"proto2\"; message M { extensions 100 to 199§; }";
const EDITION: &str =
    "edition = \"2023\"; § message M { string f = 1; repeated int32 n = 2; M m = 3; } enum E { X = 0; }";

const ROWS: &[Row] = &[
    ("FileDescriptorProto.package", FILE, "package a;", "package b;"),
    (
        "FileDescriptorProto.dependency",
        FILE,
        "import \"google/protobuf/any.proto\";",
        "import \"google/protobuf/empty.proto\";",
    ),
    (
        "FileDescriptorProto.public_dependency",
        FILE,
        "import public \"google/protobuf/any.proto\";",
        "import \"google/protobuf/any.proto\";",
    ),
    (
        "FileDescriptorProto.weak_dependency",
        FILE,
        "import weak \"google/protobuf/any.proto\";",
        "import \"google/protobuf/any.proto\";",
    ),
    ("FileDescriptorProto.message_type", FILE, "message A {}", "message B {}"),
    ("FileDescriptorProto.enum_type", FILE, "enum A { X = 0; }", "enum B { Z = 0; }"),
    ("FileDescriptorProto.service", FILE, "service A {}", "service B {}"),
    (
        "FileDescriptorProto.extension",
        FILE,
        "message A { extensions 4 to 9; } extend A { optional M a = 4; }",
        "message A { extensions 4 to 9; } extend A { optional M b = 5; }",
    ),
    ("FileDescriptorProto.options", FILE, "option deprecated = true;", "option deprecated = false;"),
    ("FileDescriptorProto.syntax", "syntax = \"proto§\"; message M { optional string f = 1; }", "=2", "3"),
    ("FileDescriptorProto.edition", "edition = \"202§\"; message M { string f = 1; }", "=3", "4"),
    ("DescriptorProto.name", FILE, "message A {}", "message B {}"),
    ("DescriptorProto.field", BODY, "optional string a = 4;", "optional string a = 5;"),
    (
        "DescriptorProto.extension",
        BODY,
        "extensions 100 to 199; extend M { optional string a = 100; }",
        "extensions 100 to 199; extend M { optional string b = 101; }",
    ),
    ("DescriptorProto.nested_type", BODY, "message A {}", "message B {}"),
    ("DescriptorProto.enum_type", BODY, "enum A { X = 0; }", "enum B { Z = 0; }"),
    ("DescriptorProto.extension_range", BODY, "extensions 100 to 199;", "extensions 200 to 299;"),
    ("DescriptorProto.oneof_decl", BODY, "oneof o { string a = 4; }", "oneof p { string a = 4; }"),
    ("DescriptorProto.options", BODY, "option deprecated = true;", "option no_standard_descriptor_accessor = true;"),
    ("DescriptorProto.reserved_range", BODY, "reserved 7;", "reserved 8 to 9;"),
    ("DescriptorProto.reserved_name", BODY, "reserved \"x\";", "reserved \"y\";"),
    ("ExtensionRange.start", BODY, "extensions 100 to 199;", "extensions 150 to 199;"),
    ("ExtensionRange.end", BODY, "extensions 100 to 199;", "extensions 100 to 150;"),
    ("ExtensionRange.options", RANGE, " [verification = UNVERIFIED]", " [verification = DECLARATION]"),
    ("ReservedRange.start", BODY, "reserved 7 to 9;", "reserved 8 to 9;"),
    ("ReservedRange.end", BODY, "reserved 7 to 9;", "reserved 7 to 8;"),
    ("FieldDescriptorProto.name", BODY, "optional string a = 4;", "optional string b = 4;"),
    ("FieldDescriptorProto.number", BODY, "optional string a = 4;", "optional string a = 5;"),
    ("FieldDescriptorProto.label", BODY, "optional string a = 4;", "repeated string a = 4;"),
    ("FieldDescriptorProto.type", BODY, "optional string a = 4;", "optional bytes a = 4;"),
    (
        "FieldDescriptorProto.type_name",
        FILE,
        "message A {} message B {} message C { optional A a = 1; }",
        "message A {} message B {} message C { optional B a = 1; }",
    ),
    (
        "FieldDescriptorProto.extendee",
        FILE,
        "message A { extensions 4; } message B { extensions 4; } extend A { optional M x = 4; }",
        "message A { extensions 4; } message B { extensions 4; } extend B { optional M x = 4; }",
    ),
    ("FieldDescriptorProto.default_value", FIELD, " [default = \"x\"]", " [default = \"y\"]"),
    ("FieldDescriptorProto.oneof_index", BODY, "oneof o { string a = 4; }", "optional string a = 4;"),
    ("FieldDescriptorProto.json_name", FIELD, " [json_name = \"x\"]", " [json_name = \"y\"]"),
    ("FieldDescriptorProto.options", FIELD, " [deprecated = true]", " [debug_redact = true]"),
    (
        "FieldDescriptorProto.proto3_optional",
        "syntax = \"proto3\"; message M { § }",
        "=string a = 1;",
        "optional string a = 1;",
    ),
    ("OneofDescriptorProto.name", BODY, "oneof o { string a = 4; }", "oneof p { string a = 4; }"),
    ("OneofDescriptorProto.options", ONEOF, "option (x) = 1;", "option (x) = 2;"),
    ("EnumDescriptorProto.name", FILE, "enum A { X = 0; }", "enum B { X = 0; }"),
    ("EnumDescriptorProto.value", ENUM, "Z = 2;", "W = 3;"),
    (
        "EnumDescriptorProto.options",
        ENUM,
        "option deprecated = true;",
        "option deprecated = true; option allow_alias = true;",
    ),
    ("EnumDescriptorProto.reserved_range", ENUM, "reserved 7;", "reserved 8 to 9;"),
    ("EnumDescriptorProto.reserved_name", ENUM, "reserved \"A\";", "reserved \"B\";"),
    ("EnumReservedRange.start", ENUM, "reserved 7 to 9;", "reserved 8 to 9;"),
    ("EnumReservedRange.end", ENUM, "reserved 7 to 9;", "reserved 7 to 8;"),
    ("EnumValueDescriptorProto.name", ENUM, "Z = 2;", "W = 2;"),
    ("EnumValueDescriptorProto.number", ENUM, "Z = 2;", "Z = 3;"),
    ("EnumValueDescriptorProto.options", VALUE, " [deprecated = true]", " [debug_redact = true]"),
    ("ServiceDescriptorProto.name", FILE, "service A {}", "service B {}"),
    ("ServiceDescriptorProto.method", SERVICE, "rpc A(M) returns (M);", "rpc B(M) returns (M);"),
    ("ServiceDescriptorProto.options", SERVICE, "option deprecated = true;", "option (x) = 2;"),
    ("MethodDescriptorProto.name", SERVICE, "rpc A(M) returns (M);", "rpc B(M) returns (M);"),
    ("MethodDescriptorProto.input_type", SERVICE, "rpc A(M) returns (M);", "rpc A(N) returns (M);"),
    ("MethodDescriptorProto.output_type", SERVICE, "rpc A(M) returns (M);", "rpc A(M) returns (N);"),
    ("MethodDescriptorProto.client_streaming", SERVICE, "rpc A(M) returns (M);", "rpc A(stream M) returns (M);"),
    ("MethodDescriptorProto.server_streaming", SERVICE, "rpc A(M) returns (M);", "rpc A(M) returns (stream M);"),
    ("MethodDescriptorProto.options", METHOD, "option deprecated = true;", "option idempotency_level = IDEMPOTENT;"),
    ("FileOptions.java_package", FILE, "option java_package = \"a\";", "option java_package = \"b\";"),
    (
        "FileOptions.java_outer_classname",
        FILE,
        "option java_outer_classname = \"A\";",
        "option java_outer_classname = \"B\";",
    ),
    ("FileOptions.java_multiple_files", FILE, "option java_multiple_files = true;", ""),
    ("FileOptions.java_generate_equals_and_hash", FILE, "option java_generate_equals_and_hash = true;", ""),
    ("FileOptions.java_string_check_utf8", FILE, "option java_string_check_utf8 = true;", ""),
    ("FileOptions.optimize_for", FILE, "option optimize_for = CODE_SIZE;", "option optimize_for = LITE_RUNTIME;"),
    ("FileOptions.go_package", FILE, "option go_package = \"a\";", "option go_package = \"b\";"),
    ("FileOptions.cc_generic_services", FILE, "option cc_generic_services = true;", ""),
    ("FileOptions.java_generic_services", FILE, "option java_generic_services = true;", ""),
    ("FileOptions.py_generic_services", FILE, "option py_generic_services = true;", ""),
    ("FileOptions.deprecated", FILE, "option deprecated = true;", ""),
    ("FileOptions.cc_enable_arenas", FILE, "option cc_enable_arenas = false;", ""),
    ("FileOptions.objc_class_prefix", FILE, "option objc_class_prefix = \"A\";", "option objc_class_prefix = \"B\";"),
    ("FileOptions.csharp_namespace", FILE, "option csharp_namespace = \"A\";", "option csharp_namespace = \"B\";"),
    ("FileOptions.swift_prefix", FILE, "option swift_prefix = \"A\";", "option swift_prefix = \"B\";"),
    ("FileOptions.php_class_prefix", FILE, "option php_class_prefix = \"A\";", "option php_class_prefix = \"B\";"),
    ("FileOptions.php_namespace", FILE, "option php_namespace = \"A\";", "option php_namespace = \"B\";"),
    ("FileOptions.php_generic_services", FILE, "option php_generic_services = true;", ""),
    (
        "FileOptions.php_metadata_namespace",
        FILE,
        "option php_metadata_namespace = \"A\";",
        "option php_metadata_namespace = \"B\";",
    ),
    ("FileOptions.ruby_package", FILE, "option ruby_package = \"A\";", "option ruby_package = \"B\";"),
    (
        "FileOptions.features",
        EDITION,
        "option features.enum_type = CLOSED;",
        "option features.json_format = LEGACY_BEST_EFFORT;",
    ),
    ("MessageOptions.message_set_wire_format", BODY, "option message_set_wire_format = true;", ""),
    ("MessageOptions.no_standard_descriptor_accessor", BODY, "option no_standard_descriptor_accessor = true;", ""),
    ("MessageOptions.deprecated", BODY, "option deprecated = true;", ""),
    (
        "MessageOptions.deprecated_legacy_json_field_conflicts",
        BODY,
        "option deprecated_legacy_json_field_conflicts = true;",
        "",
    ),
    (
        "MessageOptions.features",
        "edition = \"2023\"; message M { § string f = 1; }",
        "option features.json_format = LEGACY_BEST_EFFORT;",
        "",
    ),
    ("FieldOptions.ctype", FIELD, " [ctype = CORD]", " [ctype = STRING_PIECE]"),
    ("FieldOptions.packed", "syntax = \"proto2\"; message M { repeated int32 f = 1§; }", " [packed = true]", ""),
    ("FieldOptions.jstype", NUMBER, " [jstype = JS_STRING]", " [jstype = JS_NUMBER]"),
    ("FieldOptions.lazy", FIELD, " [lazy = true]", ""),
    ("FieldOptions.unverified_lazy", FIELD, " [unverified_lazy = true]", ""),
    ("FieldOptions.deprecated", FIELD, " [deprecated = true]", ""),
    ("FieldOptions.weak", FIELD, " [weak = true]", ""),
    ("FieldOptions.debug_redact", FIELD, " [debug_redact = true]", ""),
    ("FieldOptions.retention", FIELD, " [retention = RETENTION_SOURCE]", " [retention = RETENTION_RUNTIME]"),
    ("FieldOptions.targets", FIELD, " [targets = TARGET_TYPE_FILE]", " [targets = TARGET_TYPE_FIELD]"),
    (
        "FieldOptions.edition_defaults",
        FIELD,
        " [edition_defaults = { edition: EDITION_2023, value: \"A\" }]",
        " [edition_defaults = { edition: EDITION_2023, value: \"B\" }]",
    ),
    (
        "FieldOptions.features",
        "edition = \"2023\"; message M { string f = 1§; }",
        " [features.field_presence = IMPLICIT]",
        " [features.utf8_validation = NONE]",
    ),
    (
        "OneofOptions.features",
        ONEOF,
        "option features = { utf8_validation: NONE };",
        "option features = { utf8_validation: VERIFY };",
    ),
    ("EnumOptions.allow_alias", ENUM, "option allow_alias = true;", ""),
    ("EnumOptions.deprecated", ENUM, "option deprecated = true;", ""),
    (
        "EnumOptions.deprecated_legacy_json_field_conflicts",
        ENUM,
        "option deprecated_legacy_json_field_conflicts = true;",
        "",
    ),
    ("EnumOptions.features", "edition = \"2023\"; enum E { § X = 0; }", "option features.enum_type = CLOSED;", ""),
    ("EnumValueOptions.deprecated", VALUE, " [deprecated = true]", ""),
    ("EnumValueOptions.features", VALUE, " [features.json_format = ALLOW]", ""),
    ("EnumValueOptions.debug_redact", VALUE, " [debug_redact = true]", ""),
    ("ServiceOptions.features", SERVICE, "option features.json_format = ALLOW;", ""),
    ("ServiceOptions.deprecated", SERVICE, "option deprecated = true;", ""),
    ("MethodOptions.deprecated", METHOD, "option deprecated = true;", ""),
    (
        "MethodOptions.idempotency_level",
        METHOD,
        "option idempotency_level = IDEMPOTENT;",
        "option idempotency_level = NO_SIDE_EFFECTS;",
    ),
    ("MethodOptions.features", METHOD, "option features.json_format = ALLOW;", ""),
    (
        "ExtensionRangeOptions.declaration",
        RANGE,
        " [declaration = { number: 100, full_name: \".a\", type: \".M\" }]",
        " [declaration = { number: 101, full_name: \".a\", type: \".M\" }]",
    ),
    ("ExtensionRangeOptions.verification", RANGE, " [verification = UNVERIFIED]", " [verification = DECLARATION]"),
    ("ExtensionRangeOptions.features", RANGE, " [features.json_format = ALLOW]", ""),
    (
        "FeatureSet.field_presence",
        EDITION,
        "option features.field_presence = IMPLICIT;",
        "option features.field_presence = LEGACY_REQUIRED;",
    ),
    ("FeatureSet.enum_type", EDITION, "option features.enum_type = CLOSED;", ""),
    ("FeatureSet.repeated_field_encoding", EDITION, "option features.repeated_field_encoding = EXPANDED;", ""),
    ("FeatureSet.utf8_validation", EDITION, "option features.utf8_validation = NONE;", ""),
    ("FeatureSet.message_encoding", EDITION, "option features.message_encoding = DELIMITED;", ""),
    ("FeatureSet.json_format", EDITION, "option features.json_format = LEGACY_BEST_EFFORT;", ""),
];

/// Fields that say nothing of what is declared, and why.
const MEANINGLESS: &[(&str, &str)] = &[
    ("FileDescriptorProto.name", "it is where the file lies: a file of another name is another file"),
    ("FileDescriptorProto.source_code_info", "places and comments"),
    ("MessageOptions.map_entry", "made by the compiler for a map, and refused where somebody writes it"),
    ("*.uninterpreted_option", "how the parser hands options on"),
];

const MESSAGES: &[&str] = &[
    "FileDescriptorProto",
    "DescriptorProto",
    "DescriptorProto.ExtensionRange",
    "DescriptorProto.ReservedRange",
    "FieldDescriptorProto",
    "OneofDescriptorProto",
    "EnumDescriptorProto",
    "EnumDescriptorProto.EnumReservedRange",
    "EnumValueDescriptorProto",
    "ServiceDescriptorProto",
    "MethodDescriptorProto",
    "FileOptions",
    "MessageOptions",
    "FieldOptions",
    "OneofOptions",
    "EnumOptions",
    "EnumValueOptions",
    "ServiceOptions",
    "MethodOptions",
    "ExtensionRangeOptions",
    "FeatureSet",
];

#[test]
fn every_field_has_a_row_or_a_reason() {
    let pool = prost_reflect::DescriptorPool::global();
    let mut missing = Vec::new();
    let known: BTreeSet<&str> = ROWS.iter().map(|row| row.0).chain(MEANINGLESS.iter().map(|row| row.0)).collect();
    for name in MESSAGES {
        let message = pool.get_message_by_name(&format!("google.protobuf.{name}")).unwrap();
        for field in message.fields() {
            let row = format!("{}.{}", message.name(), field.name());
            if field.name() != "uninterpreted_option" && !known.contains(row.as_str()) {
                missing.push(row);
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_comes_goes_and_changes_is_found() {
    let mut silent = Vec::new();
    for (field, file, one, other) in ROWS {
        let text = |gap: &str| file.replace('§', gap.trim_start_matches('='));
        let mut pairs = vec![(text(one), text(other))];
        if !one.starts_with('=') {
            pairs.push((text(""), text(one)));
        }
        for (a, b) in pairs {
            for (before, after) in [(&a, &b), (&b, &a)] {
                if rules(before, after, ProtobufLevel::File).is_empty() {
                    silent.push(format!("{field}: {before} -> {after}"));
                }
            }
            assert!(rules(&a, &a, ProtobufLevel::File).is_empty(), "{field}");
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
