//! A field whose name starts with `x-` has changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::Change;
use crate::rules::{Context, OPENAPI};

/// A field whose name starts with `x-` has changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-field-changed",
    severity: Severity::NonBreaking,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "A field whose name starts with `x-` has changed.",
    explanation: "\
        Such fields mean what a tool makes of them. The ones that this program knows (`x-sunset`, `x-stability- \
        level`, `x-extensible-enum`, `x-nullable`) have rules of their own.\n\n\
        See the OpenAPI Specification 3.1, 4.9 Specification Extensions.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-internal: true"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-internal: false"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-internal: true"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      x-internal: true"
            "      summary: Lists pets."
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let known = matches!(change.field, "x-sunset" | "x-stability-level");
    if !change.field.starts_with("x-") || known {
        return None;
    }
    let name = change.item.as_deref().unwrap_or(change.field);
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{name}` of {} has changed", change.place.subject),
        "the specification gives it no meaning; tools of yours may",
        "look at the tools that read it",
    ))
}
