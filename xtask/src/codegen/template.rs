//! The file of a new rule.

pub(super) fn schema_diff(id: &str) -> String {
    format!(
        r#"//! What changed, in one line.

use findings::{{Finding, Party, RuleMetadata, Severity}};

use crate::diff::{{Change, ChangeKind}};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// What changed, in one line.
pub(crate) const RULE: RuleMetadata = RuleMetadata {{
    id: "{id}",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "What changed, in one line.",
    explanation: "Why that matters, for whom, and the way out. See the manual, section.",
    bad: ("", ""),
    good: ("", ""),
}};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {{
    let ChangeKind::MaybeRenamed {{ .. }} = &change.kind else {{ return None }};
    Some(context.finding(&RULE, change, "what changed", "why that matters", "what to do"))
}}
"#
    )
}

pub(super) fn api_compat(id: &str) -> String {
    format!(
        r#"//! What changed, in one line.

use findings::{{Finding, Party, RuleMetadata, Severity}};

use crate::change::{{Change, Edit, Element}};
use crate::rules::{{Context, OPENAPI}};

/// What changed, in one line.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {{
    id: "{id}",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "What changed, in one line.",
    explanation: "Why that matters, for whom, and the way out. See the OpenAPI Specification, section.",
    bad: (api!("paths: {{}}"), api!("paths: {{}}")),
    good: (api!("paths: {{}}"), api!("paths: {{}}")),
}}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {{
    if !change.is(Element::Operation, "name of the field", Edit::Changed) {{
        return None;
    }}
    Some(context.finding(&RULES[0], change, "what changed", "why that matters", "what to do"))
}}
"#
    )
}

/// A rule of a format with changes of its own: what the file needs of it is in the format's `rules` module.
pub(super) fn format(id: &str) -> String {
    format!(
        r#"//! What changed, in one line.

use findings::{{Finding, Party, RuleMetadata, Severity}};

use super::super::super::{{Change, Context, KINDS}};

/// What changed, in one line.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {{
    id: "{id}",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "What changed, in one line.",
    explanation: "Why that matters, for whom, and the way out. See the specification, section.",
    bad: ("", ""),
    good: ("", ""),
}}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {{
    let Change::Added {{ .. }} = change else {{ return None }};
    Some(context.finding(&RULES[0], change, "what changed", "why that matters", "what to do"))
}}
"#
    )
}
