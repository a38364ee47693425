//! `ALTER TABLE`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Constraint, ObjectPath, QualifiedName};

use super::constraint::{KINDS, Pending, deferrability};
use super::replay::Replay;
use super::{inherit, parameters, syntax};

impl Replay<'_> {
    /// `ALTER TABLE`, which also takes views, sequences and indexes.
    pub(super) fn alter_table(&mut self, node: &SyntaxNode) {
        let path = syntax::child(node, SyntaxKind::TABLE_RELATION_NAME)
            .and_then(|node| syntax::child(&node, SyntaxKind::TABLE_NAME_REF))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let name = self.names.relation(&path);
        if syntax::has(node, SyntaxKind::OWNER_TO)
            && node.children().filter(|child| is_action(child.kind())).count() == 1
        {
            return self.owner();
        }
        if !self.catalogue.tables.contains_key(&name) {
            return self.alter_other(node, &name, &path);
        }
        let mut current = name;
        self.only = inherit::is_only(node);
        for action in node.children() {
            let was =
                self.catalogue.children(&current).next().and_then(|_| self.catalogue.tables.get(&current)).cloned();
            current = self.table_action(current, &action);
            if let Some(was) = was.filter(|_| !self.only) {
                self.follow(&current, &was);
            }
        }
        self.only = false;
    }

    /// `ALTER TABLE` of something that is no table.
    fn alter_other(&mut self, node: &SyntaxNode, name: &QualifiedName, path: &[String]) {
        let rename = syntax::child(node, SyntaxKind::TABLE_RENAME_TO).map(|rename| syntax::name(&rename));
        if self.catalogue.sequences.contains_key(name)
            && let Some(to) = rename
        {
            return self.move_sequence(name, QualifiedName::new(&name.schema, to));
        }
        if let Some(home) = self.index_homes.get(name).cloned()
            && let Some(to) = rename
        {
            return self.rename_index(&home, name, &to);
        }
        if self.catalogue.views.contains_key(name) {
            return self.alter_view(node, name);
        }
        if syntax::has(node, SyntaxKind::IF_EXISTS) && !self.opaque.contains(name) {
            return;
        }
        if self.existing_table(path, "ALTER TABLE").is_some() {
            self.unmodelled("ALTER TABLE", &format!("relation {name}"));
        }
    }

    /// Applies one action; returns the table's name afterwards.
    fn table_action(&mut self, table: QualifiedName, action: &SyntaxNode) -> QualifiedName {
        match action.kind() {
            SyntaxKind::ADD_COLUMN => self.action_add_column(&table, action),
            SyntaxKind::DROP_COLUMN => self.action_drop_column(&table, action),
            SyntaxKind::ALTER_COLUMN => self.alter_column(&table, action),
            SyntaxKind::ADD_CONSTRAINT => self.action_add_constraint(&table, action),
            SyntaxKind::DROP_CONSTRAINT => {
                let name = syntax::child_name(action, SyntaxKind::CONSTRAINT_NAME_REF).unwrap_or_default();
                if self.remove_constraint(&table, &name).is_some() {
                    self.drop_attached_indexes(&table, &name);
                    if syntax::has(action, SyntaxKind::CASCADE) {
                        self.drop_orphans();
                    }
                } else if !syntax::has(action, SyntaxKind::IF_EXISTS) {
                    self.unknown("constraint", &format!("{name} on {table}"));
                }
            }
            SyntaxKind::RENAME_CONSTRAINT => self.action_rename_constraint(&table, action),
            SyntaxKind::VALIDATE_CONSTRAINT => {
                self.with_constraint(&table, action, |constraint, _| constraint.validated = true);
            }
            SyntaxKind::ALTER_CONSTRAINT => {
                self.with_constraint(&table, action, |constraint, action| {
                    constraint.deferrability = deferrability(action);
                });
            }
            SyntaxKind::RENAME_COLUMN => self.action_rename_column(&table, action),
            SyntaxKind::TABLE_RENAME_TO => {
                let to = QualifiedName::new(&table.schema, syntax::name(action));
                return self.move_table(&table, to);
            }
            SyntaxKind::SET_SCHEMA => {
                let to = QualifiedName::new(syntax::name(action), &table.name);
                return self.move_table(&table, to);
            }
            SyntaxKind::OWNER_TO => self.owner(),
            SyntaxKind::SET_LOGGED | SyntaxKind::SET_UNLOGGED => {
                if let Some(found) = self.catalogue.tables.get_mut(&table) {
                    found.options.unlogged = action.kind() == SyntaxKind::SET_UNLOGGED;
                }
            }
            SyntaxKind::SET_OPTIONS => {
                if let Some(found) = self.catalogue.tables.get_mut(&table) {
                    found.options.storage_parameters.extend(parameters::parameters(action));
                }
            }
            SyntaxKind::RESET_OPTIONS => {
                let gone = parameters::parameters(action);
                if let Some(found) = self.catalogue.tables.get_mut(&table) {
                    found.options.storage_parameters.retain(|name, _| !gone.contains_key(name));
                }
            }
            SyntaxKind::ENABLE_TRIGGER
            | SyntaxKind::DISABLE_TRIGGER
            | SyntaxKind::ENABLE_ALWAYS_TRIGGER
            | SyntaxKind::ENABLE_REPLICA_TRIGGER => self.firing(&table, action),
            SyntaxKind::ENABLE_RULE
            | SyntaxKind::DISABLE_RULE
            | SyntaxKind::ENABLE_ALWAYS_RULE
            | SyntaxKind::ENABLE_REPLICA_RULE => self.rule_firing(&table, action),
            SyntaxKind::ATTACH_PARTITION => self.attach_partition(&table, action),
            SyntaxKind::DETACH_PARTITION => self.detach_partition(&table, action),
            SyntaxKind::INHERIT_TABLE => self.inherit(&table, action),
            SyntaxKind::NO_INHERIT_TABLE => self.no_inherit(&table, action),
            SyntaxKind::OF_TYPE => {
                self.take_table(&table);
                self.opaque_relation(&table, "ALTER TABLE … OF");
            }
            _ if self.set_on_table(&table, action) => {}
            kind if is_action(kind) => self.unmodelled("ALTER TABLE", &format!("relation {table}")),
            _ => {}
        }
        table
    }

    fn action_add_column(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let name = syntax::child_name(action, SyntaxKind::COLUMN_NAME).unwrap_or_default();
        let there = self.catalogue.tables.get(table).is_some_and(|found| found.column(&name).is_some());
        if there && syntax::has(action, SyntaxKind::IF_NOT_EXISTS) {
            return;
        }
        let mut pending = Vec::new();
        self.add_column(table, action, &mut pending);
        self.constrain(table, &pending);
        self.recompute(table);
    }

    fn action_drop_column(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let name = syntax::child_name(action, SyntaxKind::COLUMN_NAME_REF).unwrap_or_default();
        let there = self.catalogue.tables.get(table).is_some_and(|found| found.column(&name).is_some());
        if there {
            for name_of in self.catalogue.tree(table) {
                let goes =
                    |found: &crate::catalogue::Table| found.partition_of.is_some() || found.inherited.contains(&name);
                if name_of == *table || !self.only && self.catalogue.tables.get(&name_of).is_some_and(goes) {
                    self.drop_column(&name_of, &name);
                }
            }
        } else if !syntax::has(action, SyntaxKind::IF_EXISTS) {
            self.unknown("column", &format!("{table}.{name}"));
        }
    }

    fn action_add_constraint(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        for node in action.children() {
            if KINDS.contains(&node.kind()) {
                self.constrain(table, &[Pending { node, column: None }]);
            } else if node.kind() == SyntaxKind::NOT_NULL_CONSTRAINT {
                let name = syntax::child_name(&node, SyntaxKind::COLUMN_NAME_REF).unwrap_or_default();
                if let Some(column) = self.catalogue.tables.get_mut(table).and_then(|found| found.column_mut(&name)) {
                    column.not_null = true;
                }
            }
        }
    }

    fn action_rename_constraint(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let from = syntax::child_name(action, SyntaxKind::CONSTRAINT_NAME_REF).unwrap_or_default();
        let to = syntax::child_name(action, SyntaxKind::CONSTRAINT_NAME).unwrap_or_default();
        match self.remove_constraint(table, &from) {
            Some(constraint) => {
                self.add_constraint(table, Constraint { name: to.clone(), ..constraint });
                self.origin(ObjectPath::Constraint(table.clone(), to), action);
            }
            None => self.unknown("constraint", &format!("{from} on {table}")),
        }
    }

    fn with_constraint(
        &mut self,
        table: &QualifiedName,
        action: &SyntaxNode,
        change: impl FnOnce(&mut Constraint, &SyntaxNode),
    ) {
        let name = syntax::child_name(action, SyntaxKind::CONSTRAINT_NAME_REF).unwrap_or_default();
        match self.catalogue.tables.get_mut(table).and_then(|found| found.constraints.get_mut(&name)) {
            Some(constraint) => change(constraint, action),
            None => self.unknown("constraint", &format!("{name} on {table}")),
        }
    }

    fn action_rename_column(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let from = syntax::child_name(action, SyntaxKind::COLUMN_NAME_REF).unwrap_or_default();
        let to = syntax::child_name(action, SyntaxKind::COLUMN_NAME).unwrap_or_default();
        let found = self.catalogue.tables.get(table);
        if found.is_some_and(|found| found.column(&to).is_some()) {
            return self.duplicate("column", &format!("{table}.{to}"));
        }
        if found.is_none_or(|found| found.column(&from).is_none()) {
            return self.unknown("column", &format!("{table}.{from}"));
        }
        for name in self.catalogue.tree(table) {
            self.rename_column(&name, &from, &to);
        }
        self.origins.0.remove(&ObjectPath::Column(table.clone(), from));
        self.origin(ObjectPath::Column(table.clone(), to), action);
    }

    /// `ENABLE TRIGGER` and its like.
    fn firing(&mut self, table: &QualifiedName, action: &SyntaxNode) {
        let firing = match action.kind() {
            SyntaxKind::DISABLE_TRIGGER => Some("disabled"),
            SyntaxKind::ENABLE_ALWAYS_TRIGGER => Some("always"),
            SyntaxKind::ENABLE_REPLICA_TRIGGER => Some("replica"),
            _ => None,
        };
        let name = syntax::child_name(action, SyntaxKind::TRIGGER_REF);
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        let mut known = name.is_none();
        for trigger in
            found.triggers.values_mut().filter(|trigger| name.as_ref().is_none_or(|name| *name == trigger.name))
        {
            trigger.firing = firing.map(str::to_owned);
            known = true;
        }
        if !known {
            self.unknown("trigger", &format!("{} on {table}", name.unwrap_or_default()));
        }
    }
}

/// Whether a child of `ALTER TABLE` is an action.
fn is_action(kind: SyntaxKind) -> bool {
    !matches!(kind, SyntaxKind::TABLE_RELATION_NAME | SyntaxKind::IF_EXISTS)
}
