//! All rules of the format. Written by `cargo xtask codegen`; do not edit.

use super::RuleFile;

mod applied {
    pub(super) mod applied_argument_added;
    pub(super) mod applied_argument_changed;
    pub(super) mod applied_argument_removed;
    pub(super) mod directive_applied;
    pub(super) mod directive_no_longer_applied;
    pub(super) mod one_of_applied;
}
mod argument {
    pub(super) mod argument_added;
    pub(super) mod argument_default_changed;
    pub(super) mod argument_description_changed;
    pub(super) mod argument_removed;
    pub(super) mod argument_type_changed;
    pub(super) mod argument_type_widened;
    pub(super) mod required_argument_added;
}
mod directive {
    pub(super) mod directive_added;
    pub(super) mod directive_argument_added;
    pub(super) mod directive_argument_default_changed;
    pub(super) mod directive_argument_description_changed;
    pub(super) mod directive_argument_removed;
    pub(super) mod directive_argument_type_changed;
    pub(super) mod directive_argument_type_widened;
    pub(super) mod directive_became_repeatable;
    pub(super) mod directive_description_changed;
    pub(super) mod directive_location_added;
    pub(super) mod directive_location_removed;
    pub(super) mod directive_no_longer_repeatable;
    pub(super) mod directive_removed;
    pub(super) mod required_directive_argument_added;
}
mod enum_value {
    pub(super) mod enum_type_value_added;
    pub(super) mod enum_type_value_deprecated;
    pub(super) mod enum_type_value_deprecation_reason_changed;
    pub(super) mod enum_type_value_description_changed;
    pub(super) mod enum_type_value_reinstated;
    pub(super) mod enum_type_value_removed;
}
mod field {
    pub(super) mod field_added;
    pub(super) mod field_deprecated;
    pub(super) mod field_deprecation_reason_changed;
    pub(super) mod field_description_changed;
    pub(super) mod field_reinstated;
    pub(super) mod field_removed;
    pub(super) mod field_type_changed;
    pub(super) mod field_type_narrowed;
}
mod input_field {
    pub(super) mod input_field_added;
    pub(super) mod input_field_default_changed;
    pub(super) mod input_field_description_changed;
    pub(super) mod input_field_removed;
    pub(super) mod input_field_type_changed;
    pub(super) mod input_field_type_widened;
    pub(super) mod required_input_field_added;
}
mod interface {
    pub(super) mod implemented_interface_added;
    pub(super) mod implemented_interface_removed;
}
mod named_type {
    pub(super) mod graphql_type_added;
    pub(super) mod graphql_type_removed;
    pub(super) mod type_description_changed;
    pub(super) mod type_kind_changed;
}
mod schema {
    pub(super) mod root_operation_added;
    pub(super) mod root_operation_changed;
    pub(super) mod root_operation_removed;
    pub(super) mod schema_description_changed;
}
mod union {
    pub(super) mod union_member_added;
    pub(super) mod union_member_removed;
}

/// By kind of object and id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (applied::applied_argument_added::RULES, applied::applied_argument_added::check),
    (applied::applied_argument_changed::RULES, applied::applied_argument_changed::check),
    (applied::applied_argument_removed::RULES, applied::applied_argument_removed::check),
    (applied::directive_applied::RULES, applied::directive_applied::check),
    (applied::directive_no_longer_applied::RULES, applied::directive_no_longer_applied::check),
    (applied::one_of_applied::RULES, applied::one_of_applied::check),
    (argument::argument_added::RULES, argument::argument_added::check),
    (argument::argument_default_changed::RULES, argument::argument_default_changed::check),
    (argument::argument_description_changed::RULES, argument::argument_description_changed::check),
    (argument::argument_removed::RULES, argument::argument_removed::check),
    (argument::argument_type_changed::RULES, argument::argument_type_changed::check),
    (argument::argument_type_widened::RULES, argument::argument_type_widened::check),
    (argument::required_argument_added::RULES, argument::required_argument_added::check),
    (directive::directive_added::RULES, directive::directive_added::check),
    (directive::directive_argument_added::RULES, directive::directive_argument_added::check),
    (directive::directive_argument_default_changed::RULES, directive::directive_argument_default_changed::check),
    (
        directive::directive_argument_description_changed::RULES,
        directive::directive_argument_description_changed::check,
    ),
    (directive::directive_argument_removed::RULES, directive::directive_argument_removed::check),
    (directive::directive_argument_type_changed::RULES, directive::directive_argument_type_changed::check),
    (directive::directive_argument_type_widened::RULES, directive::directive_argument_type_widened::check),
    (directive::directive_became_repeatable::RULES, directive::directive_became_repeatable::check),
    (directive::directive_description_changed::RULES, directive::directive_description_changed::check),
    (directive::directive_location_added::RULES, directive::directive_location_added::check),
    (directive::directive_location_removed::RULES, directive::directive_location_removed::check),
    (directive::directive_no_longer_repeatable::RULES, directive::directive_no_longer_repeatable::check),
    (directive::directive_removed::RULES, directive::directive_removed::check),
    (directive::required_directive_argument_added::RULES, directive::required_directive_argument_added::check),
    (enum_value::enum_type_value_added::RULES, enum_value::enum_type_value_added::check),
    (enum_value::enum_type_value_deprecated::RULES, enum_value::enum_type_value_deprecated::check),
    (
        enum_value::enum_type_value_deprecation_reason_changed::RULES,
        enum_value::enum_type_value_deprecation_reason_changed::check,
    ),
    (enum_value::enum_type_value_description_changed::RULES, enum_value::enum_type_value_description_changed::check),
    (enum_value::enum_type_value_reinstated::RULES, enum_value::enum_type_value_reinstated::check),
    (enum_value::enum_type_value_removed::RULES, enum_value::enum_type_value_removed::check),
    (field::field_added::RULES, field::field_added::check),
    (field::field_deprecated::RULES, field::field_deprecated::check),
    (field::field_deprecation_reason_changed::RULES, field::field_deprecation_reason_changed::check),
    (field::field_description_changed::RULES, field::field_description_changed::check),
    (field::field_reinstated::RULES, field::field_reinstated::check),
    (field::field_removed::RULES, field::field_removed::check),
    (field::field_type_changed::RULES, field::field_type_changed::check),
    (field::field_type_narrowed::RULES, field::field_type_narrowed::check),
    (input_field::input_field_added::RULES, input_field::input_field_added::check),
    (input_field::input_field_default_changed::RULES, input_field::input_field_default_changed::check),
    (input_field::input_field_description_changed::RULES, input_field::input_field_description_changed::check),
    (input_field::input_field_removed::RULES, input_field::input_field_removed::check),
    (input_field::input_field_type_changed::RULES, input_field::input_field_type_changed::check),
    (input_field::input_field_type_widened::RULES, input_field::input_field_type_widened::check),
    (input_field::required_input_field_added::RULES, input_field::required_input_field_added::check),
    (interface::implemented_interface_added::RULES, interface::implemented_interface_added::check),
    (interface::implemented_interface_removed::RULES, interface::implemented_interface_removed::check),
    (named_type::graphql_type_added::RULES, named_type::graphql_type_added::check),
    (named_type::graphql_type_removed::RULES, named_type::graphql_type_removed::check),
    (named_type::type_description_changed::RULES, named_type::type_description_changed::check),
    (named_type::type_kind_changed::RULES, named_type::type_kind_changed::check),
    (schema::root_operation_added::RULES, schema::root_operation_added::check),
    (schema::root_operation_changed::RULES, schema::root_operation_changed::check),
    (schema::root_operation_removed::RULES, schema::root_operation_removed::check),
    (schema::schema_description_changed::RULES, schema::schema_description_changed::check),
    (union::union_member_added::RULES, union::union_member_added::check),
    (union::union_member_removed::RULES, union::union_member_removed::check),
];
