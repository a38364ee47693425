//! The validator's opinions brought to the findings.

use std::collections::HashMap;

use findings::{Confirmation, Finding, Severity, Witness};
use serde_json::{Value as Json, json};

use super::exchange::Exchange;
use super::faults::Faults;
use super::validator::{self, NAME, Opinion};
use crate::change::{Change, Edit, Role};
use crate::comparison::{Comparison, Message};
use crate::contain::Of;
use crate::document::{NodeId, Tree};
use crate::rules::Judged;
use crate::schema::Dialect;

/// References followed to see whether two messages have the same schema.
const HOPS: usize = 32;

/// Has every witness that is a value of a schema looked at.
pub(crate) fn look_at(judged: &mut [Judged], comparison: &Comparison<'_>) {
    let mut pass = Pass { comparison, known: HashMap::new() };
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

/// A value looked at: which document, which schema, in which role, and the value as text.
type Key = (Of, NodeId, Role, String);

struct Pass<'p, 'a> {
    comparison: &'p Comparison<'a>,
    known: HashMap<Key, Result<Opinion, String>>,
}

impl Pass<'_, '_> {
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
            let side = self.comparison.side(of);
            let root = follow(side.tree, node);
            let dialect = dialect_of(side.tree, root, side.dialect);
            if let Ok(Opinion::Refuses(faults)) = validator::look(side.tree, root, dialect, change.place.role, &value) {
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
        let mut opinion = |of| self.opinion(of, message, role, instance, &value);
        let (old, new) = match (opinion(Of::Before), opinion(Of::After)) {
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

    fn opinion(
        &mut self,
        of: Of,
        message: &Message,
        role: Role,
        instance: &str,
        value: &Json,
    ) -> Result<Opinion, String> {
        let (side, root) = match of {
            Of::Before => (self.comparison.before, message.before),
            Of::After => (self.comparison.after, message.after),
        };
        let root = follow(side.tree, root);
        let known = self.known.entry((of, root, role, instance.to_owned()));
        let look = || validator::look(side.tree, root, dialect_of(side.tree, root, side.dialect), role, value);
        known.or_insert_with(look).clone()
    }
}

/// Where a schema that is nothing but a reference leads, so that what is used in many places is looked at once.
fn follow(tree: &Tree, mut node: NodeId) -> NodeId {
    for _ in 0..HOPS {
        let mut entries = tree.entries(node);
        let (Some(("$ref", reference)), None) = (entries.next(), entries.next()) else { return node };
        let Some(target) = tree.str(reference).and_then(|it| tree.resolve(node, it)) else { return node };
        node = target;
    }
    node
}

/// The dialect that the file of `node` states by `$schema`, or `otherwise`; interfaces state their own.
pub(crate) fn dialect_of(tree: &Tree, node: NodeId, otherwise: Dialect) -> Dialect {
    let root = tree.file_root(tree.file_of(node)).filter(|_| !otherwise.is_openapi());
    let stated = root.and_then(|root| tree.get(root, "$schema")).and_then(|it| tree.str(it));
    stated.and_then(Dialect::stated).filter(|dialect| !dialect.is_openapi()).unwrap_or(otherwise)
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
