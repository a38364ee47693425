//! Tests over all rules.

use std::collections::BTreeSet;

use super::{families, registry};

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
        let cites = ["OpenAPI Specification", "JSON Schema", "RFC "].iter().any(|it| rule.explanation.contains(it));
        assert!(cites, "{}: name the section of the specification", rule.id);
    }
}
