//! The default of an argument of a directive is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The default of an argument of a directive is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-argument-default-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "The default of an argument of a directive is another one.",
    explanation: "\
        Whoever leaves the value out means something else than before; where it may not be `null` and the default is \
        gone, it must be given now, which breaks.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r#"directive @show(name: String = "Rex") on FIELD

type Query {
  pets: Int
}"#,
    ),
    good: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r#"directive @show("Its name" name: String) on FIELD

type Query {
  pets: Int
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::DirectiveArgument || change.aspect != Aspect::Default {
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
