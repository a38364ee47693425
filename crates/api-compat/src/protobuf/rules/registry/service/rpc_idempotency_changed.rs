//! Another promise is made of calling a method again.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel, Who};

/// Another promise is made of calling a method again.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-idempotency-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::NewWriters],
    summary: "Another promise is made of calling a method again.",
    explanation: "\
        Clients and proxies repeat calls, or send them with the method GET, by `idempotency_level`. \
        Where less is promised than before, old clients break that call new servers; where more is, new \
        clients that call old servers.\n\nSee the Protocol Buffers documentation, descriptor.proto, MethodOptions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option idempotency_level = NO_SIDE_EFFECTS; } }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option idempotency_level = IDEMPOTENCY_UNKNOWN; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::Method, "idempotency_level") {
        return None;
    }
    let promise = |word: &str| match word {
        "NO_SIDE_EFFECTS" => 2,
        "IDEMPOTENT" => 1,
        _ => 0,
    };
    let less = promise(&change.new) < promise(&change.old);
    let callers: &[Party] = if less { &[Party::OldWriters] } else { &[Party::NewWriters] };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire).whom(Who::sent(callers)),
        change.option_message(),
        "who relied on it repeats what must not be repeated, or calls in a way that is not served",
        "leave the promise as it was, or add a method",
    ))
}
