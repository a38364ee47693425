//! Fields and extensions.

use super::{Differ, default};
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{Cardinality, Field, FieldKind};

impl<'a> Differ<'a> {
    /// `element` is what they are: fields or extensions.
    pub(super) fn field(&mut self, element: Element, nodes: (Node<'a>, Node<'a>), (old, new): (&'a Field, &'a Field)) {
        let in_entry = |node: Node<'_>| node.message().is_some_and(|it| it.is_map_entry);
        let in_entries = in_entry(nodes.0) && in_entry(nodes.1);
        let change = |field| Change::new(element, field, Edit::Changed).between(nodes.0, nodes.1);
        let name = |field: &'a Field| if element == Element::Extension { &field.full_name } else { &field.name };
        if name(old) != name(new) {
            self.say(change("name").values(name(old), name(new)));
        } else if element == Element::Field && old.json_name != new.json_name {
            self.say(change("json_name").values(&old.json_name, &new.json_name));
        }
        if is_other_type(old, new) {
            let spans = (Some(old.type_span), Some(new.type_span));
            self.say(change("type").values(type_words(old), type_words(new)).at(spans.0, spans.1));
        }
        if old.cardinality != new.cardinality && !in_entries {
            self.say(change("label").values(old.cardinality.as_str(), new.cardinality.as_str()));
        }
        if old.is_packed != new.is_packed && old.kind.is_packable() && new.kind.is_packable() && both_repeated(old, new)
        {
            let words = |packed| if packed { "packed" } else { "expanded" };
            self.say(change("packed").values(words(old.is_packed), words(new.is_packed)));
        }
        if element == Element::Field && old.oneof != new.oneof {
            let words = |field: &Field| field.oneof.clone().unwrap_or_default();
            self.say(change("oneof_index").values(words(old), words(new)));
        }
        if let Some((was, is)) = default::differ((self.before, old), (self.after, new)) {
            self.say(change("default_value").values(was, is));
        }
        self.strings(nodes, element, (old, new), in_entries);
        self.options(element, nodes, &old.options, &new.options);
    }

    /// What editions' features and options say of strings.
    fn strings(
        &mut self,
        nodes: (Node<'a>, Node<'a>),
        element: Element,
        (old, new): (&'a Field, &'a Field),
        in_entries: bool,
    ) {
        let change = |field| Change::new(element, field, Edit::Changed).between(nodes.0, nodes.1);
        let is_text = |field: &Field| matches!(field.kind, FieldKind::String | FieldKind::Bytes);
        let (was, is) = (old.features.cpp_string, new.features.cpp_string);
        if is_text(old) && is_text(new) && !in_entries && was != is {
            self.say(change("ctype").values(was, is));
        }
        if old.kind != FieldKind::String || new.kind != FieldKind::String {
            return;
        }
        if old.features.utf8 != new.features.utf8 {
            self.say(change("utf8_validation").values(old.features.utf8.as_str(), new.features.utf8.as_str()));
        }
        let java = |node: Node<'a>, field: &Field| {
            let file = node.file();
            field.features.java_utf8(&file.options, &file.syntax)
        };
        let (was, is) = (java(nodes.0, old), java(nodes.1, new));
        if was != is {
            self.say(change("java_utf8_validation").values(was.as_str(), is.as_str()));
        }
    }
}

fn both_repeated(old: &Field, new: &Field) -> bool {
    old.cardinality == Cardinality::Repeated && new.cardinality == Cardinality::Repeated
}

/// A type that no file declares is the one of that name.
fn is_other_type(old: &Field, new: &Field) -> bool {
    let unknown = old.kind == FieldKind::Unknown || new.kind == FieldKind::Unknown;
    let other_name = old.kind.is_named() && new.kind.is_named() && old.type_name != new.type_name;
    if unknown && old.kind.is_named() && new.kind.is_named() { other_name } else { old.kind != new.kind || other_name }
}

/// The type as it is written.
fn type_words(field: &Field) -> String {
    match field.kind {
        FieldKind::Group => format!("group {}", field.type_name),
        kind if kind.is_named() => field.type_name.clone(),
        kind => kind.as_str().to_owned(),
    }
}
