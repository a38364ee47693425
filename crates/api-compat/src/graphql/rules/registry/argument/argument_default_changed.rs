//! The default of an argument of a field is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The default of an argument of a field is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "argument-default-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "The default of an argument of a field is another one.",
    explanation: "\
        Whoever leaves the value out means something else than before; where it may not be `null` and the default is \
        gone, it must be given now, which breaks.\n\n\
        See the GraphQL Specification (October 2021), 3.6.1 Field Arguments.",
    bad: (
        r"type Query {
  pets(first: Int): Int
}",
        r"type Query {
  pets(first: Int = 10): Int
}",
    ),
    good: (
        r"type Query {
  pets(first: Int): Int
}",
        r#"type Query {
  pets("How many" first: Int): Int
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Argument || change.aspect != Aspect::Default {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.is_demanded() { Severity::Breaking } else { RULES[0].severity },
        format!("the default of `{}` {}", change.at, change.became()),
        if change.is_demanded() {
            "who leaves the value out is refused"
        } else {
            "who leaves the value out means something else than before"
        },
        "keep the default, and let clients that want another give it",
    ))
}
