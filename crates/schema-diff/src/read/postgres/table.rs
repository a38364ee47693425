//! `CREATE TABLE`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{ObjectPath, QualifiedName, Table, TableOptions};

use super::constraint::{KINDS, Pending};
use super::replay::Replay;
use super::settings::{access_method, tablespace};
use super::{parameters, syntax};

/// Parts of `CREATE TABLE` that make it something that the model does not hold.
const BEYOND: &[(SyntaxKind, &str)] =
    &[(SyntaxKind::OF_TYPE, "CREATE TABLE … OF"), (SyntaxKind::TEMP, "CREATE TEMPORARY TABLE")];

impl Replay<'_> {
    /// `CREATE TABLE`.
    pub(super) fn create_table(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::TABLE_NAME) else { return };
        let name = self.names.created(&syntax::path(&target));
        if self.names.has_relation(&name) {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("relation", &name);
            }
            return;
        }
        if !self.require_schema(&name) {
            return;
        }
        let list = syntax::child(node, SyntaxKind::TABLE_ARG_LIST);
        let like = list.as_ref().is_some_and(|list| syntax::has(list, SyntaxKind::LIKE_CLAUSE));
        let beyond = BEYOND.iter().find(|(kind, _)| syntax::has(node, *kind)).map(|(_, what)| *what);
        if let Some(what) = beyond.or(like.then_some("CREATE TABLE … LIKE")) {
            return self.opaque_relation(&name, what);
        }
        let Some(parents) = self.parents_to_be(&name, node) else { return };
        self.names.add_relation(name.clone());
        self.catalogue.tables.insert(name.clone(), Table { options: table_options(node), ..Table::default() });
        self.origin_here(ObjectPath::Table(name.clone()));
        let partition = syntax::has(node, SyntaxKind::PARTITION_OF);
        for parent in &parents {
            self.catalogue.inherit(&name, parent, partition);
        }
        if let Some(table) = self.catalogue.tables.get_mut(&name).filter(|_| !partition) {
            table.inherits.clone_from(&parents);
        }
        let mut pending = Vec::new();
        for item in list.iter().flat_map(SyntaxNode::children) {
            if item.kind() == SyntaxKind::COLUMN {
                self.add_column(&name, &item, &mut pending);
            } else if KINDS.contains(&item.kind()) {
                pending.push(Pending { node: item, column: None });
            } else if item.kind() == SyntaxKind::NOT_NULL_CONSTRAINT {
                let column = syntax::child_name(&item, SyntaxKind::COLUMN_NAME_REF).unwrap_or_default();
                if let Some(found) = self.catalogue.tables.get_mut(&name).and_then(|table| table.column_mut(&column)) {
                    found.not_null = true;
                }
            }
        }
        let partition_by = self.partition_by(&name, node);
        if let Some(table) = self.catalogue.tables.get_mut(&name) {
            table.partition_by = partition_by;
        }
        self.names_being_made = Some(name.clone());
        self.constrain(&name, &pending);
        self.names_being_made = None;
        if let Some(parent) = parents.first().filter(|_| partition)
            && let Some(bound) = self.bound(parent, node)
        {
            self.catalogue.attach(&name, parent, bound);
            self.take_over(parent, &name);
        }
        self.recompute(&name);
    }

    /// Puts the column that a node defines behind the others, and collects its constraints.
    pub(super) fn add_column(&mut self, table: &QualifiedName, node: &SyntaxNode, pending: &mut Vec<Pending>) {
        if let Some(name) = self.inherited_column(table, node) {
            let constraints = node.children().filter(|child| KINDS.contains(&child.kind()));
            pending.extend(constraints.map(|node| Pending { node, column: Some(name.clone()) }));
            return self.redefine_column(table, &name, node);
        }
        let Some(column) = self.column(table, node) else { return };
        let path = ObjectPath::Column(table.clone(), column.name.clone());
        let constraints = node.children().filter(|child| KINDS.contains(&child.kind()));
        pending.extend(constraints.map(|node| Pending { node, column: Some(column.name.clone()) }));
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        if found.column(&column.name).is_some() {
            return self.duplicate("column", &format!("{table}.{}", column.name));
        }
        found.columns.push(column);
        self.origin(path, node);
    }

    /// The tables that a new one is made a child of; none where the statement is kept or reported instead.
    fn parents_to_be(&mut self, name: &QualifiedName, node: &SyntaxNode) -> Option<Vec<QualifiedName>> {
        let of = syntax::child(node, SyntaxKind::PARTITION_OF).or_else(|| syntax::child(node, SyntaxKind::INHERITS));
        let targets = of.iter().flat_map(|of| syntax::children(of, SyntaxKind::TABLE_NAME_REF));
        let parents: Vec<_> = targets.map(|target| self.names.relation(&syntax::path(&target))).collect();
        if parents.iter().any(|parent| self.opaque.contains(parent)) {
            self.opaque_relation(name, "CREATE TABLE");
            return None;
        }
        if let Some(missing) = parents.iter().find(|parent| !self.catalogue.tables.contains_key(parent)).cloned() {
            self.unknown("table", &missing);
            return None;
        }
        Some(parents)
    }

    /// Keeps a relation that the model does not hold, and remembers its name for the statements that follow.
    pub(super) fn opaque_relation(&mut self, name: &QualifiedName, what: &str) {
        self.names.add_relation(name.clone());
        self.opaque.insert(name.clone());
        self.unmodelled(what, &format!("relation {name}"));
    }

    /// Sees to it that the schema of a new object exists.
    pub(super) fn require_schema(&mut self, name: &QualifiedName) -> bool {
        if self.catalogue.schemas.contains_key(&name.schema) {
            return true;
        }
        let system = name.schema.starts_with("pg_") || name.schema == "information_schema";
        let known = !system && !name.schema.is_empty() && !self.schemas_made.contains(&name.schema);
        if known {
            self.assume_schema(&name.schema);
        } else {
            self.unknown("schema", &name.schema);
        }
        known
    }
}

fn table_options(node: &SyntaxNode) -> TableOptions {
    TableOptions {
        unlogged: syntax::has(node, SyntaxKind::UNLOGGED),
        storage_parameters: syntax::child(node, SyntaxKind::WITH_PARAMS)
            .map(|node| parameters::parameters(&node))
            .unwrap_or_default(),
        tablespace: syntax::child(node, SyntaxKind::TABLESPACE_CLAUSE).and_then(|it| tablespace(&syntax::name(&it))),
        access_method: syntax::child(node, SyntaxKind::USING_METHOD).and_then(|it| access_method(&syntax::name(&it))),
        ..TableOptions::default()
    }
}
