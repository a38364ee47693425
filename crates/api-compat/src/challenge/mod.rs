//! Looks for what contradicts a verdict: messages by chance that work on their own side, are refused on the other, and of
//! which the report says nothing.
//!
//! "Breaking" is shown by a witness; "safe" can only be tested: values are made out of the schema of whoever writes, those
//! that the validator accepts there are given to it on the other side. How they are made shares nothing with the deciding
//! of containment.

mod chance;
mod generate;
mod hints;
mod texts;

use std::rc::Rc;

use findings::Severity;

use crate::change::{Change, Place, Role, Stability, Wire};
use crate::compare::examine;
use crate::comparison::{Comparison, Message, Side};
use crate::confirm::{Contents, Exchange, Prepared, dialect_of};
use crate::contain::{Judgement, Of};
use crate::rules::Judged;
use crate::{Content, Direction, Document, Error, Options};
use chance::Chance;
use generate::Generator;
use hints::Hints;

/// Values tried for each one that is wanted.
const TRIES: usize = 3;

/// Counterexamples that are kept of one place.
const KEPT: usize = 3;

/// How a verdict is challenged. Made by [`Challenge::default`] and the methods that start with `with`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Challenge {
    /// Messages made for each place in which schemas differ.
    pub messages: usize,
    /// The same seed makes the same messages.
    pub seed: u64,
}

impl Default for Challenge {
    fn default() -> Self {
        Self { messages: 1000, seed: 0 }
    }
}

impl Challenge {
    /// So many messages for each place.
    pub fn with_messages(mut self, messages: usize) -> Self {
        self.messages = messages;
        self
    }

    /// Other messages than those of another seed.
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// What came of a challenge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenged {
    /// Messages that worked on their own side, and were held against the other one.
    pub messages: usize,
    /// Places in which there were such messages.
    pub places: usize,
    /// Places in which none could be made, and why.
    pub untried: Vec<String>,
    /// What contradicts the verdict: in the order of the document, a few of each place.
    pub counterexamples: Vec<Counterexample>,
}

/// A message that works on its own side and is refused on the other one, of which the report says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// The operation, for example `POST /orders`; none where a schema stands alone.
    pub operation: Option<String>,
    /// Where in it, in words.
    pub subject: String,
    /// The message as JSON.
    pub message: String,
    /// Why the other side refuses it, in the validator's words.
    pub error: String,
}

/// Challenges the verdict on `before` and `after`, as [`compare`](crate::compare) gives it.
///
/// # Errors
/// Those of [`compare`](crate::compare).
pub fn challenge(
    before: &Document,
    after: &Document,
    options: &Options,
    challenge: &Challenge,
) -> Result<Challenged, Error> {
    let examined = examine(before, after, options, |comparison, judged| {
        let mut challenged = Challenged::default();
        for (index, message) in comparison.messages.iter().enumerate() {
            // Nobody was promised anything of a draft.
            if message.place.stability <= Stability::Alpha {
                continue;
            }
            for from in senders(message.place.role, options.direction) {
                let seed = challenge.seed.wrapping_add((index as u64) << 1 | u64::from(*from == Of::After));
                place(comparison, message, *from, challenge.messages, Chance::new(seed), &mut challenged);
            }
        }
        exchanges(comparison, judged, &mut challenged);
        challenged
    })?;
    Ok(examined.unwrap_or_default())
}

/// The sides whose messages the other side must understand.
fn senders(role: Role, direction: Direction) -> &'static [Of] {
    match (role, direction) {
        (_, Direction::Full) | (Role::Neither, Direction::Customary) => &[Of::Before, Of::After],
        (Role::Response, Direction::Forward)
        | (Role::Request | Role::Neither, Direction::Backward)
        | (Role::Request, Direction::Customary) => &[Of::Before],
        (Role::Request | Role::Neither, Direction::Forward) | (Role::Response, _) => &[Of::After],
    }
}

/// Whether a change of the message says that what the side `from` sends may be refused.
fn is_told(changes: &[Change], from: Of) -> bool {
    changes.iter().filter_map(|change| change.schema.as_ref()).any(|schema| {
        let edge = if from == Of::Before { &schema.edges.old_in_new } else { &schema.edges.new_in_old };
        *edge != Judgement::Contained
    })
}

fn place(
    comparison: &Comparison<'_>,
    message: &Message,
    from: Of,
    wanted: usize,
    mut chance: Chance,
    challenged: &mut Challenged,
) {
    let place = &message.place;
    if is_told(comparison.changes.get(message.changes.clone()).unwrap_or_default(), from) {
        return;
    }
    let roots = if from == Of::Before { (message.before, message.after) } else { (message.after, message.before) };
    let (writer, reader) = (comparison.side(from), comparison.side(from.other()));
    let closed =
        comparison.options.content == Content::Closed && writer.dialect.is_openapi() && place.role != Role::Neither;
    let hints = Hints::gather(&[(writer.tree, roots.0), (reader.tree, roots.1)]);
    let mut generator = Generator::new(writer.tree, &hints, place.role, closed);
    let values: Vec<_> = (0..wanted.saturating_mul(TRIES)).map(|_| generator.value(roots.0, &mut chance)).collect();
    let contents = Contents::of_all(&values);
    let prepared = |side: Side<'_>, root, closed| {
        Prepared::new(side.tree, root, dialect_of(side.tree, root, side.dialect), place.role, &contents, closed)
    };
    let validators = prepared(writer, roots.0, false)
        .and_then(|own| Ok([own, prepared(writer, roots.0, closed)?, prepared(reader, roots.1, false)?]));
    let [own, own_closed, other] = match validators {
        Ok(validators) => validators,
        Err(why) => return challenged.untried.push(named(place, &why)),
    };
    let mut tried = 0;
    let mut found = Vec::new();
    for value in values {
        // No text is `null`.
        let is_written = place.wire == Wire::Values || !value.is_null();
        let works = || [&own, &own_closed].iter().all(|it| it.error(&value) == Ok(None));
        if tried >= wanted || !is_written || !works() {
            continue;
        }
        tried += 1;
        let Ok(Some(error)) = other.error(&value) else { continue };
        let is_read = matches!(place.wire, Wire::Text { .. })
            && texts::readings(&value, place.wire).iter().any(|it| other.error(it) == Ok(None));
        if !is_read && found.len() < KEPT {
            found.push(Counterexample {
                operation: place.operation.clone(),
                subject: place.subject.clone(),
                message: value.to_string(),
                error,
            });
        }
    }
    if tried == 0 {
        return challenged.untried.push(named(place, "no message was found that works on its own side"));
    }
    challenged.messages += tried;
    challenged.places += 1;
    challenged.counterexamples.extend(found);
}

/// Holds whole requests and answers of the operations of which nothing is told against the other side.
fn exchanges(comparison: &Comparison<'_>, judged: &[Judged], challenged: &mut Challenged) {
    let told = |name: &str| {
        judged.iter().map(|it| &it.finding).any(|finding| {
            finding.severity >= Severity::PotentiallyBreaking
                && finding.operation.as_deref().is_none_or(|it| it == name)
        })
    };
    let whole = Exchange::new(comparison).contradictions(&told);
    challenged.messages += whole.tried;
    challenged.places += whole.operations;
    let found = whole.found.into_iter().map(|(operation, message, error)| Counterexample {
        operation: Some(operation),
        subject: "the message as a whole".to_owned(),
        message,
        error,
    });
    challenged.counterexamples.extend(found);
}

fn named(place: &Rc<Place>, why: &str) -> String {
    let operation = place.operation.as_deref().map(|it| format!("{it}, ")).unwrap_or_default();
    let subject = if place.subject.is_empty() { "schema" } else { &place.subject };
    format!("{operation}{subject}: {why}")
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::{Kind, Limits};

    fn tried(before: &str, after: &str, direction: Direction) -> Challenged {
        let read = |text: &str| Document::read(SourceText::new("schema.json", text), &Limits::default());
        let options = Options::default().with_kind(Kind::JsonSchema).with_direction(direction);
        let challenged = challenge(&read(before), &read(after), &options, &Challenge::default().with_messages(200));
        challenged.unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn what_is_safe_is_held_against_many_messages() {
        let old = r#"{"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": "^[a-z]{2}$"},
            "b": {"type": "array", "items": {"type": "integer", "minimum": 3}, "minItems": 1}}}"#;
        let new = r#"{"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "maxLength": 2},
            "b": {"type": "array", "items": {"type": "integer", "minimum": 2}}}}"#;
        let challenged = tried(old, new, Direction::Backward);
        assert_eq!((challenged.messages, challenged.places), (200, 1));
        assert_eq!(challenged.counterexamples, []);
        // What is told is not looked for.
        assert_eq!(tried(old, new, Direction::Forward), Challenged::default());
    }

    #[test]
    fn the_same_seed_makes_the_same_messages() {
        let schema = r#"{"type": "array", "items": {"type": ["string", "number"]}, "contains": {"const": 1}}"#;
        let hints = Hints::default();
        let document = Document::read(SourceText::new("schema.json", schema), &Limits::default());
        let root = document.tree.root().expect("it is an object");
        let values = |seed: u64| {
            let mut chance = Chance::new(seed);
            let mut generator = Generator::new(&document.tree, &hints, Role::Neither, false);
            (0..20).map(|_| generator.value(root, &mut chance).to_string()).collect::<Vec<_>>()
        };
        assert_eq!(values(1), values(1));
        assert_ne!(values(1), values(2));
    }

    #[test]
    fn where_nothing_works_on_its_own_side_nothing_is_tried() {
        let never = r#"{"type": "string", "minLength": 5, "maxLength": 2}"#;
        let challenged = tried(never, r#"{"type": "string", "minLength": 5, "maxLength": 1}"#, Direction::Backward);
        assert_eq!(challenged.messages, 0);
        assert_eq!(challenged.untried, ["schema: no message was found that works on its own side"]);
    }
}
