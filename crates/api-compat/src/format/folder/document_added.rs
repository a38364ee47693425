//! A document came to the folder.

use findings::{Finding, Location, RuleMetadata, Severity};

use crate::Kind;

/// A document came to the folder.
pub(super) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "document-added",
    severity: Severity::Additive,
    kinds: &["openapi", "json-schema", "asyncapi"],
    who_breaks: &[],
    summary: "A document came to the folder.",
    explanation: "\
        Nobody knows it yet, so nobody has to use it. Documents are matched by the name that they give themselves \
        (`$id`), by their path, by what they hold, and by the name of their file; one that is found again elsewhere has \
        moved.\n\n\
        See JSON Schema 2020-12 Core, 8.2.1 The \"$id\" Keyword.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is said of a document that came.
pub(super) fn finding(kind: Kind, name: &str, place: Option<Location>) -> Finding {
    let message = format!("the {kind} document `{name}` was added");
    super::finding(&RULES[0], name, (message, "nobody has to use it", "nothing"), None, place)
}
