//! Operations that ask for something, and answers to them.

use serde_json::{Value as Json, json};

use super::super::change::{Change, Data, Element};
use super::super::model::{Field, TypeKind, TypeRef};
use super::candidate::{Candidate, Candidates};
use super::inputs::on_field;
use super::literal::{answer, lesser, selection};
use super::reach::Reach;
use super::way::{Way, on_query};
impl<'a> Candidates<'a> {
    pub(super) fn field_removed(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let of = self.old().get(change.at.owner?)?;
        found.extend(on_field(&self.before, of.head.name.text, of.field(change.at.member?)?, "", &[]));
        Some(())
    }

    pub(super) fn field_type(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let Data::Types(old, new) = change.data else { return None };
        let of = self.old().get(change.at.owner?)?;
        let name = of.head.name.text;
        let field = of.field(change.at.member?)?;
        if old.name != new.name {
            found.extend(on_field(&self.before, name, field, "", &[]));
            if self.old().kind(old.name).is_some_and(TypeKind::is_composite) {
                let way = Way::to(&self.before, name);
                let arguments = super::literal::arguments(self.old(), &field.arguments, &[])?;
                let inner = format!("{}{arguments} {{ ... on {} {{ __typename }} }}", field.head.name.text, old.name);
                found.push(Candidate::operation(way.setup.clone(), way.operation(self.old(), "", &inner)?));
            }
        }
        let of_new = self.new_schema().get(name)?;
        let new_field = of_new.field(field.head.name.text)?;
        let value = lesser(self.new_schema(), old, new, |name| self.possible_object(name));
        found.extend(value.and_then(|value| self.answered(of_new.head.name.text, new_field, &value)));
        found.extend(self.beside_another(name, field, old));
        Some(())
    }

    /// An object type that may stand where `name` does on the new side, best one that the old side lacks there.
    fn possible_object(&self, name: &str) -> Option<String> {
        let all = self.after.possible(name);
        let before = self.before.possible(name);
        let fresh = all.iter().find(|it| !before.contains(it));
        fresh.or(all.first()).map(|it| (*it).to_owned())
    }

    /// The operation that asks the new schema for a field, and an answer in which it has the value.
    fn answered(&self, of: &'a str, field: &Field<'a>, value: &Json) -> Option<Candidate> {
        let way = Way::to(&self.after, of);
        let inner = selection(self.new_schema(), field, &[])?;
        let statement = way.operation(self.new_schema(), "", &inner)?;
        let concrete = self.after.possible(of).first().copied().unwrap_or(of);
        let object = json!({ "__typename": concrete, field.head.name.text: value });
        Some(Candidate::answer(way.setup.clone(), statement, way.answer(&self.after, object)?))
    }

    /// The field beside another one of its old type under the same name, which may only be where both are of one type
    /// (October 2021, 5.3.2): what a client does that asks for either of two objects.
    fn beside_another(&self, of: &'a str, field: &Field<'a>, old: TypeRef<'_>) -> Option<Candidate> {
        let object = *self.before.possible(of).first()?;
        let (name, schema) = (field.head.name.text, self.old());
        let query = on_query(schema, "either: EitherOne");
        let setup = format!("type Another {{ {name}: {old} }} union EitherOne = {object} | Another {query}");
        let inner = selection(schema, field, &[])?;
        let other = if inner.ends_with('}') { format!("{name} {{ __typename }}") } else { name.to_owned() };
        let statement = format!("{{ either {{ ... on {of} {{ {inner} }} ... on Another {{ {other} }} }} }}");
        Some(Candidate::operation(Some(setup), statement))
    }

    /// An answer with the new value of an enum, where the enum is returned.
    pub(super) fn value_added(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let value = Json::from(change.at.member?);
        let (of, field) = returning(&self.after, &self.before, change.at.owner?)?;
        let value = lists(field.ty, value);
        found.extend(self.answered(of, field, &value));
        Some(())
    }

    /// A type that was a leaf is of another kind: an operation that asks for it without selecting from it, or an answer.
    pub(super) fn returned_kind(&mut self, name: &str, found: &mut Vec<Candidate>) {
        if let Some((of, field)) = returning(&self.before, &self.after, name) {
            found.extend(on_field(&self.before, of, field, "", &[]));
        }
        let Some((of, field)) = returning(&self.after, &self.before, name) else { return };
        let value = answer(self.new_schema(), field.ty, |name| self.possible_object(name));
        found.extend(value.and_then(|value| self.answered(of, field, &value)));
    }

    pub(super) fn possible_removed(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let Data::Names(Some(gone), _) = change.data else { return None };
        let owner = change.at.owner?;
        let (place, on) = if change.element == Element::Interface { (gone, owner) } else { (owner, gone) };
        for (place, on) in [(place, on), (on, place)] {
            let Some(place) = self.old().get(place) else { continue };
            let way = Way::to(&self.before, place.head.name.text);
            let inner = format!("... on {on} {{ __typename }}");
            found.push(Candidate::operation(way.setup.clone(), way.operation(self.old(), "", &inner)?));
        }
        Some(())
    }

    /// An answer in which an object of the new type stands where the interface or the union does.
    pub(super) fn possible_added(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        let Data::Names(_, Some(new)) = change.data else { return None };
        let owner = change.at.owner?;
        let (place, object) = if change.element == Element::Interface { (new, owner) } else { (owner, new) };
        let place = self.new_schema().get(place)?.head.name.text;
        let object = *self.after.possible(object).first()?;
        let way = Way::to(&self.after, place);
        let statement = way.operation(self.new_schema(), "", "__typename")?;
        let answer = way.answer(&self.after, json!({ "__typename": object }))?;
        found.push(Candidate::answer(way.setup.clone(), statement, answer));
        Some(())
    }
}

/// A field that operations reach and that returns `name`, best one that the other side has as well.
fn returning<'a>(reach: &Reach<'a>, other: &Reach<'_>, name: &str) -> Option<(&'a str, &'a Field<'a>)> {
    let mut first = None;
    for of in &reach.order {
        for field in reach.schema.get(of)?.fields.iter().filter(|it| it.ty.name == name) {
            let stays = other.schema.get(of).and_then(|it| it.field(field.head.name.text));
            if stays.is_some_and(|it| it.ty == field.ty) {
                return Some((of, field));
            }
            first.get_or_insert((*of, field));
        }
    }
    first
}

fn lists(ty: TypeRef<'_>, value: Json) -> Json {
    match ty.item() {
        Some(item) => Json::Array(vec![lists(item, value)]),
        None => value,
    }
}
