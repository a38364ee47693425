//! Reads a schema object of any dialect into constraints.

mod array;
mod logic;
mod number;
mod object;
mod string;
mod types;

use std::rc::Rc;

use super::Dialect;
use super::atom::{Atom, Schema, SchemaRef, Scope, Types};
use super::library::Library;
use crate::contain::{Decimal, Group, Of};
use crate::document::{NodeId, Tree, Value};

/// What is at hand while one schema is read.
pub(super) struct Reader<'l, 'a> {
    library: &'l mut Library<'a>,
    tree: &'a Tree,
    dialect: Dialect,
    of: Of,
    node: NodeId,
    scope: Scope,
    schema: Schema,
}

/// Reads the schema at `node`.
pub(super) fn schema(library: &mut Library<'_>, of: Of, node: NodeId, scope: Scope) -> Schema {
    let dialect = library.dialect(of, node);
    let tree = library.side(of).tree;
    let mut reader = Reader { library, tree, dialect, of, node, scope, schema: Schema::default() };
    match tree.value(node) {
        Value::Bool(true) => {}
        Value::Bool(false) => reader.say(Group::Type, Atom::Types(Types::NONE)),
        Value::Object => reader.read(),
        _ => reader.opaque(Group::Type, "a schema that is neither an object nor a boolean"),
    }
    reader.schema
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        self.schema.read_only = self.flag("readOnly");
        self.schema.write_only = self.flag("writeOnly");
        let references = self.references();
        if references && self.dialect.reference_stands_alone() {
            (self.schema.read_only, self.schema.write_only) = (false, false);
            return;
        }
        self.types();
        self.numbers();
        self.strings();
        self.arrays();
        self.objects();
        self.logic();
        self.unevaluated();
    }

    fn say(&mut self, group: Group, atom: Atom) {
        self.schema.atoms.push((group, atom));
    }

    fn opaque(&mut self, group: Group, reason: impl AsRef<str>) {
        self.say(group, Atom::Opaque(reason.as_ref().into()));
    }

    fn get(&self, key: &str) -> Option<NodeId> {
        self.tree.get(self.node, key)
    }

    fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(|it| self.tree.bool(it)) == Some(true)
    }

    fn text(&self, key: &str) -> Option<Rc<str>> {
        Some(self.tree.str(self.get(key)?)?.into())
    }

    /// The number under `key`; what is too long to be held exactly makes the schema opaque.
    fn number(&mut self, group: Group, key: &str) -> Option<Decimal> {
        let Value::Number(text) = self.tree.value(self.get(key)?) else { return None };
        let number = Decimal::parse(text);
        if number.is_none() {
            self.opaque(group, format!("the number {text} is too long to compute with"));
        }
        number
    }

    /// The count under `key`, which may be written `1.0`.
    fn count(&mut self, group: Group, key: &str) -> Option<u64> {
        let number = self.number(group, key)?;
        if number.is_negative() || !number.is_integer() {
            return None;
        }
        number.to_json().and_then(|value| value.as_u64())
    }

    /// A schema inside of this one.
    fn inner(&self, node: NodeId) -> SchemaRef {
        SchemaRef::Read { of: self.of, node, scope: self.scope }
    }

    fn schema_at(&self, key: &str) -> Option<SchemaRef> {
        let node = self.get(key)?;
        self.is_schema(node).then(|| self.inner(node))
    }

    fn is_schema(&self, node: NodeId) -> bool {
        self.tree.is_object(node) || self.tree.bool(node).is_some()
    }

    fn schemas_at(&self, key: &str) -> Option<Vec<SchemaRef>> {
        let list = self.get(key).filter(|it| self.tree.is_array(*it))?;
        Some(self.tree.items(list).map(|node| self.inner(node)).collect())
    }
}
