//! Tests over all rules.

use std::collections::BTreeSet;

use findings::RuleMetadata;

use super::{families, registry, testing};
use crate::{Kind, Options};

#[test]
fn ids_are_unique_and_read_as_ids() {
    let ids: Vec<&str> = registry().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "two rules share an id");
    let well_formed = |id: &&str| id.contains('-') && id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    assert!(ids.iter().all(well_formed), "{ids:?}");
}

#[test]
fn a_rule_has_one_face_or_three() {
    for family in families() {
        let ids: Vec<&str> = family.iter().map(|rule| rule.id).collect();
        match ids.as_slice() {
            [_] => {}
            [plain, request, response] => {
                assert_eq!(*request, format!("request-{plain}"));
                assert_eq!(*response, format!("response-{plain}"));
            }
            _ => assert!(ids.is_empty(), "{ids:?}"),
        }
    }
}

#[test]
fn every_rule_says_what_it_has_to() {
    for rule in registry().iter() {
        for text in [rule.summary, rule.explanation] {
            assert!(text.ends_with('.') && text.len() > 10, "{}: {text}", rule.id);
        }
        let specifications = [
            "OpenAPI Specification",
            "JSON Schema",
            "RFC ",
            "GraphQL Specification",
            "GraphQL Foundation",
            "Protocol Buffers",
            "Avro Specification",
            "AsyncAPI Specification",
        ];
        let cites = specifications.iter().any(|it| rule.explanation.contains(it));
        assert!(cites, "{}: name the section of the specification", rule.id);
    }
}

/// Rules with examples that are OpenAPI documents.
fn with_examples() -> impl Iterator<Item = &'static RuleMetadata> {
    registry().iter().filter(|rule| {
        let of_documents = rule.kinds.iter().any(|kind| matches!(*kind, "openapi" | "json-schema"));
        of_documents && !rule.bad.0.is_empty() && testing::kind(rule) == Kind::OpenApi
    })
}

fn found(rule: &RuleMetadata, (before, after): (&str, &str)) -> Vec<String> {
    let found = testing::judged(testing::kind(rule), before, after, &Options::default());
    found.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for rule in with_examples() {
        let (bad, good) = (found(rule, rule.bad), found(rule, rule.good));
        if !bad.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
        }
        if good.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the good example gives {good:?}", rule.id));
        }
        if bad.iter().chain(&good).any(|id| id == "unclassified-change") {
            wrong.push(format!("{}: a change of its examples is not classified", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_without_changes_is_silent() {
    for rule in with_examples() {
        for text in [rule.bad.0, rule.bad.1, rule.good.0, rule.good.1] {
            assert!(found(rule, (text, text)).is_empty(), "{}: {text}", rule.id);
        }
    }
}
