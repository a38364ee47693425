//! Tests over all rules of the format.

use findings::SourceText;
use source_tree::Limits;

use super::families;
use crate::{Kind, Options, Sources, compare_sources};

fn found((before, after): (&str, &str)) -> Vec<String> {
    let side = |text: &str| Sources::file(SourceText::new("pets.proto", text), &Limits::default());
    let report = compare_sources(&side(before), &side(after), &Options::default().with_kind(Kind::Protobuf)).unwrap();
    assert!(report.diagnostics.is_empty(), "{before}\n{after}\n{:?}", report.diagnostics);
    report.findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for rule in families().iter().flat_map(|family| *family).filter(|rule| !rule.bad.0.is_empty()) {
        let (bad, good) = (found(rule.bad), found(rule.good));
        if !bad.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
        }
        if good.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the good example gives {good:?}", rule.id));
        }
        for text in [rule.bad.0, rule.bad.1, rule.good.0, rule.good.1] {
            if !found((text, text)).is_empty() {
                wrong.push(format!("{}: a file differs from itself: {text}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
