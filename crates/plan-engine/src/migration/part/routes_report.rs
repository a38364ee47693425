//! What the report of an interface says of a route.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::model::{ApiFinding, Note};
use crate::specification::model::{Fact, FactSource};

/// A finding as a fact.
pub(crate) fn finding_fact(context: &Context<'_>, finding: &ApiFinding) -> Fact {
    let source =
        FactSource::Report { migration: context.migration.id.clone(), finding: Some(finding.fingerprint.clone()) };
    let place = finding.place.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let says = format!("{} [{}]{place}", finding.message, finding.rule);
    Fact { source, pointer: String::new(), says }
}

/// The findings of each operation, by method and path with the names of parameters left out.
pub(crate) fn by_operation<'a>(context: &Context<'a>) -> BTreeMap<String, Vec<&'a ApiFinding>> {
    let mut all: BTreeMap<String, Vec<&ApiFinding>> = BTreeMap::new();
    for finding in context.report.into_iter().flat_map(|it| &it.findings) {
        if let Some(operation) = &finding.operation {
            all.entry(plain(operation)).or_default().push(finding);
        }
    }
    all
}

/// What breaks by these findings, a note each.
pub(crate) fn notes(context: &Context<'_>, findings: &[&ApiFinding]) -> Vec<Note> {
    let note = |finding: &&ApiFinding| {
        let severity = finding.severity.as_str();
        Note::new(format!("{severity}: {}", finding.message), vec![finding_fact(context, finding)])
    };
    findings.iter().map(note).collect()
}

/// An operation with the names of its parameters left out.
pub(crate) fn plain(operation: &str) -> String {
    let segment = |it: &str| if it.starts_with(['{', ':', '<']) { "{}".to_owned() } else { it.to_owned() };
    operation.split('/').map(segment).collect::<Vec<_>>().join("/")
}
