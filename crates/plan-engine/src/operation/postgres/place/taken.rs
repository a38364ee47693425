//! Names that something new takes from something that goes.

use schema_diff::catalogue::{Constraint, ConstraintKind, DefinitionKind, Object, ObjectPath, QualifiedName};
use schema_diff::diff::ChangeKind;

use super::Operations;
use super::rank::RELEASE;
use crate::Refusal;
use crate::operation::postgres::free_name::FreeName;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::Expand;

/// Whether something that comes takes the name of the index.
pub(super) fn is_taken_again(relation: &QualifiedName, name: &str, context: &Context<'_>) -> bool {
    context.diff.changes.iter().any(|change| {
        let same_schema = change.path.relation().is_some_and(|other| other.schema == relation.schema);
        let relation_like = matches!(
            change.path,
            ObjectPath::Index(..) | ObjectPath::Constraint(..) | ObjectPath::Table(_) | ObjectPath::View(_)
        );
        matches!(change.kind, ChangeKind::Added(_)) && relation_like && same_schema && change.path.name() == name
    })
}

/// Names among those of relations that an object takes by its indexes and keys.
fn names_of(path: &ObjectPath, object: &Object) -> Vec<QualifiedName> {
    let Some(relation) = path.relation() else { return Vec::new() };
    let with_index = |it: &&Constraint| !matches!(it.kind, ConstraintKind::ForeignKey(_) | ConstraintKind::Check(_));
    let names: Vec<&String> = match object {
        Object::Table(table) => {
            table.indexes.keys().chain(table.constraints.values().filter(with_index).map(|it| &it.name)).collect()
        }
        Object::Index(index) => vec![&index.name],
        Object::Constraint(constraint) if with_index(&constraint) => vec![&constraint.name],
        _ => Vec::new(),
    };
    names.into_iter().map(|name| QualifiedName::new(&relation.schema, name)).collect()
}

/// What makes room for something new whose name is taken: keys and indexes of a table that goes are renamed. A table,
/// view or sequence that takes the name of one of another kind that goes is refused.
pub(super) fn taken_again(path: &ObjectPath, new: &Object, context: &Context<'_>) -> Operations {
    let full = |path: &ObjectPath| match path {
        ObjectPath::Table(name)
        | ObjectPath::View(name)
        | ObjectPath::Sequence(name)
        | ObjectPath::Enum(name)
        | ObjectPath::Domain(name) => Some(name.clone()),
        ObjectPath::Definition(id) if id.kind.is_type() || id.kind == DefinitionKind::ForeignTable => id.qualified(),
        _ => None,
    };
    let taken = names_of(path, new);
    let mut freed = Vec::new();
    for change in &context.diff.changes {
        let (ObjectPath::Table(table), ChangeKind::Dropped(old)) = (&change.path, &change.kind) else { continue };
        for name in names_of(&change.path, old).into_iter().filter(|it| taken.contains(it)) {
            freed.push(Placed::new(Expand, RELEASE, FreeName { table: table.clone(), name: name.name }));
        }
    }
    let Some(name) = full(path) else { return Ok(freed) };
    let rival = context.diff.changes.iter().find(|it| {
        matches!(it.kind, ChangeKind::Dropped(_)) && it.path != *path && full(&it.path) == Some(name.clone())
    });
    match rival {
        None => Ok(freed),
        Some(rival) => Err(Refusal::new(
            path,
            format!(
                "takes the name of {}, which the old version reads until it is gone: one name cannot be both at one time",
                rival.path
            ),
            "drop or rename that one in a migration before this one, or give the new one another name",
        )),
    }
}
