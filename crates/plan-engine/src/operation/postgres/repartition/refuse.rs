//! What of a table cannot follow it into another tree.

use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, DefinitionKind, ObjectPath, QualifiedName, Table};
use schema_diff::diff::ChangeKind;

use crate::Refusal;
use crate::operation::Context;
use crate::row_key::row_key;

const BY_HAND: &str = "add a table of the new shape under another name, let the application write both, copy the rows, and drop the old one in a later migration";

/// The columns that tell rows apart; refused where something cannot be carried along.
pub(super) fn check(
    name: &QualifiedName,
    old: &[QualifiedName],
    new: &[QualifiedName],
    context: &Context<'_>,
) -> Result<Vec<String>, Refusal> {
    let path = ObjectPath::Table(name.clone());
    let refused = |reason: String, help: &str| {
        Err(Refusal::new(
            &path,
            format!("is partitioned otherwise than before, so that its rows move to another table: {reason}"),
            help,
        ))
    };
    let sides = [(context.before, old), (context.after, new)];
    let (Some(before), Some(after)) = (context.before.tables.get(name), context.after.tables.get(name)) else {
        return refused("it is not there on both sides".to_owned(), BY_HAND);
    };
    if let Some(column) = differing_column(before, after) {
        return refused(
            format!("column {column} changes, too"),
            "change its columns in one migration and how it is partitioned in another",
        );
    }
    if context
        .diff
        .changes
        .iter()
        .any(|it| matches!(it.kind, ChangeKind::Renamed { .. }) && it.path.relation() == Some(name))
    {
        return refused("it is renamed, too".to_owned(), "rename it in a migration of its own");
    }
    for (side, tree) in sides {
        if let Some((reason, help)) = stands_in_the_way(side, tree, name) {
            return refused(reason, help);
        }
    }
    let others = new.iter().filter(|it| *it != name && !old.contains(it));
    if let Some(other) = others.into_iter().find(|it| context.before.tables.contains_key(it)) {
        return refused(
            format!("{other} is a table of its own before and its partition after"),
            "let it be partitioned with new partitions in one migration, and attach that table in the next",
        );
    }
    let left = old.iter().filter(|it| *it != name && !new.contains(it));
    if let Some(other) = left.into_iter().find(|it| context.after.tables.contains_key(it)) {
        return refused(
            format!("{other} is its partition before and a table of its own after"),
            "detach that partition in a migration before this one",
        );
    }
    key(before, after).ok_or(()).or_else(|()| {
        refused(
            "nothing tells its rows apart in the new shape, so that they cannot be kept equal".to_owned(),
            "give it a primary key, or a unique constraint over columns that are NOT NULL, in the new schema",
        )
    })
}

/// A key of the new shape. That its columns are `NOT NULL` in the old one, too, is not asked: rows that are NULL there meet
/// the gate.
fn key(before: &Table, after: &Table) -> Option<Vec<String>> {
    row_key(schema_diff::Dialect::Postgres, after, after).filter(|key| key.iter().all(|it| before.column(it).is_some()))
}

fn differing_column(before: &Table, after: &Table) -> Option<String> {
    let bare = |column: &Column| {
        let generated = column.generated.as_ref().map(|it| it.expression.canonical.clone());
        (column.data_type.clone(), column.collation.clone(), generated, column.identity.clone())
    };
    let differs = |(one, other): (&Table, &Table)| {
        let mut columns = one.columns.iter();
        columns.find(|it| other.column(&it.name).is_none_or(|own| bare(own) != bare(it))).map(|it| it.name.clone())
    };
    differs((before, after)).or_else(|| differs((after, before)))
}

/// What a side has that would be lost or act twice; with what to do about it.
fn stands_in_the_way(side: &Catalogue, tree: &[QualifiedName], name: &QualifiedName) -> Option<(String, &'static str)> {
    let tables = || tree.iter().filter_map(|it| Some((it, side.tables.get(it)?)));
    if tables().any(|(it, _)| it.schema != name.schema) {
        return Some(("its partitions lie in several schemas".to_owned(), BY_HAND));
    }
    if side.tables.get(name).is_some_and(|it| it.partition_of.is_some() || !it.inherits.is_empty()) {
        return Some(("it is part of another table itself".to_owned(), BY_HAND));
    }
    if tables().any(|(_, it)| {
        !it.inherits.is_empty() || it.partition_of.is_none() && it.partition_by.is_none() && tree.len() > 1
    }) {
        return Some(("others inherit from it".to_owned(), BY_HAND));
    }
    if let Some(column) = tables().flat_map(|(_, it)| &it.columns).find(|it| it.identity.is_some()) {
        return Some((
            format!("column {} is an identity, whose numbers belong to the one table", column.name),
            "give the column a sequence of its own (DEFAULT nextval) in a migration before this one",
        ));
    }
    if let Some(trigger) = tables().flat_map(|(_, it)| it.triggers.keys()).next() {
        return Some((
            format!("its trigger {trigger} would fire in both tables for one row"),
            "drop the trigger in a migration before this one, and create it again after it",
        ));
    }
    if let Some((it, _)) = tables().find(|(_, it)| it.row_security.forced) {
        return Some((
            format!("row security is forced on {it}"),
            "let the owner pass it while the rows move (NO FORCE ROW LEVEL SECURITY)",
        ));
    }
    let refers = |it: &ConstraintKind| matches!(it, ConstraintKind::ForeignKey(key) if tree.contains(&key.references));
    if let Some((other, _)) = side.tables.iter().find(|(_, it)| it.constraints.values().any(|it| refers(&it.kind))) {
        return Some((
            format!("rows of {other} refer to it"),
            "drop that foreign key in a migration before this one, and add it again after it",
        ));
    }
    let policy = |kind: DefinitionKind| kind == DefinitionKind::Policy;
    let speaks =
        |it: &&QualifiedName| side.definitions.iter().any(|(id, own)| !policy(id.kind) && own.mentions(&it.name));
    if let Some(it) = tree.iter().find(speaks) {
        return Some((
            format!("a publication, rule, statistics object or type speaks of {it}"),
            "drop that in a migration before this one, and create it again after it",
        ));
    }
    let parts = tree.iter().filter(|it| *it != name);
    let read = |it: &&QualifiedName| side.views.values().any(|view| view.query.mentions(&it.name));
    if let Some(it) = parts.into_iter().find(read) {
        return Some((format!("a view reads its partition {it}"), "let the view read the partitioned table"));
    }
    let atomic = |text: &str| text.to_ascii_uppercase().contains("BEGIN ATOMIC");
    let holds = |it: &QualifiedName| {
        side.functions.values().any(|own| own.definition.mentions(&it.name) && atomic(&own.definition.text))
    };
    if tree.iter().any(holds) {
        return Some((
            "the body of an SQL function is bound to it (BEGIN ATOMIC)".to_owned(),
            "give the function its body as a string",
        ));
    }
    None
}
