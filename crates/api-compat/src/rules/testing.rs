//! Judges pairs of texts in the tests of rules.

use findings::{Finding, RuleMetadata, SourceText};

use crate::{Document, Kind, Limits, Options, compare};

/// What is found between two texts.
pub(crate) fn judged(kind: Kind, before: &str, after: &str, options: &Options) -> Vec<Finding> {
    let document = |name: &'static str, text: &str| {
        let document = Document::read(SourceText::new(name, text), &Limits::default());
        assert!(document.diagnostics().is_empty(), "{text}\n{:#?}", document.diagnostics());
        document
    };
    let (before, after) = (document("before", before), document("after", after));
    let options = options.clone().with_kind(kind);
    compare(&before, &after, &options).map(|report| report.findings).unwrap_or_default()
}

/// What `rule` finds between two OpenAPI documents: one finding, with the rule's id.
pub(crate) fn only(rule: &RuleMetadata, before: &str, after: &str, options: &Options) -> Finding {
    let mut found = judged(Kind::OpenApi, before, after, options);
    found.retain(|finding| finding.rule == rule.id);
    assert_eq!(found.len(), 1, "{}: {found:#?}", rule.id);
    found.remove(0)
}

/// What the examples of a rule are documents of.
pub(crate) fn kind(rule: &RuleMetadata) -> Kind {
    if rule.bad.0.starts_with(['{', '[']) || !rule.kinds.contains(&"openapi") {
        Kind::JsonSchema
    } else {
        Kind::OpenApi
    }
}
