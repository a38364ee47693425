//! Changes that need more than these operations can do.

use std::collections::BTreeSet;

use schema_diff::catalogue::{ConstraintKind, Object, ObjectPath, QualifiedName, Table};
use schema_diff::diff::{Aspect, ChangeKind};

use super::affinity::{hold_the_same, rowid_alias};
use super::shape::Shapes;
use super::view::expanded;
use crate::Refusal;
use crate::operation::Context;

const LATER: &str = "make this change in a migration of its own, then plan the rest";

/// What is refused of the changes as such.
pub(super) fn changes(context: &Context<'_>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for change in &context.diff.changes {
        let path = &change.path;
        match &change.kind {
            ChangeKind::Renamed { from } => refusals.push(Refusal::new(
                path,
                format!("{from} and {path} are needed at the same time, by the old version and the new: a rename comes with changes in place, not planned yet"),
                "leave the rename out, or add the new name beside the old one",
            )),
            ChangeKind::Altered { aspect: Aspect::ColumnType, before: Object::Column(old), after: Object::Column(new) } => {
                let strict = is_strict(context, path);
                if old.generated.is_none() && !hold_the_same(&old.data_type, &new.data_type, strict) {
                    refusals.push(Refusal::new(
                        path,
                        format!("from {} to {} needs two shapes of one column at a time: it comes with changes in place, not planned yet", shown(&old.data_type.to_string()), shown(&new.data_type.to_string())),
                        "add a column of the new type beside the old one, or choose a type of the same affinity",
                    ));
                }
            }
            ChangeKind::Altered { aspect: Aspect::ColumnGenerated, before: Object::Column(old), after: Object::Column(new) }
                if old.generated.is_none() || new.generated.is_none() =>
            {
                refusals.push(Refusal::new(
                    path,
                    "one version writes the column and the other has it computed, which needs two shapes of it at a time: it comes with changes in place, not planned yet",
                    "add a column of another name",
                ));
            }
            ChangeKind::Altered { aspect: Aspect::ViewDefinition, before: Object::View(old), after: Object::View(new) }
                if expanded(old, new).is_none() =>
            {
                refusals.push(Refusal::new(
                    path,
                    "it gains columns and loses others, so that the two versions need it in different forms: that needs versioned views, not planned yet",
                    "add a view of another name",
                ));
            }
            _ => {}
        }
    }
    refusals.extend(names(context));
    refusals.extend(left_behind(context));
    refusals
}

/// A table that goes must not leave foreign keys that lead to it: SQLite refuses to write through them.
fn left_behind(context: &Context<'_>) -> Vec<Refusal> {
    let gone =
        |name: &QualifiedName| context.before.tables.contains_key(name) && !context.after.tables.contains_key(name);
    let mut refusals = Vec::new();
    for (name, table) in &context.after.tables {
        for (key, constraint) in &table.constraints {
            if let ConstraintKind::ForeignKey(foreign) = &constraint.kind
                && gone(&foreign.references)
            {
                refusals.push(Refusal::new(
                    &ObjectPath::Constraint(name.clone(), key.clone()),
                    "the table that it references is dropped: SQLite would refuse every row that uses it",
                    "drop the foreign key too, or keep the table",
                ));
            }
        }
    }
    refusals
}

fn shown(data_type: &str) -> &str {
    if data_type.is_empty() { "no type" } else { data_type }
}

fn is_strict(context: &Context<'_>, path: &ObjectPath) -> bool {
    path.relation().and_then(|it| context.before.tables.get(it)).is_some_and(|it| it.options.strict)
}

/// SQLite has one name, upper or lower case, for one table or view.
fn names(context: &Context<'_>) -> Vec<Refusal> {
    let folded = |name: &QualifiedName| (name.schema.to_ascii_lowercase(), name.name.to_ascii_lowercase());
    let path_of = |catalogue: &schema_diff::catalogue::Catalogue| -> Vec<ObjectPath> {
        let tables = catalogue.tables.keys().cloned().map(ObjectPath::Table);
        tables.chain(catalogue.views.keys().cloned().map(ObjectPath::View)).collect()
    };
    let (old, new) = (path_of(context.before), path_of(context.after));
    let stay: BTreeSet<&ObjectPath> = old.iter().filter(|it| new.contains(it)).collect();
    let taken: BTreeSet<_> =
        old.iter().filter(|it| !stay.contains(it)).filter_map(|it| it.relation().map(folded)).collect();
    let comes = new.iter().filter(|it| !stay.contains(it));
    comes
        .filter(|it| it.relation().is_some_and(|name| taken.contains(&folded(name))))
        .map(|it| {
            Refusal::new(
                it,
                "its name belongs to another table or view before, and SQLite does not tell upper and lower case apart: both are needed at the same time",
                LATER,
            )
        })
        .collect()
}

/// What is refused of a table's shapes.
pub(super) fn shapes(name: &QualifiedName, shapes: &Shapes) -> Option<Refusal> {
    let (Some(old), Some(new)) = (&shapes.before, &shapes.after) else { return None };
    let path = ObjectPath::Table(name.clone());
    if old.options.without_rowid && shapes.expanded.primary_key().is_none() {
        return Some(Refusal::new(
            &path,
            "it is WITHOUT ROWID and its key changes, so that no key holds for both versions",
            LATER,
        ));
    }
    let loses_alias = rowid_alias(old)
        .is_some_and(|alias| rowid_alias(new) != Some(alias) && new.column(alias).is_some() && !key_holds(new, alias));
    loses_alias.then(|| {
        Refusal::new(
            &path,
            "its key numbers the rows for the old version, and the new version may write one number twice",
            LATER,
        )
    })
}

/// Whether the values of `column` alone are unique in `table`.
fn key_holds(table: &Table, column: &str) -> bool {
    super::shape::has_key(table, &[column.to_owned()])
}
