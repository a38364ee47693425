//! Properties that are not sent: `readOnly` ones in requests, `writeOnly` ones in responses (OpenAPI 3.0.3, Schema
//! Object: where they are required, that takes effect on the other side only).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::goal::Goal;
use super::solve::Solver;
use crate::change::Role;
use crate::hash::HashSet;
use crate::schema::{Atom, SchemaRef};

/// Names of properties that are not sent.
pub(super) type Hidden = Rc<BTreeSet<Rc<str>>>;

impl Solver<'_> {
    /// The properties that are not sent, by what the schemas that are sent say, by what any schema of the goal says, and
    /// by what those say that are to refuse the value.
    pub(super) fn hidden_of(&mut self, goal: &Goal) -> [Hidden; 3] {
        let mut hidden = [(); 3].map(|()| Rc::clone(&self.nothing_hidden));
        if self.role == Role::Neither {
            return hidden;
        }
        for literal in goal.literals() {
            let names = self.hidden(literal.schema);
            let counts = [literal.sent, true, !literal.sent && !literal.positive];
            for (set, counts) in hidden.iter_mut().zip(counts) {
                if !names.is_empty() && counts {
                    Rc::make_mut(set).extend(names.iter().cloned());
                }
            }
        }
        hidden
    }

    /// The properties of a schema, and of those that it is put together from, that are not sent.
    pub(super) fn hidden(&mut self, schema: SchemaRef) -> Hidden {
        if self.role == Role::Neither {
            return Rc::clone(&self.nothing_hidden);
        }
        if let Some(known) = self.hidden.get(&(self.role, schema)) {
            return Rc::clone(known);
        }
        let mut names = BTreeSet::new();
        let mut open = vec![schema];
        let mut seen = HashSet::default();
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            for (_, atom) in &self.library.schema(at).atoms {
                if let Atom::Property(name, schema) = atom
                    && self.is_kept_back(*schema)
                {
                    names.insert(Rc::clone(name));
                }
                open.extend(in_place(atom));
            }
        }
        let names = if names.is_empty() { Rc::clone(&self.nothing_hidden) } else { Rc::new(names) };
        self.hidden.insert((self.role, schema), Rc::clone(&names));
        names
    }

    /// Whether a schema, or one that it refers to or is all of, says that its value is not sent.
    fn is_kept_back(&mut self, schema: SchemaRef) -> bool {
        let mut open = vec![schema];
        let mut seen = HashSet::default();
        while let Some(at) = open.pop() {
            let read = self.library.schema(at);
            if (self.role == Role::Request && read.read_only) || (self.role == Role::Response && read.write_only) {
                return true;
            }
            let inner = read.atoms.iter().filter_map(|(_, atom)| match atom {
                Atom::AllOf(inner) => Some(*inner),
                _ => None,
            });
            open.extend(inner.filter(|it| seen.insert(*it)));
        }
        false
    }
}

/// The schemas of a constraint that look at the same value.
pub(super) fn in_place(atom: &Atom) -> Vec<SchemaRef> {
    match atom {
        Atom::AllOf(schema) | Atom::Not(schema) | Atom::Dependent(_, schema) => vec![*schema],
        Atom::AnyOf(schemas) | Atom::OneOf(schemas) => schemas.to_vec(),
        Atom::Conditional { test, then, otherwise } => [Some(*test), *then, *otherwise].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}
