//! It is no longer said until when something deprecated stays.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit};
use crate::rules::{Context, OPENAPI};

/// It is no longer said until when something deprecated stays.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "sunset-withdrawn",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "It is no longer said until when something deprecated stays.",
    explanation: "\
        Clients planned for the day that `x-sunset` named. Where it is taken away and the operation or parameter \
        stays deprecated, nobody knows any more how long it can be relied on; where it is no longer deprecated, \
        nothing is lost.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions; RFC 8594, The Sunset HTTP Header Field.",
    bad: (
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
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.field != "x-sunset" || change.edit != Edit::Removed {
        return None;
    }
    let (severity, why) = if context.is_deprecated_now(change) {
        (Severity::PotentiallyBreaking, "it stays deprecated, and clients planned for that day")
    } else {
        (Severity::NonBreaking, "it is no longer deprecated, so there is no day to plan for")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("the day until which {} stays is no longer stated", change.what()),
        why,
        "state the day until which it stays",
    ))
}
