//! `unevaluatedProperties` and `unevaluatedItems` (2020-12 core, 11): what the other keywords have looked at depends on
//! which alternatives accept the value, so each combination of them is a case of its own, in which the keyword says no
//! more than `additionalProperties` does.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::goal::Literal;
use super::solve::Solver;
use super::state::{Formula, State};
use crate::schema::{Atom, Names, SchemaRef, Types};

/// Alternatives of which all combinations are gone through.
const ALTERNATIVES: usize = 5;

/// What schemas look at, where they accept the value.
#[derive(Debug, Clone, Default)]
struct Looked {
    names: BTreeSet<Rc<str>>,
    patterns: BTreeSet<Rc<str>>,
    /// Items before this index.
    prefix: usize,
    contains: Vec<SchemaRef>,
    all_properties: bool,
    all_items: bool,
    /// Schemas that look at more where they accept the value.
    alternatives: Vec<SchemaRef>,
}

impl Looked {
    fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.patterns.extend(other.patterns.iter().cloned());
        self.prefix = self.prefix.max(other.prefix);
        self.contains.extend(&other.contains);
        self.all_properties |= other.all_properties;
        self.all_items |= other.all_items;
    }
}

impl Solver<'_> {
    /// Takes in one of the two keywords, or its contrary: a choice of cases.
    pub(super) fn unevaluated(&mut self, state: &mut State, atom: &Atom, from: Literal) {
        let (Atom::UnevaluatedProperties { rest, .. } | Atom::UnevaluatedItems { rest, .. }) = atom else { return };
        let certain = self.looked(*rest);
        let mut alternatives: Vec<(SchemaRef, Looked, Option<usize>)> = Vec::new();
        let mut open: Vec<_> = certain.alternatives.iter().map(|it| (*it, None)).collect();
        while let Some((schema, within)) = open.pop() {
            let looked = self.looked(schema);
            open.extend(looked.alternatives.iter().map(|it| (*it, Some(alternatives.len()))));
            alternatives.push((schema, looked, within));
            if alternatives.len() > ALTERNATIVES {
                state.opaque = Some("too many alternatives decide what is unevaluated".into());
                return;
            }
        }
        let mut cases = Vec::new();
        for combination in 0..1_u32 << alternatives.len() {
            let holds = |index: usize| combination & (1 << index) != 0;
            let mut looked = certain.clone();
            let mut case = Vec::new();
            for (index, (schema, more, within)) in alternatives.iter().enumerate() {
                case.push(Formula::Literal(from.with(*schema).signed(holds(index))));
                if holds(index) && within.is_none_or(holds) {
                    looked.add(more);
                }
            }
            let says = self.says(atom, &looked, state);
            if let Some(says) = says {
                case.push(Formula::made(says, from));
                cases.push(case);
            } else if from.positive {
                cases.push(case);
            }
        }
        state.choices.push(cases.into());
    }

    /// What the keyword says once it is known what was looked at; none where nothing is left.
    fn says(&mut self, atom: &Atom, looked: &Looked, state: &State) -> Option<Atom> {
        match atom {
            Atom::UnevaluatedProperties { schema, .. } if !looked.all_properties && state.types.has(Types::OBJECT) => {
                let names = looked.names.iter().cloned().collect();
                let patterns = looked.patterns.iter().cloned().collect();
                Some(Atom::OtherProperties(Rc::new(Names { names, patterns }), *schema))
            }
            Atom::UnevaluatedItems { schema, .. } if !looked.all_items && state.types.has(Types::ARRAY) => {
                let schema = if looked.contains.is_empty() {
                    *schema
                } else {
                    // An item that `contains` finds is looked at.
                    let either = looked.contains.iter().copied().chain([*schema]).collect();
                    self.library.make(vec![Atom::AnyOf(either)])
                };
                Some(Atom::ItemsFrom(looked.prefix, schema))
            }
            _ => None,
        }
    }

    /// What a schema looks at for certain, and on what it depends whether more is.
    fn looked(&mut self, schema: SchemaRef) -> Looked {
        let mut looked = Looked::default();
        let mut open = vec![schema];
        let mut seen = HashSet::from([schema]);
        while let Some(at) = open.pop() {
            let read = self.library.schema(at);
            for (_, atom) in &read.atoms {
                match atom {
                    Atom::Property(name, _) => {
                        looked.names.insert(Rc::clone(name));
                    }
                    Atom::PatternProperty(pattern, _) => {
                        looked.patterns.insert(Rc::clone(pattern));
                    }
                    Atom::OtherProperties(..) | Atom::UnevaluatedProperties { .. } => looked.all_properties = true,
                    Atom::ItemAt(index, _) => looked.prefix = looked.prefix.max(index + 1),
                    Atom::ItemsFrom(..) | Atom::UnevaluatedItems { .. } => looked.all_items = true,
                    Atom::Contains { schema, .. } if self.counts_contains(*schema) => looked.contains.push(*schema),
                    Atom::AllOf(inner) => {
                        if seen.insert(*inner) {
                            open.push(*inner);
                        }
                    }
                    _ => self.depending(atom, &mut looked.alternatives),
                }
            }
        }
        looked
    }

    /// The schemas of a constraint that look at the value only where they accept it.
    fn depending(&mut self, atom: &Atom, found: &mut Vec<SchemaRef>) {
        match atom {
            Atom::AnyOf(schemas) | Atom::OneOf(schemas) => found.extend(schemas.iter()),
            Atom::Dependent(name, schema) => {
                let present = vec![Atom::Types(Types::OBJECT), Atom::Required(Rc::clone(name)), Atom::AllOf(*schema)];
                found.push(self.library.make(present));
            }
            Atom::Conditional { test, then, otherwise } => {
                let mut met = vec![Atom::AllOf(*test)];
                met.extend(then.map(Atom::AllOf));
                found.push(self.library.make(met));
                if let Some(otherwise) = otherwise {
                    found.push(self.library.make(vec![Atom::Not(*test), Atom::AllOf(*otherwise)]));
                }
            }
            _ => {}
        }
    }
}
