//! Defaults of fields, and unions: whether they are as the specification has them.

use std::collections::{BTreeSet, HashMap};

use super::Reader;
use crate::avro::model::{Primitive, Schemas, Shape, TypeId};
use crate::document::{NodeId, Tree, Value};

impl Reader<'_> {
    /// A default that does not fit is told: whoever relies on it gets an error or something else.
    pub(super) fn check_defaults(&mut self) {
        let mut fitting = Fitting { schemas: &self.schemas, tree: self.tree, known: HashMap::new() };
        let defaults = std::mem::take(&mut self.defaults);
        let wrong: Vec<_> = defaults.into_iter().filter(|(id, node)| !fitting.fits(*id, *node)).collect();
        for (id, node) in wrong {
            let message = format!("this default is no value of its type, {}", self.schemas.words(id));
            let help = "write a value of the type; of a union one of a branch, of bytes a text of U+0000 to U+00FF";
            self.warning(node, "avro-default-malformed", message, help);
        }
    }

    /// A union holds no union, and no two branches that could not be told apart (Specification, "Unions").
    pub(super) fn check_unions(&mut self) {
        let unions: Vec<(NodeId, Vec<TypeId>)> = self
            .schemas
            .types
            .iter()
            .filter_map(|it| match &it.shape {
                Shape::Union(branches) => Some((it.node, branches.clone())),
                _ => None,
            })
            .collect();
        for (node, branches) in unions {
            let mut seen = BTreeSet::new();
            for branch in branches {
                let word = self.schemas.branch(branch);
                let message = match self.schemas.shape(branch) {
                    Shape::Union(_) => "a union holds another one".to_owned(),
                    Shape::Unknown => continue,
                    _ if !seen.insert(word.clone()) => format!("a union holds `{word}` twice"),
                    _ => continue,
                };
                self.error(node, "avro-union-malformed", message, "keep one branch of each type and each name");
            }
        }
    }
}

/// Which values fit which types, as far as it was found out: unions of records that hold each other would be tried again and
/// again.
struct Fitting<'t> {
    schemas: &'t Schemas,
    tree: &'t Tree,
    known: HashMap<(TypeId, NodeId), bool>,
}

impl Fitting<'_> {
    /// Whether the JSON at `node` is a default for the type. It goes as deep as the tree.
    fn fits(&mut self, id: TypeId, node: NodeId) -> bool {
        let key = (self.schemas.meant(id), node);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let fits = self.decide(id, node);
        self.known.insert(key, fits);
        fits
    }

    fn decide(&mut self, id: TypeId, node: NodeId) -> bool {
        let (schemas, tree) = (self.schemas, self.tree);
        match schemas.shape(id) {
            Shape::Unknown | Shape::Link(_) => true,
            Shape::Primitive(primitive) => is_primitive(*primitive, tree.value(node)),
            Shape::Array(items) => tree.is_array(node) && tree.items(node).all(|it| self.fits(*items, it)),
            Shape::Map(values) => tree.is_object(node) && tree.entries(node).all(|(_, it)| self.fits(*values, it)),
            Shape::Union(branches) => branches.iter().any(|branch| self.fits(*branch, node)),
            Shape::Record(_, fields) => {
                tree.is_object(node)
                    && fields.iter().all(|field| match tree.get(node, &field.name) {
                        Some(value) => self.fits(field.types, value),
                        None => field.default.is_some(),
                    })
            }
            Shape::Enum(_, symbols, _) => tree.str(node).is_some_and(|text| symbols.iter().any(|it| it == text)),
            Shape::Fixed(_, size) => {
                tree.str(node).is_some_and(|text| is_bytes(text) && text.chars().count() as u64 == *size)
            }
        }
    }
}

fn is_primitive(primitive: Primitive, value: Value<'_>) -> bool {
    match (primitive, value) {
        (Primitive::Null, Value::Null)
        | (Primitive::Boolean, Value::Bool(_))
        | (Primitive::Float | Primitive::Double, Value::Number(_))
        | (Primitive::String, Value::String(_)) => true,
        (Primitive::Float | Primitive::Double, Value::String(text)) => matches!(text, "NaN" | "Infinity" | "-Infinity"),
        (Primitive::Int, Value::Number(text)) => text.parse::<i32>().is_ok(),
        (Primitive::Long, Value::Number(text)) => text.parse::<i64>().is_ok(),
        (Primitive::Bytes, Value::String(text)) => is_bytes(text),
        _ => false,
    }
}

/// Bytes are written as a text whose characters are their numbers.
fn is_bytes(text: &str) -> bool {
    text.chars().all(|it| u32::from(it) <= 0xff)
}
