//! There is a new parameter that must be sent.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, fields};

/// There is a new parameter that must be sent.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-parameter-added",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters],
    summary: "There is a new parameter that must be sent.",
    explanation: "\
        A client that does not know it sends requests without it, and they are refused. Make it optional, with a \
        default that means what its absence meant. In a webhook or callback it is the system that sends it, and a \
        receiver may pass it over.\n\n\
        See the OpenAPI Specification 3.1, 4.8.12 Parameter Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, required: true, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      parameters:"
            "      - {name: limit, in: query, schema: {type: integer}}"
            "      responses: {'200': {description: ok}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Parameter, "", Edit::Added) || !fields::is_required(change.after, context.after.tree) {
        return None;
    }
    let (severity, why) = match change.place.role {
        Role::Response => (Severity::Additive, "the system sends it, and a receiver may pass it over"),
        _ => (Severity::Breaking, "a request without it was accepted, and is refused now"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is new, and must be sent", change.place.subject),
        why,
        "make it optional, with a default that means what its absence meant",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::rules::testing;

    #[test]
    fn what_a_webhook_sends_besides_breaks_no_receiver() {
        let webhook = |text: &str| text.replace("paths:", "webhooks:").replace("/pets:", "born:");
        let (before, after) = (webhook(RULES[0].bad.0), webhook(RULES[0].bad.1));
        let found = testing::only(&RULES[0], &before, &after, &Options::default());
        assert_eq!((found.severity, found.who_breaks.len()), (Severity::Additive, 0));
    }

    #[test]
    fn a_request_without_it_shows_it() {
        let found = testing::only(&RULES[0], RULES[0].bad.0, RULES[0].bad.1, &Options::default());
        assert!(found.witness.is_some_and(|it| it.statement.contains("GET /pets") && !it.statement.contains("limit")));
    }
}
