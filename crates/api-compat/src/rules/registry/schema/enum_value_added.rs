//! A value was added to the list of accepted ones.

schema_rule! {
    id: "enum-value-added",
    judges: ["enum"] Added,
    only: member,
    effect: Widens,
    summary: "A value was added to the list of accepted ones.",
    explanation: "\
        In a request this takes more than before. In a response it brings old clients a value that they were \
        promised never to see: one that checks what it gets, or that has a branch for each value, fails. Where \
        readers are known to take any value, say so: the policy for new values of responses, or \
        `x-extensible-enum` in place of `enum`.\n\n\
        See JSON Schema Validation, 6.1.2 enum.",
    bad: (
        r#"{"enum": ["cat", "dog"]}"#,
        r#"{"enum": ["cat", "dog", "fish"]}"#,
    ),
    good: (
        r#"{"enum": ["cat", "dog"]}"#,
        r#"{"enum": ["dog", "cat"]}"#,
    ),
    message: "the value {item} is accepted now",
    level: crate::rules::level::new_value,
}
