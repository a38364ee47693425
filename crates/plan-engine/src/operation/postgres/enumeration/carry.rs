//! What hangs on an enumeration that is made anew: it is taken away before the columns move to the new type, and comes
//! back after, as it was. The engine keeps an expression bound to the type that it was written for, which is the one
//! that goes.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Expression, Function, Index, IndexKey, Object, ObjectPath,
    QualifiedName, Table,
};

use crate::Refusal;
use crate::operation::Context;
use crate::operation::postgres::bracket::readers;

/// A column of the type, with its table.
pub(super) type TypedColumn<'a> = (&'a QualifiedName, &'a Column);

/// What is taken away and comes back, in the order in which it comes back.
#[derive(Debug, Default)]
pub(super) struct Carried {
    objects: Vec<(ObjectPath, Object)>,
    /// Functions that only their body binds to the type: a session keeps a body's types until it is replaced.
    bodies: Vec<Function>,
    /// What stands in the way.
    obstacles: Vec<String>,
}

/// Whom the type concerns: its name and the functions that take or return it, and its columns.
struct Concern<'a> {
    words: BTreeSet<&'a str>,
    columns: &'a [TypedColumn<'a>],
}

impl Concern<'_> {
    /// Whether an expression of `table` is bound to the type.
    fn binds(&self, table: &QualifiedName, expression: &Expression) -> bool {
        let own = |word: &str| self.columns.iter().any(|(name, column)| *name == table && column.name == word);
        expression.words().any(|word| self.words.contains(word) || own(word))
    }

    fn has(&self, table: &QualifiedName, column: &str) -> bool {
        self.columns.iter().any(|(name, it)| *name == table && it.name == column)
    }

    fn binds_index(&self, table: &QualifiedName, index: &Index) -> bool {
        let expressions = index.elements.iter().filter_map(|element| match &element.key {
            IndexKey::Expression(expression) => Some(expression),
            IndexKey::Column(_) => None,
        });
        expressions.chain(&index.predicate).any(|it| self.binds(table, it))
    }

    fn binds_constraint(&self, table: &QualifiedName, constraint: &Constraint) -> bool {
        match &constraint.kind {
            ConstraintKind::Check(check) => self.binds(table, &check.expression),
            ConstraintKind::ForeignKey(key) => {
                key.columns.iter().any(|it| self.has(table, it))
                    || key.referenced_columns.iter().any(|it| self.has(&key.references, it))
            }
            _ => false,
        }
    }
}

impl Carried {
    /// What hangs on the enumeration `name`, whose columns are `columns`.
    pub(super) fn of(now: &Catalogue, name: &QualifiedName, columns: &[TypedColumn<'_>]) -> Self {
        let mut concern = Concern { words: BTreeSet::from([name.name.as_str()]), columns };
        let mut carried = Self::default();
        carried.functions(now, name, &mut concern);
        for (table_name, table) in &now.tables {
            carried.table(&concern, table_name, table);
            carried.partition(now, &concern, table_name, table);
        }
        carried.views(now, &concern);
        let full = name.to_string();
        let over = now.domains.iter().filter(|(_, it)| it.data_type.name == full);
        carried.obstacles.extend(over.map(|(domain, _)| ObjectPath::Domain(domain.clone()).to_string()));
        for (id, definition) in &now.definitions {
            let bound = definition.statements().any(|it| {
                let relation = id.relation.as_ref();
                it.words().any(|word| concern.words.contains(word)) || relation.is_some_and(|on| concern.binds(on, it))
            });
            if bound {
                carried.obstacles.push(ObjectPath::Definition(id.clone()).to_string());
            }
        }
        carried
    }

    /// Functions first: what comes after them may call them.
    fn functions<'a>(&mut self, now: &'a Catalogue, name: &QualifiedName, concern: &mut Concern<'a>) {
        for (signature, function) in &now.functions {
            let words = |text: &str| Expression::new("", text).mentions(&name.name);
            let standard = function.body.starts_with("BEGIN ATOMIC") || function.body.starts_with("RETURN ");
            let of_column = |(table, column): &TypedColumn<'_>| {
                let body = Expression::new("", function.body.as_str());
                body.mentions(&table.name) && body.mentions(&column.name)
            };
            let in_body = words(&function.body) || concern.columns.iter().any(of_column);
            if words(&function.parameters)
                || words(&signature.arguments)
                || words(&function.returns)
                || (standard && in_body)
            {
                concern.words.insert(&signature.name);
                self.objects.push((ObjectPath::Function(signature.clone()), Object::Function(function.clone())));
            } else if in_body {
                self.bodies.push(function.clone());
            }
        }
    }

    fn table(&mut self, concern: &Concern<'_>, name: &QualifiedName, table: &Table) {
        for column in &table.columns {
            let generated = column.generated.as_ref().is_some_and(|it| concern.binds(name, &it.expression));
            let default =
                !concern.has(name, &column.name) && column.default.as_ref().is_some_and(|it| concern.binds(name, it));
            if generated || default {
                let what = if generated { "generated column" } else { "default of" };
                self.obstacles.push(format!("{what} {name}.{}", column.name));
            }
        }
        let mut keys = Vec::new();
        for (own, constraint) in &table.constraints {
            let object = || (ObjectPath::Constraint(name.clone(), own.clone()), Object::Constraint(constraint.clone()));
            match &constraint.kind {
                ConstraintKind::Exclusion(it) => {
                    let mut bound = it.elements.iter().map(|it| &it.expression).chain(&it.predicate);
                    if bound.any(|it| concern.binds(name, it)) {
                        self.obstacles.push(format!("exclusion constraint {own} of {name}"));
                    }
                }
                ConstraintKind::ForeignKey(_) if concern.binds_constraint(name, constraint) => keys.push(object()),
                _ if concern.binds_constraint(name, constraint) => self.objects.push(object()),
                _ => {}
            }
        }
        for (own, index) in table.indexes.iter().filter(|(_, index)| concern.binds_index(name, index)) {
            self.objects.push((ObjectPath::Index(name.clone(), own.clone()), Object::Index(index.clone())));
        }
        for (own, trigger) in &table.triggers {
            if concern.binds(name, &trigger.definition) {
                self.objects.push((ObjectPath::Trigger(name.clone(), own.clone()), Object::Trigger(trigger.clone())));
            }
        }
        self.objects.extend(keys);
    }

    /// A partition or child follows its parent; what it has of its own cannot be taken away with the parent's.
    fn partition(&mut self, now: &Catalogue, concern: &Concern<'_>, name: &QualifiedName, table: &Table) {
        let key = table.partition_by.iter().flat_map(|it| &it.key).any(|it| match &it.key {
            IndexKey::Column(column) => concern.has(name, column),
            IndexKey::Expression(expression) => concern.binds(name, expression),
        });
        if key {
            self.obstacles.push(format!("the partition key of {name}"));
        }
        let parents = table.partition_of.iter().map(|it| &it.parent).chain(&table.inherits);
        for parent in parents.filter_map(|it| now.tables.get(it)) {
            for column in &table.columns {
                let theirs = parent.column(&column.name);
                let of_type = theirs.is_some_and(|it| concern.words.contains(last_word(&it.data_type.name)));
                if of_type && theirs.is_some_and(|it| it.default != column.default) {
                    self.obstacles
                        .push(format!("the default of {name}.{}, which is not that of its parent,", column.name));
                }
            }
            let own = |(path, _): &(ObjectPath, Object)| match path {
                ObjectPath::Constraint(table, _) | ObjectPath::Index(table, _) | ObjectPath::Trigger(table, _) => {
                    table == name
                }
                _ => false,
            };
            if let Some((path, _)) = self.objects.iter().find(|it| own(it)) {
                self.obstacles.push(path.to_string());
            }
        }
    }

    /// Views that read a table of the type or name the type, and those that read them.
    fn views(&mut self, now: &Catalogue, concern: &Concern<'_>) {
        let mut found = Vec::new();
        let mut add = |name: &QualifiedName| {
            if !found.contains(name) {
                found.push(name.clone());
            }
        };
        for (table, _) in concern.columns {
            for (name, _) in readers(now, table) {
                add(name);
            }
        }
        for (name, view) in &now.views {
            if view.query.words().any(|word| concern.words.contains(word)) {
                for (name, _) in readers(now, name) {
                    add(name);
                }
                add(name);
            }
        }
        // Those that are read come back before those that read them.
        while !found.is_empty() {
            let reads =
                |name: &QualifiedName| readers(now, name).into_iter().map(|(it, _)| it.clone()).collect::<Vec<_>>();
            let free =
                found.iter().position(|name| !found.iter().any(|other| other != name && reads(other).contains(name)));
            let name = found.remove(free.unwrap_or(0));
            if let Some(view) = now.views.get(&name) {
                self.objects.push((ObjectPath::View(name), Object::View(view.clone())));
            }
        }
    }

    /// Refuses where something cannot come back, or names one of `gone`, labels that are no longer there.
    pub(super) fn check(&self, path: &ObjectPath, gone: &[&String]) -> Result<(), Refusal> {
        if let Some(obstacle) = self.obstacles.first() {
            return Err(Refusal::new(
                path,
                format!(
                    "is made anew, now or on the way back, and {obstacle} depends on it, which cannot be taken away meanwhile"
                ),
                "drop what depends on the type first, in a migration of its own, or use a table of labels instead of an enum",
            ));
        }
        let named = |text: &str| gone.iter().find(|label| text.contains(&format!("'{}'", label.replace('\'', "''"))));
        let held = self.objects.iter().find_map(|(path, object)| Some((path, named(&expressions(object))?)));
        match held {
            Some((dependent, label)) => Err(Refusal::new(
                path,
                format!("loses the label '{label}', which {dependent} names"),
                "change what names the label first, in a migration of its own",
            )),
            None => Ok(()),
        }
    }

    /// Tables that something taken away belongs to or refers to.
    pub(super) fn tables(&self) -> impl Iterator<Item = &QualifiedName> {
        self.objects.iter().flat_map(|(path, object)| {
            let referenced = match object {
                Object::Constraint(Constraint { kind: ConstraintKind::ForeignKey(key), .. }) => Some(&key.references),
                _ => None,
            };
            let own = match path {
                ObjectPath::Constraint(table, _) | ObjectPath::Index(table, _) | ObjectPath::Trigger(table, _) => {
                    Some(table)
                }
                _ => None,
            };
            own.into_iter().chain(referenced)
        })
    }

    /// What is taken away, for people.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.objects.iter().map(|(path, _)| path.to_string())
    }

    /// `moves` between taking away and bringing back.
    pub(super) fn around(&self, context: &Context<'_>, moves: Vec<String>) -> Vec<String> {
        let writer = context.writer;
        let drops = self.objects.iter().rev().map(|(path, object)| writer.drop_object(path, object));
        let creates = self.objects.iter().flat_map(|(path, object)| writer.create(path, object));
        let bodies = self.bodies.iter().map(|it| writer.replace_function(it));
        let unchecked = || "SET LOCAL check_function_bodies = off".to_owned();
        let functions = self.objects.iter().any(|(path, _)| matches!(path, ObjectPath::Function(_)));
        let late = (functions || !self.bodies.is_empty()).then(unchecked);
        drops.chain(moves).chain(late).chain(bodies).chain(creates).collect()
    }
}

fn last_word(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The texts of an object in which a label can stand.
fn expressions(object: &Object) -> String {
    match object {
        Object::Constraint(Constraint { kind: ConstraintKind::Check(check), .. }) => check.expression.canonical.clone(),
        Object::Index(index) => {
            let keys = index.elements.iter().filter_map(|it| match &it.key {
                IndexKey::Expression(it) => Some(it.canonical.as_str()),
                IndexKey::Column(_) => None,
            });
            keys.chain(index.predicate.iter().map(|it| it.canonical.as_str())).collect::<Vec<_>>().join(" ")
        }
        Object::Trigger(trigger) => trigger.definition.canonical.clone(),
        Object::View(view) => view.query.canonical.clone(),
        Object::Function(function) => format!("{} {}", function.parameters, function.body),
        _ => String::new(),
    }
}
