//! Which properties and items the keywords of a schema have looked at, for the `unevaluated…` ones
//! (2020-12 core, 11.2 and 11.3).

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::evaluate::Evaluation;
use super::solve::Solver;
use crate::schema::{Atom, SchemaRef};

/// Names of properties that were looked at.
type Looked = BTreeSet<Rc<str>>;

impl Solver<'_> {
    /// The properties that a schema, which accepts the value, has looked at; none where that cannot be told.
    pub(super) fn evaluated_properties(
        &mut self,
        evaluation: &mut Evaluation,
        schema: SchemaRef,
        value: &Json,
        members: &Map<String, Json>,
    ) -> Option<Looked> {
        let mut looked = Looked::new();
        for schema in self.taken(evaluation, schema, value)? {
            let read = self.library.schema(schema);
            let declared = members.keys().filter(|name| read.property(name).next().is_some());
            looked.extend(declared.map(|name| Rc::from(name.as_str())));
            for (_, atom) in read.rest() {
                match atom {
                    Atom::PatternProperty(pattern, _) => {
                        for name in members.keys() {
                            if self.patterns.matches(pattern, name)? {
                                looked.insert(name.as_str().into());
                            }
                        }
                    }
                    // What is additional is looked at, and so is what was unevaluated before.
                    Atom::OtherProperties(..) | Atom::UnevaluatedProperties { .. } => {
                        looked.extend(members.keys().map(|name| Rc::from(name.as_str())));
                    }
                    _ => {}
                }
            }
        }
        Some(looked)
    }

    /// Of each item whether it was looked at.
    pub(super) fn evaluated_items(
        &mut self,
        evaluation: &mut Evaluation,
        schema: SchemaRef,
        value: &Json,
        items: &[Json],
    ) -> Option<Vec<bool>> {
        let mut looked = vec![false; items.len()];
        for schema in self.taken(evaluation, schema, value)? {
            let read = self.library.schema(schema);
            for (_, atom) in &read.atoms {
                match atom {
                    Atom::ItemAt(index, _) => looked.iter_mut().skip(*index).take(1).for_each(|it| *it = true),
                    Atom::ItemsFrom(..) | Atom::UnevaluatedItems { .. } => looked.fill(true),
                    Atom::Contains { schema, .. } if self.counts_contains(*schema) => {
                        for (item, it) in items.iter().zip(&mut looked) {
                            *it |= self.accepts(evaluation, *schema, item)?;
                        }
                    }
                    _ => {}
                }
            }
        }
        Some(looked)
    }

    /// The schemas that look at the value and accept it: the schema, and those that it is put together from.
    fn taken(&mut self, evaluation: &mut Evaluation, schema: SchemaRef, value: &Json) -> Option<Vec<SchemaRef>> {
        let mut taken = Vec::new();
        let mut open = vec![schema];
        while let Some(at) = open.pop() {
            if taken.contains(&at) {
                continue;
            }
            taken.push(at);
            let read = self.library.schema(at);
            for (_, atom) in read.rest() {
                let branches = match atom {
                    Atom::AllOf(schema) => vec![*schema],
                    Atom::AnyOf(schemas) | Atom::OneOf(schemas) => schemas.to_vec(),
                    Atom::Dependent(name, schema) if value.get(&**name).is_some() => vec![*schema],
                    Atom::Conditional { test, then, otherwise } => {
                        if self.accepts(evaluation, *test, value)? {
                            [Some(*test), *then].into_iter().flatten().collect()
                        } else {
                            otherwise.iter().copied().collect()
                        }
                    }
                    _ => Vec::new(),
                };
                for branch in branches {
                    if self.accepts(evaluation, branch, value)? {
                        open.push(branch);
                    }
                }
            }
        }
        Some(taken)
    }

    /// 2020-12: `contains` looks at the items that it finds; before, it did not.
    pub(super) fn counts_contains(&mut self, schema: SchemaRef) -> bool {
        match schema {
            SchemaRef::Read { of, node, .. } => self.library.dialect(of, node) > crate::schema::Dialect::Draft2019,
            SchemaRef::Made(_) => true,
        }
    }
}
