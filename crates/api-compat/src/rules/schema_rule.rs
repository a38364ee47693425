//! How a rule about schemas is written down.

/// The three faces of a rule about schemas, and its `check`.
///
/// `judges` names the element (`Schema` unless it is said), the fields and the edits; `only` which of them
/// ([`Only`](crate::rules::schema::Only)); `effect` says what such an edit does
/// to the values that are accepted (a word of [`Effect`](crate::rules::schema::Effect)); `message` may hold `{old}`, `{new}`,
/// `{item}` and `{field}`; `level` changes what containment alone would say.
macro_rules! schema_rule {
    (
        id: $id:literal,
        judges: $($element:ident::)? [$($field:literal),+] $($edit:ident)|+,
        $(only: $only:ident,)?
        effect: $effect:ident,
        summary: $summary:literal,
        explanation: $explanation:expr,
        bad: $bad:expr,
        good: $good:expr,
        message: $message:literal,
        $(level: $level:expr,)?
    ) => {
        /// What is known of the three faces of the rule.
        pub(crate) const RULES: &[findings::RuleMetadata] = &[
            schema_rule!(@face $id, Neither, $effect, $summary, $explanation, $bad, $good),
            schema_rule!(@face concat!("request-", $id), Request, $effect, $summary, $explanation, $bad, $good),
            schema_rule!(@face concat!("response-", $id), Response, $effect, $summary, $explanation, $bad, $good),
        ];

        const RULE: crate::rules::schema::SchemaRule = crate::rules::schema::SchemaRule {
            element: schema_rule!(@element $($element)?),
            fields: &[$($field),+],
            edits: &[$(crate::change::Edit::$edit),+],
            only: schema_rule!(@only $($only)?),
            faces: RULES,
            message: $message,
            level: schema_rule!(@level $($level)?),
        };

        /// Judges `change`, where it is one of this kind.
        pub(crate) fn check(
            change: &crate::change::Change,
            context: &crate::rules::Context<'_>,
        ) -> Option<findings::Finding> {
            RULE.check(change, context)
        }
    };
    (@face $id:expr, $role:ident, $effect:ident, $summary:literal, $explanation:expr, $bad:expr, $good:expr) => {
        findings::RuleMetadata {
            id: $id,
            severity: crate::rules::schema::Effect::$effect.severity(crate::change::Role::$role),
            kinds: crate::rules::schema::kinds(crate::change::Role::$role),
            who_breaks: crate::rules::schema::parties(crate::change::Role::$role),
            summary: $summary,
            explanation: $explanation,
            bad: $bad,
            good: $good,
        }
    };
    (@element) => { crate::change::Element::Schema };
    (@element $element:ident) => { crate::change::Element::$element };
    (@only) => { crate::rules::schema::Only::Any };
    (@only whole) => { crate::rules::schema::Only::Whole };
    (@only member) => { crate::rules::schema::Only::Member };
    (@only required) => { crate::rules::schema::Only::Required };
    (@only optional) => { crate::rules::schema::Only::Optional };
    (@level) => { None };
    (@level $level:expr) => { Some($level) };
}
