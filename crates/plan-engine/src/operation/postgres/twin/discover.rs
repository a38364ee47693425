//! Which columns are replaced, which of them together, and in which form.

use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, ObjectPath, QualifiedName};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::computed;
use super::group::{Form, Group, Pair, Shape};
use super::tree;
use crate::Refusal;
use crate::conversion::{Compatibility, Conversion, Equality, Holds, Template, widens};
use crate::operation::Context;
use crate::operation::postgres::twin::hang::is_carried;

/// The columns that are replaced, grouped.
pub(super) fn groups(context: &Context<'_>) -> Result<Vec<Group>, Vec<Refusal>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut refusals = Vec::new();
    for change in &context.diff.changes {
        let ObjectPath::Column(table, name) = &change.path else { continue };
        let known = pairs.iter().any(|it| it.table == *table && it.new.name == *name);
        if known || !replaces(change, context) {
            continue;
        }
        match pair(table, name, context) {
            Ok(pair) => pairs.push(pair),
            Err(refusal) => refusals.push(refusal),
        }
    }
    match computed::followers(&pairs, context) {
        Ok(followers) => {
            for (table, name) in followers {
                match pair(&table, &name, context) {
                    Ok(pair) => pairs.push(pair),
                    Err(refusal) => refusals.push(refusal),
                }
            }
        }
        Err(refusal) => refusals.push(refusal),
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let groups = joined(pairs, context);
    let refusals: Vec<Refusal> = groups.iter().filter_map(|it| computed::too_early(it, context)).collect();
    if refusals.is_empty() { Ok(groups) } else { Err(refusals) }
}

/// Whether a change of a column takes more than the catalogue.
pub(in crate::operation::postgres) fn replaces(change: &Change, context: &Context<'_>) -> bool {
    use schema_diff::catalogue::Object::Column as Of;
    // The engine does not alter the type of a column that another one is computed from.
    let is_read = || {
        let table = change.path.relation().and_then(|it| context.before.tables.get(it));
        table.is_some_and(|it| computed::readers(it, change.path.name()).next().is_some())
    };
    match &change.kind {
        ChangeKind::Altered { aspect: Aspect::ColumnType, before: Of(old), after: Of(new) } => {
            old.collation != new.collation
                || !widens(&old.data_type, &new.data_type)
                || old.generated.is_some()
                || is_read()
        }
        ChangeKind::Renamed { .. }
        | ChangeKind::Altered { aspect: Aspect::ColumnCollation | Aspect::ColumnGenerated, .. } => true,
        _ => false,
    }
}

/// The name that a column had.
fn former_name<'a>(table: &QualifiedName, name: &'a str, context: &'a Context<'_>) -> &'a str {
    let path = ObjectPath::Column(table.clone(), name.to_owned());
    let from = context.changes(&path).find_map(|change| match &change.kind {
        ChangeKind::Renamed { from } => Some(from.name()),
        _ => None,
    });
    from.unwrap_or(name)
}

fn pair(table: &QualifiedName, name: &str, context: &Context<'_>) -> Result<Pair, Refusal> {
    let path = ObjectPath::Column(table.clone(), name.to_owned());
    tree::refuse(table, former_name(table, name, context), name, context)?;
    let column = |side: &Catalogue, name: &str| side.tables.get(table).and_then(|it| it.column(name)).cloned();
    let (Some(old), Some(new)) =
        (column(context.before, former_name(table, name, context)), column(context.after, name))
    else {
        return Err(Refusal::new(
            &path,
            "changes while its table is renamed",
            "rename the table in a migration of its own",
        ));
    };
    if old.generated.is_some() != new.generated.is_some() {
        return Err(Refusal::new(
            &path,
            "is computed on one side and written by the application on the other: a row could not be both at one time",
            "add a column of the new kind under a new name, let the application change over to it, and drop this one in the next migration",
        ));
    }
    let converted = conversion(table, &old, &new, context);
    let conversion = if old.generated.is_some() {
        computed::conversion(&old, &new, converted.map_or(Compatibility::Neither, |it| it.compatible))
    } else {
        converted.map_err(|(reason, help)| Refusal::new(&path, reason, help))?
    };
    obstacle(table, &old, context).map_or(Ok(()), |reason| {
        Err(Refusal::new(&path, reason, "make that change in a migration of its own, then plan the rest"))
    })?;
    Ok(Pair { table: table.clone(), old, new, conversion })
}

fn conversion(
    table: &QualifiedName,
    old: &Column,
    new: &Column,
    context: &Context<'_>,
) -> Result<Conversion, (String, String)> {
    let known = context.conversion(table, old, new);
    if old.data_type == new.data_type && context.stated_conversion(table, old, new).is_none() {
        let equality = known.map_or(Equality::Image, |it| it.old_equality);
        return Ok(Conversion {
            up: Template::OverValue("{value}".to_owned()),
            down: Template::OverValue("{value}".to_owned()),
            up_holds: Holds::All,
            down_holds: Holds::All,
            compatible: Compatibility::Both,
            helpers: Vec::new(),
            old_equality: equality,
            new_equality: equality,
            why: "The values stay as they are.".to_owned(),
        });
    }
    known
        .map_err(|it| (format!("changes its type from {} to {}: {}", old.data_type, new.data_type, it.reason), it.help))
}

/// What hangs on the column and cannot be carried.
fn obstacle(table: &QualifiedName, old: &Column, context: &Context<'_>) -> Option<String> {
    let definition = context.before.definitions.iter().find(|(id, definition)| {
        !is_carried(id.kind)
            && definition.mentions(&old.name)
            && (id.relation.as_ref() == Some(table) || definition.mentions(&table.name))
    });
    // A body that the engine has parsed follows the column, not its name (manual, CREATE FUNCTION, `sql_body`).
    let function = context.before.functions.iter().find(|(_, it)| {
        it.definition.mentions("ATOMIC") && it.definition.mentions(&table.name) && it.definition.mentions(&old.name)
    });
    match (definition, function) {
        (Some((id, _)), _) => Some(format!("cannot be replaced while {id} names it")),
        (_, Some((signature, _))) => Some(format!("cannot be replaced while the parsed body of {signature} names it")),
        _ => None,
    }
}

fn form(pair: &Pair, context: &Context<'_>) -> Option<Form> {
    if pair.is_computed() {
        return pair.computed_form(context);
    }
    let compatible = pair.conversion.compatible;
    Some(if !pair.same_name() {
        Form::TwinColumn
    } else if compatible.old_works_with_new() && pair.fits(Shape::Old) {
        Form::SwapEarly
    } else if compatible.new_works_with_old() {
        Form::SwapLate
    } else {
        Form::VersionedViews
    })
}

/// Pairs of one table, and pairs that a foreign key joins, are replaced together.
fn joined(pairs: Vec<Pair>, context: &Context<'_>) -> Vec<Group> {
    let mut groups: Vec<Vec<Pair>> = Vec::new();
    for pair in pairs {
        let (mut with, without): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|other| belong(other, &pair, context)));
        groups = without;
        let mut group: Vec<Pair> = with.drain(..).flatten().collect();
        group.push(pair);
        groups.push(group);
    }
    let group = |pairs: Vec<Pair>| Group { form: common(&pairs, context), below: tree::below(&pairs, context), pairs };
    groups.into_iter().map(group).collect()
}

fn common(pairs: &[Pair], context: &Context<'_>) -> Form {
    let mut forms = pairs.iter().filter_map(|it| form(it, context));
    let first = forms.next().unwrap_or(Form::SwapLate);
    if forms.all(|it| it == first) {
        first
    } else if pairs.iter().any(Pair::same_name) {
        Form::VersionedViews
    } else {
        Form::TwinColumn
    }
}

fn belong(a: &Pair, b: &Pair, context: &Context<'_>) -> bool {
    a.table == b.table || refers(a, b, context) || refers(b, a, context)
}

/// Whether a foreign key leads from `a` to `b`, on either side.
fn refers(a: &Pair, b: &Pair, context: &Context<'_>) -> bool {
    let on = |side: &Catalogue, from: &str, to: &str| {
        side.tables.get(&a.table).is_some_and(|table| {
            table.constraints.values().any(|it| match &it.kind {
                ConstraintKind::ForeignKey(key) => {
                    key.references == b.table
                        && key
                            .columns
                            .iter()
                            .zip(&key.referenced_columns)
                            .any(|(own, other)| own == from && other == to)
                }
                _ => false,
            })
        })
    };
    on(context.before, &a.old.name, &b.old.name) || on(context.after, &a.new.name, &b.new.name)
}
