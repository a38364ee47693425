//! All rules of the format. Written by `cargo xtask codegen`; do not edit.

use super::RuleFile;

mod binding {
    pub(super) mod binding_changed;
}
mod channel {
    pub(super) mod channel_added;
    pub(super) mod channel_address_changed;
    pub(super) mod channel_parameter_changed;
    pub(super) mod channel_removed;
    pub(super) mod channel_servers_changed;
}
mod document {
    pub(super) mod asyncapi_text_changed;
    pub(super) mod asyncapi_version_changed;
}
mod message {
    pub(super) mod channel_message_added;
    pub(super) mod channel_message_removed;
    pub(super) mod correlation_id_changed;
    pub(super) mod message_content_type_changed;
    pub(super) mod message_headers_added;
    pub(super) mod message_headers_removed;
    pub(super) mod payload_format_changed;
    pub(super) mod payload_schema_added;
    pub(super) mod payload_schema_removed;
}
mod operation {
    pub(super) mod channel_operation_added;
    pub(super) mod channel_operation_removed;
}
mod reply {
    pub(super) mod reply_added;
    pub(super) mod reply_address_changed;
    pub(super) mod reply_removed;
}
mod security {
    pub(super) mod broker_login_changed;
    pub(super) mod broker_security_loosened;
    pub(super) mod broker_security_tightened;
}
mod server {
    pub(super) mod broker_added;
    pub(super) mod broker_address_changed;
    pub(super) mod broker_removed;
}

/// By kind of object and id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (binding::binding_changed::RULES, binding::binding_changed::check),
    (channel::channel_added::RULES, channel::channel_added::check),
    (channel::channel_address_changed::RULES, channel::channel_address_changed::check),
    (channel::channel_parameter_changed::RULES, channel::channel_parameter_changed::check),
    (channel::channel_removed::RULES, channel::channel_removed::check),
    (channel::channel_servers_changed::RULES, channel::channel_servers_changed::check),
    (document::asyncapi_text_changed::RULES, document::asyncapi_text_changed::check),
    (document::asyncapi_version_changed::RULES, document::asyncapi_version_changed::check),
    (message::channel_message_added::RULES, message::channel_message_added::check),
    (message::channel_message_removed::RULES, message::channel_message_removed::check),
    (message::correlation_id_changed::RULES, message::correlation_id_changed::check),
    (message::message_content_type_changed::RULES, message::message_content_type_changed::check),
    (message::message_headers_added::RULES, message::message_headers_added::check),
    (message::message_headers_removed::RULES, message::message_headers_removed::check),
    (message::payload_format_changed::RULES, message::payload_format_changed::check),
    (message::payload_schema_added::RULES, message::payload_schema_added::check),
    (message::payload_schema_removed::RULES, message::payload_schema_removed::check),
    (operation::channel_operation_added::RULES, operation::channel_operation_added::check),
    (operation::channel_operation_removed::RULES, operation::channel_operation_removed::check),
    (reply::reply_added::RULES, reply::reply_added::check),
    (reply::reply_address_changed::RULES, reply::reply_address_changed::check),
    (reply::reply_removed::RULES, reply::reply_removed::check),
    (security::broker_login_changed::RULES, security::broker_login_changed::check),
    (security::broker_security_loosened::RULES, security::broker_security_loosened::check),
    (security::broker_security_tightened::RULES, security::broker_security_tightened::check),
    (server::broker_added::RULES, server::broker_added::check),
    (server::broker_address_changed::RULES, server::broker_address_changed::check),
    (server::broker_removed::RULES, server::broker_removed::check),
];
