//! What writing a table does besides: triggers, and rows of other tables that go or change with those deleted.

mod scan;
mod transactions;

use std::ops::ControlFlow;

use database::{EngineKind, Session, Table, Value};

use self::scan::scan;
pub(super) use self::transactions::without_transactions;
use super::RepairPlan;
use super::plan::full_name;
use super::step::Action;
use crate::Result;

/// A trigger of a table.
struct Trigger {
    name: String,
    /// When it fires, as the engine says it.
    head: String,
    /// What it does: its statements, or those of the function that it calls.
    body: String,
}

/// What happens to rows of another table when one is deleted.
struct Dependent {
    table: String,
    key: String,
    rule: String,
}

impl RepairPlan<'_> {
    /// Looks up in the written database what the planned writes do besides, and notes it: for each trigger that fires the tables
    /// that it writes to and the columns that it sets, as far as its text shows them; the tables whose rows are deleted or changed
    /// with those deleted here.
    pub fn name_effects(&mut self, session: &mut Session) -> Result<()> {
        let mut notes = Vec::new();
        let tables: Vec<_> = self.tables().cloned().collect();
        notes.extend(without_transactions(session, tables.iter())?.into_iter().map(|table| {
            format!("{table} has no transactions: what is interrupted there is neither undone nor noted in the audit")
        }));
        for table in tables {
            let Some(summary) = self.summary().iter().find(|it| it.table == full_name(&table)) else { continue };
            let counts = [
                (Action::Insert, summary.inserts),
                (Action::Update, summary.updates),
                (Action::Delete, summary.deletes),
            ];
            let actions: Vec<_> =
                counts.into_iter().filter(|(_, count)| *count > 0).map(|(action, _)| action).collect();
            if actions.is_empty() {
                continue;
            }
            for trigger in triggers(session, &table)? {
                if let Some(note) = said(&table, &trigger, &actions) {
                    notes.push(note);
                }
            }
            if actions.contains(&Action::Delete) {
                notes.extend(dependents(session, &table)?.iter().map(|it| {
                    format!(
                        "{}: with each row deleted, the rows of {} that refer to it by {} are {}; the audit does not hold them",
                        full_name(&table),
                        it.table,
                        it.key,
                        if it.rule == "CASCADE" { "deleted" } else { "changed" }
                    )
                }));
            }
        }
        self.add_notes(notes);
        Ok(())
    }
}

/// The note on a trigger; none where it does not fire on what is done.
fn said(table: &Table, trigger: &Trigger, actions: &[Action]) -> Option<String> {
    let head = trigger.head.to_uppercase();
    let fires: Vec<_> = actions.iter().map(|it| it.as_str()).filter(|it| head.contains(&it.to_uppercase())).collect();
    if fires.is_empty() {
        return None;
    }
    let found = scan(&trigger.body);
    let mut does = Vec::new();
    if !found.tables.is_empty() {
        does.push(format!("writes to {}", found.tables.join(", ")));
    }
    if !found.columns.is_empty() {
        does.push(format!("sets {}", found.columns.join(", ")));
    }
    if does.is_empty() {
        does.push("its text shows no write".to_owned());
    }
    Some(format!(
        "{}: the trigger {} fires on {} here and {}; that is no part of the repair",
        full_name(table),
        trigger.name,
        fires.join(" and "),
        does.join(" and ")
    ))
}

fn triggers(session: &mut Session, table: &Table) -> Result<Vec<Trigger>> {
    let (sql, values) = match session.kind() {
        EngineKind::Postgres => (include_str!("postgres_triggers.sql"), vec![text(&table.schema), text(&table.name)]),
        EngineKind::Sqlite => (include_str!("sqlite_triggers.sql"), vec![text(&table.name)]),
        _ => (include_str!("mysql_triggers.sql"), vec![text(&table.schema), text(&table.name)]),
    };
    let mut found = Vec::new();
    session.stream(sql, &values, &mut |row: &[Value]| -> database::Result<_> {
        let body = shown(row.get(2));
        // The head of SQLite's text ends where its statements begin.
        let head = shown(row.get(1));
        let (head, body) = if body.is_empty() { split(&head) } else { (head, body) };
        found.push(Trigger { name: shown(row.first()), head, body });
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn dependents(session: &mut Session, table: &Table) -> Result<Vec<Dependent>> {
    let (sql, values) = match session.kind() {
        EngineKind::Postgres => (include_str!("postgres_dependents.sql"), vec![text(&table.schema), text(&table.name)]),
        EngineKind::Sqlite => (include_str!("sqlite_dependents.sql"), vec![text(&table.name)]),
        _ => (include_str!("mysql_dependents.sql"), vec![text(&table.schema), text(&table.name)]),
    };
    let mut found = Vec::new();
    session.stream(sql, &values, &mut |row: &[Value]| -> database::Result<_> {
        let (table, key, rule) = (shown(row.first()), shown(row.get(1)), shown(row.get(2)));
        found.push(Dependent { table, key, rule });
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn split(definition: &str) -> (String, String) {
    let upper = definition.to_ascii_uppercase();
    let at = upper.find("BEGIN").unwrap_or(definition.len());
    let (head, body) = definition.split_at_checked(at).unwrap_or((definition, ""));
    (head.to_owned(), body.to_owned())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(it) | Value::Other(it)) => it.clone(),
        _ => String::new(),
    }
}
