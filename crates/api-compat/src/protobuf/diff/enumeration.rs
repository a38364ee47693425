//! Enums.

use std::collections::{BTreeMap, HashMap};

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{Enum, EnumValue, File};

impl<'a> Differ<'a> {
    pub(super) fn enumeration(&mut self, (old_file, old): (&'a File, &'a Enum), (new_file, new): (&'a File, &'a Enum)) {
        let nodes = (Node::Enum(old_file, old), Node::Enum(new_file, new));
        let change = |field| Change::new(Element::Enum, field, Edit::Changed).between(nodes.0, nodes.1);
        if old.features.enum_type != new.features.enum_type {
            self.say(change("enum_type").values(old.features.enum_type.as_str(), new.features.enum_type.as_str()));
        }
        if old.features.json != new.features.json {
            self.say(change("json_format").values(old.features.json.as_str(), new.features.json.as_str()));
        }
        self.options(Element::Enum, nodes, &old.options, &new.options);
        self.values((old_file, old), (new_file, new));
        self.ranges(Element::Enum, "reserved_range", nodes, (&old.reserved_ranges, &new.reserved_ranges));
        self.reserved_names(Element::Enum, nodes, (&old.reserved_names, &new.reserved_names));
    }

    /// Values are their numbers; a number may have many names.
    fn values(&mut self, (old_file, old): (&'a File, &'a Enum), (new_file, new): (&'a File, &'a Enum)) {
        let (old_values, new_values) = (by_number(old), by_number(new));
        for (number, before) in &old_values {
            let Some(first) = before.first() else { continue };
            let node = Node::EnumValue(old_file, old, first);
            let Some(after) = new_values.get(number) else {
                let change = Change::new(Element::EnumValue, "", Edit::Removed).of(number.to_string());
                self.say(change.between(node, Node::Enum(new_file, new)).values(names(before), ""));
                continue;
            };
            self.names((old_file, old, before), (new_file, new, after));
        }
        for (number, after) in &new_values {
            if let (false, Some(first)) = (old_values.contains_key(number), after.first()) {
                let change = Change::new(Element::EnumValue, "", Edit::Added).of(number.to_string());
                let nodes = (Node::Enum(old_file, old), Node::EnumValue(new_file, new, first));
                self.say(change.between(nodes.0, nodes.1).values("", names(after)));
            }
        }
    }

    fn names(
        &mut self,
        (old_file, old, before): (&'a File, &'a Enum, &[&'a EnumValue]),
        (new_file, new, after): (&'a File, &'a Enum, &[&'a EnumValue]),
    ) {
        let (Some(first), Some(now)) = (before.first(), after.first()) else { return };
        let by_name = |values: &[&'a EnumValue]| -> HashMap<&'a str, &'a EnumValue> {
            values.iter().map(|it| (it.name.as_str(), *it)).collect()
        };
        let (old_names, new_names) = (by_name(before), by_name(after));
        let lost = before.iter().find(|it| !new_names.contains_key(it.name.as_str()));
        let won = after.iter().find(|it| !old_names.contains_key(it.name.as_str()));
        let edit = match (lost, won) {
            (Some(_), _) => Some(Edit::Changed),
            (None, Some(_)) => Some(Edit::Added),
            (None, None) => None,
        };
        if let Some(edit) = edit {
            let nodes = (
                Node::EnumValue(old_file, old, lost.unwrap_or(first)),
                Node::EnumValue(new_file, new, won.unwrap_or(now)),
            );
            let change = Change::new(Element::EnumValue, "name", edit).of(first.number.to_string());
            self.say(change.between(nodes.0, nodes.1).values(names(before), names(after)));
        }
        for was in before {
            if let Some(now) = new_names.get(was.name.as_str()) {
                let nodes = (Node::EnumValue(old_file, old, was), Node::EnumValue(new_file, new, now));
                self.options(Element::EnumValue, nodes, &was.options, &now.options);
            }
        }
    }
}

fn by_number(of: &Enum) -> BTreeMap<i32, Vec<&EnumValue>> {
    let mut all: BTreeMap<i32, Vec<&EnumValue>> = BTreeMap::new();
    for value in &of.values {
        all.entry(value.number).or_default().push(value);
    }
    all
}

fn names(values: &[&EnumValue]) -> String {
    let mut names: Vec<&str> = values.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    names.join(", ")
}
