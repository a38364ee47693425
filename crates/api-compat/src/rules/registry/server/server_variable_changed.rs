//! A variable of a server's address takes other values.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element};
use crate::rules::{Context, OPENAPI};

/// A variable of a server's address takes other values.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "server-variable-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A variable of a server's address takes other values.",
    explanation: "\
        A value that is gone, or another default, sends clients that chose it, or chose none, to another address. A \
        value that came breaks nobody.\n\n\
        See the OpenAPI Specification 3.1, 4.8.6 Server Variable Object.",
    bad: (
        api!("servers: [{url: \"https://{region}.example.org\", variables: {region: {default: eu, enum: [eu, us]}}}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("servers: [{url: \"https://{region}.example.org\", variables: {region: {default: eu, enum: [eu]}}}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("servers: [{url: \"https://{region}.example.org\", variables: {region: {default: eu, enum: [eu, us]}}}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("servers: [{url: \"https://{region}.example.org\", variables: {region: {default: eu, enum: [us, eu]}}}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let elsewhere = change.field == "description" || change.field.starts_with("x-");
    let whole = change.element == Element::Server && change.field == "variables";
    if change.element != Element::ServerVariable && !whole || elsewhere {
        return None;
    }
    let comes = match (change.field, change.edit) {
        ("" | "variables", Edit::Added) => true,
        // A list that was not there restricts what could be anything; one that is no longer there opens it.
        ("enum", Edit::Added) => change.before.is_some_and(|node| context.before.tree.is_array(node)),
        ("enum", Edit::Removed) => change.after.is_some_and(|node| !context.after.tree.is_array(node)),
        _ => false,
    };
    let (severity, why) = if comes {
        (Severity::Additive, "addresses that were right are right")
    } else {
        (Severity::PotentiallyBreaking, "clients may go on to send requests to an address that is no longer named")
    };
    let field = match change.field {
        "" | "variables" => String::new(),
        field => format!("`{field}` of "),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{field}{} has {}", change.place.subject, change.went()),
        why,
        "go on to answer at the old addresses",
    ))
}
