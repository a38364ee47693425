//! All rules of the format. Written by `cargo xtask codegen`; do not edit.

use super::RuleFile;

mod enumeration {
    pub(super) mod enum_alias_added;
    pub(super) mod enum_json_format_lost;
    pub(super) mod enum_json_format_promised;
    pub(super) mod enum_number_added;
    pub(super) mod enum_number_removed;
    pub(super) mod enum_number_renamed;
    pub(super) mod enum_openness_changed;
    pub(super) mod enum_reservation_added;
    pub(super) mod enum_reservation_removed;
}
mod field {
    pub(super) mod cpp_string_piece_replaced;
    pub(super) mod cpp_string_type_changed;
    pub(super) mod extension_target_changed;
    pub(super) mod field_cardinality_changed;
    pub(super) mod field_default_changed;
    pub(super) mod field_jstype_changed;
    pub(super) mod field_oneof_changed;
    pub(super) mod field_packing_changed;
    pub(super) mod java_string_validation_changed;
    pub(super) mod json_name_changed;
    pub(super) mod message_field_renamed;
    pub(super) mod message_field_type_changed;
    pub(super) mod string_validation_changed;
}
mod file {
    pub(super) mod file_edition_changed;
    pub(super) mod file_package_changed;
    pub(super) mod file_syntax_changed;
    pub(super) mod import_changed;
    pub(super) mod proto_file_added;
    pub(super) mod proto_file_removed;
    pub(super) mod proto_package_added;
    pub(super) mod proto_package_removed;
    pub(super) mod public_import_removed;
}
mod file_option {
    pub(super) mod cc_enable_arenas_changed;
    pub(super) mod cc_generic_services_changed;
    pub(super) mod csharp_namespace_changed;
    pub(super) mod go_package_changed;
    pub(super) mod java_generic_services_changed;
    pub(super) mod java_multiple_files_changed;
    pub(super) mod java_outer_classname_changed;
    pub(super) mod java_package_changed;
    pub(super) mod objc_class_prefix_changed;
    pub(super) mod optimize_for_changed;
    pub(super) mod php_class_prefix_changed;
    pub(super) mod php_metadata_namespace_changed;
    pub(super) mod php_namespace_changed;
    pub(super) mod py_generic_services_changed;
    pub(super) mod ruby_package_changed;
    pub(super) mod swift_prefix_changed;
}
mod message {
    pub(super) mod extension_range_added;
    pub(super) mod extension_range_removed;
    pub(super) mod message_field_added;
    pub(super) mod message_field_removed;
    pub(super) mod message_json_format_lost;
    pub(super) mod message_json_format_promised;
    pub(super) mod message_reservation_added;
    pub(super) mod message_reservation_removed;
    pub(super) mod message_set_wire_format_changed;
    pub(super) mod oneof_added;
    pub(super) mod oneof_removed;
    pub(super) mod required_field_added;
    pub(super) mod required_field_removed;
    pub(super) mod standard_descriptor_accessor_disabled;
}
mod option {
    pub(super) mod custom_option_changed;
    pub(super) mod proto_deprecated;
    pub(super) mod proto_option_changed;
}
mod service {
    pub(super) mod rpc_added;
    pub(super) mod rpc_client_streaming_changed;
    pub(super) mod rpc_idempotency_changed;
    pub(super) mod rpc_removed;
    pub(super) mod rpc_request_type_changed;
    pub(super) mod rpc_response_type_changed;
    pub(super) mod rpc_server_streaming_changed;
}
mod types {
    pub(super) mod enum_type_added;
    pub(super) mod enum_type_moved;
    pub(super) mod enum_type_removed;
    pub(super) mod extension_added;
    pub(super) mod extension_moved;
    pub(super) mod extension_removed;
    pub(super) mod message_type_added;
    pub(super) mod message_type_moved;
    pub(super) mod message_type_removed;
    pub(super) mod service_added;
    pub(super) mod service_moved;
    pub(super) mod service_removed;
}

/// By kind of object and id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (enumeration::enum_alias_added::RULES, enumeration::enum_alias_added::check),
    (enumeration::enum_json_format_lost::RULES, enumeration::enum_json_format_lost::check),
    (enumeration::enum_json_format_promised::RULES, enumeration::enum_json_format_promised::check),
    (enumeration::enum_number_added::RULES, enumeration::enum_number_added::check),
    (enumeration::enum_number_removed::RULES, enumeration::enum_number_removed::check),
    (enumeration::enum_number_renamed::RULES, enumeration::enum_number_renamed::check),
    (enumeration::enum_openness_changed::RULES, enumeration::enum_openness_changed::check),
    (enumeration::enum_reservation_added::RULES, enumeration::enum_reservation_added::check),
    (enumeration::enum_reservation_removed::RULES, enumeration::enum_reservation_removed::check),
    (field::cpp_string_piece_replaced::RULES, field::cpp_string_piece_replaced::check),
    (field::cpp_string_type_changed::RULES, field::cpp_string_type_changed::check),
    (field::extension_target_changed::RULES, field::extension_target_changed::check),
    (field::field_cardinality_changed::RULES, field::field_cardinality_changed::check),
    (field::field_default_changed::RULES, field::field_default_changed::check),
    (field::field_jstype_changed::RULES, field::field_jstype_changed::check),
    (field::field_oneof_changed::RULES, field::field_oneof_changed::check),
    (field::field_packing_changed::RULES, field::field_packing_changed::check),
    (field::java_string_validation_changed::RULES, field::java_string_validation_changed::check),
    (field::json_name_changed::RULES, field::json_name_changed::check),
    (field::message_field_renamed::RULES, field::message_field_renamed::check),
    (field::message_field_type_changed::RULES, field::message_field_type_changed::check),
    (field::string_validation_changed::RULES, field::string_validation_changed::check),
    (file::file_edition_changed::RULES, file::file_edition_changed::check),
    (file::file_package_changed::RULES, file::file_package_changed::check),
    (file::file_syntax_changed::RULES, file::file_syntax_changed::check),
    (file::import_changed::RULES, file::import_changed::check),
    (file::proto_file_added::RULES, file::proto_file_added::check),
    (file::proto_file_removed::RULES, file::proto_file_removed::check),
    (file::proto_package_added::RULES, file::proto_package_added::check),
    (file::proto_package_removed::RULES, file::proto_package_removed::check),
    (file::public_import_removed::RULES, file::public_import_removed::check),
    (file_option::cc_enable_arenas_changed::RULES, file_option::cc_enable_arenas_changed::check),
    (file_option::cc_generic_services_changed::RULES, file_option::cc_generic_services_changed::check),
    (file_option::csharp_namespace_changed::RULES, file_option::csharp_namespace_changed::check),
    (file_option::go_package_changed::RULES, file_option::go_package_changed::check),
    (file_option::java_generic_services_changed::RULES, file_option::java_generic_services_changed::check),
    (file_option::java_multiple_files_changed::RULES, file_option::java_multiple_files_changed::check),
    (file_option::java_outer_classname_changed::RULES, file_option::java_outer_classname_changed::check),
    (file_option::java_package_changed::RULES, file_option::java_package_changed::check),
    (file_option::objc_class_prefix_changed::RULES, file_option::objc_class_prefix_changed::check),
    (file_option::optimize_for_changed::RULES, file_option::optimize_for_changed::check),
    (file_option::php_class_prefix_changed::RULES, file_option::php_class_prefix_changed::check),
    (file_option::php_metadata_namespace_changed::RULES, file_option::php_metadata_namespace_changed::check),
    (file_option::php_namespace_changed::RULES, file_option::php_namespace_changed::check),
    (file_option::py_generic_services_changed::RULES, file_option::py_generic_services_changed::check),
    (file_option::ruby_package_changed::RULES, file_option::ruby_package_changed::check),
    (file_option::swift_prefix_changed::RULES, file_option::swift_prefix_changed::check),
    (message::extension_range_added::RULES, message::extension_range_added::check),
    (message::extension_range_removed::RULES, message::extension_range_removed::check),
    (message::message_field_added::RULES, message::message_field_added::check),
    (message::message_field_removed::RULES, message::message_field_removed::check),
    (message::message_json_format_lost::RULES, message::message_json_format_lost::check),
    (message::message_json_format_promised::RULES, message::message_json_format_promised::check),
    (message::message_reservation_added::RULES, message::message_reservation_added::check),
    (message::message_reservation_removed::RULES, message::message_reservation_removed::check),
    (message::message_set_wire_format_changed::RULES, message::message_set_wire_format_changed::check),
    (message::oneof_added::RULES, message::oneof_added::check),
    (message::oneof_removed::RULES, message::oneof_removed::check),
    (message::required_field_added::RULES, message::required_field_added::check),
    (message::required_field_removed::RULES, message::required_field_removed::check),
    (message::standard_descriptor_accessor_disabled::RULES, message::standard_descriptor_accessor_disabled::check),
    (option::custom_option_changed::RULES, option::custom_option_changed::check),
    (option::proto_deprecated::RULES, option::proto_deprecated::check),
    (option::proto_option_changed::RULES, option::proto_option_changed::check),
    (service::rpc_added::RULES, service::rpc_added::check),
    (service::rpc_client_streaming_changed::RULES, service::rpc_client_streaming_changed::check),
    (service::rpc_idempotency_changed::RULES, service::rpc_idempotency_changed::check),
    (service::rpc_removed::RULES, service::rpc_removed::check),
    (service::rpc_request_type_changed::RULES, service::rpc_request_type_changed::check),
    (service::rpc_response_type_changed::RULES, service::rpc_response_type_changed::check),
    (service::rpc_server_streaming_changed::RULES, service::rpc_server_streaming_changed::check),
    (types::enum_type_added::RULES, types::enum_type_added::check),
    (types::enum_type_moved::RULES, types::enum_type_moved::check),
    (types::enum_type_removed::RULES, types::enum_type_removed::check),
    (types::extension_added::RULES, types::extension_added::check),
    (types::extension_moved::RULES, types::extension_moved::check),
    (types::extension_removed::RULES, types::extension_removed::check),
    (types::message_type_added::RULES, types::message_type_added::check),
    (types::message_type_moved::RULES, types::message_type_moved::check),
    (types::message_type_removed::RULES, types::message_type_removed::check),
    (types::service_added::RULES, types::service_added::check),
    (types::service_moved::RULES, types::service_moved::check),
    (types::service_removed::RULES, types::service_removed::check),
];
