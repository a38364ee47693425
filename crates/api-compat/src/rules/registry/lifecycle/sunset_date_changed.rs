//! Another day is stated until which something deprecated stays.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit};
use crate::rules::{Context, OPENAPI, notice};

/// Another day is stated until which something deprecated stays.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "sunset-date-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "Another day is stated until which something deprecated stays.",
    explanation: "\
        Clients planned for the day that `x-sunset` named. An earlier day breaks their plans; a later one does not.\n\n\
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
            "      x-sunset: 2030-01-31"
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
    if !change.field.eq("x-sunset") || matches!(change.edit, Edit::Added | Edit::Removed) {
        return None;
    }
    let new = notice::new_day(change, context).ok()?;
    let (severity, why) = match notice::old_day(change, context) {
        Ok(old) if new < old => (Severity::PotentiallyBreaking, "clients planned for a later day"),
        Ok(_) => (Severity::NonBreaking, "clients have more time than they planned for"),
        Err(_) => (Severity::NonBreaking, "nothing that could be read was stated before"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!(
            "{} was to stay until {}, and is to stay until {}",
            change.what(),
            context.old_value(change),
            context.new_value(change)
        ),
        why,
        "keep to the day that was announced",
    ))
}
