//! The catalogue once another shape is live.

use schema_diff::catalogue::{Catalogue, Column, ColumnSettings, DataType, Grants, ObjectPath, QualifiedName};
use schema_diff::diff::{ChangeKind, diff};

use super::group::{Group, Pair, Shape};
use super::text;
use crate::Refusal;
use crate::operation::Context;
use crate::operation::postgres::bracket::readers;
use crate::plan::Edit;

/// A twin as it stands in the table: nothing but its type.
pub(super) fn bare(column: &Column, name: &str) -> Column {
    Column {
        name: name.to_owned(),
        not_null: false,
        default: None,
        identity: None,
        generated: None,
        comment: None,
        settings: ColumnSettings::default(),
        grants: Grants::default(),
        ..column.clone()
    }
}

/// What of `now` the replacement can touch: the group's tables, those that reference them, and what reads or names them.
/// All else is left out, so that a step costs what its surroundings cost and not what the schema does.
pub(super) fn near(now: &Catalogue, group: &Group, context: &Context<'_>) -> Catalogue {
    let mut near = Catalogue::empty(now.dialect);
    for name in group.all_tables() {
        let tables = context.referrers_of(name).chain([name]);
        let tables = tables.filter_map(|it| Some((it.clone(), now.tables.get(it)?.clone())));
        near.tables.extend(tables);
        let views = readers(now, name).into_iter().map(|(name, view)| (name.clone(), view.clone()));
        near.views.extend(views);
        let owned = now.sequences.iter().filter(|(_, it)| it.owned_by.as_ref().is_some_and(|(table, _)| table == name));
        near.sequences.extend(owned.map(|(name, it)| (name.clone(), it.clone())));
        let named =
            now.definitions.iter().filter(|(id, it)| id.relation.as_ref() == Some(name) || it.mentions(&name.name));
        near.definitions.extend(named.map(|(id, it)| (id.clone(), it.clone())));
    }
    near
}

/// `now` with the pairs' columns called as the twin of `live`: what an index on the twin looks like.
pub(super) fn on_twin(now: &Catalogue, group: &Group, live: Shape, context: &Context<'_>) -> Catalogue {
    let mut catalogue = now.clone();
    text::adopt(&mut catalogue, side(live.other(), context), &super::hang::hanging(now, group, live));
    for pair in &group.pairs {
        let (from, to) = (pair.name(live, live), pair.name(live.other(), live));
        rename(&mut catalogue, group, &pair.table, (&from, &to));
    }
    catalogue
}

fn side<'a>(shape: Shape, context: &'a Context<'_>) -> &'a Catalogue {
    match shape {
        Shape::Old => context.before,
        Shape::New => context.after,
    }
}

/// `now`, where `live` is live, once the other shape is.
pub(super) fn swapped(now: &Catalogue, group: &Group, live: Shape, context: &Context<'_>) -> Catalogue {
    let mut next = now.clone();
    let to = live.other();
    for pair in &group.pairs {
        let root = now.tables.get(&pair.table).and_then(|it| it.column(&pair.name(live, live)));
        let Some(column) = root.map(|it| pair.taking_over(to, group.form, it)) else { continue };
        if !pair.same_name() {
            rename(&mut next, group, &pair.table, (&pair.name(live, live), &pair.name(to, to)));
        }
        let former = super::computed::beside(group, pair, live, to, context);
        for name in group.tree(&pair.table) {
            let Some(table) = next.tables.get_mut(name) else { continue };
            if !pair.same_name() {
                table.columns.push(former.clone());
                if table.partition_of.is_none() && *name != pair.table {
                    table.inherited.insert(former.name.clone());
                }
            }
            let Some(there) = table.column_mut(&pair.name(to, to)) else { continue };
            let (comment, grants, identity) =
                (there.comment.take(), std::mem::take(&mut there.grants), &there.identity);
            let numbered = *name == pair.table || identity.is_some();
            let identity = if numbered { column.identity.clone() } else { None };
            *there = Column { comment, grants, identity, ..column.clone() };
        }
    }
    let side = side(to, context);
    let hanging: Vec<QualifiedName> = super::hang::views(now, group, live).into_iter().map(|(name, _)| name).collect();
    retype_views(&mut next, side, &hanging);
    text::adopt(&mut next, side, &super::hang::hanging(now, group, live));
    next
}

/// Renames a column of a tree in a catalogue that may have one of the new name already.
fn rename(catalogue: &mut Catalogue, group: &Group, table: &QualifiedName, (from, to): (&str, &str)) {
    for name in group.tree(table) {
        if let Some(table) = catalogue.tables.get_mut(name) {
            table.columns.retain(|it| it.name != to);
        }
    }
    let path = |name: &str| ObjectPath::Column(table.clone(), name.to_owned());
    catalogue.rename(&path(from), &path(to));
}

/// Views that read the same give the types that they give on `side`.
fn retype_views(catalogue: &mut Catalogue, side: &Catalogue, hanging: &[QualifiedName]) {
    for (name, view) in catalogue.views.iter_mut().filter(|(name, _)| hanging.contains(name)) {
        let Some(other) = side.views.get(name) else { continue };
        let (Some(own), Some(columns)) = (&mut view.columns, &other.columns) else { continue };
        for column in own {
            if let Some(same) = columns.iter().find(|it| it.name == column.name) {
                let known: &Option<DataType> = &same.data_type;
                column.data_type.clone_from(known);
            }
        }
    }
}

/// The edits that lead from one catalogue, where `live` is live, to another, for a step of `group`.
pub(super) fn edits(from: &Catalogue, to: &Catalogue, group: &Group, live: Shape) -> Result<Vec<Edit>, Refusal> {
    let mut edits = edits_between(from, to).map_err(|error| refusal(group, &error))?;
    let reworded = text::reworded(from, to, &super::hang::hanging(from, group, live));
    for (path, object) in reworded {
        if !edits.iter().any(|it| it.path == path) {
            edits.push(Edit::put(path, object));
        }
    }
    let below: Vec<&QualifiedName> = group.below.iter().map(|(_, it)| it).collect();
    super::tree::complete(&mut edits, from, to, &below);
    Ok(edits)
}

/// The edits that lead from one catalogue to another.
pub(in crate::operation::postgres) fn edits_between(from: &Catalogue, to: &Catalogue) -> Result<Vec<Edit>, String> {
    let difference = diff(from, to, &[]).map_err(|error| error.to_string())?;
    let mut edits: Vec<Edit> = Vec::new();
    for change in difference.changes {
        let edit = match change.kind {
            ChangeKind::Dropped(_) => Edit::remove(change.path),
            ChangeKind::MaybeRenamed { .. } => continue,
            _ => match to.get(&change.path) {
                Some(object) => Edit::put(change.path, object),
                None => continue,
            },
        };
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    Ok(edits)
}

/// A refusal of a change to the first column of a group.
pub(super) fn refusal(group: &Group, reason: &str) -> Refusal {
    let path = |pair: &Pair| ObjectPath::Column(pair.table.clone(), pair.new.name.clone());
    Refusal {
        subject: format!("column {}", group.subject()),
        path: group.pairs.first().map(path),
        reason: reason.to_owned(),
        help: "make this change in a migration of its own, then plan the rest".to_owned(),
    }
}
