//! The validator's opinions brought to the findings.

use findings::{Confirmation, Finding, Severity, Witness};
use serde_json::{Value as Json, json};

use super::exchange::Exchange;
use super::faults::Faults;
use super::opinions::Opinions;
use super::validator::{NAME, Opinion};
use crate::change::{Change, Edit, Role};
use crate::comparison::{Comparison, Message};
use crate::contain::Of;
use crate::rules::Judged;

/// Has every witness that is a value of a schema looked at.
pub(crate) fn look_at(judged: &mut [Judged], comparison: &Comparison<'_>) {
    let opinions = Opinions::new(comparison.before, comparison.after);
    let mut pass = Pass { comparison, opinions };
    pass.ask(judged);
    let exchange = Exchange::new(comparison);
    for Judged { change, finding } in judged {
        let Some(judged) = comparison.changes.get(*change) else { continue };
        let Some(message) = comparison.message_of(*change) else {
            if finding.severity == Severity::Breaking && !pass.probe(judged, finding) {
                exchange.look(judged, finding);
            }
            continue;
        };
        let Some(instance) = finding.witness.as_ref().and_then(|it| it.instance.clone()) else { continue };
        let outcome = pass.outcome(message, judged, &instance);
        enter(finding, outcome);
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// One side accepts the value, the other one refuses it with this error.
    Confirmed(String),
    Contradicted(String),
    Unknown(String),
}

fn enter(finding: &mut Finding, outcome: Outcome) {
    let Some(witness) = &mut finding.witness else { return };
    match outcome {
        Outcome::Confirmed(error) => {
            witness.fails_with = error;
            witness.confirmation = Confirmation::ConfirmedBy(NAME.to_owned());
        }
        Outcome::Contradicted(why) => {
            if finding.severity == Severity::Breaking {
                finding.severity = Severity::PotentiallyBreaking;
            }
            witness.confirmation = Confirmation::Unconfirmed(why);
        }
        Outcome::Unknown(why) => witness.confirmation = Confirmation::Unconfirmed(why),
    }
}

struct Pass<'p, 'a> {
    comparison: &'p Comparison<'a>,
    opinions: Opinions<'a>,
}

impl Pass<'_, '_> {
    /// Asks about all witnesses at once.
    fn ask(&mut self, judged: &[Judged]) {
        let mut keys = Vec::new();
        for Judged { change, finding } in judged {
            let Some((message, judged)) = self.comparison.message_of(*change).zip(self.comparison.changes.get(*change))
            else {
                continue;
            };
            let Some(instance) = finding.witness.as_ref().and_then(|it| it.instance.as_deref()) else { continue };
            for (of, root) in [(Of::Before, message.before), (Of::After, message.after)] {
                keys.push(self.opinions.key(of, root, judged.place.role, instance));
            }
        }
        self.opinions.ask(&keys);
    }

    /// Where a schema came to what had none, any value was accepted: finds a plain one that the schema refuses. The same
    /// the other way round, where a schema of an answer is gone.
    fn probe(&mut self, change: &Change, finding: &mut Finding) -> bool {
        let (of, node) = match (change.field, change.edit, change.place.role) {
            ("schema", Edit::Added, Role::Request) => (Of::After, change.after),
            ("schema", Edit::Removed, Role::Response) => (Of::Before, change.before),
            _ => return false,
        };
        let Some(node) = node else { return false };
        for value in [json!(null), json!(true), json!(0), json!(""), json!([]), json!({})] {
            let instance = value.to_string();
            let key = self.opinions.key(of, node, change.place.role, &instance);
            if let Ok(Opinion::Refuses(faults)) = self.opinions.of(key) {
                let operation = change.place.operation.as_deref().unwrap_or_default();
                finding.witness = Some(Witness {
                    setup: Vec::new(),
                    statement: format!("{operation}, {}: {instance}", change.place.subject),
                    instance: Some(instance),
                    fails_with: faults.about("", None),
                    confirmation: Confirmation::ConfirmedBy(NAME.to_owned()),
                });
                return true;
            }
        }
        false
    }

    /// Requests go from the old side to the new one, responses the other way, a schema alone either way; where both
    /// directions are asked for, the message tells which one it shows.
    fn outcome(&mut self, message: &Message, change: &Change, instance: &str) -> Outcome {
        let role = change.place.role;
        let path = change.schema.as_ref().map_or("", |it| it.path.as_str());
        let about = |faults: Faults| faults.about(path, change.item.as_deref());
        let value: Json = match serde_json::from_str(instance) {
            Ok(value) => value,
            Err(error) => return Outcome::Unknown(format!("the value is no JSON: {error}")),
        };
        let mut opinion = |of, root| {
            let key = self.opinions.key(of, root, role, instance);
            self.opinions.of(key)
        };
        let (old, new) = match (opinion(Of::Before, message.before), opinion(Of::After, message.after)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(why), _) | (_, Err(why)) => return Outcome::Unknown(why),
        };
        let messages = change.schema.as_ref().map(|it| &it.messages);
        let is = |message: &Option<Json>| message.as_ref().is_some_and(|it| *it == value);
        let from_old = role != Role::Response || messages.is_some_and(|it| is(&it.0));
        let from_new = role != Role::Request || messages.is_some_and(|it| is(&it.1));
        match (old, new) {
            (Opinion::Accepts, Opinion::Refuses(faults)) if from_old => Outcome::Confirmed(about(faults)),
            (Opinion::Refuses(faults), Opinion::Accepts) if from_new => Outcome::Confirmed(about(faults)),
            (Opinion::Accepts, Opinion::Accepts) => {
                Outcome::Contradicted(format!("{NAME} accepts the value on both sides"))
            }
            (Opinion::Refuses(faults), Opinion::Refuses(_)) => {
                Outcome::Contradicted(format!("{NAME} refuses the value on both sides: {}", about(faults)))
            }
            (Opinion::Refuses(faults), Opinion::Accepts) => {
                Outcome::Contradicted(format!("{NAME} refuses the value before the change: {}", about(faults)))
            }
            (Opinion::Accepts, Opinion::Refuses(faults)) => {
                Outcome::Contradicted(format!("{NAME} refuses the value after the change: {}", about(faults)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use findings::{Confirmation, Severity, SourceText};

    use crate::{Direction, Document, Limits, Options, compare};

    #[test]
    fn an_old_answer_that_new_readers_refuse_is_confirmed() {
        let read = |most: u8| {
            let text = format!(
                "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
                 description: ok\n          content: {{application/json: {{schema: {{type: integer, maximum: {most}}}}}}}\n"
            );
            Document::read(SourceText::new("api.yaml", text), &Limits::default())
        };
        let found = |direction| {
            let options = Options::default().with_direction(direction);
            let report = compare(&read(9), &read(5), &options).expect("both are interfaces");
            let finding = report.findings.into_iter().find(|it| it.rule == "response-maximum-lowered");
            finding.map(|it| {
                (it.severity, it.witness.is_some_and(|it| matches!(it.confirmation, Confirmation::ConfirmedBy(_))))
            })
        };
        assert_eq!(found(Direction::Full), Some((Severity::Breaking, true)));
        assert_eq!(found(Direction::Forward), Some((Severity::Breaking, true)));
        assert_eq!(found(Direction::Backward), Some((Severity::NonBreaking, false)));
    }
}
