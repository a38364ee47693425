//! Options that a rule of their own judges.

use super::{Change, Context, Element};

/// Options of files that decide what is generated.
const OF_FILES: &[&str] = &[
    "cc_enable_arenas",
    "cc_generic_services",
    "csharp_namespace",
    "go_package",
    "java_generic_services",
    "java_multiple_files",
    "java_outer_classname",
    "java_package",
    "objc_class_prefix",
    "optimize_for",
    "php_class_prefix",
    "php_metadata_namespace",
    "php_namespace",
    "py_generic_services",
    "ruby_package",
    "swift_prefix",
];

impl Context<'_> {
    /// Whether a rule of its own judges the option.
    #[expect(clippy::unused_self, reason = "rules ask their context")]
    pub(in crate::protobuf) fn is_judged_elsewhere(&self, change: &Change<'_>) -> bool {
        match (change.element, change.item()) {
            (_, "deprecated") | (Element::Message, "no_standard_descriptor_accessor") => change.new == "true",
            (Element::File, name) => OF_FILES.contains(&name),
            (Element::Message, "message_set_wire_format") | (Element::Method, "idempotency_level") => true,
            (Element::Field | Element::Extension, "jstype") => {
                change.fields().is_some_and(|(old, new)| old.kind.is_64_bits() && new.kind.is_64_bits())
            }
            _ => false,
        }
    }
}
