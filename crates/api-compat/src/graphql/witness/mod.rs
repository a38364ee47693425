//! Witnesses of what is found in schemas: operations that an old client sends and the new server refuses, answers of the
//! new server that the old schema does not allow, and schemas that build on this one. All candidates are made first, and
//! then tried together.

mod applied;
mod candidate;
mod confirm;
mod inputs;
mod literal;
#[cfg(test)]
mod made_up;
mod outputs;
mod reach;
mod slice;
#[cfg(test)]
mod tests;
mod way;

use findings::{Confirmation, Finding, Severity, Witness};

use super::change::Change;
use super::model::Schema;
use candidate::{Candidate, Candidates};
#[cfg(test)]
pub(super) use confirm::errors_of_answer;
pub(super) use confirm::{NAME, operations_on};
#[cfg(test)]
pub(super) use made_up::{Chance, made_up_answer, made_up_operation};

/// How many findings get a witness; of more than these the rest says that none was made.
const MOST: usize = 5_000;

/// Gives the findings, each about the change of the same index, what shows them.
pub(super) fn attach(findings: &mut [Finding], changes: &[Change<'_>], before: &Schema<'_>, after: &Schema<'_>) {
    let mut candidates = Candidates::new(before, after);
    let mut made: Vec<(usize, Vec<Candidate>)> = Vec::new();
    for (index, (finding, change)) in findings.iter().zip(changes).enumerate() {
        let wanted = finding.severity >= Severity::PotentiallyBreaking && finding.witness.is_none();
        if wanted && made.len() < MOST {
            made.push((index, candidates.of(change, finding.severity)));
        }
    }
    let all: Vec<&Candidate> = made.iter().flat_map(|(_, candidates)| candidates).collect();
    let mut outcomes = confirm::try_all(&all, before, after).into_iter();
    for (index, candidates) in &made {
        let outcomes: Vec<_> = outcomes.by_ref().take(candidates.len()).collect();
        if let Some(finding) = findings.get_mut(*index) {
            finding.witness = witness(candidates, outcomes, finding.severity);
        }
    }
}

/// The first that is confirmed; else, of what breaks, the first, with the reason why it is not.
fn witness(candidates: &[Candidate], outcomes: Vec<confirm::Outcome>, severity: Severity) -> Option<Witness> {
    let mut first = None;
    for (candidate, outcome) in candidates.iter().zip(outcomes) {
        match outcome {
            Ok(error) => {
                return Some(shown(candidate, error, Confirmation::ConfirmedBy(confirm::NAME.to_owned())));
            }
            Err(why) => {
                first.get_or_insert_with(|| shown(candidate, String::new(), Confirmation::Unconfirmed(why)));
            }
        }
    }
    // What may break or not is not shown by what does not show it.
    first.filter(|_| severity == Severity::Breaking)
}

fn shown(candidate: &Candidate, fails_with: String, confirmation: Confirmation) -> Witness {
    Witness {
        setup: candidate.setup.clone(),
        statement: candidate.statement.clone(),
        instance: candidate.answer.as_ref().map(ToString::to_string),
        fails_with,
        confirmation,
    }
}
