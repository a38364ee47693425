//! Whether a schema accepts a value: what every witness is held against before it is believed.

use serde_json::{Map, Value as Json};

use super::decimal::Decimal;
use super::goal::{Goal, Literal};
use super::hidden::Hidden;
use super::solve::Solver;
use crate::schema::{Atom, Schema, SchemaRef, Types};

/// Schemas that may lie within each other while a value is looked at.
pub(super) const DEPTH: usize = 320;

/// True, false, or nobody knows.
pub(super) type Truth = Option<bool>;

/// Where an evaluation stands.
pub(super) struct Evaluation {
    /// Properties of the value that are not sent.
    hidden: Hidden,
    /// The schemas that look at this value already, outermost first.
    open: Vec<(SchemaRef, *const Json)>,
}

impl Solver<'_> {
    /// Whether all that a goal asks is true of a value.
    pub(super) fn holds(&mut self, goal: &Goal, value: &Json) -> Truth {
        // What was made, which comes last, is soon looked at: it speaks of one place.
        all(goal.literals().iter().rev().map(|literal| self.literal_holds(*literal, value)))
    }

    pub(super) fn literal_holds(&mut self, literal: Literal, value: &Json) -> Truth {
        let mut evaluation = Evaluation { hidden: self.hidden(literal.schema), open: Vec::new() };
        let schema = self.library.schema(literal.schema);
        let truth = if literal.group.is_none() {
            self.accepts(&mut evaluation, literal.schema, value)
        } else {
            let counts = schema.about(value).filter(|(group, _)| literal.group == Some(*group));
            all(counts.map(|(_, atom)| self.atom_holds(&mut evaluation, atom, value)))
        };
        truth.map(|truth| truth == literal.positive)
    }

    /// Whether a schema accepts the value. One that is reached again from itself says nothing more.
    pub(super) fn accepts(&mut self, evaluation: &mut Evaluation, schema: SchemaRef, value: &Json) -> Truth {
        let entry = (schema, std::ptr::from_ref(value));
        let here = evaluation.open.iter().rev().take_while(|(_, at)| *at == entry.1);
        if here.into_iter().any(|(open, _)| *open == schema) {
            return Some(true);
        }
        if evaluation.open.len() >= DEPTH {
            self.overrun |= evaluation.open.iter().rev().take(DEPTH / 2).all(|(_, at)| *at == entry.1);
            return None;
        }
        evaluation.open.push(entry);
        let read = self.library.schema(schema);
        // What is plain first: one that is false decides, and many are refused by one.
        let plain = if lacks_some(&read, evaluation, value) {
            Some(false)
        } else {
            all(read
                .about(value)
                .filter(|(_, atom)| is_plain(atom))
                .map(|(_, atom)| self.atom_holds(evaluation, atom, value)))
        };
        let truth = if plain == Some(false) {
            plain
        } else {
            let others = read.about(value).filter(|(_, atom)| !is_plain(atom));
            let others = others.map(|(_, atom)| self.atom_holds(evaluation, atom, value));
            all([plain].into_iter().chain(others))
        };
        evaluation.open.pop();
        truth
    }

    /// Whether a schema accepts a value inside of the one that is looked at.
    fn accepts_inner(&mut self, evaluation: &mut Evaluation, schema: SchemaRef, value: &Json) -> Truth {
        let outer = std::mem::replace(&mut evaluation.hidden, self.hidden(schema));
        let truth = self.accepts(evaluation, schema, value);
        evaluation.hidden = outer;
        truth
    }

    fn atom_holds(&mut self, evaluation: &mut Evaluation, atom: &Atom, value: &Json) -> Truth {
        self.held += 1;
        match (atom, value) {
            (Atom::Types(types), _) => Some(types.has(Types::of(value))),
            (Atom::Values(values), _) => Some(values.contains(value)),
            (Atom::Opaque(_), _) => None,
            (Atom::Format(format), Json::String(text)) => super::format::accepts(&mut self.patterns, format, text),
            (Atom::Format(format), Json::Number(number)) => {
                Some(super::format::accepts_number(format, Decimal::of(number)?))
            }
            (Atom::AllOf(schema), _) => self.accepts(evaluation, *schema, value),
            (Atom::Not(schema), _) => self.accepts(evaluation, *schema, value).map(|truth| !truth),
            (Atom::AnyOf(schemas), _) => {
                let refused = all(schemas.iter().map(|it| self.accepts(evaluation, *it, value).map(|truth| !truth)));
                refused.map(|truth| !truth)
            }
            (Atom::OneOf(schemas), _) => self.accepts_one(evaluation, schemas, value),
            (Atom::Conditional { test, then, otherwise }, _) => {
                let (then, otherwise) = (*then, *otherwise);
                let branch = |solver: &mut Self, evaluation: &mut Evaluation, schema: Option<SchemaRef>| match schema {
                    Some(schema) => solver.accepts(evaluation, schema, value),
                    None => Some(true),
                };
                match self.accepts(evaluation, *test, value) {
                    Some(true) => branch(self, evaluation, then),
                    Some(false) => branch(self, evaluation, otherwise),
                    None => {
                        let both = [branch(self, evaluation, then), branch(self, evaluation, otherwise)];
                        (both[0] == both[1]).then_some(both[0]).flatten()
                    }
                }
            }
            (_, Json::Number(number)) => number_holds(atom, Decimal::of(number)?),
            (_, Json::String(text)) => self.string_holds(atom, text),
            (_, Json::Array(items)) => self.array_holds(evaluation, atom, value, items),
            (_, Json::Object(members)) => self.object_holds(evaluation, atom, value, members),
            _ => Some(true),
        }
    }

    fn accepts_one(&mut self, evaluation: &mut Evaluation, schemas: &[SchemaRef], value: &Json) -> Truth {
        let mut accepted = 0;
        let mut uncertain = false;
        for schema in schemas {
            match self.accepts(evaluation, *schema, value) {
                Some(true) => accepted += 1,
                Some(false) => {}
                None => uncertain = true,
            }
            if accepted > 1 {
                return Some(false);
            }
        }
        if uncertain { None } else { Some(accepted == 1) }
    }

    fn string_holds(&mut self, atom: &Atom, text: &str) -> Truth {
        let length = || text.chars().count() as u64;
        match atom {
            Atom::MinLength(least) => Some(length() >= *least),
            Atom::MaxLength(most) => Some(length() <= *most),
            Atom::Pattern(pattern) => self.patterns.matches(pattern, text),
            _ => Some(true),
        }
    }

    fn array_holds(&mut self, evaluation: &mut Evaluation, atom: &Atom, value: &Json, items: &[Json]) -> Truth {
        let count = items.len() as u64;
        match atom {
            Atom::MinItems(least) => Some(count >= *least),
            Atom::MaxItems(most) => Some(count <= *most),
            Atom::UniqueItems => Some(!(1..items.len()).any(|end| {
                let (before, rest) = items.split_at(end);
                rest.first().is_some_and(|item| before.contains(item))
            })),
            Atom::ItemAt(index, schema) => match items.get(*index) {
                Some(item) => self.accepts_inner(evaluation, *schema, item),
                None => Some(true),
            },
            Atom::ItemsFrom(index, schema) => {
                all(items.iter().skip(*index).map(|item| self.accepts_inner(evaluation, *schema, item)))
            }
            Atom::Contains { schema, least, most } => {
                let mut found = 0;
                let mut uncertain = 0;
                for item in items {
                    match self.accepts_inner(evaluation, *schema, item) {
                        Some(true) => found += 1,
                        Some(false) => {}
                        None => uncertain += 1,
                    }
                }
                let fits = |count: u64| count >= *least && most.is_none_or(|most| count <= most);
                match uncertain {
                    0 => Some(fits(found)),
                    _ if found + uncertain < *least || most.is_some_and(|most| found > most) => Some(false),
                    _ => None,
                }
            }
            Atom::UnevaluatedItems { rest, schema } => {
                let looked = self.evaluated_items(evaluation, *rest, value, items)?;
                let left = items.iter().zip(looked).filter(|(_, looked)| !looked);
                all(left.map(|(item, _)| self.accepts_inner(evaluation, *schema, item)))
            }
            _ => Some(true),
        }
    }

    fn object_holds(
        &mut self,
        evaluation: &mut Evaluation,
        atom: &Atom,
        value: &Json,
        members: &Map<String, Json>,
    ) -> Truth {
        let count = members.len() as u64;
        match atom {
            Atom::MinProperties(least) => Some(count >= *least),
            Atom::MaxProperties(most) => Some(count <= *most),
            Atom::Required(name) => Some(members.contains_key(&**name) || evaluation.hidden.contains(name)),
            Atom::Property(name, schema) => match members.get(&**name) {
                Some(_) if evaluation.hidden.contains(name) => Some(true),
                Some(member) => self.accepts_inner(evaluation, *schema, member),
                None => Some(true),
            },
            Atom::PatternProperty(pattern, schema) => {
                all(members.iter().map(|(name, member)| match self.patterns.matches(pattern, name) {
                    Some(true) => self.accepts_inner(evaluation, *schema, member),
                    Some(false) => Some(true),
                    None => self.accepts_inner(evaluation, *schema, member).filter(|truth| *truth),
                }))
            }
            Atom::OtherProperties(names, schema) => {
                all(members.iter().map(|(name, member)| match self.declares(names, name) {
                    Some(true) => Some(true),
                    Some(false) => self.accepts_inner(evaluation, *schema, member),
                    None => self.accepts_inner(evaluation, *schema, member).filter(|truth| *truth),
                }))
            }
            Atom::PropertyNames(schema) => all(members.keys().map(|name| {
                let name = Json::from(name.as_str());
                self.accepts_inner(evaluation, *schema, &name)
            })),
            Atom::Dependent(name, schema) if members.contains_key(&**name) => self.accepts(evaluation, *schema, value),
            Atom::UnevaluatedProperties { rest, schema } => {
                let looked = self.evaluated_properties(evaluation, *rest, value, members)?;
                let left = members.iter().filter(|(name, _)| !looked.contains(name.as_str()));
                all(left.map(|(_, member)| self.accepts_inner(evaluation, *schema, member)))
            }
            _ => Some(true),
        }
    }
}

/// Whether an object is too small to have all properties that a large schema requires.
fn lacks_some(schema: &Schema, evaluation: &Evaluation, value: &Json) -> bool {
    let is_small = |members: &Map<String, Json>| members.len() + evaluation.hidden.len() < schema.required_count();
    value.as_object().is_some_and(is_small)
}

/// Whether a constraint is looked at without going into the value.
fn is_plain(atom: &Atom) -> bool {
    matches!(
        atom,
        Atom::Types(_)
            | Atom::Required(_)
            | Atom::MinItems(_)
            | Atom::MaxItems(_)
            | Atom::MinProperties(_)
            | Atom::MaxProperties(_)
    )
}

fn number_holds(atom: &Atom, number: Decimal) -> Truth {
    match atom {
        Atom::Minimum { bound, exclusive } => Some(number > *bound || (number == *bound && !exclusive)),
        Atom::Maximum { bound, exclusive } => Some(number < *bound || (number == *bound && !exclusive)),
        Atom::MultipleOf(step) => number.is_multiple_of(*step),
        _ => Some(true),
    }
}

/// Whether all are true: one that is false decides, one that nobody knows leaves it open.
fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut known = true;
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}
