//! A document written in other words is the same document.

use api_compat::{Direction, Document, Limits, Options};
use findings::{Report, Severity, SourceText, Verdict};
use testkit::rewrite::{self, Chance, REWRITES, Rewrite};

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

/// What is said of two documents of which nothing should be said.
fn noise(report: &Report, what: &str) -> Vec<String> {
    assert!(report.diagnostics.is_empty(), "{what}: {:?}", report.diagnostics);
    // A name that came or went is worth a word and no more.
    let loud =
        report.findings.iter().filter(|it| it.severity > Severity::NonBreaking || !it.rule.starts_with("component-"));
    loud.map(|it| format!("{what}: {} {} {:?} {}: {}", it.severity, it.rule, it.operation, it.subject, it.message))
        .collect()
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

#[test]
fn a_document_in_other_words_says_the_same() {
    let mut all = Vec::new();
    for (name, text) in DOCUMENTS {
        let document = parsed(name, text);
        for rewrite in REWRITES {
            for seed in 0..SEEDS {
                let after = document.rewritten(rewrite, seed).value.to_string();
                all.extend(noise(&compare(text, &after), &format!("{name}, {}, seed {seed}", rewrite.name)));
                all.extend(noise(&compare(&after, text), &format!("{name}, {} undone, seed {seed}", rewrite.name)));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn many_rewrites_at_once_say_the_same() {
    let mut all = Vec::new();
    for (name, text) in DOCUMENTS {
        for seed in 0..SEEDS {
            let mut chance = Chance::new(seed);
            let mut document = parsed(name, text);
            let mut done = Vec::new();
            for _ in 0..6 {
                let Some(rewrite): Option<&Rewrite> = chance.pick(REWRITES) else { continue };
                document = document.rewritten(rewrite, chance.number());
                done.push(rewrite.name);
            }
            all.extend(noise(&compare(text, &document.value.to_string()), &format!("{name}, seed {seed}: {done:?}")));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
