//! Names: what is one, what it is in full, and what it leads to (Specification, "Names").

use super::Reader;
use crate::avro::model::{Name, Primitive, Shape, TypeId};
use crate::document::NodeId;

impl Reader<'_> {
    /// The name of a record, an enum or a fixed within `namespace`; none where it has none, which is said.
    pub(super) fn name(&mut self, node: NodeId, namespace: &str) -> Option<Name> {
        let Some(written) = self.tree.get(node, "name").and_then(|it| self.tree.str(it)) else {
            self.error(node, "avro-name-missing", "a named type without `name`", "give it a `name`");
            return None;
        };
        let own = self.tree.get(node, "namespace").and_then(|it| self.tree.str(it));
        let full = full(written, own.unwrap_or(namespace));
        if !full.split('.').all(is_word) || full.is_empty() {
            let place = self.tree.get(node, "name").unwrap_or(node);
            let help = "a name starts with a letter or `_` and goes on with letters, digits and `_`";
            self.error(place, "avro-name-malformed", format!("`{full}` is no name"), help);
        }
        let space = space_of(&full).to_owned();
        let aliases = self.texts(node, "aliases").into_iter().map(|it| self::full(&it, &space)).collect();
        Some(Name { full, aliases })
    }

    /// The texts of a list.
    pub(super) fn texts(&self, node: NodeId, key: &str) -> Vec<String> {
        let list = self.tree.get(node, key);
        let texts = list.into_iter().flat_map(|list| self.tree.items(list)).filter_map(|it| self.tree.str(it));
        texts.map(str::to_owned).collect()
    }

    /// Makes `id` what its name stands for.
    pub(super) fn declare(&mut self, id: TypeId, name: &Name, node: NodeId) {
        if Primitive::parse(&name.full).is_some() {
            let message = format!("`{}` is the name of a primitive type", name.full);
            self.error(node, "avro-name-taken", message, "give the type another name");
        }
        if let Some(first) = self.schemas.names.get(&name.full).copied() {
            // Files may repeat what they share, as long as they say the same.
            let same = |reader: &Self| {
                let other = reader.schemas.get(first).map(|it| it.node);
                other.is_some_and(|other| reader.tree.digest(other) == reader.tree.digest(node))
            };
            if !same(self) {
                let message = format!("`{}` is defined twice", name.full);
                self.error(node, "avro-name-taken", message, "give one of them another name, or remove it");
            }
            return;
        }
        self.schemas.names.insert(name.full.clone(), id);
    }

    /// Leads all names that were used to what they name.
    pub(super) fn link(&mut self) {
        for (id, name, node) in std::mem::take(&mut self.used) {
            let Some(target) = self.schemas.names.get(&name).copied() else {
                let message = format!("nothing is called `{name}`");
                let help = "define the type, give the file that defines it along, or correct the name";
                self.error(node, "avro-name-unknown", message, help);
                continue;
            };
            if let Some(slot) = self.schemas.types.get_mut(id.0) {
                slot.shape = Shape::Link(target);
            }
        }
    }

    /// A type that stands for a name until all names are known.
    pub(super) fn used(&mut self, written: &str, namespace: &str, node: NodeId) -> TypeId {
        let name = full(written, namespace);
        if let Some(known) = self.schemas.names.get(&name) {
            return *known;
        }
        let id = self.add(Shape::Unknown, node);
        self.used.push((id, name, node));
        id
    }
}

/// The full name of what is written as `name` within `namespace`.
pub(super) fn full(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        // `.Name` is one of the namespace without a name.
        return name.trim_start_matches('.').to_owned();
    }
    format!("{namespace}.{name}")
}

/// The namespace of a full name.
pub(super) fn space_of(full: &str) -> &str {
    full.rsplit_once('.').map_or("", |(space, _)| space)
}

pub(super) fn is_word(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_');
    first && letters.all(|it| it.is_ascii_alphanumeric() || it == '_')
}
