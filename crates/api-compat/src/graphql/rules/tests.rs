//! Tests over all rules of the format.

use super::super::testing::found;
use super::families;

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for rule in families().flatten().filter(|rule| !rule.bad.0.is_empty()) {
        let ids = |(before, after): (&str, &str)| -> Vec<String> {
            found(before, after).into_iter().map(|finding| finding.rule).collect()
        };
        let (bad, good) = (ids(rule.bad), ids(rule.good));
        if !bad.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
        }
        if good.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the good example gives {good:?}", rule.id));
        }
        if bad.iter().chain(&good).any(|id| id.starts_with("unclassified")) {
            wrong.push(format!("{}: a change of its examples is not classified", rule.id));
        }
        for text in [rule.bad.0, rule.bad.1, rule.good.0, rule.good.1] {
            assert!(found(text, text).is_empty(), "{}: {text}", rule.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
