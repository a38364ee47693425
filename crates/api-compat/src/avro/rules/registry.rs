//! All rules of the format. Written by `cargo xtask codegen`; do not edit.

use super::RuleFile;

mod datum {
    pub(super) mod datum_type_changed;
    pub(super) mod decimal_changed;
    pub(super) mod logical_type_changed;
}
mod enumeration {
    pub(super) mod enum_default_changed;
    pub(super) mod enum_symbol_added;
    pub(super) mod enum_symbol_removed;
    pub(super) mod enum_symbols_reordered;
}
mod fixed {
    pub(super) mod fixed_size_changed;
}
mod message {
    pub(super) mod one_way_changed;
    pub(super) mod protocol_message_added;
    pub(super) mod protocol_message_removed;
}
mod named_type {
    pub(super) mod aliases_changed;
    pub(super) mod named_type_renamed;
    pub(super) mod type_namespace_changed;
}
mod note {
    pub(super) mod avro_documentation_changed;
    pub(super) mod schema_property_changed;
}
mod record {
    pub(super) mod record_field_added;
    pub(super) mod record_field_default_added;
    pub(super) mod record_field_default_changed;
    pub(super) mod record_field_default_removed;
    pub(super) mod record_field_order_changed;
    pub(super) mod record_field_removed;
    pub(super) mod record_field_renamed;
}
mod schema {
    pub(super) mod avro_schema_added;
    pub(super) mod avro_schema_moved;
    pub(super) mod avro_schema_removed;
}
mod union {
    pub(super) mod union_branch_added;
    pub(super) mod union_branch_removed;
    pub(super) mod union_branches_reordered;
}

/// By kind of object and id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (datum::datum_type_changed::RULES, datum::datum_type_changed::check),
    (datum::decimal_changed::RULES, datum::decimal_changed::check),
    (datum::logical_type_changed::RULES, datum::logical_type_changed::check),
    (enumeration::enum_default_changed::RULES, enumeration::enum_default_changed::check),
    (enumeration::enum_symbol_added::RULES, enumeration::enum_symbol_added::check),
    (enumeration::enum_symbol_removed::RULES, enumeration::enum_symbol_removed::check),
    (enumeration::enum_symbols_reordered::RULES, enumeration::enum_symbols_reordered::check),
    (fixed::fixed_size_changed::RULES, fixed::fixed_size_changed::check),
    (message::one_way_changed::RULES, message::one_way_changed::check),
    (message::protocol_message_added::RULES, message::protocol_message_added::check),
    (message::protocol_message_removed::RULES, message::protocol_message_removed::check),
    (named_type::aliases_changed::RULES, named_type::aliases_changed::check),
    (named_type::named_type_renamed::RULES, named_type::named_type_renamed::check),
    (named_type::type_namespace_changed::RULES, named_type::type_namespace_changed::check),
    (note::avro_documentation_changed::RULES, note::avro_documentation_changed::check),
    (note::schema_property_changed::RULES, note::schema_property_changed::check),
    (record::record_field_added::RULES, record::record_field_added::check),
    (record::record_field_default_added::RULES, record::record_field_default_added::check),
    (record::record_field_default_changed::RULES, record::record_field_default_changed::check),
    (record::record_field_default_removed::RULES, record::record_field_default_removed::check),
    (record::record_field_order_changed::RULES, record::record_field_order_changed::check),
    (record::record_field_removed::RULES, record::record_field_removed::check),
    (record::record_field_renamed::RULES, record::record_field_renamed::check),
    (schema::avro_schema_added::RULES, schema::avro_schema_added::check),
    (schema::avro_schema_moved::RULES, schema::avro_schema_moved::check),
    (schema::avro_schema_removed::RULES, schema::avro_schema_removed::check),
    (union::union_branch_added::RULES, union::union_branch_added::check),
    (union::union_branch_removed::RULES, union::union_branch_removed::check),
    (union::union_branches_reordered::RULES, union::union_branches_reordered::check),
];
