//! All rules. Written by `cargo xtask codegen`; do not edit.

use findings::RuleMetadata;

use super::rule::Check;

mod access {
    pub(super) mod column_settings_changed;
    pub(super) mod default_privileges_changed;
    pub(super) mod privilege_granted;
    pub(super) mod privilege_revoked;
    pub(super) mod row_security_disabled;
    pub(super) mod row_security_enabled;
}
mod column {
    pub(super) mod column_added;
    pub(super) mod column_collation_changed;
    pub(super) mod column_dropped;
    pub(super) mod column_renamed;
    pub(super) mod column_type_changed;
    pub(super) mod column_type_widened;
    pub(super) mod default_added;
    pub(super) mod default_changed;
    pub(super) mod default_dropped;
    pub(super) mod generated_added;
    pub(super) mod generated_changed;
    pub(super) mod generated_dropped;
    pub(super) mod identity_added;
    pub(super) mod identity_changed;
    pub(super) mod identity_dropped;
    pub(super) mod not_null_added;
    pub(super) mod not_null_dropped;
    pub(super) mod required_column_added;
}
mod constraint {
    pub(super) mod check_added;
    pub(super) mod check_changed;
    pub(super) mod check_dropped;
    pub(super) mod constraint_renamed;
    pub(super) mod constraint_replaced;
    pub(super) mod constraint_validated;
    pub(super) mod exclusion_added;
    pub(super) mod exclusion_changed;
    pub(super) mod exclusion_dropped;
    pub(super) mod foreign_key_added;
    pub(super) mod foreign_key_changed;
    pub(super) mod foreign_key_dropped;
    pub(super) mod primary_key_added;
    pub(super) mod primary_key_changed;
    pub(super) mod primary_key_dropped;
    pub(super) mod unique_added;
    pub(super) mod unique_changed;
    pub(super) mod unique_dropped;
}
mod definition {
    pub(super) mod definition_added;
    pub(super) mod definition_changed;
    pub(super) mod definition_dropped;
    pub(super) mod definition_renamed;
}
mod domain {
    pub(super) mod domain_added;
    pub(super) mod domain_default_changed;
    pub(super) mod domain_dropped;
    pub(super) mod domain_loosened;
    pub(super) mod domain_renamed;
    pub(super) mod domain_tightened;
    pub(super) mod domain_type_changed;
}
mod enumeration {
    pub(super) mod enum_added;
    pub(super) mod enum_dropped;
    pub(super) mod enum_renamed;
    pub(super) mod enum_reordered;
    pub(super) mod enum_value_added;
    pub(super) mod enum_value_removed;
}
mod extension {
    pub(super) mod extension_added;
    pub(super) mod extension_changed;
    pub(super) mod extension_dropped;
}
mod index {
    pub(super) mod index_added;
    pub(super) mod index_attached;
    pub(super) mod index_changed;
    pub(super) mod index_dropped;
    pub(super) mod index_renamed;
    pub(super) mod unique_index_added;
    pub(super) mod unique_index_dropped;
}
mod other {
    pub(super) mod comment_changed;
    pub(super) mod possible_rename;
}
mod routine {
    pub(super) mod function_added;
    pub(super) mod function_body_broken;
    pub(super) mod function_changed;
    pub(super) mod function_dropped;
    pub(super) mod function_renamed;
    pub(super) mod trigger_added;
    pub(super) mod trigger_changed;
    pub(super) mod trigger_dropped;
    pub(super) mod trigger_renamed;
}
mod schema {
    pub(super) mod schema_added;
    pub(super) mod schema_dropped;
    pub(super) mod schema_renamed;
}
mod sequence {
    pub(super) mod sequence_added;
    pub(super) mod sequence_changed;
    pub(super) mod sequence_dropped;
    pub(super) mod sequence_owner_changed;
    pub(super) mod sequence_renamed;
}
mod table {
    pub(super) mod inheritance_changed;
    pub(super) mod partition_attached;
    pub(super) mod partition_bound_changed;
    pub(super) mod partition_detached;
    pub(super) mod partitioning_changed;
    pub(super) mod table_added;
    pub(super) mod table_dropped;
    pub(super) mod table_options_changed;
    pub(super) mod table_renamed;
}
mod view {
    pub(super) mod view_added;
    pub(super) mod view_changed;
    pub(super) mod view_columns_dropped;
    pub(super) mod view_dropped;
    pub(super) mod view_renamed;
}

/// What judges, by kind of object and id of the rule.
pub(super) const CHECKS: &[Check] = &[
    access::column_settings_changed::check,
    access::default_privileges_changed::check,
    access::privilege_granted::check,
    access::privilege_revoked::check,
    access::row_security_disabled::check,
    access::row_security_enabled::check,
    column::column_added::check,
    column::column_collation_changed::check,
    column::column_dropped::check,
    column::column_renamed::check,
    column::column_type_changed::check,
    column::column_type_widened::check,
    column::default_added::check,
    column::default_changed::check,
    column::default_dropped::check,
    column::generated_added::check,
    column::generated_changed::check,
    column::generated_dropped::check,
    column::identity_added::check,
    column::identity_changed::check,
    column::identity_dropped::check,
    column::not_null_added::check,
    column::not_null_dropped::check,
    column::required_column_added::check,
    constraint::check_added::check,
    constraint::check_changed::check,
    constraint::check_dropped::check,
    constraint::constraint_renamed::check,
    constraint::constraint_replaced::check,
    constraint::constraint_validated::check,
    constraint::exclusion_added::check,
    constraint::exclusion_changed::check,
    constraint::exclusion_dropped::check,
    constraint::foreign_key_added::check,
    constraint::foreign_key_changed::check,
    constraint::foreign_key_dropped::check,
    constraint::primary_key_added::check,
    constraint::primary_key_changed::check,
    constraint::primary_key_dropped::check,
    constraint::unique_added::check,
    constraint::unique_changed::check,
    constraint::unique_dropped::check,
    definition::definition_added::check,
    definition::definition_changed::check,
    definition::definition_dropped::check,
    definition::definition_renamed::check,
    domain::domain_added::check,
    domain::domain_default_changed::check,
    domain::domain_dropped::check,
    domain::domain_loosened::check,
    domain::domain_renamed::check,
    domain::domain_tightened::check,
    domain::domain_type_changed::check,
    enumeration::enum_added::check,
    enumeration::enum_dropped::check,
    enumeration::enum_renamed::check,
    enumeration::enum_reordered::check,
    enumeration::enum_value_added::check,
    enumeration::enum_value_removed::check,
    extension::extension_added::check,
    extension::extension_changed::check,
    extension::extension_dropped::check,
    index::index_added::check,
    index::index_attached::check,
    index::index_changed::check,
    index::index_dropped::check,
    index::index_renamed::check,
    index::unique_index_added::check,
    index::unique_index_dropped::check,
    other::comment_changed::check,
    other::possible_rename::check,
    routine::function_added::check,
    routine::function_body_broken::check,
    routine::function_changed::check,
    routine::function_dropped::check,
    routine::function_renamed::check,
    routine::trigger_added::check,
    routine::trigger_changed::check,
    routine::trigger_dropped::check,
    routine::trigger_renamed::check,
    schema::schema_added::check,
    schema::schema_dropped::check,
    schema::schema_renamed::check,
    sequence::sequence_added::check,
    sequence::sequence_changed::check,
    sequence::sequence_dropped::check,
    sequence::sequence_owner_changed::check,
    sequence::sequence_renamed::check,
    table::inheritance_changed::check,
    table::partition_attached::check,
    table::partition_bound_changed::check,
    table::partition_detached::check,
    table::partitioning_changed::check,
    table::table_added::check,
    table::table_dropped::check,
    table::table_options_changed::check,
    table::table_renamed::check,
    view::view_added::check,
    view::view_changed::check,
    view::view_columns_dropped::check,
    view::view_dropped::check,
    view::view_renamed::check,
];

/// What is known of the rules apart from their code, in the same order.
pub(super) const METADATA: &[&RuleMetadata] = &[
    &access::column_settings_changed::RULE,
    &access::default_privileges_changed::RULE,
    &access::privilege_granted::RULE,
    &access::privilege_revoked::RULE,
    &access::row_security_disabled::RULE,
    &access::row_security_enabled::RULE,
    &column::column_added::RULE,
    &column::column_collation_changed::RULE,
    &column::column_dropped::RULE,
    &column::column_renamed::RULE,
    &column::column_type_changed::RULE,
    &column::column_type_widened::RULE,
    &column::default_added::RULE,
    &column::default_changed::RULE,
    &column::default_dropped::RULE,
    &column::generated_added::RULE,
    &column::generated_changed::RULE,
    &column::generated_dropped::RULE,
    &column::identity_added::RULE,
    &column::identity_changed::RULE,
    &column::identity_dropped::RULE,
    &column::not_null_added::RULE,
    &column::not_null_dropped::RULE,
    &column::required_column_added::RULE,
    &constraint::check_added::RULE,
    &constraint::check_changed::RULE,
    &constraint::check_dropped::RULE,
    &constraint::constraint_renamed::RULE,
    &constraint::constraint_replaced::RULE,
    &constraint::constraint_validated::RULE,
    &constraint::exclusion_added::RULE,
    &constraint::exclusion_changed::RULE,
    &constraint::exclusion_dropped::RULE,
    &constraint::foreign_key_added::RULE,
    &constraint::foreign_key_changed::RULE,
    &constraint::foreign_key_dropped::RULE,
    &constraint::primary_key_added::RULE,
    &constraint::primary_key_changed::RULE,
    &constraint::primary_key_dropped::RULE,
    &constraint::unique_added::RULE,
    &constraint::unique_changed::RULE,
    &constraint::unique_dropped::RULE,
    &definition::definition_added::RULE,
    &definition::definition_changed::RULE,
    &definition::definition_dropped::RULE,
    &definition::definition_renamed::RULE,
    &domain::domain_added::RULE,
    &domain::domain_default_changed::RULE,
    &domain::domain_dropped::RULE,
    &domain::domain_loosened::RULE,
    &domain::domain_renamed::RULE,
    &domain::domain_tightened::RULE,
    &domain::domain_type_changed::RULE,
    &enumeration::enum_added::RULE,
    &enumeration::enum_dropped::RULE,
    &enumeration::enum_renamed::RULE,
    &enumeration::enum_reordered::RULE,
    &enumeration::enum_value_added::RULE,
    &enumeration::enum_value_removed::RULE,
    &extension::extension_added::RULE,
    &extension::extension_changed::RULE,
    &extension::extension_dropped::RULE,
    &index::index_added::RULE,
    &index::index_attached::RULE,
    &index::index_changed::RULE,
    &index::index_dropped::RULE,
    &index::index_renamed::RULE,
    &index::unique_index_added::RULE,
    &index::unique_index_dropped::RULE,
    &other::comment_changed::RULE,
    &other::possible_rename::RULE,
    &routine::function_added::RULE,
    &routine::function_body_broken::RULE,
    &routine::function_changed::RULE,
    &routine::function_dropped::RULE,
    &routine::function_renamed::RULE,
    &routine::trigger_added::RULE,
    &routine::trigger_changed::RULE,
    &routine::trigger_dropped::RULE,
    &routine::trigger_renamed::RULE,
    &schema::schema_added::RULE,
    &schema::schema_dropped::RULE,
    &schema::schema_renamed::RULE,
    &sequence::sequence_added::RULE,
    &sequence::sequence_changed::RULE,
    &sequence::sequence_dropped::RULE,
    &sequence::sequence_owner_changed::RULE,
    &sequence::sequence_renamed::RULE,
    &table::inheritance_changed::RULE,
    &table::partition_attached::RULE,
    &table::partition_bound_changed::RULE,
    &table::partition_detached::RULE,
    &table::partitioning_changed::RULE,
    &table::table_added::RULE,
    &table::table_dropped::RULE,
    &table::table_options_changed::RULE,
    &table::table_renamed::RULE,
    &view::view_added::RULE,
    &view::view_changed::RULE,
    &view::view_columns_dropped::RULE,
    &view::view_dropped::RULE,
    &view::view_renamed::RULE,
];
