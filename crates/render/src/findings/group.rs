//! Findings that say the same of several operations, as one.

use std::collections::HashMap;

use findings::{Finding, Location, Severity};

/// Operations that are named before the rest is only counted.
const NAMED: usize = 8;

/// Findings that differ in their operation only: an edit of a shared component, for example.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The one that is shown.
    pub(super) first: &'a Finding,
    /// All of them.
    pub(super) all: Vec<&'a Finding>,
}

/// The findings in groups, in the order of the first of each.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for finding in findings {
        if finding.operation.is_none() {
            groups.push(Group { first: finding, all: vec![finding] });
            continue;
        }
        let at = *known.entry(key(finding)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.all.push(finding),
            None => groups.push(Group { first: finding, all: vec![finding] }),
        }
    }
    groups
}

type Key<'a> = (Severity, &'a str, &'a str, Option<(&'a str, usize, usize)>, Option<(&'a str, usize, usize)>);

fn key(finding: &Finding) -> Key<'_> {
    let place = |it: &'_ Location| (it.span.start, it.span.end);
    let before = finding.before.as_ref().map(|it| (it.source.as_str(), place(it).0, place(it).1));
    let after = finding.after.as_ref().map(|it| (it.source.as_str(), place(it).0, place(it).1));
    (finding.severity, &finding.rule, &finding.message, before, after)
}

impl Group<'_> {
    /// What changed, for a table: the object, with its operation, and how many more there are.
    pub(super) fn object(&self) -> String {
        let object = object(self.first);
        match self.all.len() {
            0 | 1 => object,
            count => format!("{object}, and {} more", count - 1),
        }
    }

    /// Where it is met: nothing where the message tells already.
    pub(super) fn places(&self) -> Option<String> {
        if self.first.operation.is_none() {
            return subject_in_document(self.first);
        }
        if self.all.len() == 1 {
            let object = object(self.first);
            return (!self.first.message.contains(&object)).then_some(object);
        }
        let mut operations: Vec<&str> = self.all.iter().filter_map(|it| it.operation.as_deref()).collect();
        operations.dedup();
        let count = operations.len();
        let (kind, names): (&str, Vec<String>) = if count == self.all.len() {
            ("operations", operations.iter().take(NAMED).map(|it| (*it).to_owned()).collect())
        } else {
            ("places", self.all.iter().take(NAMED).map(|it| object(it)).collect())
        };
        let more = self.all.len().saturating_sub(names.len());
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        Some(format!("{} {kind}: {}{rest}", self.all.len(), names.join(", ")))
    }
}

/// The subject of a finding in a document (JSON, YAML) without operations, where the message does not name it. What is
/// found in a database names its object.
fn subject_in_document(finding: &Finding) -> Option<String> {
    let place = finding.after.as_ref().or(finding.before.as_ref())?;
    place.pointer.as_ref()?;
    let named = finding.message.replace('`', "").contains(&finding.subject.replace('`', ""));
    let told = named || matches!(finding.subject.as_str(), "" | "schema" | "document");
    (!told).then(|| finding.subject.clone())
}

/// Whether what changed is the operation itself.
fn is_operation(finding: &Finding) -> bool {
    matches!(finding.subject.as_str(), "" | "operation")
}

/// The object that changed, with the operation in which it stands.
pub(super) fn object(finding: &Finding) -> String {
    match &finding.operation {
        Some(operation) if is_operation(finding) => operation.clone(),
        Some(operation) if !finding.subject.contains(operation.as_str()) => {
            format!("{operation}: {}", finding.subject)
        }
        _ => finding.subject.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::interface;
    use super::*;

    #[test]
    fn equal_findings_of_several_operations_are_one() {
        let report = interface();
        let groups = groups(&report.findings);
        let shown: Vec<String> = groups.iter().map(Group::object).collect();
        assert_eq!(
            shown,
            ["GET /pets: query parameter `limit`", "GET /pets: response 200 (application/json), and 1 more"]
        );
        let places = groups[1].places().unwrap();
        assert_eq!(places, "2 operations: GET /pets, GET /pets/{id}");
    }
}
