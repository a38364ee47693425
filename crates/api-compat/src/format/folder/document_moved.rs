//! A document lies elsewhere.

use findings::{Finding, Location, RuleMetadata, Severity};

use crate::Kind;

/// A document lies elsewhere.
pub(super) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "document-moved",
    severity: Severity::NonBreaking,
    kinds: &["openapi", "json-schema", "asyncapi"],
    who_breaks: &[],
    summary: "A document lies elsewhere.",
    explanation: "\
        It was found again by the name that it gives itself (`$id`), by what it holds, or by the name of its file, and is \
        compared with what it was. Messages do not change by it. Whoever fetches the file by its path has to look \
        elsewhere.\n\n\
        See JSON Schema 2020-12 Core, 8.2.1 The \"$id\" Keyword.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is said of a document that lies elsewhere: its old path and its new one.
pub(super) fn finding(
    kind: Kind,
    (old, before): (&str, Option<Location>),
    (new, after): (&str, Option<Location>),
) -> Finding {
    let message = format!("the {kind} document `{old}` lies at `{new}` now");
    let why = "messages do not change by it; whoever fetches the file by its path looks elsewhere";
    super::finding(&RULES[0], old, (message, why, "tell those who fetch it"), before, after)
}
