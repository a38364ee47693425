//! A message that has a given value in a given place, put together along the way there, without a search: around the
//! value stands nothing but what must, each as small as it can be. It is held against both sides as any other; where it does not show what it
//! should, it is sought.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::Step;
use super::embed::Embedded;
use super::evaluate::DEPTH;
use super::goal::{Literal, Outcome};
use super::search::levels;
use super::solve::Solver;
use crate::change::Role;
use crate::schema::{Atom, Schema, SchemaRef};

/// Schemas that are all of one.
const OPENED: usize = 64;

/// Items before the one that the way leads to.
const BEFORE: usize = 512;

/// What stands around the value in one level.
enum Around {
    Object { name: Rc<str>, others: Map<String, Json> },
    Array { before: Vec<Json> },
}

impl Solver<'_> {
    /// The message that `root` accepts and `other` refuses, with `inner` where `path` leads; none where it is to be
    /// sought.
    pub(super) fn direct(
        &mut self,
        root: Literal,
        other: Literal,
        path: &[Step],
        inner: &Json,
        role: Role,
    ) -> Option<Embedded> {
        self.role = role;
        let mut place = vec![root.schema];
        let mut way = Vec::new();
        for step in path {
            let hidden = place.iter().any(|it| !self.hidden(*it).is_empty());
            let opened = self.all_of(&place)?;
            let (around, next) = match step {
                _ if hidden => return None,
                Step::Property(name) => self.in_object(&opened, name, root)?,
                Step::Item(index) => self.in_array(&opened, *index, root)?,
                Step::OtherItem => self.in_array(&opened, first_of_others(&opened), root)?,
                Step::OtherProperty => return None,
            };
            way.push(around);
            place = next;
        }
        let message = way.into_iter().rev().fold(inner.clone(), |value, around| match around {
            Around::Object { name, mut others } => {
                others.insert(name.to_string(), value);
                Json::Object(others)
            }
            Around::Array { mut before } => {
                before.push(value);
                Json::Array(before)
            }
        });
        self.overrun = false;
        let is_own = self.literal_holds(root, &message);
        if is_own.is_none() && (self.overrun || levels(&message, DEPTH / 4)) {
            // No other one could be looked at either.
            return Some(Embedded::Unknown);
        }
        if is_own != Some(true) || self.literal_holds(other, &message) != Some(true) {
            return None;
        }
        Some(Embedded::Message(message))
    }

    /// The schemas, and those that they are all of.
    fn all_of(&mut self, schemas: &[SchemaRef]) -> Option<Vec<Rc<Schema>>> {
        let mut open = schemas.to_vec();
        let mut opened = Vec::new();
        let mut at = 0;
        while let Some(schema) = open.get(at).copied() {
            let read = self.library.schema(schema);
            for (_, atom) in read.rest() {
                match atom {
                    Atom::AllOf(inner) if !open.contains(inner) => open.push(*inner),
                    _ => {}
                }
            }
            opened.push(read);
            at += 1;
            if at > OPENED {
                return None;
            }
        }
        Some(opened)
    }

    /// What stands beside a property that the schemas declare themselves, and what they say of it.
    fn in_object(&mut self, opened: &[Rc<Schema>], name: &str, root: Literal) -> Option<(Around, Vec<SchemaRef>)> {
        let said = |name: &str| -> Vec<SchemaRef> {
            opened.iter().flat_map(|read| read.property(name).map(|(_, schema)| schema)).collect()
        };
        let next = said(name);
        if next.is_empty() {
            return None;
        }
        let required: BTreeSet<&Rc<str>> =
            opened.iter().flat_map(|read| read.required()).filter(|it| ***it != *name).collect();
        let mut others = Map::new();
        for other in required {
            others.insert(other.to_string(), self.least(said(other), root)?);
        }
        Some((Around::Object { name: name.into(), others }, next))
    }

    fn in_array(&mut self, opened: &[Rc<Schema>], index: usize, root: Literal) -> Option<(Around, Vec<SchemaRef>)> {
        let said = |index: usize| -> Vec<SchemaRef> {
            let behind = opened.iter().flat_map(|read| read.rest()).filter_map(|(_, atom)| match atom {
                Atom::ItemsFrom(from, schema) if *from <= index => Some(*schema),
                _ => None,
            });
            opened.iter().flat_map(|read| read.item(index)).chain(behind).collect()
        };
        let next = said(index);
        if next.is_empty() || index > BEFORE {
            return None;
        }
        let before = (0..index).map(|at| self.least(said(at), root)).collect::<Option<Vec<Json>>>()?;
        Some((Around::Array { before }, next))
    }

    /// The smallest value that all of the schemas accept.
    fn least(&mut self, schemas: Vec<SchemaRef>, root: Literal) -> Option<Json> {
        if schemas.is_empty() {
            return None;
        }
        let literals = schemas.into_iter().map(|schema| root.with(schema)).collect();
        match self.run(literals, self.role) {
            Outcome::Value(value) => Some((*value).clone()),
            _ => None,
        }
    }
}

/// The first index of which no schema speaks by itself.
fn first_of_others(opened: &[Rc<Schema>]) -> usize {
    let behind = opened.iter().flat_map(|read| read.rest()).filter_map(|(_, atom)| match atom {
        Atom::ItemsFrom(from, _) => Some(*from),
        _ => None,
    });
    behind.max().unwrap_or(0)
}
