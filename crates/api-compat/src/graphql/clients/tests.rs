//! What clients use and what they do not.

use findings::{Confirmation, DiagnosticLevel, Finding, Severity, SourceText};

use super::super::testing::{found_with, judged_with};
use crate::Options;

const OLD: &str = "type Query { pets(kind: Kind, by: Filter): [Pet] any: Any }
    type Pet implements Named { name: String tag(long: Boolean): String mood: Mood } interface Named { name: String }
    input Filter { name: String near: Near } input Near { lat: Float } enum Kind { CAT DOG } enum Mood { GOOD }
    union Any = Pet | Toy type Toy { size: Int }";

fn by(query: &str, new: &str) -> Vec<Finding> {
    let options = Options::default().with_queries([SourceText::new("app.graphql", query)]);
    found_with(OLD, new, &options).into_iter().filter(|it| it.rule != "graphql-type-added").collect()
}

/// Whether the change from `from` to `to` breaks the clients that ask `query`.
fn severity(query: &str, from: &str, to: &str) -> Severity {
    let new = OLD.replace(from, to);
    assert_ne!(new, OLD, "{from}");
    by(query, &new).iter().map(|it| it.severity).max().unwrap()
}

#[test]
fn what_no_client_uses_does_not_break() {
    let breaks = |query, from, to| severity(query, from, to) == Severity::Breaking;
    for (query, from, to) in [
        ("{ pets { tag } }", "tag(long: Boolean): String", ""),
        ("{ pets { tag(long: true) } }", "(long: Boolean)", ""),
        ("{ pets(kind: DOG) { name } }", "CAT DOG", "CAT"),
        ("query A($kind: Kind) { pets(kind: $kind) { name } }", "CAT DOG", "CAT"),
        ("{ pets(by: { near: { lat: 1.5 } }) { name } }", "{ lat: Float }", "{ long: Float }"),
        ("query A($by: Filter) { pets(by: $by) { name } }", "{ lat: Float }", "{ long: Float }"),
        ("{ any { ... on Toy { size } } }", "Pet | Toy", "Pet"),
        ("query A { any { ...F } } fragment F on Toy { size }", "size: Int", "width: Int"),
    ] {
        assert!(breaks(query, from, to), "{query}");
        assert!(!breaks("{ pets(kind: CAT, by: { name: \"a\" }) { name } }", from, to), "{from}");
    }
}

#[test]
fn what_may_surprise_surprises_only_who_asks_for_it() {
    let new_value = ("enum Mood { GOOD }", "enum Mood { GOOD BAD }");
    assert_eq!(severity("{ pets { mood } }", new_value.0, new_value.1), Severity::PotentiallyBreaking);
    assert_eq!(severity("{ pets { name } }", new_value.0, new_value.1), Severity::NonBreaking);
}

#[test]
fn the_operation_of_the_client_is_the_witness() {
    let found =
        by("query Pets { pets { ...P } }\nfragment P on Pet { tag }", &OLD.replace("tag(long: Boolean): String", ""));
    let finding = found.iter().find(|it| it.rule == "field-removed").unwrap();
    assert_eq!(finding.operation.as_deref(), Some("query Pets (app.graphql)"));
    let witness = finding.witness.as_ref().unwrap();
    assert!(witness.statement.starts_with("query Pets") && witness.statement.contains("fragment P"), "{witness:?}");
    assert!(matches!(witness.confirmation, Confirmation::ConfirmedBy(_)) && witness.fails_with.contains("tag"));
}

#[test]
fn what_is_wrong_with_operations_is_said() {
    let said = |query: &str| {
        let options = Options::default().with_queries([SourceText::new("app.graphql", query)]);
        let judged = judged_with(OLD, OLD, &options);
        judged.diagnostics.into_iter().map(|it| (it.level, it.code)).collect::<Vec<_>>()
    };
    assert_eq!(said(""), [(DiagnosticLevel::Error, "no-operations".to_owned())]);
    assert_eq!(said("{ pets { name } } {")[0], (DiagnosticLevel::Error, "malformed".to_owned()));
    assert_eq!(said("{ cats }"), [(DiagnosticLevel::Warning, "operation-refused-before".to_owned())]);
    assert_eq!(said("{ pets { name } }"), []);
    let deep = format!("{}{}", "{ a ".repeat(20_000), "}".repeat(20_000));
    assert_eq!(said(&deep)[0].0, DiagnosticLevel::Error);
}
