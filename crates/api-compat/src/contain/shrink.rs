//! Makes a witness smaller, as long as it shows the same.

use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::Goal;
use super::solve::Solver;
use crate::schema::{Atom, Schema, SchemaRef};

/// Values that are tried.
const TRIES: usize = 48;

/// Schemas that are looked at for what they require.
const OPENED: usize = 64;

impl Solver<'_> {
    /// The value without the members and items that the goal does not need.
    pub(super) fn shrunk(&mut self, goal: &Goal, value: Json) -> Json {
        let accepted = goal.literals().iter().filter(|it| it.positive && it.group.is_none());
        let accepted: Vec<SchemaRef> = accepted.map(|it| it.schema).collect();
        let mut best = value;
        let mut tries = 0;
        // What is left out last may have kept what came before.
        for _ in 0..3 {
            let mut path = Vec::new();
            if !self.shrink_at(goal, &mut best, &mut path, &mut tries, &accepted) || tries >= TRIES {
                break;
            }
        }
        best
    }

    /// Leaves out what it can of the value at `path`, and goes on into what stays; whether anything was left out.
    /// `accepted` are schemas that the value at `path` is accepted by in any case.
    fn shrink_at(
        &mut self,
        goal: &Goal,
        best: &mut Json,
        path: &mut Vec<String>,
        tries: &mut usize,
        accepted: &[SchemaRef],
    ) -> bool {
        // Of properties that are not sent it counts for nothing that they are required.
        let hides = accepted.iter().any(|it| !self.hidden(*it).is_empty());
        let accepted = self.opened(accepted);
        let mut smaller = false;
        for step in steps(at(best, path)) {
            if *tries >= TRIES {
                return smaller;
            }
            *tries += 1;
            if hides || !is_required(&accepted, &step) {
                let removed = remove(best, path, &step);
                if self.holds(goal, best) == Some(true) {
                    smaller = true;
                    continue;
                }
                put_back(best, path, &step, removed);
            }
            let inner = inside(&accepted, &step, at(best, path).is_some_and(Json::is_array));
            path.push(step);
            smaller |= self.shrink_at(goal, best, path, tries, &inner);
            path.pop();
        }
        smaller
    }

    /// The schemas, and those that they are all of.
    fn opened(&mut self, schemas: &[SchemaRef]) -> Vec<Rc<Schema>> {
        let mut open = schemas.to_vec();
        let mut at = 0;
        let mut opened = Vec::new();
        while let Some(schema) = open.get(at).copied().filter(|_| at < OPENED) {
            let read = self.library.schema(schema);
            for (_, atom) in read.rest() {
                if let Atom::AllOf(inner) = atom
                    && !open.contains(inner)
                {
                    open.push(*inner);
                }
            }
            opened.push(read);
            at += 1;
        }
        opened
    }
}

/// Whether a schema asks for the property: nobody has to try whether it can be left out.
fn is_required(accepted: &[Rc<Schema>], name: &str) -> bool {
    accepted.iter().any(|read| read.requires(name))
}

/// The schemas that the value of a property is accepted by in any case, or that of an item.
fn inside(accepted: &[Rc<Schema>], step: &str, is_item: bool) -> Vec<SchemaRef> {
    let Some(index) = step.parse::<usize>().ok().filter(|_| is_item) else {
        return accepted.iter().flat_map(|read| read.property(step).map(|(_, schema)| schema)).collect();
    };
    let own = accepted.iter().flat_map(|read| read.item(index));
    let common = accepted.iter().flat_map(|read| read.rest()).filter_map(|(_, atom)| match atom {
        Atom::ItemsFrom(from, schema) if *from <= index => Some(*schema),
        _ => None,
    });
    own.chain(common).collect()
}

fn at<'j>(value: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(value, |value, step| match value {
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// The members of an object; the items of an array, from the last to the first.
fn steps(value: Option<&Json>) -> Vec<String> {
    match value {
        Some(Json::Object(members)) => members.keys().cloned().collect(),
        Some(Json::Array(items)) => (0..items.len()).rev().map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// Where a path leads.
fn at_mut<'j>(value: &'j mut Json, path: &[String]) -> Option<&'j mut Json> {
    path.iter().try_fold(value, |value, step| match value {
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        other => other.get_mut(step),
    })
}

/// Takes out the member or item to which `step` leads from the value at `path`.
fn remove(value: &mut Json, path: &[String], step: &str) -> Option<Json> {
    match at_mut(value, path)? {
        Json::Object(members) => members.remove(step),
        Json::Array(items) => {
            let index = step.parse::<usize>().ok().filter(|index| *index < items.len())?;
            Some(items.remove(index))
        }
        _ => None,
    }
}

/// Puts in again what was taken out.
fn put_back(value: &mut Json, path: &[String], step: &str, removed: Option<Json>) {
    let Some(removed) = removed else { return };
    match at_mut(value, path) {
        Some(Json::Object(members)) => {
            members.insert(step.to_owned(), removed);
        }
        Some(Json::Array(items)) => {
            if let Some(index) = step.parse::<usize>().ok().filter(|index| *index <= items.len()) {
                items.insert(index, removed);
            }
        }
        _ => {}
    }
}
