//! Searches a goal: takes in what must hold, then goes through the choices that are left.

use std::rc::Rc;

use super::goal::{Alternatives, Literal, Outcome, Search};
use super::solve::{Solver, unknown};
use super::state::{Choice, Formula, State};
use crate::schema::{Atom, Types, ValueSet};

/// Choices within each other, in all goals that are open.
const NESTED: usize = 96;

/// Rounds of looking at all choices before one is made.
const LEVELS: usize = 3;

/// Formulas of one alternative that are looked at before it is chosen.
const LOOKED_AT: usize = 16;

/// Choices from which on a value is tried that was found without them.
const MANY: usize = 8;

/// Why a value that was built was not looked at.
pub(super) const TOO_DEEP: &str = "the value that would show it is nested too deep to be looked at";

/// Why no other value is tried.
const NESTED_TOO_DEEP: &str = "schemas that apply to one value lie too deep within each other for it to be looked at";

impl Solver<'_> {
    /// A value for which everything in `state` holds.
    pub(super) fn search(&mut self, mut state: State) -> Search<Outcome> {
        self.burn(1)?;
        loop {
            if !self.take_in(&mut state)? {
                return Ok(Outcome::Empty);
            }
            if let Some(values) = state.values.clone() {
                return Ok(self.among(&state, &values));
            }
            match self.reduce(&mut state)? {
                Reduced::Nothing => break,
                Reduced::Some => {}
                Reduced::Contradiction => return Ok(Outcome::Empty),
            }
        }
        if state.choices.is_empty() {
            // The last ones may have been left out because they hold anyway.
            state.unsettled = false;
            return self.finish(&state);
        }
        if state.choices.len() >= MANY
            && let Some(found) = self.without_choices(&state)?
        {
            return Ok(found);
        }
        if self.nested >= NESTED {
            return Ok(unknown("too many alternatives lie within each other"));
        }
        self.nested += 1;
        let outcome = self.branch(state)?;
        self.nested -= 1;
        Ok(outcome)
    }

    fn take_in(&mut self, state: &mut State) -> Search<bool> {
        while let Some(formula) = state.todo.pop() {
            self.burn(1)?;
            if !self.assert(state, formula) || state.types.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One of finitely many values: whether the goal holds of it is looked up, not concluded.
    fn among(&mut self, state: &State, values: &ValueSet) -> Outcome {
        let mut alternatives = Alternatives::default();
        for value in &values.values {
            let outcome = match self.holds(&state.goal, value) {
                Some(true) => Outcome::Value(Rc::new(value.clone())),
                Some(false) => Outcome::Empty,
                None => unknown("whether a value of `enum` is accepted cannot be told"),
            };
            if let Some(found) = alternatives.take(outcome) {
                return found;
            }
        }
        alternatives.end()
    }

    /// Leaves out of the choices what is impossible; a choice of one is none.
    fn reduce(&mut self, state: &mut State) -> Search<Reduced> {
        let mut left: Vec<Choice> = Vec::new();
        let mut result = Reduced::Nothing;
        state.unsettled = state.choices.iter().flat_map(|choice| choice.iter().flatten()).any(Formula::may_declare);
        // Told here, nobody goes through what is left to choose.
        if self.wants_undeclared(state) {
            return Ok(Reduced::Contradiction);
        }
        for choice in std::mem::take(&mut state.choices) {
            let Some(alternatives) = self.alternatives(state, &choice)? else { continue };
            match alternatives.as_slice() {
                [] => return Ok(Reduced::Contradiction),
                [only] => {
                    state.todo.extend(only.iter().cloned());
                    result = Reduced::Some;
                }
                _ => left.push(alternatives.into()),
            }
        }
        state.choices = left;
        Ok(result)
    }

    /// The alternatives that are possible; none where one of them holds anyway.
    fn alternatives(&mut self, state: &State, choice: &Choice) -> Search<Option<Vec<Vec<Formula>>>> {
        let mut possible = Vec::new();
        for alternative in choice.iter() {
            self.burn(1)?;
            let mut impossible = false;
            let mut certain = alternative.len() <= LOOKED_AT;
            for formula in alternative.iter().take(LOOKED_AT) {
                if self.impossible(state, formula, LEVELS)? {
                    impossible = true;
                    break;
                }
                certain = certain && self.impossible(state, &contrary(formula), LEVELS)?;
            }
            if !impossible {
                if certain {
                    return Ok(None);
                }
                possible.push(alternative.clone());
            }
        }
        Ok(Some(possible))
    }

    /// A value that was found without the choices that are left and for which all the same everything holds.
    fn without_choices(&mut self, state: &State) -> Search<Option<Outcome>> {
        let plain = State { choices: Vec::new(), unsettled: false, ..state.clone() };
        let outcome = self.finish(&plain)?;
        Ok(matches!(outcome, Outcome::Value(_)).then_some(outcome))
    }

    fn branch(&mut self, mut state: State) -> Search<Outcome> {
        let smallest = state.choices.iter().enumerate().min_by_key(|(_, choice)| choice.len());
        let Some((index, _)) = smallest else { return Ok(Outcome::Empty) };
        let choice = state.choices.swap_remove(index);
        let mut outcomes = Alternatives::default();
        for alternative in choice.iter() {
            if self.overrun {
                return Ok(unknown(NESTED_TOO_DEEP));
            }
            self.charge(state.weight());
            let mut next = state.clone();
            next.todo.extend(alternative.iter().cloned());
            if let Some(found) = outcomes.take(self.search(next)?) {
                return Ok(found);
            }
        }
        Ok(outcomes.end())
    }

    /// A value of any of the types that are left.
    fn finish(&mut self, state: &State) -> Search<Outcome> {
        let mut outcomes = Alternatives::default();
        for one in Types::EACH {
            if !state.types.has(one) {
                continue;
            }
            self.burn(1)?;
            let outcome = match one {
                Types::NULL => pick(state, [serde_json::Value::Null]),
                Types::BOOLEAN => pick(state, [false.into(), true.into()]),
                Types::INTEGER => super::number::integer(state),
                Types::FRACTION => super::number::fraction(state),
                Types::STRING => self.string(state),
                Types::ARRAY => self.array(state)?,
                _ => self.object(state)?,
            };
            if let Some(found) = outcomes.take(self.checked(state, outcome)) {
                return Ok(found);
            }
        }
        Ok(outcomes.end())
    }

    /// A value that was built is looked at before it is believed.
    fn checked(&mut self, state: &State, outcome: Outcome) -> Outcome {
        let Outcome::Value(value) = &outcome else { return outcome };
        match (self.holds(&state.goal, value), &state.opaque) {
            (Some(true), _) => outcome,
            (_, Some(reason)) => Outcome::Unknown(Rc::clone(reason)),
            (None, None) if levels(value, super::evaluate::DEPTH / 4) => unknown(TOO_DEEP),
            _ => unknown("no value was found that shows the difference, nor a reason why there is none"),
        }
    }
}

enum Reduced {
    Nothing,
    Some,
    Contradiction,
}

/// The first of these values that is not excluded; they are all there are.
fn pick<const N: usize>(state: &State, values: [serde_json::Value; N]) -> Outcome {
    let found = values.into_iter().find(|value| !state.is_excluded(value));
    found.map_or(Outcome::Empty, |value| Outcome::Value(Rc::new(value)))
}

/// Whether values lie within each other in more than so many levels.
pub(super) fn levels(value: &serde_json::Value, most: usize) -> bool {
    let mut level = vec![value];
    for _ in 0..most {
        level = level
            .into_iter()
            .flat_map(|value| -> Box<dyn Iterator<Item = &serde_json::Value>> {
                match value {
                    serde_json::Value::Array(items) => Box::new(items.iter()),
                    serde_json::Value::Object(members) => Box::new(members.values()),
                    _ => Box::new(std::iter::empty()),
                }
            })
            .collect();
    }
    !level.is_empty()
}

fn contrary(formula: &Formula) -> Formula {
    match formula {
        Formula::Literal(literal) => Formula::Literal(literal.signed(!literal.positive)),
        Formula::Atom { schema, index, from } => {
            Formula::Atom { schema: Rc::clone(schema), index: *index, from: from.signed(!from.positive) }
        }
    }
}

impl Solver<'_> {
    /// Whether a formula plainly contradicts what is known. False says nothing.
    pub(super) fn impossible(&mut self, state: &State, formula: &Formula, levels: usize) -> Search<bool> {
        self.burn(1)?;
        match formula {
            Formula::Atom { schema, index, from } => match schema.atoms.get(*index) {
                Some((_, atom)) => self.impossible_atom(state, atom, *from, levels),
                None => Ok(false),
            },
            Formula::Literal(literal) => {
                if self.contradicts(state, *literal) {
                    return Ok(true);
                }
                if levels == 0 || state.seen.contains(literal) {
                    return Ok(false);
                }
                let schema = self.library.schema(literal.schema);
                for formula in super::assert::atoms_of(&schema, *literal) {
                    // Accepted: one constraint is impossible. Refused: the contrary of each is.
                    if self.impossible(state, &formula, levels - 1)? == literal.positive {
                        return Ok(literal.positive);
                    }
                }
                Ok(!literal.positive)
            }
        }
    }

    fn impossible_atom(&mut self, state: &State, atom: &Atom, from: Literal, levels: usize) -> Search<bool> {
        let is = |schema, positive| Formula::Literal(from.with(schema).signed(positive));
        match atom {
            Atom::AllOf(schema) => self.impossible(state, &is(*schema, from.positive), levels),
            Atom::Not(schema) => self.impossible(state, &is(*schema, !from.positive), levels),
            Atom::AnyOf(schemas) => self.impossible_union(state, schemas, from, levels),
            Atom::OneOf(schemas) if from.positive => self.impossible_union(state, schemas, from, levels),
            _ if from.positive => self.impossible_fact(state, atom, from),
            _ => self.impossible_denial(state, atom, from),
        }
    }

    fn impossible_union(
        &mut self,
        state: &State,
        schemas: &[crate::schema::SchemaRef],
        from: Literal,
        levels: usize,
    ) -> Search<bool> {
        for schema in schemas {
            let literal = Formula::Literal(from.with(*schema));
            if self.impossible(state, &literal, levels)? != from.positive {
                return Ok(!from.positive);
            }
        }
        Ok(from.positive)
    }

    /// A constraint of one type contradicts only where the value is of that type for certain.
    fn impossible_fact(&mut self, state: &State, atom: &Atom, from: Literal) -> Search<bool> {
        Ok(match atom {
            Atom::Types(types) => !state.types.has(*types),
            Atom::Values(values) => {
                values.values.iter().all(|value| !state.types.has(Types::of(value)) || state.is_excluded(value))
            }
            Atom::Minimum { .. } | Atom::Maximum { .. } | Atom::MinLength(_) | Atom::MaxLength(_) => {
                state.is_only(super::assert::type_of(atom)) && excludes(state, atom, true)
            }
            Atom::MinItems(_) | Atom::MaxItems(_) => state.is_only(Types::ARRAY) && excludes(state, atom, true),
            Atom::Required(name) => state.is_only(Types::OBJECT) && self.is_absent(state, name),
            Atom::Property(name, schema) if state.is_only(Types::OBJECT) => {
                let required = state.objects.properties.get(name).is_some_and(|property| property.required);
                required && self.refuses(state, name, from.with(*schema))?
            }
            _ => false,
        })
    }

    fn impossible_denial(&mut self, state: &State, atom: &Atom, from: Literal) -> Search<bool> {
        if !state.types.has(super::assert::type_of(atom)) {
            return Ok(true);
        }
        Ok(match atom {
            Atom::Types(types) => !state.types.has(types.not()),
            Atom::Values(values) => match &state.values {
                Some(known) => known.values.iter().all(|value| values.contains(value)),
                None => false,
            },
            Atom::Pattern(pattern) => state.strings.patterns.iter().any(|(it, positive)| *positive && it == pattern),
            Atom::Required(name) => {
                let required = state.objects.properties.get(name).is_some_and(|property| property.required);
                required && !state.is_hidden(name, true) || state.is_waived(name, from)
            }
            Atom::Property(name, schema) => self.refuses(state, name, from.with(*schema))?,
            Atom::ItemsFrom(0, schema) if state.arrays.at.is_empty() => {
                let mut literals: Vec<_> = state.arrays.from.iter().map(|(_, literal)| *literal).collect();
                literals.push(from.with(*schema));
                matches!(self.solve(literals)?, Outcome::Empty)
            }
            _ => excludes(state, atom, false),
        })
    }

    /// Whether the property can have no value that is so.
    fn refuses(&mut self, state: &State, name: &Rc<str>, literal: Literal) -> Search<bool> {
        let objects = &state.objects;
        let own = objects.properties.get(name).map_or(&[][..], |it| &it.literals);
        if self.clash(own.iter().copied().chain(objects.looked_up(name)), literal) {
            // Most properties of two versions are equal: no goal has to be made to tell that.
            return Ok(true);
        }
        let Some(mut literals) = self.property_literals(state, name) else { return Ok(false) };
        literals.push(literal);
        Ok(matches!(self.solve(literals)?, Outcome::Empty))
    }

    fn is_absent(&mut self, state: &State, name: &Rc<str>) -> bool {
        let never = self.library.never();
        let literals = self.property_literals(state, name).unwrap_or_default();
        literals.iter().any(|literal| literal.positive && literal.schema == never)
    }
}

/// Whether a bound (or its contrary) leaves nothing of the bounds that are known.
fn excludes(state: &State, atom: &Atom, positive: bool) -> bool {
    let (numbers, strings, arrays, objects) = (&state.numbers, &state.strings, &state.arrays, &state.objects);
    let range = |min: u64, max: Option<u64>, least: u64, is_min: bool| match (is_min, positive) {
        (true, true) => max.is_some_and(|max| max < least),
        (true, false) => min >= least,
        (false, true) => min > least,
        (false, false) => max.is_some_and(|max| max <= least),
    };
    match atom {
        Atom::Minimum { bound, exclusive } if positive => numbers
            .upper
            .is_some_and(|(upper, excluded)| upper < *bound || (upper == *bound && (excluded || *exclusive))),
        Atom::Minimum { bound, exclusive } => numbers
            .lower
            .is_some_and(|(lower, excluded)| lower > *bound || (lower == *bound && (excluded || !exclusive))),
        Atom::Maximum { bound, exclusive } if positive => numbers
            .lower
            .is_some_and(|(lower, excluded)| lower > *bound || (lower == *bound && (excluded || *exclusive))),
        Atom::Maximum { bound, exclusive } => numbers
            .upper
            .is_some_and(|(upper, excluded)| upper < *bound || (upper == *bound && (excluded || !exclusive))),
        Atom::MultipleOf(step) if !positive => {
            numbers.multiples.iter().any(|known| known.is_multiple_of(*step) == Some(true))
        }
        Atom::MinLength(count) => range(strings.min, strings.max, *count, true),
        Atom::MaxLength(count) => range(strings.min, strings.max, *count, false),
        Atom::MinItems(count) => range(arrays.min, arrays.max, *count, true),
        Atom::MaxItems(count) => range(arrays.min, arrays.max, *count, false),
        Atom::MinProperties(count) => range(objects.min, objects.max, *count, true),
        Atom::MaxProperties(count) => range(objects.min, objects.max, *count, false),
        Atom::UniqueItems if !positive => arrays.unique,
        _ => false,
    }
}
