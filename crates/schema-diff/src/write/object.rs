//! Everything that an object needs, by its path.

use super::{TableParts, Writer};
use crate::catalogue::{Grants, Index, Object, ObjectPath, QualifiedName, Table, Trigger, View};

impl Writer {
    /// Every statement needed to create `object` at `path`, comments, settings and privileges included. The owner of a sequence is left out,
    /// since its table may come later: see [`alter_sequence_owner`](Self::alter_sequence_owner).
    pub fn create(self, path: &ObjectPath, object: &Object) -> Vec<String> {
        let mut statements = Vec::new();
        match (path, object) {
            (ObjectPath::Schema(name), Object::Schema(_)) => statements.push(self.create_schema(name)),
            (ObjectPath::Extension(name), Object::Extension(it)) => statements.push(self.create_extension(name, it)),
            (ObjectPath::Domain(name), Object::Domain(it)) => statements.extend(self.domain_statements(name, it)),
            (ObjectPath::Enum(name), Object::Enum(it)) => statements.push(self.create_enum(name, it)),
            (ObjectPath::Sequence(name), Object::Sequence(it)) => statements.push(self.create_sequence(name, it)),
            (ObjectPath::Function(_), Object::Function(it)) => statements.push(self.create_function(it)),
            (ObjectPath::Definition(_), Object::Definition(it)) => {
                statements.extend(it.statements().map(|statement| statement.text.clone()));
            }
            (ObjectPath::Table(name), Object::Table(table)) => {
                let parts = TableParts::default();
                statements.push(self.create_table(name, table, parts));
                statements.extend(self.left_out(name, table, parts));
                statements.extend(table.partition_of.iter().map(|it| self.attach(&it.parent, name, &it.bound)));
                self.indexes_and_triggers(name, &table.indexes, &table.triggers, &mut statements);
            }
            (ObjectPath::View(name), Object::View(view)) => {
                statements.push(self.create_view(name, view));
                self.indexes_and_triggers(name, &view.indexes, &view.triggers, &mut statements);
            }
            (ObjectPath::DefaultPrivileges(of), Object::DefaultPrivileges(it)) => {
                statements.extend(self.change_default_privileges(of, &Grants::default(), it));
            }
            (ObjectPath::Column(table, _), Object::Column(it)) => {
                statements.push(format!("ALTER TABLE {} ADD COLUMN {}", self.name(table), self.column(it)));
            }
            (ObjectPath::Constraint(table, _), Object::Constraint(it)) => {
                statements.push(self.add_constraint(table, it));
            }
            (ObjectPath::Index(relation, _), Object::Index(it)) => {
                statements.push(self.create_index(relation, it, false, false));
            }
            (ObjectPath::Trigger(relation, _), Object::Trigger(it)) => {
                self.trigger_statements(relation, it, &mut statements);
            }
            _ => {}
        }
        statements.extend(self.settings(path, object));
        statements.extend(self.comments(path, object));
        statements.extend(self.grants(path, object));
        statements
    }

    /// The constraints that `CREATE TABLE` with `parts` leaves out because they are not validated.
    pub(super) fn left_out(self, name: &QualifiedName, table: &Table, parts: TableParts) -> Vec<String> {
        let wanted = TableParts { foreign_keys: true, constraints: true, ..parts };
        table
            .constraints
            .values()
            .filter(|it| !self.belongs(it, wanted))
            .map(|it| self.add_constraint(name, it))
            .collect()
    }

    fn indexes_and_triggers<'a>(
        self,
        relation: &QualifiedName,
        indexes: impl IntoIterator<Item = (&'a String, &'a Index)>,
        triggers: impl IntoIterator<Item = (&'a String, &'a Trigger)>,
        statements: &mut Vec<String>,
    ) {
        statements.extend(indexes.into_iter().map(|(_, it)| self.create_index(relation, it, false, false)));
        for (_, trigger) in triggers {
            self.trigger_statements(relation, trigger, statements);
        }
    }

    pub(super) fn trigger_statements(self, relation: &QualifiedName, trigger: &Trigger, statements: &mut Vec<String>) {
        statements.push(self.create_trigger(trigger));
        if trigger.firing.is_some() {
            statements.extend(self.trigger_firing(relation, trigger));
        }
    }

    /// `COMMENT ON` for every comment in `object`, those of its parts included.
    pub fn comments(self, path: &ObjectPath, object: &Object) -> Vec<String> {
        let mut comments = Vec::new();
        let own = match object {
            Object::Schema(it) => &it.comment,
            Object::Extension(it) => &it.comment,
            Object::Enum(it) => &it.comment,
            Object::Domain(it) => &it.comment,
            Object::Sequence(it) => &it.comment,
            Object::Table(it) => &it.comment,
            Object::Column(it) => &it.comment,
            Object::Constraint(it) => &it.comment,
            Object::Index(it) => &it.comment,
            Object::View(it) => &it.comment,
            Object::Function(it) => &it.comment,
            Object::Trigger(it) => &it.comment,
            Object::Definition(it) => &it.comment,
            Object::DefaultPrivileges(_) => &None,
        };
        if own.is_some() {
            comments.extend(self.comment_on(path, object, own));
        }
        match (path, object) {
            (ObjectPath::Table(name), Object::Table(table)) => comments.extend(self.table_comments(name, table)),
            (ObjectPath::View(name), Object::View(view)) => comments.extend(self.view_comments(name, view)),
            _ => {}
        }
        comments
    }

    fn table_comments(self, name: &QualifiedName, table: &Table) -> Vec<String> {
        let columns = table.columns.iter().map(|it| (ObjectPath::Column(name.clone(), it.name.clone()), &it.comment));
        let constraints =
            table.constraints.values().map(|it| (ObjectPath::Constraint(name.clone(), it.name.clone()), &it.comment));
        let parts = columns.chain(constraints).chain(part_comments(name, &table.indexes, &table.triggers));
        self.those_stated(parts)
    }

    fn view_comments(self, name: &QualifiedName, view: &View) -> Vec<String> {
        let columns = view.columns.iter().flatten();
        let columns = columns.map(|it| (ObjectPath::Column(name.clone(), it.name.clone()), &it.comment));
        self.those_stated(columns.chain(part_comments(name, &view.indexes, &view.triggers)))
    }

    fn those_stated<'a>(self, parts: impl Iterator<Item = (ObjectPath, &'a Option<String>)>) -> Vec<String> {
        parts
            .filter(|(_, comment)| comment.is_some())
            .filter_map(|(path, comment)| self.comment(&path, comment))
            .collect()
    }
}

fn part_comments<'a>(
    name: &QualifiedName,
    indexes: impl IntoIterator<Item = (&'a String, &'a Index)>,
    triggers: impl IntoIterator<Item = (&'a String, &'a Trigger)>,
) -> impl Iterator<Item = (ObjectPath, &'a Option<String>)> {
    let indexes = indexes.into_iter().map(|(key, it)| (ObjectPath::Index(name.clone(), key.clone()), &it.comment));
    let triggers = triggers.into_iter().map(|(key, it)| (ObjectPath::Trigger(name.clone(), key.clone()), &it.comment));
    indexes.chain(triggers)
}
