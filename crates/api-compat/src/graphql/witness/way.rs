//! A way through a schema to a type, as an operation goes it, and as an answer comes back.

use serde_json::{Map, Value as Json};

use super::super::model::{Root, Schema, TypeKind, TypeRef};
use super::literal;
use super::reach::{Reach, Via};

/// A way to a type that can be selected from.
pub(super) struct Way<'a> {
    root: Root,
    steps: Vec<Via<'a>>,
    /// The types on the way, the root first.
    types: Vec<&'a str>,
    /// What both schemas need besides, where nothing in them reaches the type.
    pub(super) setup: Option<String>,
    /// The field of the root that the setup adds, and its type.
    added: Option<(String, &'a str)>,
}

impl<'a> Way<'a> {
    /// The way to the type `name`. Where the way that is there breaks as well, both schemas get one of their own: an
    /// operation has to fail for what it shows, and for nothing else.
    pub(super) fn to(reach: &Reach<'a>, name: &'a str) -> Self {
        let steps = if reach.is_cut_off(name) { None } else { reach.steps(name) };
        if let Some((root, steps, types)) = steps {
            return Self { root, steps, types, setup: None, added: None };
        }
        let field = format!("any{name}");
        let setup = Some(on_query(reach.schema, &format!("{field}: {name}")));
        let root = reach.schema.root(Root::Query).map_or(Root::Query.usual(), |it| it.text);
        Self { root: Root::Query, steps: Vec::new(), types: vec![root, name], setup, added: Some((field, name)) }
    }

    /// The operation that selects `inner` there, with variables such as `($a: Int)`; none where an argument on the way
    /// has no value.
    pub(super) fn operation(&self, schema: &Schema<'_>, variables: &str, inner: &str) -> Option<String> {
        let mut text = inner.to_owned();
        if let Some((field, _)) = &self.added {
            text = format!("{field} {{ {text} }}");
        }
        let mut types = self.types.iter().rev();
        for step in self.steps.iter().rev() {
            let at = types.next()?;
            text = match step {
                Via::Root(_) => text,
                Via::Field(_, field) => {
                    let arguments = literal::arguments(schema, &field.arguments, &[])?;
                    format!("{}{arguments} {{ {text} }}", field.head.name.text)
                }
                Via::Fragment(_) => format!("... on {at} {{ {text} }}"),
            };
        }
        Some(match (self.root, variables) {
            (Root::Query, "") => format!("{{ {text} }}"),
            (root, variables) => {
                format!("{}{}{variables} {{ {text} }}", root.as_str(), if variables.is_empty() { "" } else { " " })
            }
        })
    }

    /// The answer in which `value` (an object with its `__typename`) stands at the end of the way.
    pub(super) fn answer(&self, reach: &Reach<'_>, value: Json) -> Option<Json> {
        let mut value = value;
        if let Some((field, _)) = &self.added {
            return Some(object(self.types.first()?, [(field.as_str(), value)]));
        }
        for step in self.steps.iter().rev() {
            // Behind a fragment stands the same object.
            let Via::Field(of, field) = step else { continue };
            let inner = in_lists(field.ty, value);
            let concrete = concrete(reach, of)?;
            value = object(&concrete, [(field.head.name.text, inner)]);
        }
        Some(value)
    }
}

/// The type of the object in which a step from `of` starts: of an interface one that implements it.
fn concrete(reach: &Reach<'_>, of: &str) -> Option<String> {
    match reach.schema.kind(of)? {
        TypeKind::Object => Some(of.to_owned()),
        _ => reach.possible(of).first().map(|it| (*it).to_owned()),
    }
}

/// What adds a field to the queries.
pub(super) fn on_query(schema: &Schema<'_>, field: &str) -> String {
    match schema.root(Root::Query) {
        Some(root) if schema.get(root.text).is_some() => format!("extend type {} {{ {field} }}", root.text),
        _ => format!("type Query {{ {field} }}"),
    }
}

fn object<'f>(typename: &str, fields: impl IntoIterator<Item = (&'f str, Json)>) -> Json {
    let mut map = Map::new();
    map.insert("__typename".to_owned(), Json::from(typename));
    map.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Json::Object(map)
}

fn in_lists(ty: TypeRef<'_>, value: Json) -> Json {
    match ty.item() {
        Some(item) => Json::Array(vec![in_lists(item, value)]),
        None => value,
    }
}
