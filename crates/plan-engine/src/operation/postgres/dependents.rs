//! What the engine does not let stand while something is dropped and created again: it is taken out before and put back
//! after, in one transaction. It holds no rows: views, functions that take or return a type, and what is held as its statement.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, DataType, Function, Index, IndexKey, Object, ObjectPath, QualifiedName, Signature, Table,
};

use super::definition::{attached, has_secrets};
use crate::operation::Context;
use crate::plan::{Facts, LockMode};

/// What stands on something, those that stand on others first: in the order in which it is dropped.
pub(super) struct Dependents(Vec<(ObjectPath, Object)>);

impl Dependents {
    /// What stands on the object at `path`, directly or through others.
    pub(super) fn of(now: &Catalogue, path: &ObjectPath) -> Self {
        let mut found = Vec::new();
        collect(now, path, &mut BTreeSet::from([path.clone()]), &mut found);
        Self(found)
    }

    /// `statements` between dropping and creating them.
    pub(super) fn around(&self, context: &Context<'_>, statements: Vec<String>) -> Vec<String> {
        let drops = self.0.iter().map(|(path, it)| context.writer.drop_object(path, it));
        let creates = self.0.iter().rev().flat_map(|(path, it)| context.writer.create(path, it));
        drops.chain(statements).chain(creates).collect()
    }

    /// Whether one of them may hold a password that is not read.
    pub(super) fn has_secrets(&self) -> bool {
        self.0.iter().any(|(path, object)| match (path, object) {
            (ObjectPath::Definition(id), Object::Definition(it)) => has_secrets(id, it),
            _ => false,
        })
    }

    /// `facts` with the locks that this takes.
    pub(super) fn facts(&self, context: &Context<'_>, facts: Facts) -> Facts {
        let relations: BTreeSet<_> = self.0.iter().filter_map(|(path, _)| path.relation()).collect();
        relations
            .into_iter()
            .fold(facts, |facts, relation| facts.and_lock(context.writer.name(relation), LockMode::AccessExclusive))
    }
}

/// Depth first: what is dropped is listed behind everything that stands on it.
fn collect(now: &Catalogue, of: &ObjectPath, seen: &mut BTreeSet<ObjectPath>, found: &mut Vec<(ObjectPath, Object)>) {
    for (path, object) in direct(now, of) {
        if seen.insert(path.clone()) {
            collect(now, &path, seen, found);
            found.push((path, object));
        }
    }
}

fn direct(now: &Catalogue, of: &ObjectPath) -> Vec<(ObjectPath, Object)> {
    let name = of.name();
    // A cast, transform or policy has no name that others could use.
    let used = match of {
        ObjectPath::Definition(id) => id.relation.is_none() && !name.is_empty(),
        ObjectPath::Trigger(..) | ObjectPath::Column(..) => false,
        _ => true,
    };
    if !used {
        return Vec::new();
    }
    let views = now.views.iter().filter(|(_, view)| view.query.mentions(name));
    let mut found: Vec<_> =
        views.map(|(name, it)| (ObjectPath::View(name.clone()), Object::View(it.clone()))).collect();
    let definitions = now.definitions.iter().filter(|(id, it)| it.mentions(name) && id.name != name);
    found.extend(definitions.map(|(id, it)| (ObjectPath::Definition(id.clone()), Object::Definition(it.clone()))));
    if let Some(type_name) = type_at(of) {
        let functions = now.functions.iter().filter(|(signature, it)| speaks_of(signature, it, &type_name));
        found.extend(functions.map(|(key, it)| (ObjectPath::Function(key.clone()), Object::Function(it.clone()))));
    }
    if let ObjectPath::Function(signature) = of {
        let function = format!("{}.{}", signature.schema, signature.name);
        for (table, it) in &now.tables {
            let own = it.triggers.iter().filter(|(_, trigger)| trigger.function.as_ref() == Some(&function));
            found.extend(own.map(|(key, trigger)| {
                (ObjectPath::Trigger(table.clone(), key.clone()), Object::Trigger(trigger.clone()))
            }));
        }
    }
    if let ObjectPath::View(view) = of {
        found.extend(attached(now, view));
    }
    found
}

/// The name of the type that lies at `path`, where one does: a view has one too.
fn type_at(path: &ObjectPath) -> Option<QualifiedName> {
    match path {
        ObjectPath::Domain(name) | ObjectPath::Enum(name) | ObjectPath::View(name) => Some(name.clone()),
        ObjectPath::Definition(id) if id.kind.is_type() => id.qualified(),
        _ => None,
    }
}

/// Whether a function takes or returns the type.
fn speaks_of(signature: &Signature, function: &Function, type_name: &QualifiedName) -> bool {
    let spelt = format!("{} {} {}", signature.arguments, function.parameters, function.returns).replace('"', "");
    let name = type_name.to_string();
    spelt.match_indices(&name).any(|(at, _)| {
        let open = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.' || c == '$');
        spelt.get(..at).and_then(|head| head.chars().next_back()).is_none_or(open)
            && spelt.get(at + name.len()..).and_then(|tail| tail.chars().next()).is_none_or(open)
    })
}

/// What holds rows and stands on the object, so that it cannot be dropped; none where nothing does.
pub(super) fn held_by(now: &Catalogue, of: &ObjectPath) -> Option<String> {
    let name = of.name();
    let type_name = type_at(of).map(|it| it.to_string());
    let is_of = |data_type: &DataType| Some(&data_type.name) == type_name.as_ref();
    let column_of = |table: &Table| {
        let found = table.columns.iter().find(|column| {
            let mut computed = column.default.iter().chain(column.generated.as_ref().map(|it| &it.expression));
            is_of(&column.data_type)
                || column.collation.as_deref().is_some_and(|it| it.rsplit('.').next() == Some(name))
                || computed.any(|it| it.mentions(name))
        });
        found.map(|column| column.name.clone())
    };
    let constraint_of = |table: &Table| {
        let check = |kind: &ConstraintKind| match kind {
            ConstraintKind::Check(check) => check.expression.mentions(name),
            ConstraintKind::Exclusion(it) => it.elements.iter().any(|element| element.expression.mentions(name)),
            _ => false,
        };
        table.constraints.values().find(|it| check(&it.kind)).map(|it| it.name.clone())
    };
    let index_of = |table: &Table| {
        let uses = |index: &Index| {
            let keys = index.elements.iter().any(|element| {
                let class = element.operator_class.as_deref().and_then(|it| it.rsplit('.').next());
                class == Some(name) || matches!(&element.key, IndexKey::Expression(it) if it.mentions(name))
            });
            keys || index.predicate.as_ref().is_some_and(|it| it.mentions(name))
        };
        table.indexes.values().find(|it| uses(it)).map(|it| it.name.clone())
    };
    let mut tables = now.tables.iter();
    tables.find_map(|(table, it)| {
        let column = column_of(it).map(|column| format!("column {table}.{column}"));
        let constraint = || constraint_of(it).map(|name| format!("constraint {name} on {table}"));
        let index = || index_of(it).map(|name| format!("index {name} on {table}"));
        column.or_else(constraint).or_else(index)
    })
}

/// As [`held_by`], also of what stands on it through types: a column of a composite type holds the domains in it.
pub(super) fn held_through(now: &Catalogue, of: &ObjectPath) -> Option<String> {
    let through = Dependents::of(now, of);
    let mut types = through.0.iter().map(|(path, _)| path).filter(|path| type_at(path).is_some());
    let domain = type_at(of).and_then(|name| {
        now.domains.iter().find(|(_, it)| it.data_type.name == name.to_string()).map(|(it, _)| format!("domain {it}"))
    });
    held_by(now, of).or_else(|| types.find_map(|path| held_by(now, path))).or(domain)
}
