//! Credentials are sent elsewhere or in another way.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Element};
use crate::rules::{Context, OPENAPI, fields};

/// Credentials are sent elsewhere or in another way.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "credentials-moved",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "Credentials are sent elsewhere or in another way.",
    explanation: "\
        A client sends the key where it was asked for (`name`, `in`), or says who it is by the HTTP scheme that was \
        asked for (`scheme`), and is refused. Where the type of the scheme is another one, that is what breaks.\n\n\
        See the OpenAPI Specification 3.1, 4.8.27 Security Scheme Object.",
    bad: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Token}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("components: {securitySchemes: {key: {description: A key., type: apiKey, in: header, name: X-Key}}}"
            "security: [{key: []}]"
            "paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let field = matches!(change.field, "name" | "in" | "scheme");
    if change.element != Element::SecurityScheme || !field {
        return None;
    }
    let (severity, why) = if fields::is_same_type(change, context) {
        (Severity::Breaking, "a client sends the credentials as it did, and they are not found")
    } else {
        (Severity::NonBreaking, "it goes with the type, which is another one")
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("`{}` of {} has {}", change.field, change.place.subject, change.went()),
        why,
        "go on to accept them as they were sent; make the new form an alternative",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;
    use crate::{Kind, Options};

    #[test]
    fn what_goes_with_another_type_is_no_worse() {
        let after = RULES[0].bad.0.replace("{type: apiKey, in: header, name: X-Key}", "{type: http, scheme: basic}");
        let found = testing::judged(Kind::OpenApi, RULES[0].bad.0, &after, &Options::default());
        let severities = |id: &str| found.iter().filter(|it| it.rule == id).map(|it| it.severity).collect::<Vec<_>>();
        assert!(severities("credentials-moved").iter().all(|it| *it == Severity::NonBreaking), "{found:#?}");
        assert_eq!(severities("security-scheme-type-changed"), [Severity::Breaking]);
    }
}
