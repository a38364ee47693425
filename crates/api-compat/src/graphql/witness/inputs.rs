//! Operations that give values: arguments, fields of input objects, enum values.

use std::collections::{HashMap, VecDeque};

use super::super::change::{Aspect, Change, Data, Edit};
use super::super::model::{Field, Input, Schema, Type, TypeKind, TypeRef};
use super::candidate::{Candidate, Candidates};
use super::literal::{in_lists, literal, object_with, selection};
use super::reach::Reach;
use super::way::{Way, on_query};

/// Where a value of a type can be given.
#[derive(Debug, Clone, Copy)]
pub(super) enum InputWay<'a> {
    /// An argument of a field of a type.
    Argument(&'a str, &'a Field<'a>, &'a Input<'a>),
    /// A field of an input object.
    Field(&'a Type<'a>, &'a Input<'a>),
}

/// Levels of input objects around a value.
const LONGEST: usize = 16;

/// Where values of every input type can be given, the nearest place first; places that `other` has as well come before
/// others.
pub(super) fn ways<'a>(reach: &Reach<'a>, other: &Schema<'_>) -> HashMap<&'a str, InputWay<'a>> {
    let mut ways: HashMap<&'a str, InputWay<'a>> = HashMap::new();
    let mut order: Vec<&'a str> = Vec::new();
    for everything in [false, true] {
        let mut visit = |name: &'a str, way: InputWay<'a>, stays: bool| {
            if (stays || everything) && !ways.contains_key(name) {
                ways.insert(name, way);
                order.push(name);
            }
        };
        for of in &reach.order {
            let there = other.get(of);
            for field in reach.schema.get(of).into_iter().flat_map(|found| &found.fields) {
                let other_field = there.and_then(|it| it.field(field.head.name.text));
                for argument in &field.arguments {
                    let same = |it: &Input<'_>| it.head.name.text == argument.head.name.text && it.ty == argument.ty;
                    let stays = other_field.is_some_and(|it| it.arguments.iter().any(same));
                    visit(argument.ty.name, InputWay::Argument(of, field, argument), stays);
                }
            }
        }
        let mut queue: VecDeque<&'a str> = order.iter().copied().collect();
        while let Some(found) = queue.pop_front().and_then(|name| reach.schema.get(name)) {
            let there = other.get(found.head.name.text);
            for field in &found.inputs {
                let other_field = there.and_then(|it| it.input(field.head.name.text));
                let stays = other_field.is_some_and(|it| it.ty == field.ty);
                let name = field.ty.name;
                if (stays || everything) && !ways.contains_key(name) {
                    ways.insert(name, InputWay::Field(found, field));
                    order.push(name);
                    queue.push_back(name);
                }
            }
        }
    }
    ways
}

impl Candidates<'_> {
    /// The operation in which `value` is given where a value of the input type `name` can be.
    fn giving(&mut self, name: &str, variables: &str, value: String) -> Option<Candidate> {
        let (old, other) = (self.old(), self.new_schema());
        let ways = self.inputs.get_or_insert_with(|| ways(&self.before, other));
        let Some(mut way) = ways.get(name).copied() else {
            let setup = on_query(old, &format!("take{name}(value: {name}): Boolean"));
            let inner = format!("take{name}(value: {value})");
            let statement = if variables.is_empty() {
                format!("{{ {inner} }}")
            } else {
                format!("query {variables} {{ {inner} }}")
            };
            return Some(Candidate::operation(Some(setup), statement));
        };
        let mut value = value;
        for _ in 0..LONGEST {
            match way {
                InputWay::Argument(of, field, argument) => {
                    let given = [(argument.head.name.text, in_lists(argument.ty, value))];
                    return on_field(&self.before, of, field, variables, &given);
                }
                InputWay::Field(of, field) => {
                    value = object_with(old, of, &[(field.head.name.text, in_lists(field.ty, value))])?;
                    way = *ways.get(of.head.name.text)?;
                }
            }
        }
        None
    }

    /// A variable of the type, given where a value of it can be.
    pub(super) fn variable_of(&mut self, name: &str, found: &mut Vec<Candidate>) {
        found.extend(self.giving(name, &format!("($value: {name}!)"), "$value".to_owned()));
    }

    /// A value of the type.
    pub(super) fn sample_of(&mut self, name: &str, found: &mut Vec<Candidate>) {
        let value = literal(self.old(), TypeRef::named(name));
        found.extend(value.and_then(|value| self.giving(name, "", value)));
    }

    pub(super) fn argument(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let (owner, field, name) = (change.at.owner?, change.at.member?, change.at.argument?);
        let of = self.old().get(owner)?;
        let field = of.field(field)?;
        let place = |given: &[(&str, String)], variables: &str| {
            on_field(&self.before, of.head.name.text, field, variables, given)
        };
        if is_left_out(change) {
            found.extend(place(&[], ""));
            return Some(());
        }
        let argument = field.arguments.iter().find(|it| it.head.name.text == name)?;
        if change.aspect == Aspect::Type {
            found.extend(place(&[(name, "$value".to_owned())], &format!("($value: {})", argument.ty)));
        }
        for value in values(self.old(), change, argument) {
            found.extend(place(&[(name, value)], ""));
        }
        Some(())
    }

    pub(super) fn input_field(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let (owner, name) = (change.at.owner?, change.at.member?);
        let old = self.old();
        let of = old.get(owner)?;
        let mut give = |given: &[(&str, String)], variables: &str| {
            let value = object_with(old, of, given)?;
            self.giving(of.head.name.text, variables, value)
        };
        if is_left_out(change) {
            found.extend(give(&[], ""));
            return Some(());
        }
        let input = of.input(name)?;
        if change.aspect == Aspect::Type {
            found.extend(give(&[(name, "$value".to_owned())], &format!("($value: {})", input.ty)));
        }
        for value in values(old, change, input) {
            found.extend(give(&[(name, value)], ""));
        }
        Some(())
    }

    pub(super) fn value_removed(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let value = change.at.member?.to_owned();
        found.extend(self.giving(change.at.owner?, "", value));
        Some(())
    }

    /// Several fields of an input object of which one may be given now; none of them, where there is only one.
    pub(super) fn one_of(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let old = self.old();
        let of = old.get(change.at.owner?).filter(|it| it.kind == TypeKind::Input)?;
        let given: Option<Vec<_>> =
            of.inputs.iter().take(2).map(|it| Some((it.head.name.text, literal(old, it.ty)?))).collect();
        let value = object_with(old, of, &given?)?;
        found.extend(self.giving(of.head.name.text, "", value));
        Some(())
    }
}

/// The operation that asks for a field of a type with arguments.
pub(super) fn on_field<'a>(
    reach: &Reach<'a>,
    of: &'a str,
    field: &Field<'a>,
    variables: &str,
    given: &[(&str, String)],
) -> Option<Candidate> {
    let way = Way::to(reach, of);
    let inner = selection(reach.schema, field, given)?;
    Some(Candidate::operation(way.setup.clone(), way.operation(reach.schema, variables, &inner)?))
}

/// Whether what shows the change leaves the value out: it is new and must be given, or its default is gone.
fn is_left_out(change: &Change<'_>) -> bool {
    change.aspect == Aspect::Default || (change.aspect == Aspect::Whole && change.edit == Edit::Added)
}

/// What may be given of an argument or an input field and is refused now: `null` where it may be, and a value.
fn values(schema: &Schema<'_>, change: &Change<'_>, input: &Input<'_>) -> Vec<String> {
    let null = matches!(change.data, Data::Types(old, new) if !old.is_non_null() && new.is_non_null());
    null.then(|| "null".to_owned()).into_iter().chain(literal(schema, input.ty)).collect()
}
