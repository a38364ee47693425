//! Types: enumerations are modelled, others are kept as they are.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{EnumType, Grants, ObjectPath, QualifiedName};

use super::replay::Replay;
use super::syntax;

impl Replay<'_> {
    /// `CREATE TYPE`.
    pub(super) fn create_type(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::TYPE_NAME) else { return };
        let name = self.names.created(&syntax::path(&target));
        if self.names.has_type(&name) {
            return self.duplicate("type", &name);
        }
        if !self.require_schema(&name) {
            return;
        }
        let Some(kind) = syntax::child(node, SyntaxKind::ENUM_TYPE) else {
            if !self.create_definition(node) {
                self.names.add_type(name.clone());
                self.unmodelled("CREATE TYPE", &format!("type {name}"));
            }
            return;
        };
        self.names.add_type(name.clone());
        let labels = syntax::child(&kind, SyntaxKind::VARIANT_LIST)
            .map(|list| syntax::children(&list, SyntaxKind::VARIANT).filter_map(|node| syntax::string(&node)).collect())
            .unwrap_or_default();
        self.catalogue.enums.insert(name.clone(), EnumType { labels, comment: None, grants: Grants::default() });
        self.origin_here(ObjectPath::Enum(name));
    }

    /// `ALTER TYPE`.
    pub(super) fn alter_type(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::TYPE_NAME_REF) else { return };
        let name = self.names.type_name(&syntax::path(&target));
        if syntax::has(node, SyntaxKind::OWNER_TO) {
            return self.owner();
        }
        if !self.catalogue.enums.contains_key(&name) {
            if self.names.has_type(&name) && self.alter_definition(node) {
                return;
            }
            if self.names.has_type(&name) || self.names.has_relation(&name) {
                return self.unmodelled("ALTER TYPE", &format!("type {name}"));
            }
            return self.unknown("type", &name);
        }
        if let Some(add) = syntax::child(node, SyntaxKind::ADD_VALUE) {
            self.add_label(&name, &add);
        } else if let Some(rename) = syntax::child(node, SyntaxKind::RENAME_VALUE) {
            let mut labels = syntax::children(&rename, SyntaxKind::LITERAL).filter_map(|node| syntax::string(&node));
            let (from, to) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
            self.rename_label(&name, &from, to);
        } else if let Some(rename) = syntax::child(node, SyntaxKind::TYPE_RENAME_TO) {
            self.move_enum(&name, QualifiedName::new(&name.schema, syntax::name(&rename)));
        } else if let Some(schema) = syntax::child(node, SyntaxKind::SET_SCHEMA) {
            self.move_enum(&name, QualifiedName::new(syntax::name(&schema), &name.name));
        } else {
            self.unmodelled("ALTER TYPE", &format!("type {name}"));
        }
    }

    fn add_label(&mut self, name: &QualifiedName, node: &SyntaxNode) {
        let label = syntax::child(node, SyntaxKind::LITERAL).and_then(|node| syntax::string(&node)).unwrap_or_default();
        let anchor = |kind| syntax::child(node, kind).and_then(|node| syntax::string(&node));
        let (before, after) = (anchor(SyntaxKind::BEFORE_VALUE), anchor(SyntaxKind::AFTER_VALUE));
        let Some(found) = self.catalogue.enums.get_mut(name) else { return };
        if found.labels.contains(&label) {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("label", &format!("{name}: {label}"));
            }
            return;
        }
        let Some(neighbour) = before.as_ref().or(after.as_ref()) else {
            found.labels.push(label);
            return;
        };
        match found.labels.iter().position(|label| label == neighbour) {
            Some(at) => found.labels.insert(at + usize::from(before.is_none()), label),
            None => self.unknown("label", &format!("{name}: {neighbour}")),
        }
    }

    fn rename_label(&mut self, name: &QualifiedName, from: &str, to: String) {
        let label =
            self.catalogue.enums.get_mut(name).and_then(|found| found.labels.iter_mut().find(|label| *label == from));
        match label {
            Some(label) => *label = to,
            None => self.unknown("label", &format!("{name}: {from}")),
        }
    }

    fn move_enum(&mut self, from: &QualifiedName, to: QualifiedName) {
        if self.names.has_type(&to) {
            return self.duplicate("type", &to);
        }
        let Some(found) = self.catalogue.enums.remove(from) else { return };
        self.names.remove_type(from);
        self.names.add_type(to.clone());
        let (old, new) = (from.to_string(), to.to_string());
        for column in self.catalogue.tables.values_mut().flat_map(|table| &mut table.columns) {
            if column.data_type.name == old {
                column.data_type.name.clone_from(&new);
            }
        }
        self.catalogue.enums.insert(to.clone(), found);
        self.origin_here(ObjectPath::Enum(to));
    }
}
