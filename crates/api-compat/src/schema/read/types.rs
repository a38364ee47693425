//! `type`, `nullable`, `enum`, `const`.

use std::rc::Rc;

use serde_json::Value as Json;

use super::super::Dialect;
use super::super::atom::{Atom, Types};
use super::super::values::ValueSet;
use super::Reader;
use crate::contain::{Decimal, Group, plain};
use crate::document::{NodeId, Value};

impl Reader<'_, '_> {
    pub(super) fn types(&mut self) {
        if let Some(types) = self.declared_types() {
            let types = if self.is_nullable() { types.or(Types::NULL) } else { types };
            self.say(Group::Type, Atom::Types(types));
        }
        if let Some(list) = self.get("enum").filter(|it| self.tree.is_array(*it)) {
            let nodes: Vec<_> = self.tree.items(list).collect();
            self.values(&nodes);
        }
        if self.dialect.has_draft6()
            && let Some(node) = self.get("const")
        {
            self.values(&[node]);
        }
    }

    /// OpenAPI 3.0.3: `nullable: true` adds null to `type`, where there is one; it overrides no `enum` and no `allOf`.
    fn is_nullable(&self) -> bool {
        match self.dialect {
            Dialect::OpenApi30 => self.flag("nullable"),
            Dialect::OpenApi20 => self.flag("x-nullable"),
            _ => false,
        }
    }

    fn declared_types(&mut self) -> Option<Types> {
        let node = self.get("type")?;
        let names: Vec<_> = match self.tree.value(node) {
            Value::String(name) => vec![name.to_owned()],
            Value::Array => self.tree.items(node).filter_map(|it| self.tree.str(it)).map(str::to_owned).collect(),
            _ => return None,
        };
        let mut types = Types::NONE;
        for name in names {
            // A file of OpenAPI 2.0 is sent as it is.
            if name == "file" && self.dialect == Dialect::OpenApi20 {
                return None;
            }
            let Some(named) = Types::named(&name) else {
                self.opaque(Group::Type, format!("the type `{name}` is none of JSON's"));
                return None;
            };
            types = types.or(named);
        }
        Some(types)
    }

    fn values(&mut self, nodes: &[NodeId]) {
        if nodes.iter().any(|node| !self.is_exact(*node)) {
            self.opaque(Group::Values, "a value has a number that is too long to compute with");
            return;
        }
        let values: Vec<Json> = nodes.iter().map(|node| plain(self.tree.to_json(*node))).collect();
        self.say(Group::Values, Atom::Values(Rc::new(ValueSet::new(values))));
    }

    /// Whether every number in the value can be held exactly.
    fn is_exact(&self, node: NodeId) -> bool {
        match self.tree.value(node) {
            Value::Number(text) => Decimal::parse(text).and_then(Decimal::to_json).is_some(),
            Value::Array => self.tree.items(node).all(|it| self.is_exact(it)),
            Value::Object => self.tree.entries(node).all(|(_, it)| self.is_exact(it)),
            _ => true,
        }
    }
}
