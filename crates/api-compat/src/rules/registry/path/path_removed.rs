//! A path is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI, notice};

/// A path is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "path-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A path is gone.",
    explanation: "\
        A client that sends a request there gets an error. Each operation that the path had is reported. Where a \
        template of the new document stands for the same path, the request gets there, and what answers may be \
        something else.\n\n\
        An operation that was deprecated until a day that has passed (`--today`) goes as announced, and does not \
        count as breaking; before that day it does. One that was deprecated without a day was announced too, and may \
        go at any time.\n\n\
        See the OpenAPI Specification 3.1, 4.8.8 Paths Object; RFC 8594, The Sunset HTTP Header Field.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "  /toys:"
            "    get: {responses: {'200': {description: ok}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "  /toys:"
            "    get: {responses: {'200': {description: ok}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "  /toys:"
            "    get: {deprecated: true, responses: {'200': {description: ok}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Path, "", Edit::Removed) {
        return None;
    }
    let (unannounced, happens) = match (&change.place.operation, &change.item) {
        (None, _) => (Severity::NonBreaking, "it had no operations".to_owned()),
        (_, Some(template)) => (
            Severity::PotentiallyBreaking,
            format!("requests are answered by `{template}` now, which may be something else"),
        ),
        _ => (Severity::Breaking, "a client that sends this request gets an error".to_owned()),
    };
    let (severity, announced) = notice::of(change, context).removal(unannounced);
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone, with its path", change.operation()),
        format!("{happens}; {announced}"),
        "deprecate it first, with the day until which it stays; remove it after that day",
    ))
}
