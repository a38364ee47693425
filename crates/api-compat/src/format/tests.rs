//! What holds for all formats, and folders.

use findings::{SourceText, Verdict};
use source_tree::Limits;

use super::{Sources, compare_sources};
use crate::rules::families;
use crate::{Kind, Options};

fn folder(files: &[(&str, &str)]) -> Sources {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), SourceText::new(*path, *text)));
    Sources::folder("folder", files.collect::<Vec<_>>(), &Limits::default())
}

fn found(before: &Sources, after: &Sources) -> Vec<(String, String)> {
    let report = compare_sources(before, after, &Options::default()).unwrap();
    report.findings.into_iter().map(|it| (it.rule, it.message)).collect()
}

/// The extension of files that hold an example of `kind`.
fn extension(kind: Kind, text: &str) -> &'static str {
    match kind {
        Kind::GraphQl => "graphql",
        Kind::Protobuf => "proto",
        Kind::Avro => "avsc",
        _ if text.starts_with(['{', '[']) => "json",
        _ => "yaml",
    }
}

#[test]
fn examples_of_rules_are_found_or_not_and_a_side_alone_is_silent() {
    let mut wrong = Vec::new();
    for rule in families().flatten().filter(|rule| !rule.bad.0.is_empty()) {
        let Some(kind) = rule.kinds.first().and_then(|kind| kind.parse::<Kind>().ok()) else { continue };
        if matches!(kind, Kind::OpenApi | Kind::JsonSchema) {
            continue;
        }
        let options = Options::default().with_kind(kind);
        let side = |name: &str, text: &str| {
            let name = format!("{name}.{}", extension(kind, text));
            Sources::file(SourceText::new(name, text), &Limits::default())
        };
        let ids = |(before, after): (&str, &str)| -> Vec<String> {
            let report = compare_sources(&side("before", before), &side("after", after), &options).unwrap();
            let problems = report.diagnostics.iter().map(|it| format!("{}: {}", it.code, it.message));
            problems.chain(report.findings.iter().map(|it| it.rule.clone())).collect()
        };
        let (bad, good) = (ids(rule.bad), ids(rule.good));
        if !bad.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
        }
        if good.iter().any(|id| id == rule.id) {
            wrong.push(format!("{}: the good example gives {good:?}", rule.id));
        }
        for text in [rule.bad.0, rule.bad.1, rule.good.0, rule.good.1] {
            let said = ids((text, text));
            if !said.is_empty() {
                wrong.push(format!("{}: a side against itself gives {said:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_of_folders_are_matched_by_name_and_moves_are_told() {
    let user = r#"{"$id": "https://a/user", "type": "object", "properties": {"name": {"type": "string"}}}"#;
    let role = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string", "enum": ["a", "b"]}"#;
    let before = folder(&[("user.json", user), ("role.json", role), ("README.md", "text")]);
    let after = folder(&[
        ("people/person.json", &user.replace("\"string\"", "\"integer\"")),
        ("role.json", &role.replace(", \"b\"", "")),
    ]);
    let rules: Vec<String> = found(&before, &after).into_iter().map(|(rule, _)| rule).collect();
    for rule in ["type-changed", "enum-value-removed", "document-moved"] {
        assert!(rules.iter().any(|it| it == rule), "{rule}: {rules:?}");
    }
    assert_eq!(rules.len(), 3, "{rules:?}");
    let without = folder(&[("role.json", role)]);
    assert_eq!(found(&before, &without)[0].0, "document-removed");
    assert_eq!(found(&without, &before)[0].0, "document-added");
    assert!(found(&before, &before).is_empty());
}

#[test]
fn references_of_a_folder_lead_to_its_files() {
    let root = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: \
                ok, content: {application/json: {schema: {$ref: '../parts/a.yaml'}}}}}}}}\n";
    let before = folder(&[("api/root.yaml", root), ("parts/a.yaml", "type: string\n")]);
    let after = folder(&[("api/root.yaml", root), ("parts/a.yaml", "type: integer\n")]);
    let report = compare_sources(&before, &after, &Options::default()).unwrap();
    assert_eq!((report.kind.as_str(), report.verdict), ("openapi", Verdict::Breaking), "{report:#?}");
}

#[test]
fn several_kinds_have_to_be_told_apart() {
    let one = folder(&[("a.yaml", "openapi: 3.1.0"), ("b.yaml", "swagger: '2.0'")]);
    assert_eq!(one.kind(), Some(Kind::OpenApi));
    let none = folder(&[("a.txt", "")]);
    assert!(compare_sources(&none, &none, &Options::default()).is_err());
}
