//! A response with a status is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, fields};

/// A response with a status is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "response-status-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldReaders],
    summary: "A response with a status is gone.",
    explanation: "\
        A client that waits for the success that the document promised no longer gets it. Where an error is no \
        longer answered, the client's handling of it is never called, which breaks nobody. In a webhook or callback \
        it is the receiver that answers: an answer that the document no longer knows is not understood.\n\n\
        See the OpenAPI Specification 3.1, 4.8.16 Responses Object.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"
            "        '201': {description: made}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '201': {description: made}"),
    ),
    good: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses:"
            "        '200': {description: ok}"
            "        '201': {description: made}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Response, "", Edit::Removed) {
        return None;
    }
    let success = fields::is_success(context.before.tree, change);
    let (severity, why) = match (change.place.role, success) {
        (Role::Request, _) => (Severity::Breaking, "a receiver that answers so is no longer understood"),
        (_, true) => (Severity::Breaking, "a client that waits for this success no longer gets it"),
        (_, false) => (Severity::NonBreaking, "a client's handling of it is never called"),
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone", change.place.subject),
        why,
        "go on to answer so, or give the new behaviour an operation of its own",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::rules::testing;

    fn severity(responses: &str, left: &str) -> Severity {
        let document =
            |responses: &str| api!("paths: {/pets: {get: {responses: {RESPONSES}}}}").replace("RESPONSES", responses);
        testing::only(&RULES[0], &document(responses), &document(left), &Options::default()).severity
    }

    #[test]
    fn that_an_error_is_no_longer_answered_breaks_nobody() {
        let ok = "'200': {description: ok}";
        assert_eq!(severity("'200': {description: ok}, '404': {description: none}", ok), Severity::NonBreaking);
        assert_eq!(severity("'200': {description: ok}, '202': {description: later}", ok), Severity::Breaking);
    }

    #[test]
    fn a_receiver_of_a_webhook_that_answers_so_is_not_understood() {
        let document = |responses: &str| {
            api!("webhooks: {born: {post: {responses: {RESPONSES}}}}").replace("RESPONSES", responses)
        };
        let (before, after) = ("'200': {description: ok}, '404': {description: none}", "'200': {description: ok}");
        let found = testing::only(&RULES[0], &document(before), &document(after), &Options::default());
        assert_eq!(
            (found.severity, found.who_breaks.as_slice()),
            (Severity::Breaking, &[findings::Party::OldWriters][..])
        );
    }
}
