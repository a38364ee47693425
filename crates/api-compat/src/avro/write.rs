//! A type as a schema that stands alone: what it names is written where it is named first.

use std::collections::HashSet;

use serde_json::{Map, Value as Json, json};

use super::diff::Version;
use super::model::{Field, Logical, Name, Shape, TypeId};

/// Levels of types that are written into each other.
const DEEPEST: usize = 100;

/// The schema of a type; none where it is nested too deep.
pub(crate) fn schema(version: Version<'_>, id: TypeId) -> Option<Json> {
    Writer { version, written: HashSet::new() }.write(id, 0)
}

/// The schema of a field that stands alone; none where it is nested too deep.
pub(crate) fn field(version: Version<'_>, field: &Field) -> Option<Json> {
    Writer { version, written: HashSet::new() }.field(field, 0)
}

/// A record of that name, of these fields.
pub(crate) fn record(name: &Name, fields: Vec<Json>) -> Json {
    let mut object = named("record", name);
    object.insert("fields".to_owned(), Json::Array(fields));
    Json::Object(object)
}

/// An enum of that name.
pub(crate) fn enumeration(name: &Name, symbols: &[String]) -> Json {
    let mut object = named("enum", name);
    object.insert("symbols".to_owned(), json!(symbols));
    Json::Object(object)
}

/// A fixed of that name.
pub(crate) fn fixed(name: &Name, size: u64) -> Json {
    let mut object = named("fixed", name);
    object.insert("size".to_owned(), size.into());
    Json::Object(object)
}

/// The beginning of a type that has a name.
fn named(word: &str, name: &Name) -> Map<String, Json> {
    let (space, short) = name.full.rsplit_once('.').unwrap_or(("", &name.full));
    let mut object = Map::new();
    object.insert("type".to_owned(), word.into());
    object.insert("name".to_owned(), short.into());
    // Also where it is empty: else that around it would hold.
    object.insert("namespace".to_owned(), space.into());
    if !name.aliases.is_empty() {
        object.insert("aliases".to_owned(), json!(name.aliases));
    }
    object
}

struct Writer<'a> {
    version: Version<'a>,
    written: HashSet<String>,
}

impl Writer<'_> {
    fn write(&mut self, id: TypeId, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        let types = self.version.schemas.get(id)?;
        let mut object = Map::new();
        match &types.shape {
            Shape::Primitive(primitive) => {
                object.insert("type".to_owned(), primitive.as_str().into());
            }
            Shape::Union(branches) => {
                return branches
                    .iter()
                    .map(|it| self.write(*it, depth + 1))
                    .collect::<Option<Vec<_>>>()
                    .map(Json::Array);
            }
            Shape::Array(items) => {
                object.insert("type".to_owned(), "array".into());
                object.insert("items".to_owned(), self.write(*items, depth + 1)?);
            }
            Shape::Map(values) => {
                object.insert("type".to_owned(), "map".into());
                object.insert("values".to_owned(), self.write(*values, depth + 1)?);
            }
            Shape::Record(name, fields) => {
                if !self.named(&mut object, name, "record") {
                    return Some(reference(name));
                }
                let fields = fields.iter().map(|it| self.field(it, depth)).collect::<Option<Vec<_>>>()?;
                object.insert("fields".to_owned(), Json::Array(fields));
            }
            Shape::Enum(name, symbols, default) => {
                if !self.named(&mut object, name, "enum") {
                    return Some(reference(name));
                }
                object.insert("symbols".to_owned(), json!(symbols));
                if let Some(default) = default {
                    object.insert("default".to_owned(), default.as_str().into());
                }
            }
            Shape::Fixed(name, size) => {
                if !self.named(&mut object, name, "fixed") {
                    return Some(reference(name));
                }
                object.insert("size".to_owned(), (*size).into());
            }
            Shape::Link(_) | Shape::Unknown => return None,
        }
        match &types.logical {
            None => {}
            Some(Logical::Named(name)) => {
                object.insert("logicalType".to_owned(), (*name).into());
            }
            Some(Logical::Decimal { precision, scale }) => {
                object.insert("logicalType".to_owned(), "decimal".into());
                object.insert("precision".to_owned(), (*precision).into());
                object.insert("scale".to_owned(), (*scale).into());
            }
        }
        Some(Json::Object(object))
    }

    /// Whether the type is written here, and not somewhere before.
    fn named(&mut self, object: &mut Map<String, Json>, name: &Name, word: &str) -> bool {
        object.extend(named(word, name));
        self.written.insert(name.full.clone())
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Json> {
        let mut object = Map::new();
        object.insert("name".to_owned(), field.name.as_str().into());
        object.insert("type".to_owned(), self.write(field.types, depth + 1)?);
        if let Some(default) = field.default {
            object.insert("default".to_owned(), self.version.tree.to_json(default));
        }
        if !field.aliases.is_empty() {
            object.insert("aliases".to_owned(), json!(field.aliases));
        }
        Some(Json::Object(object))
    }
}

fn reference(name: &Name) -> Json {
    // Of a namespace without a name: with a dot it is no name of the namespace around it.
    if name.full.contains('.') { name.full.as_str().into() } else { format!(".{}", name.full).into() }
}
