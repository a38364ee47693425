//! Takes what is to hold of a value into what is known of it.

use std::rc::Rc;

use super::decimal::Decimal;
use super::goal::Literal;
use super::solve::Solver;
use super::state::{Demand, Formula, State};
use crate::schema::{Atom, Schema, Types, ValueSet};

impl Solver<'_> {
    /// Takes in a formula; false where it contradicts what is known.
    pub(super) fn assert(&mut self, state: &mut State, formula: Formula) -> bool {
        match formula {
            Formula::Literal(literal) => self.assert_literal(state, literal),
            Formula::Atom { schema, index, from } => {
                let Some((_, atom)) = schema.atoms.get(index) else { return true };
                if let Atom::UnevaluatedProperties { .. } | Atom::UnevaluatedItems { .. } = atom {
                    if !from.positive {
                        state.types = state.types.and(type_of(atom));
                    }
                    self.unevaluated(state, atom, from);
                } else if from.positive {
                    assert_atom(state, atom, from);
                } else {
                    self.deny_atom(state, atom, from);
                }
                !state.types.is_empty()
            }
        }
    }

    fn assert_literal(&mut self, state: &mut State, literal: Literal) -> bool {
        if state.seen.contains(&literal) {
            return true;
        }
        if self.contradicts(state, literal) {
            return false;
        }
        Rc::make_mut(&mut state.seen).insert(literal);
        let list = if literal.positive { &mut state.accepted } else { &mut state.refused };
        if literal.group.is_none() {
            Rc::make_mut(list).push((self.library.text(literal.schema), literal));
        }
        let schema = self.library.schema(literal.schema);
        let formulas = atoms_of(&schema, literal);
        if literal.positive {
            if literal.sent {
                let objects = state.objects();
                objects.sent = true;
                objects.open |= schema.open;
                objects.declared.push(Rc::clone(&schema.declared));
            }
            if schema.index().is_some() {
                state.objects().sources.push((Rc::clone(&schema), literal));
                let others = formulas.filter(|formula| !is_property(formula));
                state.todo.extend(others);
            } else {
                state.todo.extend(formulas);
            }
        } else {
            state.choices.push(formulas.map(|formula| vec![formula]).collect());
        }
        true
    }

    /// Whether an equal schema is known to do the contrary.
    pub(super) fn contradicts(&mut self, state: &State, literal: Literal) -> bool {
        if literal.group.is_some() {
            return false;
        }
        let others = if literal.positive { &state.refused } else { &state.accepted };
        if others.is_empty() {
            return false;
        }
        let text = self.library.text(literal.schema);
        let mut alike = others.iter().filter(|(other, _)| *other == text);
        alike.any(|(_, other)| self.sameness.same(&mut self.library, literal.schema, other.schema))
    }

    /// Whether one of the literals says the contrary of `literal` of an equal schema.
    pub(super) fn clash(&mut self, literals: impl Iterator<Item = Literal>, literal: Literal) -> bool {
        let Self { library, sameness, .. } = self;
        let mut contrary = literals.filter(|it| it.positive != literal.positive && it.group.is_none());
        literal.group.is_none() && contrary.any(|it| sameness.same(library, it.schema, literal.schema))
    }
}

/// Whether it is looked up in the schema once somebody asks for the property.
fn is_property(formula: &Formula) -> bool {
    let Formula::Atom { schema, index, .. } = formula else { return false };
    matches!(schema.atoms.get(*index), Some((_, Atom::Property(..))))
}

/// The constraints of a schema that count for the literal, as formulas.
pub(super) fn atoms_of(schema: &Rc<Schema>, literal: Literal) -> impl Iterator<Item = Formula> + use<'_> {
    let counts = move |group| literal.group.is_none_or(|only| only == group);
    schema.atoms.iter().enumerate().filter(move |(_, (group, _))| counts(*group)).map(move |(index, _)| Formula::Atom {
        schema: Rc::clone(schema),
        index,
        from: Literal { group: None, ..literal },
    })
}

fn assert_atom(state: &mut State, atom: &Atom, from: Literal) {
    match atom {
        Atom::Types(types) => state.types = state.types.and(*types),
        Atom::Values(values) => {
            state.values = Some(match &state.values {
                // The fewer are looked up among the more.
                Some(known) if values.values.len() <= 1 => {
                    let both = values.values.iter().filter(|value| known.contains(value)).cloned().collect();
                    Rc::new(ValueSet::new(both))
                }
                Some(known) => {
                    let both = known.values.iter().filter(|value| values.contains(value)).cloned().collect();
                    Rc::new(ValueSet::new(both))
                }
                None => Rc::clone(values),
            });
        }
        Atom::Minimum { bound, exclusive } => raise_lower(state, *bound, *exclusive),
        Atom::Maximum { bound, exclusive } => lower_upper(state, *bound, *exclusive),
        Atom::MultipleOf(step) => state.numbers().multiples.push(*step),
        Atom::MinLength(length) => state.strings().min = state.strings.min.max(*length),
        Atom::MaxLength(length) => state.strings().max = Some(least(state.strings.max, *length)),
        Atom::Pattern(pattern) => state.strings().patterns.push((Rc::clone(pattern), true)),
        Atom::Format(format) => super::format::assert(state, format, true),
        Atom::ItemAt(index, schema) => state.arrays().at.entry(*index).or_default().push(from.with(*schema)),
        Atom::ItemsFrom(index, schema) => state.arrays().from.push((*index, from.with(*schema))),
        Atom::MinItems(count) => state.arrays().min = state.arrays.min.max(*count),
        Atom::MaxItems(count) => state.arrays().max = Some(least(state.arrays.max, *count)),
        Atom::UniqueItems => state.arrays().unique = true,
        Atom::Contains { schema, least, most } => {
            let literal = from.with(*schema);
            if *most == Some(0) {
                state.arrays().from.push((0, literal.signed(false)));
            }
            state.arrays().counted.push((literal, *least, *most));
        }
        Atom::Property(name, schema) => state.property(name).literals.push(from.with(*schema)),
        Atom::PatternProperty(pattern, schema) => {
            state.objects().patterns.push((Rc::clone(pattern), from.with(*schema)));
        }
        Atom::OtherProperties(names, schema) => state.objects().others.push((Rc::clone(names), from.with(*schema))),
        Atom::Required(name) => {
            let property = state.property(name);
            property.required = true;
            // What only the side that is to refuse speaks of is not declared thereby.
            property.stated |= from.sent;
            state.objects().stated |= from.sent;
        }
        Atom::PropertyNames(schema) => state.objects().names.push(from.with(*schema)),
        Atom::MinProperties(count) => state.objects().min = state.objects.min.max(*count),
        Atom::MaxProperties(count) => state.objects().max = Some(least(state.objects.max, *count)),
        Atom::Opaque(reason) => state.opaque = Some(Rc::clone(reason)),
        Atom::Dependent(..)
        | Atom::AllOf(_)
        | Atom::AnyOf(_)
        | Atom::OneOf(_)
        | Atom::Not(_)
        | Atom::Conditional { .. } => super::logic::assert(state, atom, from),
        Atom::UnevaluatedProperties { .. } | Atom::UnevaluatedItems { .. } => {}
    }
}

impl Solver<'_> {
    /// The contrary of a constraint: the value is of the type that it speaks of, and does not do what it says.
    fn deny_atom(&mut self, state: &mut State, atom: &Atom, from: Literal) {
        state.types = state.types.and(type_of(atom));
        match atom {
            Atom::Types(types) => state.types = state.types.and(types.not()),
            Atom::Values(values) => self.exclude(state, values, from),
            Atom::Minimum { bound, exclusive } => lower_upper(state, *bound, !exclusive),
            Atom::Maximum { bound, exclusive } => raise_lower(state, *bound, !exclusive),
            Atom::MultipleOf(step) => state.numbers().no_multiples.push(*step),
            Atom::MinLength(length) => state.strings().max = Some(least(state.strings.max, length.saturating_sub(1))),
            Atom::MaxLength(length) => state.strings().min = state.strings.min.max(length.saturating_add(1)),
            Atom::Pattern(pattern) => state.strings().patterns.push((Rc::clone(pattern), false)),
            Atom::Format(format) => super::format::assert(state, format, false),
            Atom::ItemAt(index, schema) => {
                let arrays = state.arrays();
                arrays.min = arrays.min.max(*index as u64 + 1);
                arrays.at.entry(*index).or_default().push(from.with(*schema));
            }
            Atom::ItemsFrom(index, schema) => state.arrays().some.push((*index, from.with(*schema))),
            Atom::MinItems(count) => state.arrays().max = Some(least(state.arrays.max, count.saturating_sub(1))),
            Atom::MaxItems(count) => state.arrays().min = state.arrays.min.max(count.saturating_add(1)),
            Atom::UniqueItems => state.arrays().repeated = true,
            // Nobody looks at what is not sent.
            Atom::Property(name, _) if !from.sent && state.is_waived(name, from) => state.types = Types::NONE,
            Atom::Property(name, schema) => {
                let property = state.property(name);
                property.required = true;
                property.literals.push(from.with(*schema));
            }
            Atom::PatternProperty(pattern, schema) => {
                state.objects().demands.push(Demand::Matching(Rc::clone(pattern), from.with(*schema)));
            }
            Atom::OtherProperties(names, schema) => {
                state.objects().demands.push(Demand::Other(Rc::clone(names), from.with(*schema)));
            }
            // Nobody asks for what is not sent.
            Atom::Required(name) if state.is_waived(name, from) => state.types = Types::NONE,
            Atom::Required(name) => {
                let never = from.signed(true).with(self.library.never());
                state.property(name).literals.push(never);
            }
            Atom::PropertyNames(schema) => state.objects().demands.push(Demand::Named(from.with(*schema))),
            Atom::MinProperties(count) => state.objects().max = Some(least(state.objects.max, count.saturating_sub(1))),
            Atom::MaxProperties(count) => state.objects().min = state.objects.min.max(count.saturating_add(1)),
            Atom::Opaque(reason) => state.opaque = Some(Rc::clone(reason)),
            Atom::Contains { .. }
            | Atom::Dependent(..)
            | Atom::AllOf(_)
            | Atom::AnyOf(_)
            | Atom::OneOf(_)
            | Atom::Not(_)
            | Atom::Conditional { .. } => super::logic::assert(state, atom, from),
            Atom::UnevaluatedProperties { .. } | Atom::UnevaluatedItems { .. } => {}
        }
    }
}

/// The types of values of which a constraint says something.
pub(super) fn type_of(atom: &Atom) -> Types {
    match atom {
        Atom::Minimum { .. } | Atom::Maximum { .. } | Atom::MultipleOf(_) => Types::NUMBER,
        Atom::MinLength(_) | Atom::MaxLength(_) | Atom::Pattern(_) => Types::STRING,
        Atom::Format(format) => super::format::types(format),
        Atom::ItemAt(..)
        | Atom::ItemsFrom(..)
        | Atom::MinItems(_)
        | Atom::MaxItems(_)
        | Atom::UniqueItems
        | Atom::Contains { .. }
        | Atom::UnevaluatedItems { .. } => Types::ARRAY,
        Atom::Property(..)
        | Atom::PatternProperty(..)
        | Atom::OtherProperties(..)
        | Atom::Required(_)
        | Atom::PropertyNames(_)
        | Atom::MinProperties(_)
        | Atom::MaxProperties(_)
        | Atom::Dependent(..)
        | Atom::UnevaluatedProperties { .. } => Types::OBJECT,
        Atom::Types(_)
        | Atom::Values(_)
        | Atom::AllOf(_)
        | Atom::AnyOf(_)
        | Atom::OneOf(_)
        | Atom::Not(_)
        | Atom::Conditional { .. }
        | Atom::Opaque(_) => Types::ALL,
    }
}

fn least(known: Option<u64>, other: u64) -> u64 {
    known.map_or(other, |known| known.min(other))
}

pub(super) fn raise_lower(state: &mut State, bound: Decimal, exclusive: bool) {
    let known = &mut state.numbers().lower;
    if known.is_none_or(|(other, excluded)| bound > other || (bound == other && exclusive && !excluded)) {
        *known = Some((bound, exclusive));
    }
}

pub(super) fn lower_upper(state: &mut State, bound: Decimal, exclusive: bool) {
    let known = &mut state.numbers().upper;
    if known.is_none_or(|(other, excluded)| bound < other || (bound == other && exclusive && !excluded)) {
        *known = Some((bound, exclusive));
    }
}
