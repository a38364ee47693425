//! The day until which something deprecated stays cannot be read.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit};
use crate::rules::{Context, OPENAPI, notice};

/// The day until which something deprecated stays cannot be read.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "sunset-not-a-date",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "The day until which something deprecated stays cannot be read.",
    explanation: "\
        `x-sunset` is a day, written as in 2031-01-31 (RFC 3339, `full-date`; a time behind it is passed over). \
        Nobody can plan for anything else.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions; RFC 3339, 5.6.",
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
            "      x-sunset: soon"
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
    if change.field != "x-sunset" || change.edit == Edit::Removed {
        return None;
    }
    let wrong = notice::new_day(change, context).err()?;
    Some(context.finding(
        &RULES[0],
        change,
        format!("`x-sunset` of {}: {wrong}", change.what()),
        "nobody can plan for it",
        "write the day as in 2031-01-31",
    ))
}
