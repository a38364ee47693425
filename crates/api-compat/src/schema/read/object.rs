//! Keywords for objects.

use std::rc::Rc;

use super::super::atom::{Atom, Names};
use super::Reader;
use crate::contain::Group;
use crate::document::NodeId;

impl Reader<'_, '_> {
    pub(super) fn objects(&mut self) {
        self.properties();
        self.required();
        if let Some(count) = self.count(Group::MinProperties, "minProperties").filter(|it| *it > 0) {
            self.say(Group::MinProperties, Atom::MinProperties(count));
        }
        if let Some(count) = self.count(Group::MaxProperties, "maxProperties") {
            self.say(Group::MaxProperties, Atom::MaxProperties(count));
        }
        if self.dialect.has_draft6()
            && let Some(schema) = self.schema_at("propertyNames")
        {
            self.say(Group::PropertyNames, Atom::PropertyNames(schema));
        }
        self.dependents();
    }

    fn properties(&mut self) {
        let mut names = Names::default();
        for (name, node) in self.members("properties") {
            self.say(Group::Properties, Atom::Property(Rc::clone(&name), self.inner(node)));
            names.names.push(name);
        }
        if self.dialect.has_json_schema_objects() {
            for (pattern, node) in self.members("patternProperties") {
                self.say(Group::Properties, Atom::PatternProperty(Rc::clone(&pattern), self.inner(node)));
                names.patterns.push(pattern);
            }
        }
        names.names.sort_unstable();
        self.schema.declared = Rc::new(names);
        self.schema.open = self.get("additionalProperties").is_some();
        if let Some(schema) = self.schema_at("additionalProperties") {
            self.say(Group::Properties, Atom::OtherProperties(Rc::clone(&self.schema.declared), schema));
        }
    }

    /// OpenAPI 2.0 has `required: true` on parameters, which is no matter of their schema.
    fn required(&mut self) {
        let Some(list) = self.get("required").filter(|it| self.tree.is_array(*it)) else { return };
        let names: Vec<Rc<str>> = self.tree.items(list).filter_map(|it| self.tree.str(it)).map(Rc::from).collect();
        for name in names {
            self.say(Group::Required, Atom::Required(name));
        }
    }

    /// `dependentRequired` and `dependentSchemas`; `dependencies` holds both, and later drafts go on reading it.
    fn dependents(&mut self) {
        if self.dialect.has_json_schema_objects() {
            self.dependent("dependencies");
        }
        if self.dialect.has_2019() {
            self.dependent("dependentRequired");
            self.dependent("dependentSchemas");
        }
    }

    fn dependent(&mut self, key: &str) {
        for (name, node) in self.members(key) {
            let schema = if self.tree.is_array(node) {
                let names = self.tree.items(node).filter_map(|it| self.tree.str(it));
                let required = names.map(|name| Atom::Required(name.into())).collect();
                self.library.make(required)
            } else {
                self.inner(node)
            };
            self.say(Group::Dependent, Atom::Dependent(name, schema));
        }
    }

    fn members(&self, key: &str) -> Vec<(Rc<str>, NodeId)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        self.tree.entries(node).map(|(name, value)| (name.into(), value)).collect()
    }
}
