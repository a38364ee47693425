//! The repair as a script for people: to read, and to run with the engine's own client.

use std::io::Write;
use std::ops::ControlFlow;

use database::{EngineKind, Table};

use super::RepairPlan;
use super::apply::STALE;
use super::plan::full_name;
use super::read_side::ReadSides;
use super::sql::{self, Values, qualified};
use super::step::Step;
use super::text::quoted;
use crate::wire::plain;
use crate::{Error, ErrorKind, Result};

/// What was written into a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scripted {
    /// Statements.
    pub statements: u64,
    /// Steps that are left out, since the side that is read no longer holds what their difference says.
    pub stale: u64,
}

/// Writes the repair as SQL in the dialect of the written side, every statement guarded by the value seen, in transactions of the
/// size given. It keeps no checkpoint and no audit, and does not look at the side that is read when it runs: that is what applying adds.
/// Where the plan knows that side, it is looked at now, and what it no longer holds as the differences say is left out.
pub fn write_script(plan: &mut RepairPlan<'_>, out: &mut dyn Write) -> Result<Scripted> {
    head(plan, out)?;
    let tables = plan.shapes.iter().map(|it| it.table.clone()).collect();
    let (engine, batch) = (plan.engine, plan.options.batch.max(1));
    let mut read = std::mem::take(&mut plan.read);
    let at_once = read.at_once(batch);
    let mut script = Script { engine, batch: batch as u64, tables, out, written: Scripted::default() };
    let mut steps: Vec<Step> = Vec::new();
    plan.each_step(&mut |step| {
        steps.push(step.clone());
        if steps.len() >= at_once {
            script.steps(&mut read, &mut steps)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    script.steps(&mut read, &mut steps)?;
    let written = script.written;
    if written.statements > 0 {
        writeln!(out, "COMMIT;").map_err(|error| unwritten(&error))?;
    }
    plan.read = read;
    sequences(plan, out)?;
    Ok(written)
}

struct Script<'a> {
    engine: EngineKind,
    batch: u64,
    tables: Vec<Table>,
    out: &'a mut dyn Write,
    written: Scripted,
}

impl Script<'_> {
    fn steps(&mut self, read: &mut ReadSides, steps: &mut Vec<Step>) -> Result<()> {
        let stale = read.stale(steps.iter())?;
        steps.drain(..).zip(stale).try_for_each(|(step, is_stale)| self.step(&step, is_stale))
    }

    fn step(&mut self, step: &Step, is_stale: bool) -> Result<()> {
        let Some(table) = self.tables.get(step.table) else { return Ok(()) };
        let text = if is_stale {
            let key: Vec<_> = step.mends.key.iter().map(plain).collect();
            let what = format!("{} {} of ({}): {STALE}", full_name(table), step.action.as_str(), key.join(", "));
            self.written.stale += 1;
            format!("-- left out: {}", one_line(&what))
        } else {
            if self.written.statements.is_multiple_of(self.batch) {
                let end = if self.written.statements == 0 { "" } else { "COMMIT;\n\n" };
                writeln!(self.out, "{end}{};", begin(self.engine)).map_err(|error| unwritten(&error))?;
            }
            self.written.statements += 1;
            format!("{};", sql::statement(self.engine, table, step, Values::Literal).text)
        };
        writeln!(self.out, "{text}").map_err(|error| unwritten(&error))
    }
}

fn head(plan: &RepairPlan<'_>, out: &mut dyn Write) -> Result<()> {
    let options = &plan.options;
    let mut lines =
        vec![format!("-- Repair {} on {}: {}, {}", plan.id(), plan.engine, options.direction.as_str(), options.policy)];
    for table in plan.summary() {
        lines.push(format!(
            "-- {}: {} to insert, {} to update, {} to delete, {} left",
            one_line(&table.table),
            table.inserts,
            table.updates,
            table.deletes,
            table.left_over()
        ));
        lines
            .extend(table.left.iter().map(|(why, count)| format!("--   {count} left: {}", one_line(&why.to_string()))));
    }
    lines.extend(plan.notes().iter().map(|it| format!("-- {}", one_line(it))));
    lines.push(format!("-- {}", plan.read.said()));
    lines.extend(settings(plan.engine).iter().map(|it| format!("{it};")));
    lines.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(|error| unwritten(&error))
}

/// What the session has to be set to, so that literals and parameters mean the same everywhere.
pub(super) fn settings(engine: EngineKind) -> &'static [&'static str] {
    match engine {
        EngineKind::Postgres => &[
            "SET client_encoding = 'UTF8'",
            "SET standard_conforming_strings = on",
            "SET TimeZone = 'UTC'",
            "SET DateStyle = 'ISO, YMD'",
            "SET IntervalStyle = 'postgres'",
        ],
        EngineKind::MySql | EngineKind::MariaDb => &[
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO'",
        ],
        _ => &["PRAGMA foreign_keys = ON"],
    }
}

/// How a transaction that writes begins.
pub(super) fn begin(engine: EngineKind) -> &'static str {
    match engine {
        // At a higher level a row that was changed meanwhile is an error; here the guard sees it as it is now.
        EngineKind::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        EngineKind::Sqlite => "BEGIN IMMEDIATE",
        _ => "START TRANSACTION",
    }
}

fn sequences(plan: &RepairPlan<'_>, out: &mut dyn Write) -> Result<()> {
    if plan.engine != EngineKind::Postgres {
        return Ok(());
    }
    for (table, column, sequence) in plan.sequences() {
        let (name, column) = (qualified(plan.engine, &table.schema, &table.name), plan.engine.quote(column));
        let sequence = quoted(sequence, plan.engine);
        writeln!(
            out,
            "SELECT setval({sequence}::regclass, greatest(max({column}), nextval({sequence}::regclass))) FROM {name};"
        )
        .map_err(|error| unwritten(&error))?;
    }
    Ok(())
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).collect::<Vec<_>>().join(" ")
}

fn unwritten(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot write the repair's SQL: {error}"))
}
