//! The interface is served at another address.

use findings::{Finding, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// The interface is served at another address.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "server-added",
    severity: Severity::Additive,
    kinds: OPENAPI,
    who_breaks: &[],
    summary: "The interface is served at another address.",
    explanation: "\
        Nobody has to use it.\n\n\
        See the OpenAPI Specification 3.1, 4.8.5 Server Object.",
    bad: (
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
    good: (
        api!("servers: [{url: https://a.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("servers: [{description: For everybody., url: https://a.example.org}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Server, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("{} is new", change.place.subject),
        "nobody has to use it",
        "nothing",
    ))
}
