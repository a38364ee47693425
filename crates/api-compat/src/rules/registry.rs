//! All rules. Written by `cargo xtask codegen`; do not edit.

use findings::RuleMetadata;

use super::{Check, unclassified, whole};

mod callback {
    pub(super) mod callback_added;
    pub(super) mod callback_address_changed;
    pub(super) mod callback_removed;
}
mod component {
    pub(super) mod component_added;
    pub(super) mod component_changed;
    pub(super) mod component_removed;
}
mod document {
    pub(super) mod default_dialect_changed;
    pub(super) mod document_address_changed;
    pub(super) mod specification_version_changed;
}
mod encoding {
    pub(super) mod encoding_changed;
}
mod extension {
    pub(super) mod extension_field_changed;
}
mod header {
    pub(super) mod header_added;
    pub(super) mod header_became_optional;
    pub(super) mod header_became_required;
    pub(super) mod header_deprecated;
    pub(super) mod header_removed;
    pub(super) mod header_style_changed;
}
mod info {
    pub(super) mod documentation_changed;
    pub(super) mod interface_version_changed;
    pub(super) mod message_example_changed;
}
mod lifecycle {
    pub(super) mod stability_lowered;
    pub(super) mod stability_not_known;
    pub(super) mod stability_raised;
    pub(super) mod sunset_announced;
    pub(super) mod sunset_date_changed;
    pub(super) mod sunset_not_a_date;
    pub(super) mod sunset_withdrawn;
}
mod link {
    pub(super) mod link_added;
    pub(super) mod link_changed;
    pub(super) mod link_removed;
}
mod media_type {
    pub(super) mod content_schema_added;
    pub(super) mod content_schema_removed;
    pub(super) mod media_type_generalized;
    pub(super) mod media_type_specialized;
    pub(super) mod request_media_type_added;
    pub(super) mod request_media_type_removed;
    pub(super) mod response_media_type_added;
    pub(super) mod response_media_type_removed;
}
mod operation {
    pub(super) mod operation_added;
    pub(super) mod operation_deprecated;
    pub(super) mod operation_id_changed;
    pub(super) mod operation_reinstated;
    pub(super) mod operation_removed;
}
mod parameter {
    pub(super) mod empty_value_allowed;
    pub(super) mod empty_value_refused;
    pub(super) mod parameter_added;
    pub(super) mod parameter_became_optional;
    pub(super) mod parameter_became_required;
    pub(super) mod parameter_deprecated;
    pub(super) mod parameter_reinstated;
    pub(super) mod parameter_removed;
    pub(super) mod parameter_renamed;
    pub(super) mod parameter_serialization_changed;
    pub(super) mod parameter_style_changed;
    pub(super) mod required_parameter_added;
    pub(super) mod reserved_characters_allowed;
    pub(super) mod reserved_characters_refused;
}
mod path {
    pub(super) mod path_added;
    pub(super) mod path_removed;
}
mod request_body {
    pub(super) mod request_body_added;
    pub(super) mod request_body_became_optional;
    pub(super) mod request_body_became_required;
    pub(super) mod request_body_removed;
    pub(super) mod required_request_body_added;
}
mod response {
    pub(super) mod response_status_added;
    pub(super) mod response_status_removed;
    pub(super) mod response_statuses_narrowed;
}
mod schema {
    pub(super) mod additional_properties_allowed;
    pub(super) mod additional_properties_forbidden;
    pub(super) mod additional_properties_restricted;
    pub(super) mod additional_properties_unrestricted;
    pub(super) mod all_of_member_added;
    pub(super) mod all_of_member_removed;
    pub(super) mod any_of_added;
    pub(super) mod any_of_member_added;
    pub(super) mod any_of_member_removed;
    pub(super) mod any_of_removed;
    pub(super) mod became_not_nullable;
    pub(super) mod became_not_read_only;
    pub(super) mod became_not_write_only;
    pub(super) mod became_nullable;
    pub(super) mod became_read_only;
    pub(super) mod became_write_only;
    pub(super) mod collection_format_changed;
    pub(super) mod condition_added;
    pub(super) mod condition_changed;
    pub(super) mod condition_removed;
    pub(super) mod consequence_added;
    pub(super) mod consequence_changed;
    pub(super) mod consequence_removed;
    pub(super) mod const_added;
    pub(super) mod const_changed;
    pub(super) mod const_removed;
    pub(super) mod contains_added;
    pub(super) mod contains_changed;
    pub(super) mod contains_removed;
    pub(super) mod content_encoding_changed;
    pub(super) mod content_media_type_changed;
    pub(super) mod content_schema_changed;
    pub(super) mod default_added;
    pub(super) mod default_changed;
    pub(super) mod default_removed;
    pub(super) mod dependent_required_added;
    pub(super) mod dependent_required_changed;
    pub(super) mod dependent_required_removed;
    pub(super) mod dependent_schema_added;
    pub(super) mod dependent_schema_changed;
    pub(super) mod dependent_schema_removed;
    pub(super) mod discriminator_added;
    pub(super) mod discriminator_mapping_added;
    pub(super) mod discriminator_mapping_changed;
    pub(super) mod discriminator_mapping_removed;
    pub(super) mod discriminator_property_changed;
    pub(super) mod discriminator_removed;
    pub(super) mod enum_added;
    pub(super) mod enum_removed;
    pub(super) mod enum_value_added;
    pub(super) mod enum_value_removed;
    pub(super) mod extensible_enum_value_added;
    pub(super) mod extensible_enum_value_removed;
    pub(super) mod format_added;
    pub(super) mod format_changed;
    pub(super) mod format_removed;
    pub(super) mod items_added;
    pub(super) mod items_removed;
    pub(super) mod max_contains_added;
    pub(super) mod max_contains_lowered;
    pub(super) mod max_contains_raised;
    pub(super) mod max_contains_removed;
    pub(super) mod max_items_added;
    pub(super) mod max_items_lowered;
    pub(super) mod max_items_raised;
    pub(super) mod max_items_removed;
    pub(super) mod max_length_added;
    pub(super) mod max_length_lowered;
    pub(super) mod max_length_raised;
    pub(super) mod max_length_removed;
    pub(super) mod max_properties_added;
    pub(super) mod max_properties_lowered;
    pub(super) mod max_properties_raised;
    pub(super) mod max_properties_removed;
    pub(super) mod maximum_added;
    pub(super) mod maximum_lowered;
    pub(super) mod maximum_raised;
    pub(super) mod maximum_removed;
    pub(super) mod min_contains_added;
    pub(super) mod min_contains_lowered;
    pub(super) mod min_contains_raised;
    pub(super) mod min_contains_removed;
    pub(super) mod min_items_added;
    pub(super) mod min_items_lowered;
    pub(super) mod min_items_raised;
    pub(super) mod min_items_removed;
    pub(super) mod min_length_added;
    pub(super) mod min_length_lowered;
    pub(super) mod min_length_raised;
    pub(super) mod min_length_removed;
    pub(super) mod min_properties_added;
    pub(super) mod min_properties_lowered;
    pub(super) mod min_properties_raised;
    pub(super) mod min_properties_removed;
    pub(super) mod minimum_added;
    pub(super) mod minimum_lowered;
    pub(super) mod minimum_raised;
    pub(super) mod minimum_removed;
    pub(super) mod multiple_of_added;
    pub(super) mod multiple_of_changed;
    pub(super) mod multiple_of_removed;
    pub(super) mod not_schema_added;
    pub(super) mod not_schema_changed;
    pub(super) mod not_schema_removed;
    pub(super) mod one_of_added;
    pub(super) mod one_of_member_added;
    pub(super) mod one_of_member_removed;
    pub(super) mod one_of_removed;
    pub(super) mod pattern_added;
    pub(super) mod pattern_changed;
    pub(super) mod pattern_property_added;
    pub(super) mod pattern_property_removed;
    pub(super) mod pattern_removed;
    pub(super) mod prefix_item_added;
    pub(super) mod prefix_item_removed;
    pub(super) mod property_added;
    pub(super) mod property_became_optional;
    pub(super) mod property_became_required;
    pub(super) mod property_names_added;
    pub(super) mod property_names_changed;
    pub(super) mod property_names_removed;
    pub(super) mod property_removed;
    pub(super) mod required_property_added;
    pub(super) mod schema_deprecated;
    pub(super) mod schema_dialect_changed;
    pub(super) mod schema_example_changed;
    pub(super) mod schema_extension_changed;
    pub(super) mod schema_external_docs_changed;
    pub(super) mod schema_identity_changed;
    pub(super) mod schema_narrowed;
    pub(super) mod schema_reactivated;
    pub(super) mod schema_text_changed;
    pub(super) mod schema_widened;
    pub(super) mod type_added;
    pub(super) mod type_changed;
    pub(super) mod type_narrowed;
    pub(super) mod type_removed;
    pub(super) mod type_widened;
    pub(super) mod unevaluated_items_added;
    pub(super) mod unevaluated_items_changed;
    pub(super) mod unevaluated_items_removed;
    pub(super) mod unevaluated_properties_added;
    pub(super) mod unevaluated_properties_changed;
    pub(super) mod unevaluated_properties_removed;
    pub(super) mod unique_items_added;
    pub(super) mod unique_items_removed;
    pub(super) mod unknown_keyword_changed;
    pub(super) mod xml_changed;
}
mod security {
    pub(super) mod default_security_changed;
    pub(super) mod required_scheme_added;
    pub(super) mod required_scheme_removed;
    pub(super) mod security_alternative_added;
    pub(super) mod security_alternative_removed;
    pub(super) mod security_alternative_replaced;
    pub(super) mod security_requirement_added;
    pub(super) mod security_requirement_removed;
    pub(super) mod security_scope_added;
    pub(super) mod security_scope_removed;
}
mod security_scheme {
    pub(super) mod bearer_format_changed;
    pub(super) mod credentials_moved;
    pub(super) mod oauth_flow_added;
    pub(super) mod oauth_flow_removed;
    pub(super) mod oauth_scope_added;
    pub(super) mod oauth_scope_changed;
    pub(super) mod oauth_scope_removed;
    pub(super) mod security_address_changed;
    pub(super) mod security_scheme_added;
    pub(super) mod security_scheme_deprecated;
    pub(super) mod security_scheme_removed;
    pub(super) mod security_scheme_type_changed;
}
mod server {
    pub(super) mod server_added;
    pub(super) mod server_removed;
    pub(super) mod server_variable_changed;
}
mod tag {
    pub(super) mod operation_tag_added;
    pub(super) mod operation_tag_removed;
    pub(super) mod tag_changed;
}
mod webhook {
    pub(super) mod webhook_added;
    pub(super) mod webhook_removed;
}

/// What judges changes outside schemas.
pub(super) const CHECKS: &[Check] = &[
    callback::callback_added::check,
    callback::callback_address_changed::check,
    callback::callback_removed::check,
    component::component_added::check,
    component::component_changed::check,
    component::component_removed::check,
    document::default_dialect_changed::check,
    document::document_address_changed::check,
    document::specification_version_changed::check,
    encoding::encoding_changed::check,
    extension::extension_field_changed::check,
    header::header_added::check,
    header::header_became_optional::check,
    header::header_became_required::check,
    header::header_deprecated::check,
    header::header_removed::check,
    header::header_style_changed::check,
    info::documentation_changed::check,
    info::interface_version_changed::check,
    info::message_example_changed::check,
    lifecycle::stability_lowered::check,
    lifecycle::stability_not_known::check,
    lifecycle::stability_raised::check,
    lifecycle::sunset_announced::check,
    lifecycle::sunset_date_changed::check,
    lifecycle::sunset_not_a_date::check,
    lifecycle::sunset_withdrawn::check,
    link::link_added::check,
    link::link_changed::check,
    link::link_removed::check,
    media_type::content_schema_added::check,
    media_type::content_schema_removed::check,
    media_type::media_type_generalized::check,
    media_type::media_type_specialized::check,
    media_type::request_media_type_added::check,
    media_type::request_media_type_removed::check,
    media_type::response_media_type_added::check,
    media_type::response_media_type_removed::check,
    operation::operation_added::check,
    operation::operation_deprecated::check,
    operation::operation_id_changed::check,
    operation::operation_reinstated::check,
    operation::operation_removed::check,
    parameter::empty_value_allowed::check,
    parameter::empty_value_refused::check,
    parameter::parameter_added::check,
    parameter::parameter_became_optional::check,
    parameter::parameter_became_required::check,
    parameter::parameter_deprecated::check,
    parameter::parameter_reinstated::check,
    parameter::parameter_removed::check,
    parameter::parameter_renamed::check,
    parameter::parameter_serialization_changed::check,
    parameter::parameter_style_changed::check,
    parameter::required_parameter_added::check,
    parameter::reserved_characters_allowed::check,
    parameter::reserved_characters_refused::check,
    path::path_added::check,
    path::path_removed::check,
    request_body::request_body_added::check,
    request_body::request_body_became_optional::check,
    request_body::request_body_became_required::check,
    request_body::request_body_removed::check,
    request_body::required_request_body_added::check,
    response::response_status_added::check,
    response::response_status_removed::check,
    response::response_statuses_narrowed::check,
    security::default_security_changed::check,
    security::required_scheme_added::check,
    security::required_scheme_removed::check,
    security::security_alternative_added::check,
    security::security_alternative_removed::check,
    security::security_alternative_replaced::check,
    security::security_requirement_added::check,
    security::security_requirement_removed::check,
    security::security_scope_added::check,
    security::security_scope_removed::check,
    security_scheme::bearer_format_changed::check,
    security_scheme::credentials_moved::check,
    security_scheme::oauth_flow_added::check,
    security_scheme::oauth_flow_removed::check,
    security_scheme::oauth_scope_added::check,
    security_scheme::oauth_scope_changed::check,
    security_scheme::oauth_scope_removed::check,
    security_scheme::security_address_changed::check,
    security_scheme::security_scheme_added::check,
    security_scheme::security_scheme_deprecated::check,
    security_scheme::security_scheme_removed::check,
    security_scheme::security_scheme_type_changed::check,
    server::server_added::check,
    server::server_removed::check,
    server::server_variable_changed::check,
    tag::operation_tag_added::check,
    tag::operation_tag_removed::check,
    tag::tag_changed::check,
    webhook::webhook_added::check,
    webhook::webhook_removed::check,
];

/// What judges changes of schemas.
pub(super) const SCHEMA_CHECKS: &[Check] = &[
    schema::additional_properties_allowed::check,
    schema::additional_properties_forbidden::check,
    schema::additional_properties_restricted::check,
    schema::additional_properties_unrestricted::check,
    schema::all_of_member_added::check,
    schema::all_of_member_removed::check,
    schema::any_of_added::check,
    schema::any_of_member_added::check,
    schema::any_of_member_removed::check,
    schema::any_of_removed::check,
    schema::became_not_nullable::check,
    schema::became_not_read_only::check,
    schema::became_not_write_only::check,
    schema::became_nullable::check,
    schema::became_read_only::check,
    schema::became_write_only::check,
    schema::collection_format_changed::check,
    schema::condition_added::check,
    schema::condition_changed::check,
    schema::condition_removed::check,
    schema::consequence_added::check,
    schema::consequence_changed::check,
    schema::consequence_removed::check,
    schema::const_added::check,
    schema::const_changed::check,
    schema::const_removed::check,
    schema::contains_added::check,
    schema::contains_changed::check,
    schema::contains_removed::check,
    schema::content_encoding_changed::check,
    schema::content_media_type_changed::check,
    schema::content_schema_changed::check,
    schema::default_added::check,
    schema::default_changed::check,
    schema::default_removed::check,
    schema::dependent_required_added::check,
    schema::dependent_required_changed::check,
    schema::dependent_required_removed::check,
    schema::dependent_schema_added::check,
    schema::dependent_schema_changed::check,
    schema::dependent_schema_removed::check,
    schema::discriminator_added::check,
    schema::discriminator_mapping_added::check,
    schema::discriminator_mapping_changed::check,
    schema::discriminator_mapping_removed::check,
    schema::discriminator_property_changed::check,
    schema::discriminator_removed::check,
    schema::enum_added::check,
    schema::enum_removed::check,
    schema::enum_value_added::check,
    schema::enum_value_removed::check,
    schema::extensible_enum_value_added::check,
    schema::extensible_enum_value_removed::check,
    schema::format_added::check,
    schema::format_changed::check,
    schema::format_removed::check,
    schema::items_added::check,
    schema::items_removed::check,
    schema::max_contains_added::check,
    schema::max_contains_lowered::check,
    schema::max_contains_raised::check,
    schema::max_contains_removed::check,
    schema::max_items_added::check,
    schema::max_items_lowered::check,
    schema::max_items_raised::check,
    schema::max_items_removed::check,
    schema::max_length_added::check,
    schema::max_length_lowered::check,
    schema::max_length_raised::check,
    schema::max_length_removed::check,
    schema::max_properties_added::check,
    schema::max_properties_lowered::check,
    schema::max_properties_raised::check,
    schema::max_properties_removed::check,
    schema::maximum_added::check,
    schema::maximum_lowered::check,
    schema::maximum_raised::check,
    schema::maximum_removed::check,
    schema::min_contains_added::check,
    schema::min_contains_lowered::check,
    schema::min_contains_raised::check,
    schema::min_contains_removed::check,
    schema::min_items_added::check,
    schema::min_items_lowered::check,
    schema::min_items_raised::check,
    schema::min_items_removed::check,
    schema::min_length_added::check,
    schema::min_length_lowered::check,
    schema::min_length_raised::check,
    schema::min_length_removed::check,
    schema::min_properties_added::check,
    schema::min_properties_lowered::check,
    schema::min_properties_raised::check,
    schema::min_properties_removed::check,
    schema::minimum_added::check,
    schema::minimum_lowered::check,
    schema::minimum_raised::check,
    schema::minimum_removed::check,
    schema::multiple_of_added::check,
    schema::multiple_of_changed::check,
    schema::multiple_of_removed::check,
    schema::not_schema_added::check,
    schema::not_schema_changed::check,
    schema::not_schema_removed::check,
    schema::one_of_added::check,
    schema::one_of_member_added::check,
    schema::one_of_member_removed::check,
    schema::one_of_removed::check,
    schema::pattern_added::check,
    schema::pattern_changed::check,
    schema::pattern_property_added::check,
    schema::pattern_property_removed::check,
    schema::pattern_removed::check,
    schema::prefix_item_added::check,
    schema::prefix_item_removed::check,
    schema::property_added::check,
    schema::property_became_optional::check,
    schema::property_became_required::check,
    schema::property_names_added::check,
    schema::property_names_changed::check,
    schema::property_names_removed::check,
    schema::property_removed::check,
    schema::required_property_added::check,
    schema::schema_deprecated::check,
    schema::schema_dialect_changed::check,
    schema::schema_example_changed::check,
    schema::schema_extension_changed::check,
    schema::schema_external_docs_changed::check,
    schema::schema_identity_changed::check,
    schema::schema_narrowed::check,
    schema::schema_reactivated::check,
    schema::schema_text_changed::check,
    schema::schema_widened::check,
    schema::type_added::check,
    schema::type_changed::check,
    schema::type_narrowed::check,
    schema::type_removed::check,
    schema::type_widened::check,
    schema::unevaluated_items_added::check,
    schema::unevaluated_items_changed::check,
    schema::unevaluated_items_removed::check,
    schema::unevaluated_properties_added::check,
    schema::unevaluated_properties_changed::check,
    schema::unevaluated_properties_removed::check,
    schema::unique_items_added::check,
    schema::unique_items_removed::check,
    schema::unknown_keyword_changed::check,
    schema::xml_changed::check,
];

/// What is known of the rules apart from their code, by file.
pub(super) const METADATA: &[&[RuleMetadata]] = &[
    unclassified::RULES,
    crate::bump::RULES,
    whole::version_not_raised::RULES,
    whole::version_lowered::RULES,
    whole::major_version_not_raised::RULES,
    callback::callback_added::RULES,
    callback::callback_address_changed::RULES,
    callback::callback_removed::RULES,
    component::component_added::RULES,
    component::component_changed::RULES,
    component::component_removed::RULES,
    document::default_dialect_changed::RULES,
    document::document_address_changed::RULES,
    document::specification_version_changed::RULES,
    encoding::encoding_changed::RULES,
    extension::extension_field_changed::RULES,
    header::header_added::RULES,
    header::header_became_optional::RULES,
    header::header_became_required::RULES,
    header::header_deprecated::RULES,
    header::header_removed::RULES,
    header::header_style_changed::RULES,
    info::documentation_changed::RULES,
    info::interface_version_changed::RULES,
    info::message_example_changed::RULES,
    lifecycle::stability_lowered::RULES,
    lifecycle::stability_not_known::RULES,
    lifecycle::stability_raised::RULES,
    lifecycle::sunset_announced::RULES,
    lifecycle::sunset_date_changed::RULES,
    lifecycle::sunset_not_a_date::RULES,
    lifecycle::sunset_withdrawn::RULES,
    link::link_added::RULES,
    link::link_changed::RULES,
    link::link_removed::RULES,
    media_type::content_schema_added::RULES,
    media_type::content_schema_removed::RULES,
    media_type::media_type_generalized::RULES,
    media_type::media_type_specialized::RULES,
    media_type::request_media_type_added::RULES,
    media_type::request_media_type_removed::RULES,
    media_type::response_media_type_added::RULES,
    media_type::response_media_type_removed::RULES,
    operation::operation_added::RULES,
    operation::operation_deprecated::RULES,
    operation::operation_id_changed::RULES,
    operation::operation_reinstated::RULES,
    operation::operation_removed::RULES,
    parameter::empty_value_allowed::RULES,
    parameter::empty_value_refused::RULES,
    parameter::parameter_added::RULES,
    parameter::parameter_became_optional::RULES,
    parameter::parameter_became_required::RULES,
    parameter::parameter_deprecated::RULES,
    parameter::parameter_reinstated::RULES,
    parameter::parameter_removed::RULES,
    parameter::parameter_renamed::RULES,
    parameter::parameter_serialization_changed::RULES,
    parameter::parameter_style_changed::RULES,
    parameter::required_parameter_added::RULES,
    parameter::reserved_characters_allowed::RULES,
    parameter::reserved_characters_refused::RULES,
    path::path_added::RULES,
    path::path_removed::RULES,
    request_body::request_body_added::RULES,
    request_body::request_body_became_optional::RULES,
    request_body::request_body_became_required::RULES,
    request_body::request_body_removed::RULES,
    request_body::required_request_body_added::RULES,
    response::response_status_added::RULES,
    response::response_status_removed::RULES,
    response::response_statuses_narrowed::RULES,
    schema::additional_properties_allowed::RULES,
    schema::additional_properties_forbidden::RULES,
    schema::additional_properties_restricted::RULES,
    schema::additional_properties_unrestricted::RULES,
    schema::all_of_member_added::RULES,
    schema::all_of_member_removed::RULES,
    schema::any_of_added::RULES,
    schema::any_of_member_added::RULES,
    schema::any_of_member_removed::RULES,
    schema::any_of_removed::RULES,
    schema::became_not_nullable::RULES,
    schema::became_not_read_only::RULES,
    schema::became_not_write_only::RULES,
    schema::became_nullable::RULES,
    schema::became_read_only::RULES,
    schema::became_write_only::RULES,
    schema::collection_format_changed::RULES,
    schema::condition_added::RULES,
    schema::condition_changed::RULES,
    schema::condition_removed::RULES,
    schema::consequence_added::RULES,
    schema::consequence_changed::RULES,
    schema::consequence_removed::RULES,
    schema::const_added::RULES,
    schema::const_changed::RULES,
    schema::const_removed::RULES,
    schema::contains_added::RULES,
    schema::contains_changed::RULES,
    schema::contains_removed::RULES,
    schema::content_encoding_changed::RULES,
    schema::content_media_type_changed::RULES,
    schema::content_schema_changed::RULES,
    schema::default_added::RULES,
    schema::default_changed::RULES,
    schema::default_removed::RULES,
    schema::dependent_required_added::RULES,
    schema::dependent_required_changed::RULES,
    schema::dependent_required_removed::RULES,
    schema::dependent_schema_added::RULES,
    schema::dependent_schema_changed::RULES,
    schema::dependent_schema_removed::RULES,
    schema::discriminator_added::RULES,
    schema::discriminator_mapping_added::RULES,
    schema::discriminator_mapping_changed::RULES,
    schema::discriminator_mapping_removed::RULES,
    schema::discriminator_property_changed::RULES,
    schema::discriminator_removed::RULES,
    schema::enum_added::RULES,
    schema::enum_removed::RULES,
    schema::enum_value_added::RULES,
    schema::enum_value_removed::RULES,
    schema::extensible_enum_value_added::RULES,
    schema::extensible_enum_value_removed::RULES,
    schema::format_added::RULES,
    schema::format_changed::RULES,
    schema::format_removed::RULES,
    schema::items_added::RULES,
    schema::items_removed::RULES,
    schema::max_contains_added::RULES,
    schema::max_contains_lowered::RULES,
    schema::max_contains_raised::RULES,
    schema::max_contains_removed::RULES,
    schema::max_items_added::RULES,
    schema::max_items_lowered::RULES,
    schema::max_items_raised::RULES,
    schema::max_items_removed::RULES,
    schema::max_length_added::RULES,
    schema::max_length_lowered::RULES,
    schema::max_length_raised::RULES,
    schema::max_length_removed::RULES,
    schema::max_properties_added::RULES,
    schema::max_properties_lowered::RULES,
    schema::max_properties_raised::RULES,
    schema::max_properties_removed::RULES,
    schema::maximum_added::RULES,
    schema::maximum_lowered::RULES,
    schema::maximum_raised::RULES,
    schema::maximum_removed::RULES,
    schema::min_contains_added::RULES,
    schema::min_contains_lowered::RULES,
    schema::min_contains_raised::RULES,
    schema::min_contains_removed::RULES,
    schema::min_items_added::RULES,
    schema::min_items_lowered::RULES,
    schema::min_items_raised::RULES,
    schema::min_items_removed::RULES,
    schema::min_length_added::RULES,
    schema::min_length_lowered::RULES,
    schema::min_length_raised::RULES,
    schema::min_length_removed::RULES,
    schema::min_properties_added::RULES,
    schema::min_properties_lowered::RULES,
    schema::min_properties_raised::RULES,
    schema::min_properties_removed::RULES,
    schema::minimum_added::RULES,
    schema::minimum_lowered::RULES,
    schema::minimum_raised::RULES,
    schema::minimum_removed::RULES,
    schema::multiple_of_added::RULES,
    schema::multiple_of_changed::RULES,
    schema::multiple_of_removed::RULES,
    schema::not_schema_added::RULES,
    schema::not_schema_changed::RULES,
    schema::not_schema_removed::RULES,
    schema::one_of_added::RULES,
    schema::one_of_member_added::RULES,
    schema::one_of_member_removed::RULES,
    schema::one_of_removed::RULES,
    schema::pattern_added::RULES,
    schema::pattern_changed::RULES,
    schema::pattern_property_added::RULES,
    schema::pattern_property_removed::RULES,
    schema::pattern_removed::RULES,
    schema::prefix_item_added::RULES,
    schema::prefix_item_removed::RULES,
    schema::property_added::RULES,
    schema::property_became_optional::RULES,
    schema::property_became_required::RULES,
    schema::property_names_added::RULES,
    schema::property_names_changed::RULES,
    schema::property_names_removed::RULES,
    schema::property_removed::RULES,
    schema::required_property_added::RULES,
    schema::schema_deprecated::RULES,
    schema::schema_dialect_changed::RULES,
    schema::schema_example_changed::RULES,
    schema::schema_extension_changed::RULES,
    schema::schema_external_docs_changed::RULES,
    schema::schema_identity_changed::RULES,
    schema::schema_narrowed::RULES,
    schema::schema_reactivated::RULES,
    schema::schema_text_changed::RULES,
    schema::schema_widened::RULES,
    schema::type_added::RULES,
    schema::type_changed::RULES,
    schema::type_narrowed::RULES,
    schema::type_removed::RULES,
    schema::type_widened::RULES,
    schema::unevaluated_items_added::RULES,
    schema::unevaluated_items_changed::RULES,
    schema::unevaluated_items_removed::RULES,
    schema::unevaluated_properties_added::RULES,
    schema::unevaluated_properties_changed::RULES,
    schema::unevaluated_properties_removed::RULES,
    schema::unique_items_added::RULES,
    schema::unique_items_removed::RULES,
    schema::unknown_keyword_changed::RULES,
    schema::xml_changed::RULES,
    security::default_security_changed::RULES,
    security::required_scheme_added::RULES,
    security::required_scheme_removed::RULES,
    security::security_alternative_added::RULES,
    security::security_alternative_removed::RULES,
    security::security_alternative_replaced::RULES,
    security::security_requirement_added::RULES,
    security::security_requirement_removed::RULES,
    security::security_scope_added::RULES,
    security::security_scope_removed::RULES,
    security_scheme::bearer_format_changed::RULES,
    security_scheme::credentials_moved::RULES,
    security_scheme::oauth_flow_added::RULES,
    security_scheme::oauth_flow_removed::RULES,
    security_scheme::oauth_scope_added::RULES,
    security_scheme::oauth_scope_changed::RULES,
    security_scheme::oauth_scope_removed::RULES,
    security_scheme::security_address_changed::RULES,
    security_scheme::security_scheme_added::RULES,
    security_scheme::security_scheme_deprecated::RULES,
    security_scheme::security_scheme_removed::RULES,
    security_scheme::security_scheme_type_changed::RULES,
    server::server_added::RULES,
    server::server_removed::RULES,
    server::server_variable_changed::RULES,
    tag::operation_tag_added::RULES,
    tag::operation_tag_removed::RULES,
    tag::tag_changed::RULES,
    webhook::webhook_added::RULES,
    webhook::webhook_removed::RULES,
];
