//! A document is gone from the folder.

use findings::{Finding, Location, Party, RuleMetadata, Severity};

use crate::Kind;

/// A document is gone from the folder.
pub(super) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "document-removed",
    severity: Severity::Breaking,
    kinds: &["openapi", "json-schema", "asyncapi"],
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A document is gone from the folder.",
    explanation: "\
        Whoever uses what it describes finds no description of it any more, and what it described is taken to be gone. \
        Documents are matched by the name that they give themselves (`$id`), by their path, by what they hold, and by the \
        name of their file; one that is found again elsewhere has moved, which is no break.\n\n\
        See JSON Schema 2020-12 Core, 8.2.1 The \"$id\" Keyword.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is said of a document that went.
pub(super) fn finding(kind: Kind, name: &str, place: Option<Location>) -> Finding {
    let message = format!("the {kind} document `{name}` was removed");
    let why = "whoever uses what it describes no longer finds it";
    super::finding(&RULES[0], name, (message, why, "keep it, and deprecate what it describes first"), place, None)
}
