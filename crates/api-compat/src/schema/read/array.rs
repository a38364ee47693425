//! Keywords for arrays.

use super::super::atom::Atom;
use super::Reader;
use crate::contain::Group;

impl Reader<'_, '_> {
    pub(super) fn arrays(&mut self) {
        self.items();
        if let Some(count) = self.count(Group::MinItems, "minItems").filter(|it| *it > 0) {
            self.say(Group::MinItems, Atom::MinItems(count));
        }
        if let Some(count) = self.count(Group::MaxItems, "maxItems") {
            self.say(Group::MaxItems, Atom::MaxItems(count));
        }
        if self.flag("uniqueItems") {
            self.say(Group::UniqueItems, Atom::UniqueItems);
        }
        if self.dialect.has_draft6()
            && let Some(schema) = self.schema_at("contains")
        {
            let counted = self.dialect.has_2019();
            let least = if counted { self.count(Group::Contains, "minContains") } else { None }.unwrap_or(1);
            let most = if counted { self.count(Group::Contains, "maxContains") } else { None };
            self.say(Group::Contains, Atom::Contains { schema, least, most });
        }
    }

    /// `prefixItems` and `items` of 2020-12; `items` (one schema or a list) and `additionalItems` before.
    fn items(&mut self) {
        let list_key = if self.dialect.has_2020() { "prefixItems" } else { "items" };
        let list = self.schemas_at(list_key);
        let rest_key = if self.dialect.has_2020() || list.is_none() { "items" } else { "additionalItems" };
        let list = list.unwrap_or_default();
        let first_other = list.len();
        for (index, schema) in list.into_iter().enumerate() {
            self.say(Group::Items, Atom::ItemAt(index, schema));
        }
        if let Some(schema) = self.schema_at(rest_key) {
            self.say(Group::Items, Atom::ItemsFrom(first_other, schema));
        }
    }
}
