//! `DROP` of everything.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{ObjectPath, QualifiedName};

use super::replay::Replay;
use super::syntax;

impl Replay<'_> {
    /// `DROP TABLE`.
    pub(super) fn drop_tables(&mut self, node: &SyntaxNode) {
        for name in self.targets(node, SyntaxKind::TABLE_NAME_REF) {
            if self.catalogue.tables.contains_key(&name) {
                self.drop_table(&name);
            } else {
                self.drop_opaque(node, "table", &name);
            }
        }
        self.drop_orphans();
    }

    fn drop_table(&mut self, name: &QualifiedName) {
        let children: Vec<_> = self.catalogue.children(name).map(|(name, _)| name.clone()).collect();
        self.take_table(name);
        for child in &children {
            self.drop_table(child);
        }
        self.drop_owned_sequences(name, None);
        self.origins.0.retain(|path, _| path.relation() != Some(name));
        self.drop_dependent_views(name);
        self.forget_unmodelled(&format!("relation {name}"));
        self.drop_definitions_of(name);
    }

    /// Drops something that the model does not hold, or reports that it is not there.
    fn drop_opaque(&mut self, node: &SyntaxNode, kind: &str, name: &QualifiedName) {
        if self.opaque.remove(name) {
            self.names.remove_relation(name);
            self.forget_unmodelled(&format!("relation {name}"));
        } else if !syntax::has(node, SyntaxKind::IF_EXISTS) {
            self.unknown(kind, name);
        }
    }

    /// `DROP VIEW` and `DROP MATERIALIZED VIEW`.
    pub(super) fn drop_views(&mut self, node: &SyntaxNode) {
        for name in self.targets(node, SyntaxKind::VIEW_REF) {
            if self.drop_view(&name) {
                self.drop_dependent_views(&name);
            } else {
                self.drop_opaque(node, "view", &name);
            }
        }
    }

    fn drop_view(&mut self, name: &QualifiedName) -> bool {
        let Some(view) = self.catalogue.views.remove(name) else { return false };
        self.names.remove_relation(name);
        for index in view.indexes.keys() {
            let index = QualifiedName::new(&name.schema, index);
            self.names.remove_relation(&index);
            self.index_homes.remove(&index);
        }
        self.origins.0.retain(|path, _| path.relation() != Some(name));
        self.drop_definitions_of(name);
        true
    }

    /// Drops the views over something that is gone; only `CASCADE` lets that happen.
    fn drop_dependent_views(&mut self, gone: &QualifiedName) {
        let mut queue = vec![gone.clone()];
        while let Some(gone) = queue.pop() {
            let found: Vec<_> =
                self.catalogue.views.keys().filter(|name| self.reads_from(name, &gone)).cloned().collect();
            for name in found {
                self.drop_view(&name);
                queue.push(name);
            }
        }
    }

    /// `DROP INDEX`.
    pub(super) fn drop_indexes(&mut self, node: &SyntaxNode) {
        for name in self.targets(node, SyntaxKind::INDEX_REF) {
            if let Some(home) = self.index_homes.get(&name).cloned() {
                self.drop_attached_indexes(&home, &name.name);
            }
            if self.remove_index(&name).is_none() {
                let key = format!("index {name}");
                if !self.forget_unmodelled(&key) && !syntax::has(node, SyntaxKind::IF_EXISTS) {
                    self.unknown("index", &name);
                }
            }
        }
    }

    /// `DROP SEQUENCE`.
    pub(super) fn drop_sequences(&mut self, node: &SyntaxNode) {
        for name in self.targets(node, SyntaxKind::SEQUENCE_REF) {
            if self.catalogue.sequences.remove(&name).is_none() {
                self.drop_opaque(node, "sequence", &name);
                continue;
            }
            self.names.remove_relation(&name);
            self.origins.0.remove(&ObjectPath::Sequence(name.clone()));
            // With CASCADE the defaults that draw from it go too.
            for column in self.catalogue.tables.values_mut().flat_map(|table| &mut table.columns) {
                if column.default.as_ref().is_some_and(|default| default.canonical.contains(&format!("'{name}'"))) {
                    column.default = None;
                }
            }
        }
    }

    /// `DROP TYPE` and `DROP DOMAIN`.
    pub(super) fn drop_types(&mut self, node: &SyntaxNode, kind: SyntaxKind) {
        let paths: Vec<_> = syntax::children(node, kind).map(|node| syntax::path(&node)).collect();
        for path in paths {
            let name = self.names.type_name(&path);
            let ids = self
                .catalogue
                .definitions
                .keys()
                .filter(|id| id.kind.is_type() && id.qualified().as_ref() == Some(&name));
            let ids: Vec<_> = ids.cloned().collect();
            let known = self.catalogue.enums.remove(&name).is_some()
                | self.catalogue.domains.remove(&name).is_some()
                | ids.iter().any(|id| self.remove_definition(id))
                | self.forget_unmodelled(&format!("type {name}"));
            self.names.remove_type(&name);
            self.origins.0.remove(&ObjectPath::Enum(name.clone()));
            self.origins.0.remove(&ObjectPath::Domain(name.clone()));
            if !known && !syntax::has(node, SyntaxKind::IF_EXISTS) {
                self.unknown("type", &name);
            }
            if syntax::has(node, SyntaxKind::CASCADE) {
                self.drop_columns_of_type(&name.to_string());
            }
        }
    }

    pub(super) fn drop_columns_of_type(&mut self, data_type: &str) {
        let mut gone = Vec::new();
        for (name, table) in &self.catalogue.tables {
            let columns = table.columns.iter().filter(|column| column.data_type.name == data_type);
            gone.extend(columns.map(|column| (name.clone(), column.name.clone())));
        }
        for (table, column) in gone {
            self.drop_column(&table, &column);
        }
    }

    /// `DROP SCHEMA`.
    pub(super) fn drop_schemas(&mut self, node: &SyntaxNode) {
        for schema in syntax::names(node, SyntaxKind::SCHEMA_REF) {
            if self.catalogue.schemas.remove(&schema).is_none() {
                if !syntax::has(node, SyntaxKind::IF_EXISTS) {
                    self.unknown("schema", &schema);
                }
                continue;
            }
            self.origins.0.remove(&ObjectPath::Schema(schema.clone()));
            let tables: Vec<_> = self.catalogue.tables.keys().filter(|name| name.schema == schema).cloned().collect();
            for name in &tables {
                self.drop_table(name);
            }
            let views: Vec<_> = self.catalogue.views.keys().filter(|name| name.schema == schema).cloned().collect();
            for name in views {
                self.drop_view(&name);
            }
            let domains: Vec<_> = self.catalogue.domains.keys().filter(|name| name.schema == schema).cloned().collect();
            for name in domains {
                self.catalogue.domains.remove(&name);
                self.names.remove_type(&name);
            }
            let types: Vec<_> = self.catalogue.enums.keys().filter(|name| name.schema == schema).cloned().collect();
            for name in types {
                self.catalogue.enums.remove(&name);
                self.names.remove_type(&name);
            }
            let sequences: Vec<_> =
                self.catalogue.sequences.keys().filter(|name| name.schema == schema).cloned().collect();
            for name in sequences {
                self.catalogue.sequences.remove(&name);
                self.names.remove_relation(&name);
            }
            let functions: Vec<_> =
                self.catalogue.functions.keys().filter(|signature| signature.schema == schema).cloned().collect();
            for signature in functions {
                self.remove_function(&signature);
            }
            let held: Vec<_> =
                self.catalogue.definitions.keys().filter(|id| id.schema.as_ref() == Some(&schema)).cloned().collect();
            for id in held {
                self.remove_definition(&id);
            }
            self.drop_orphans();
        }
    }

    /// `DROP EXTENSION`.
    pub(super) fn drop_extensions(&mut self, node: &SyntaxNode) {
        for name in syntax::names(node, SyntaxKind::EXTENSION_REF) {
            self.origins.0.remove(&ObjectPath::Extension(name.clone()));
            if self.catalogue.extensions.remove(&name).is_none() && !syntax::has(node, SyntaxKind::IF_EXISTS) {
                self.unknown("extension", &name);
            }
        }
    }

    fn targets(&self, node: &SyntaxNode, kind: SyntaxKind) -> Vec<QualifiedName> {
        syntax::children(node, kind).map(|node| self.names.relation(&syntax::path(&node))).collect()
    }
}
