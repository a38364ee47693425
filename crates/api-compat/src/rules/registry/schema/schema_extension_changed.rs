//! An extension (`x-…`) was added, removed or changed.

schema_rule! {
    id: "schema-extension-changed",
    judges: ["x-"] Added | Removed | Changed,
    effect: Informs,
    summary: "An extension (`x-…`) was added, removed or changed.",
    explanation: "\
        What an extension means is known to those who use it: no specification says that messages look \
        different. Two of them are promises to clients: `x-stability-level` that goes down or cannot be read, and \
        `x-sunset` that comes earlier or cannot be read, may break those who relied on them.\n\n\
        See OpenAPI Specification, 4.9 Specification Extensions.",
    bad: (
        r#"{"x-owner": "a"}"#,
        r#"{"x-owner": "b"}"#,
    ),
    good: (
        r#"{"title": "a"}"#,
        r#"{"title": "b"}"#,
    ),
    message: "`{item}` changed",
    level: crate::rules::notice::of_schema,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;
    use crate::{Kind, Options};
    use findings::Severity;

    fn severity(before: &str, after: &str) -> Option<Severity> {
        let found = testing::judged(Kind::JsonSchema, before, after, &Options::default());
        found.into_iter().find(|finding| finding.rule == RULES[0].id).map(|finding| finding.severity)
    }

    #[test]
    fn promises_that_are_taken_back_may_break() {
        let level = |word: &str| format!(r#"{{"x-stability-level": "{word}"}}"#);
        assert_eq!(severity(&level("beta"), &level("alpha")), Some(Severity::PotentiallyBreaking));
        assert_eq!(severity(&level("beta"), &level("stable")), Some(Severity::NonBreaking));
        assert_eq!(severity("{}", r#"{"x-stability-level": 1}"#), Some(Severity::PotentiallyBreaking));
        let until = |day: &str| format!(r#"{{"deprecated": true, "x-sunset": "{day}"}}"#);
        assert_eq!(severity(&until("2031-01-31"), &until("2030-01-31")), Some(Severity::PotentiallyBreaking));
        assert_eq!(severity(&until("2031-01-31"), &until("2032-01-31")), Some(Severity::NonBreaking));
        assert_eq!(severity(&until("2031-01-31"), "{}"), Some(Severity::NonBreaking));
        assert_eq!(severity(&level("beta"), "{}"), Some(Severity::NonBreaking), "stable is meant");
        assert_eq!(severity(r#"{"deprecated": true}"#, &until("soon")), Some(Severity::PotentiallyBreaking));
    }
}
