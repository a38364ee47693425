//! What the validator says of values, each asked about once: many at a time, on several threads.

use std::collections::HashMap;
use std::thread;

use serde_json::Value as Json;

use super::validator::{Looker, Opinion};
use crate::change::Role;
use crate::comparison::Side;
use crate::contain::Of;
use crate::document::{NodeId, Resolve as _, Tree};
use crate::schema::Dialect;

/// References followed to see whether two messages have the same schema.
const HOPS: usize = 32;

/// Threads that ask, and questions that are worth one.
const THREADS: usize = 4;
const WORTH: usize = 16;

/// A question: which document, which schema, in which role, and the value as text.
pub(super) type Key = (Of, NodeId, Role, String);

/// The answer to it.
type Answer = Result<Opinion, String>;

/// What the validator says of values.
pub(super) struct Opinions<'t> {
    before: Side<'t>,
    after: Side<'t>,
    lookers: Lookers<'t>,
    known: HashMap<Key, Answer>,
}

struct Lookers<'t>([Looker<'t>; 2]);

impl<'t> Opinions<'t> {
    pub(super) fn new(before: Side<'t>, after: Side<'t>) -> Self {
        Self { before, after, lookers: Lookers::new(before, after), known: HashMap::new() }
    }

    /// The question whether the schema `root`, or what it is a mere reference to, accepts a value.
    pub(super) fn key(&self, of: Of, root: NodeId, role: Role, instance: &str) -> Key {
        let tree = if of == Of::Before { self.before.tree } else { self.after.tree };
        (of, follow(tree, root), role, instance.to_owned())
    }

    /// Asks what will be asked for. The answers do not depend on who asks, nor when.
    pub(super) fn ask(&mut self, keys: &[Key]) {
        let mut seen = std::collections::HashSet::new();
        let keys: Vec<&Key> = keys.iter().filter(|key| seen.insert(*key)).collect();
        let most = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
        let threads = (keys.len() / WORTH).clamp(1, most);
        let (before, after) = (self.before, self.after);
        let answers = thread::scope(|scope| {
            let part = |number: usize| keys.iter().skip(number).step_by(threads).copied();
            let others: Vec<_> = (1..threads)
                .map(|number| {
                    let ask = move || {
                        let mut lookers = Lookers::new(before, after);
                        part(number).map(|key| lookers.answer(key)).collect::<Vec<_>>()
                    };
                    thread::Builder::new().spawn_scoped(scope, ask)
                })
                .collect();
            let mut answers: Vec<(Key, Answer)> = part(0).map(|key| (key.clone(), self.lookers.answer(key))).collect();
            for (number, other) in others.into_iter().enumerate() {
                // What no thread has answered is asked when it is needed.
                if let Ok(Ok(found)) = other.map(thread::ScopedJoinHandle::join) {
                    answers.extend(part(number + 1).cloned().zip(found));
                }
            }
            answers
        });
        self.known.extend(answers);
    }

    /// What the validator says; an error where it cannot tell, with the reason.
    pub(super) fn of(&mut self, key: Key) -> Answer {
        let lookers = &mut self.lookers;
        match self.known.entry(key) {
            std::collections::hash_map::Entry::Occupied(known) => known.get().clone(),
            std::collections::hash_map::Entry::Vacant(place) => {
                let answer = lookers.answer(place.key());
                place.insert(answer).clone()
            }
        }
    }
}

impl<'t> Lookers<'t> {
    fn new(before: Side<'t>, after: Side<'t>) -> Self {
        Self([before, after].map(Looker::new))
    }

    fn answer(&mut self, (of, root, role, instance): &Key) -> Answer {
        let value: Json = serde_json::from_str(instance).map_err(|error| format!("the value is no JSON: {error}"))?;
        let [before, after] = &mut self.0;
        let looker = if *of == Of::Before { before } else { after };
        looker.look(*root, *role, &value)
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
