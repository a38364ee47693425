//! Types as they are declared (Specification, "Schema Declaration", "Logical Types").

use std::collections::BTreeSet;

use super::Reader;
use super::names::{is_word, space_of};
use crate::avro::model::{Field, Logical, Primitive, Shape, Type, TypeId};
use crate::document::{NodeId, Value};

/// Logical types besides `decimal`, with the types that they may stand on.
const LOGICAL: [(&str, &[Primitive]); 10] = [
    ("uuid", &[Primitive::String]),
    ("date", &[Primitive::Int]),
    ("time-millis", &[Primitive::Int]),
    ("time-micros", &[Primitive::Long]),
    ("timestamp-millis", &[Primitive::Long]),
    ("timestamp-micros", &[Primitive::Long]),
    ("timestamp-nanos", &[Primitive::Long]),
    ("local-timestamp-millis", &[Primitive::Long]),
    ("local-timestamp-micros", &[Primitive::Long]),
    ("local-timestamp-nanos", &[Primitive::Long]),
];

impl Reader<'_> {
    pub(super) fn add(&mut self, shape: Shape, node: NodeId) -> TypeId {
        self.schemas.types.push(Type { shape, logical: None, node });
        TypeId(self.schemas.types.len() - 1)
    }

    fn set(&mut self, id: TypeId, shape: Shape) {
        if let Some(slot) = self.schemas.types.get_mut(id.0) {
            slot.shape = shape;
        }
    }

    /// The type that stands at `node`, within `namespace`. It goes as deep as the tree, whose depth is limited.
    pub(super) fn types(&mut self, node: NodeId, namespace: &str) -> TypeId {
        match self.tree.value(node) {
            Value::String(word) => {
                if let Some(primitive) = Primitive::parse(word) {
                    return self.add(Shape::Primitive(primitive), node);
                }
                let word = word.to_owned();
                self.used(&word, namespace, node)
            }
            Value::Array => {
                let id = self.add(Shape::Unknown, node);
                let items: Vec<NodeId> = self.tree.items(node).collect();
                let branches = items.into_iter().map(|item| self.types(item, namespace)).collect();
                self.set(id, Shape::Union(branches));
                id
            }
            Value::Object => self.object(node, namespace),
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                let help = "a schema is a text (the name of a type), an array (a union) or an object";
                self.error(node, "avro-schema-malformed", "this is no schema", help);
                self.add(Shape::Unknown, node)
            }
        }
    }

    fn object(&mut self, node: NodeId, namespace: &str) -> TypeId {
        let Some(stated) = self.tree.get(node, "type") else {
            self.error(
                node,
                "avro-schema-malformed",
                "a schema without `type`",
                "say what it is: `\"type\": \"record\"`",
            );
            return self.add(Shape::Unknown, node);
        };
        let Some(word) = self.tree.str(stated).map(str::to_owned) else {
            // `{"type": {"type": "string"}}`: what stands inside is meant.
            let id = self.types(stated, namespace);
            if matches!(self.schemas.shape(id), Shape::Primitive(_)) {
                self.logical(id, node);
            }
            return id;
        };
        let id = match word.as_str() {
            "record" | "error" => self.record(node, namespace),
            "enum" => self.enumeration(node, namespace),
            "fixed" => self.fixed(node, namespace),
            "array" => self.of_items(node, namespace, "items", Shape::Array),
            "map" => self.of_items(node, namespace, "values", Shape::Map),
            _ => match Primitive::parse(&word) {
                Some(primitive) => self.add(Shape::Primitive(primitive), node),
                // What stands beside a name is not the named type's.
                None => return self.used(&word, namespace, stated),
            },
        };
        self.logical(id, node);
        id
    }

    fn of_items(&mut self, node: NodeId, namespace: &str, key: &str, shape: fn(TypeId) -> Shape) -> TypeId {
        let id = self.add(Shape::Unknown, node);
        let Some(items) = self.tree.get(node, key) else {
            let message = format!("`{key}` is missing");
            self.error(node, "avro-schema-malformed", message, "say of which type they are");
            return id;
        };
        let inner = self.types(items, namespace);
        self.set(id, shape(inner));
        id
    }

    fn record(&mut self, node: NodeId, namespace: &str) -> TypeId {
        let id = self.add(Shape::Unknown, node);
        let Some(name) = self.name(node, namespace) else { return id };
        self.declare(id, &name, node);
        let space = space_of(&name.full).to_owned();
        let Some(list) = self.tree.get(node, "fields").filter(|it| self.tree.is_array(*it)) else {
            self.error(node, "avro-schema-malformed", "a record without `fields`", "list its fields, or write []");
            return id;
        };
        let fields = self.fields(list, &space);
        self.set(id, Shape::Record(name, fields));
        id
    }

    /// The fields that `list` holds, within `namespace`.
    pub(super) fn fields(&mut self, list: NodeId, namespace: &str) -> Vec<Field> {
        let items: Vec<NodeId> = self.tree.items(list).collect();
        let mut names = BTreeSet::new();
        let mut fields = Vec::with_capacity(items.len());
        for node in items {
            let name = self.tree.get(node, "name").and_then(|it| self.tree.str(it)).map(str::to_owned);
            let (Some(name), Some(stated)) = (name, self.tree.get(node, "type")) else {
                self.error(node, "avro-schema-malformed", "a field has a `name` and a `type`", "write both");
                continue;
            };
            if !is_word(&name) {
                let help = "a name starts with a letter or `_` and goes on with letters, digits and `_`";
                self.error(node, "avro-name-malformed", format!("`{name}` is no name of a field"), help);
            }
            if !names.insert(name.clone()) {
                let message = format!("the record has two fields `{name}`");
                self.error(node, "avro-name-taken", message, "give one of them another name, or remove it");
                continue;
            }
            let types = self.types(stated, namespace);
            let default = self.tree.get(node, "default");
            self.defaults.extend(default.map(|default| (types, default)));
            let aliases = self.texts(node, "aliases");
            fields.push(Field { name, aliases, types, default, node });
        }
        fields
    }

    fn enumeration(&mut self, node: NodeId, namespace: &str) -> TypeId {
        let id = self.add(Shape::Unknown, node);
        let Some(name) = self.name(node, namespace) else { return id };
        self.declare(id, &name, node);
        let symbols = self.texts(node, "symbols");
        if self.tree.get(node, "symbols").is_none() {
            self.error(node, "avro-schema-malformed", "an enum without `symbols`", "list its symbols");
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = symbols.iter().find(|it| !seen.insert(it.as_str())) {
            self.error(node, "avro-name-taken", format!("the symbol `{twice}` stands twice"), "remove one of them");
        }
        if let Some(bad) = symbols.iter().find(|it| !is_word(it)) {
            let help = "a symbol starts with a letter or `_` and goes on with letters, digits and `_`";
            self.error(node, "avro-name-malformed", format!("`{bad}` is no symbol"), help);
        }
        let default = self.tree.get(node, "default").and_then(|it| self.tree.str(it)).map(str::to_owned);
        if let Some(unknown) = default.as_ref().filter(|it| !symbols.contains(it)) {
            let message = format!("the default `{unknown}` is none of the symbols");
            self.error(node, "avro-default-malformed", message, "name one of the symbols");
        }
        self.set(id, Shape::Enum(name, symbols, default));
        id
    }

    fn fixed(&mut self, node: NodeId, namespace: &str) -> TypeId {
        let id = self.add(Shape::Unknown, node);
        let Some(name) = self.name(node, namespace) else { return id };
        self.declare(id, &name, node);
        let Some(size) = self.number(node, "size") else {
            self.error(node, "avro-schema-malformed", "a fixed without `size`", "say how many bytes it has");
            return id;
        };
        self.set(id, Shape::Fixed(name, size));
        id
    }

    fn number(&self, node: NodeId, key: &str) -> Option<u64> {
        match self.tree.value(self.tree.get(node, key)?) {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// What the values mean. What does not fit its type is ignored, as the specification has it, and told.
    fn logical(&mut self, id: TypeId, node: NodeId) {
        let Some(place) = self.tree.get(node, "logicalType") else { return };
        let word = self.tree.str(place).unwrap_or_default().to_owned();
        let on = |allowed: &[Primitive]| match self.schemas.shape(id) {
            Shape::Primitive(primitive) => allowed.contains(primitive),
            Shape::Fixed(_, size) => word == "decimal" || word == "uuid" && *size == 16,
            _ => false,
        };
        let logical = match word.as_str() {
            "decimal" if on(&[Primitive::Bytes]) => {
                let scale = self.number(node, "scale").unwrap_or(0);
                let precision = self.number(node, "precision");
                precision.filter(|it| *it > 0 && scale <= *it).map(|precision| Logical::Decimal { precision, scale })
            }
            "duration" => {
                let fits = matches!(self.schemas.shape(id), Shape::Fixed(_, 12));
                fits.then_some(Logical::Named("duration"))
            }
            _ => {
                let known = LOGICAL.iter().find(|(name, _)| *name == word);
                known.filter(|(_, allowed)| on(allowed)).map(|(name, _)| Logical::Named(name))
            }
        };
        let known = word == "decimal" || word == "duration" || LOGICAL.iter().any(|(name, _)| *name == word);
        if logical.is_none() && known {
            let message = format!("`{word}` does not fit its type, so it is ignored");
            self.warning(place, "avro-logical-type-ignored", message, "see the specification, \"Logical Types\"");
        }
        if let Some(slot) = self.schemas.types.get_mut(id.0) {
            slot.logical = logical;
        }
    }
}
