//! Rules of one group. Written by `cargo xtask codegen`; do not edit.

use crate::rules::RuleFile;

mod stability_lowered;
mod stability_not_known;
mod stability_raised;
mod sunset_announced;
mod sunset_date_changed;
mod sunset_not_a_date;
mod sunset_withdrawn;

/// By id of the rule.
pub(super) const FILES: &[RuleFile] = &[
    (stability_lowered::RULES, stability_lowered::check),
    (stability_not_known::RULES, stability_not_known::check),
    (stability_raised::RULES, stability_raised::check),
    (sunset_announced::RULES, sunset_announced::check),
    (sunset_date_changed::RULES, sunset_date_changed::check),
    (sunset_not_a_date::RULES, sunset_not_a_date::check),
    (sunset_withdrawn::RULES, sunset_withdrawn::check),
];
