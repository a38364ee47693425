//! All rules by group. Written by `cargo xtask codegen`; do not edit.

use super::RuleFile;

mod callback;
mod component;
mod document;
mod encoding;
mod extension;
mod header;
mod info;
mod lifecycle;
mod link;
mod media_type;
mod operation;
mod parameter;
mod path;
mod request_body;
mod response;
mod schema;
mod security;
mod security_scheme;
mod server;
mod tag;
mod webhook;

/// About everything but schemas.
pub(super) const OTHERS: &[&[RuleFile]] = &[
    callback::FILES,
    component::FILES,
    document::FILES,
    encoding::FILES,
    extension::FILES,
    header::FILES,
    info::FILES,
    lifecycle::FILES,
    link::FILES,
    media_type::FILES,
    operation::FILES,
    parameter::FILES,
    path::FILES,
    request_body::FILES,
    response::FILES,
    security::FILES,
    security_scheme::FILES,
    server::FILES,
    tag::FILES,
    webhook::FILES,
];

/// About schemas.
pub(super) const SCHEMA: &[&[RuleFile]] = &[schema::FILES];
