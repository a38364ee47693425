//! The interface is no longer said to be served at an address.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The interface is no longer said to be served at an address.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "server-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "The interface is no longer said to be served at an address.",
    explanation: "\
        Clients that have the address go on to send requests there. Whether somebody still answers is not known from \
        the document.\n\n\
        See the OpenAPI Specification 3.1, 4.8.5 Server Object.",
    bad: (
        api!("servers: [{url: https://a.example.org}, {url: https://b.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("servers: [{url: https://a.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("servers: [{url: https://a.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("servers: [{url: https://a.example.org}, {url: https://b.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Server, "", Edit::Removed) && !change.is(Element::Server, "url", Edit::Changed) {
        return None;
    }
    let stated = change.before.is_some_and(|node| context.before.tree.get(node, "paths").is_none());
    let (severity, why) = if stated {
        (Severity::PotentiallyBreaking, "clients that have the address go on to send requests there")
    } else {
        (Severity::NonBreaking, "it was meant where nothing was stated: the address of the document itself")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone", change.place.subject),
        why,
        "go on to answer there, or redirect",
    ))
}
