//! It is said until when something deprecated stays.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit};
use crate::rules::{Context, OPENAPI, notice};

/// It is said until when something deprecated stays.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "sunset-announced",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "It is said until when something deprecated stays.",
    explanation: "\
        `x-sunset` is the day from which a deprecated operation or parameter may be gone.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions; RFC 8594, The Sunset HTTP Header Field.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      x-sunset: 2031-01-31"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      x-sunset: 2031-01-31"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      deprecated: true"
            "      x-sunset: 2031-01-31"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "x-sunset" || change.edit != Edit::Added || notice::new_day(change, context).is_err() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} stays until {}", change.what(), context.new_value(change)),
        "clients know until when they can rely on it",
        "tell those who use it",
    ))
}
