//! The clients' operations: what none of them uses breaks nobody, and what one uses is the witness.

mod read;
#[cfg(test)]
mod tests;
mod usage;

use std::collections::HashMap;

use findings::{Confirmation, Diagnostic, DiagnosticLevel, Finding, Severity, SourceText, Witness};

use super::change::{Aspect, Change, Edit, Element};
use super::model::Schema;
use super::witness::{NAME, operations_on};
use read::Operations;

/// Operations that are remembered for what they use: the first of them that fails is the witness.
const REMEMBERED: usize = 16;

/// Which operations use what, by schema coordinate.
#[derive(Debug, Default)]
pub(super) struct Usage {
    by_coordinate: HashMap<String, Vec<usize>>,
}

impl Usage {
    fn mark(&mut self, coordinate: String, operation: usize) {
        let users = self.by_coordinate.entry(coordinate).or_default();
        if users.len() < REMEMBERED && users.last() != Some(&operation) {
            users.push(operation);
        }
    }

    fn of(&self, coordinate: &str) -> &[usize] {
        self.by_coordinate.get(coordinate).map_or(&[], Vec::as_slice)
    }

    /// The operations that a change concerns.
    fn users(&self, change: &Change<'_>) -> Vec<usize> {
        let at = change.at.host();
        let whole = at.to_string();
        let owner = super::change::At { member: None, argument: None, ..at }.to_string();
        let member = super::change::At { argument: None, ..at }.to_string();
        let other = match change.data {
            super::change::Data::Names(Some(old), None) => Some(old),
            _ => None,
        };
        let coordinate = match (change.element, change.aspect, change.edit) {
            // A fragment needs both.
            (Element::UnionMember | Element::Interface, _, Edit::Removed) => {
                let (here, there) = (self.of(&owner), self.of(other.unwrap_or_default()));
                return here.iter().copied().filter(|it| there.contains(it)).collect();
            }
            (Element::UnionMember | Element::Interface, _, _) if change.element == Element::Interface => {
                let super::change::Data::Names(_, Some(new)) = change.data else { return Vec::new() };
                return self.of(new).to_vec();
            }
            (Element::Argument, Aspect::Whole, Edit::Added) | (Element::Argument, Aspect::Default, _) => member,
            (Element::UnionMember, _, _)
            | (Element::InputField | Element::EnumValue | Element::DirectiveArgument, Aspect::Whole, Edit::Added)
            | (Element::InputField | Element::DirectiveArgument, Aspect::Default, _) => owner,
            _ => whole,
        };
        self.of(&coordinate).to_vec()
    }
}

/// Judges the findings, each about the change of the same index, by the operations in `files`.
pub(super) fn apply(
    files: &[SourceText],
    findings: &mut [Finding],
    changes: &[Change<'_>],
    (before, after): (&Schema<'_>, &Schema<'_>),
) -> Vec<Diagnostic> {
    let (operations, mut said) = read::read(files);
    if operations.all.is_empty() {
        said.push(Diagnostic {
            level: DiagnosticLevel::Error,
            code: "no-operations".to_owned(),
            message: "there is no operation of a client among the files of --queries".to_owned(),
            location: None,
            help: Some("name the folder in which the .graphql files of the clients lie".to_owned()),
        });
        return said;
    }
    if said.iter().any(|it| it.level == DiagnosticLevel::Error) {
        // What was not read may use anything.
        return said;
    }
    let usage = usage::of(&operations, before);
    let document = operations.document();
    let (old, new) =
        (operations.outcomes(&operations_on(before, &document)), operations.outcomes(&operations_on(after, &document)));
    said.extend(refused(&operations, &old));
    for (finding, change) in findings.iter_mut().zip(changes) {
        if finding.severity >= Severity::PotentiallyBreaking {
            judge(finding, &usage.users(change), &operations, &old, &new);
        }
    }
    said
}

fn judge(
    finding: &mut Finding,
    users: &[usize],
    operations: &Operations,
    old: &[Option<String>],
    new: &[Option<String>],
) {
    let Some(first) = users.first() else {
        finding.severity = Severity::NonBreaking;
        finding.who_breaks = Vec::new();
        "no operation of the clients uses it".clone_into(&mut finding.why);
        "nothing, as long as these are all clients".clone_into(&mut finding.advice);
        return;
    };
    let error = |outcomes: &[Option<String>], index: usize| outcomes.get(index).cloned().flatten();
    let broken = users.iter().find(|index| error(old, **index).is_none() && error(new, **index).is_some());
    let index = *broken.unwrap_or(first);
    finding.operation = operations.label(index);
    if broken.is_some() {
        finding.witness = Some(Witness {
            setup: Vec::new(),
            statement: operations.text(index),
            instance: None,
            fails_with: error(new, index).unwrap_or_default(),
            confirmation: Confirmation::ConfirmedBy(NAME.to_owned()),
        });
    }
}

/// Operations that the old schema refuses already.
fn refused(operations: &Operations, old: &[Option<String>]) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for (index, error) in old.iter().enumerate() {
        if let Some(error) = error {
            said.push(Diagnostic {
                level: DiagnosticLevel::Warning,
                code: "operation-refused-before".to_owned(),
                message: format!(
                    "{} is refused by the old schema already: {error}",
                    operations.label(index).unwrap_or_default()
                ),
                location: operations.location(index),
                help: Some("bring the operation up to date, or leave it out".to_owned()),
            });
        }
    }
    said
}
