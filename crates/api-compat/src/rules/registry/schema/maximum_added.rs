//! `maximum` was added.

schema_rule! {
    id: "maximum-added",
    judges: ["maximum"] Added,
    effect: Narrows,
    summary: "`maximum` was added.",
    explanation: "\
        A number had no such bound before: fewer values are accepted. In a request this refuses what old clients \
        send; in a response it only promises more.\n\n\
        See JSON Schema Validation, 6.2.2 maximum and 6.2.3 exclusiveMaximum.",
    bad: (
        r#"{"type": "number"}"#,
        r#"{"type": "number", "maximum": 10}"#,
    ),
    good: (
        r#"{"type": "number", "maximum": 10}"#,
        r#"{"type": "number"}"#,
    ),
    message: "`maximum` was added: {new}",
}
