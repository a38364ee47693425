//! A report for the tests of the formats.

use findings::{
    Allowed, AllowedBy, Confirmation, Diagnostic, DiagnosticLevel, Finding, Location, Party, Report, Severity,
    SourceText, Span, Witness,
};

const OLD: &str = "paths:\n  /pets:\n    get: {}\nPet:\n  maxLength: 20\n";
const NEW: &str = "paths:\n  /pets:\n    get:\n      - limit\nPet:\n  maxLength: 40\n";

/// An interface in which a parameter breaks writers, and a shared component readers of two operations.
pub(super) fn interface() -> Report {
    let shared = |operation: &str| Finding {
        operation: Some(operation.to_owned()),
        before: place("old.yaml", OLD, "maxLength", "/Pet/maxLength"),
        after: place("new.yaml", NEW, "maxLength", "/Pet/maxLength"),
        ..finding("response-max-length-raised", Party::OldReaders, "response 200 (application/json)")
    };
    let parameter = Finding {
        operation: Some("GET /pets".to_owned()),
        before: place("old.yaml", OLD, "get", "/paths/~1pets/get"),
        after: place("new.yaml", NEW, "limit", "/paths/~1pets/get/0"),
        message: "query parameter `limit` is required <now> | here".to_owned(),
        witness: Some(Witness {
            setup: Vec::new(),
            statement: "GET /pets".to_owned(),
            instance: Some("{\"limit\":null}".to_owned()),
            fails_with: "`limit` is missing".to_owned(),
            confirmation: Confirmation::ConfirmedBy("a validator 1.0".to_owned()),
        }),
        ..finding("required-parameter-added", Party::OldWriters, "query parameter `limit`")
    };
    let findings = vec![shared("GET /pets"), shared("GET /pets/{id}"), parameter];
    let odd = Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "unknown-field".to_owned(),
        message: "`colour` is no field of an operation".to_owned(),
        location: place("new.yaml", NEW, "get", "/paths/~1pets/get"),
        help: Some("take it out".to_owned()),
    };
    let mut report = Report::new("openapi", findings, vec![odd]).between("old.yaml", "new.yaml");
    report.allowed.push(Allowed {
        finding: Finding { severity: Severity::NonBreaking, ..finding("summary-changed", Party::OldReaders, "info") },
        reason: "it was wrong".to_owned(),
        until: "2026-03-31".parse().ok(),
        by: AllowedBy::Configuration,
        place: place("new.yaml", NEW, "Pet", "/Pet"),
    });
    report
}

fn finding(rule: &str, party: Party, subject: &str) -> Finding {
    let severity = if party == Party::OldWriters { Severity::Breaking } else { Severity::PotentiallyBreaking };
    Finding {
        rule: rule.to_owned(),
        severity,
        who_breaks: vec![party],
        subject: subject.to_owned(),
        operation: None,
        message: "`maxLength` went from 20 to 40".to_owned(),
        why: "clients that were written for the old document may not cope".to_owned(),
        advice: "keep the bound, or publish a new version".to_owned(),
        before: None,
        after: None,
        witness: None,
        fingerprint: String::new(),
    }
}

fn place(name: &'static str, text: &'static str, word: &str, pointer: &str) -> Option<Location> {
    let start = text.find(word)?;
    let place = SourceText::new(name, text).locate(Span::new(start, start + word.len()));
    Some(Location { pointer: Some(pointer.to_owned()), ..place })
}
