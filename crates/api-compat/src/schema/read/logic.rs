//! References, and the keywords that combine schemas.

use super::super::atom::{Atom, Schema, SchemaRef};
use super::Reader;
use crate::contain::Group;
use crate::document::NodeId;

impl Reader<'_, '_> {
    /// Reads `$ref` and its relatives; tells whether there is a `$ref`.
    pub(super) fn references(&mut self) -> bool {
        let reference = self.text("$ref");
        if let Some(reference) = &reference {
            let target = self.library.target(self.of, self.node, reference);
            self.refer(target, reference);
        }
        if self.dialect.has_2020() {
            if let Some(reference) = self.text("$dynamicRef") {
                let target = self.library.dynamic_target(self.of, self.node, &reference, self.scope);
                self.refer(target, &reference);
            }
        } else if self.dialect.has_2019() && self.get("$recursiveRef").is_some() {
            let target = self.library.recursive_target(self.of, self.node, self.scope);
            self.refer(Some(target), "#");
        }
        reference.is_some()
    }

    fn refer(&mut self, target: Option<NodeId>, reference: &str) {
        match target {
            Some(node) => {
                let scope = self.library.enter(self.of, node, self.scope);
                self.say(Group::AllOf, Atom::AllOf(SchemaRef::Read { of: self.of, node, scope }));
            }
            None => self.opaque(Group::AllOf, format!("the reference `{reference}` leads nowhere")),
        }
    }

    pub(super) fn logic(&mut self) {
        for schema in self.schemas_at("allOf").unwrap_or_default() {
            self.say(Group::AllOf, Atom::AllOf(schema));
        }
        if let Some(schemas) = self.schemas_at("anyOf").filter(|it| !it.is_empty()) {
            self.say(Group::AnyOf, Atom::AnyOf(schemas.into()));
        }
        if let Some(schemas) = self.schemas_at("oneOf").filter(|it| !it.is_empty()) {
            self.say(Group::OneOf, Atom::OneOf(schemas.into()));
        }
        if let Some(schema) = self.schema_at("not") {
            self.say(Group::Not, Atom::Not(schema));
        }
        if self.dialect.has_conditional()
            && let Some(test) = self.schema_at("if")
        {
            let (then, otherwise) = (self.schema_at("then"), self.schema_at("else"));
            self.say(Group::Conditional, Atom::Conditional { test, then, otherwise });
        }
    }

    /// `unevaluatedProperties` and `unevaluatedItems` look at all the other keywords of their schema.
    pub(super) fn unevaluated(&mut self) {
        if !self.dialect.has_2019() {
            return;
        }
        let properties = self.schema_at("unevaluatedProperties");
        let items = self.schema_at("unevaluatedItems");
        if properties.is_none() && items.is_none() {
            return;
        }
        self.schema.open |= properties.is_some();
        let rest = Schema { atoms: self.schema.atoms.clone(), ..Schema::default() };
        let rest = self.library.made_from(rest);
        if let Some(schema) = properties {
            self.say(Group::Unevaluated, Atom::UnevaluatedProperties { rest, schema });
        }
        if let Some(schema) = items {
            self.say(Group::Unevaluated, Atom::UnevaluatedItems { rest, schema });
        }
    }
}
