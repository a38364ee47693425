//! Files.

use std::collections::BTreeMap;

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{File, Import};

impl<'a> Differ<'a> {
    pub(super) fn files(&mut self) {
        for old in &self.before.files {
            match self.counterpart(old) {
                Some(new) => self.file(old, new),
                None => self.say(Change::new(Element::File, "", Edit::Removed).between(Node::File(old), None)),
            }
        }
        let alone = self.before.files.len() == 1 && self.after.files.len() == 1;
        for new in &self.after.files {
            if !alone && self.before.file(&new.path).is_none() {
                self.say(Change::new(Element::File, "", Edit::Added).between(None, Node::File(new)));
            }
        }
    }

    fn file(&mut self, old: &'a File, new: &'a File) {
        let nodes = (Node::File(old), Node::File(new));
        let change = |field| Change::new(Element::File, field, Edit::Changed).between(nodes.0, nodes.1);
        if old.syntax != new.syntax {
            let field = if old.syntax.as_str() == new.syntax.as_str() { "edition" } else { "syntax" };
            let words = |file: &File| match &file.syntax {
                crate::protobuf::model::Syntax::Edition(edition) => format!("edition {edition}"),
                syntax => syntax.as_str().to_owned(),
            };
            let spans = (Some(old.syntax_span), Some(new.syntax_span));
            self.say(change(field).values(words(old), words(new)).at(spans.0, spans.1));
        }
        if old.package != new.package {
            let spans = (Some(old.package_span), Some(new.package_span));
            self.say(change("package").values(&old.package, &new.package).at(spans.0, spans.1));
        }
        self.imports(old, new);
        self.options(Element::File, nodes, &old.options, &new.options);
    }

    fn imports(&mut self, old: &'a File, new: &'a File) {
        let by_path = |file: &'a File| -> BTreeMap<&'a str, &'a Import> {
            file.imports.iter().map(|it| (it.path.as_str(), it)).collect()
        };
        let (old_imports, new_imports) = (by_path(old), by_path(new));
        let nodes = (Node::File(old), Node::File(new));
        let change =
            |field, edit, path: &str| Change::new(Element::File, field, edit).of(path).between(nodes.0, nodes.1);
        for (path, import) in &old_imports {
            let now = new_imports.get(path);
            if import.public && !now.is_some_and(|now| now.public) {
                self.say(change("public_dependency", Edit::Removed, path).at(Some(import.span), None));
            } else if now.is_none() {
                self.say(change("dependency", Edit::Removed, path).at(Some(import.span), None));
            }
            if let Some(now) = now.filter(|now| now.weak != import.weak) {
                let edit = if now.weak { Edit::Added } else { Edit::Removed };
                self.say(change("weak_dependency", edit, path).at(Some(import.span), Some(now.span)));
            }
        }
        for (path, import) in &new_imports {
            let before = old_imports.get(path);
            if import.public && !before.is_some_and(|it| it.public) {
                self.say(change("public_dependency", Edit::Added, path).at(None, Some(import.span)));
            } else if before.is_none() {
                self.say(change("dependency", Edit::Added, path).at(None, Some(import.span)));
            }
        }
    }
}
