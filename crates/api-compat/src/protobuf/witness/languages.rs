//! What languages add to the features of editions: as much of their files as is compared.

use prost_reflect::prost_types::FileDescriptorProto;
use protox::file::File;

/// `google/protobuf/cpp_features.proto`.
const CPP: &str = "\
    syntax = \"proto2\"; package pb; import \"google/protobuf/descriptor.proto\";\n\
    extend google.protobuf.FeatureSet { optional CppFeatures cpp = 1000; }\n\
    message CppFeatures {\n\
      enum StringType { STRING_TYPE_UNKNOWN = 0; VIEW = 1; CORD = 2; STRING = 3; }\n\
      optional bool legacy_closed_enum = 1; optional StringType string_type = 2;\n\
      optional bool enum_name_uses_string_view = 3;\n\
    }\n";

/// `google/protobuf/java_features.proto`.
const JAVA: &str = "\
    syntax = \"proto2\"; package pb; import \"google/protobuf/descriptor.proto\";\n\
    extend google.protobuf.FeatureSet { optional JavaFeatures java = 1001; }\n\
    message JavaFeatures {\n\
      enum Utf8Validation { UTF8_VALIDATION_UNKNOWN = 0; DEFAULT = 1; VERIFY = 2; }\n\
      optional bool legacy_closed_enum = 1; optional Utf8Validation utf8_validation = 2;\n\
      optional bool large_enum = 3; optional bool use_old_outer_classname_default = 4;\n\
    }\n";

/// The file of that name, where it is one of a language.
pub(super) fn file(path: &str) -> Option<FileDescriptorProto> {
    let text = match path {
        "google/protobuf/cpp_features.proto" => CPP,
        "google/protobuf/java_features.proto" => JAVA,
        _ => return None,
    };
    File::from_source(path, text).ok().map(FileDescriptorProto::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_can_be_read() {
        for path in ["google/protobuf/cpp_features.proto", "google/protobuf/java_features.proto"] {
            assert_eq!(file(path).unwrap().package(), "pb");
        }
        assert!(file("a.proto").is_none());
    }
}
