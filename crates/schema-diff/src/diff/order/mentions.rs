//! The names that an object mentions: what it may depend on.

use std::collections::BTreeSet;

use crate::catalogue::{
    Column, Constraint, ConstraintKind, DefinitionId, Expression, Index, IndexKey, Object, ObjectPath, Table, Trigger,
};

/// Names that the object at `path` mentions.
pub(super) fn mentions(path: &ObjectPath, object: &Object) -> BTreeSet<String> {
    let mut names = Names(BTreeSet::new());
    if let ObjectPath::Column(table, _)
    | ObjectPath::Constraint(table, _)
    | ObjectPath::Index(table, _)
    | ObjectPath::Trigger(table, _) = path
    {
        names.word(&table.name);
    }
    if let Some(schema) = schema_of(path) {
        names.word(schema);
    }
    match object {
        Object::Schema(_) | Object::Enum(_) | Object::DefaultPrivileges(_) => {}
        Object::Domain(domain) => {
            names.text(&domain.data_type.name);
            let checks = domain.checks.values().map(|check| &check.expression);
            domain.default.iter().chain(checks).for_each(|it| names.expression(it));
        }
        Object::Extension(extension) => extension.schema.iter().for_each(|schema| names.word(schema)),
        Object::Sequence(sequence) => {
            // Ownership is given once the column is there, by the column's own step.
            if matches!(path, ObjectPath::Sequence(_)) && sequence.owned_by.is_none() {
                names.word(&sequence.options.data_type.name);
            }
        }
        Object::Table(table) => names.table(table),
        Object::Column(column) => names.column(column),
        Object::Constraint(constraint) => names.constraint(constraint),
        Object::Index(index) => names.index(index),
        Object::View(view) => {
            names.expression(&view.query);
            view.indexes.values().for_each(|index| names.index(index));
        }
        Object::Function(function) => {
            names.text(&function.definition.canonical);
            names.text(&function.body);
        }
        Object::Trigger(trigger) => names.trigger(trigger),
        Object::Definition(definition) => definition.statements().for_each(|it| names.expression(it)),
    }
    names.0.remove(path.name());
    names.0
}

fn schema_of(path: &ObjectPath) -> Option<&str> {
    match path {
        ObjectPath::Schema(_) | ObjectPath::Extension(_) => None,
        ObjectPath::DefaultPrivileges(it) => it.schema.as_deref(),
        ObjectPath::Function(signature) => Some(&signature.schema),
        ObjectPath::Enum(name) | ObjectPath::Domain(name) | ObjectPath::Sequence(name) => Some(&name.schema),
        ObjectPath::Definition(DefinitionId { schema: Some(schema), .. }) => Some(schema),
        _ => path.relation().map(|name| name.schema.as_str()),
    }
}

struct Names(BTreeSet<String>);

impl Names {
    fn word(&mut self, word: &str) {
        self.0.insert(word.to_owned());
    }

    fn text(&mut self, sql: &str) {
        crate::catalogue::words(sql).for_each(|word| self.word(word));
    }

    /// Words, and those in string literals too: `nextval('public.s'::regclass)` names a sequence.
    fn expression(&mut self, expression: &Expression) {
        self.text(&expression.canonical.replace('\'', " "));
    }

    fn table(&mut self, table: &Table) {
        table.parents().for_each(|parent| self.word(&parent.name));
        table.columns.iter().for_each(|column| self.column(column));
        table.constraints.values().for_each(|constraint| self.constraint(constraint));
        table.indexes.values().for_each(|index| self.index(index));
        table.triggers.values().for_each(|trigger| self.trigger(trigger));
    }

    fn column(&mut self, column: &Column) {
        self.text(&column.data_type.name);
        let generated = column.generated.as_ref().map(|generated| &generated.expression);
        column.default.iter().chain(generated).for_each(|it| self.expression(it));
    }

    fn constraint(&mut self, constraint: &Constraint) {
        constraint.kind.columns().iter().for_each(|column| self.word(column));
        match &constraint.kind {
            ConstraintKind::ForeignKey(key) => {
                self.word(&key.references.name);
                key.referenced_columns.iter().for_each(|column| self.word(column));
            }
            ConstraintKind::Check(check) => self.expression(&check.expression),
            ConstraintKind::Exclusion(exclusion) => {
                exclusion.elements.iter().for_each(|element| self.expression(&element.expression));
                exclusion.predicate.iter().for_each(|it| self.expression(it));
            }
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.include.iter().for_each(|column| self.word(column));
            }
        }
    }

    fn index(&mut self, index: &Index) {
        for element in &index.elements {
            match &element.key {
                IndexKey::Column(column) => self.word(column),
                IndexKey::Expression(it) => self.expression(it),
            }
            element.operator_class.iter().for_each(|class| self.text(class));
        }
        index.include.iter().for_each(|column| self.word(column));
        index.predicate.iter().for_each(|it| self.expression(it));
    }

    fn trigger(&mut self, trigger: &Trigger) {
        self.text(&trigger.definition.canonical);
        trigger.function.iter().for_each(|function| self.text(function));
    }
}
