//! An operation is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::change::{Change, Edit, Element, Role};
use crate::rules::{Context, OPENAPI, notice};

/// An operation is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "operation-removed",
    severity: Severity::Breaking,
    kinds: OPENAPI,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "An operation is gone.",
    explanation: "\
        A client that sends the request gets an error. Mark the operation as `deprecated` first, say in `x-sunset` \
        until when it stays, and remove it after that day.\n\n\
        An operation that was deprecated until a day that has passed (`--today`) goes as announced, and does not \
        count as breaking; before that day it does. One that was deprecated without a day was announced too, and may \
        go at any time.\n\n\
        See the OpenAPI Specification 3.1, 4.8.9 Path Item Object; RFC 8594, The Sunset HTTP Header Field.",
    bad: (
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "    delete: {responses: {'204': {description: gone}}}"),
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
            "    delete: {responses: {'204': {description: gone}}}"),
        api!("paths:"
            "  /pets:"
            "    get:"
            "      responses: {'200': {description: ok}}"
            "    delete: {deprecated: true, responses: {'204': {description: gone}}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Operation, "", Edit::Removed) {
        return None;
    }
    let (severity, announced) = notice::of(change, context).removal(Severity::Breaking);
    let happens = match change.place.role {
        Role::Response => "a receiver that waits for this request waits in vain",
        _ => "a client that sends this request gets an error",
    };
    Some(context.graded(
        &RULES[0],
        change,
        severity,
        format!("{} is gone", change.operation()),
        format!("{happens}; {announced}"),
        "deprecate it first, with the day until which it stays; remove it after that day",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::rules::testing;

    fn severity(fields: &str, today: &str) -> Severity {
        let before = RULES[0].bad.0.replace("{responses: {'204'", &format!("{{{fields}, responses: {{'204'"));
        let options = Options { today: today.parse().ok(), ..Options::default() };
        testing::only(&RULES[0], &before, RULES[0].bad.1, &options).severity
    }

    #[test]
    fn it_may_go_once_the_day_that_was_announced_has_come() {
        let announced = "deprecated: true, x-sunset: 2031-01-31";
        assert_eq!(severity(announced, "2031-01-30"), Severity::Breaking);
        assert_eq!(severity(announced, "2031-01-31"), Severity::NonBreaking);
        assert_eq!(severity("x-sunset: 2031-01-31", "2031-01-31"), Severity::Breaking, "it was not deprecated");
        assert_eq!(severity("deprecated: true, x-sunset: soon", "2031-01-31"), Severity::Breaking);
        assert_eq!(severity("deprecated: true", "2031-01-31"), Severity::NonBreaking);
    }

    #[test]
    fn nobody_was_promised_that_a_draft_stays() {
        assert_eq!(severity("x-stability-level: draft", ""), Severity::NonBreaking);
        assert_eq!(severity("x-stability-level: beta", ""), Severity::Breaking);
    }
}
