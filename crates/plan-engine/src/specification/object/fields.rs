//! Fields: what an object may hold, and how each is read.

use std::marker::PhantomData;

use findings::Span;
use serde_json::{Map, Value as Json, json};

use super::super::fault::Fault;
use super::super::form::Form;
use super::super::node::{Member, Node, Value};
use super::super::reader::{Reader, head, start};
use super::super::schema::{Definitions, Row, Table};
use super::super::suggest;

/// An object of a specification while it is read: each field is a slot, empty until it was read.
pub(in crate::specification) trait Object: Default + 'static {
    /// What it becomes in the model.
    type Made: PartialEq + 'static;
    /// What it is called in messages and in the JSON Schema, in `snake_case`.
    const NAME: &'static str;
    /// What it is, in a sentence.
    const ABOUT: &'static str;

    /// Its fields, in the order of the guide.
    fn fields() -> Fields<Self>;

    /// What became of it, once all its fields were read; what cannot be is reported.
    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Self::Made>;

    /// Further conditions of its JSON Schema.
    fn conditions() -> Vec<Json> {
        Vec::new()
    }
}

type Set<T> = Box<dyn Fn(&mut T, Node<'_>, &mut Reader<'_>) -> Outcome>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::specification) enum Outcome {
    Read,
    Faulty,
    /// Another field said something else.
    Contradicts,
}

/// A field of an object.
pub(in crate::specification) struct Field<T> {
    pub(in crate::specification) name: &'static str,
    /// What it says, with its unit.
    pub(in crate::specification) about: &'static str,
    /// The name of the first of the fields that say the same thing in other units or under other names.
    pub(in crate::specification) group: &'static str,
    pub(in crate::specification) required: bool,
    pub(in crate::specification) shown: fn() -> String,
    schema: fn(&mut Definitions) -> Json,
    set: Set<T>,
}

/// The fields of an object.
pub(in crate::specification) struct Fields<T> {
    pub(in crate::specification) list: Vec<Field<T>>,
}

impl<T: 'static> Fields<T> {
    pub(in crate::specification) fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// With a field of the form `F`, whose value goes to `slot`.
    pub(in crate::specification) fn field<F: Form + 'static>(
        mut self,
        name: &'static str,
        about: &'static str,
        slot: fn(&mut T) -> &mut Option<F::Value>,
    ) -> Self {
        let set: Set<T> = Box::new(move |object, node, reader| {
            let Some(value) = F::read(node, reader) else { return Outcome::Faulty };
            let slot = slot(object);
            if slot.as_ref().is_some_and(|before| !F::same(before, &value)) {
                return Outcome::Contradicts;
            }
            *slot = Some(value);
            Outcome::Read
        });
        self.list.push(Field { name, about, group: name, required: false, shown: F::shown, schema: F::schema, set });
        self
    }

    /// With another name, or another unit, for the field before.
    pub(in crate::specification) fn also<F: Form + 'static>(
        mut self,
        name: &'static str,
        about: &'static str,
        slot: fn(&mut T) -> &mut Option<F::Value>,
    ) -> Self {
        let before = self.list.last().map(|field| (field.group, field.required));
        self = self.field::<F>(name, about, slot);
        if let (Some(field), Some((group, required))) = (self.list.last_mut(), before) {
            field.group = group;
            field.required = required;
        }
        self
    }

    /// The field before has to be there.
    pub(in crate::specification) fn required(mut self) -> Self {
        if let Some(field) = self.list.last_mut() {
            field.required = true;
        }
        self
    }

    /// With the fields of a part, but for those whose names are there already.
    pub(in crate::specification) fn embed<U: 'static>(mut self, part: Fields<U>, slot: fn(&mut T) -> &mut U) -> Self {
        for Field { name, about, group, required, shown, schema, set } in part.list {
            if self.list.iter().any(|field| field.name == name) {
                continue;
            }
            let set: Set<T> = Box::new(move |object, node, reader| set(slot(object), node, reader));
            self.list.push(Field { name, about, group, required, shown, schema, set });
        }
        self
    }

    fn names(&self) -> Vec<&'static str> {
        self.list.iter().map(|field| field.name).collect()
    }
}

/// The fields that an object had, and where they stand.
pub(in crate::specification) struct Seen {
    object: Span,
    fields: Vec<(&'static str, &'static str, Span, Span)>,
}

impl Seen {
    /// Whether the field, or another name of it, is there.
    pub(in crate::specification) fn has(&self, group: &str) -> bool {
        self.fields.iter().any(|field| field.0 == group)
    }

    /// Where the value of the field stands; the object's beginning where it has none.
    pub(in crate::specification) fn value(&self, group: &str) -> Span {
        self.fields.iter().find(|field| field.0 == group).map_or(self.object, |field| field.3)
    }

    /// The groups, written names and keys of all fields, in the order of the text.
    pub(in crate::specification) fn all(&self) -> impl Iterator<Item = (&'static str, &'static str, Span)> {
        self.fields.iter().map(|(group, name, key, _)| (*group, *name, *key))
    }

    /// Where the object begins.
    pub(in crate::specification) fn object(&self) -> Span {
        self.object
    }
}

/// An object of the kind `O`.
pub(in crate::specification) struct Item<O>(PhantomData<O>);

impl<O: Object> Form for Item<O> {
    type Value = O::Made;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<O::Made> {
        let Value::Object = node.value() else {
            reader.wrong_type(node, &format!("an object: {}", O::NAME.replace('_', " ")));
            return None;
        };
        let members = node.members();
        let fields = O::fields();
        let mut object = O::default();
        let mut seen = Seen { object: start(node.span), fields: Vec::with_capacity(members.len()) };
        for member in members {
            match fields.list.iter().find(|field| field.name == member.key) {
                Some(field) => set(&mut object, field, &member, &mut seen, reader),
                None => unknown::<O>(&member, &fields, reader),
            }
        }
        missing(&fields, &seen, O::NAME, reader);
        alias(&fields, &seen, reader);
        object.finish(&seen, reader)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add_with(O::NAME, |definitions| schema::<O>(&O::fields(), definitions))
    }

    fn shown() -> String {
        format!("[`{0}`](#{0})", O::NAME)
    }

    fn same(one: &O::Made, other: &O::Made) -> bool {
        one == other
    }
}

fn set<T>(object: &mut T, field: &Field<T>, member: &Member<'_>, seen: &mut Seen, reader: &mut Reader<'_>) {
    let outcome = reader.within(field.name, |reader| (field.set)(object, member.value, reader));
    let before = seen.fields.iter().find(|seen| seen.0 == field.group).map(|seen| (seen.1, seen.2));
    if let (Outcome::Contradicts, Some((name, span))) = (outcome, before) {
        let line = reader.line(span);
        let message = format!("`{}` contradicts `{name}` in line {line}", field.name);
        let fault = Fault::error("contradiction", message, head(member.value));
        reader.within(field.name, |reader| {
            reader.report(fault.help("both say the same thing: keep the one that is right"));
        });
    }
    seen.fields.push((field.group, field.name, member.key_span, head(member.value)));
}

fn unknown<O: Object>(member: &Member<'_>, fields: &Fields<O>, reader: &mut Reader<'_>) {
    let names = fields.names();
    let message = format!("unknown field `{}` in {}", member.key, O::NAME.replace('_', " "));
    let help = if member.key == "<<" {
        "YAML 1.2 has no merge keys: repeat the fields".to_owned()
    } else if let Some(nearest) = suggest::nearest(member.key, &names) {
        format!("did you mean `{nearest}`?")
    } else if let Some(home) = super::document::home_of(member.key, O::NAME) {
        home
    } else {
        format!("its fields are {}", suggest::listed(&names))
    };
    let fault = Fault::error("unknown-field", message, member.key_span).help(help);
    reader.within(member.key, |reader| reader.report(fault));
}

fn missing<T>(fields: &Fields<T>, seen: &Seen, object: &str, reader: &mut Reader<'_>) {
    for field in fields.list.iter().filter(|field| field.required && field.name == field.group) {
        if seen.has(field.group) {
            continue;
        }
        let message = format!("the field `{}` is missing in {}", field.name, object.replace('_', " "));
        let help = format!("it says: {}", field.about);
        reader.report(Fault::error("missing-field", message, seen.object()).help(help));
    }
}

/// Other names of the fields lead to where they stand.
fn alias<T>(fields: &Fields<T>, seen: &Seen, reader: &mut Reader<'_>) {
    for (group, written, _) in seen.all() {
        for field in fields.list.iter().filter(|field| field.group == group && field.name != written) {
            if !seen.fields.iter().any(|seen| seen.1 == field.name) {
                reader.same(field.name, written);
            }
        }
    }
}

/// The fields for the guide.
fn table<O: Object>(fields: &Fields<O>) -> Table {
    let row = |field: &Field<O>| Row {
        name: field.name,
        group: field.group,
        about: field.about,
        shown: (field.shown)(),
        required: field.required,
    };
    Table { name: O::NAME, about: O::ABOUT, rows: fields.list.iter().map(row).collect() }
}

/// The JSON Schema of an object with `fields`.
pub(in crate::specification) fn schema<O: Object>(fields: &Fields<O>, definitions: &mut Definitions) -> Json {
    definitions.note(table::<O>(fields));
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut conditions = O::conditions();
    for field in &fields.list {
        let mut schema = (field.schema)(definitions);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), field.about.into());
        }
        properties.insert(field.name.to_owned(), schema);
        if !field.required || field.name != field.group {
            continue;
        }
        let names: Vec<_> = fields.list.iter().filter(|it| it.group == field.group).map(|it| it.name).collect();
        match names.as_slice() {
            [name] => required.push(*name),
            names => {
                conditions.push(json!({"anyOf": names.iter().map(|it| json!({"required": [it]})).collect::<Vec<_>>()}));
            }
        }
    }
    let mut schema = json!({
        "type": "object",
        "description": O::ABOUT,
        "properties": properties,
        "additionalProperties": false,
    });
    if let Some(schema) = schema.as_object_mut() {
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        if !conditions.is_empty() {
            schema.insert("allOf".to_owned(), conditions.into());
        }
    }
    schema
}
