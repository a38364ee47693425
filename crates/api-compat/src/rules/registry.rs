//! All rules. Written by `cargo xtask codegen`; do not edit.

use findings::RuleMetadata;

use super::{Check, unclassified};

mod operation {
    pub(super) mod operation_added;
    pub(super) mod operation_removed;
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

/// What judges changes outside schemas.
pub(super) const CHECKS: &[Check] = &[operation::operation_added::check, operation::operation_removed::check];

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
    operation::operation_added::RULES,
    operation::operation_removed::RULES,
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
];
