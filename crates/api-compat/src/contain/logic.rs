//! The keywords that combine schemas, and their contraries, as formulas and choices.

use std::rc::Rc;

use super::goal::Literal;
use super::state::{Formula, State};
use crate::schema::{Atom, SchemaRef};

/// Branches of which all pairs are choices of one kind, where more than one may accept a value. Of more, the first is
/// chosen before the other: those that cannot be are left out once, not in each pair.
const PAIRS: usize = 8;

/// Takes in a logical constraint, or its contrary where `from` is negative.
pub(super) fn assert(state: &mut State, atom: &Atom, from: Literal) {
    let is = |schema: &SchemaRef| Formula::Literal(from.with(*schema));
    let is_not = |schema: &SchemaRef| Formula::Literal(from.with(*schema).signed(!from.positive));
    match atom {
        Atom::AllOf(schema) => state.todo.push(is(schema)),
        Atom::Not(schema) => state.todo.push(is_not(schema)),
        Atom::AnyOf(schemas) if from.positive => {
            state.choices.push(schemas.iter().map(|schema| vec![is(schema)]).collect());
        }
        Atom::AnyOf(schemas) => state.todo.extend(schemas.iter().map(is)),
        Atom::OneOf(schemas) if from.positive => one_of(state, schemas, from),
        Atom::OneOf(schemas) => none_or_two(state, schemas, from),
        Atom::Conditional { test, then, otherwise } => {
            // Positive: test and then, or neither test nor its contrary fails; the contrary: test and not then, or …
            let branch = |holds: bool, schema: &Option<SchemaRef>| {
                let test = Formula::Literal(from.with(*test).signed(holds));
                match schema {
                    Some(schema) => Some(vec![test, is(schema)]),
                    None => from.positive.then(|| vec![test]),
                }
            };
            let branches = [branch(true, then), branch(false, otherwise)].into_iter().flatten().collect();
            if then.is_some() || otherwise.is_some() || !from.positive {
                state.choices.push(branches);
            }
        }
        Atom::Dependent(name, schema) => {
            let has = |positive: bool| Formula::made(Atom::Required(Rc::clone(name)), from.signed(positive));
            if from.positive {
                let no_object = Formula::made(Atom::Types(crate::schema::Types::OBJECT), from.signed(false));
                state.choices.push([vec![has(false)], vec![is(schema)], vec![no_object]].into());
            } else {
                state.todo.extend([has(true), is(schema)]);
            }
        }
        Atom::Contains { schema, least, most } => {
            let counted =
                |least, most| vec![Formula::made(Atom::Contains { schema: *schema, least, most }, from.signed(true))];
            let fewer = least.checked_sub(1).map(|fewer| counted(0, Some(fewer)));
            let more = most.map(|most| counted(most.saturating_add(1), None));
            state.choices.push(fewer.into_iter().chain(more).collect());
        }
        _ => {}
    }
}

/// Exactly one branch accepts the value.
fn one_of(state: &mut State, schemas: &[SchemaRef], from: Literal) {
    let only = |one: usize| {
        let sign = |(index, schema): (usize, &SchemaRef)| Formula::Literal(from.with(*schema).signed(index == one));
        schemas.iter().enumerate().map(sign).collect()
    };
    state.choices.push((0..schemas.len()).map(only).collect());
}

/// No branch accepts the value, or more than one does.
fn none_or_two(state: &mut State, schemas: &[SchemaRef], from: Literal) {
    let literal = |schema: &SchemaRef, positive| Formula::Literal(from.with(*schema).signed(positive));
    let mut choices = vec![schemas.iter().map(|schema| literal(schema, false)).collect::<Vec<_>>()];
    for (index, one) in schemas.iter().enumerate() {
        let others = schemas.get(index + 1..).unwrap_or_default();
        if schemas.len() <= PAIRS {
            choices.extend(others.iter().map(|other| vec![literal(one, true), literal(other, true)]));
        } else if !others.is_empty() {
            let other = Formula::made(Atom::AnyOf(others.into()), from.signed(true));
            choices.push(vec![literal(one, true), other]);
        }
    }
    state.choices.push(choices.into());
}
