//! Objects and arrays that are to be other than a given one: what that means, member by member.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::Literal;
use super::solve::Solver;
use super::state::{Formula, State};
use crate::schema::{Atom, Names, SchemaRef, Types, ValueSet};

/// Values of one constraint that are taken apart, and members of each.
const VALUES: usize = 4;
const MEMBERS: usize = 16;

impl Solver<'_> {
    /// Takes in that the value is none of `values`, which `from` denies.
    pub(super) fn exclude(&mut self, state: &mut State, values: &Rc<ValueSet>, from: Literal) {
        state.excluded.push(Rc::clone(values));
        if values.values.len() > VALUES {
            return;
        }
        for value in &values.values {
            if let Some(schema) = self.exactly(value) {
                state.todo.push(Formula::Literal(from.with(schema)));
            }
        }
    }

    /// A schema in keywords of which an object or an array of few members is the only value.
    fn exactly(&mut self, value: &Json) -> Option<SchemaRef> {
        let text = value.to_string();
        if let Some(known) = self.exact.get(&text) {
            return Some(*known);
        }
        let atoms = match value {
            Json::Object(members) if members.len() <= MEMBERS => {
                let mut atoms = vec![Atom::Types(Types::OBJECT)];
                for (name, value) in members {
                    let name: Rc<str> = name.as_str().into();
                    atoms.push(Atom::Required(Rc::clone(&name)));
                    atoms.push(Atom::Property(name, self.only_value(value)));
                }
                let names: BTreeSet<Rc<str>> = members.keys().map(|name| name.as_str().into()).collect();
                let names = Names { names: names.into_iter().collect(), patterns: Vec::new() };
                atoms.push(Atom::OtherProperties(Rc::new(names), self.library.never()));
                atoms
            }
            Json::Array(items) if items.len() <= MEMBERS => {
                let count = items.len() as u64;
                let mut atoms = vec![Atom::Types(Types::ARRAY), Atom::MinItems(count), Atom::MaxItems(count)];
                for (at, value) in items.iter().enumerate() {
                    atoms.push(Atom::ItemAt(at, self.only_value(value)));
                }
                atoms
            }
            _ => return None,
        };
        let schema = self.library.make(atoms);
        self.exact.insert(text, schema);
        Some(schema)
    }

    fn only_value(&mut self, value: &Json) -> SchemaRef {
        self.library.make(vec![Atom::Values(Rc::new(ValueSet::new(vec![value.clone()])))])
    }
}
