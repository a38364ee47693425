//! Messages.

use std::collections::{BTreeMap, HashMap};

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{Field, File, Message, Oneof};

impl<'a> Differ<'a> {
    pub(super) fn message(
        &mut self,
        (old_file, old): (&'a File, &'a Message),
        (new_file, new): (&'a File, &'a Message),
    ) {
        let nodes = (Node::Message(old_file, old), Node::Message(new_file, new));
        if old.features.json != new.features.json {
            let change = Change::new(Element::Message, "json_format", Edit::Changed).between(nodes.0, nodes.1);
            self.say(change.values(old.features.json.as_str(), new.features.json.as_str()));
        }
        self.options(Element::Message, nodes, &old.options, &new.options);
        self.fields((old_file, old), (new_file, new));
        self.oneofs((old_file, old), (new_file, new));
        self.ranges(Element::Message, "extension_range", nodes, (&old.extension_ranges, &new.extension_ranges));
        self.ranges(Element::Message, "reserved_range", nodes, (&old.reserved_ranges, &new.reserved_ranges));
        self.reserved_names(Element::Message, nodes, (&old.reserved_names, &new.reserved_names));
        self.range_options(nodes, (old, new));
    }

    fn fields(&mut self, (old_file, old): (&'a File, &'a Message), (new_file, new): (&'a File, &'a Message)) {
        let by_number = |message: &'a Message| -> BTreeMap<i32, &'a Field> {
            message.fields.iter().map(|field| (field.number, field)).collect()
        };
        let (old_fields, new_fields) = (by_number(old), by_number(new));
        for (number, before) in &old_fields {
            let node = Node::Field(old_file, Some(old), before);
            if let Some(after) = new_fields.get(number) {
                let nodes = (node, Node::Field(new_file, Some(new), after));
                self.field(Element::Field, nodes, (before, after));
            } else {
                let holder = Node::Message(new_file, new);
                self.say(Change::new(Element::Field, "", Edit::Removed).between(node, holder));
            }
        }
        for (number, after) in &new_fields {
            if !old_fields.contains_key(number) {
                let nodes = (Node::Message(old_file, old), Node::Field(new_file, Some(new), after));
                self.say(Change::new(Element::Field, "", Edit::Added).between(nodes.0, nodes.1));
            }
        }
    }

    fn oneofs(&mut self, (old_file, old): (&'a File, &'a Message), (new_file, new): (&'a File, &'a Message)) {
        let by_name = |message: &'a Message| -> HashMap<&'a str, &'a Oneof> {
            message.oneofs.iter().map(|it| (it.name.as_str(), it)).collect()
        };
        let (old_oneofs, new_oneofs) = (by_name(old), by_name(new));
        for before in &old.oneofs {
            let node = Node::Oneof(old_file, old, before);
            if let Some(after) = new_oneofs.get(before.name.as_str()) {
                let nodes = (node, Node::Oneof(new_file, new, after));
                self.options(Element::Oneof, nodes, &before.options, &after.options);
            } else {
                let holder = Node::Message(new_file, new);
                self.say(Change::new(Element::Oneof, "", Edit::Removed).between(node, holder));
            }
        }
        for after in &new.oneofs {
            if !old_oneofs.contains_key(after.name.as_str()) {
                let nodes = (Node::Message(old_file, old), Node::Oneof(new_file, new, after));
                self.say(Change::new(Element::Oneof, "", Edit::Added).between(nodes.0, nodes.1));
            }
        }
    }

    /// Options of extension ranges that are there on both sides: declarations, verification.
    fn range_options(&mut self, nodes: (Node<'a>, Node<'a>), (old, new): (&'a Message, &'a Message)) {
        let new_ranges: BTreeMap<(i32, i32), _> =
            new.extension_ranges.iter().map(|it| ((it.first, it.last), it)).collect();
        for before in &old.extension_ranges {
            if let Some(after) = new_ranges.get(&(before.first, before.last)) {
                self.options(Element::Message, nodes, &before.options, &after.options);
            }
        }
    }
}
