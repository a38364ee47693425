//! The smallest message that has a given value in a given place.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::{Literal, Outcome};
use super::hidden::in_place;
use super::{Containment, Group, Of, Step, plain};
use crate::change::Role;
use crate::document::NodeId;
use crate::schema::{Atom, Names, SchemaRef, Types, ValueSet};

/// Whether there is a message that has a given value in a given place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Embedded {
    /// There is: the smallest that was found.
    Message(Json),
    /// There is none.
    Nowhere,
    /// None was found.
    Unknown,
}

impl Containment<'_> {
    /// The smallest value that the schema `roots.0` of the document `of` accepts, that has `inner` where `path` leads,
    /// and that the schema `roots.1` of the other document refuses.
    pub(crate) fn embed(
        &mut self,
        of: Of,
        roots: (NodeId, NodeId),
        path: &[Step],
        inner: &Json,
        role: Role,
    ) -> Embedded {
        let known = (self.solver.remembered(), self.solver.library.made());
        let inner = plain(inner.clone());
        if let Some(embedded) = self.along(of, roots, path, &inner, role) {
            return embedded;
        }
        let wanted = self.solver.library.make(vec![Atom::Values(Rc::new(ValueSet::new(vec![inner])))]);
        let embedded = self.embed_any(of, roots, path, wanted, role);
        self.solver.forget_made(known.0, known.1);
        embedded
    }

    /// The message that needs no search.
    fn along(&mut self, of: Of, roots: (NodeId, NodeId), path: &[Step], inner: &Json, role: Role) -> Option<Embedded> {
        if path.len() > super::evaluate::DEPTH {
            return None;
        }
        let own = self.solver.library.root(of, roots.0);
        let other = self.solver.library.root(of.other(), roots.1);
        let own = Literal { sent: self.is_message(of, role), ..Literal::accepted(own) };
        self.solver.direct(own, Literal::refused(other), path, inner, role)
    }

    /// As [`Containment::embed`], with any value that all schemas `sub` accept and that the schemas `sup` of the other
    /// document refuse by their keywords of the group `only`.
    pub(crate) fn embed_escape(
        &mut self,
        of: Of,
        roots: (NodeId, NodeId),
        path: &[Step],
        (sub, sup, only): (&[NodeId], &[NodeId], Group),
        role: Role,
    ) -> Embedded {
        let sup = self.together(of.other(), sup);
        let known = (self.solver.remembered(), self.solver.library.made());
        let library = &mut self.solver.library;
        let mut atoms: Vec<Atom> = sub.iter().map(|node| Atom::AllOf(library.root(of, *node))).collect();
        atoms.push(Atom::Not(library.only(sup, only)));
        let wanted = library.make(atoms);
        let embedded = self.embed_any(of, roots, path, wanted, role);
        self.solver.forget_made(known.0, known.1);
        embedded
    }

    fn embed_any(
        &mut self,
        of: Of,
        roots: (NodeId, NodeId),
        path: &[Step],
        mut wanted: SchemaRef,
        role: Role,
    ) -> Embedded {
        if path.len() > super::evaluate::DEPTH {
            // Nobody could look at such a message.
            return Embedded::Unknown;
        }
        let root = self.solver.library.root(of, roots.0);
        let mut places = vec![vec![root]];
        // What stands beside is asked for only where a step is to lead past it.
        let last = path.iter().rposition(|step| matches!(step, Step::OtherProperty | Step::OtherItem));
        for step in path.iter().take(last.unwrap_or(0)) {
            let next = self.inside(places.last().map_or(&[], Vec::as_slice), step);
            places.push(next);
        }
        let nothing = Vec::new();
        for (at, step) in path.iter().enumerate().rev() {
            wanted = self.around(places.get(at).unwrap_or(&nothing), step, wanted);
        }
        let sent = self.is_message(of, role);
        let literals = vec![Literal { sent, ..Literal::accepted(root) }, Literal::accepted(wanted)];
        let other = self.solver.library.root(of.other(), roots.1);
        match self.solver.run_beside(literals, Literal::refused(other), role) {
            Outcome::Value(value) => Embedded::Message((*value).clone()),
            Outcome::Empty => Embedded::Nowhere,
            Outcome::Unknown(_) => Embedded::Unknown,
        }
    }

    /// A schema of the values that have what `wanted` accepts where `step` leads.
    fn around(&mut self, place: &[SchemaRef], step: &Step, wanted: SchemaRef) -> SchemaRef {
        let atoms = match step {
            Step::Property(name) => {
                let name: Rc<str> = name.as_str().into();
                vec![Atom::Types(Types::OBJECT), Atom::Required(Rc::clone(&name)), Atom::Property(name, wanted)]
            }
            Step::Item(index) => {
                vec![Atom::Types(Types::ARRAY), Atom::MinItems(*index as u64 + 1), Atom::ItemAt(*index, wanted)]
            }
            Step::OtherProperty => {
                let names = self.declared(place);
                let library = &mut self.solver.library;
                let unwanted = library.make(vec![Atom::Not(wanted)]);
                let none = library.make(vec![Atom::OtherProperties(Rc::new(names), unwanted)]);
                vec![Atom::Not(none)]
            }
            Step::OtherItem => {
                let from = self.prefix(place);
                let library = &mut self.solver.library;
                let unwanted = library.make(vec![Atom::Not(wanted)]);
                let none = library.make(vec![Atom::ItemsFrom(from, unwanted)]);
                vec![Atom::Not(none)]
            }
        };
        self.solver.library.make(atoms)
    }

    /// The schemas that look at the same value as these.
    fn all_in_place(&mut self, place: &[SchemaRef]) -> Vec<SchemaRef> {
        let mut open = place.to_vec();
        let mut seen: HashSet<_> = open.iter().copied().collect();
        let mut all = Vec::new();
        while let Some(at) = open.pop() {
            all.push(at);
            let read = self.solver.library.schema(at);
            let inner = read.rest().flat_map(|(_, atom)| in_place(atom));
            open.extend(inner.filter(|it| seen.insert(*it)));
        }
        all
    }

    /// The schemas that look at the value to which a step leads.
    fn inside(&mut self, place: &[SchemaRef], step: &Step) -> Vec<SchemaRef> {
        let mut found = BTreeSet::new();
        for schema in self.all_in_place(place) {
            let read = self.solver.library.schema(schema);
            match step {
                Step::Property(name) => found.extend(read.property(name).map(|(_, schema)| schema)),
                Step::Item(index) => found.extend(read.item(*index)),
                Step::OtherProperty | Step::OtherItem => {}
            }
            for (_, atom) in read.rest() {
                match (step, atom) {
                    (
                        Step::Property(_) | Step::OtherProperty,
                        Atom::OtherProperties(_, schema) | Atom::PatternProperty(_, schema),
                    )
                    | (Step::Item(_) | Step::OtherItem, Atom::ItemsFrom(_, schema)) => {
                        found.insert(*schema);
                    }
                    _ => {}
                }
            }
        }
        found.into_iter().collect()
    }

    fn declared(&mut self, place: &[SchemaRef]) -> Names {
        let mut names = BTreeSet::new();
        for schema in self.all_in_place(place) {
            names.extend(self.solver.library.schema(schema).declared.names.iter().cloned());
        }
        Names { names: names.into_iter().collect(), patterns: Vec::new() }
    }

    fn prefix(&mut self, place: &[SchemaRef]) -> usize {
        let mut first = 0;
        for schema in self.all_in_place(place) {
            for (_, atom) in &self.solver.library.schema(schema).atoms {
                if let Atom::ItemsFrom(from, _) = atom {
                    first = first.max(*from);
                }
            }
        }
        first
    }
}
