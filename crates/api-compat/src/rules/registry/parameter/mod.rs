//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod empty_value_allowed;
mod empty_value_refused;
mod parameter_added;
mod parameter_became_optional;
mod parameter_became_required;
mod parameter_deprecated;
mod parameter_reinstated;
mod parameter_removed;
mod parameter_renamed;
mod parameter_serialization_changed;
mod parameter_style_changed;
mod required_parameter_added;
mod reserved_characters_allowed;
mod reserved_characters_refused;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (empty_value_allowed::RULES, empty_value_allowed::check),
    (empty_value_refused::RULES, empty_value_refused::check),
    (parameter_added::RULES, parameter_added::check),
    (parameter_became_optional::RULES, parameter_became_optional::check),
    (parameter_became_required::RULES, parameter_became_required::check),
    (parameter_deprecated::RULES, parameter_deprecated::check),
    (parameter_reinstated::RULES, parameter_reinstated::check),
    (parameter_removed::RULES, parameter_removed::check),
    (parameter_renamed::RULES, parameter_renamed::check),
    (parameter_serialization_changed::RULES, parameter_serialization_changed::check),
    (parameter_style_changed::RULES, parameter_style_changed::check),
    (required_parameter_added::RULES, required_parameter_added::check),
    (reserved_characters_allowed::RULES, reserved_characters_allowed::check),
    (reserved_characters_refused::RULES, reserved_characters_refused::check),
];
