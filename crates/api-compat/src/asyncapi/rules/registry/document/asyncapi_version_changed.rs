//! The document is written for another version of AsyncAPI.

use findings::{Finding, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// The document is written for another version of AsyncAPI.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "asyncapi-version-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The document is written for another version of AsyncAPI.",
    explanation: "\
        It is compared as what it describes: `publish` and `subscribe` of version 2 with `receive` and `send` \
        of version 3. Tools that read the document have to know the version.\n\nSee the AsyncAPI Specification \
        3.0.0, AsyncAPI Object.",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::VersionChanged {
        return None;
    }
    let verdicts = (
        (Severity::NonBreaking, "messages are compared, not the words for them"),
        (Severity::NonBreaking, "messages are compared, not the words for them"),
    );
    let message = format!("the document went from AsyncAPI {} to {}", change.words.0, change.words.1);
    Some(context.graded(&RULES[0], change, verdicts, message, "look at whoever reads the document"))
}
