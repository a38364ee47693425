//! Types that came, went, or are declared in another file.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Missing, Node};
use crate::protobuf::model::{File, Schema};

/// The types of a file, by their names below its package.
type Names<'a> = HashSet<(Element, &'a str)>;

/// A type of one side.
struct Named<'a> {
    element: Element,
    full_name: &'a str,
    /// Its name below the package.
    nested_name: &'a str,
    node: Node<'a>,
}

impl<'a> Differ<'a> {
    /// Messages, enums, services and extensions: those of both sides are compared, wherever they are declared.
    pub(super) fn types(&mut self) {
        for file in &self.before.files {
            let new_file = self.counterpart(file);
            let names = OnceCell::new();
            for old in named(file).filter(|it| is_meant(self.before, it)) {
                self.gone(&old, file, new_file, &names);
                self.compare(&old);
            }
        }
        for file in &self.after.files {
            for new in named(file).filter(|it| is_meant(self.after, it)) {
                let known = find(self.before, &new).is_some();
                if !known {
                    let holder = self.before.file(&file.path).map(Node::File);
                    self.say(Change::new(new.element, "", Edit::Added).between(holder, new.node));
                }
            }
        }
    }

    fn compare(&mut self, old: &Named<'a>) {
        match (old.node, find(self.after, old)) {
            (Node::Message(file, before), Some(Node::Message(new_file, after))) => {
                self.message((file, before), (new_file, after));
            }
            (Node::Enum(file, before), Some(Node::Enum(new_file, after))) => {
                self.enumeration((file, before), (new_file, after));
            }
            (Node::Service(file, before), Some(Node::Service(new_file, after))) => {
                self.service((file, before), (new_file, after));
            }
            _ => {}
        }
    }

    /// Says where a type is missing: from its file, from its package. Where the file or the package itself went, that is
    /// said instead.
    fn gone(&mut self, old: &Named<'a>, file: &File, new_file: Option<&'a File>, names: &OnceCell<Names<'a>>) {
        let found = find(self.after, old);
        let same_name = |new: &'a File| {
            let names = names.get_or_init(|| named(new).map(|it| (it.element, it.nested_name)).collect());
            names.contains(&(old.element, old.nested_name))
        };
        let missing = Missing {
            from_file: match (new_file, found) {
                // It is usually found at once.
                (Some(new), Some(node)) if std::ptr::eq(node.file(), new) => false,
                (Some(new), _) => !same_name(new),
                (None, _) => false,
            },
            from_package: found.is_none() && self.after.has_package(&file.package),
        };
        if missing == Missing::default() {
            return;
        }
        let after = found.or_else(|| around(self.after, old)).or_else(|| new_file.map(Node::File));
        let edit = if found.is_some() { Edit::Changed } else { Edit::Removed };
        let change = Change::new(old.element, "", edit).between(old.node, after);
        let path = |node: Option<Node<'_>>| node.map_or(String::new(), |it| it.file().path.clone());
        let (from, to) = (file.path.clone(), path(found));
        self.say(Change { missing, ..change.values(from, to) });
    }
}

fn named(file: &File) -> impl Iterator<Item = Named<'_>> {
    let messages = file.messages.iter().map(move |it| Named {
        element: Element::Message,
        full_name: &it.full_name,
        nested_name: &it.nested_name,
        node: Node::Message(file, it),
    });
    let enums = file.enums.iter().map(move |it| Named {
        element: Element::Enum,
        full_name: &it.full_name,
        nested_name: &it.nested_name,
        node: Node::Enum(file, it),
    });
    let services = file.services.iter().map(move |it| Named {
        element: Element::Service,
        full_name: &it.full_name,
        nested_name: &it.name,
        node: Node::Service(file, it),
    });
    let extensions = file.extensions.iter().map(move |it| Named {
        element: Element::Extension,
        full_name: &it.full_name,
        nested_name: &it.nested_name,
        node: Node::Field(file, None, it),
    });
    messages.chain(enums).chain(services).chain(extensions)
}

/// Whether the name leads to this declaration: of several of one name the first one is compared, which was told.
fn is_meant(schema: &Schema, declared: &Named<'_>) -> bool {
    match (find(schema, declared), declared.node) {
        (Some(Node::Message(_, one)), Node::Message(_, other)) => std::ptr::eq(one, other),
        (Some(Node::Enum(_, one)), Node::Enum(_, other)) => std::ptr::eq(one, other),
        (Some(Node::Service(_, one)), Node::Service(_, other)) => std::ptr::eq(one, other),
        (Some(Node::Field(_, _, one)), Node::Field(_, _, other)) => std::ptr::eq(one, other),
        _ => false,
    }
}

/// The type of the same name and kind.
fn find<'a>(schema: &'a Schema, wanted: &Named<'_>) -> Option<Node<'a>> {
    match wanted.element {
        Element::Message => schema.message(wanted.full_name).map(|(file, it)| Node::Message(file, it)),
        Element::Enum => schema.enumeration(wanted.full_name).map(|(file, it)| Node::Enum(file, it)),
        Element::Service => schema.service(wanted.full_name).map(|(file, it)| Node::Service(file, it)),
        _ => schema.extension(wanted.full_name).map(|(file, it)| Node::Field(file, None, it)),
    }
}

/// What a type is missing from: the innermost message around it that is still there.
fn around<'a>(schema: &'a Schema, gone: &Named<'_>) -> Option<Node<'a>> {
    let mut outer = gone.full_name;
    let mut levels = gone.nested_name.matches('.').count();
    while levels > 0 {
        outer = outer.rsplit_once('.')?.0;
        levels -= 1;
        if let Some((file, message)) = schema.message(outer) {
            return Some(Node::Message(file, message));
        }
    }
    None
}
