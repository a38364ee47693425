//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod default_dialect_changed;
mod document_address_changed;
mod specification_version_changed;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (default_dialect_changed::RULES, default_dialect_changed::check),
    (document_address_changed::RULES, document_address_changed::check),
    (specification_version_changed::RULES, specification_version_changed::check),
];
