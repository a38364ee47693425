//! Renames of tables and columns.

use super::words::with_word;
use crate::catalogue::{Catalogue, ConstraintKind, IndexKey, ObjectPath, QualifiedName};

impl Catalogue {
    /// Renames a table, and follows it in foreign keys, owned sequences and views.
    pub fn rename_table(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let Some(table) = self.tables.remove(old) else { return };
        self.tables.insert(new.clone(), table);
        self.follow_relation(old, new);
        for table in self.tables.values_mut() {
            for constraint in table.constraints.values_mut() {
                if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
                    && key.references == *old
                {
                    key.references = new.clone();
                }
            }
            table.rename_parent(old, new);
            for trigger in table.triggers.values_mut() {
                trigger.definition = with_word(&trigger.definition, &old.name, &new.name);
            }
        }
        for sequence in self.sequences.values_mut() {
            if let Some((owner, _)) = &mut sequence.owned_by
                && owner == old
            {
                *owner = new.clone();
            }
        }
        for view in self.views.values_mut() {
            view.query = with_word(&view.query, &old.name, &new.name);
        }
    }

    /// Renames a column, and follows it in constraints, indexes, generated columns and owned sequences of its table and in
    /// foreign keys that reference it.
    pub fn rename_column(&mut self, table: &QualifiedName, old: &str, new: &str) {
        let swap =
            |names: &mut Vec<String>| names.iter_mut().filter(|name| *name == old).for_each(|it| *it = new.into());
        self.follow_column(table, old, new);
        for (name, other) in &mut self.tables {
            for constraint in other.constraints.values_mut() {
                match &mut constraint.kind {
                    ConstraintKind::ForeignKey(key) => {
                        if key.references == *table {
                            swap(&mut key.referenced_columns);
                        }
                        if name == table {
                            swap(&mut key.columns);
                        }
                    }
                    ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if name == table => {
                        swap(&mut key.columns);
                        swap(&mut key.include);
                    }
                    ConstraintKind::Check(check) if name == table => {
                        check.expression = with_word(&check.expression, old, new);
                    }
                    ConstraintKind::Exclusion(exclusion) if name == table => {
                        let expressions = exclusion.elements.iter_mut().map(|it| &mut it.expression);
                        for it in expressions.chain(&mut exclusion.predicate) {
                            *it = with_word(it, old, new);
                        }
                    }
                    _ => {}
                }
            }
            if name != table {
                continue;
            }
            if let Some(column) = other.column_mut(old) {
                new.clone_into(&mut column.name);
            }
            if other.inherited.remove(old) {
                other.inherited.insert(new.to_owned());
            }
            for column in &mut other.columns {
                if let Some(generated) = &mut column.generated {
                    generated.expression = with_word(&generated.expression, old, new);
                }
            }
            for index in other.indexes.values_mut() {
                swap(&mut index.include);
                index.predicate = index.predicate.as_ref().map(|it| with_word(it, old, new));
                for element in &mut index.elements {
                    match &mut element.key {
                        IndexKey::Column(name) if name == old => new.clone_into(name),
                        IndexKey::Expression(it) => *it = with_word(it, old, new),
                        IndexKey::Column(_) => {}
                    }
                }
            }
        }
        for sequence in self.sequences.values_mut() {
            if let Some((owner, column)) = &mut sequence.owned_by
                && owner == table
                && column == old
            {
                new.clone_into(column);
            }
        }
    }

    /// The table, view or column paths that lie at `name`, whichever there is.
    pub fn relation(&self, name: &QualifiedName) -> Option<ObjectPath> {
        if self.tables.contains_key(name) {
            return Some(ObjectPath::Table(name.clone()));
        }
        self.views.contains_key(name).then(|| ObjectPath::View(name.clone()))
    }
}
