//! `ALTER TABLE`, applied as it comes.

use super::column::{self, ColumnParts};
use super::cursor::{Cursor, Fault};
use super::draft::{Draft, Placed};
use super::rename;
use super::spelling::folded;
use super::table::{placed, settle};
use crate::catalogue::{Constraint, ConstraintKind, Expression, IndexKey};

/// Reads from behind `ALTER TABLE` and applies it.
pub(super) fn alter(cursor: &mut Cursor<'_>, draft: &mut Draft, source: usize) -> Result<(), Fault> {
    let at = cursor.here();
    let (_, table) = cursor.qualified()?;
    if !draft.tables.contains_key(&folded(&table)) {
        return Err(Fault::new(format!("there is no table `{table}` here"), at).code("unknown-object"));
    }
    if cursor.eat(&["RENAME", "TO"]) {
        let new = cursor.name()?;
        cursor.end()?;
        if !new.eq_ignore_ascii_case(&table) && draft.is_taken(&new) {
            return Err(Fault::new(format!("`{new}` is there already"), at).code("duplicate-object"));
        }
        rename_table(draft, &table, &new);
        return Ok(());
    }
    if cursor.eat(&["RENAME"]) {
        cursor.eat(&["COLUMN"]);
        let old = cursor.name()?;
        cursor.expect("TO")?;
        let new = cursor.name()?;
        cursor.end()?;
        known_column(draft, &table, &old, at)?;
        rename_column(draft, &table, &old, &new);
        return Ok(());
    }
    if cursor.eat(&["ADD"]) {
        cursor.eat(&["COLUMN"]);
        return add_column(cursor, draft, &table, source);
    }
    if cursor.eat(&["DROP"]) {
        cursor.eat(&["COLUMN"]);
        let name = cursor.name()?;
        cursor.end()?;
        known_column(draft, &table, &name, at)?;
        drop_column(draft, &table, &name);
        return Ok(());
    }
    Err(cursor.fault("`RENAME`, `ADD` or `DROP`: SQLite alters a table in no other way"))
}

fn known_column(draft: &mut Draft, table: &str, column: &str, at: findings::Span) -> Result<(), Fault> {
    let found = draft.table_mut(table).is_some_and(|it| it.column_at(column).is_some());
    let message = || format!("table `{table}` has no column `{column}` here");
    if found { Ok(()) } else { Err(Fault::new(message(), at).code("unknown-object")) }
}

fn add_column(cursor: &mut Cursor<'_>, draft: &mut Draft, table: &str, source: usize) -> Result<(), Fault> {
    let ColumnParts { column, span, constraints, clauses } = column::column(cursor.source(), cursor.rest())?;
    let Some(table) = draft.table_mut(table) else { return Ok(()) };
    if table.column_at(&column.name).is_some() {
        let message = format!("table `{}` has a column `{}` already", table.name, column.name);
        return Err(Fault::new(message, span).code("duplicate-object"));
    }
    table.clauses.extend(clauses.into_iter().map(|clause| (column.name.clone(), clause)));
    table.columns.push(Placed { it: column, place: (source, span) });
    table.constraints.extend(constraints.into_iter().map(|it| placed(it, source)));
    settle(table);
    Ok(())
}

/// Drops the column with what its own definition may have held: SQLite refuses where anything else needs it.
fn drop_column(draft: &mut Draft, table: &str, name: &str) {
    let Some(table) = draft.table_mut(table) else { return };
    table.columns.retain(|column| !column.it.name.eq_ignore_ascii_case(name));
    table.clauses.retain(|(column, _)| !column.eq_ignore_ascii_case(name));
    table.constraints.retain(|constraint| match &constraint.it.kind {
        ConstraintKind::Check(check) => !rename::mentions(&check.expression.text, name),
        kind => !kind.columns().iter().any(|column| column.eq_ignore_ascii_case(name)),
    });
}

fn rename_table(draft: &mut Draft, old: &str, new: &str) {
    let (old_key, new_key) = (folded(old), folded(new));
    let Some(mut table) = draft.tables.remove(&old_key) else { return };
    new.clone_into(&mut table.name);
    draft.tables.insert(new_key.clone(), table);
    for home in draft.index_home.values_mut().chain(draft.trigger_home.values_mut()) {
        if *home == old_key {
            home.clone_from(&new_key);
        }
    }
    for table in draft.tables.values_mut() {
        for constraint in &mut table.constraints {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.it.kind
                && key.references.name.eq_ignore_ascii_case(old)
            {
                new.clone_into(&mut key.references.name);
            }
            if let ConstraintKind::Check(check) = &mut constraint.it.kind {
                check.expression.text = rename::table(&check.expression.text, old, new);
            }
        }
        for trigger in table.triggers.values_mut() {
            trigger.it.definition.text = rename::table(&trigger.it.definition.text, old, new);
        }
    }
    for view in draft.views.values_mut() {
        view.query = rename::table(&view.query, old, new);
        for trigger in view.triggers.values_mut() {
            trigger.it.definition.text = rename::table(&trigger.it.definition.text, old, new);
        }
    }
}

fn rename_column(draft: &mut Draft, table: &str, old: &str, new: &str) {
    rename_in_references(draft, table, old, new);
    if let Some(table) = draft.table_mut(table) {
        if let Some(column) = table.columns.iter_mut().find(|it| it.it.name.eq_ignore_ascii_case(old)) {
            new.clone_into(&mut column.it.name);
        }
        let clauses = table.clauses.iter_mut().filter(|(column, _)| column.eq_ignore_ascii_case(old));
        clauses.for_each(|(column, _)| new.clone_into(column));
        for column in &mut table.columns {
            column.it.generated.iter_mut().for_each(|it| rename_in(&mut it.expression, old, new));
        }
        table.constraints.iter_mut().for_each(|it| rename_in_constraint(&mut it.it, old, new));
        for index in table.indexes.values_mut() {
            index.it.predicate.iter_mut().for_each(|it| rename_in(it, old, new));
            for element in &mut index.it.elements {
                match &mut element.key {
                    IndexKey::Column(name) if name.eq_ignore_ascii_case(old) => new.clone_into(name),
                    IndexKey::Expression(it) => rename_in(it, old, new),
                    IndexKey::Column(_) => {}
                }
            }
        }
    }
    rename_in_views_and_triggers(draft, table, old, new);
}

fn rename_in(expression: &mut Expression, old: &str, new: &str) {
    expression.text = rename::column(&expression.text, old, new);
}

fn rename_in_constraint(constraint: &mut Constraint, old: &str, new: &str) {
    let swap = |names: &mut Vec<String>| {
        names.iter_mut().filter(|name| name.eq_ignore_ascii_case(old)).for_each(|name| new.clone_into(name));
    };
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            swap(&mut key.columns);
            if key.detail.starts_with('(') {
                key.detail = rename::column(&key.detail, old, new);
            }
        }
        ConstraintKind::ForeignKey(key) => swap(&mut key.columns),
        ConstraintKind::Check(check) => rename_in(&mut check.expression, old, new),
        ConstraintKind::Exclusion(_) => {}
    }
}

fn rename_in_references(draft: &mut Draft, table: &str, old: &str, new: &str) {
    for other in draft.tables.values_mut() {
        for constraint in &mut other.constraints {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.it.kind
                && key.references.name.eq_ignore_ascii_case(table)
            {
                let names = key.referenced_columns.iter_mut().filter(|name| name.eq_ignore_ascii_case(old));
                names.for_each(|name| new.clone_into(name));
            }
        }
    }
}

fn rename_in_views_and_triggers(draft: &mut Draft, table: &str, old: &str, new: &str) {
    let others: Vec<String> = draft
        .tables
        .values()
        .filter(|other| !other.name.eq_ignore_ascii_case(table) && other.column_at(old).is_some())
        .map(|other| other.name.clone())
        .collect();
    let key = folded(table);
    let respell = |text: &mut String, own_trigger: bool| {
        if rename::mentions(text, table) && rename::mentions(text, old) {
            let shared = others.iter().any(|other| rename::mentions(text, other));
            *text = rename::column_of(text, table, old, new, own_trigger, shared);
        }
    };
    for view in draft.views.values_mut() {
        respell(&mut view.query, false);
        view.triggers.values_mut().for_each(|it| respell(&mut it.it.definition.text, false));
    }
    for (name, other) in &mut draft.tables {
        other.triggers.values_mut().for_each(|it| respell(&mut it.it.definition.text, *name == key));
    }
}
