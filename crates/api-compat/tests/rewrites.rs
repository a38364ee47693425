//! A document written in other words is the same document.

use api_compat::{Direction, Document, Limits, Options};
use findings::{Report, SourceText, Verdict};
use testkit::rewrite::{self, Chance};

const DOCUMENTS: [(&str, &str); 5] = [
    ("library-2.0.json", include_str!("documents/library-2.0.json")),
    ("shop-3.0.json", include_str!("documents/shop-3.0.json")),
    ("fleet-3.1.json", include_str!("documents/fleet-3.1.json")),
    ("invoice.schema.json", include_str!("documents/invoice.schema.json")),
    ("person.draft4.json", include_str!("documents/person.draft4.json")),
];

/// Times that each rewrite is tried.
const SEEDS: u64 = 6;

fn compare(before: &str, after: &str) -> Report {
    let read = |name, text: &str| Document::read(SourceText::new(name, text), &Limits::default());
    let mut options = Options::default();
    options.direction = Direction::Full;
    let (before, after) = (read("before", before), read("after", after));
    api_compat::compare(&before, &after, &options).unwrap_or_else(|error| panic!("{error}"))
}

fn parsed(name: &str, text: &str) -> rewrite::Document {
    rewrite::Document::new(serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}")))
}

#[test]
fn every_document_is_identical_to_itself() {
    for (name, text) in DOCUMENTS {
        assert_eq!(compare(text, text).verdict, Verdict::Identical, "{name}");
    }
}

#[test]
fn order_of_keys_and_yaml_are_no_difference() {
    for (name, text) in DOCUMENTS {
        let document = parsed(name, text).value;
        for seed in 0..SEEDS {
            let json = rewrite::json(&document, &mut Chance::new(seed));
            assert_eq!(compare(text, &json).verdict, Verdict::Identical, "{name} as JSON, seed {seed}");
            let yaml = rewrite::yaml(&document, &mut Chance::new(seed));
            let report = compare(text, &yaml);
            assert!(report.diagnostics.is_empty(), "{name} as YAML: {:?}\n{yaml}", report.diagnostics);
            assert_eq!(report.verdict, Verdict::Identical, "{name} as YAML, seed {seed}");
        }
    }
}
