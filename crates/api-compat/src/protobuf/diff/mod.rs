//! What differs between two sets of `.proto` files.

mod default;
mod enumeration;
mod field;
mod file;
mod message;
mod options;
mod ranges;
mod service;
mod types;

use std::collections::BTreeMap;

use super::change::{Change, Edit, Element, Node};
use super::model::{Field, File, Schema};

/// What differs between `before` and `after`.
pub(super) fn diff<'a>(before: &'a Schema, after: &'a Schema) -> Vec<Change<'a>> {
    let mut differ = Differ { before, after, changes: Vec::new() };
    differ.packages();
    differ.files();
    differ.types();
    differ.extensions();
    differ.changes
}

/// What is known on the way.
struct Differ<'a> {
    before: &'a Schema,
    after: &'a Schema,
    changes: Vec<Change<'a>>,
}

impl<'a> Differ<'a> {
    fn say(&mut self, change: Change<'a>) {
        self.changes.push(change);
    }

    /// The new file of the same path; of two files alone, the other one.
    fn counterpart(&self, file: &File) -> Option<&'a File> {
        match (self.before.files.as_slice(), self.after.files.as_slice()) {
            ([_], [only]) => Some(only),
            _ => self.after.file(&file.path),
        }
    }

    fn packages(&mut self) {
        let packages = |schema: &'a Schema| -> BTreeMap<&'a str, &'a File> {
            schema.files.iter().rev().map(|file| (file.package.as_str(), file)).collect()
        };
        let (old, new) = (packages(self.before), packages(self.after));
        for (name, file) in &old {
            if !new.contains_key(name) {
                let node = Node::File(file);
                let change = Change::new(Element::Package, "", Edit::Removed).of(*name).between(node, None);
                self.say(change.at(Some(file.package_span), None));
            }
        }
        for (name, file) in &new {
            if !old.contains_key(name) {
                let node = Node::File(file);
                let change = Change::new(Element::Package, "", Edit::Added).of(*name).between(None, node);
                self.say(change.at(None, Some(file.package_span)));
            }
        }
    }

    /// Extensions are paired by the message and the number that they extend: what they are called is a field of theirs.
    fn extensions(&mut self) {
        let by_number = |schema: &'a Schema| -> BTreeMap<(&'a str, i32), (&'a File, &'a Field)> {
            let all = schema.files.iter().flat_map(|file| file.extensions.iter().map(move |it| (file, it)));
            all.map(|(file, it)| ((it.extendee.as_deref().unwrap_or_default(), it.number), (file, it))).collect()
        };
        let (old, new) = (by_number(self.before), by_number(self.after));
        for (key, (old_file, before)) in &old {
            if let Some((new_file, after)) = new.get(key) {
                let nodes = (Node::Field(old_file, None, before), Node::Field(new_file, None, after));
                self.field(Element::Extension, nodes, (before, after));
            } else if let Some((new_file, after)) = self.after.extension(&before.full_name) {
                let nodes = (Node::Field(old_file, None, before), Node::Field(new_file, None, after));
                let words =
                    |it: &Field| format!("number {} of {}", it.number, it.extendee.as_deref().unwrap_or_default());
                let change = Change::new(Element::Extension, "extendee", Edit::Changed).between(nodes.0, nodes.1);
                self.say(change.values(words(before), words(after)));
            }
        }
    }
}
